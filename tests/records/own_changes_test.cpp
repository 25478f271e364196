// What somebody changed lately: their own change sets alone, told only as far as they see the records now.
#include "records/limits.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

class OwnChangesTest : public RecordsTest {
protected:
    Write by(Actor const& actor, std::string kind = "edit") { return Write::begin(std::move(kind), actor); }
    RecordId add_company(Write const& write, std::string const& name) {
        auto const made = records_->create(write, *company_, {{"name", name}});
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? id_of(*made) : RecordId{};
    }
    Json page(Actor const& actor, std::string const& from = "", std::size_t limit = 50) {
        auto const found = records_->own_change_sets(actor, from, limit);
        EXPECT_TRUE(found) << store::describe(found.error());
        return found ? *found : Json{{"data", Json::array()}, {"next", nullptr}};
    }
    static std::vector<std::string> names(Json const& line) {
        std::vector<std::string> all;
        for (auto const& record : line["records"]) all.push_back(record["name"].get<std::string>());
        return all;
    }
};

TEST_P(OwnChangesTest, lists_ones_own_newest_first_in_pages) {
    auto other = member();
    other.id = Uuid::of_name("test", "other");
    std::vector<std::string> made;
    for (int i = 0; i < 5; ++i) {
        auto const write = by(member());
        add_company(write, std::to_string(i));
        made.insert(made.begin(), write.change_set.text());
        add_company(by(other), "of another");
    }
    std::vector<std::string> seen;
    std::string from;
    do {
        auto const found = page(member(), from, 2);
        EXPECT_LE(found["data"].size(), 2u);
        for (auto const& line : found["data"]) seen.push_back(line["id"].get<std::string>());
        from = found["next"].is_null() ? "" : found["next"].get<std::string>();
    } while (!from.empty());
    EXPECT_EQ(seen, made);
    EXPECT_EQ(page(other)["data"].size(), 5u);
}

TEST_P(OwnChangesTest, tells_the_first_records_and_whether_there_are_more) {
    auto const few = by(member());
    for (std::size_t i = 0; i < limits::change_set_named_max; ++i) add_company(few, "few");
    auto const many = by(member());
    for (std::size_t i = 0; i <= limits::change_set_named_max; ++i) add_company(many, "many");
    auto const lines = page(member())["data"];
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0]["records"].size(), limits::change_set_named_max);
    EXPECT_EQ(lines[0]["has_more"], true);
    EXPECT_EQ(lines[1]["records"].size(), limits::change_set_named_max);
    EXPECT_EQ(lines[1]["has_more"], false);
}

TEST_P(OwnChangesTest, tells_that_a_set_went_back_and_what_lies_in_the_trash) {
    auto const made = by(member());
    add_company(made, "Linden");
    auto const back = by(member(), "revert");
    ASSERT_OK(records_->revert(back, made.change_set));
    auto const lines = page(member())["data"];
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0]["kind"], "revert");
    EXPECT_EQ(lines[1]["reverted_by"], back.change_set.text());
    EXPECT_EQ(lines[1]["records"][0]["is_deleted"], true);
}

TEST_P(OwnChangesTest, names_no_record_that_is_hidden_from_them_now) {
    auto const write = by(member());
    add_company(write, "Linden");
    add_company(write, "Oak");
    EXPECT_EQ(names(page(member())["data"][0]).size(), 2u);
    ASSERT_OK(set_rule("member", *company_, "name = \"Oak\""));
    EXPECT_EQ(names(page(member())["data"][0]), std::vector<std::string>{"Oak"});
    ASSERT_OK(change_role("member", {{"objects", {{"company", {{"read", false}}}}}}));
    EXPECT_TRUE(names(page(member())["data"][0]).empty());
    EXPECT_EQ(page(member())["data"][0]["is_whole"], false);
}

TEST_P(OwnChangesTest, leaves_out_what_sources_send) {
    auto source = member();
    source.kind = ActorKind::source;
    add_company(by(source, "ingest"), "sent");
    EXPECT_TRUE(page(source)["data"].empty());
    EXPECT_TRUE(page(member())["data"].empty());
}

TEST_P(OwnChangesTest, refuses_who_may_not_take_back_and_a_page_of_another_list) {
    auto reader = member();
    reader.permissions = {Permission::records_read};
    EXPECT_EQ(records_->own_change_sets(reader, "", 10).error().code, ErrorCode::forbidden);
    EXPECT_EQ(records_->own_change_sets(member(), "person:7", 10).error().code, ErrorCode::invalid);
}

ON_BOTH_DATABASES(OwnChangesTest);

}  // namespace
}  // namespace kith::records
