// The one way back: what is told before is what happens, and a large change set goes back by a job that may die.
#include "records/reverts.hpp"

#include <random>

#include "records/limits.hpp"
#include "records/revert_run.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using testing::SizeIs;
using testing::UnorderedElementsAre;

class RevertsTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped()) return;
        reverts_ = make_reverts();
    }

    std::unique_ptr<Reverts> make_reverts() {
        return std::make_unique<Reverts>(*database_, *records_, [this](Actor const& then) -> Result<Actor> {
            if (on_piece_) on_piece_();
            if (is_gone_) return Error::forbidden("Gone.");
            auto now = actor_now_;
            now.id = then.id;
            return now;
        });
    }

    static Write edit() { return Write::begin("edit", member()); }
    RecordId add_company(Write const& write, std::string const& name, Json values = Json::object()) {
        values["name"] = name;
        auto const made = records_->create(write, *company_, values);
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? id_of(*made) : RecordId{};
    }
    void change(Write const& write, RecordId id, Json const& patch) {
        auto const current = stored(id);
        ASSERT_OK(records_->update(write, *company_, id, version_of(current), patch));
    }
    /// As it is, deleted or not.
    Json stored(RecordId id) {
        auto const found =
            database_->read([&](store::Session& session) { return records_->load(session, *company_, id); });
        EXPECT_TRUE(found) << store::describe(found.error());
        return found ? *found : Json::object();
    }
    /// The pages of a preview as one.
    RevertPreview preview(ChangeSetId id, Actor const& actor = member()) {
        RevertPreview whole;
        std::string page;
        do {
            auto const found = records_->preview_revert(actor, id, page);
            EXPECT_TRUE(found) << store::describe(found.error());
            if (!found) return whole;
            whole.records += found->records;
            whole.go += found->go;
            whole.come_back += found->come_back;
            whole.fields += found->fields;
            for (auto const& [reason, staying] : found->staying) whole.staying[reason].count += staying.count;
            page = found->next.value_or("");
        } while (!page.empty());
        return whole;
    }
    std::map<std::string, std::int64_t> reasons(RevertPreview const& preview) {
        std::map<std::string, std::int64_t> counts;
        for (auto const& [reason, staying] : preview.staying) counts[reason] = staying.count;
        return counts;
    }
    /// More companies than one transaction takes back.
    Write many(std::int64_t count) {
        auto const write = edit();
        Json records = Json::array();
        for (std::int64_t i = 0; i < count; ++i) {
            records.push_back({{"name", fmt::format("{:04}", i)}});
            if (records.size() < limits::bulk_create_records_max && i + 1 < count) continue;
            EXPECT_OK(records_->create_many(write, *company_, records));
            records = Json::array();
        }
        return write;
    }
    store::Job job(ChangeSetId id) {
        return {JobId::make(), std::string(revert_job_kind), dump_json({{"id", id.text()}}), 1, 1};
    }
    std::int64_t standing() { return number("SELECT count(*) FROM company WHERE deleted_at IS NULL"); }

    bool is_gone_ = false;
    std::function<void()> on_piece_;
    Actor actor_now_ = member();
    std::unique_ptr<Reverts> reverts_;
};

TEST_P(RevertsTest, who_may_not_take_back_sees_neither_preview_nor_records_nor_report) {
    auto const made = edit();
    auto const id = add_company(made, "A");
    auto reader = member();
    reader.role = "read_only";
    reader.permissions = {Permission::records_read};
    auto const all_fail = [&](Actor const& actor, ChangeSetId set, ErrorCode code) {
        EXPECT_EQ(records_->preview_revert(actor, set, "").error().code, code);
        EXPECT_EQ(records_->touched_records(actor, set, "", 10).error().code, code);
        EXPECT_EQ(reverts_->begin(Write::begin("revert", actor), set).error().code, code);
        EXPECT_EQ(reverts_->get(actor, set).error().code, code);
        EXPECT_EQ(reverts_->kept(actor, set, "", 10).error().code, code);
    };
    all_fail(reader, made.change_set, ErrorCode::forbidden);
    all_fail(member(), ChangeSetId::make(), ErrorCode::not_found);
    // A record that one may not see hides the whole change set.
    ASSERT_OK(set_rule("member", *company_, R"(name != "A")"));
    all_fail(member(), made.change_set, ErrorCode::not_found);
    ASSERT_OK(set_rule("member", *company_, std::nullopt));
    EXPECT_EQ(reverts_->get(member(), made.change_set).error().code, ErrorCode::not_found) << "nobody took it back";
    EXPECT_EQ(records_->preview_revert(member(), made.change_set, "x").error().fields.front().field, "page");
    EXPECT_EQ(records_->touched_records(member(), made.change_set, "x", 10).error().fields.front().field, "page");
    EXPECT_EQ(reverts_->kept(member(), made.change_set, "-1", 10).error().fields.front().field, "page");
    EXPECT_FALSE(stored(id).contains("deleted_at"));
}

TEST_P(RevertsTest, a_rule_that_looks_behind_a_relation_is_asked_as_lists_ask_it) {
    auto const ours = add_company(edit(), "Ours", {{"city", "Vilnius"}});
    auto const theirs = add_company(edit(), "Theirs", {{"city", "Oslo"}});
    auto const seen = add_person({{"given_name", "Ona"}, {"company", ours.text()}});
    auto const hidden = add_person({{"given_name", "Kari"}, {"company", theirs.text()}});
    ASSERT_TRUE(set_rule("member", *person_, R"(company.city = "Vilnius")"));
    auto const change_notes = [&](Write const& write, RecordId id) {
        ASSERT_OK(database_->write([&](store::Transaction& transaction) {
            return records_->patch(transaction, write, *person_, id, {{"city", "Kaunas"}});
        }));
    };
    auto const own = edit(), both = edit();
    change_notes(own, seen);
    ASSERT_OK(records_->revert(edit(), own.change_set));
    change_notes(both, seen);
    change_notes(both, hidden);
    EXPECT_EQ(records_->revert(edit(), both.change_set).error().code, ErrorCode::not_found);
    // The history of what is seen names nothing that is not.
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return records_->patch(transaction, by_system(), *person_, hidden, {{"company", ours.text()}});
    }));
    ASSERT_TRUE(set_rule("member", *company_, R"(city = "Vilnius")"));
    auto const history = records_->history(member(), *person_, hidden);
    ASSERT_OK(history);
    EXPECT_EQ(history->front().field, "company");
    EXPECT_EQ(history->front().after, ours.text());
    EXPECT_TRUE(history->front().before.is_null());
}

TEST_P(RevertsTest, what_is_told_before_is_what_goes_back_and_what_stays) {
    auto const set = edit();
    auto const plain = add_company(set, "Plain"), changed = add_company(set, "Changed"),
               pointed = add_company(set, "Pointed");
    auto const old = add_company(edit(), "Old", {{"city", "Kaunas"}, {"industry", "wood"}});
    auto const gone = add_company(edit(), "Gone");
    change(set, old, {{"city", "Vilnius"}, {"industry", "glass"}});
    ASSERT_OK(records_->remove(set, *company_, gone, 1));
    change(edit(), changed, {{"city", "Alytus"}});
    change(edit(), old, {{"city", "Klaipėda"}});
    add_person({{"given_name", "Ona"}, {"company", pointed.text()}});

    auto const before = preview(set.change_set);
    EXPECT_EQ(before.records, 5);
    EXPECT_EQ(before.go, 1);
    EXPECT_EQ(before.come_back, 1);
    EXPECT_EQ(before.fields, 1);
    EXPECT_EQ(reasons(before), (std::map<std::string, std::int64_t>{{"changed_since", 2}, {"referred_to", 1}}));
    EXPECT_FALSE(stored(plain).contains("deleted_at")) << "a preview does nothing";

    auto const touched = *records_->touched_records(member(), set.change_set, "", 50);
    std::vector<std::string> told;
    for (auto const& each : touched["data"])
        told.push_back(each["name"].get<std::string>() + " " + each["what"].get<std::string>() + " " +
                       dump_json(each["fields"]));
    EXPECT_THAT(told, UnorderedElementsAre("Plain made []", "Changed made []", "Pointed made []",
                                           R"(Old changed ["city","industry"])", "Gone deleted []"));

    auto const write = Write::begin("revert", member());
    auto const answer = *reverts_->begin(write, set.change_set);
    EXPECT_EQ(answer["state"], "done");
    EXPECT_EQ(answer["reverted"], 3);
    EXPECT_THAT(answer["kept"], SizeIs(3));
    EXPECT_TRUE(stored(plain).contains("deleted_at"));
    EXPECT_FALSE(stored(gone).contains("deleted_at"));
    EXPECT_EQ(stored(old)["industry"], "wood");
    EXPECT_EQ(stored(old)["city"], "Klaipėda");

    // The report is kept.
    auto const report = *reverts_->get(member(), set.change_set);
    EXPECT_EQ(report["change_set"], write.change_set.text());
    EXPECT_EQ(report["reverted"], 3);
    EXPECT_EQ(report["kept"], 3);
    EXPECT_EQ(report["reasons"],
              Json::array({{{"reason", "changed_since"}, {"count", 2}}, {{"reason", "referred_to"}, {"count", 1}}}));
    auto const first = *reverts_->kept(member(), set.change_set, "", 2);
    EXPECT_THAT(first["data"], SizeIs(2));
    EXPECT_THAT((*reverts_->kept(member(), set.change_set, first["next"].get<std::string>(), 2))["data"], SizeIs(1));
    EXPECT_EQ(records_->preview_revert(member(), set.change_set, "")->blocked, "already_reverted");
    auto const known = *records_->change_set(member(), write.change_set);
    EXPECT_EQ(known["reverts"], set.change_set.text());
    EXPECT_EQ((*records_->change_set(member(), set.change_set))["reverted_by"], write.change_set.text());
}

TEST_P(RevertsTest, what_was_made_and_then_filled_in_by_the_same_change_set_goes_whole) {
    auto const set = edit();
    auto const id = add_company(set, "A");
    change(set, id, {{"city", "Vilnius"}});
    EXPECT_EQ(preview(set.change_set).go, 1);
    EXPECT_EQ((*reverts_->begin(Write::begin("revert", member()), set.change_set))["reverted"], 1);
    EXPECT_TRUE(stored(id).contains("deleted_at"));
}

TEST_P(RevertsTest, a_record_of_the_same_set_that_stays_keeps_what_it_points_to) {
    auto const set = by_system();
    auto const in_set = [&](schema::Object const& object, Json const& values) {
        auto const id = RecordId::make();
        EXPECT_OK(database_->write(
            [&](store::Transaction& transaction) { return records_->insert(transaction, set, object, id, values); }));
        return id;
    };
    auto const one = in_set(*company_, {{"name", "A"}}), other = in_set(*company_, {{"name", "B"}});
    auto const person = in_set(*person_, {{"given_name", "Ona"}, {"company", one.text()}, {"is_known", true}});
    in_set(*person_, {{"given_name", "Jonas"}, {"company", other.text()}, {"is_known", true}});
    ASSERT_OK(records_->update(edit(), *person_, person, 1, {{"city", "Vilnius"}}));
    auto const before = preview(set.change_set);
    EXPECT_EQ(before.go, 2);
    EXPECT_EQ(reasons(before), (std::map<std::string, std::int64_t>{{"changed_since", 1}, {"referred_to", 1}}));
    ASSERT_OK(reverts_->begin(Write::begin("revert", member()), set.change_set));
    EXPECT_FALSE(stored(one).contains("deleted_at"));
    EXPECT_TRUE(stored(other).contains("deleted_at"));
}

TEST_P(RevertsTest, a_link_to_what_is_gone_stays_away) {
    auto const company = add_company(edit(), "A");
    auto const person = add_person({{"given_name", "Ona"}, {"company", company.text()}, {"city", "Kaunas"}});
    auto const set = edit();
    ASSERT_OK(records_->update(set, *person_, person, 1, {{"company", nullptr}, {"city", "Vilnius"}}));
    ASSERT_OK(records_->remove(edit(), *company_, company, 1));
    EXPECT_EQ(reasons(preview(set.change_set)), (std::map<std::string, std::int64_t>{{"target_gone", 1}}));
    auto const answer = reverts_->begin(Write::begin("revert", member()), set.change_set);
    ASSERT_OK(answer);
    EXPECT_EQ((*answer)["reverted"], 1);
    EXPECT_EQ((*records_->get(member(), *person_, person))["city"], "Kaunas");
}

TEST_P(RevertsTest, of_what_stays_the_first_few_are_named_and_the_page_goes_on) {
    auto const set = many(static_cast<std::int64_t>(limits::revert_preview_records) + 1);
    auto const one = number("SELECT count(*) FROM company");
    ASSERT_EQ(one, static_cast<std::int64_t>(limits::revert_preview_records) + 1);
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        auto const later = edit();
        for (auto const& row : TRY(transaction.run("SELECT id FROM company ORDER BY id LIMIT 7", {})))
            TRY(records_->patch(transaction, later, *company_, row.id<RecordId>(0), {{"city", "Vilnius"}}));
        return {};
    }));
    auto const first = *records_->preview_revert(member(), set.change_set, "");
    EXPECT_EQ(first.records, static_cast<std::int64_t>(limits::revert_preview_records));
    ASSERT_TRUE(first.next);
    EXPECT_EQ(first.staying.at("changed_since").count, 7);
    ASSERT_THAT(first.staying.at("changed_since").first, SizeIs(limits::revert_named_max));
    EXPECT_EQ(first.staying.at("changed_since").first.front().second, "0000");
    auto const second = *records_->preview_revert(member(), set.change_set, *first.next);
    EXPECT_EQ(second.records, 1);
    EXPECT_FALSE(second.next);
}

TEST_P(RevertsTest, as_many_as_fit_one_transaction_go_back_at_once_and_one_more_by_a_job) {
    auto const few = many(static_cast<std::int64_t>(limits::revert_records_at_once));
    EXPECT_EQ((*reverts_->begin(Write::begin("revert", member()), few.change_set))["state"], "done");
    EXPECT_EQ(standing(), 0);
    auto const more = many(static_cast<std::int64_t>(limits::revert_records_at_once) + 1);
    auto const begun = *reverts_->begin(Write::begin("revert", member()), more.change_set);
    EXPECT_EQ(begun["state"], "running");
    auto const report = *reverts_->get(member(), more.change_set);
    EXPECT_EQ(report["state"], "running");
    EXPECT_EQ(report["total"], static_cast<std::int64_t>(limits::revert_records_at_once) + 1);
    EXPECT_EQ(reverts_->begin(Write::begin("revert", member()), more.change_set).error().reason, "already_reverted");
    auto const undo = *ChangeSetId::parse(begun["change_set"].get<std::string>());
    EXPECT_EQ(records_->revert(Write::begin("revert", member()), undo).error().reason, "still_running");
    ASSERT_OK(reverts_->run(job(more.change_set)));
    EXPECT_EQ(standing(), 0);
    // And all of that goes back as well.
    ASSERT_EQ((*reverts_->begin(Write::begin("revert", member()), undo))["state"], "running");
    ASSERT_OK(reverts_->run(job(undo)));
    EXPECT_EQ(standing(), static_cast<std::int64_t>(limits::revert_records_at_once) + 1);
}

TEST_P(RevertsTest, a_job_that_dies_in_the_middle_goes_on_where_it_stood) {
    auto const count = static_cast<std::int64_t>(limits::revert_records_at_once) * 2 + 7;
    auto const set = many(count);
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        for (auto const& row : TRY(transaction.run("SELECT id FROM company ORDER BY id DESC LIMIT 3", {})))
            TRY(records_->patch(transaction, edit(), *company_, row.id<RecordId>(0), {{"city", "Vilnius"}}));
        return {};
    }));
    ASSERT_EQ((*reverts_->begin(Write::begin("revert", member()), set.change_set))["state"], "running");
    int pieces = 0;
    on_piece_ = [&] {
        if (++pieces == 3) reverts_->stop();
    };
    EXPECT_EQ(reverts_->run(job(set.change_set)).error().code, ErrorCode::unavailable);
    auto const halfway = *reverts_->get(member(), set.change_set);
    EXPECT_EQ(halfway["state"], "running");
    EXPECT_GT(halfway["done"], 0);
    EXPECT_LT(halfway["done"], count);
    EXPECT_EQ(standing(), count - halfway["reverted"].get<std::int64_t>());
    on_piece_ = nullptr;
    auto const next = make_reverts();
    ASSERT_OK(next->run(job(set.change_set)));
    auto const report = *next->get(member(), set.change_set);
    EXPECT_EQ(report["state"], "done");
    EXPECT_EQ(report["done"], count);
    EXPECT_EQ(report["reverted"], count - 3);
    EXPECT_EQ(report["kept"], 3);
    EXPECT_EQ(standing(), 3);
    EXPECT_EQ(number("SELECT count(*) FROM record_history WHERE field = 'deleted_at'"), count - 3) << "none twice";
    EXPECT_EQ(number("SELECT count(*) FROM audit_entry WHERE action = 'reverted'"), 1);
    // Claimed once more, it does nothing.
    ASSERT_OK(next->run(job(set.change_set)));
    EXPECT_EQ(number("SELECT count(*) FROM audit_entry WHERE action = 'reverted'"), 1);
}

TEST_P(RevertsTest, a_job_of_somebody_who_may_not_come_in_any_more_stops_and_another_goes_on) {
    auto const set = many(static_cast<std::int64_t>(limits::revert_records_at_once) + 1);
    ASSERT_OK(reverts_->begin(Write::begin("revert", member()), set.change_set));
    is_gone_ = true;
    ASSERT_OK(reverts_->run(job(set.change_set)));
    auto const report = *reverts_->get(member(), set.change_set);
    EXPECT_EQ(report["state"], "failed");
    EXPECT_EQ(report["error"], "forbidden");
    EXPECT_EQ(standing(), static_cast<std::int64_t>(limits::revert_records_at_once) + 1);
    is_gone_ = false;
    auto other = member();
    other.id = Uuid::of_name("test", "other");
    ASSERT_EQ((*reverts_->begin(Write::begin("revert", other), set.change_set))["state"], "running");
    ASSERT_OK(reverts_->run(job(set.change_set)));
    EXPECT_EQ((*reverts_->get(other, set.change_set))["state"], "done");
    EXPECT_EQ(standing(), 0);
}

TEST_P(RevertsTest, what_one_may_not_delete_by_then_stays_and_is_told) {
    auto const count = static_cast<std::int64_t>(limits::revert_records_at_once) + 1;
    auto const set = many(count);
    ASSERT_OK(reverts_->begin(Write::begin("revert", member()), set.change_set));
    ASSERT_OK(set_rule("member", *company_, R"(name != "0003")"));
    ASSERT_OK(reverts_->run(job(set.change_set)));
    ASSERT_OK(set_rule("member", *company_, std::nullopt));
    EXPECT_EQ(standing(), 1);
    auto const kept = *reverts_->kept(member(), set.change_set, "", 10);
    ASSERT_THAT(kept["data"], SizeIs(1));
    EXPECT_EQ(kept["data"][0]["name"], "0003");
    EXPECT_EQ(kept["data"][0]["reason"], "not_found");
}

TEST_P(RevertsTest, only_so_many_are_under_way) {
    auto const begun = [&](Write const& set) {
        auto const answer = reverts_->begin(Write::begin("revert", member()), set.change_set);
        return answer ? (*answer)["state"].get<std::string>() : std::string(kith::name_of(answer.error().code));
    };
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        for (std::int64_t i = 1; i < limits::reverts_running_max; ++i)
            TRY(write_report(transaction, Write::begin("revert", member()), ChangeSetId::make(), {}));
        TRY(transaction.run("UPDATE reverting SET state = 'running'", {}));
        return {};
    }));
    auto const large = static_cast<std::int64_t>(limits::revert_records_at_once) + 1;
    EXPECT_EQ(begun(many(large)), "running");
    EXPECT_EQ(begun(many(large)), kith::name_of(ErrorCode::too_many_requests));
}

TEST_P(RevertsTest, of_what_stayed_so_many_are_told_and_the_rest_is_counted) {
    auto const set = edit();
    auto const id = add_company(set, "A");
    Reverted outcome;
    outcome.kept.assign(static_cast<std::size_t>(limits::revert_kept_max) + 1, {"company", id, "", "changed_since"});
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return write_report(transaction, Write::begin("revert", member()), set.change_set, outcome);
    }));
    EXPECT_EQ((*reverts_->get(member(), set.change_set))["kept"], limits::revert_kept_max + 1);
    EXPECT_EQ(number("SELECT count(*) FROM reverting_kept"), limits::revert_kept_max);
}

// What a reader of the rules would work out by hand, from nothing but who wrote what when.
struct Twin {
    struct Change {
        std::size_t set;
        std::string field;
        Json before;
    };
    struct Company {
        std::size_t made_by = 0;
        bool is_deleted = false;
        bool is_pointed_to = false;
        std::map<std::string, Json> values{{"city", nullptr}, {"industry", nullptr}};
        std::vector<Change> changes;
    };
    struct Outcome {
        std::int64_t go = 0, come_back = 0, fields = 0, kept = 0;
        auto operator<=>(Outcome const&) const = default;
    };

    void write(std::size_t set, std::size_t company, std::string const& field, Json value) {
        auto& now = companies[company].values[field];
        if (now == value) return;
        companies[company].changes.push_back({set, field, now});
        now = std::move(value);
    }
    void set_deleted(std::size_t set, std::size_t company, bool is_deleted) {
        companies[company].changes.push_back({set, "deleted_at", companies[company].is_deleted});
        companies[company].is_deleted = is_deleted;
    }
    Outcome revert(std::size_t set, std::size_t undo) {
        Outcome outcome;
        for (std::size_t i = 0; i < companies.size(); ++i) {
            auto const was = companies[i];
            bool is_changed_by_others = false;
            std::map<std::string, Json> first;
            std::map<std::string, std::size_t> newest;
            for (auto const& change : was.changes) {
                newest[change.field] = change.set;
                if (change.set == set)
                    first.emplace(change.field, change.before);
                else
                    is_changed_by_others = true;
            }
            if (was.made_by == set && !was.is_deleted) {
                if (!is_changed_by_others && !was.is_pointed_to) {
                    ++outcome.go;
                    set_deleted(undo, i, true);
                    continue;
                }
                ++outcome.kept;
            }
            for (auto const& [field, before] : first) {
                if (newest[field] != set) {
                    ++outcome.kept;
                } else if (field == "deleted_at") {
                    ++(before.get<bool>() ? outcome.go : outcome.come_back);
                    set_deleted(undo, i, before.get<bool>());
                } else {
                    ++outcome.fields;
                    write(undo, i, field, before);
                }
            }
        }
        return outcome;
    }
    std::vector<Company> companies;
};

TEST_P(RevertsTest, random_change_sets_go_back_as_a_naive_twin_says_and_as_was_told_before) {
    std::mt19937 random(20261126);
    auto const below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    Twin twin;
    std::vector<RecordId> ids;
    std::vector<ChangeSetId> sets;
    std::set<std::size_t> reverted;
    for (int step = 0; step < 120; ++step) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < sets.size(); ++i)
            if (!reverted.contains(i)) open.push_back(i);
        if (below(3) == 0 && !open.empty()) {
            auto const set = open[below(open.size())];
            auto const undo = Write::begin("revert", member());
            auto const told = preview(sets[set]);
            auto const outcome = records_->revert(undo, sets[set]);
            ASSERT_OK(outcome);
            auto const expected = twin.revert(set, sets.size());
            std::int64_t staying = 0;
            for (auto const& [reason, each] : told.staying) staying += each.count;
            EXPECT_EQ((Twin::Outcome{told.go, told.come_back, told.fields, staying}), expected) << "step " << step;
            EXPECT_EQ(outcome->reverted, expected.go + expected.come_back + expected.fields) << "step " << step;
            EXPECT_EQ(static_cast<std::int64_t>(outcome->kept.size()), expected.kept) << "step " << step;
            reverted.insert(set);
            sets.push_back(undo.change_set);
        } else {
            auto const write = edit();
            auto const set = sets.size();
            for (std::size_t deed = 0; deed < 1 + below(5); ++deed) {
                if (ids.empty() || below(4) == 0) {
                    ids.push_back(add_company(write, fmt::format("{}", ids.size())));
                    twin.companies.emplace_back().made_by = set;
                    continue;
                }
                auto const company = below(ids.size());
                auto const current = stored(ids[company]);
                if (below(4) == 0) {
                    if (twin.companies[company].is_deleted)
                        ASSERT_OK(records_->restore(write, *company_, ids[company]));
                    else
                        ASSERT_OK(records_->remove(write, *company_, ids[company], version_of(current)));
                    twin.set_deleted(set, company, !twin.companies[company].is_deleted);
                } else if (!twin.companies[company].is_deleted) {
                    std::string const field = below(2) == 0 ? "city" : "industry";
                    Json const value = below(3) == 0 ? Json(nullptr) : Json(fmt::format("{}", below(3)));
                    change(write, ids[company], {{field, value}});
                    twin.write(set, company, field, value);
                }
            }
            // Of what changed nothing there is no change set.
            if (records_->change_set(member(), write.change_set)) sets.push_back(write.change_set);
            if (!ids.empty() && below(10) == 0) {
                auto const company = below(ids.size());
                if (!twin.companies[company].is_deleted) {
                    add_person({{"given_name", "Ona"}, {"company", ids[company].text()}});
                    twin.companies[company].is_pointed_to = true;
                }
            }
        }
        for (std::size_t i = 0; i < ids.size(); ++i) {
            auto const now = stored(ids[i]);
            EXPECT_EQ(now.contains("deleted_at"), twin.companies[i].is_deleted) << "step " << step;
            for (auto const& [field, value] : twin.companies[i].values) EXPECT_EQ(now[field], value) << "step " << step;
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(reverted.size(), 20u);
}

ON_BOTH_DATABASES(RevertsTest);

}  // namespace
}  // namespace kith::records
