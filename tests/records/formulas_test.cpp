// Fields that are worked out: kept right by every door, hidden with what they read, and worked out anew when a
// definition changes.
#include "records/formulas.hpp"

#include <random>

#include "records/limits.hpp"
#include "records/type_change.hpp"
#include "schema/limits.hpp"
#include "tests/records/definitions_fixture.hpp"

namespace kith::records {
namespace {

using schema::Author;

class FormulasTest : public DefinitionsFixture {
protected:
    void SetUp() override {
        DefinitionsFixture::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        ASSERT_OK(definitions_->add_object(author(), parsed(R"json({"label": {"en": "Line"}, "fields": [
            {"label": {"en": "Price"}, "type": "decimal"},
            {"label": {"en": "Quantity"}, "type": "number"},
            {"label": {"en": "Fee"}, "type": "money"},
            {"label": {"en": "State"}, "type": "choice", "choices": [
                {"value": "open", "label": {"en": "Open"}}, {"value": "shut", "label": {"en": "Shut"}}]},
            {"label": {"en": "Total"}, "formula": "price * quantity", "is_sortable": true},
            {"label": {"en": "Title"}, "formula": "name + \": \" + text(total)", "is_searchable": true}]})json")));
    }

    schema::ObjectPointer line() { return records_->schema()->find("line"); }
    RecordId add(Json values) {
        if (!values.contains("name")) values["name"] = "Line";
        auto const made = records_->create(by_system(), *line(), values);
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? id_of(*made) : RecordId{};
    }
    Json get(RecordId id) { return *records_->get(administrator(), *line(), id); }
    Json get(RecordId id, char const* field) { return get(id)[field]; }
    Result<Json> update(RecordId id, Json const& patch) {
        return records_->update(by_system("edit"), *line(), id, version_of(get(id)), patch);
    }
    std::vector<std::string> names(std::string const& filter, std::string const& sort = "total") {
        ListQuery query;
        query.filter = filter;
        query.sort = sort;
        auto const page = records_->list(administrator(), *line(), query);
        if (!page) return {page.error().fields.empty() ? page.error().message : page.error().fields.front().code};
        std::vector<std::string> found;
        for (auto const& record : page->records) found.push_back(record["name"]);
        return found;
    }
    std::string refused(Result<schema::ObjectPointer> const& outcome) {
        if (outcome) return "none";
        auto const& error = outcome.error();
        return error.fields.empty() ? error.reason : error.fields.front().field + " " + error.fields.front().code;
    }
    std::string add_field(std::string_view body) {
        return refused(definitions_->add_field(author(), "line", parsed(body)));
    }
    std::string change(char const* field, std::string_view body) {
        return refused(definitions_->change_field(author(), "line", field, parsed(body)));
    }
};

TEST_P(FormulasTest, what_cannot_be_is_refused) {
    auto const denied =
        definitions_->add_field(Author::begin(member()), "line", parsed(R"({"label": {"en": "X"}, "formula": "1"})"));
    EXPECT_EQ(denied.error().code, ErrorCode::forbidden);
    EXPECT_EQ(add_field(R"({"label": {"en": "X"}, "formula": "prize * 2"})"), "formula unknown_field");
    EXPECT_EQ(add_field(R"({"label": {"en": "X"}, "formula": "price *"})"), "formula syntax");
    EXPECT_EQ(add_field(R"({"label": {"en": "X"}, "formula": "x + 1"})"), "formula unknown_field");
    EXPECT_EQ(add_field(R"({"label": {"en": "X"}, "formula": "price + fee"})"), "formula wrong_kinds");
    EXPECT_EQ(add_field(R"({"label": {"en": "X"}, "formula": "price", "type": "text"})"), "formula other_kind");
    EXPECT_EQ(add_field(R"({"label": {"en": "X"}, "formula": "price", "is_required": true})"), "is_required read_only");
    EXPECT_EQ(add_field(R"({"label": {"en": "X"}})"), "type required");
    EXPECT_EQ(change("price", R"({"formula": "quantity"})"), "formula read_only");
    EXPECT_EQ(change("total", R"({"formula": ""})"), "formula required");
    EXPECT_EQ(change("total", R"({"formula": "name"})"), "formula other_kind");
    EXPECT_EQ(change("total", R"({"formula": "total + 1"})"), "formula reads_itself");
    EXPECT_EQ(change("total", R"json({"formula": "length(title)"})json"), "formula cycle");
    EXPECT_EQ(change("total", R"({"is_required": true})"), "is_required read_only");
    EXPECT_EQ(refused(definitions_->change_type(author(), "line", "total", parsed(R"({"type": "number"})"))),
              "formula");
    auto const created = records_->create(by_system(), *line(), {{"name", "x"}, {"total", "1.00"}});
    EXPECT_EQ(created.error().fields.front().code, "read_only");
}

TEST_P(FormulasTest, every_door_keeps_them) {
    auto const id = add({{"price", "2.50"}, {"quantity", 3}});
    EXPECT_EQ(get(id, "total"), "7.50");
    EXPECT_EQ(get(id, "title"), "Line: 7.5");
    ASSERT_OK(update(id, {{"quantity", 4}}));
    EXPECT_EQ(get(id, "total"), "10.00");
    auto const change_set = ChangeSetId::make();
    ASSERT_OK(records_->update({change_set, "edit", administrator(), {}}, *line(), id, version_of(get(id)),
                               {{"price", nullptr}}));
    EXPECT_EQ(get(id, "total"), nullptr);
    EXPECT_EQ(get(id, "title"), nullptr);
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), change_set));
    EXPECT_EQ(get(id, "total"), "10.00");
    auto const history = records_->history(administrator(), *line(), id);
    ASSERT_OK(history);
    for (auto const& entry : *history) EXPECT_NE(entry.field, "total");

    auto const many = records_->create_many(by_system(), *line(), parsed(R"([
        {"name": "a", "price": "1.00", "quantity": 9}, {"name": "b", "price": "1.00"}, {"name": "c", "price": "5.00", "quantity": 1}])"));
    ASSERT_OK(many);
    auto const brought = RecordId::make();
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        std::vector<NewRecord> const some{{brought, {{"name", "d"}, {"price", "4.00"}, {"quantity", 1}}}};
        return records_->insert_many(transaction, by_system(), *line(), some);
    }));
    EXPECT_EQ(get(brought, "title"), "d: 4");
    EXPECT_EQ(names("total >= 4"), (std::vector<std::string>{"d", "c", "a", "Line"}));
    EXPECT_EQ(names("total is absent"), std::vector<std::string>{"b"});
    EXPECT_EQ(names("title contains \"A: 9\""), std::vector<std::string>{"a"});
    ListQuery query;
    query.search = "Line: 10";
    EXPECT_EQ(records_->list(administrator(), *line(), query)->records.size(), 1U);
}

TEST_P(FormulasTest, a_formula_is_hidden_with_what_it_reads) {
    add({{"price", "2.50"}, {"quantity", 3}});
    ASSERT_OK(change_role("member", parsed(R"({"objects": {"line": {"read": true, "fields": {"price": "hidden"}}}})")));
    ListQuery query;
    auto const page = records_->list(member(), *line(), query);
    ASSERT_OK(page);
    for (auto const* field : {"price", "total", "title"}) EXPECT_FALSE(page->records[0].contains(field)) << field;
    EXPECT_TRUE(page->records[0].contains("quantity"));
    for (auto const* filter : {"total > 1", "title contains \"7\""}) {
        query.filter = filter;
        EXPECT_EQ(records_->list(member(), *line(), query).error().fields.front().code, "unknown_field");
    }
    query.filter.clear();
    query.sort = "total";
    EXPECT_EQ(records_->list(member(), *line(), query).error().fields.front().code, "unknown_field");
    query.sort.clear();
    query.search = "7.5";
    EXPECT_TRUE(records_->list(member(), *line(), query)->records.empty());
    auto const seen = access_->seen_by(member(), line());
    EXPECT_EQ(seen->find("total"), nullptr);
    EXPECT_NE(seen->find("quantity"), nullptr);
}

TEST_P(FormulasTest, a_name_that_stands_in_for_an_address_does_not_tell_it) {
    ASSERT_OK(definitions_->add_field(author(), "person",
                                      parsed(R"({"label": {"en": "Greeting"}, "formula": "\"Hello \" + name"})")));
    person_ = records_->schema()->find("person");
    EXPECT_TRUE(person_->find("greeting")->is_personal);
    auto const id = add_person({{"email", "ona@example.com"}});
    EXPECT_EQ((*records_->get(administrator(), *person_, id))["greeting"], nullptr);
    EXPECT_EQ(access_->field_right(member(), *person_, "greeting"), access::FieldRight::write);
    ASSERT_OK(
        change_role("member", parsed(R"({"objects": {"person": {"read": true, "fields": {"email": "hidden"}}}})")));
    EXPECT_EQ(access_->field_right(member(), *person_, "greeting"), access::FieldRight::hidden);
    EXPECT_EQ(access_->field_right(member(), *person_, "name"), access::FieldRight::write);
}

TEST_P(FormulasTest, what_a_formula_reads_stays_while_it_does) {
    auto const id = add({{"price", "2.50"}, {"quantity", 3}, {"state", "open"}});
    EXPECT_EQ(refused(definitions_->retire_field(author(), "line", "price")), "in_use");
    auto const usage = definitions_->usage(administrator(), "line", "price");
    ASSERT_EQ(usage->mentions.size(), 2U);
    EXPECT_EQ(usage->mentions[0].kind, "formula");
    EXPECT_EQ(usage->mentions[0].name, "line.total");
    // Another type of it is another value of the formula, or none.
    EXPECT_EQ(refused(definitions_->change_type(author(), "line", "price", parsed(R"({"type": "text"})"))),
              "formula_breaks");
    EXPECT_EQ(refused(definitions_->change_type(author(), "line", "price",
                                                parsed(R"({"type": "decimal", "scale": 0, "is_lossy": true})"))),
              "none");
    EXPECT_EQ(get(id, "total"), get(id, "price").is_null() ? Json(nullptr) : Json("7.50"));
    // So is a choice that it compares with.
    EXPECT_EQ(add_field(R"json({"label": {"en": "Rest"}, "formula": "if(state = \"open\", 1, 0)"})json"), "none");
    EXPECT_EQ(change("state", R"({"choices": [{"value": "shut", "label": {"en": "Shut"}}]})"), "formula_breaks");
    EXPECT_EQ(get(id, "rest"), "1.00");
    // Out of use it stands in nobody's way; back it says what it should.
    EXPECT_EQ(refused(definitions_->retire_field(author(), "line", "title")), "none");
    EXPECT_EQ(refused(definitions_->retire_field(author(), "line", "total")), "none");
    ASSERT_OK(update(id, {{"quantity", 5}, {"price", 2}}));
    EXPECT_EQ(refused(definitions_->restore_field(author(), "line", "title")), "formula_breaks");
    EXPECT_EQ(refused(definitions_->restore_field(author(), "line", "total")), "none");
    EXPECT_EQ(get(id, "total"), "10.00");
}

TEST_P(FormulasTest, a_changed_formula_is_worked_out_anew_and_back) {
    auto const id = add({{"price", "2.50"}, {"quantity", 3}});
    auto const changing = author();
    ASSERT_OK(definitions_->change_field(changing, "line", "total", parsed(R"({"formula": "price + quantity"})")));
    EXPECT_EQ(get(id, "total"), "5.50");
    EXPECT_EQ(get(id, "title"), "Line: 5.5");
    EXPECT_EQ(names("total = 5.5"), std::vector<std::string>{"Line"});
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), changing.change_set));
    EXPECT_EQ(get(id, "total"), "7.50");
    EXPECT_EQ(get(id, "title"), "Line: 7.5");
    auto const adding = author();
    ASSERT_OK(definitions_->add_field(adding, "line",
                                      parsed(R"({"label": {"en": "Half"}, "formula": "total / 2", "scale": 1})")));
    EXPECT_EQ(get(id, "half"), "3.8");
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), adding.change_set));
    EXPECT_EQ(line()->find("half"), nullptr);
    EXPECT_EQ(line()->find_retired("half"), nullptr);
    EXPECT_FALSE(get(id).contains("half"));
}

TEST_P(FormulasTest, in_a_large_object_a_job_works_them_out) {
    definitions_->set_formulas(formulas(2));
    std::vector<RecordId> ids;
    for (int i = 1; i <= 3; ++i) ids.push_back(add({{"price", "2.00"}, {"quantity", i}}));
    ASSERT_OK(definitions_->change_field(author(), "line", "total", parsed(R"({"formula": "price + quantity"})")));
    // Nothing, rather than something old.
    for (auto const id : ids) EXPECT_EQ(get(id, "total"), nullptr);
    auto const written = work_out_formulas(*database_, *published_, R"({"object": "line"})");
    ASSERT_OK(written);
    EXPECT_EQ(*written, 3);
    EXPECT_EQ(get(ids[2], "total"), "5.00");
    EXPECT_EQ(get(ids[2], "title"), "Line: 5");
    EXPECT_EQ(*work_out_formulas(*database_, *published_, R"({"object": "line"})"), 0);
    EXPECT_EQ(*work_out_formulas(*database_, *published_, R"({"object": "gone"})"), 0);
}

TEST_P(FormulasTest, an_object_has_so_many_and_no_more) {
    for (std::size_t i = 2; i < limits::formulas_per_object_max; ++i)
        ASSERT_EQ(add_field(fmt::format(R"({{"label": {{"en": "F{}"}}, "formula": "price + {}"}})", i, i)), "none");
    EXPECT_EQ(add_field(R"({"label": {"en": "More"}, "formula": "price"})"), "formula limit_reached");
}

// Whatever is done, in whatever order, what is kept is what the formulas come to.
TEST_P(FormulasTest, random_series_of_writes_leave_nothing_stale) {
    std::mt19937 random(7);
    auto const pick = [&](std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
    };
    auto const values = [&] {
        Json json = Json::object();
        if (pick(3) > 0) json["price"] = pick(4) == 0 ? Json(nullptr) : Json(fmt::format("{}.{}", pick(9), pick(9)));
        if (pick(3) > 0) json["quantity"] = pick(4) == 0 ? Json(nullptr) : Json(pick(7));
        return json;
    };
    std::vector<RecordId> ids{add({}), add({{"price", "1.00"}})};
    std::vector<ChangeSetId> sets;
    for (int step = 0; step < 150; ++step) {
        auto const id = ids[pick(ids.size())];
        auto const write = Write::begin("edit", administrator());
        auto const record =
            database_->read([&](store::Session& session) { return records_->load(session, *line(), id); });
        ASSERT_OK(record);
        bool const is_deleted = record->contains("deleted_at");
        switch (pick(6)) {
            case 0:
                ids.push_back(add(values()));
                break;
            case 1:
                if (is_deleted)
                    ASSERT_OK(records_->restore(write, *line(), id));
                else
                    ASSERT_OK(records_->remove(write, *line(), id, version_of(*record)));
                break;
            case 2:
                if (sets.empty()) break;
                ASSERT_OK(records_->revert(write, sets.back()));
                sets.pop_back();
                break;
            case 3:
                ASSERT_OK(definitions_->change_field(
                    author(), "line", "total",
                    Json{{"formula", pick(2) == 0 ? "price * quantity" : "coalesce(price, 1) - quantity"}}));
                break;
            default: {
                if (is_deleted) break;
                auto const updated = records_->update(write, *line(), id, version_of(*record), values());
                ASSERT_OK(updated);
                // What is as it was is no change.
                if (version_of(*updated) != version_of(*record)) sets.push_back(write.change_set);
            }
        }
    }
    auto const formula = line()->find("total")->formula;
    for (auto const id : ids) {
        auto const record =
            database_->read([&](store::Session& session) { return records_->load(session, *line(), id); });
        Json expected = nullptr;
        auto const price = (*record)["price"], quantity = (*record)["quantity"];
        bool const is_product = formula == "price * quantity";
        if (!quantity.is_null() && (!is_product || !price.is_null())) {
            auto const cents = price.is_null() ? 100 : std::llround(std::stod(price.get<std::string>()) * 100);
            auto const count = std::llround(quantity.get<double>());
            auto const total = is_product ? cents * count : cents - 100 * count;
            expected = fmt::format("{}{}.{:02}", total < 0 ? "-" : "", std::abs(total) / 100, std::abs(total) % 100);
        }
        EXPECT_EQ((*record)["total"], expected) << dump_json(*record) << formula;
    }
}

ON_BOTH_DATABASES(FormulasTest);

}  // namespace
}  // namespace kith::records
