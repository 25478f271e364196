// A list whose order is walked first and whose rows are gathered otherwise where too few of it are kept: the same rows
// in the same order, whichever way they were found.
#include <algorithm>
#include <random>

#include "records/limits.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {

class ListTest : public RecordsTest {
protected:
    /// A person of the naive twin.
    struct Twin {
        std::string id;
        std::int64_t seen_at = 0;
        std::string country, stage, name;
    };

    /// So many, whose order by `last_seen_at` is that of the vector.
    void fill(std::size_t count) {
        std::vector<NewRecord> made;
        std::mt19937 random(11);
        for (std::size_t rank = 0; rank < count; ++rank) {
            Twin twin;
            auto const id = RecordId::make();
            twin.id = id.text();
            twin.seen_at = 1'700'000'000'000 + static_cast<std::int64_t>(rank / 3) * 1000;  // by threes: then by id
            twin.country = random() % 3 == 0 ? "NO" : random() % 2 == 0 ? "LT" : "LV";
            twin.stage = random() % 100 == 0 ? "opportunity" : random() % 2 == 0 ? "customer" : "lead";
            twin.name = fmt::format("Person {:05}", random() % (count / 2 + 1));  // some of the same name: then by id
            people_.push_back(twin);
            made.push_back({id,
                            {{"is_known", true},
                             {"name", twin.name},
                             {"country", twin.country},
                             {"stage", twin.stage},
                             {"last_seen_at", Instant{twin.seen_at}.text()}}});
        }
        ASSERT_OK(database_->write([&](store::Transaction& transaction) {
            return records_->insert_many(transaction, by_system(), *person_, made);
        }));
        std::sort(people_.begin(), people_.end(), [](Twin const& left, Twin const& right) {
            return std::tie(left.seen_at, left.id) < std::tie(right.seen_at, right.id);
        });
    }

    /// One stands out, by its place in the order.
    void mark(std::size_t rank, std::string const& stage) {
        auto const id = *RecordId::parse(people_[rank].id);
        ASSERT_OK(database_->write([&](store::Transaction& transaction) {
            return records_->patch(transaction, by_system(), *person_, id, {{"stage", stage}});
        }));
        people_[rank].stage = stage;
    }

    template <class Keeps>
    std::vector<std::string> expected(bool is_descending, Keeps keeps) const {
        std::vector<std::string> ids;
        for (auto const& twin : people_)
            if (keeps(twin)) ids.push_back(twin.id);
        if (is_descending) std::reverse(ids.begin(), ids.end());
        return ids;
    }

    /// At most so many pages.
    std::vector<std::string> listed(ListQuery query, Actor const& actor, int pages) {
        std::vector<std::string> ids;
        for (; pages > 0; --pages) {
            auto const page = list(query, actor);
            for (auto const& record : page.records) ids.push_back(record["id"]);
            if (!page.next) break;
            query.page = *page.next;
        }
        return ids;
    }

    std::vector<Twin> people_;
};
ON_BOTH_DATABASES(ListTest);

TEST_P(ListTest, a_sorted_list_has_the_same_rows_whether_much_or_little_of_its_order_is_kept) {
    fill(limits::list_walked_rows + 300);
    ASSERT_OK(set_rule("member", *person_, R"(country in ("LT", "LV"))"));
    for (bool const is_descending : {false, true})
        for (std::string const stage : {"customer", "opportunity", "lost"})
            for (auto const& actor : {Actor::system("test"), member()}) {
                bool const is_ruled = actor.role == "member";
                auto const kept = expected(is_descending, [&](Twin const& twin) {
                    return twin.stage == stage && (!is_ruled || twin.country != "NO");
                });
                ListQuery query;
                query.sort = is_descending ? "-last_seen_at" : "last_seen_at";
                query.filter = fmt::format("stage = \"{}\"", stage);
                query.limit = 7;
                auto const some = listed(query, actor, 6);
                ASSERT_LE(some.size(), kept.size());
                EXPECT_EQ(some, std::vector(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(some.size())));
                EXPECT_EQ(some.size(), std::min<std::size_t>(kept.size(), 42)) << stage << is_ruled;
                query.limit = 200;
                EXPECT_EQ(listed(query, actor, 100), kept) << stage << is_ruled << is_descending;
            }
}

TEST_P(ListTest, those_of_one_choice_come_in_the_order_of_names) {
    fill(limits::list_walked_rows + 300);
    ASSERT_OK(set_rule("member", *person_, R"(country in ("LT", "LV"))"));
    std::sort(people_.begin(), people_.end(), [](Twin const& left, Twin const& right) {
        return std::tie(left.name, left.id) < std::tie(right.name, right.id);
    });
    for (bool const is_descending : {false, true})
        for (std::string const filter : {R"(stage = "customer")", R"(stage = "opportunity")", R"(stage = "lost")",
                                         R"(stage = "customer" and last_seen_at is present)"}) {
            auto const kept = expected(is_descending, [&](Twin const& twin) {
                return filter.find('"' + twin.stage + '"') != std::string::npos && twin.country != "NO";
            });
            ListQuery query;
            query.sort = is_descending ? "-name" : "name";
            query.filter = filter;
            query.limit = 60;
            EXPECT_EQ(listed(query, member(), 100), kept) << filter << is_descending;
        }
}

TEST_P(ListTest, a_choice_and_whose_they_are_narrow_together) {
    fill(60);
    auto const company = RecordId::make();
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        std::vector<NewRecord> made;
        made.push_back({company, {{"name", "Žalia bitė"}}});
        TRY(records_->insert_many(transaction, by_system(), *company_, made));
        for (std::size_t rank = 0; rank < people_.size(); rank += 4) {
            auto const id = *RecordId::parse(people_[rank].id);
            TRY(records_->patch(transaction, by_system(), *person_, id, {{"company", company.text()}}));
        }
        return {};
    }));
    ASSERT_OK(set_rule("member", *person_, R"(country in ("LT", "LV"))"));
    std::vector<Twin> theirs;
    for (std::size_t rank = 0; rank < people_.size(); rank += 4) theirs.push_back(people_[rank]);
    people_ = theirs;
    std::sort(people_.begin(), people_.end(), [](Twin const& left, Twin const& right) {
        return std::tie(left.name, left.id) < std::tie(right.name, right.id);
    });
    ListQuery query;
    query.sort = "name";
    query.filter = fmt::format(R"(stage = "customer" and company = "{}")", company.text());
    query.limit = 3;
    auto const kept =
        expected(false, [](Twin const& twin) { return twin.stage == "customer" && twin.country != "NO"; });
    EXPECT_EQ(listed(query, member(), 100), kept);
    query.counting = Counting::alone;
    EXPECT_EQ(list(query, member()).total->count, static_cast<std::int64_t>(kept.size()));
}

TEST_P(ListTest, a_choice_that_another_may_take_the_place_of_narrows_nothing) {
    fill(400);
    ListQuery query;
    query.sort = "-last_seen_at";
    query.filter = R"(stage = "opportunity" or country = "NO")";
    auto const kept =
        expected(true, [](Twin const& twin) { return twin.stage == "opportunity" || twin.country == "NO"; });
    EXPECT_EQ(listed(query, Actor::system("test"), 100), kept);
}

TEST_P(ListTest, the_last_row_that_is_walked_and_the_first_that_is_not_are_found) {
    fill(limits::list_walked_rows + 2);
    for (auto const rank : {limits::list_walked_rows - 1, limits::list_walked_rows, limits::list_walked_rows + 1}) {
        mark(rank, "advocate");
        ListQuery query;
        query.sort = "last_seen_at";
        query.filter = R"(stage = "advocate")";
        auto const kept = expected(false, [](Twin const& twin) { return twin.stage == "advocate"; });
        for (auto const limit : {std::size_t{1}, std::size_t{50}}) {
            query.limit = limit;
            EXPECT_EQ(listed(query, Actor::system("test"), 10), kept) << rank;
        }
    }
}

TEST_P(ListTest, a_list_of_just_as_many_rows_as_are_walked_ends_there) {
    fill(limits::list_walked_rows);
    ListQuery query;
    query.sort = "-last_seen_at";
    query.filter = R"(stage = "opportunity")";
    auto const kept = expected(true, [](Twin const& twin) { return twin.stage == "opportunity"; });
    EXPECT_EQ(listed(query, Actor::system("test"), 10), kept);
}

TEST_P(ListTest, who_turns_pages_need_not_have_them_counted) {
    fill(5);
    ListQuery query;
    query.limit = 2;
    EXPECT_EQ(list(query).total->count, 5);
    query.counting = Counting::none;
    EXPECT_FALSE(list(query).total);
    query.counting = Counting::alone;
    auto const alone = list(query);
    EXPECT_TRUE(alone.records.empty() && !alone.next);
    EXPECT_EQ(alone.total->count, 5);
    // A page that is the whole list is counted by its rows.
    query.counting = Counting::bounded;
    query.limit = 5;
    EXPECT_EQ(list(query).total->count, 5);
    auto const counted = records_->count(member(), *person_, {});
    ASSERT_OK(counted);
    EXPECT_EQ(counted->count, 5);
    ASSERT_OK(set_rule("member", *person_, R"(country = "XX")"));
    EXPECT_EQ(records_->count(member(), *person_, {})->count, 0);
}

}  // namespace kith::records
