// A set-up goes from one workspace into another and is the same there, byte for byte; what was taken over goes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/api/workspace.hpp"
#include "tests/support/skip.hpp"

namespace kith::api_tests {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

class SetUpFileTest : public testing::TestWithParam<Kind> {
protected:
    void SetUp() override {
        std::string why_not;
        if (!TestWorkspace::is_available(GetParam(), why_not)) SKIP_BUT_FAIL_IN_CI(why_not);
        here_ = std::make_unique<TestWorkspace>(GetParam());
        here_->set_up();
    }

    static Json ask(TestWorkspace& workspace, Method method, std::string const& target, Json const& body = nullptr) {
        auto const response = workspace.answer(method, target, "administrator", body);
        EXPECT_LT(response.status, 300) << target << " " << body << " " << response.body;
        return response.body.empty() ? Json() : parse_json(response.body).value_or(Json());
    }
    Json ask(Method method, std::string const& target, Json const& body = nullptr) {
        return ask(*here_, method, target, body);
    }
    static std::string written(TestWorkspace& workspace) {
        auto const response = workspace.answer(Method::get, "/api/v1/set-up", "administrator");
        EXPECT_EQ(response.status, 200) << response.body;
        return response.body;
    }
    static Json take_over(TestWorkspace& workspace, std::string const& file) {
        return ask(workspace, Method::post, "/api/v1/set-up/take-over", parse_json(file).value_or(Json()));
    }
    /// Into an empty workspace and out of it again.
    void expect_round_trip(std::string const& changed_here = {}) {
        auto const file = written(*here_);
        TestWorkspace other(GetParam());
        other.set_up();
        auto const compared =
            ask(other, Method::post, "/api/v1/set-up/compare", parse_json(file).value_or(Json()))["changes"];
        EXPECT_EQ(take_over(other, file)["changes"], compared);
        EXPECT_EQ(written(other), file);
        EXPECT_EQ(take_over(other, file)["changes"], Json::array());
        auto const back = take_over(*here_, file);
        for (auto const& change : back["changes"]) EXPECT_EQ(change["kind"], changed_here) << change;
    }
    void build_a_business() {
        ask(Method::post, "/api/v1/objects",
            {{"name", "boat"},
             {"plural", "boats"},
             {"label", {{"en", "Boat"}, {"ru", "Лодка"}}},
             {"label_plural", {{"en", "Boats"}}},
             {"name_label", {{"en", "Name on the bow"}}},
             {"fields",
              {{{"name", "code"}, {"type", "text"}, {"label", {{"en", "Code"}}}, {"is_sortable", true}},
               {{"name", "length"}, {"type", "decimal"}, {"scale", 1}, {"label", {{"en", "Length"}}}},
               {{"name", "kind"},
                {"type", "choice"},
                {"label", {{"en", "Kind"}}},
                {"choices", {{{"value", "sloop"}, {"label", {{"en", "Sloop"}}}, {"color", "blue"}}}}},
               {{"name", "tender_to"}, {"type", "relation"}, {"object", "boat"}, {"label", {{"en", "Tender to"}}}}}}});
        ask(Method::post, "/api/v1/objects/person/fields",
            {{"name", "boat"}, {"type", "relation"}, {"object", "boat"}, {"label", {{"en", "Boat"}}}});
        ask(Method::post, "/api/v1/objects/boat/composites",
            {{"label", {{"en", "Mooring"}}}, {"type", "address"}, {"parts", {"street", "city", "country"}}});
        ask(Method::patch, "/api/v1/objects/company/composites/address", {{"label", {{"en", "Seat"}}}});
        ask(Method::patch, "/api/v1/objects/person/fields/city", {{"label", {{"en", "Town"}}}, {"is_required", true}});
        ask(Method::patch, "/api/v1/objects/boat/fields/name", {{"label", {{"en", "Name on the stern"}}}});
        ask(Method::put, "/api/v1/objects/boat/order", {{"fields", {"code", "name", "kind"}}});
        auto const role = ask(Method::post, "/api/v1/roles", {{"title", "Harbour master"}, {"copy_of", "member"}});
        change_role("harbour_master", role["version"],
                    {{"permissions", {"files.import"}},
                     {"objects",
                      {{"boat", {{"read", true}, {"rows", "kind = \"sloop\""}, {"fields", {{"code", "read"}}}}},
                       {"person", {{"fields", {{"notes", "hidden"}}}}}}}});
        ask(Method::post, "/api/v1/views",
            {{"object", "boat"},
             {"name", "Sloops"},
             {"is_shared", true},
             {"filter", "kind = \"sloop\""},
             {"sort", "-code"},
             {"columns", {{{"field", "code"}, {"width", 120}}, {{"field", "name"}}}}});
        ask(Method::post, "/api/v1/views",
            {{"object", "boat"}, {"name", "Board"}, {"is_shared", true}, {"kind", "board"}, {"group_by", "kind"}});
        ask(Method::post, "/api/v1/views",
            {{"object", "boat"},
             {"name", "Calendar"},
             {"is_shared", true},
             {"kind", "calendar"},
             {"group_by", "created_at"}});
        ask(Method::post, "/api/v1/views", {{"object", "boat"}, {"name", "My own"}});
    }
    void change_role(std::string const& role, Json const& version, Json const& body) {
        auto request = request_of(Method::patch, "/api/v1/roles/" + role);
        request.headers.set("If-Match", "\"" + version.dump() + "\"");
        request.headers.set("Content-Type", "application/json");
        request.body = dump_json(body);
        auto const response = here_->answer(std::move(request), "administrator");
        EXPECT_EQ(response.status, 200) << response.body;
    }

    std::unique_ptr<TestWorkspace> here_;
};

TEST_P(SetUpFileTest, an_empty_workspace_has_nothing_to_say) {
    auto const file = parse_json(written(*here_)).value_or(Json());
    EXPECT_EQ(file["kith_set_up"], 1);
    EXPECT_EQ(file["roles"], Json::object());
    EXPECT_EQ(file["views"], Json::object());
    EXPECT_EQ(file["objects"]["company"], Json({{"fields", file["objects"]["company"]["fields"]}}));
    EXPECT_EQ(file["objects"]["company"]["fields"][0], Json({{"name", "name"}}));
    expect_round_trip();
}

TEST_P(SetUpFileTest, what_was_built_is_the_same_elsewhere_without_users_and_secrets) {
    build_a_business();
    auto const file = written(*here_);
    EXPECT_THAT(file, HasSubstr("\"Name on the stern\""));
    EXPECT_THAT(file, Not(HasSubstr("My own")));
    EXPECT_THAT(file, Not(HasSubstr("example.com")));
    EXPECT_THAT(file, Not(HasSubstr("f_1")));
    expect_round_trip();
}

TEST_P(SetUpFileTest, what_is_out_of_use_is_no_part_of_it) {
    build_a_business();
    ask(Method::post, "/api/v1/objects/boat/fields/code/retire");
    ask(Method::post, "/api/v1/objects/person/fields/heard_from/retire");
    auto const file = parse_json(written(*here_)).value_or(Json());
    EXPECT_EQ(file["objects"]["person"]["retired"], Json({"heard_from"}));
    EXPECT_EQ(file["roles"]["harbour_master"]["objects"]["boat"]["fields"], Json::object());
    EXPECT_EQ(file["views"]["boat"][0]["columns"], Json({{{"field", "name"}}}));
    EXPECT_EQ(file["views"]["boat"][0]["sort"], "");
    // The view loses what nobody can see in it; the role keeps what it hides of a field that may come back.
    expect_round_trip("view");
}

TEST_P(SetUpFileTest, what_is_hidden_here_alone_stays_hidden) {
    build_a_business();
    auto const file = written(*here_);
    ask(Method::post, "/api/v1/objects/boat/fields", {{"type", "decimal"}, {"label", {{"en", "Price"}}}});
    auto const role = ask(Method::get, "/api/v1/roles/harbour_master");
    change_role("harbour_master", role["version"], {{"objects", {{"boat", {{"fields", {{"price", "hidden"}}}}}}}});
    auto const told = take_over(*here_, file);
    EXPECT_THAT(dump_json(told["only_here"]), HasSubstr(R"("kind":"right","object":"boat","name":"harbour_master")"));
    auto const now = ask(Method::get, "/api/v1/roles/harbour_master");
    EXPECT_EQ(now["objects"]["boat"]["fields"]["price"], "hidden") << dump_json(now);
    EXPECT_EQ(now["objects"]["boat"]["fields"]["code"], "read");
}

TEST_P(SetUpFileTest, what_was_taken_over_goes_back_as_a_whole) {
    build_a_business();
    auto const file = written(*here_);
    TestWorkspace other(GetParam());
    other.set_up();
    ask(other, Method::post, "/api/v1/views",
        {{"object", "company"}, {"name", "All"}, {"is_shared", true}, {"sort", "name"}});
    auto changed = parse_json(file).value_or(Json());
    changed["views"]["company"] = Json::array({{{"name", "All"}, {"sort", "-name"}}});
    auto const before = written(other);
    auto const taken = take_over(other, dump_json(changed));
    EXPECT_NE(written(other), before);
    ask(other, Method::post, "/api/v1/change-sets/" + taken["change_set"].get<std::string>() + "/revert");
    EXPECT_EQ(written(other), before);
    // And once more, over what the first time left behind.
    take_over(other, file);
    EXPECT_EQ(other.answer(Method::get, "/api/v1/boats", "administrator").status, 200);
}

TEST_P(SetUpFileTest, with_records_the_fields_that_came_stay_out_of_use_when_it_is_taken_back) {
    build_a_business();
    TestWorkspace other(GetParam());
    other.set_up();
    auto const taken = take_over(other, written(*here_));
    ask(other, Method::post, "/api/v1/boats", {{"name", "Gull"}, {"code", "b1"}});
    ask(other, Method::post, "/api/v1/change-sets/" + taken["change_set"].get<std::string>() + "/revert");
    EXPECT_EQ(other.answer(Method::get, "/api/v1/boats", "administrator").status, 404);
    // The records waited.
    auto const again = take_over(other, written(*here_));
    EXPECT_EQ(again["changes"][0]["what"], "restored");
    EXPECT_EQ(ask(other, Method::get, "/api/v1/boats")["data"][0]["code"], "b1");
}

TEST_P(SetUpFileTest, at_random_too_the_round_trip_is_the_same_bytes) {
    std::mt19937 random(20261126);
    auto const one_of = [&](std::vector<char const*> const& list) { return list[random() % list.size()]; };
    std::vector<std::string> objects{"person", "company", "household"};
    for (int i = 0; i < 6; ++i) {
        auto const name = "thing_" + std::to_string(i);
        ask(Method::post, "/api/v1/objects",
            {{"name", name}, {"plural", name + "s"}, {"label", {{one_of({"en", "lt", "nb"}), "Thing"}}}});
        objects.push_back(name);
    }
    for (int i = 0; i < 40; ++i) {
        auto const& object = objects[random() % objects.size()];
        Json field{{"name", "field_" + std::to_string(i)},
                   {"label", {{one_of({"en", "ru", "et"}), "Поле " + std::to_string(i)}}},
                   {"type", one_of({"text", "long_text", "number", "decimal", "money", "boolean", "date", "choice",
                                    "multi_choice", "country", "email", "user", "relation", "instant", "json"})}};
        std::string const type = field["type"];
        if (type == "relation") field["object"] = objects[random() % objects.size()];
        if (type == "decimal") field["scale"] = random() % 5;
        if (type == "choice" || type == "multi_choice")
            for (unsigned choice = 0; choice <= random() % 3; ++choice)
                field["choices"].push_back({{"label", {{"en", "Choice " + std::to_string(choice)}}}});
        if (type == "text" || type == "number") field["is_sortable"] = random() % 4 == 0;
        field["is_required"] = random() % 5 == 0;
        field["is_personal"] = random() % 3 == 0;
        ask(Method::post, "/api/v1/objects/" + object + "/fields", field);
        if (random() % 6 == 0)
            ask(Method::post, "/api/v1/objects/" + object + "/fields/field_" + std::to_string(i) + "/retire");
    }
    for (int i = 0; i < 3; ++i) {
        auto const role = ask(Method::post, "/api/v1/roles", {{"title", "Role " + std::to_string(i)}});
        Json rights = Json::object();
        for (auto const& object : objects)
            if (random() % 2 == 0) rights[object] = {{"read", true}, {"update", random() % 2 == 0}};
        change_role(role["name"], role["version"], {{"objects", rights}});
        ask(Method::post, "/api/v1/views",
            {{"object", objects[random() % objects.size()]},
             {"name", "View " + std::to_string(i)},
             {"is_shared", true}});
    }
    expect_round_trip();
}

INSTANTIATE_TEST_SUITE_P(Databases, SetUpFileTest, testing::Values(Kind::sqlite, Kind::postgres),
                         [](auto const& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace kith::api_tests
