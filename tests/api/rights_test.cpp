// A copy of everything about a person, and their erasure, by a whole Kith: what was planted everywhere is in the copy,
// and afterwards nowhere, in no table and in no file of the data folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "store/personal_data.hpp"
#include "store/table_map.hpp"
#include "tests/api/workspace.hpp"
#include "tests/support/skip.hpp"

namespace kith::api_tests {
namespace {

namespace fs = std::filesystem;
using http::Method;
using testing::IsEmpty;

/// In every text about the one who is erased, and in no other.
constexpr std::string_view planted = "zyxplant";
constexpr std::string_view kept = "quokkakeep";

class RightsTest : public testing::TestWithParam<Kind> {
protected:
    void SetUp() override {
        std::string why_not;
        if (!TestWorkspace::is_available(GetParam(), why_not)) SKIP_BUT_FAIL_IN_CI(why_not);
        workspace_ = std::make_unique<TestWorkspace>(GetParam());
        workspace_->set_up();
        auto const source = ask(Method::post, "/api/v1/sources", {{"name", "Shop"}, {"kind", "web"}});
        key_ = source["key"]["secret"];
    }

    Json ask(Method method, std::string const& target, Json const& body = nullptr, int status = 0,
             std::string const& actor = "administrator") {
        auto const response = workspace_->answer(method, target, actor, body);
        EXPECT_EQ(response.status, status                  ? status
                                   : response.status < 300 ? response.status
                                                           : 200)
            << target << " " << response.body;
        return response.body.empty() ? Json() : parse_json(response.body).value_or(Json());
    }
    /// What a website tells of somebody, all of it with the word in it.
    void visit(std::string const& word, std::string const& time, std::string const& id) {
        send(Json::array({
            {{"type", "page"},
             {"anonymousId", word + "-browser"},
             {"messageId", word + "-m1" + id},
             {"timestamp", time},
             {"properties", {{"title", word + " page"}}}},
            {{"type", "identify"},
             {"anonymousId", word + "-browser"},
             {"userId", word + "-user"},
             {"messageId", word + "-m2" + id},
             {"timestamp", time},
             {"traits",
              {{"email", word + "@example.com"},
               {"firstName", word},
               {"lastName", "Tested"},
               {"phone", "+37061234567"},
               {"shoe", word + " 42"}}}},
            {{"type", "track"},
             {"event", "Order Completed"},
             {"userId", word + "-user"},
             {"messageId", word + "-m3" + id},
             {"timestamp", time},
             {"properties", {{"order_id", word + "-order"}, {"revenue", 12}, {"gift", word}}}},
            // No event name: a dead letter.
            {{"type", "track"},
             {"userId", word + "-user"},
             {"messageId", word + "-m4" + id},
             {"timestamp", time},
             {"properties", {{"note", word + " letter"}}}},
        }));
    }
    void send(Json const& batch) {
        auto const response =
            workspace_->answer(Method::post, "/v1/batch", "nobody", {{"writeKey", key_}, {"batch", batch}});
        EXPECT_EQ(response.status, 200) << response.body;
    }
    Json found(std::string const& word) { return ask(Method::get, "/api/v1/people?q=" + word)["data"]; }

    /// Somebody of whom everything is known that can be: by sources, by staff, by another who was joined into them.
    std::string known_person(std::string const& word) {
        visit(word, "2026-03-01T10:00:00Z", "a");
        auto const people = found(word);
        EXPECT_EQ(people.size(), 1u);
        auto const id = people.empty() ? std::string() : people[0]["id"].get<std::string>();
        auto const path = "/api/v1/people/" + id;
        for (auto const* notes : {" likes tea", " likes coffee"}) {
            auto request = request_of(Method::patch, path);
            request.body = dump_json(Json{{"notes", word + notes}, {"city", word + "ville"}});
            request.headers.set("Content-Type", "application/json");
            request.headers.set("If-Match", "\"" + std::to_string(ask(Method::get, path)["version"].get<int>()) + "\"");
            EXPECT_EQ(workspace_->answer(std::move(request), "administrator").status, 200);
        }
        ask(Method::post, path + "/events", {{"type", "Call"}, {"properties", {{"note", word + " called"}}}});
        ask(Method::post, path + "/consents",
            {{"purpose", "profiling"}, {"state", "granted"}, {"how", "phone"}, {"evidence", word + " letter 7"}});
        auto const other =
            ask(Method::post, "/api/v1/people", {{"given_name", word + "twin"}, {"family_name", "Tested"}});
        comment(other["id"], word + " rings twice");
        workspace_->attach("administrator", "person/" + other["id"].get<std::string>(), word + " passport.txt",
                           word + " 12345");
        attach_files(id, word);
        ask(Method::post, path + "/join", {{"other", other["id"]}});
        talk_of(id, other["id"], word);
        leave_bad_rows(word);
        ask(Method::post, "/api/v1/exports",
            {{"object", "people"}, {"filter", "email = \"" + word + "@example.com\""}});
        ask(Method::post, "/api/v1/exports", {{"object", "people"}, {"q", word + "@example.com"}});
        ask(Method::post, "/api/v1/views",
            {{"object", "person"}, {"name", "Them"}, {"filter", "email = \"" + word + "@example.com\""}});
        return id;
    }
    /// One that was called otherwise, one that was removed, and one that is on its way.
    void attach_files(std::string const& person, std::string const& word) {
        auto const on = "person/" + person;
        auto const contract = workspace_->attach("administrator", on, word + " contract.txt",
                                                 std::string(200'000, '.') + word + " signs");
        auto const removed = workspace_->attach("administrator", on, word + " draft.txt", word + " drafts");
        ask(Method::post, "/api/v1/attachments/on/" + on, {{"name", word + " late.txt"}, {"bytes", 9}}, 201);
        put_licences(person, word);
        auto change = request_of(Method::patch, "/api/v1/attachments/" + contract);
        change.body = dump_json(Json{{"name", word + " lease.txt"}});
        change.headers.set("If-Match", "\"1\"");
        EXPECT_EQ(workspace_->answer(std::move(change), "administrator").status, 200);
        auto removal = request_of(Method::delete_, "/api/v1/attachments/" + removed);
        removal.headers.set("If-Match", "\"1\"");
        EXPECT_EQ(workspace_->answer(std::move(removal), "administrator").status, 204);
    }
    /// A field holds one, and held another before.
    void put_licences(std::string const& person, std::string const& word) {
        workspace_->answer(Method::post, "/api/v1/objects/person/fields", "administrator",
                           {{"label", {{"en", "Licence"}}}, {"name", "licence"}, {"type", "file"}});
        auto const path = "/api/v1/people/" + person;
        for (auto const* which : {" old", " new"}) {
            auto const name = word + which + " licence.txt";
            auto const file =
                workspace_->attach("administrator", "person/" + person, name, word + which + " number", "licence");
            auto request = request_of(Method::patch, path);
            request.body = dump_json(Json{{"licence", file}});
            request.headers.set("If-Match", "\"" + std::to_string(ask(Method::get, path)["version"].get<int>()) + "\"");
            EXPECT_EQ(workspace_->answer(std::move(request), "administrator").status, 200);
        }
    }
    void comment(Json const& person, std::string const& text) {
        ask(Method::post, "/api/v1/comments/on/person/" + person.get<std::string>(),
            {{"text", text + ", @A member"}, {"mentions", {workspace_->captures().at("member_id")}}}, 201);
    }
    /// What colleagues say of somebody, also of whom was joined into them, and who keeps an eye on them.
    void talk_of(Json const& person, Json const& other, std::string const& word) {
        comment(person, word + " pays late");
        comment(other, word + " is nice");
        for (auto const* mark : {"watches", "favourites"})
            ask(Method::put, fmt::format("/api/v1/{}/person/{}", mark, person.get<std::string>()), Json::object(), 204);
    }
    /// Rows of a file that could not go in: one names them by their address, one by the number they have elsewhere.
    void leave_bad_rows(std::string const& word) {
        auto const database = second_look();
        auto const done = database->write([&](store::Transaction& tx) -> Result<void> {
            auto const import = RecordId::make();
            store::Parameter const made[] = {import};
            TRY(
                tx.run("INSERT INTO import (id, kind, state, file_name, bytes, bytes_received, change_set, actor_kind, "
                       "actor_name, is_repeat, rows_done, rows_stored, rows_duplicate, rows_bad, bytes_done, "
                       "created_at) VALUES "
                       "($1, 'people', 'done', 'file.csv', 1, 1, $1, 'user', 'Ada', FALSE, 2, 0, 0, 2, 1, 1)",
                       made));
            for (std::int64_t number : {1, 2}) {
                auto const cells =
                    dump_json(Json::array({word + (number == 1 ? "@example.com" : "-user"), "31-31-31"}));
                store::Parameter const row[] = {import, number, cells};
                TRY(tx.run(
                    "INSERT INTO import_bad_row (import_id, row_number, line, reason, detail, cells) VALUES ($1, "
                    "$2, 2, 'wrong_date', '', $3)",
                    row));
            }
            return {};
        });
        EXPECT_TRUE(done) << done.error().cause;
    }
    std::string name_of(std::string const& id) {
        return ask(Method::get, "/api/v1/people/" + id)["name"].get<std::string>();
    }

    std::unique_ptr<store::Database> second_look() {
        store::Options options;
        options.is_migrated = false;
        auto database = store::Database::open(workspace_->database(), options);
        EXPECT_TRUE(database) << database.error().message;
        return database ? *std::move(database) : nullptr;
    }
    std::vector<std::string> texts(store::Database& database, std::string const& sql) {
        std::vector<std::string> list;
        auto const read = database.read([&](store::Session& session) -> Result<void> {
            auto const rows = TRY(session.run(sql, {}));
            for (auto const row : rows) list.emplace_back(row.text(0));
            return {};
        });
        EXPECT_TRUE(read) << sql << " " << read.error().cause;
        return list;
    }
    std::vector<std::string> tables(store::Database& database) {
        return texts(database, GetParam() == Kind::sqlite
                                   ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                                   : "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()");
    }
    /// Where the word still is: files of the folder, and on PostgreSQL tables.
    std::vector<std::string> holding(std::string_view word) {
        std::vector<std::string> places;
        for (auto const& entry : fs::recursive_directory_iterator(workspace_->folder())) {
            if (!entry.is_regular_file()) continue;
            std::ostringstream read;
            read << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            auto bytes = read.str();
            std::transform(bytes.begin(), bytes.end(), bytes.begin(), [](unsigned char c) { return std::tolower(c); });
            if (bytes.find(word) != std::string::npos) places.push_back(entry.path().filename().string());
        }
        if (GetParam() == Kind::postgres) {
            auto const database = second_look();
            for (auto const& table : tables(*database)) {
                auto const sql =
                    fmt::format("SELECT '{0}' FROM {0} t WHERE t::text ILIKE '%{1}%' LIMIT 1", table, word);
                for (auto const& each : texts(*database, sql)) places.push_back(each);
            }
        }
        return places;
    }

    std::unique_ptr<TestWorkspace> workspace_;
    std::string key_;
};

TEST_P(RightsTest, every_table_says_what_it_holds_of_people) {
    std::set<std::string> declared, objects;
    for (auto const& table : store::personal_tables()) declared.emplace(table.table);
    auto const definitions = ask(Method::get, "/api/v1/objects")["data"];
    for (auto const& object : definitions) objects.insert(object["name"]);
    auto const database = second_look();
    std::vector<std::string> undeclared;
    for (auto const& table : tables(*database)) {
        auto const object = table.substr(0, table.find("_search"));
        // The index of a search table is made of several.
        bool const is_index = table != object && declared.contains(object + "_search");
        if (!declared.contains(table) && !objects.contains(object) && !is_index) undeclared.push_back(table);
    }
    EXPECT_THAT(undeclared, IsEmpty());
    std::vector<std::string_view> mapped, listed;
    for (auto const& table : store::table_map()) mapped.push_back(table.table);
    for (auto const& table : store::personal_tables()) listed.push_back(table.table);
    EXPECT_EQ(listed, mapped);
}

TEST_P(RightsTest, every_column_of_a_table_about_customers_is_shown_or_names_a_row) {
    // What stays out of the copy: ids of our own rows, and what only the program needs.
    static std::set<std::string> const inner{
        "person_id", "source_id", "change_set", "consent_id", "relationship_id", "subject_object", "subject_id",
        "is_flagged", "original_occurred_at", "misfits", "caused_by_person", "caused_by_event", "record_id", "object",
        "request_hash", "actor_id", "key", "provenance_id", "previous", "other_person_id", "stage_entered_at", "id",
        "dedup_key", "detail", "is_cut", "envelope", "replayed_at",
        // The number of a search document in its index.
        "number",
        // A search document as PostgreSQL indexes it.
        "document",
        // Of the audit log: which entry, which of its texts, and what proves the text while it is there.
        "entry_id", "part", "salt", "folded",
        // Of comments and inboxes: who of the staff, and what only their screens need.
        "author_id", "user_id", "comment_id", "mentions",
        // Of what was said in an earlier type: the column that it was kept beside.
        "place",
        // Of a bulk edit: which it was, and the row's number in it.
        "bulk_edit_id", "position",
        // Of a file: its row, and how much of it has come.
        "attachment_id", "bytes_received",
        // Of a view: whose it is and how it looks; the person's copy says how it names them.
        "owner_id", "is_shared", "team_id", "columns", "group_by", "sum_of", "view_id",
        // Of a share: with whom of the staff, by id; the person's copy says when, and by whom.
        "grantee",
        // Of an export: how it went, not whom it names.
        "format", "choices", "state", "rows_total", "rows_done", "rows_written", "left_out", "contacts_withheld",
        "bytes", "error", "actor_kind", "started_at", "last_at", "finished_at"};
    auto const database = second_look();
    for (auto const& table : store::personal_tables()) {
        if (table.holds != store::Holds::customers) continue;
        EXPECT_FALSE(table.rows.empty()) << table.table;
        auto const columns =
            texts(*database,
                  GetParam() == Kind::sqlite
                      ? fmt::format("SELECT name FROM pragma_table_info('{}')", table.table)
                      : fmt::format("SELECT column_name::text FROM information_schema.columns WHERE table_name = '{}'",
                                    table.table));
        EXPECT_FALSE(columns.empty()) << table.table;
        auto const shown = fmt::format(" {}", table.shown);
        for (auto const& column : columns)
            EXPECT_TRUE(inner.contains(column) || shown.find(" " + column + ":") != std::string::npos)
                << table.table << "." << column << " is about somebody and neither shown nor left out by decision";
    }
}

TEST_P(RightsTest, every_file_of_the_data_folder_is_declared) {
    known_person(std::string(planted));
    for (auto const& entry : fs::recursive_directory_iterator(workspace_->folder())) {
        auto const name = entry.path().filename().string();
        bool const is_declared =
            std::any_of(store::personal_files().begin(), store::personal_files().end(), [&](auto const& file) {
                return file.name.ends_with('*') ? name.starts_with(file.name.substr(0, file.name.size() - 1))
                                                : name == file.name;
            });
        EXPECT_TRUE(is_declared) << name;
    }
}

TEST_P(RightsTest, the_copy_holds_everything_that_is_known) {
    auto const id = known_person(std::string(planted));
    auto const copy = ask(Method::post, "/api/v1/people/" + id + "/copy");
    std::set<std::string> names;
    for (auto const& table : copy["tables"]) names.insert(table["name"]);
    for (auto const* table :
         {"consent", "contact_point", "dead_letter", "event", "field_value", "identity", "message", "order_sale",
          "person_edge", "record_history", "import_bad_row", "record_comment", "record_watch", "record_favourite",
          "inbox_entry", "saved_view", "attachment", "attachment_change", "attachment_upload"})
        EXPECT_TRUE(names.contains(table)) << table;
    EXPECT_EQ(copy["records"].size(), 2u);
    auto const text = dump_json(copy);
    for (auto const* part :
         {" likes tea", " likes coffee", "ville",         " called",          " pays late",      " rings twice",
          " is nice",   " letter 7",     " passport.txt", " contract.txt",    " lease.txt",      " draft.txt",
          " late.txt",  "twin",          " page",         " letter",          "-order",          "-user",
          "-browser",   "@example.com",  " 42",           " old licence.txt", " new licence.txt"})
        EXPECT_NE(text.find(std::string(planted) + part), std::string::npos) << part;
    EXPECT_EQ(text.find(kept), std::string::npos);
    EXPECT_EQ(ask(Method::get, "/api/v1/rights-requests")["data"][0]["kind"], "access");
}

TEST_P(RightsTest, an_erased_person_is_in_no_table_and_in_no_file_and_others_stay) {
    known_person(std::string(kept));
    auto const id = known_person(std::string(planted));
    EXPECT_FALSE(holding(planted).empty());
    auto const path = "/api/v1/people/" + id + "/erase";
    auto const refused = ask(Method::post, path, {{"name", "somebody"}}, 422);
    EXPECT_EQ(refused["errors"][0]["code"], "wrong");
    auto const done = ask(Method::post, path, {{"name", name_of(id)}});
    EXPECT_EQ(done["people"], 2);
    EXPECT_EQ(done["remains"][0], "backups");
    EXPECT_EQ(std::count(done["remains"].begin(), done["remains"].end(), "traces"), 0);

    EXPECT_THAT(holding(planted), IsEmpty());
    ask(Method::get, "/api/v1/people/" + id, nullptr, 404);
    EXPECT_EQ(found(std::string(planted)).size(), 0u);
    EXPECT_EQ(found(std::string(kept)).size(), 1u);
    EXPECT_FALSE(holding(kept).empty());
    auto const requests = ask(Method::get, "/api/v1/rights-requests")["data"];
    EXPECT_EQ(requests[0]["kind"], "erasure");
    EXPECT_NE(requests[0]["finished_at"], nullptr);
}

TEST_P(RightsTest, bytes_of_an_erased_persons_files_are_gone_unless_another_record_has_them) {
    auto const word = std::string(planted);
    auto const id = known_person(word);
    auto const company = ask(Method::post, "/api/v1/companies", {{"name", "Linden"}})["id"].get<std::string>();
    std::string const terms = "the terms of business";
    workspace_->attach("administrator", "person/" + id, "terms.txt", terms);
    auto const theirs = workspace_->attach("administrator", "company/" + company, "terms.txt", terms);
    ask(Method::post, "/api/v1/people/" + id + "/erase", {{"name", name_of(id)}});
    auto const content = workspace_->answer(Method::get, "/api/v1/attachments/" + theirs + "/content", "administrator");
    EXPECT_EQ(content.body, terms);
    auto const database = second_look();
    for (auto const* table : {"attachment", "attachment_content", "attachment_piece"})
        EXPECT_EQ(texts(*database, fmt::format("SELECT CAST(COUNT(*) AS text) FROM {}", table)).at(0), "1") << table;
    EXPECT_TRUE(texts(*database, "SELECT name FROM attachment_upload").empty());
}

TEST_P(RightsTest, the_audit_log_tells_of_an_erased_person_without_their_name_and_holds) {
    auto const id = known_person(std::string(planted));
    auto const of_person = "/api/v1/audit?record=" + id;
    auto const before = ask(Method::get, of_person)["data"];
    EXPECT_EQ(before[0]["action"], "people_joined");
    ask(Method::post, "/api/v1/people/" + id + "/erase", {{"name", name_of(id)}});
    auto const after = ask(Method::get, of_person)["data"];
    EXPECT_EQ(after.size(), before.size() + 1);
    EXPECT_EQ(after[0]["action"], "person_erased");
    for (auto const& entry : after) {
        EXPECT_EQ(entry["what"]["name"], nullptr);
        EXPECT_EQ(entry["who"]["name"], "Ada");
    }
    EXPECT_TRUE(ask(Method::get, "/api/v1/audit/verification")["is_whole"].get<bool>());
}

TEST_P(RightsTest, what_comes_late_is_refused_unkept_and_who_comes_back_is_somebody_new) {
    auto const word = std::string(planted);
    auto const id = known_person(word);
    ask(Method::post, "/api/v1/people/" + id + "/erase", {{"name", name_of(id)}});
    visit(word, "2026-03-01T10:00:00Z", "a");
    visit(word, "2026-03-02T10:00:00Z", "b");
    EXPECT_EQ(found(word).size(), 0u);
    auto const letters = ask(Method::get, "/api/v1/dead-letters?reason=erased")["data"];
    EXPECT_FALSE(letters.empty());
    EXPECT_EQ(letters[0]["payload"], "{}");
    // Nor is anything kept where the call is refused for another reason.
    send(Json::array({{{"type", "track"},
                       {"event", "Visit"},
                       {"userId", "null"},
                       {"messageId", "nobody's"},
                       {"timestamp", "2026-03-02T10:00:00Z"},
                       {"context", {{"traits", {{"email", word + "@example.com"}}}}}}}));
    auto const every_letter = dump_json(ask(Method::get, "/api/v1/dead-letters?limit=200"));
    EXPECT_EQ(every_letter.find(word + "@example.com"), std::string::npos);

    // Looking around without saying who one is, in a browser that is still remembered, is no coming back.
    send(Json::array({{{"type", "page"},
                       {"anonymousId", word + "-browser"},
                       {"messageId", "later"},
                       {"timestamp", "2199-01-01T00:00:00Z"}}}));
    EXPECT_EQ(found(word).size(), 0u);
    visit(word, "2199-01-01T00:00:00Z", "c");
    auto const back = found(word);
    ASSERT_EQ(back.size(), 1u);
    EXPECT_NE(back[0]["id"], id);
}

TEST_P(RightsTest, a_short_user_id_takes_nobody_elses_dead_letters) {
    send(
        Json::array({{{"type", "identify"}, {"userId", "7"}, {"messageId", "i1"}, {"traits", {{"firstName", "Seven"}}}},
                     {{"type", "track"}, {"userId", "7"}, {"messageId", "d1"}, {"properties", {{"n", "1"}}}},
                     {{"type", "track"}, {"userId", "u8"}, {"messageId", "d2"}, {"properties", {{"size", "7"}}}}}));
    auto const id = found("seven")[0]["id"].get<std::string>();
    ask(Method::post, "/api/v1/people/" + id + "/erase", {{"name", "Seven"}});
    auto const letters = ask(Method::get, "/api/v1/dead-letters")["data"];
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_NE(letters[0]["payload"].get<std::string>().find("u8"), std::string::npos);
}

TEST_P(RightsTest, staff_who_write_somebody_down_again_let_them_in) {
    auto const word = std::string(planted);
    auto const id = known_person(word);
    ask(Method::post, "/api/v1/people/" + id + "/erase", {{"name", name_of(id)}});
    ask(Method::post, "/api/v1/people", {{"given_name", "Back"}, {"email", word + "@example.com"}}, 201);
    EXPECT_EQ(found(word).size(), 1u);
}

TEST_P(RightsTest, records_of_other_objects_about_somebody_are_copied_and_lose_what_is_personal) {
    auto const word = std::string(planted);
    auto const id = known_person(word);
    Json const owner{{"label", {{"en", "Owner"}}}, {"type", "relation"}, {"object", "person"}};
    auto const text = [](char const* label, bool is_personal) {
        return Json{
            {"label", {{"en", label}}}, {"type", "text"}, {"is_personal", is_personal}, {"is_searchable", true}};
    };
    for (auto const& [one, many] : {std::pair("Car", "Cars"), std::pair("Boat", "Boats")})
        ask(Method::post, "/api/v1/objects",
            {{"label", {{"en", one}}},
             {"label_plural", {{"en", many}}},
             {"fields", {owner, text("Damage", true), text("Key code", true), text("Colour", false)}}});
    Json const about{{"name", "Volvo"},
                     {"owner", id},
                     {"damage", word + " scratch"},
                     {"key_code", word + " code"},
                     {"colour", "red"}};
    auto const car = ask(Method::post, "/api/v1/cars", about)["id"].get<std::string>();
    ask(Method::post, "/api/v1/boats", about);
    auto change = request_of(Method::patch, "/api/v1/cars/" + car);
    change.body = dump_json(Json{{"damage", word + " dent"}});
    change.headers.set("If-Match", "\"1\"");
    ASSERT_EQ(workspace_->answer(std::move(change), "administrator").status, 200);
    // The column that it was in before keeps what it held.
    ask(Method::post, "/api/v1/objects/car/fields/damage/type", {{"type", "long_text"}});
    ask(Method::post, "/api/v1/objects/car/fields/key_code/retire");
    ask(Method::post, "/api/v1/objects/boat/retire");

    auto const copy = dump_json(ask(Method::post, "/api/v1/people/" + id + "/copy"));
    for (auto const* part : {" dent", " code", " scratch"})
        EXPECT_NE(copy.find(word + part), std::string::npos) << part;

    auto const done = ask(Method::post, "/api/v1/people/" + id + "/erase", {{"name", name_of(id)}});
    EXPECT_EQ(std::count(done["remains"].begin(), done["remains"].end(), "records"), 1) << done.dump();
    EXPECT_THAT(holding(planted), IsEmpty());
    auto const after = ask(Method::get, "/api/v1/cars/" + car);
    EXPECT_EQ(after["owner"], nullptr);
    EXPECT_EQ(after["damage"], nullptr);
    EXPECT_EQ(after["colour"], "red");
    EXPECT_EQ(after["version"], 3) << "whoever has it open must read it anew";
    EXPECT_EQ(ask(Method::get, "/api/v1/cars?q=red")["data"].size(), 1u);
    EXPECT_EQ(ask(Method::get, "/api/v1/cars?q=dent")["data"].size(), 0u);
}

TEST_P(RightsTest, a_file_that_nobody_has_read_yet_is_named) {
    auto const id = known_person(std::string(planted));
    auto const made = ask(Method::post, "/api/v1/imports", {{"kind", "people"}, {"file_name", "a.csv"}, {"bytes", 30}});
    auto part = request_of(Method::put, "/api/v1/imports/" + made["id"].get<std::string>() + "/parts/0");
    part.body = "name\n";
    ASSERT_EQ(workspace_->answer(std::move(part), "administrator").status, 200);
    auto const done = ask(Method::post, "/api/v1/people/" + id + "/erase", {{"name", name_of(id)}});
    EXPECT_EQ(std::count(done["remains"].begin(), done["remains"].end(), "files"), 1) << done.dump();
}

INSTANTIATE_TEST_SUITE_P(Api, RightsTest, testing::Values(Kind::sqlite, Kind::postgres),
                         [](auto const& kind) { return std::string(api_tests::name_of(kind.param)); });

}  // namespace
}  // namespace kith::api_tests
