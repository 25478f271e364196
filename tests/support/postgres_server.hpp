// A real PostgreSQL of the newest version installed, started for the tests in a short temporary folder, reached by a
// socket there, and stopped at the end. It syncs as in production.
#pragma once

#include <memory>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace kith::support {

class PostgresServer {
public:
    /// Nullptr where no PostgreSQL is installed or none could be started; `why_absent` says which.
    static PostgresServer* shared();
    static std::string const& why_absent();

    ~PostgresServer();
    /// The location of a new, empty database.
    std::string make_database();
    /// The location of a new database with all tables and the standard objects, as an executable finds it that is not
    /// started for the first time; empty where they could not be made. To copy them is quicker than to make them again.
    std::string make_workspace();
    void stop();
    bool start();

private:
    PostgresServer(std::string programs, std::string version)
        : programs_(std::move(programs)), version_(std::move(version)) {}
    bool initialise();
    int run_as_owner(std::string const& command) const;
    std::string location(std::string const& database) const;
    std::string make_database(std::string const& name, std::string const& like);

    std::string programs_, version_;
    TemporaryFolder folder_;
    int port_ = 0;
    int databases_ = 0;
    bool has_workspace_ = false;  // the database that is copied
    bool is_running_ = false;
};

}  // namespace kith::support
