#include "tests/api/workspace.hpp"

#include <gtest/gtest.h>

#include <charconv>

#include "access/role.hpp"
#include "http/server.hpp"
#include "tests/support/postgres_server.hpp"

namespace kith::api_tests {

namespace {

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(&text[i + 1], &text[i + 3], byte, 16).ptr == &text[i + 3]) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

constexpr std::string_view session_cookie_name = "kith_session=";

}  // namespace

std::string_view name_of(Kind kind) { return kind == Kind::sqlite ? "sqlite" : "postgres"; }

bool TestWorkspace::is_available(Kind kind, std::string& why_not) {
    if (kind == Kind::sqlite || support::PostgresServer::shared()) return true;
    why_not = support::PostgresServer::why_absent();
    return false;
}

TestWorkspace::TestWorkspace(Kind kind)
    : database_(kind == Kind::sqlite ? "sqlite:" + folder_.path("kith.db")
                                     : support::PostgresServer::shared()->make_workspace()) {
    start();
    captures_["setup_code"] = kith_->access().setup_code();
}

void TestWorkspace::start() {
    app::Settings settings;
    settings.data = folder_.path();
    settings.database = database_;
    settings.database_connections = 4;
    auto kith = app::Kith::open(settings);
    if (!kith) {
        ADD_FAILURE() << kith.error().message << " " << kith.error().cause;
        std::abort();
    }
    kith_ = *std::move(kith);
}

void TestWorkspace::start_again() {
    kith_.reset();
    start();
}

TestWorkspace::~TestWorkspace() = default;

void TestWorkspace::set_up() {
    Json const workspace{{"business_name", "Bitė"},      {"name", "Ada"},    {"email", "administrator@example.com"},
                         {"password", password},         {"language", "en"}, {"currency", "EUR"},
                         {"time_zone", "Europe/Vilnius"}};
    ASSERT_EQ(answer(http::Method::post, "/api/v1/setup", "system", workspace).status, 201);
    for (auto const& role : access::roles()) admit(std::string(role.name));
}

void TestWorkspace::admit(std::string const& name) {
    auto const role = kith_->roles().find(name);
    ASSERT_TRUE(role) << name;
    if (role->is_for_people) {
        if (name != access::administrator_role) {
            Json const user{
                {"name", "A " + name}, {"email", name + "@example.com"}, {"role", name}, {"password", password}};
            auto const added = answer(http::Method::post, "/api/v1/users", "system", user);
            ASSERT_EQ(added.status, 201) << added.body;
        }
        cookies_[name] = sign_in(name + "@example.com");
        captures_[name + "_id"] =
            Json::parse(answer(http::Method::get, "/api/v1/session", name).body)["user"]["id"].get<std::string>();
    }
    auto const token = answer(http::Method::post, "/api/v1/tokens", "system", {{"name", "a " + name}, {"role", name}});
    ASSERT_EQ(token.status, 201) << token.body;
    tokens_[name] = Json::parse(token.body)["secret"].get<std::string>();
}

std::string TestWorkspace::sign_in(std::string const& email) {
    auto const signed_in =
        answer(http::Method::post, "/api/v1/session", "nobody", {{"email", email}, {"password", password}});
    EXPECT_EQ(signed_in.status, 201) << signed_in.body;
    auto const cookie = signed_in.headers.get("Set-Cookie");
    return std::string(cookie.substr(session_cookie_name.size(), cookie.find(';') - session_cookie_name.size()));
}

http::Response TestWorkspace::answer(http::Request request, std::string const& actor) {
    request.remote_address = "127.0.0.1";
    if (request.id.empty()) request.id = Uuid::make().text();
    auto const send_cookie = [&](std::string const& secret) {
        request.headers.add("Cookie", std::string(session_cookie_name) + secret);
        if (!request.headers.find("X-Kith-Request")) request.headers.add("X-Kith-Request", "1");
    };
    http::Authenticator authenticator = kith_->authenticator();
    if (actor == "system")
        authenticator = [](http::Request const&) { return Actor::system("test"); };
    else if (auto const cookie = cookies_.find(actor); cookie != cookies_.end())
        send_cookie(cookie->second);
    else if (auto const token = tokens_.find(actor); token != tokens_.end())
        request.headers.add("Authorization", "Bearer " + token->second);
    else if (actor.starts_with("cookie "))
        send_cookie(actor.substr(7));
    else if (actor.starts_with("bearer "))
        request.headers.add("Authorization", "Bearer " + actor.substr(7));
    else
        EXPECT_TRUE(actor.empty() || actor == "nobody") << "there is no actor '" << actor << "'";
    auto response = http::answer(kith_->router(), authenticator, request);
    // A client that takes the whole body.
    while (response.source) {
        auto const piece = response.source->next();
        EXPECT_TRUE(piece) << piece.error().message << piece.error().cause;
        if (!piece || piece->empty()) break;
        response.body += *piece;
    }
    return response;
}

http::Response TestWorkspace::answer(http::Method method, std::string const& target, std::string const& actor,
                                     Json const& body) {
    auto request = request_of(method, target);
    if (!body.is_null()) request.body = dump_json(body);
    return answer(std::move(request), actor);
}

std::string TestWorkspace::attach(std::string const& actor, std::string const& record, std::string const& name,
                                  std::string const& bytes, std::string const& field) {
    Json body{{"name", name}, {"bytes", bytes.size()}};
    if (!field.empty()) body["field"] = field;
    auto const begun = answer(http::Method::post, "/api/v1/attachments/on/" + record, actor, body);
    EXPECT_EQ(begun.status, 201) << begun.body;
    auto const id = Json::parse(begun.body).value("id", std::string());
    auto piece = request_of(http::Method::put, fmt::format("/api/v1/attachments/uploads/{}/parts/0", id));
    piece.body = bytes;
    auto const received = answer(std::move(piece), actor);
    EXPECT_EQ(received.status, 200) << received.body;
    return id;
}

http::Request request_of(http::Method method, std::string const& target) {
    http::Request request;
    request.method = method;
    auto const question = target.find('?');
    request.path = percent_decoded(target.substr(0, question));
    std::string_view rest(target);
    rest.remove_prefix(question == std::string::npos ? target.size() : question + 1);
    while (!rest.empty()) {
        auto const pair = rest.substr(0, rest.find('&'));
        auto const equals = std::min(pair.find('='), pair.size());
        request.query.emplace_back(percent_decoded(pair.substr(0, equals)),
                                   percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    }
    return request;
}

http::Method method_of(std::string const& name) {
    using enum http::Method;
    for (auto const method : {get, head, post, put, patch, delete_, options})
        if (http::name_of(method) == name) return method;
    ADD_FAILURE() << "there is no method " << name;
    return get;
}

}  // namespace kith::api_tests
