// Files on records of people, as a whole program has them, for tests that add, change and remove some.
#pragma once

#include <gmock/gmock.h>

#include "records/attachments/attachments.hpp"
#include "records/attachments/limits.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::people {

class AttachmentsTest : public PeopleTest {
protected:
    using AttachmentId = records::AttachmentId;
    using Attachments = records::Attachments;
    static constexpr auto piece = static_cast<std::size_t>(limits::attachment_piece_bytes);

    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        places_ = std::make_unique<records::Places>(*records_, same_record());
        attachments_ = std::make_unique<Attachments>(*database_, *places_);
        records_->add_reverting(
            {[this](store::Session& session, ChangeSetId id) { return attachments_->changes_of(session, id); },
             [this](store::Transaction& tx, records::Write const& write, ChangeSetId id) {
                 return attachments_->revert(tx, write, id);
             }});
        customer_ = add_person({{"given_name", "Jonas"}, {"country", "LT"}});
    }

    static Actor named(std::string const& name) {
        auto actor = clerk();
        actor.id = Uuid::of_name("test", name);
        actor.name = name;
        return actor;
    }
    static records::Write by(Actor actor = clerk()) { return records::Write::begin("attachments", std::move(actor)); }
    static Json said(std::string const& name, std::size_t bytes) { return {{"name", name}, {"bytes", bytes}}; }

    AttachmentId begin(std::string const& name, std::size_t bytes, RecordId record, Actor const& actor = clerk()) {
        auto const begun = attachments_->begin(actor, "person", record, said(name, bytes));
        EXPECT_TRUE(begun) << store::describe(begun.error());
        return begun ? *AttachmentId::parse((*begun)["id"].get<std::string>()) : AttachmentId{};
    }
    /// Sends all of it; the change set that the last piece made.
    ChangeSetId send(AttachmentId id, std::string_view bytes, Actor const& actor = clerk()) {
        ChangeSetId made;
        for (std::int64_t part = 0; !bytes.empty(); ++part) {
            auto const received = attachments_->receive(by(actor), id, part, bytes.substr(0, piece));
            EXPECT_TRUE(received) << store::describe(received.error());
            bytes.remove_prefix(std::min(piece, bytes.size()));
            EXPECT_EQ(received && received->change_set.has_value(), bytes.empty());
            if (received && received->change_set) made = *received->change_set;
        }
        return made;
    }
    AttachmentId add(std::string const& name, std::string_view bytes) { return add(name, bytes, customer_); }
    AttachmentId add(std::string const& name, std::string_view bytes, RecordId record) {
        auto const id = begin(name, bytes.size(), record);
        send(id, bytes);
        return id;
    }
    Json list(RecordId record, Actor const& actor = clerk()) {
        auto const listed = attachments_->list(actor, "person", record, "", 50);
        EXPECT_TRUE(listed) << store::describe(listed.error());
        return listed ? *listed : Json{{"data", Json::array()}};
    }
    std::vector<std::string> names(RecordId record) {
        std::vector<std::string> names;
        auto const listed = list(record);
        for (auto const& file : listed["data"]) names.push_back(file["name"]);
        return names;
    }
    std::vector<std::string> names() { return names(customer_); }
    std::string content(AttachmentId id, Actor const& actor = clerk()) {
        auto const file = attachments_->file(actor, id);
        EXPECT_TRUE(file) << store::describe(file.error());
        std::string bytes;
        while (file) {
            auto const next = file->bytes->next();
            EXPECT_TRUE(next) << store::describe(next.error());
            if (!next || next->empty()) break;
            EXPECT_LE(next->size(), piece);
            bytes += *next;
        }
        return bytes;
    }
    ChangeSetId remove(AttachmentId id, std::int64_t version = 1) {
        auto const write = by();
        EXPECT_OK(attachments_->remove(write, id, version));
        return write.change_set;
    }
    ChangeSetId rename(AttachmentId id, std::string const& name, std::int64_t version = 1) {
        auto const write = by();
        EXPECT_OK(attachments_->rename(write, id, version, {{"name", name}}));
        return write.change_set;
    }
    Error error_of_revert(ChangeSetId change_set) {
        auto const outcome = records_->revert(records::Write::begin("revert", clerk()), change_set);
        EXPECT_FALSE(outcome);
        return outcome ? Error{} : outcome.error();
    }
    /// As after all the time that files are kept.
    std::int64_t forget_all() {
        auto const later = Instant::now() + std::chrono::hours(1);
        auto const swept = attachments_->forget(later, later);
        EXPECT_TRUE(swept) << store::describe(swept.error());
        return swept ? *swept : -1;
    }
    /// As if files were here that leave room for so many bytes.
    void fill_up_to(std::int64_t bytes) {
        auto const id = add("large.bin", "large");
        store::Parameter const row[] = {id, limits::attachments_bytes_max - bytes};
        ASSERT_OK(database_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(
                tx.run("UPDATE attachment_content SET bytes = $2 - COALESCE((SELECT SUM(bytes) FROM attachment_content "
                       "WHERE content_id <> $1), 0) WHERE content_id = $1",
                       row));
            return {};
        }));
    }
    std::int64_t bytes_in_all() {
        auto const bytes =
            database_->read([&](store::Session& session) { return attachments_->contents().bytes_in_all(session); });
        EXPECT_TRUE(bytes) << store::describe(bytes.error());
        return bytes ? *bytes : -1;
    }
    void forget_uploads() { ASSERT_OK(run("DELETE FROM attachment_upload")); }
    std::int64_t contents() { return number("SELECT COUNT(*) FROM attachment_content"); }
    std::int64_t pieces() { return number("SELECT COUNT(*) FROM attachment_piece"); }

    std::unique_ptr<records::Places> places_;
    std::unique_ptr<Attachments> attachments_;
    RecordId customer_;
};

}  // namespace kith::people
