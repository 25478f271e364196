// Files in fields: there when the record says so, changed and taken back with the record, seen and written by the right
// of their field, of this record and this field alone, and gone with the record, the field or the person.
#include "records/attachments/field_files.hpp"

#include "people/kept_values.hpp"
#include "people/search.hpp"
#include "records/bulk_edits.hpp"
#include "schema/definitions.hpp"
#include "tests/people/attachments_fixture.hpp"

namespace kith::people {
namespace {

using schema::Author;
using testing::ElementsAre;
using testing::IsEmpty;

class FieldFilesTest : public AttachmentsTest {
protected:
    void SetUp() override {
        AttachmentsTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        definitions_ = std::make_unique<schema::Definitions>(*database_, *published_);
        definitions_->set_kept_values(records::with_files(kept_values()));
        add_field("person", "Passport");
        add_field("person", "Photo");
        add_field("company", "Lease");
        ASSERT_OK(definitions_->add_field(
            author(), "company", Json{{"label", {{"en", "Tenant"}}}, {"type", "relation"}, {"object", "person"}}));
        look_again();
        search_ = std::make_unique<Search>(*database_, *records_, *people_, *places_);
    }

    static Author author() {
        auto actor = clerk();
        actor.permissions.add(Permission::workspace_manage);
        return Author::begin(actor);
    }
    void add_field(std::string const& object, std::string const& label) {
        ASSERT_OK(definitions_->add_field(author(), object,
                                          Json{{"label", {{"en", label}}}, {"type", "file"}, {"is_personal", true}}));
    }
    void look_again() {
        person_ = records_->schema()->find("person");
        company_ = records_->schema()->find("company");
    }

    Result<Json> begin_for(std::string const& field, std::string const& name, std::size_t bytes, RecordId record,
                           std::string const& object = "person", Actor const& actor = clerk()) {
        auto body = said(name, bytes);
        body["field"] = field;
        return attachments_->begin(actor, object, record, body);
    }
    /// Sent whole, and in no field yet.
    std::string send_for(std::string const& field, std::string const& name, std::string const& bytes, RecordId record,
                         std::string const& object = "person") {
        auto const begun = begin_for(field, name, bytes.size(), record, object);
        EXPECT_TRUE(begun) << store::describe(begun.error());
        if (!begun) return {};
        auto const id = *AttachmentId::parse((*begun)["id"].get<std::string>());
        auto const received = attachments_->receive(by(), id, 0, bytes);
        EXPECT_TRUE(received) << store::describe(received.error());
        EXPECT_FALSE(received && received->change_set) << "nothing is another yet";
        EXPECT_EQ(received ? received->upload["file"]["field"] : Json(), field);
        return id.text();
    }
    Json shown(RecordId record, schema::ObjectPointer const& object, Actor const& actor = clerk()) {
        auto const got = records_->get(actor, *object, record);
        EXPECT_TRUE(got) << store::describe(got.error());
        return got ? *got : Json::object();
    }
    static records::ListQuery where(std::string filter) {
        records::ListQuery query;
        query.filter = std::move(filter);
        return query;
    }
    Json passport(RecordId record) { return shown(record, person_)["passport"]; }
    /// The change set, or the code of what was refused.
    std::pair<ChangeSetId, std::string> put(RecordId record, std::string const& field, Json const& value,
                                            schema::ObjectPointer object = nullptr) {
        auto const& of = object ? object : person_;
        auto const write = edit();
        auto const done = records_->update(write, *of, record, version_of(shown(record, of)), Json{{field, value}});
        if (done) return {write.change_set, ""};
        return {write.change_set, done.error().fields.empty() ? done.error().reason : done.error().fields[0].code};
    }
    std::string bytes_of(std::string const& id) { return content(*AttachmentId::parse(id)); }
    bool is_there(std::string const& id) { return attachments_->file(clerk(), *AttachmentId::parse(id)).has_value(); }
    std::vector<std::string> found(std::string const& text) {
        std::vector<std::string> names;
        auto const groups = search_->find(clerk(), {text, "file", 6});
        EXPECT_TRUE(groups) << store::describe(groups.error());
        if (groups)
            for (auto const& group : (*groups)["groups"])
                for (auto const& hit : group["hits"]) names.push_back(hit["name"]["text"]);
        return names;
    }

    std::unique_ptr<schema::Definitions> definitions_;
    std::unique_ptr<Search> search_;
};

ON_BOTH_DATABASES(FieldFilesTest);

TEST_P(FieldFilesTest, a_file_is_there_when_the_record_says_so) {
    auto const file = send_for("passport", "passport.gif", "GIF89a..", customer_);
    EXPECT_EQ(passport(customer_), nullptr);
    EXPECT_FALSE(is_there(file));
    EXPECT_THAT(found("passport"), IsEmpty());
    ASSERT_EQ(put(customer_, "passport", file).second, "");
    EXPECT_EQ(passport(customer_),
              (Json{{"id", file}, {"name", "passport.gif"}, {"media_type", "image/gif"}, {"bytes", 8}}));
    EXPECT_EQ(bytes_of(file), "GIF89a..");
    EXPECT_THAT(found("passport"), ElementsAre("passport.gif"));
    EXPECT_THAT(names(), IsEmpty()) << "it is none of the record's files";
    EXPECT_EQ(list(customer_)["count"], 0);
    auto const page = records::RecordsTest::list(where("passport is present"), clerk());
    ASSERT_EQ(page.records.size(), 1u);
    EXPECT_EQ(page.records[0]["passport"]["name"], "passport.gif");
    EXPECT_TRUE(records::RecordsTest::list(where("passport is absent"), clerk()).records.empty());
    EXPECT_FALSE(records_->list(clerk(), *person_, where("passport = \"passport.gif\"")));
    auto const said = people_->values(clerk(), PersonId{customer_.uuid});
    ASSERT_OK(said);
    EXPECT_NE(said->dump().find("passport.gif"), std::string::npos);
}

TEST_P(FieldFilesTest, another_takes_its_place_and_gives_it_back) {
    auto const first = send_for("passport", "old.txt", "old", customer_);
    ASSERT_EQ(put(customer_, "passport", first).second, "");
    auto const second = send_for("passport", "new.txt", "new", customer_);
    auto const put_second = put(customer_, "passport", second).first;
    EXPECT_EQ(passport(customer_)["name"], "new.txt");
    EXPECT_THAT(found("old"), IsEmpty());
    auto const history = records_->history(clerk(), *person_, customer_);
    ASSERT_OK(history);
    ASSERT_EQ(history->size(), 2u);
    EXPECT_EQ((*history)[0].before["name"], "old.txt");
    EXPECT_EQ((*history)[0].after["name"], "new.txt");
    EXPECT_EQ(bytes_of(first), "old") << "who reads the history may want to see it";

    revert(put_second);
    EXPECT_EQ(passport(customer_)["name"], "old.txt");
    EXPECT_THAT(found("old"), ElementsAre("old.txt"));
    EXPECT_THAT(found("new"), IsEmpty());
    forget_all();
    EXPECT_EQ(put(customer_, "passport", second).second, "") << "what was in a field once stays for undoing";
    auto const cleared = put(customer_, "passport", nullptr).first;
    EXPECT_EQ(passport(customer_), nullptr);
    revert(cleared);
    EXPECT_EQ(bytes_of(second), "new");
}

TEST_P(FieldFilesTest, no_field_takes_a_file_that_did_not_come_for_it) {
    auto const other = add_person({{"given_name", "Ona"}});
    auto const company = id_of(*records_->create(edit(), *company_, {{"name", "Linden"}}));
    auto const refused = std::string("no_such_file");
    EXPECT_EQ(put(customer_, "passport", send_for("photo", "a", "a", customer_)).second, refused);
    EXPECT_EQ(put(customer_, "passport", send_for("passport", "a", "a", other)).second, refused);
    EXPECT_EQ(put(customer_, "passport", send_for("lease", "a", "a", company, "company")).second, refused);
    EXPECT_EQ(put(customer_, "passport", add("a", "a").text()).second, refused);
    EXPECT_EQ(put(customer_, "passport", Uuid::make().text()).second, refused);
    EXPECT_EQ(put(customer_, "passport", "my passport.pdf").second, refused);
    EXPECT_EQ(put(customer_, "passport", 7).second, refused);
    auto const late = begin_for("passport", "late", 5, customer_);
    ASSERT_OK(late);
    EXPECT_EQ(put(customer_, "passport", (*late)["id"]).second, refused) << "it has not come yet";
    auto const file = send_for("passport", "a", "a", customer_);
    auto const made = records_->create(edit(), *person_, {{"given_name", "Kari"}, {"passport", file}});
    ASSERT_FALSE(made) << "what is not there yet has no files";
    EXPECT_EQ(made.error().fields[0].code, refused);
    EXPECT_EQ(put(customer_, "passport", file).second, "");
    // As the record shows it is right too.
    EXPECT_EQ(put(customer_, "passport", passport(customer_)).second, "");
}

TEST_P(FieldFilesTest, what_is_for_no_field_of_files_is_refused_before_a_byte) {
    auto const code = [](Result<Json> const& begun) { return begun ? "" : begun.error().fields[0].code; };
    EXPECT_EQ(code(begin_for("wings", "a", 1, customer_)), "unknown_field");
    EXPECT_EQ(code(begin_for("city", "a", 1, customer_)), "wrong_type");
    auto body = said("a", 1);
    body["field"] = 7;
    EXPECT_EQ(code(attachments_->begin(clerk(), "person", customer_, body)), "wrong_type");
    body["field"] = nullptr;
    EXPECT_EQ(code(attachments_->begin(clerk(), "person", customer_, body)), "");
    for (auto const& [flag, code_of_flag] :
         {std::pair("is_required", "not_required"), std::pair("is_sortable", "not_sortable"),
          std::pair("is_searchable", "not_searchable")}) {
        auto const made = definitions_->add_field(
            author(), "person", Json{{"label", {{"en", "Contract"}}}, {"type", "file"}, {flag, true}});
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().fields[0].code, code_of_flag);
    }
}

TEST_P(FieldFilesTest, whom_the_field_is_hidden_from_finds_none_of_it) {
    auto const file = send_for("passport", "passport.txt", "LT 12345", customer_);
    put(customer_, "passport", file);
    auto const begun = begin_for("passport", "late.txt", 5, customer_);
    ASSERT_OK(begun);
    ASSERT_TRUE(change_role("member", {{"objects", {{"person", {{"fields", {{"passport", "hidden"}}}}}}}}));
    EXPECT_FALSE(shown(customer_, person_).contains("passport"));
    EXPECT_FALSE(is_there(file));
    EXPECT_THAT(found("passport"), IsEmpty());
    EXPECT_EQ(begin_for("passport", "a", 1, customer_).error().fields[0].code, "unknown_field");
    auto const id = *AttachmentId::parse(file);
    EXPECT_EQ(
        attachments_->receive(by(), *AttachmentId::parse((*begun)["id"].get<std::string>()), 0, "hello").error().code,
        ErrorCode::not_found);
    EXPECT_EQ(attachments_->receive(by(), id, 0, "LT 12345").error().code, ErrorCode::not_found);
    EXPECT_EQ(attachments_->rename(by(), id, 1, {{"name", "b"}}).error().code, ErrorCode::not_found);
    EXPECT_EQ(attachments_->remove(by(), id, 1).error().code, ErrorCode::not_found);
    EXPECT_EQ(put(customer_, "passport", nullptr).second, "unknown_field");
    auto const history = records_->history(clerk(), *person_, customer_);
    ASSERT_OK(history);
    EXPECT_TRUE(history->empty());
    auto const said = people_->values(clerk(), PersonId{customer_.uuid});
    ASSERT_OK(said);
    EXPECT_EQ(said->dump().find("passport"), std::string::npos);
}

TEST_P(FieldFilesTest, who_may_only_read_the_field_replaces_nothing) {
    auto const file = send_for("passport", "passport.txt", "LT 12345", customer_);
    put(customer_, "passport", file);
    auto const next = send_for("passport", "next.txt", "LT 67890", customer_);
    ASSERT_TRUE(change_role("member", {{"objects", {{"person", {{"fields", {{"passport", "read"}}}}}}}}));
    EXPECT_EQ(bytes_of(file), "LT 12345");
    EXPECT_THAT(found("passport"), ElementsAre("passport.txt"));
    EXPECT_EQ(begin_for("passport", "a", 1, customer_).error().fields[0].code, "not_permitted");
    EXPECT_EQ(put(customer_, "passport", next).second, "not_permitted");
    EXPECT_EQ(put(customer_, "passport", nullptr).second, "not_permitted");
    EXPECT_EQ(passport(customer_)["id"], file);
}

TEST_P(FieldFilesTest, a_file_that_no_field_says_any_more_can_be_removed_and_put_back) {
    auto const wrong = send_for("passport", "wrong.txt", "somebody else's", customer_);
    put(customer_, "passport", wrong);
    auto const cleared = put(customer_, "passport", nullptr).first;
    auto const id = *AttachmentId::parse(wrong);
    auto const write = by();
    ASSERT_OK(attachments_->remove(write, id, 1));
    EXPECT_FALSE(is_there(wrong));
    revert(write.change_set);
    EXPECT_EQ(bytes_of(wrong), "somebody else's");
    ASSERT_OK(attachments_->remove(by(), id, 3));
    revert(cleared);
    EXPECT_EQ(passport(customer_), nullptr) << "what was removed does not come back with an edit";
    EXPECT_EQ(put(customer_, "passport", wrong).second, "no_such_file");
    EXPECT_EQ(passport(customer_), nullptr);
    forget_all();
    EXPECT_EQ(contents(), 0);
}

TEST_P(FieldFilesTest, who_sent_a_file_can_end_it_before_it_is_in_its_field) {
    auto const file = send_for("passport", "passport.txt", "LT 12345", customer_);
    auto const id = *AttachmentId::parse(file);
    auto other = clerk();
    other.id = Uuid::of_name("test", "another clerk");
    EXPECT_EQ(attachments_->give_up(other, id).error().code, ErrorCode::not_found);
    ASSERT_OK(attachments_->give_up(clerk(), id));
    EXPECT_EQ(put(customer_, "passport", file).second, "no_such_file");
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment"), 0);
    auto const kept = send_for("passport", "passport.txt", "LT 12345", customer_);
    put(customer_, "passport", kept);
    EXPECT_EQ(attachments_->give_up(clerk(), *AttachmentId::parse(kept)).error().code, ErrorCode::not_found);
    EXPECT_EQ(bytes_of(kept), "LT 12345");
}

TEST_P(FieldFilesTest, a_copy_of_everything_tells_files_by_their_names) {
    put(customer_, "passport", send_for("passport", "passport.txt", "LT 12345", customer_));
    auto const company =
        id_of(*records_->create(edit(), *company_, {{"name", "Linden"}, {"tenant", customer_.text()}}));
    put(company, "lease", send_for("lease", "lease.txt", "ten years", company, "company"), company_);
    ASSERT_OK(database_->read([&](store::Session& session) -> Result<void> {
        EXPECT_EQ(TRY(records_->load_whole(session, *person_, customer_))["passport"]["name"], "passport.txt");
        auto const about = TRY(records_->about_person(session, PersonId{customer_.uuid}));
        EXPECT_EQ(about.size(), 1u);
        for (auto const& record : about) EXPECT_EQ(record["lease"]["name"], "lease.txt");
        return {};
    }));
}

TEST_P(FieldFilesTest, an_object_that_is_deleted_for_good_takes_its_files_along) {
    ASSERT_OK(definitions_->add_object(
        author(), Json{{"label", {{"en", "Zed"}}}, {"fields", {{{"label", {{"en", "Paper"}}}, {"type", "file"}}}}}));
    auto const zed = records_->schema()->find("zed");
    auto const record = id_of(*records_->create(edit(), *zed, {{"name", "Z"}}));
    put(record, "paper", send_for("paper", "paper.txt", "text", record, "zed"), zed);
    put(customer_, "passport", send_for("passport", "passport.txt", "LT 12345", customer_));
    ASSERT_OK(definitions_->retire_object(author(), "zed"));
    ASSERT_OK(definitions_->delete_object(author(), "zed"));
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment"), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM file_search"), 1);
    forget_all();
    EXPECT_EQ(contents(), 1);
}

TEST_P(FieldFilesTest, a_file_of_a_field_is_neither_renamed_nor_removed_past_the_field) {
    auto const file = send_for("passport", "passport.txt", "LT 12345", customer_);
    put(customer_, "passport", file);
    auto const id = *AttachmentId::parse(file);
    EXPECT_EQ(attachments_->rename(by(), id, 1, {{"name", "b"}}).error().reason, "file_of_field");
    EXPECT_EQ(attachments_->remove(by(), id, 1).error().reason, "file_of_field");
    EXPECT_EQ(passport(customer_)["name"], "passport.txt");
}

TEST_P(FieldFilesTest, a_survivor_has_the_file_of_whom_they_were_joined_with_until_they_part) {
    auto const survivor = add_person({{"given_name", "Jonas"}});
    auto const file = send_for("passport", "passport.txt", "LT 12345", customer_);
    put(customer_, "passport", file);
    auto const joined = join(PersonId{survivor.uuid}, PersonId{customer_.uuid});
    EXPECT_EQ(passport(survivor)["id"], file);
    EXPECT_EQ(bytes_of(file), "LT 12345");
    EXPECT_EQ(put(survivor, "passport", nullptr).second, "");
    EXPECT_EQ(put(survivor, "passport", file).second, "");
    EXPECT_EQ(passport(survivor)["name"], "passport.txt");
    revert(joined);
    EXPECT_EQ(passport(customer_)["id"], file);
    EXPECT_EQ(passport(survivor), nullptr) << "it is none of theirs any more";
    auto const with_one = records::RecordsTest::list(where("passport is present"), clerk());
    ASSERT_EQ(with_one.records.size(), 1u) << "what is shown and what is filtered by are one";
    EXPECT_EQ(with_one.records[0]["id"], customer_.text());
}

TEST_P(FieldFilesTest, what_a_survivor_takes_up_is_theirs_and_stays_when_they_part) {
    auto const survivor = add_person({{"given_name", "Jonas"}});
    auto const sent = send_for("passport", "passport.txt", "LT 12345", customer_);
    auto const begun = begin_for("photo", "photo.txt", 5, customer_);
    ASSERT_OK(begun);
    auto const joined = join(PersonId{survivor.uuid}, PersonId{customer_.uuid});
    auto const photo = (*begun)["id"].get<std::string>();
    ASSERT_OK(attachments_->receive(by(), *AttachmentId::parse(photo), 0, "smile"));
    ASSERT_EQ(put(survivor, "passport", sent).second, "");
    ASSERT_EQ(put(survivor, "photo", photo).second, "");
    EXPECT_THAT(found("passport"), ElementsAre("passport.txt"));
    revert(joined);
    EXPECT_EQ(passport(survivor)["name"], "passport.txt");
    EXPECT_EQ(shown(survivor, person_)["photo"]["name"], "photo.txt");
    EXPECT_EQ(passport(customer_), nullptr);
    EXPECT_EQ(number(fmt::format("SELECT COUNT(*) FROM attachment a JOIN {} p ON p.id = a.record_id WHERE p.given_name "
                                 "= 'Jonas'",
                                 person_->table)),
              2)
        << "they go with them when they are erased";
}

TEST_P(FieldFilesTest, the_file_of_who_was_joined_is_found_while_the_survivor_has_it) {
    auto const last = add_person({{"given_name", "Last"}}), middle = add_person({{"given_name", "Middle"}});
    put(customer_, "passport", send_for("passport", "old.txt", "LT 12345", customer_));
    join(PersonId{middle.uuid}, PersonId{customer_.uuid});
    join(PersonId{last.uuid}, PersonId{middle.uuid});
    EXPECT_EQ(passport(last)["name"], "old.txt");
    EXPECT_THAT(found("old"), ElementsAre("old.txt"));
    auto const replaced = put(last, "passport", send_for("passport", "new.txt", "LT 67890", last)).first;
    EXPECT_THAT(found("old"), IsEmpty());
    EXPECT_THAT(found("new"), ElementsAre("new.txt"));
    revert(replaced);
    EXPECT_THAT(found("old"), ElementsAre("old.txt"));
}

TEST_P(FieldFilesTest, of_two_who_replace_a_file_at_once_one_is_told) {
    auto const first = send_for("passport", "a", "a", customer_), second = send_for("passport", "b", "b", customer_);
    auto const version = version_of(shown(customer_, person_));
    ASSERT_OK(records_->update(edit(), *person_, customer_, version, {{"passport", first}}));
    EXPECT_EQ(records_->update(edit(), *person_, customer_, version, {{"passport", second}}).error().code,
              ErrorCode::precondition_failed);
    EXPECT_EQ(passport(customer_)["name"], "a");
}

TEST_P(FieldFilesTest, a_field_has_had_as_many_files_as_the_limit_and_not_more) {
    auto const first = send_for("passport", "first", "a", customer_);
    put(customer_, "passport", first);
    auto const waiting = send_for("passport", "waiting", "b", customer_);
    // More by hand than one would upload here.
    auto const add_by_hand = [&](std::int64_t count) {
        ASSERT_OK(database_->write([&](store::Transaction& tx) -> Result<void> {
            for (std::int64_t i = 0; i < count; ++i) {
                store::Parameter const row[] = {AttachmentId::make(), *AttachmentId::parse(first)};
                TRY(
                    tx.run("INSERT INTO attachment (id, object, record_id, field, name, hash, version, actor_kind, "
                           "actor_name, added_at) SELECT $1, object, record_id, field, name, hash, 1, 'system', '', 0 "
                           "FROM attachment WHERE id = $2",
                           row));
            }
            return {};
        }));
    };
    auto const late = begin_for("passport", "late", 1, customer_);
    ASSERT_OK(late);
    add_by_hand(limits::attachments_a_record_max - 2);
    auto const late_id = *AttachmentId::parse((*late)["id"].get<std::string>());
    EXPECT_EQ(attachments_->receive(by(), late_id, 0, "c").error().reason, "too_many_attachments");
    EXPECT_EQ(begin_for("passport", "a", 1, customer_).error().reason, "too_many_attachments")
        << "what waits to be put there counts";
    EXPECT_EQ(put(customer_, "passport", waiting).second, "");
    EXPECT_EQ(passport(customer_)["name"], "waiting");
    // What it had before comes back all the same, and other fields have room of their own.
    EXPECT_EQ(put(customer_, "passport", first).second, "");
    EXPECT_EQ(put(customer_, "photo", send_for("photo", "a", "a", customer_)).second, "");
    add("a.txt", "hello");
}

TEST_P(FieldFilesTest, what_nobody_put_into_its_field_goes_after_a_while) {
    auto const file = send_for("passport", "passport.txt", "LT 12345", customer_);
    auto const kept = send_for("photo", "photo.txt", "smile", customer_);
    put(customer_, "photo", kept);
    EXPECT_EQ(contents(), 2);
    forget_all();
    EXPECT_EQ(contents(), 1);
    EXPECT_EQ(put(customer_, "passport", file).second, "no_such_file");
    EXPECT_EQ(bytes_of(kept), "smile");
}

TEST_P(FieldFilesTest, a_record_that_is_purged_takes_all_that_its_fields_had_along) {
    auto const company = id_of(*records_->create(edit(), *company_, {{"name", "Gone"}}));
    for (std::string const name : {"old.txt", "new.txt"})
        ASSERT_EQ(put(company, "lease", send_for("lease", name, name, company, "company"), company_).second, "");
    EXPECT_EQ(contents(), 2);
    ASSERT_OK(records_->remove(edit(), *company_, company, version_of(shown(company, company_))));
    EXPECT_THAT(found("new"), IsEmpty());
    records::BulkEdits edits(*database_, *records_, [](Actor const&) -> Result<Actor> { return clerk(); });
    store::JobQueue jobs(*database_);
    jobs.handle(std::string(records::bulk_edit_job_kind), [&](store::Job const& job) { return edits.run(job); });
    ASSERT_OK(edits.begin(clerk(), *company_, records::BulkAction::purge, {{"ids", {company.text()}}}));
    ASSERT_TRUE(jobs.run_due());
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment"), 0);
    forget_all();
    EXPECT_EQ(contents(), 0);
}

TEST_P(FieldFilesTest, a_field_that_is_deleted_for_good_takes_its_files_along) {
    auto const passport = send_for("passport", "passport.txt", "LT 12345", customer_);
    auto const photo = send_for("photo", "photo.txt", "smile", customer_);
    put(customer_, "passport", passport);
    put(customer_, "photo", photo);
    ASSERT_OK(definitions_->retire_field(author(), "person", "passport"));
    look_again();
    EXPECT_FALSE(is_there(passport)) << "what is out of use is handed to nobody";
    EXPECT_THAT(found("passport"), IsEmpty());
    ASSERT_OK(definitions_->restore_field(author(), "person", "passport"));
    look_again();
    EXPECT_EQ(bytes_of(passport), "LT 12345");
    ASSERT_OK(definitions_->retire_field(author(), "person", "passport"));
    ASSERT_OK(definitions_->delete_field(author(), "person", "passport"));
    add_field("person", "Passport");
    look_again();
    EXPECT_EQ(shown(customer_, person_)["passport"], nullptr);
    EXPECT_EQ(put(customer_, "passport", passport).second, "no_such_file");
    EXPECT_EQ(number("SELECT COUNT(*) FROM file_search"), 1);
    forget_all();
    EXPECT_EQ(contents(), 1);
    EXPECT_EQ(bytes_of(photo), "smile");
}

TEST_P(FieldFilesTest, what_records_hold_about_an_erased_person_goes_with_its_history) {
    auto const company =
        id_of(*records_->create(edit(), *company_, {{"name", "Linden"}, {"tenant", customer_.text()}}));
    for (std::string const name : {"old.txt", "new.txt"})
        ASSERT_EQ(put(company, "lease", send_for("lease", name, name, company, "company"), company_).second, "");
    ASSERT_OK(begin_for("lease", "late.txt", 5, company, "company"));
    ASSERT_OK(database_->write(
        [&](store::Transaction& tx) { return records_->forget_person(tx, PersonId{customer_.uuid}); }));
    EXPECT_EQ(shown(company, company_)["lease"], nullptr);
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment_upload"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM file_search"), 0);
    forget_all();
    EXPECT_EQ(contents(), 0);
}

TEST_P(FieldFilesTest, senders_say_nothing_of_a_file) {
    auto const file = send_for("passport", "passport.txt", "LT 12345", customer_);
    learn(PersonId{customer_.uuid}, {{"passport", file}, {"city", "Vilnius"}});
    EXPECT_EQ(passport(customer_), nullptr);
    EXPECT_EQ(shown(customer_, person_)["city"], "Vilnius");
}

}  // namespace
}  // namespace kith::people
