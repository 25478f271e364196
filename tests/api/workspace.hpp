// A whole Kith in this process on a database of its own, asked as the server would be, and whoever asks it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/kith.hpp"
#include "base/json.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "tests/api/scenario.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::api_tests {

enum class Kind { sqlite, postgres };
std::string_view name_of(Kind kind);

class TestWorkspace {
public:
    /// Stops the test program where it cannot be made; `is_available` first.
    explicit TestWorkspace(Kind kind);
    ~TestWorkspace();
    /// Whether there is a database of this kind on this machine; PostgreSQL may be missing.
    static bool is_available(Kind kind, std::string& why_not);

    /// A workspace with a user for each role of people (`<role>@example.com`), signed in, and a token for each role of
    /// programs.
    void set_up();
    /// Ends the program and starts it on what it left.
    void start_again();
    /// A user and a token for a role that was made meanwhile; they are known by its name.
    void admit(std::string const& role);
    /// Gives the request what the actor would send; an actor that is not known is sent as `cookie` or `bearer`. A body
    /// that comes in pieces is taken whole.
    http::Response answer(http::Request request, std::string const& actor);
    http::Response answer(http::Method method, std::string const& target, std::string const& actor,
                          Json const& body = nullptr);
    /// A file on a record, `person/<id>`; its id. One that is for a field is not in it yet.
    std::string attach(std::string const& actor, std::string const& record, std::string const& name,
                       std::string const& bytes, std::string const& field = {});
    app::Kith& kith() { return *kith_; }
    /// The location of its database, for a second look at what is really there.
    std::string const& database() const { return database_; }
    std::string folder() const { return folder_.path(); }
    /// The bearer token of a role.
    std::string const& token(std::string const& role) const { return tokens_.at(role); }
    /// `setup_code`, and `<role>_id` of each user.
    Captures const& captures() const { return captures_; }

    static constexpr char const* password = "linden tree 1984";

private:
    std::string sign_in(std::string const& email);
    void start();
    support::TemporaryFolder folder_;
    std::string database_;
    std::unique_ptr<app::Kith> kith_;
    std::map<std::string, std::string> cookies_, tokens_;
    Captures captures_;
};

/// Splits `/a?b=c%20d` as the transport does.
http::Request request_of(http::Method method, std::string const& target);
http::Method method_of(std::string const& name);

}  // namespace kith::api_tests
