// What holds for every route there is, whoever adds it.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "access/roles.hpp"
#include "app/version.hpp"
#include "tests/api/workspace.hpp"
#include "tests/support/checkout.hpp"

namespace kith::api_tests {

namespace {

// A path of the route with something in place of each parameter: an id that nothing has.
std::string example_path(http::Route const& route) {
    std::string path;
    bool is_in_parameter = false;
    for (char const c : route.path) {
        if (c == '{') path += "01900000-0000-7000-8000-000000000000";
        if (c == '{' || c == '}') is_in_parameter = c == '{';
        if (!is_in_parameter && c != '}') path += c;
    }
    return path;
}

std::string reason_of(http::Response const& response) {
    auto const problem = Json::parse(response.body, nullptr, false);
    return problem.is_object() ? problem.value("code", "") : "";
}

bool has_body(http::Method method) {
    return method == http::Method::post || method == http::Method::put || method == http::Method::patch;
}

TEST(EveryRoute, IsOpenToThoseWhoseRoleHasItsPermissionAndToNobodyElse) {
    TestWorkspace workspace(Kind::sqlite);
    workspace.set_up();
    for (auto const& route : workspace.kith().router().routes()) {
        if (route.permission == Permission::everyone) continue;
        auto const ask = [&](std::string const& actor) {
            auto response = workspace.answer(route.method, example_path(route), actor,
                                             has_body(route.method) ? Json::object() : Json(nullptr));
            if (response.stream) response.stream->close();
            return response;
        };
        auto const where = fmt::format("{} {}", http::name_of(route.method), route.path);
        auto const nobody = ask("nobody");
        EXPECT_EQ(nobody.status, 401) << where;
        EXPECT_EQ(ask("bearer kith_wrong").status, 401) << where;
        for (auto const& role : access::roles()) {
            // By token: signing out would end a session that the next request needs.
            auto const response = ask("bearer " + workspace.token(std::string(role.name)));
            bool const is_refused =
                response.status == 401 || (response.status == 403 && reason_of(response) == "forbidden");
            EXPECT_EQ(is_refused, !role.permissions.has(route.permission))
                << where << " as " << role.name << ": " << response.status << response.body;
        }
    }
}

TEST(EveryRoute, UnderTheApiHasASummaryAndAnIdOfItsOwn) {
    TestWorkspace workspace(Kind::sqlite);
    std::set<std::string> ids;
    for (auto const& route : workspace.kith().router().routes()) {
        if (!route.path.starts_with("/api/")) continue;
        EXPECT_FALSE(route.operation.summary.empty()) << route.path;
        EXPECT_TRUE(ids.insert(route.operation.id).second) << route.operation.id;
        for (auto const* schema : {&route.operation.request, &route.operation.response})
            EXPECT_TRUE(schema->empty() || workspace.kith().router().schemas().contains(*schema))
                << route.path << " names the schema " << *schema;
    }
}

TEST(OpenApi, IsTheOneInTheRepository) {
    TestWorkspace workspace(Kind::sqlite);
    auto const text = http::openapi(workspace.kith().router(), app::version()).dump(2) + "\n";
    auto const path = support::in_source("/docs/openapi.json");
    if (std::getenv("UPDATE")) std::ofstream(path, std::ios::binary) << text;
    std::ostringstream kept;
    kept << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_TRUE(kept.str() == text)
        << "docs/openapi.json is not what the routes say; run this test with UPDATE=1 and look at the difference";
}

}  // namespace
}  // namespace kith::api_tests
