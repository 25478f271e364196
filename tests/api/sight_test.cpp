// What a role hides is nowhere: every route is asked by a role that hides fields and rows, and nothing of what is
// hidden is in any answer; and an attacker who asks in every way whatever depends on a hidden value gets the same
// answers whatever the value is.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <regex>
#include <set>
#include <thread>

#include "tests/api/workspace.hpp"
#include "tests/support/skip.hpp"

namespace kith::api_tests {

namespace {

using http::Method;

/// What the hidden fields and the hidden row say.
struct Secrets {
    std::string email, phone, notes, street, domain;
    std::string hidden_city;  ///< of the person whom the row rule hides
    std::string tag;          ///< a choice that somebody added to a hidden field
    int hidden_people = 1;
};

// A workspace in which `clerk` may not see e-mail, phone, notes, street, tags and passports of people, domains of
// companies, households at all, and nobody outside Lithuania.
class Hiding {
public:
    Hiding(Kind kind, Secrets secrets) : workspace_(kind), secrets_(std::move(secrets)) {
        workspace_.set_up();
        make_rollups();
        make("/api/v1/objects/person/fields", {{"label", {{"en", "Passport"}}}, {"type", "file"}});
        make_role();
        make_formulas();
        company_ = make("/api/v1/companies", {{"name", "Beržas"}, {"domain", secrets_.domain}});
        household_ = make("/api/v1/households", {{"name", "Kazlai"}, {"street", secrets_.street}});
        Json const hidden{{"email", secrets_.email},   {"phone", secrets_.phone}, {"notes", secrets_.notes},
                          {"street", secrets_.street}, {"company", company_},     {"household", household_},
                          {"tags", {add_tag()}}};
        Json named{{"given_name", "Ona"}, {"family_name", "Kazlaitė"}, {"country", "LT"}, {"city", "Vilnius"}};
        named.update(hidden);
        ona_ = make("/api/v1/people", named);
        workspace_.attach("administrator", "person/" + ona_, "Kazlaitė lease.txt", "a flat in Vilnius");
        // Without a name a person is known by their address.
        nameless_ = make("/api/v1/people", {{"email", "x" + secrets_.email}, {"country", "LT"}});
        put_passport();
        for (int i = 0; i < secrets_.hidden_people; ++i) {
            kari_ = make("/api/v1/people", {{"given_name", "Kari"},
                                            {"family_name", "Nilsenhidden"},
                                            {"country", "NO"},
                                            {"city", secrets_.hidden_city},
                                            {"company", company_}});
            make("/api/v1/people/" + kari_ + "/events",
                 {{"type", "Note"}, {"properties", {{"text", "lives in " + secrets_.hidden_city}}}});
            make("/api/v1/comments/on/person/" + kari_, {{"text", "moved to " + secrets_.hidden_city}});
            attachment_ = workspace_.attach("administrator", "person/" + kari_, secrets_.hidden_city + " lease.txt",
                                            "a flat in " + secrets_.hidden_city);
        }
        tell();
    }

    std::string add_tag() {
        Json const body{{"label", {{"en", secrets_.tag}}}};
        auto const added =
            workspace_.answer(Method::post, "/api/v1/objects/person/fields/tags/choices", "administrator", body);
        EXPECT_EQ(added.status, 200) << added.body;
        return Json::parse(added.body)["value"].get<std::string>();
    }

    /// A file in a hidden field, whose name says what another hidden field does.
    void put_passport() {
        passport_ = workspace_.attach("administrator", "person/" + nameless_, secrets_.street + " passport.txt",
                                      "lives at " + secrets_.street, "passport");
        auto request = request_of(Method::patch, "/api/v1/people/" + nameless_);
        request.body = dump_json({{"passport", passport_}});
        request.headers.add("If-Match", "\"1\"");
        auto const changed = workspace_.answer(std::move(request), "administrator");
        ASSERT_EQ(changed.status, 200) << changed.body;
        change_sets_.emplace_back(changed.headers.get("Kith-Change-Set"));
    }

    /// Changes a hidden field, and sends an event that tells it, in words of the sender's own.
    void tell() {
        auto const person = "/api/v1/people/" + ona_;
        auto request = request_of(Method::patch, person);
        request.body = dump_json({{"notes", secrets_.notes + " again"}});
        request.headers.add("If-Match", "\"1\"");
        auto const changed = workspace_.answer(std::move(request), "administrator");
        ASSERT_EQ(changed.status, 200);
        change_sets_.emplace_back(changed.headers.get("Kith-Change-Set"));
        make(person + "/events", {{"type", "Signed Up"},
                                  {"properties",
                                   {{"Email", secrets_.email},
                                    {"customerPhone", secrets_.phone},
                                    {"sent_to", secrets_.email},
                                    {"plan", "gold"}}}});
        make(person + "/consents", {{"purpose", "service"},
                                    {"state", "granted"},
                                    {"how", "at the counter"},
                                    {"contact_point", secrets_.email}});
        Json const view{{"object", "person"},
                        {"name", "By notes"},
                        {"is_shared", true},
                        {"filter", "notes contains \"" + secrets_.notes + "\""}};
        make("/api/v1/views", view);
        // The audit log tells of these by name to whom nothing is hidden.
        auto const gone =
            make("/api/v1/people", {{"given_name", "Nils"}, {"family_name", "Nilsenhidden"}, {"country", "NO"}});
        auto const nameless = make("/api/v1/people", {{"email", "y" + secrets_.email}, {"country", "LT"}});
        auto const household = make("/api/v1/households", {{"name", "Kazlai"}});
        for (auto const& path :
             {"/api/v1/people/" + gone, "/api/v1/people/" + nameless, "/api/v1/households/" + household}) {
            auto removal = request_of(Method::delete_, path);
            removal.headers.add("If-Match", "\"1\"");
            ASSERT_EQ(workspace_.answer(std::move(removal), "administrator").status, 204);
        }
    }

    std::string make(std::string const& path, Json const& body) {
        auto const answer = workspace_.answer(Method::post, path, "administrator", body);
        EXPECT_EQ(answer.status, 201) << path << answer.body;
        if (auto const set = answer.headers.get("Kith-Change-Set"); !set.empty()) change_sets_.emplace_back(set);
        return Json::parse(answer.body).value("id", std::string());
    }

    TestWorkspace& workspace() { return workspace_; }
    Secrets const& secrets() const { return secrets_; }
    std::string const& ona() const { return ona_; }
    std::string const& kari() const { return kari_; }
    std::string const& nameless() const { return nameless_; }
    std::string const& company() const { return company_; }
    std::string const& household() const { return household_; }
    std::string const& attachment() const { return attachment_; }
    std::string const& passport() const { return passport_; }
    std::vector<std::string> const& change_sets() const { return change_sets_; }

private:
    void make_role() {
        make("/api/v1/roles", {{"title", "Clerk"}, {"copy_of", "member"}});
        Json const person{{"fields",
                           {{"email", "hidden"},
                            {"phone", "hidden"},
                            {"notes", "hidden"},
                            {"street", "hidden"},
                            {"tags", "hidden"},
                            {"passport", "hidden"}}},
                          {"rows", "country = \"LT\""}};
        Json const objects{
            {"person", person}, {"company", {{"fields", {{"domain", "hidden"}}}}}, {"household", {{"read", false}}}};
        auto request = request_of(Method::patch, "/api/v1/roles/clerk");
        request.body =
            dump_json({{"objects", objects},
                       {"permissions",
                        {"people.rights", "consents.write", "sources.read", "workspace.read", "change_sets.revert",
                         "openapi.read", "files.import", "tokens.manage", "audit.read"}}});
        request.headers.add("If-Match", "\"1\"");
        auto const changed = workspace_.answer(std::move(request), "administrator");
        ASSERT_EQ(changed.status, 200) << changed.body;
        workspace_.admit("clerk");
    }

    // What is worked out from hidden fields, and from a name that may stand in for an address, tells of them.
    void make_formulas() {
        for (auto const* body :
             {R"j({"label": {"en": "Reach"}, "formula": "join(\" \", email, phone, notes)", "is_searchable": true})j",
              R"j({"label": {"en": "Greeting"}, "formula": "\"Dear \" + name", "is_searchable": true})j",
              R"j({"label": {"en": "Letters"}, "formula": "length(reach)", "is_sortable": true})j"})
            make("/api/v1/objects/person/fields", Json::parse(body));
    }

    // What is counted from people tells how many of them a rule hides.
    void make_rollups() {
        for (auto const* body :
             {R"j({"label": {"en": "Known here"}, "is_sortable": true,
                   "rollup": {"object": "person", "relation": "company", "function": "count"}})j",
              R"j({"label": {"en": "Crowd"}, "formula": "\"crowd of \" + text(known_here)", "is_searchable": true})j"})
            make("/api/v1/objects/company/fields", Json::parse(body));
    }

    TestWorkspace workspace_;
    Secrets secrets_;
    std::string ona_, nameless_, kari_, company_, household_;
    std::string attachment_;  ///< on the record of whom the row rule hides
    std::string passport_;    ///< in a hidden field
    std::vector<std::string> change_sets_;
};

Secrets const some_secrets{"ona.secret@example.com", "+37061299999",    "owes us a kettle", "Slaptoji 7",
                           "hidden-domain.example",  "Trondheimhidden", "Blacklistedhidden"};

std::vector<std::string> words_of(Secrets const& secrets) {
    return {secrets.email,       secrets.phone,  secrets.notes, secrets.street, secrets.domain,
            secrets.hidden_city, "Nilsenhidden", "Kazlai\"",    secrets.tag};
}

std::string escaped(std::string const& text) {
    std::string out;
    for (unsigned char const c : text) out += fmt::format("%{:02X}", c);
    return out;
}

// The days on which these workspaces are made, told once for both of them.
std::string const& around_today() {
    static auto const today = Date::of(Instant::now(), "UTC");
    static auto const days = fmt::format("from={}&to={}", Date{today.days - 1}.text(), Date{today.days + 1}.text());
    return days;
}

// The route's path for each record that may stand in it.
std::vector<std::string> paths_of(http::Route const& route, Hiding& hiding) {
    std::vector<std::string> paths;
    if (route.path == "/api/v1/search")
        for (auto const& word : words_of(some_secrets)) paths.push_back(route.path + "?limit=50&q=" + escaped(word));
    std::vector<std::string> ids{hiding.ona(),       hiding.kari(),       hiding.nameless(), hiding.company(),
                                 hiding.household(), hiding.attachment(), hiding.passport()};
    if (route.path.starts_with("/api/v1/change-sets/")) ids = hiding.change_sets();
    for (auto const& id : ids) {
        for (auto const* plural : {"people", "companies", "households"}) {
            auto path = route.path;
            auto const fill = [&](std::string const& parameter, std::string const& value) {
                if (auto const at = path.find("{" + parameter + "}"); at != std::string::npos)
                    path.replace(at, parameter.size() + 2, value);
            };
            fill("id", id);
            fill("plural", plural);
            fill("object", plural == std::string("people")      ? "person"
                           : plural == std::string("companies") ? "company"
                                                                : "household");
            fill("name", "person");
            fill("field", "email");
            fill("role", "clerk");
            if (path.ends_with("/days")) path += "?by=created_at&each=20&" + around_today();
            if (path.find('{') == std::string::npos && std::find(paths.begin(), paths.end(), path) == paths.end())
                paths.push_back(path);
        }
    }
    return paths;
}

class Sight : public testing::TestWithParam<Kind> {
protected:
    void SetUp() override {
        std::string why_not;
        if (!TestWorkspace::is_available(GetParam(), why_not)) SKIP_BUT_FAIL_IN_CI(why_not);
    }
};

TEST_P(Sight, NoRouteShowsWhatARoleHides) {
    Hiding hiding(GetParam(), some_secrets);
    if (HasFatalFailure()) return;
    auto& workspace = hiding.workspace();
    std::set<std::string> seen_by_administrators;
    for (auto const& route : workspace.kith().router().routes()) {
        bool const is_reading = route.method == Method::get || route.path == "/api/v1/people/{id}/copy";
        if (!is_reading || !route.path.starts_with("/api/")) continue;
        for (auto const& path : paths_of(route, hiding)) {
            for (auto const* actor : {"clerk", "administrator"}) {
                // By token: what is asked may not depend on a session that ends.
                auto const response = workspace.answer(route.method, path, "bearer " + workspace.token(actor),
                                                       route.method == Method::get ? Json() : Json::object());
                if (response.stream) response.stream->close();
                for (auto const& word : words_of(some_secrets)) {
                    bool const is_shown = response.body.find(word) != std::string::npos;
                    if (actor == std::string("administrator")) {
                        if (is_shown) seen_by_administrators.insert(word);
                    } else {
                        EXPECT_FALSE(is_shown) << http::name_of(route.method) << " " << path << " shows " << word
                                               << ": " << response.body.substr(0, 2000);
                    }
                }
            }
        }
    }
    // What is looked for is there to be found.
    for (auto const& word : words_of(some_secrets)) EXPECT_TRUE(seen_by_administrators.contains(word)) << word;
}

// Ids and times differ between two workspaces; nothing else may.
std::string without_ids(std::string const& text) {
    static std::regex const id("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    static std::regex const instant(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)");
    static std::regex const cursor(R"("next":"[^"]*")");
    static std::regex const day(R"("day":"[^"]*")");
    auto const bare = std::regex_replace(std::regex_replace(text, id, "ID"), instant, "AT");
    return std::regex_replace(std::regex_replace(bare, cursor, "NEXT"), day, "DAY");
}

// A word is found letter by letter where search tells of hidden words.
constexpr std::string_view words_to_guess[] = {"ona.secret@example.com",
                                               "xona",
                                               "other.person@example.org",
                                               "+37061299999",
                                               "owes us a kettle",
                                               "slaptoji",
                                               "Trondheimhidden",
                                               "hidden-domain",
                                               "elsewhere",
                                               "Vilnius",
                                               "Kazlaitė",
                                               "lease",
                                               "Kari"};

std::vector<std::string> beginnings(std::string const& before) {
    std::vector<std::string> questions;
    for (auto const word : words_to_guess)
        for (std::size_t letters = 1; letters <= word.size(); ++letters)
            questions.push_back(before + escaped(std::string(word.substr(0, letters))));
    return questions;
}

// The same over everything, in the other alphabet, and by the ways that a phone number is written.
std::vector<std::string> searches() {
    auto questions = beginnings("/api/v1/search?q=");
    for (auto& question : beginnings("/api/v1/search?object=file&limit=1&q=")) questions.push_back(std::move(question));
    for (auto const* word : {"тронд", "трондхеймхидден", "сецрет", "секрет", "она.секрет", "8 612 99999", "61299999",
                             "+370 612 99999", "Slaptoji 7", "слаптойи", "kazlai", "казлай", "осло", "oslo"})
        for (auto const* object : {"", "&object=person", "&object=note", "&object=file", "&object=household"})
            questions.push_back("/api/v1/search?limit=1&q=" + escaped(word) + object);
    return questions;
}

// What an attacker may think of to learn a hidden value, of each object.
std::vector<std::string> questions(std::string const& plural, std::vector<std::string> const& fields) {
    std::vector<std::string> filters, questions;
    for (auto const& field : fields) {
        for (auto const* value : {"a", "m", "ona.secret@example.com", "+370", "2026-01-01"})
            for (auto const* sign :
                 {"=", "!=", "<", "<=", ">", ">=", "contains", "starts with", "ends with", "matches"})
                filters.push_back(fmt::format("{} {} \"{}\"", field, sign, value));
        filters.push_back(field + " is absent");
        filters.push_back(field + " is present");
        filters.push_back(fmt::format("{} between \"a\" and \"m\"", field));
        filters.push_back(fmt::format("not ({} in (\"a\", \"b\"))", field));
        filters.push_back(fmt::format("{}.name contains \"a\"", field));
        filters.push_back(fmt::format("{}.street contains \"a\"", field));
        for (auto const* sign : {"", "-"})
            questions.push_back(fmt::format("/api/v1/{}?sort={}{}", plural, sign, field));
        questions.push_back(fmt::format("/api/v1/{}?fields=name,{}", plural, field));
        questions.push_back(fmt::format("/api/v1/{}/groups?by={}", plural, field));
        questions.push_back(fmt::format("/api/v1/{}/groups?by=stage&sum={}", plural, field));
        questions.push_back(fmt::format("/api/v1/{}/days?from=2026-01-01&to=2026-02-11&by={}", plural, field));
        for (auto const* sign : {"", "-"})
            questions.push_back(
                fmt::format("/api/v1/{}/days?by=created_at&{}&each=20&sort={}{}", plural, around_today(), sign, field));
    }
    questions.push_back(fmt::format("/api/v1/{}/groups?by=stage", plural));
    questions.push_back(fmt::format("/api/v1/{}/groups?by=stage&q=owes", plural));
    for (auto const& filter : filters)
        questions.push_back(fmt::format("/api/v1/{}?total=exact&filter={}", plural, escaped(filter)));
    for (auto& question : beginnings(fmt::format("/api/v1/{}?q=", plural))) questions.push_back(std::move(question));
    return questions;
}

// Everything that the clerk can read, in the order of asking.
std::vector<std::pair<std::string, std::string>> everything_told(Hiding& hiding) {
    auto& workspace = hiding.workspace();
    std::vector<std::pair<std::string, std::string>> told;
    // Whoever asks so much is told to wait, now in one workspace and now in the other.
    auto const ask = [&](std::string const& name, std::string const& path) {
        auto response = workspace.answer(Method::get, path, "clerk");
        for (int waits = 0; response.status == 429 && waits < 100; ++waits) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            response = workspace.answer(Method::get, path, "clerk");
        }
        told.emplace_back(name, fmt::format("{} {}", response.status, without_ids(response.body)));
    };
    auto const schema = workspace.kith().records().schema();
    for (auto const& object : schema->objects()) {
        std::vector<std::string> fields{"created_at", "nothing"};
        for (auto const& field : object->fields) fields.push_back(field.name);
        for (auto const& question : questions(object->plural, fields)) ask(question, question);
        for (auto const& field : fields)
            for (auto const* after : {" ", " = ", " contains \""}) {
                Json const body{{"object", object->name}, {"text", field + after}, {"at", (field + after).size()}};
                auto const response = workspace.answer(Method::post, "/api/v1/rules/check", "clerk", body);
                told.emplace_back("check " + object->name + "." + field, without_ids(response.body));
            }
    }
    for (auto const& person : {hiding.ona(), hiding.nameless()})
        for (auto const* part : {"", "/history", "/timeline", "/values", "/identity", "/summary", "/consents"})
            ask(std::string("person") + part, "/api/v1/people/" + person + part);
    for (auto const& question : searches()) ask(question, question);
    for (auto const* field : {"tags", "togs"}) {
        auto const path = fmt::format("/api/v1/objects/person/fields/{}/choices", field);
        Json const body{{"label", {{"en", some_secrets.tag}}}};
        auto const response = workspace.answer(Method::post, path, "clerk", body);
        told.emplace_back(path, fmt::format("{} {}", response.status, without_ids(response.body)));
    }
    for (auto const* path : {"/api/v1/home", "/api/v1/objects", "/api/v1/openapi.json", "/api/v1/views?object=person"})
        ask(path, path);
    return told;
}

TEST_P(Sight, NeitherTotalsErrorsSortingFilteringNorSearchTellWhatAHiddenFieldSays) {
    auto others = some_secrets;
    others.email = "a.other@example.org";
    others.phone = "+37061200001";
    others.notes = "all is well";
    others.street = "Ateities 1";
    others.domain = "elsewhere.example";
    others.hidden_city = "Oslo";
    others.tag = "Dear to us";
    others.hidden_people = 3;
    Hiding left(GetParam(), some_secrets), right(GetParam(), others);
    if (HasFatalFailure()) return;
    auto const first = everything_told(left), second = everything_told(right);
    ASSERT_EQ(first.size(), second.size());
    EXPECT_GT(first.size(), 2500u);
    RecordProperty("questions", static_cast<int>(first.size()));
    int differences = 0;
    for (std::size_t i = 0; i < first.size() && differences < 5; ++i) {
        if (first[i].second == second[i].second) continue;
        ++differences;
        ADD_FAILURE() << first[i].first << " tells:\n"
                      << first[i].second.substr(0, 1500) << "\nand\n"
                      << second[i].second.substr(0, 1500);
    }
    // The questions are answered with more than errors, and the clerk finds what they may see.
    auto const found = left.workspace().answer(Method::get, "/api/v1/people?q=kazl", "clerk");
    EXPECT_EQ(Json::parse(found.body)["data"].size(), 1u) << found.body;
    auto const by_name = left.workspace().answer(Method::get, "/api/v1/people?sort=name", "clerk");
    auto const people = Json::parse(by_name.body)["data"];
    ASSERT_EQ(people.size(), 2u) << by_name.body;
    EXPECT_EQ(people[0]["name"], "Ona Kazlaitė");
    EXPECT_TRUE(people[1]["name"].is_null());
    auto const by_box = left.workspace().answer(Method::get, "/api/v1/search?q=kazla", "clerk");
    EXPECT_EQ(Json::parse(by_box.body)["groups"].size(), 2u) << by_box.body;
    auto const by_note = left.workspace().answer(Method::get, "/api/v1/search?q=trondheimh", "administrator");
    EXPECT_EQ(Json::parse(by_note.body)["groups"].size(), 3u) << by_note.body;
    // And who may see it all is told apart.
    auto const all = left.workspace().answer(Method::get, "/api/v1/people?q=ona.secret", "administrator");
    EXPECT_EQ(Json::parse(all.body)["data"].size(), 1u) << all.body;
    // A number that a rule would make tell of those it hides is shown to those alone from whom nothing is hidden.
    auto const company = "/api/v1/companies/" + right.company();
    for (auto const* field : {"known_here", "crowd"})
        EXPECT_FALSE(Json::parse(right.workspace().answer(Method::get, company, "clerk").body).contains(field))
            << field;
    auto const whole = Json::parse(right.workspace().answer(Method::get, company, "administrator").body);
    EXPECT_EQ(whole["known_here"], 4);
    EXPECT_EQ(whole["crowd"], "crowd of 4");
}

// What a person has for themselves is asked by their session; a program has none of it.
TEST_P(Sight, NeitherInboxNorFavouritesShowWhatARoleHides) {
    Hiding hiding(GetParam(), some_secrets);
    if (HasFatalFailure()) return;
    auto& workspace = hiding.workspace();
    auto const mark = [&](std::string const& what, std::string const& record, int status) {
        auto const path = fmt::format("/api/v1/{}/{}", what, record);
        EXPECT_EQ(workspace.answer(Method::put, path, "clerk", Json::object()).status, status) << path;
    };
    for (auto const* what : {"watches", "favourites"}) {
        for (auto const& person : {hiding.ona(), hiding.nameless()}) mark(what, "person/" + person, 204);
        mark(what, "company/" + hiding.company(), 204);
        mark(what, "person/" + hiding.kari(), 404);
        mark(what, "household/" + hiding.household(), 404);
    }
    auto const clerk = workspace.captures().at("clerk_id");
    for (auto const& [object, record] : {std::pair("person", hiding.nameless()), std::pair("person", hiding.kari()),
                                         std::pair("household", hiding.household())})
        hiding.make(fmt::format("/api/v1/comments/on/{}/{}", object, record),
                    {{"text", "@A clerk, look"}, {"mentions", {clerk}}});
    auto change = request_of(Method::patch, "/api/v1/people/" + hiding.ona());
    change.body = dump_json({{"phone", "+37061200009"}, {"street", some_secrets.street + "a"}});
    change.headers.add("If-Match", "\"2\"");
    ASSERT_EQ(workspace.answer(std::move(change), "administrator").status, 200);
    ASSERT_TRUE(workspace.kith().inbox().catch_up());
    for (auto const* path : {"/api/v1/inbox", "/api/v1/inbox?read=false", "/api/v1/favourites"}) {
        auto const response = workspace.answer(Method::get, path, "clerk");
        for (auto const& word : words_of(some_secrets))
            EXPECT_EQ(response.body.find(word), std::string::npos) << path << response.body;
    }
    auto const inbox = Json::parse(workspace.answer(Method::get, "/api/v1/inbox", "clerk").body)["data"];
    ASSERT_EQ(inbox.size(), 1u) << inbox.dump();
    EXPECT_EQ(inbox[0]["record"]["id"], hiding.nameless());
    EXPECT_EQ(inbox[0]["record"]["name"], nullptr);
    EXPECT_EQ(workspace.answer(Method::get, "/api/v1/inbox/unread", "clerk").body, R"({"count":1,"is_exact":true})");
    auto const favourites = Json::parse(workspace.answer(Method::get, "/api/v1/favourites", "clerk").body)["data"];
    EXPECT_EQ(favourites.size(), 3u) << favourites.dump();
}

TEST_P(Sight, WhoLooksAsARoleSeesNoMoreThanItAndChangesNothing) {
    Hiding hiding(GetParam(), some_secrets);
    if (HasFatalFailure()) return;
    auto& workspace = hiding.workspace();
    ASSERT_EQ(workspace.answer(Method::put, "/api/v1/session/role", "administrator", {{"role", "clerk"}}).status, 200);
    auto const person = "/api/v1/people/" + hiding.ona();
    for (auto const& path : {person, person + "/timeline", person + "/values", std::string("/api/v1/people"),
                             std::string("/api/v1/people/") + hiding.kari(), std::string("/api/v1/objects")}) {
        auto const role = workspace.answer(Method::get, path, "clerk");
        auto const looking = workspace.answer(Method::get, path, "administrator");
        EXPECT_EQ(looking.status, role.status) << path;
        if (role.status == 200) {
            EXPECT_EQ(looking.body, role.body) << path;
        }
    }
    for (auto const& route : workspace.kith().router().routes()) {
        bool const changes = route.method != Method::get && route.permission != Permission::everyone;
        if (!changes || route.is_open_to_onlookers) continue;
        for (auto const& path : paths_of(route, hiding))
            EXPECT_EQ(workspace.answer(route.method, path, "administrator", Json::object()).status, 403)
                << http::name_of(route.method) << path;
    }
    ASSERT_EQ(workspace.answer(Method::delete_, "/api/v1/session/role", "administrator").status, 200);
    auto const back = workspace.answer(Method::get, person, "administrator");
    EXPECT_EQ(Json::parse(back.body)["email"], some_secrets.email);
}

INSTANTIATE_TEST_SUITE_P(On, Sight, testing::Values(Kind::sqlite, Kind::postgres),
                         [](auto const& each) { return std::string(name_of(each.param)); });

}  // namespace
}  // namespace kith::api_tests
