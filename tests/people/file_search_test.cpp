// Files found by their names, as long as they are there, by whoever sees the record that they hang on; however much
// else is called so that one may not see.
#include "records/attachments/file_search.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "people/search.hpp"
#include "records/bulk_edits.hpp"
#include "records/sharing.hpp"
#include "tests/people/attachments_fixture.hpp"

namespace kith::people {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Names = std::vector<std::string>;

class FileSearchTest : public AttachmentsTest {
protected:
    void SetUp() override {
        AttachmentsTest::SetUp();
        if (IsSkipped()) return;
        search_ = std::make_unique<Search>(*database_, *records_, *people_, *places_);
        hidden_ = add_person({{"given_name", "Kari"}, {"country", "NO"}});
    }

    /// The group of files; nothing found: without hits.
    Json find(std::string const& text, std::size_t limit = 6, Actor const& actor = clerk()) {
        auto const found = search_->find(actor, {text, "file", limit});
        EXPECT_TRUE(found) << store::describe(found.error());
        if (!found || (*found)["groups"].empty()) return {{"hits", Json::array()}, {"has_more", false}};
        EXPECT_EQ((*found)["groups"].size(), 1u);
        EXPECT_EQ((*found)["groups"][0]["object"], "file");
        return (*found)["groups"][0];
    }
    Names found(std::string const& text, std::size_t limit = 6, Actor const& actor = clerk()) {
        Names names;
        auto const group = find(text, limit, actor);
        for (auto const& hit : group["hits"]) names.push_back(hit["name"]["text"]);
        return names;
    }
    void add_to_company(std::string const& name, RecordId company) {
        auto const begun = attachments_->begin(clerk(), "company", company, said(name, 5));
        ASSERT_OK(begun);
        send(*AttachmentId::parse((*begun)["id"].get<std::string>()), "hello");
    }
    RecordId company(std::string const& name) { return id_of(*records_->create(edit(), *company_, {{"name", name}})); }
    void hide() { ASSERT_OK(set_rule("member", *person_, "country = \"LT\"")); }
    std::int64_t documents() { return number("SELECT COUNT(*) FROM file_search"); }
    /// As if so many more had been added like it, beyond what one would upload here.
    void multiply(AttachmentId file, std::size_t times) {
        ASSERT_OK(database_->write([&](store::Transaction& tx) -> Result<void> {
            for (std::size_t i = 0; i < times; ++i) {
                store::Parameter const row[] = {AttachmentId::make(), file};
                TRY(
                    tx.run("INSERT INTO attachment (id, object, record_id, name, hash, version, actor_kind, "
                           "actor_name, added_at) SELECT $1, object, record_id, name, hash, 1, 'system', '', 0 FROM "
                           "attachment WHERE id = $2",
                           row));
                TRY(
                    tx.run("INSERT INTO file_search (record_id, person_id, words) SELECT $1, person_id, words FROM "
                           "file_search WHERE record_id = $2",
                           row));
            }
            return {};
        }));
    }

    std::unique_ptr<Search> search_;
    RecordId hidden_;  ///< from whom sees no more than Lithuania
};
ON_BOTH_DATABASES(FileSearchTest);

TEST_P(FileSearchTest, finds_a_file_by_all_that_its_name_says) {
    auto const id = add("invoice-2026.pdf", "hello");
    add("Счёт за чайник.docx", "hello");
    for (auto const* typed :
         {"invoice", "2026", "pdf", "inv", "invoice-2026.pdf", "pdf 2026", "INVOICE 2026", "invoice2026"})
        EXPECT_THAT(found(typed), ElementsAre("invoice-2026.pdf")) << typed;
    for (auto const* typed : {"chaynik", "счет", "docx", "schet za ch"})
        EXPECT_THAT(found(typed), ElementsAre("Счёт за чайник.docx")) << typed;
    for (auto const* typed : {"voice", "invoice 2027", "dfp", "inv 2026", "-", ""})
        EXPECT_THAT(found(typed), IsEmpty()) << typed;
    auto const hit = find("invoice 20")["hits"][0];
    EXPECT_EQ(hit["id"], id.text());
    EXPECT_EQ(hit["object"], "file");
    EXPECT_EQ(hit["nearness"], "begins");
    EXPECT_EQ(hit["name"]["marks"], Json::parse("[[0, 7], [8, 10]]"));
    EXPECT_EQ(hit["path"], "/people/" + customer_.text());
    EXPECT_EQ(hit["record"]["object"], "person");
    EXPECT_EQ(hit["record"]["id"], customer_.text());
    EXPECT_EQ(hit["record"]["name"], "Jonas");
    EXPECT_EQ(hit["record"]["path"], hit["path"]);
}

TEST_P(FileSearchTest, what_is_called_exactly_so_comes_first_then_what_begins_so) {
    std::string const name = "plan.txt";
    // Longer than what is kept of a name as one.
    std::string const longer =
        "Rahmenvertragsverlängerung Kundendienstvereinbarung Niederlassungen Norddeutschland.txt";
    for (auto const& each : {name, longer}) {
        add(each, "hello");
        add("Draft " + each, "hello");
        add(each + ".bak", "hello");
        add("Copy of " + each, "hello");
        add("Second " + each, "hello");
        Names const in_order{each, each + ".bak", "Second " + each, "Copy of " + each, "Draft " + each};
        EXPECT_EQ(found(each, 5), in_order);
        EXPECT_EQ(find(each, 5)["has_more"], false);
        for (std::size_t const limit : {1, 2}) {
            EXPECT_EQ(found(each, limit),
                      Names(in_order.begin(), in_order.begin() + static_cast<std::ptrdiff_t>(limit)));
            EXPECT_EQ(find(each, limit)["has_more"], true);
        }
        auto const hits = find(each, 3)["hits"];
        EXPECT_EQ(hits[0]["nearness"], "exact");
        EXPECT_EQ(hits[1]["nearness"], "begins");
        EXPECT_EQ(hits[2]["nearness"], "named");
        for (int i = 0; i < 5; ++i) add("Other " + each, "hello");
        EXPECT_EQ(found(each, 2), Names(in_order.begin(), in_order.begin() + 2)) << "however many come later";
    }
}

TEST_P(FileSearchTest, is_found_by_what_it_is_called_now_until_it_is_gone) {
    auto const id = begin("plan.txt", 5, customer_);
    EXPECT_THAT(found("plan"), IsEmpty()) << "before it has come";
    auto const added = send(id, "hello");
    EXPECT_THAT(found("plan"), ElementsAre("plan.txt"));
    auto const renamed = rename(id, "sketch.txt");
    EXPECT_THAT(found("plan"), IsEmpty());
    EXPECT_THAT(found("sketch"), ElementsAre("sketch.txt"));
    revert(renamed);
    EXPECT_THAT(found("sketch"), IsEmpty());
    EXPECT_THAT(found("plan"), ElementsAre("plan.txt"));
    auto const removed = remove(id, 3);
    EXPECT_THAT(found("plan"), IsEmpty());
    EXPECT_EQ(documents(), 0);
    revert(removed);
    EXPECT_THAT(found("plan"), ElementsAre("plan.txt"));
    remove(id, 5);
    forget_all();
    EXPECT_EQ(documents(), 0);
    auto const other = begin("offer.txt", 5, customer_);
    auto const other_added = send(other, "hello");
    revert(other_added);
    EXPECT_THAT(found("offer"), IsEmpty());
    EXPECT_EQ(documents(), 0);
    EXPECT_NE(added, other_added);
}

TEST_P(FileSearchTest, a_name_without_a_word_is_found_by_nothing_and_is_in_nobodys_way) {
    auto const id = add("plan.txt", "hello");
    rename(id, "(-)");
    EXPECT_EQ(documents(), 0);
    EXPECT_THAT(found("plan"), IsEmpty());
    rename(id, "b.txt", 2);
    EXPECT_THAT(found("txt"), ElementsAre("b.txt"));
}

TEST_P(FileSearchTest, is_not_found_while_its_record_is_in_the_trash_nor_after_it_is_gone) {
    auto const firm = company("Beržas");
    add_to_company("lease.txt", firm);
    add("lease of Jonas.txt", "hello");
    EXPECT_EQ(find("lease")["hits"][0]["path"], "/people/" + customer_.text()) << "the newer first";
    EXPECT_EQ(find("lease")["hits"][1]["path"], "/companies/" + firm.text());
    ASSERT_OK(records_->remove(edit(), *company_, firm, 1));
    EXPECT_THAT(found("lease"), ElementsAre("lease of Jonas.txt"));
    ASSERT_OK(records_->restore(edit(), *company_, firm));
    EXPECT_THAT(found("lease"), SizeIs(2));
    ASSERT_OK(records_->remove(edit(), *company_, firm, 3));

    records::BulkEdits edits(*database_, *records_, [](Actor const&) -> Result<Actor> { return clerk(); });
    store::JobQueue jobs(*database_);
    jobs.handle(std::string(records::bulk_edit_job_kind), [&](store::Job const& job) { return edits.run(job); });
    ASSERT_OK(edits.begin(clerk(), *company_, records::BulkAction::purge, {{"ids", {firm.text()}}}));
    ASSERT_TRUE(jobs.run_due());
    EXPECT_EQ(documents(), 1);
    EXPECT_THAT(found("lease"), ElementsAre("lease of Jonas.txt"));
}

TEST_P(FileSearchTest, files_of_an_object_that_is_not_there_any_more_are_not_found_and_go) {
    add("plan.txt", "hello");
    ASSERT_OK(run("UPDATE attachment SET object = 'unicorn'"));
    EXPECT_THAT(found("plan"), IsEmpty());
    auto const long_ago = Instant::now() - std::chrono::hours(1);
    ASSERT_OK(attachments_->forget(long_ago, long_ago));
    EXPECT_EQ(documents(), 0);
}

TEST_P(FileSearchTest, whoever_does_not_see_the_record_does_not_find_it_and_whom_it_is_shared_with_does) {
    add("visible lease.txt", "hello");
    add("hidden lease.txt", "hello", hidden_);
    EXPECT_THAT(found("lease"), SizeIs(2));
    hide();
    EXPECT_THAT(found("lease"), ElementsAre("visible lease.txt"));
    EXPECT_THAT(found("hidden"), IsEmpty());
    EXPECT_EQ(find("hidden")["has_more"], false);

    add_user(clerk().id, "Clerk");
    auto administrator = clerk();
    administrator.id = Uuid::of_name("test", "administrator");
    administrator.role = "administrator";
    add_user(administrator.id, "Administrator");
    records::Sharing sharing(*database_, *records_, *shares_);
    auto const write = records::Write::begin("shares", administrator);
    ASSERT_OK(sharing.share(write, *person_, hidden_, {{"user", clerk().id.text()}}));
    EXPECT_THAT(found("hidden"), ElementsAre("hidden lease.txt"));
    ASSERT_OK(sharing.unshare(records::Write::begin("shares", administrator), *person_, hidden_, clerk().id));
    EXPECT_THAT(found("hidden"), IsEmpty());
}

TEST_P(FileSearchTest, names_the_record_as_the_actor_sees_it_and_only_objects_that_they_may_read) {
    auto const nameless = add_person({{"email", "ona.secret@example.com"}, {"name", "ona.secret@example.com"}});
    add("lease.txt", "hello", nameless);
    add_to_company("company lease.txt", company("Beržas"));
    EXPECT_EQ(find("lease.txt", 1)["hits"][0]["record"]["name"], "ona.secret@example.com");
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"fields", {{"email", "hidden"}}}}}}}}));
    EXPECT_EQ(find("lease.txt", 1)["hits"][0]["record"]["name"], nullptr);
    auto token = clerk();
    token.permissions = {Permission::records_read};
    EXPECT_THAT(found("lease", 6, token), ElementsAre("company lease.txt"));
    token.permissions = {Permission::people_read};
    EXPECT_THAT(found("lease", 6, token), ElementsAre("lease.txt"));
    token.permissions = decltype(token.permissions){};
    EXPECT_EQ(search_->find(token, {"lease", "file", 6}).error().fields.at(0).code, "unknown_object");
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"read", false}}}}}}));
    EXPECT_THAT(found("lease"), ElementsAre("company lease.txt"));
}

TEST_P(FileSearchTest, a_file_follows_its_person_through_joins) {
    auto const survivor = add_person({{"given_name", "Ona"}, {"country", "LT"}});
    add("lease.txt", "hello");
    auto const joined = join(PersonId{survivor.uuid}, PersonId{customer_.uuid});
    EXPECT_EQ(find("lease")["hits"][0]["record"]["name"], "Ona");
    EXPECT_EQ(find("lease")["hits"][0]["path"], "/people/" + survivor.text());
    revert(joined);
    EXPECT_EQ(find("lease")["hits"][0]["path"], "/people/" + customer_.text());
    // Of whom sees the one and not the other.
    join(PersonId{hidden_.uuid}, PersonId{customer_.uuid});
    hide();
    EXPECT_THAT(found("lease"), IsEmpty());
    EXPECT_EQ(find("lease")["has_more"], false);
}

TEST_P(FileSearchTest, what_may_not_be_seen_does_not_push_out_what_may) {
    add("lease.txt", "hello");
    add("lease two.txt", "hello");
    auto const of_hidden = add("lease.txt", "hello", hidden_);
    // In the database, of whom the rule hides; after it, of whom it hides through a join.
    multiply(of_hidden, 40);
    auto const loser = add_person({{"given_name", "Kari"}});
    multiply(add("lease.txt", "hello", loser), 40);
    join(PersonId{hidden_.uuid}, PersonId{loser.uuid});
    hide();
    for (auto const* typed : {"lease", "lea", "lease.txt"}) {
        EXPECT_EQ(find(typed, 6)["has_more"], false) << typed;
        EXPECT_THAT(found(typed, 6).size(), 2u) << typed;
        EXPECT_EQ(find(typed, 2)["has_more"], false) << typed;
        EXPECT_EQ(find(typed, 1)["has_more"], true) << typed;
        EXPECT_EQ(find(typed, 1)["hits"].size(), 1u) << typed;
    }
    EXPECT_THAT(found("lease.txt", 1), ElementsAre("lease.txt"));
}

TEST_P(FileSearchTest, so_many_are_looked_at_and_beyond_them_the_answer_says_that_there_is_more) {
    add("lease.txt", "hello");
    auto const of_hidden = add("lease.txt", "hello", hidden_);
    hide();
    multiply(of_hidden, limits::search_candidates_max - 3);  // and the two that are there: one less than the limit
    EXPECT_EQ(find("lease")["has_more"], false);
    EXPECT_THAT(found("lease"), ElementsAre("lease.txt"));
    multiply(of_hidden, 1);
    EXPECT_EQ(find("lease")["has_more"], true);
    EXPECT_EQ(find("lease two")["has_more"], false);
}

TEST_P(FileSearchTest, finds_what_a_naive_look_through_all_names_finds) {
    std::mt19937 random(7);
    auto const any = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    Names const words{"plan", "planet", "lease", "2026", "final", "pdf", "p"};
    std::vector<RecordId> const people{customer_, hidden_, add_person({{"given_name", "Ona"}, {"country", "LT"}})};
    auto const name = [&] {
        std::string made = words[any(words.size())];
        for (auto more = any(3); more > 0; --more) made += "-" + words[any(words.size())];
        return made;
    };
    std::multiset<std::string> seen;
    for (int i = 0; i < 40; ++i) {
        auto const record = people[any(people.size())];
        auto called = name();
        auto const id = add(called, "x", record);
        auto const what = any(4);
        if (what == 0) {
            remove(id);
            continue;
        }
        if (what == 1) rename(id, called = name() + "-new");
        if (record != hidden_) seen.insert(called);
    }
    hide();
    auto const begins = [](std::string called, std::string const& typed) {
        std::erase(called, '-');
        return called.starts_with(typed);
    };
    for (std::string const typed : {"p", "pl", "plan", "plane", "lease", "2026", "fin", "pdf", "new", "x"}) {
        std::multiset<std::string> all;
        for (auto const& called : seen)
            if (("-" + called).find("-" + typed) != std::string::npos || begins(called, typed)) all.insert(called);
        auto const nearest = static_cast<std::size_t>(
            std::ranges::count_if(all, [&](auto const& called) { return begins(called, typed); }));
        for (std::size_t const limit : {1, 3, 50}) {
            auto const names = found(typed, limit);
            EXPECT_EQ(names.size(), std::min(limit, all.size())) << typed;
            EXPECT_EQ(find(typed, limit)["has_more"], all.size() > limit) << typed;
            EXPECT_TRUE(limit < all.size() || std::multiset<std::string>(names.begin(), names.end()) == all) << typed;
            for (std::size_t at = 0; at < names.size(); ++at)
                EXPECT_EQ(begins(names[at], typed), at < nearest) << typed << " " << names[at];
        }
    }
}

TEST_P(FileSearchTest, documents_made_anew_find_what_was_attached_before_there_were_any) {
    auto const id = add("plan.txt", "hello");
    remove(add("gone plan.txt", "hello"));
    add_to_company("company plan.txt", company("Beržas"));
    ASSERT_OK(run("DELETE FROM file_search"));
    EXPECT_THAT(found("plan"), IsEmpty());
    // Without one it is changed all the same.
    rename(id, "plan two.txt");
    for (int i = 0; i < 2; ++i) {
        ASSERT_OK(database_->write([](store::Transaction& tx) { return records::rewrite_file_words(tx); }));
        EXPECT_EQ(documents(), 2);
        EXPECT_THAT(found("plan"), testing::UnorderedElementsAre("plan two.txt", "company plan.txt"));
    }
}

}  // namespace
}  // namespace kith::people
