// Fields that are counted from the records of others: kept right by every door, hidden with what they count, worked out
// anew when a definition changes.
#include "records/rollups.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "records/limits.hpp"
#include "records/type_change.hpp"
#include "schema/limits.hpp"
#include "schema/set_up.hpp"
#include "tests/records/rollups_fixture.hpp"

namespace kith::records {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RollupsTest : public RollupsFixture {};

TEST_P(RollupsTest, what_cannot_be_is_refused_with_its_place) {
    auto const denied = definitions_->add_field(schema::Author::begin(member()), "project", rollup("X", "count"));
    EXPECT_EQ(denied.error().code, ErrorCode::forbidden);
    auto const faults = [&](std::string_view parts) {
        auto body = parsed(R"({"label": {"en": "X"}})");
        body["rollup"] = parsed(parts);
        return refused(definitions_->add_field(author(), "project", body));
    };
    EXPECT_EQ(faults("[]"), "rollup wrong_type");
    EXPECT_EQ(faults("{}"), "rollup.function required");
    EXPECT_EQ(faults(R"({"function": "count"})"), "rollup.object required");
    EXPECT_EQ(faults(R"({"function": "cuont", "object": "line", "relation": "project"})"),
              "rollup.function unknown_function");
    EXPECT_EQ(faults(R"({"function": "count", "object": "lien", "relation": "project"})"),
              "rollup.object unknown_object");
    EXPECT_EQ(faults(R"({"function": "count", "object": "line", "relation": "projct"})"),
              "rollup.relation unknown_field");
    EXPECT_EQ(faults(R"({"function": "count", "object": "line", "relation": "amount"})"),
              "rollup.relation other_relation");
    EXPECT_EQ(faults(R"({"function": "count", "object": "line", "relation": "project", "field": "amount"})"),
              "rollup.field wrong");
    EXPECT_EQ(faults(R"({"function": "sum", "object": "line", "relation": "project"})"), "rollup.field required");
    EXPECT_EQ(faults(R"({"function": "sum", "object": "line", "relation": "project", "field": "amuont"})"),
              "rollup.field unknown_field");
    EXPECT_EQ(faults(R"({"function": "sum", "object": "line", "relation": "project", "field": "day"})"),
              "rollup.field wrong_type");
    EXPECT_EQ(faults(R"({"function": "least", "object": "line", "relation": "project", "field": "updated_at"})"),
              "rollup.field wrong_type");
    auto const where = [&](std::string const& rule) {
        auto body = rollup("X", "count");
        body["rollup"]["where"] = rule;
        return refused(definitions_->add_field(author(), "project", body));
    };
    EXPECT_EQ(where("amuont > 1"), "rollup.where unknown_field");
    EXPECT_EQ(where("amount >"), "rollup.where syntax");
    EXPECT_EQ(where("day < today"), "rollup.where moves_with_time");
    EXPECT_EQ(where("created_at > \"2026-01-01\""), "rollup.where moves_with_time");
    EXPECT_EQ(where("project.name = \"x\""), "rollup.where other_record");
    EXPECT_EQ(where("project is present"), "rollup.where not_readable");
    auto other = rollup("X", "sum", "amount");
    other["type"] = "money";
    EXPECT_EQ(refused(definitions_->add_field(author(), "project", other)), "rollup other_kind");
    auto both = rollup("X", "count");
    both["formula"] = "1";
    EXPECT_EQ(refused(definitions_->add_field(author(), "project", both)), "rollup wrong");
    auto required = rollup("X", "count");
    required["is_required"] = true;
    EXPECT_EQ(refused(definitions_->add_field(author(), "project", required)), "is_required read_only");
    EXPECT_EQ(refused(definitions_->change_type(author(), "project", "total", {{"type", "number"}})), "rollup");
    EXPECT_EQ(
        refused(definitions_->change_field(author(), "project", "name", {{"rollup", rollup("X", "count")["rollup"]}})),
        "rollup read_only");
    auto const nearest = definitions_->add_field(author(), "project", rollup("X", "sum", "amuont"));
    EXPECT_THAT(nearest.error().fields.front().message, HasSubstr("amount"));
    auto const written = records_->create(by_system(), *object("project"), {{"name", "x"}, {"total", "1.00"}});
    EXPECT_EQ(written.error().fields.front().code, "read_only");
}

TEST_P(RollupsTest, every_door_keeps_them) {
    auto const one = add("project"), two = add("project");
    EXPECT_EQ(get("project", one)["lines"], 0);
    EXPECT_EQ(get("project", one)["total"], nullptr);
    EXPECT_EQ(get("project", one)["title"], "Project: 0");
    auto const a = add("line", {{"project", one.text()}, {"amount", "2.50"}, {"state", "open"}, {"fee", "3 EUR"}});
    auto const b = add("line", {{"project", one.text()}, {"amount", "1.00"}, {"state", "shut"}, {"day", "2026-03-01"}});
    EXPECT_EQ(get("project", one)["lines"], 2);
    EXPECT_EQ(get("project", one)["total"], "3.50");
    EXPECT_EQ(get("project", one)["open_total"], "2.50");
    EXPECT_EQ(get("project", one)["mean"], "1.75");
    EXPECT_EQ(get("project", one)["doubled"], "7.00");
    EXPECT_EQ(get("project", one)["cash"], parsed(R"({"minor": 300, "currency": "EUR"})"));
    EXPECT_EQ(get("project", one)["last_day"], "2026-03-01");
    EXPECT_EQ(get("project", one)["title"], "Project: 3.5");
    // From one to another.
    ASSERT_OK(update("line", b, {{"project", two.text()}, {"amount", "4.00"}}));
    EXPECT_EQ(get("project", one)["total"], "2.50");
    EXPECT_EQ(get("project", two)["total"], "4.00");
    EXPECT_EQ(get("project", two)["last_day"], "2026-03-01");
    // A field of the condition.
    ASSERT_OK(update("line", b, {{"state", "open"}}));
    EXPECT_EQ(get("project", two)["open_total"], "4.00");
    // Out, back, back again.
    auto const out = Write::begin("edit", administrator());
    ASSERT_OK(records_->remove(out, *object("line"), b, version_of(get("line", b))));
    EXPECT_EQ(get("project", two)["lines"], 0);
    EXPECT_EQ(get("project", two)["last_day"], nullptr);
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), out.change_set));
    EXPECT_EQ(get("project", two)["lines"], 1);
    // Amounts in two currencies come to nothing, until one of them goes.
    auto const dollars = add("line", {{"project", one.text()}, {"fee", "2 USD"}});
    EXPECT_EQ(get("project", one)["cash"], nullptr);
    ASSERT_OK(records_->remove(by_system("edit"), *object("line"), dollars, 1));
    EXPECT_EQ(get("project", one)["cash"]["minor"], 300);
    // Neither a version nor history of it.
    EXPECT_EQ(version_of(get("project", one)), 1);
    auto const history = records_->history(administrator(), *object("project"), one);
    ASSERT_OK(history);
    EXPECT_THAT(*history, IsEmpty());
    // Found as any field is.
    EXPECT_EQ(names("total >= 4"), std::vector<std::string>{"Project"});
    ListQuery query;
    query.search = "Project: 4";
    EXPECT_EQ(records_->list(administrator(), *object("project"), query)->records.size(), 1U);
    (void)a;
}

TEST_P(RollupsTest, what_is_counted_may_be_counted_again) {
    auto const portfolio = add("portfolio");
    auto const project = add("project", {{"portfolio", portfolio.text()}});
    auto const line = add("line", {{"project", project.text()}, {"amount", "5.00"}});
    EXPECT_EQ(get("portfolio", portfolio)["worth"], "5.00");
    ASSERT_OK(update("line", line, {{"amount", "6.50"}}));
    EXPECT_EQ(get("portfolio", portfolio)["worth"], "6.50");
    ASSERT_OK(update("project", project, {{"portfolio", nullptr}}));
    EXPECT_EQ(get("portfolio", portfolio)["worth"], nullptr);
}

TEST_P(RollupsTest, a_circle_across_records_is_refused_with_its_way_round) {
    ASSERT_OK(definitions_->add_field(
        author(), "project", parsed(R"json({"label": {"en": "Own total"}, "formula": "coalesce(total, 0)"})json")));
    ASSERT_OK(definitions_->add_field(author(), "project", rollup("Members", "sum", "own_total", "project", "parent")));
    auto const project = add("project"), part = add("project", {{"parent", project.text()}});
    add("line", {{"project", part.text()}, {"amount", "5.00"}});
    EXPECT_EQ(get("project", project)["members"], "5.00");
    auto const ring = definitions_->change_field(author(), "project", "own_total",
                                                 {{"formula", "coalesce(total, 0) + coalesce(members, 0)"}});
    EXPECT_EQ(refused(ring), "rollup cycle");
    EXPECT_THAT(ring.error().message, HasSubstr("project.members"));
    EXPECT_THAT(ring.error().message, HasSubstr("project.own_total"));
}

TEST_P(RollupsTest, many_of_one_parent_are_counted_once_a_transaction) {
    auto const project = add("project");
    auto const before = changes_of(project);
    std::vector<NewRecord> many;
    for (int i = 0; i < 1000; ++i)
        many.push_back({RecordId::make(), {{"name", "x"}, {"project", project.text()}, {"amount", "0.01"}}});
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return records_->insert_many(transaction, by_system(), *object("line"), many);
    }));
    EXPECT_EQ(get("project", project)["total"], "10.00");
    EXPECT_EQ(changes_of(project), before + 1);
    // One edit among a thousand is in the order of a millisecond a rollup; the bound is loose, for machines differ.
    auto const began = std::chrono::steady_clock::now();
    constexpr int edits = 20;
    for (int i = 0; i < edits; ++i)
        ASSERT_OK(update("line", many[static_cast<std::size_t>(i)].id, {{"amount", "1.01"}}));
    auto const took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    RecordProperty("ms_an_edit", std::to_string(took / edits));
    EXPECT_EQ(get("project", project)["total"], "30.00");
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        for (auto const& each : many)
            TRY(records_->patch(transaction, by_system(), *object("line"), each.id, {{"amount", "2.00"}}));
        return {};
    }));
    EXPECT_EQ(get("project", project)["total"], "2000.00");
    EXPECT_EQ(changes_of(project), before + 1 + edits + 1);
}

TEST_P(RollupsTest, a_rollup_is_hidden_with_what_it_counts) {
    auto const project = add("project");
    add("line", {{"project", project.text()}, {"amount", "2.50"}});
    auto const seen = [&](Json const& rights) {
        EXPECT_TRUE(change_role("member", {{"objects", {{"line", rights}}}}));
        auto const record = records_->get(member(), *object("project"), project);
        std::string shown;
        for (auto const* field : {"lines", "total", "open_total", "cash", "title"})
            if (record->contains(field)) shown += fmt::format("{} ", field);
        return shown;
    };
    EXPECT_EQ(seen(parsed(R"({"read": true})")), "lines total open_total cash title ");
    EXPECT_EQ(seen(parsed(R"({"fields": {"state": "hidden"}})")), "lines total cash title ");
    EXPECT_EQ(seen(parsed(R"({"fields": {"state": "write", "amount": "hidden"}})")), "lines cash ");
    // A rule on the rows: a count would tell how many of them it hides.
    EXPECT_EQ(seen(parsed(R"json({"fields": {"amount": "write"}, "rows": "state = \"open\""})json")), "");
    for (auto const* filter : {"lines > 0", "title contains \"2\""}) {
        ListQuery query;
        query.filter = filter;
        EXPECT_EQ(records_->list(member(), *object("project"), query).error().fields.front().code, "unknown_field");
    }
    EXPECT_EQ(access_->seen_by(member(), object("project"))->find("total"), nullptr);
    EXPECT_EQ(seen(parsed(R"({"rows": null, "read": false})")), "");
    EXPECT_EQ(seen(parsed(R"({"read": true})")), "lines total open_total cash title ");
}

TEST_P(RollupsTest, what_a_rollup_reads_stays_while_it_does) {
    for (auto const* field : {"amount", "state", "project"})
        EXPECT_EQ(refused(definitions_->retire_field(author(), "line", field)), "in_use") << field;
    EXPECT_EQ(refused(definitions_->retire_object(author(), "line")), "in_use");
    auto const usage = definitions_->usage(administrator(), "line", "state");
    ASSERT_EQ(usage->mentions.size(), 1U);
    EXPECT_EQ(usage->mentions[0].kind, "rollup");
    EXPECT_EQ(usage->mentions[0].name, "project.open_total");
    EXPECT_EQ(refused(definitions_->change_field(author(), "line", "state",
                                                 parsed(R"({"choices": [{"value": "shut", "label": {"en": "S"}}]})"))),
              "rollup_breaks");
    EXPECT_EQ(refused(definitions_->change_type(author(), "line", "fee", {{"type", "text"}})), "rollup_breaks");
    EXPECT_EQ(refused(definitions_->retire_field(author(), "project", "total")), "in_use");  // its formula, and others'
    EXPECT_EQ(refused(definitions_->retire_field(author(), "project", "open_total")), "none");
    EXPECT_EQ(refused(definitions_->retire_field(author(), "line", "state")), "none");
    EXPECT_EQ(refused(definitions_->restore_field(author(), "project", "open_total")), "rollup_breaks");
    EXPECT_EQ(refused(definitions_->restore_field(author(), "line", "state")), "none");
    auto const project = add("project");
    add("line", {{"project", project.text()}, {"amount", "2.50"}, {"state", "open"}});
    EXPECT_EQ(refused(definitions_->restore_field(author(), "project", "open_total")), "none");
    EXPECT_EQ(get("project", project)["open_total"], "2.50");
}

TEST_P(RollupsTest, a_changed_definition_counts_anew_and_back) {
    auto const project = add("project");
    add("line", {{"project", project.text()}, {"amount", "2.55"}, {"state", "open"}});
    add("line", {{"project", project.text()}, {"amount", "1.00"}, {"state", "shut"}});
    auto const changing = author();
    auto body = rollup("Open total", "sum", "amount");
    body["rollup"]["where"] = "state = \"shut\"";
    ASSERT_OK(definitions_->change_field(changing, "project", "open_total", {{"rollup", body["rollup"]}}));
    EXPECT_EQ(get("project", project)["open_total"], "1.00");
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), changing.change_set));
    EXPECT_EQ(get("project", project)["open_total"], "2.55");
    // What it reads changes: a formula of theirs, the digits of a field.
    ASSERT_OK(definitions_->change_field(author(), "line", "double", {{"formula", "amount * 3"}}));
    EXPECT_EQ(get("project", project)["doubled"], "10.65");
    auto const rounding = author();
    ASSERT_OK(definitions_->change_type(rounding, "line", "amount",
                                        parsed(R"({"type": "decimal", "scale": 1, "is_lossy": true})")));
    EXPECT_EQ(get("project", project)["total"], "1.00");
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), rounding.change_set));
    EXPECT_EQ(get("project", project)["total"], "3.55");
    auto const adding = author();
    ASSERT_OK(definitions_->add_field(adding, "project", rollup("Largest", "greatest", "amount")));
    EXPECT_EQ(get("project", project)["largest"], "2.55");
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), adding.change_set));
    EXPECT_EQ(object("project")->find("largest"), nullptr);
    EXPECT_EQ(object("project")->find_retired("largest"), nullptr);
}

TEST_P(RollupsTest, in_a_large_object_a_job_counts_them) {
    definitions_->set_formulas(formulas(1));
    auto const one = add("project"), two = add("project");
    add("line", {{"project", one.text()}, {"amount", "2.00"}});
    add("line", {{"project", two.text()}, {"amount", "3.00"}});
    ASSERT_OK(definitions_->change_field(author(), "line", "double", {{"formula", "amount * 3"}}));
    // Nothing, rather than something old.
    EXPECT_EQ(get("project", one)["doubled"], nullptr);
    ASSERT_OK(work_out_formulas(*database_, *published_, R"({"object": "project"})"));
    EXPECT_EQ(get("project", one)["doubled"], nullptr);
    // Whichever comes first, the other follows.
    ASSERT_OK(work_out_formulas(*database_, *published_, R"({"object": "line"})"));
    EXPECT_EQ(get("project", one)["doubled"], "6.00");
    EXPECT_EQ(get("project", two)["doubled"], "9.00");
    EXPECT_EQ(*work_out_formulas(*database_, *published_, R"({"object": "project"})"), 0);
}

TEST_P(RollupsTest, there_are_so_many_and_no_more) {
    auto const own = [&](std::string const& name) {
        std::size_t count = 0;
        for (auto const& field : object(name)->fields) count += field.rollup ? 1 : 0;
        return count;
    };
    for (int i = 0; own("project") < limits::rollups_per_object_max; ++i)
        ASSERT_OK(definitions_->add_field(author(), "project",
                                          rollup(fmt::format("F{}", i), "count", "", "project", "parent")));
    EXPECT_EQ(refused(definitions_->add_field(author(), "project", rollup("More", "count"))), "rollup limit_reached");
    auto from = records_->schema()->rollups_from("line").size();
    for (int i = 0; from < limits::rollups_from_object_max; ++i, ++from)
        ASSERT_OK(definitions_->add_field(author(), "portfolio",
                                          rollup(fmt::format("G{}", i), "count", "", "line", "portfolio")));
    EXPECT_EQ(refused(definitions_->add_field(author(), "portfolio", rollup("More", "count", "", "line", "portfolio"))),
              "rollup too_many_counted");
}

TEST_P(RollupsTest, sums_are_exact_and_what_leaves_the_limits_is_absent) {
    auto const project = add("project");
    add("line", {{"project", project.text()}, {"amount", "9999999999999.99"}});
    EXPECT_EQ(get("project", project)["total"], "9999999999999.99");
    auto const second = add("line", {{"project", project.text()}, {"amount", "0.01"}});
    EXPECT_EQ(get("project", project)["total"], nullptr);
    EXPECT_EQ(get("project", project)["mean"], "5000000000000.00");
    ASSERT_OK(update("line", second, {{"amount", "-0.02"}}));
    EXPECT_EQ(get("project", project)["total"], "9999999999999.97");
    EXPECT_EQ(get("project", project)["mean"], "4999999999999.99");  // ….985, away from zero
}

TEST_P(RollupsTest, people_count_as_their_lists_show_them) {
    ASSERT_OK(definitions_->add_field(author(), "company", rollup("People", "count", "", "person", "company")));
    auto all = rollup("Visitors", "count", "", "person", "company");
    all["rollup"]["where"] = "is_known = false";
    ASSERT_OK(definitions_->add_field(author(), "company", all));
    auto const company = add("company");
    auto const ona = add_person({{"given_name", "Ona"}, {"company", company.text()}});
    auto const jonas = add_person({{"given_name", "Jonas"}, {"company", company.text()}});
    add_person({{"company", company.text()}, {"is_known", false}});
    EXPECT_EQ(get("company", company)["people"], 2);
    EXPECT_EQ(get("company", company)["visitors"], 1);
    auto const join = by_system("join");
    auto const person = object("person");
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return records_->set_joined_into(transaction, join, *person, jonas, ona);
    }));
    EXPECT_EQ(get("company", company)["people"], 1);
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return records_->set_joined_into(transaction, join, *person, jonas, std::nullopt);
    }));
    EXPECT_EQ(get("company", company)["people"], 2);
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        TRY(records_->leave(transaction, *person, jonas));
        TRY(kith::records::run(transaction, fmt::format("DELETE FROM {} WHERE id = $1", person->table),
                               {{jonas.uuid}}));
        return {};
    }));
    EXPECT_EQ(get("company", company)["people"], 1);
}

TEST_P(RollupsTest, what_others_say_of_an_erased_person_is_no_longer_counted) {
    ASSERT_OK(definitions_->add_field(
        author(), "line", parsed(R"({"label": {"en": "Customer"}, "type": "relation", "object": "person"})")));
    ASSERT_OK(definitions_->change_field(author(), "line", "amount", {{"is_personal", true}}));
    ASSERT_OK(definitions_->add_field(author(), "person", rollup("Spent", "sum", "amount", "line", "customer")));
    auto const ona = add_person({{"given_name", "Ona"}});
    auto const project = add("project");
    add("line", {{"project", project.text()}, {"customer", ona.text()}, {"amount", "7.00"}});
    auto const person = object("person");
    EXPECT_TRUE(person->find("spent")->is_personal);
    EXPECT_EQ((*records_->get(administrator(), *person, ona))["spent"], "7.00");
    ASSERT_OK(database_->write(
        [&](store::Transaction& transaction) { return records_->forget_person(transaction, PersonId{ona.uuid}); }));
    EXPECT_EQ(get("project", project)["total"], nullptr);
    EXPECT_EQ(get("project", project)["lines"], 1);
    EXPECT_EQ((*records_->get(administrator(), *person, ona))["spent"], nullptr);
}

TEST_P(RollupsTest, a_set_up_brings_them_after_what_they_count) {
    auto const set_up = schema::set_up_of(*records_->schema());
    EXPECT_THAT(dump_json(set_up["project"]["fields"]), Not(HasSubstr("reads")));
    schema::Differences told;
    // Nothing differs from itself.
    ASSERT_OK(database_->write(
        [&](store::Transaction& transaction) { return definitions_->take_over(transaction, author(), set_up, told); }));
    EXPECT_TRUE(told.changes.empty());
    // Under other names all of it is new.
    auto text =
        dump_json({{"project", set_up["project"]}, {"line", set_up["line"]}, {"portfolio", set_up["portfolio"]}});
    for (auto const* name : {"project", "line", "portfolio"})
        for (std::size_t at = 0; (at = text.find(fmt::format("\"{}", name), at)) != std::string::npos; at += 3)
            text.insert(at + 1, "x_");
    told = {};
    auto const taken = database_->write([&](store::Transaction& transaction) {
        return definitions_->take_over(transaction, author(), parsed(text), told);
    });
    ASSERT_TRUE(taken) << store::describe(taken.error()) << text;
    auto const made = records_->schema()->find("x_project");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->find("total")->rollup->object, "x_line");
}

TEST_P(RollupsTest, another_field_brings_its_digits_and_what_is_of_what_is_counted_follows) {
    ASSERT_OK(definitions_->add_field(author(), "line",
                                      parsed(R"({"label": {"en": "Pieces"}, "type": "decimal", "scale": 0})")));
    ASSERT_OK(definitions_->add_field(author(), "project", rollup("Came to", "sum", "pieces")));
    auto const project = add("project");
    for (int i = 0; i < 2; ++i) add("line", {{"project", project.text()}, {"amount", "1.30"}, {"pieces", "7"}});
    EXPECT_EQ(get("project", project)["came_to"], "14");
    auto const by = author();
    ASSERT_OK(
        definitions_->change_field(by, "project", "came_to", {{"rollup", rollup("", "sum", "amount")["rollup"]}}));
    EXPECT_EQ(get("project", project)["came_to"], "2.60");
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), by.change_set));
    EXPECT_EQ(get("project", project)["came_to"], "14");
    // The digits of what is counted change, and so do those of the count.
    ASSERT_OK(definitions_->change_type(author(), "line", "amount", parsed(R"({"type": "decimal", "scale": 4})")));
    EXPECT_EQ(get("project", project)["total"], "2.6000");
    add("line", {{"project", project.text()}, {"amount", "0.0001"}});
    EXPECT_EQ(get("project", project)["total"], "2.6001");
    // And they are those of the next start.
    EXPECT_EQ(object("project")->find("total")->scale, 4);
    ASSERT_OK(definitions_->change_field(author(), "line", "day", parsed(R"({"is_personal": true})")));
    EXPECT_TRUE(object("project")->find("last_day")->is_personal);
}

TEST_P(RollupsTest, what_an_object_counts_of_itself_follows_a_changed_formula) {
    ASSERT_OK(definitions_->add_field(author(), "project",
                                      parsed(R"json({"label": {"en": "Tripled"}, "formula": "total * 2"})json")));
    ASSERT_OK(definitions_->add_field(author(), "project", rollup("Below", "sum", "tripled", "project", "parent")));
    auto const top = add("project"), part = add("project", {{"parent", top.text()}}),
               leaf = add("project", {{"parent", part.text()}});
    for (auto const& each : {part, leaf}) add("line", {{"project", each.text()}, {"amount", "5.00"}});
    EXPECT_EQ(get("project", top)["below"], "10.00");
    ASSERT_OK(definitions_->change_field(author(), "project", "tripled", {{"formula", "total * 3"}}));
    EXPECT_EQ(get("project", top)["below"], "15.00");
    EXPECT_EQ(get("project", part)["below"], "15.00");
}

TEST_P(RollupsTest, out_of_use_it_keeps_nothing_and_comes_back_counted) {
    auto const project = add("project");
    add("line", {{"project", project.text()}, {"day", "1980-02-03"}});
    auto const column = object("project")->find("last_day")->column;
    auto const kept = fmt::format("SELECT count(*) FROM {} WHERE {} IS NOT NULL", object("project")->table, column);
    EXPECT_EQ(number(kept), 1);
    ASSERT_OK(definitions_->retire_field(author(), "project", "last_day"));
    EXPECT_EQ(number(kept), 0);
    add("line", {{"project", project.text()}, {"day", "1981-02-03"}});
    ASSERT_OK(definitions_->restore_field(author(), "project", "last_day"));
    EXPECT_EQ(get("project", project)["last_day"], "1981-02-03");
}

TEST_P(RollupsTest, one_that_comes_back_needs_room) {
    ASSERT_OK(definitions_->retire_field(author(), "project", "lines"));
    for (int i = 0; definitions_->add_field(author(), "project", rollup("N" + std::to_string(i), "count")); ++i)
        ASSERT_LT(i, static_cast<int>(limits::rollups_per_object_max));
    EXPECT_NE(refused(definitions_->restore_field(author(), "project", "lines")), "none");
}

TEST_P(RollupsTest, a_set_up_of_two_objects_and_a_count_between_them_is_taken_back) {
    auto const by = author();
    schema::Differences told;
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return definitions_->take_over(transaction, by, parsed(R"({
            "box": {"label": {"en": "Box"}, "label_plural": {"en": "Boxes"}, "plural": "boxes", "fields": [
                {"name": "things", "label": {"en": "Things"}, "rollup": {"object": "thing", "relation": "box", "function": "count"}}]},
            "thing": {"label": {"en": "Thing"}, "label_plural": {"en": "Things"}, "plural": "things", "fields": [
                {"name": "box", "label": {"en": "Box"}, "type": "relation", "object": "box"}]}})"),
                                       told);
    }));
    ASSERT_OK(definitions_->reload());
    add("thing", {{"box", add("box").text()}});
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), by.change_set));
    EXPECT_FALSE(object("box"));
    EXPECT_FALSE(object("thing"));
}

TEST_P(RollupsTest, tiny_numbers_are_written_and_add_nothing) {
    auto const project = add("project");
    for (double const weight : {1e-310, 5e-324, 2.5}) add("line", {{"project", project.text()}, {"weight", weight}});
    EXPECT_EQ(get("project", project)["weighs"], 2.5);
}

ON_BOTH_DATABASES(RollupsTest);

}  // namespace
}  // namespace kith::records
