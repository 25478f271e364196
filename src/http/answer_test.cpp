#include <gtest/gtest.h>

#include "http/answer.hpp"
#include "http/compression.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "http/target.hpp"

namespace kith::http {
namespace {

Result<Response> fine(Request&) { return Response::text("fine"); }

class AnswerTest : public testing::Test {
protected:
    void SetUp() override {
        router_.add({Method::get, "/open", Permission::everyone, {}, fine});
        router_.add({Method::get, "/mine", Permission::signed_in, {}, fine});
        router_.add({Method::get, "/people", Permission::people_read, {}, fine});
        router_.add({Method::post, "/people", Permission::people_read, {}, fine});
        router_.add({Method::get, "/people/{id}", Permission::everyone, {}, fine});
        router_.add({Method::get, "/people/me", Permission::everyone, {}, fine});
        router_.add({Method::get, "/throws", Permission::everyone, {}, [](Request&) -> Result<Response> {
                         throw std::runtime_error("secret cause");
                     }});
        router_.add({Method::get, "/big", Permission::everyone, {}, [](Request&) -> Result<Response> {
                         return Response::json(std::string(2000, 'a'));
                     }});
        router_.add({Method::get, "/invalid", Permission::everyone, {}, [](Request&) -> Result<Response> {
                         return Error::invalid("email", "required", "Say the email.");
                     }});
    }
    Response ask(Method method, std::string path, Result<Actor> actor = Actor{}) {
        request_.method = method;
        request_.path = std::move(path);
        return answer(router_, [&](Request const&) { return actor; }, request_);
    }
    static Actor user(Permissions permissions) {
        Actor actor;
        actor.kind = ActorKind::user;
        actor.permissions = permissions;
        return actor;
    }
    Router router_;
    Request request_;
};

TEST_F(AnswerTest, nobody_is_asked_to_sign_in_and_the_wrong_role_is_refused) {
    EXPECT_EQ(ask(Method::get, "/open").status, 200);
    EXPECT_EQ(ask(Method::get, "/open", Error::unauthenticated("An expired session.")).status, 200);
    EXPECT_EQ(ask(Method::get, "/mine").status, 401);
    EXPECT_EQ(ask(Method::get, "/mine", Error::unauthenticated("An expired session.")).status, 401);
    EXPECT_EQ(ask(Method::get, "/mine", user({})).status, 200);
    EXPECT_EQ(ask(Method::get, "/people").status, 401);
    EXPECT_EQ(ask(Method::get, "/people", user({})).status, 403);
    EXPECT_EQ(ask(Method::get, "/people", user({Permission::people_read})).status, 200);
}

TEST_F(AnswerTest, a_write_by_cookie_needs_the_header_that_other_sites_cannot_send) {
    auto const actor = user({Permission::people_read});
    request_.headers.set("Cookie", "a=b; kith_session=secret");
    auto const refused = ask(Method::post, "/people", actor);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(Json::parse(refused.body)["code"], "csrf");
    EXPECT_EQ(ask(Method::get, "/people", actor).status, 200);
    request_.headers.set("X-Kith-Request", "1");
    EXPECT_EQ(ask(Method::post, "/people", actor).status, 200);
    request_.headers.set("X-Kith-Request", "0");
    // A header alone proves nothing: only who came by a token needs no other.
    request_.headers.set("Authorization", "Basic eDp5");
    EXPECT_EQ(ask(Method::post, "/people", actor).status, 403);
    auto by_token = actor;
    by_token.kind = ActorKind::token;
    EXPECT_EQ(ask(Method::post, "/people", by_token).status, 200);
}

TEST_F(AnswerTest, unknown_addresses_and_methods_are_told_apart) {
    EXPECT_EQ(ask(Method::get, "/nothing").status, 404);
    auto const wrong = ask(Method::delete_, "/people");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.headers.get("allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(ask(Method::options, "/people").status, 204);
    EXPECT_EQ(ask(Method::head, "/open").status, 200);
}

TEST_F(AnswerTest, a_failure_is_a_problem_and_an_exception_keeps_its_cause) {
    request_.headers.set("X-Request-Id", "till-7");
    auto const invalid = ask(Method::get, "/invalid");
    EXPECT_EQ(invalid.status, 422);
    EXPECT_EQ(invalid.headers.get("Content-Type"), "application/problem+json");
    EXPECT_EQ(invalid.headers.get("X-Request-Id"), "till-7");
    auto const value = Json::parse(invalid.body);
    EXPECT_EQ(value["type"], "urn:kith:problem:invalid");
    EXPECT_EQ(value["request_id"], "till-7");
    EXPECT_EQ(value["errors"][0]["field"], "email");
    auto const thrown = ask(Method::get, "/throws");
    EXPECT_EQ(thrown.status, 500);
    EXPECT_EQ(thrown.body.find("secret"), std::string::npos);
}

TEST_F(AnswerTest, a_request_id_that_is_not_sane_is_replaced) {
    request_.headers.set("X-Request-Id", "a b\n");
    ask(Method::get, "/open");
    EXPECT_EQ(request_.id.size(), 36u);
}

TEST_F(AnswerTest, long_json_is_compressed_as_the_client_accepts) {
    EXPECT_FALSE(ask(Method::get, "/big").headers.find("Content-Encoding"));
    request_.headers.set("Accept-Encoding", "gzip, br;q=0");
    auto const response = ask(Method::get, "/big");
    EXPECT_EQ(response.headers.get("Content-Encoding"), "gzip");
    EXPECT_EQ(inflate(response.body, Wrapping::gzip, 4000)->size(), 2002u);
}

TEST_F(AnswerTest, every_answer_carries_the_security_headers) {
    for (auto const* path : {"/open", "/nothing"}) {
        auto const response = ask(Method::get, path);
        EXPECT_TRUE(response.headers.find("Content-Security-Policy"));
        EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
    }
}

TEST(RouterTest, a_literal_part_wins_over_a_parameter_and_both_over_a_rest) {
    Router router;
    for (auto const* path : {"/a/{id}", "/a/me", "/{rest...}", "/a/{id}/b"})
        router.add({Method::get, path, Permission::everyone, {}, fine});
    EXPECT_EQ(router.match(Method::get, "/a/me").route->path, "/a/me");
    EXPECT_EQ(router.match(Method::get, "/a/7").path_parameters.at("id"), "7");
    EXPECT_EQ(router.match(Method::get, "/a/me/b").route->path, "/a/{id}/b");
    EXPECT_EQ(router.match(Method::get, "/x/y").path_parameters.at("rest"), "x/y");
    EXPECT_EQ(router.match(Method::get, "/").path_parameters.at("rest"), "");
    EXPECT_EQ(router.match(Method::post, "/x").route, nullptr);
    EXPECT_TRUE(router.match(Method::post, "/x").other_methods.empty());
}

TEST(TargetTest, escapes_are_decoded_and_broken_ones_refused) {
    auto const target = parse_target("/a%20b+c?q=x+y%2B&q&=1");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a b+c");
    EXPECT_EQ(target->query[0].second, "x y+");
    EXPECT_EQ(parse_target("http://host/p")->path, "/p");
    for (auto const* bad : {"/%", "/%4", "/%zz", "/%00", "/%ff", "a", "", "http://host?a"})
        EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(RequestTest, versions_integers_and_cookies_are_read_or_refused) {
    Request request;
    EXPECT_EQ(request.if_match().error().code, ErrorCode::precondition_required);
    request.headers.set("If-Match", "\"3\"");
    EXPECT_EQ(*request.if_match(), 3);
    request.headers.set("If-Match", "3");
    EXPECT_FALSE(request.if_match());
    request.query = {{"limit", "201"}};
    EXPECT_FALSE(request.query_integer("limit", 50, 1, 200));
    EXPECT_EQ(*request.query_integer("limit", 50, 1, 201), 201);
    EXPECT_EQ(*request.query_integer("page", 7, 1, 9), 7);
    request.headers.set("cookie", "a=1; b=\"2\"");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_FALSE(request.cookie("c"));
}

TEST(RequestTest, a_body_is_inflated_up_to_its_limit_and_a_bomb_is_refused) {
    Request request;
    request.body = gzip(std::string(1'000'000, 'a'), 9);
    EXPECT_EQ(request.inflated_body(1'000'000)->size(), 1'000'000u);
    EXPECT_EQ(request.inflated_body(999'999).error().code, ErrorCode::too_large);
    request.body.resize(request.body.size() / 2);
    EXPECT_EQ(request.inflated_body(1'000'000).error().code, ErrorCode::malformed);
}

TEST(StaticFilesTest, files_are_found_revalidated_and_encoded_and_nothing_else_is) {
    Router router;
    std::string const script(3000, 's');
    add_static_files(router, {{"assets/a-1.js", script}, {"index.html", "<html>"}});
    auto const ask = [&](std::string path, std::string encoding = {}, std::string etag = {}) {
        Request request;
        request.path = std::move(path);
        request.headers.add("Accept-Encoding", std::move(encoding));
        request.headers.add("If-None-Match", std::move(etag));
        return answer(router, [](Request const&) -> Result<Actor> { return Actor{}; }, request);
    };
    EXPECT_EQ(ask("/people/7").borrowed_body, "<html>");
    EXPECT_EQ(ask("/").headers.get("Cache-Control"), "no-cache");
    EXPECT_EQ(ask("/assets/a-1.js", "br").headers.get("Content-Encoding"), "br");
    EXPECT_EQ(ask("/assets/a-1.js").headers.get("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(ask("/assets/a-1.js").borrowed_body.size(), 3000u);
    EXPECT_EQ(ask("/", {}, std::string(ask("/").headers.get("ETag"))).status, 304);
    for (auto const* path : {"/../etc/passwd", "/assets/none.js", "/api/v1/nothing"})
        EXPECT_EQ(ask(path).status, 404) << path;
}

TEST(OpenApiTest, a_route_is_documented_with_its_permission_parameters_and_problems) {
    Router router;
    Operation operation;
    operation.id = "get_person";
    operation.tag = "People";
    operation.response = "Person";
    router.add({Method::get, "/api/v1/people/{id}", Permission::people_read, operation, fine});
    router.add_schema("Person", {{"type", "object"}});
    auto const document = openapi(router, "1");
    auto const& path = document["paths"]["/api/v1/people/{id}"]["get"];
    EXPECT_EQ(path["x-permission"], "people.read");
    EXPECT_EQ(path["tags"], Json::array({"People"}));
    EXPECT_EQ(path["parameters"][0]["name"], "id");
    EXPECT_TRUE(path["responses"].contains("404"));
    EXPECT_EQ(path["responses"]["200"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Person");
    EXPECT_EQ(document["components"]["schemas"]["Problem"]["required"].size(), 6u);
    EXPECT_TRUE(document["components"]["securitySchemes"]["bearer"].is_object());
}

}  // namespace
}  // namespace kith::http
