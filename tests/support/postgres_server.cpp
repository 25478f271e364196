#include "tests/support/postgres_server.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::support {
namespace {

std::string absence;

// The newest major version that has an initdb, or 0.
int newest_version() {
    int newest = 0;
    std::error_code absent;
    for (auto const& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", absent)) {
        auto const name = entry.path().filename().string();
        int version = 0;
        std::from_chars(name.data(), name.data() + name.size(), version);
        if (version > newest && std::filesystem::exists(entry.path() / "bin/initdb")) newest = version;
    }
    return newest;
}

}  // namespace

PostgresServer* PostgresServer::shared() {
    static std::unique_ptr<PostgresServer> const server = []() -> std::unique_ptr<PostgresServer> {
        int const version = newest_version();
        if (version == 0) {
            absence = "no PostgreSQL is installed under /usr/lib/postgresql";
            return nullptr;
        }
        std::unique_ptr<PostgresServer> made(
            new PostgresServer(fmt::format("/usr/lib/postgresql/{}/bin", version), std::to_string(version)));
        if (!made->initialise() || !made->start()) {
            absence = fmt::format("PostgreSQL {} could not be started", version);
            return nullptr;
        }
        return made;
    }();
    return server.get();
}

std::string const& PostgresServer::why_absent() { return absence; }

PostgresServer::~PostgresServer() { stop(); }

// PostgreSQL refuses to run as root.
int PostgresServer::run_as_owner(std::string const& command) const {
    auto const quiet = fmt::format("{} >>{} 2>&1 </dev/null", command, folder_.path("log"));
    if (::geteuid() != 0) return std::system(quiet.c_str());
    return std::system(fmt::format("runuser -u postgres -- sh -c \"cd / && {}\"", quiet).c_str());
}

bool PostgresServer::initialise() {
    if (::geteuid() == 0 && std::system(fmt::format("chown postgres {}", folder_.path()).c_str()) != 0) return false;
    port_ = 20000 + static_cast<int>(::getpid() % 20000);  // names the socket; no TCP port is opened
    return run_as_owner(fmt::format("{}/initdb -D {} -A trust -U kith -E UTF8 --locale=C.UTF-8", programs_,
                                    folder_.path("data"))) == 0;
}

bool PostgresServer::start() {
    if (is_running_) return true;
    auto const options =
        fmt::format("-c listen_addresses= -c unix_socket_directories={} -c port={} -c max_connections=60 -c fsync=on",
                    folder_.path(), port_);
    is_running_ = run_as_owner(fmt::format("{}/pg_ctl -D {} -w -o '{}' -l {} start", programs_, folder_.path("data"),
                                           options, folder_.path("server.log"))) == 0;
    return is_running_;
}

void PostgresServer::stop() {
    if (!is_running_) return;
    run_as_owner(fmt::format("{}/pg_ctl -D {} -w -m fast stop", programs_, folder_.path("data")));
    is_running_ = false;
}

std::string PostgresServer::location(std::string const& database) const {
    return fmt::format("postgresql:///{}?host={}&port={}&user=kith", database, folder_.path(), port_);
}

std::string PostgresServer::make_database(std::string const& name, std::string const& like) {
    auto* connection = PQconnectdb(location("postgres").c_str());
    PQclear(PQexec(connection, fmt::format("CREATE DATABASE {} TEMPLATE {}", name, like).c_str()));
    PQfinish(connection);
    return location(name);
}

std::string PostgresServer::make_database() { return make_database(fmt::format("test_{}", ++databases_), "template1"); }

std::string PostgresServer::make_workspace() {
    if (!has_workspace_) {
        auto const database = store::Database::open(make_database("workspace", "template1"));
        has_workspace_ = database && schema::install(**database);
    }
    return has_workspace_ ? make_database(fmt::format("test_{}", ++databases_), "workspace") : std::string{};
}

}  // namespace kith::support
