// Any series of writes, by whatever door, leaves every rollup what counting everything anew comes to.
#include <map>
#include <random>

#include "tests/records/rollups_fixture.hpp"

namespace kith::records {
namespace {

class RollupDifferentialTest : public RollupsFixture {
protected:
    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    bool maybe(std::size_t of = 2) { return pick(of) == 0; }

    static std::string hundredths(std::int64_t number) {
        return fmt::format("{}{}.{:02}", number < 0 ? "-" : "", std::abs(number) / 100, std::abs(number) % 100);
    }
    Json line_values() {
        Json values{{"name", "line"}};
        if (maybe()) values["project"] = maybe(6) ? Json(nullptr) : Json(projects_[pick(projects_.size())].text());
        if (maybe()) values["amount"] = maybe(6) ? Json(nullptr) : Json(hundredths(static_cast<int>(pick(2000)) - 500));
        if (maybe()) values["weight"] = static_cast<double>(pick(9)) / 4;
        if (maybe()) values["fee"] = {{"minor", static_cast<int>(pick(900))}, {"currency", maybe(4) ? "USD" : "EUR"}};
        if (maybe()) values["day"] = maybe(6) ? Json(nullptr) : Json(Date{static_cast<int>(20'000 + pick(90))}.text());
        if (maybe()) values["state"] = maybe(6) ? Json(nullptr) : Json(maybe() ? "open" : "shut");
        return values;
    }
    Json stored(std::string const& name, RecordId id) {
        auto const record =
            database_->read([&](store::Session& session) { return records_->load(session, *object(name), id); });
        return record ? *record : Json();
    }
    static bool is_there(Json const& record) { return !record.is_null() && !record.contains("deleted_at"); }

    void step();
    void step_in_one_transaction();
    void check();

    std::mt19937 random_{23};
    std::vector<RecordId> portfolios_, projects_, lines_;
    std::vector<ChangeSetId> sets_;
    std::string open_ = "open";
};

// Some lines by one transaction, as bulk edits and imports do.
void RollupDifferentialTest::step_in_one_transaction() {
    auto const write = Write::begin("edit", administrator());
    auto const action = pick(3);
    std::vector<NewRecord> fresh;
    if (action == 0)
        for (std::size_t i = 0; i < 5; ++i) fresh.push_back({RecordId::make(), line_values()});
    std::map<std::size_t, Json> patches;
    for (int i = 0; i < 6; ++i) patches[pick(lines_.size())] = line_values();
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        if (action == 0) return records_->insert_many(transaction, write, *object("line"), fresh);
        for (auto const& [index, patch] : patches) {
            auto const current = TRY(records_->load(transaction, *object("line"), lines_[index]));
            bool const is_deleted = current.contains("deleted_at");
            auto const bulk = action == 1 ? BulkAction::edit : is_deleted ? BulkAction::restore : BulkAction::remove;
            if (action == 1 && is_deleted) continue;
            TRY(records_->apply(transaction, write, *object("line"), current, bulk, patch));
        }
        return {};
    }));
    for (auto const& each : fresh) lines_.push_back(each.id);
    sets_.push_back(write.change_set);
}

void RollupDifferentialTest::step() {
    auto const write = Write::begin("edit", administrator());
    auto const index = pick(lines_.size());
    auto const line = lines_[index];
    auto const record = stored("line", line);
    switch (pick(9)) {
        case 0:
            lines_.push_back(add("line", line_values()));
            break;
        case 1:
            if (is_there(record))
                ASSERT_OK(records_->remove(write, *object("line"), line, version_of(record)));
            else
                ASSERT_OK(records_->restore(write, *object("line"), line));
            sets_.push_back(write.change_set);
            break;
        case 2:
            if (sets_.empty()) break;
            (void)records_->revert(write, sets_.back());  // what was purged since, or changed nothing, is no matter
            sets_.pop_back();
            break;
        case 3:
            step_in_one_transaction();
            break;
        case 4: {
            auto const project = projects_[pick(projects_.size())];
            ASSERT_OK(update("project", project, {{"portfolio", portfolios_[pick(portfolios_.size())].text()}}));
            break;
        }
        case 5: {
            if (is_there(record) || lines_.size() < 10) break;
            ASSERT_OK(database_->write([&](store::Transaction& transaction) {
                return records_->apply(transaction, write, *object("line"), record, BulkAction::purge, {});
            }));
            lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(index));
            break;
        }
        case 6: {
            if (!maybe(4)) break;
            open_ = maybe() ? "open" : "shut";
            auto body = rollup("Open total", "sum", "amount");
            body["rollup"]["where"] = fmt::format("state = \"{}\"", open_);
            ASSERT_OK(definitions_->change_field(author(), "project", "open_total", {{"rollup", body["rollup"]}}));
            break;
        }
        default:
            if (!is_there(record)) break;
            ASSERT_OK(records_->update(write, *object("line"), line, version_of(record), line_values()));
            sets_.push_back(write.change_set);
    }
}

struct Naive {
    std::int64_t lines = 0, sum = 0, amounts = 0, open = 0, opens = 0, weights = 0, fees = 0, minor = 0;
    double weight = 0;
    std::set<std::string> currencies;
    Json last_day = nullptr;
};

std::int64_t hundredths_of(Json const& amount) { return std::llround(std::stod(amount.get<std::string>()) * 100); }

void RollupDifferentialTest::check() {
    std::map<std::string, Naive> expected;
    for (auto const id : lines_) {
        auto const line = stored("line", id);
        if (!is_there(line) || line["project"].is_null()) continue;
        auto& naive = expected[line["project"].get<std::string>()];
        ++naive.lines;
        if (!line["amount"].is_null()) {
            naive.sum += hundredths_of(line["amount"]);
            ++naive.amounts;
            if (line["state"] == open_) naive.open += hundredths_of(line["amount"]), ++naive.opens;
        }
        if (!line["weight"].is_null()) naive.weight += line["weight"].get<double>(), ++naive.weights;
        if (!line["fee"].is_null()) {
            naive.minor += line["fee"]["minor"].get<std::int64_t>();
            naive.currencies.insert(line["fee"]["currency"].get<std::string>());
        }
        if (!line["day"].is_null() && (naive.last_day.is_null() || line["day"] > naive.last_day))
            naive.last_day = line["day"];
    }
    std::map<std::string, std::pair<std::int64_t, bool>> worth;
    for (auto const id : projects_) {
        auto const project = stored("project", id);
        auto const& naive = expected[id.text()];
        auto const or_null = [](bool is_there, Json const& value) { return is_there ? value : Json(nullptr); };
        EXPECT_EQ(project["lines"], naive.lines);
        EXPECT_EQ(project["total"], or_null(naive.amounts > 0, hundredths(naive.sum)));
        EXPECT_EQ(project["open_total"], or_null(naive.opens > 0, hundredths(naive.open)));
        EXPECT_EQ(project["doubled"], or_null(naive.amounts > 0, hundredths(naive.sum * 2)));
        EXPECT_EQ(project["weighs"], or_null(naive.weights > 0, naive.weight));
        EXPECT_EQ(project["last_day"], naive.last_day);
        EXPECT_EQ(project["cash"], or_null(naive.currencies.size() == 1,
                                           naive.currencies.empty() ? Json()
                                                                    : Json{{"minor", naive.minor},
                                                                           {"currency", *naive.currencies.begin()}}));
        if (naive.amounts > 0) {
            auto const size = (std::abs(naive.sum) * 2 + naive.amounts) / (naive.amounts * 2);
            EXPECT_EQ(project["mean"], hundredths(naive.sum < 0 ? -size : size));
        }
        if (naive.amounts > 0 && !project["portfolio"].is_null()) {
            auto& sum = worth[project["portfolio"].get<std::string>()];
            sum = {sum.first + naive.sum, true};
        }
    }
    for (auto const id : portfolios_) {
        auto const& [sum, is_there] = worth[id.text()];
        EXPECT_EQ(stored("portfolio", id)["worth"], is_there ? Json(hundredths(sum)) : Json(nullptr));
    }
}

TEST_P(RollupDifferentialTest, random_series_of_writes_leave_what_counting_anew_comes_to) {
    for (int i = 0; i < 2; ++i) portfolios_.push_back(add("portfolio"));
    for (int i = 0; i < 4; ++i) projects_.push_back(add("project"));
    for (int i = 0; i < 8; ++i) lines_.push_back(add("line", line_values()));
    for (int round = 0; round < 30 && !HasFailure(); ++round) {
        for (int i = 0; i < 10; ++i) step();
        check();
    }
    // Nothing is left to do for whoever counts everything.
    for (auto const* name : {"line", "project", "portfolio"}) {
        auto const written = work_out_formulas(*database_, *published_, dump_json({{"object", name}}));
        ASSERT_OK(written);
        EXPECT_EQ(*written, 0) << name;
    }
}

ON_BOTH_DATABASES(RollupDifferentialTest);

}  // namespace
}  // namespace kith::records
