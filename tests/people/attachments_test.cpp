// Files on records: kept once by their content, put back with the change that removed them, seen by whoever sees the
// record and by nobody else, through joins, within limits, and gone when nothing holds them.
#include "records/attachments/attachments.hpp"

#include "records/attachments/limits.hpp"
#include "records/bulk_edits.hpp"
#include "tests/people/attachments_fixture.hpp"

namespace kith::people {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string code_of(Error const& error) { return error.fields.empty() ? error.reason : error.fields[0].code; }

ON_BOTH_DATABASES(AttachmentsTest);

std::string many_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 2463534242u;
    for (auto& each : bytes) {
        state ^= state << 13u;
        state ^= state >> 17u;
        state ^= state << 5u;
        each = static_cast<char>(state);
    }
    return bytes;
}

TEST_P(AttachmentsTest, a_file_comes_back_as_it_came_whatever_its_length) {
    for (std::size_t const size : {std::size_t{1}, piece - 1, piece, piece + 1, 2 * piece}) {
        auto const bytes = many_bytes(size);
        EXPECT_EQ(content(add("a", bytes)), bytes) << size;
    }
    auto const id = add("greeting.txt", "hello");
    auto const file = list(customer_)["data"][0];
    EXPECT_EQ(file["id"], id.text());
    EXPECT_EQ(file["bytes"], 5);
    EXPECT_EQ(file["author"]["name"], clerk().name);
    EXPECT_EQ(file["sha256"], "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    EXPECT_EQ(attachments_->file(clerk(), id)->bytes->length(), 5u);
    EXPECT_EQ(pieces(), 1 + 1 + 1 + 2 + 2 + 1);
}

TEST_P(AttachmentsTest, the_same_bytes_are_kept_once_as_long_as_somebody_has_them) {
    auto const bytes = many_bytes(piece + 10);
    auto const other = add_person({{"given_name", "Ona"}});
    auto const first = add("plan.bin", bytes);
    auto const second = add("copy of plan.bin", bytes, other);
    EXPECT_EQ(contents(), 1);
    EXPECT_EQ(pieces(), 4) << "how long the answer takes does not tell of the first";
    EXPECT_EQ(bytes_in_all(), 2 * static_cast<std::int64_t>(bytes.size())) << "and they count until they are gone";
    EXPECT_EQ(attachments_->contents().sweep().value(), 1);
    EXPECT_EQ(bytes_in_all(), static_cast<std::int64_t>(bytes.size()));
    EXPECT_EQ(pieces(), 2);
    remove(first);
    EXPECT_EQ(forget_all(), 0);
    EXPECT_EQ(content(second), bytes);
    remove(second);
    EXPECT_EQ(attachments_->contents().sweep().value(), 0) << "it can still be put back";
    EXPECT_EQ(forget_all(), 1);
    EXPECT_EQ(contents(), 0);
    EXPECT_EQ(pieces(), 0);
}

TEST_P(AttachmentsTest, pieces_that_are_sent_again_change_nothing) {
    auto const bytes = many_bytes(2 * piece + 7);
    auto const id = begin("plan.bin", bytes.size(), customer_);
    auto const part = [&](std::int64_t number) {
        return attachments_->receive(by(), id, number,
                                     std::string_view(bytes).substr(static_cast<std::size_t>(number) * piece, piece));
    };
    ASSERT_OK(part(0));
    ASSERT_OK(part(0));
    EXPECT_EQ(code_of(part(2).error()), "not_uploaded");
    auto const second = part(1);
    ASSERT_OK(second);
    EXPECT_EQ(second->upload["bytes_received"], 2 * piece);
    EXPECT_EQ(second->upload["file"], nullptr);
    auto const last = part(2);
    ASSERT_OK(last);
    EXPECT_EQ(last->upload["file"]["name"], "plan.bin");
    for (std::int64_t number : {2, 0}) {
        auto const again = part(number);
        ASSERT_OK(again);
        EXPECT_EQ(again->upload["file"], last->upload["file"]);
        EXPECT_EQ(again->change_set, last->change_set);
    }
    EXPECT_EQ(content(id), bytes);
    EXPECT_EQ(names().size(), 1u);
}

TEST_P(AttachmentsTest, a_piece_is_as_long_as_it_was_said_to_be) {
    auto const id = begin("a.bin", piece + 3, customer_);
    auto const sent = [&](std::int64_t part, std::size_t size) {
        auto const received = attachments_->receive(by(), id, part, std::string(size, 'x'));
        return received ? std::string() : code_of(received.error());
    };
    for (std::size_t const size : {std::size_t{0}, std::size_t{1}, piece - 1, piece + 1})
        EXPECT_EQ(sent(0, size), "wrong");
    EXPECT_EQ(sent(0, piece), "");
    for (std::size_t const size : {std::size_t{0}, std::size_t{2}, std::size_t{4}}) EXPECT_EQ(sent(1, size), "wrong");
    EXPECT_EQ(sent(1, 3), "");
    EXPECT_EQ(names().size(), 1u);
}

TEST_P(AttachmentsTest, what_was_done_to_a_file_is_taken_back_and_done_again) {
    auto const id = begin("plan.txt", 5, customer_);
    auto const added = send(id, "hello");
    auto const renamed = rename(id, "Plan 2026.txt");
    EXPECT_EQ(code_of(error_of_revert(added)), "changed_since");
    revert(renamed);
    EXPECT_THAT(names(), ElementsAre("plan.txt"));
    auto const removed = remove(id, 3);
    EXPECT_THAT(names(), IsEmpty());
    EXPECT_EQ(attachments_->file(clerk(), id).error().code, ErrorCode::not_found);
    auto const back = records::Write::begin("revert", clerk());
    ASSERT_OK(records_->revert(back, removed));
    EXPECT_EQ(content(id), "hello");
    revert(back.change_set);
    EXPECT_THAT(names(), IsEmpty());
    EXPECT_EQ(code_of(error_of_revert(removed)), "already_reverted");
}

TEST_P(AttachmentsTest, adding_a_file_is_taken_back) {
    auto const id = begin("plan.txt", 5, customer_);
    revert(send(id, "hello"));
    EXPECT_THAT(names(), IsEmpty());
    forget_all();
    EXPECT_EQ(contents(), 0);
}

TEST_P(AttachmentsTest, a_file_that_is_gone_for_good_is_not_put_back) {
    auto const removed = remove(add("plan.txt", "hello"));
    forget_all();
    EXPECT_EQ(code_of(error_of_revert(removed)), "target_gone");
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment_change WHERE name_before <> ''"), 0) << "nor what it was called";
}

TEST_P(AttachmentsTest, of_two_who_change_a_file_at_once_one_is_told) {
    auto const id = add("plan.txt", "hello");
    rename(id, "Plan.txt");
    EXPECT_EQ(attachments_->remove(by(), id, 1).error().code, ErrorCode::precondition_failed);
    EXPECT_EQ(attachments_->rename(by(), id, 1, {{"name", "b"}}).error().code, ErrorCode::precondition_failed);
    // The same name is no change.
    auto const same = attachments_->rename(by(), id, 2, {{"name", "Plan.txt"}});
    ASSERT_OK(same);
    EXPECT_EQ((*same)["version"], 2);
}

TEST_P(AttachmentsTest, files_of_joined_people_are_one_list_and_part_with_them) {
    auto const survivor = add_person({{"given_name", "Jonas"}});
    auto const of_loser = add("a.txt", "one");
    add("b.txt", "two", survivor);
    auto const joined = join(PersonId{survivor.uuid}, PersonId{customer_.uuid});
    for (auto const record : {survivor, customer_}) {
        EXPECT_THAT(names(record), ElementsAre("b.txt", "a.txt"));
        EXPECT_EQ(list(record)["count"], 2);
        EXPECT_EQ(list(record)["data"][1]["record"], survivor.text());
    }
    rename(of_loser, "c.txt");
    EXPECT_EQ(content(of_loser), "one");
    revert(joined);
    EXPECT_THAT(names(), ElementsAre("c.txt"));
    EXPECT_THAT(names(survivor), ElementsAre("b.txt"));
}

TEST_P(AttachmentsTest, whom_the_record_is_hidden_from_learns_nothing_and_changes_nothing) {
    auto const id = add("plan.txt", "hello");
    auto const begun = begin("late.txt", 5, customer_);
    auto const removed = remove(add("old.txt", "old"));
    ASSERT_TRUE(set_rule("member", *person_, "country = \"NO\""));
    auto const hidden = ErrorCode::not_found;
    EXPECT_EQ(attachments_->list(clerk(), "person", customer_, "", 50).error().code, hidden);
    EXPECT_EQ(attachments_->begin(clerk(), "person", customer_, said("", 0)).error().code, hidden);
    EXPECT_EQ(attachments_->receive(by(), begun, 0, "hello").error().code, hidden);
    EXPECT_EQ(attachments_->file(clerk(), id).error().code, hidden);
    EXPECT_EQ(attachments_->rename(by(), id, 1, {{"name", "b"}}).error().code, hidden);
    EXPECT_EQ(attachments_->remove(by(), id, 1).error().code, hidden);
    EXPECT_EQ(error_of_revert(removed).code, hidden);
    ASSERT_TRUE(set_rule("member", *person_, std::nullopt));
    EXPECT_THAT(names(), ElementsAre("plan.txt"));
    send(begun, "hello");
    EXPECT_THAT(names(), ElementsAre("late.txt", "plan.txt"));
}

TEST_P(AttachmentsTest, who_may_not_change_the_record_reads_its_files_alone) {
    auto const id = add("plan.txt", "hello");
    auto const begun = begin("late.txt", 5, customer_);
    ASSERT_TRUE(change_role("member", {{"objects", {{"person", {{"update", false}}}}}}));
    EXPECT_EQ(content(id), "hello");
    EXPECT_EQ(list(customer_)["may_change"], false);
    auto const refused = ErrorCode::forbidden;
    EXPECT_EQ(attachments_->begin(clerk(), "person", customer_, said("a", 1)).error().code, refused);
    EXPECT_EQ(attachments_->receive(by(), begun, 0, "hello").error().code, refused);
    EXPECT_EQ(attachments_->rename(by(), id, 1, {{"name", "b"}}).error().code, refused);
    EXPECT_EQ(attachments_->remove(by(), id, 1).error().code, refused);
    EXPECT_OK(attachments_->give_up(clerk(), begun));
}

TEST_P(AttachmentsTest, an_upload_belongs_to_who_began_it_and_ends_with_them) {
    auto const id = begin("plan.txt", piece + 1, customer_, named("Kari"));
    EXPECT_EQ(attachments_->receive(by(), id, 0, std::string(piece, 'x')).error().code, ErrorCode::not_found);
    EXPECT_EQ(attachments_->give_up(clerk(), id).error().code, ErrorCode::not_found);
    ASSERT_OK(attachments_->receive(by(named("Kari")), id, 0, std::string(piece, 'x')));
    EXPECT_EQ(pieces(), 1);
    EXPECT_EQ(forget_all(), 1) << "after a day it does not come any more";
    EXPECT_EQ(pieces(), 0);
    auto const other = begin("plan.txt", piece + 1, customer_);
    ASSERT_OK(attachments_->receive(by(), other, 0, std::string(piece, 'x')));
    EXPECT_OK(attachments_->give_up(clerk(), other));
    EXPECT_EQ(pieces(), 0);
    EXPECT_EQ(attachments_->receive(by(), other, 1, "x").error().code, ErrorCode::not_found);
    EXPECT_THAT(names(), IsEmpty());
}

TEST_P(AttachmentsTest, sweeping_leaves_what_is_there_or_on_its_way) {
    auto const bytes = many_bytes(20 * 1024);
    auto const kept = add("kept.bin", bytes);
    auto const begun = begin("late.bin", piece + 1, customer_);
    ASSERT_OK(attachments_->receive(by(), begun, 0, std::string(piece, 'x')));
    // Left by an erasure, and by somebody who was interrupted while deleting.
    add("gone.bin", many_bytes(10 * piece));
    ASSERT_OK(run("DELETE FROM attachment WHERE name = 'gone.bin'"));
    EXPECT_EQ(attachments_->contents().sweep().value(), 1);
    EXPECT_EQ(pieces(), 2);
    EXPECT_EQ(content(kept), bytes);
    EXPECT_EQ(attachments_->contents().sweep().value(), 0);
}

TEST_P(AttachmentsTest, files_of_an_object_that_is_deleted_go_with_it) {
    add("plan.txt", "hello");
    ASSERT_OK(run("UPDATE attachment SET object = 'unicorn'"));
    auto const long_ago = Instant::now() - std::chrono::hours(1);
    EXPECT_EQ(attachments_->forget(long_ago, long_ago).value(), 1);
    EXPECT_EQ(contents(), 0);
}

TEST_P(AttachmentsTest, what_is_purged_takes_its_files_along) {
    add("kept.txt", "hello");
    auto const company = id_of(*records_->create(edit(), *company_, {{"name", "Gone"}}));
    for (std::string const bytes : {"hello", "alone"}) {
        auto const begun = attachments_->begin(clerk(), "company", company, said(bytes + ".txt", bytes.size()));
        ASSERT_OK(begun);
        send(*AttachmentId::parse((*begun)["id"].get<std::string>()), bytes);
    }
    EXPECT_EQ(contents(), 2);
    ASSERT_OK(records_->remove(edit(), *company_, company, 1));

    records::BulkEdits edits(*database_, *records_, [](Actor const&) -> Result<Actor> { return clerk(); });
    store::JobQueue jobs(*database_);
    jobs.handle(std::string(records::bulk_edit_job_kind), [&](store::Job const& job) { return edits.run(job); });
    ASSERT_OK(edits.begin(clerk(), *company_, records::BulkAction::purge, {{"ids", {company.text()}}}));
    ASSERT_TRUE(jobs.run_due());

    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment"), 1);
    forget_all();
    EXPECT_EQ(contents(), 1);
    EXPECT_THAT(names(), ElementsAre("kept.txt"));
}

TEST_P(AttachmentsTest, bytes_that_are_not_what_they_were_are_found) {
    add("a.bin", many_bytes(2 * piece));
    add("b.bin", "hello");
    auto const whole = attachments_->contents().verify(limits::attachment_bytes_verified);
    ASSERT_OK(whole);
    EXPECT_EQ(whole->contents, 2);
    EXPECT_EQ(whole->bytes, static_cast<std::int64_t>(2 * piece + 5));
    EXPECT_EQ(whole->broken, 0);
    ASSERT_OK(run("DELETE FROM attachment_piece WHERE part = 1"));
    EXPECT_EQ(attachments_->contents().verify(limits::attachment_bytes_verified)->broken, 1);
    ASSERT_OK(database_->write([&](store::Transaction& tx) -> Result<void> {
        std::string const other = "jello";
        store::Parameter const bytes[] = {
            store::Bytes(reinterpret_cast<std::uint8_t const*>(other.data()), other.size())};
        TRY(
            tx.run("UPDATE attachment_piece SET bytes = $1 WHERE content_id = (SELECT content_id FROM "
                   "attachment_content WHERE bytes = 5)",
                   bytes));
        return {};
    }));
    EXPECT_EQ(attachments_->contents().verify(limits::attachment_bytes_verified)->broken, 2);
}

TEST_P(AttachmentsTest, a_file_is_as_large_as_the_limit_and_not_larger) {
    auto const most = static_cast<std::size_t>(limits::attachment_bytes_max);
    EXPECT_OK(attachments_->begin(clerk(), "person", customer_, said("a", most)));
    EXPECT_EQ(attachments_->begin(clerk(), "person", customer_, said("a", most + 1)).error().code,
              ErrorCode::too_large);
    EXPECT_EQ(
        attachments_->begin(clerk(), "person", customer_, {{"name", "a"}, {"bytes", 1e300}}).error().fields[0].code,
        "required");
    EXPECT_EQ(code_of(attachments_->begin(clerk(), "person", customer_, said("a", 0)).error()), "wrong");
}

TEST_P(AttachmentsTest, a_record_has_as_many_files_as_the_limit_and_not_more) {
    auto const first = add("a.txt", "hello");
    auto const late = begin("late.txt", 5, customer_);
    // More by hand than one would upload here.
    ASSERT_OK(database_->write([&](store::Transaction& tx) -> Result<void> {
        for (std::int64_t i = 2; i < limits::attachments_a_record_max; ++i) {
            store::Parameter const row[] = {AttachmentId::make(), first};
            TRY(
                tx.run("INSERT INTO attachment (id, object, record_id, name, hash, version, actor_kind, actor_name, "
                       "added_at) SELECT $1, object, record_id, name, hash, 1, 'system', '', 0 FROM attachment WHERE "
                       "id = $2",
                       row));
        }
        return {};
    }));
    auto const last = add("last.txt", "hello");
    EXPECT_EQ(list(customer_)["count"], limits::attachments_a_record_max);
    EXPECT_EQ(code_of(attachments_->begin(clerk(), "person", customer_, said("a", 1)).error()), "too_many_attachments");
    EXPECT_EQ(code_of(attachments_->receive(by(), late, 0, "hello").error()), "too_many_attachments");
    auto const removed = remove(last);
    EXPECT_OK(attachments_->receive(by(), late, 0, "hello"));
    EXPECT_EQ(code_of(error_of_revert(removed)), "too_many_attachments");
}

TEST_P(AttachmentsTest, so_many_files_are_on_their_way_and_not_more) {
    std::vector<AttachmentId> begun;
    for (std::int64_t i = 0; i < limits::attachment_uploads_open_max; ++i) begun.push_back(begin("a", 1, customer_));
    EXPECT_EQ(code_of(attachments_->begin(clerk(), "person", customer_, said("a", 1)).error()), "too_many_uploads");
    begin("a", 1, customer_, named("Kari"));
    send(begun.back(), "x");
    begin("a", 1, customer_);
}

TEST_P(AttachmentsTest, all_files_together_are_as_large_as_the_limit_and_not_larger) {
    fill_up_to(10);
    EXPECT_EQ(code_of(attachments_->begin(clerk(), "person", customer_, said("a", 11)).error()), "attachments_full");
    begin("a", 6, customer_);
    EXPECT_EQ(code_of(attachments_->begin(clerk(), "person", customer_, said("a", 5)).error()), "attachments_full");
    begin("a", 4, customer_);
}

TEST_P(AttachmentsTest, what_was_removed_gives_way_to_what_comes_the_oldest_first) {
    auto const old = remove(add("old.txt", "old"));
    auto const young = remove(add("young.txt", "young"));
    ASSERT_OK(run("UPDATE attachment SET removed_at = removed_at - 1000 WHERE name = 'old.txt'"));
    fill_up_to(10);
    begin("a", 8, customer_);
    forget_uploads();
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment WHERE removed_at IS NOT NULL"), 2) << "as there is room";
    begin("a", 13, customer_);
    EXPECT_EQ(number("SELECT COUNT(*) FROM attachment WHERE removed_at IS NOT NULL"), 0);
    for (auto const change_set : {old, young}) EXPECT_EQ(code_of(error_of_revert(change_set)), "target_gone");
}

TEST_P(AttachmentsTest, what_was_removed_stays_where_its_room_would_not_do) {
    auto const removed = remove(add("old.txt", "old"));
    fill_up_to(10);
    EXPECT_EQ(code_of(attachments_->begin(clerk(), "person", customer_, said("a", 14)).error()), "attachments_full");
    revert(removed);
    EXPECT_EQ(names().size(), 2u);
}

TEST_P(AttachmentsTest, nobody_takes_all_room_by_announcing_files) {
    auto const most = static_cast<std::size_t>(limits::attachment_bytes_max);
    auto left = limits::attachment_uploads_bytes_max;
    for (; left >= limits::attachment_bytes_max; left -= limits::attachment_bytes_max) begin("a", most, customer_);
    begin("a", static_cast<std::size_t>(left), customer_);
    EXPECT_EQ(code_of(attachments_->begin(clerk(), "person", customer_, said("a", 1)).error()), "too_many_uploads");
    begin("a", 1, customer_, named("Kari"));
}

TEST_P(AttachmentsTest, of_much_a_share_is_verified) {
    for (int i = 0; i < 20; ++i) add(fmt::format("{}.txt", i), fmt::format("{:05}", i));
    auto const all = attachments_->contents().verify(100);
    ASSERT_OK(all);
    EXPECT_EQ(all->contents, 20);
    EXPECT_TRUE(all->is_all);
    auto const some = attachments_->contents().verify(99);
    ASSERT_OK(some);
    EXPECT_EQ(some->contents, 20);
    auto const share = attachments_->contents().verify(21);
    ASSERT_OK(share);
    EXPECT_EQ(share->contents, 5);
    EXPECT_FALSE(share->is_all);
}

TEST_P(AttachmentsTest, a_long_list_comes_by_pages) {
    for (int i = 0; i < 5; ++i) add(fmt::format("{}.txt", i), "hello");
    std::vector<std::string> names;
    std::string page;
    do {
        auto const listed = attachments_->list(clerk(), "person", customer_, page, 2);
        ASSERT_OK(listed);
        for (auto const& file : (*listed)["data"]) names.push_back(file["name"]);
        page = (*listed)["next"].is_string() ? (*listed)["next"].get<std::string>() : "";
    } while (!page.empty());
    EXPECT_THAT(names, ElementsAre("4.txt", "3.txt", "2.txt", "1.txt", "0.txt"));
}

}  // namespace
}  // namespace kith::people
