// Projects with lines, in portfolios: what is counted from what is counted.
#pragma once

#include "records/formulas.hpp"
#include "records/row.hpp"
#include "records/type_change.hpp"
#include "schema/definitions.hpp"
#include "tests/records/definitions_fixture.hpp"

namespace kith::records {

class RollupsFixture : public DefinitionsFixture {
protected:
    void SetUp() override {
        DefinitionsFixture::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        ASSERT_OK(definitions_->add_object(author(), parsed(R"({"label": {"en": "Portfolio"}})")));
        ASSERT_OK(definitions_->add_object(author(), parsed(R"({"label": {"en": "Project"}, "fields": [
            {"label": {"en": "Portfolio"}, "type": "relation", "object": "portfolio"},
            {"label": {"en": "Parent"}, "type": "relation", "object": "project"}]})")));
        ASSERT_OK(definitions_->add_object(author(), parsed(R"({"label": {"en": "Line"}, "fields": [
            {"label": {"en": "Project"}, "type": "relation", "object": "project"},
            {"label": {"en": "Portfolio"}, "type": "relation", "object": "portfolio"},
            {"label": {"en": "Amount"}, "type": "decimal"},
            {"label": {"en": "Weight"}, "type": "number"},
            {"label": {"en": "Fee"}, "type": "money"},
            {"label": {"en": "Day"}, "type": "date"},
            {"label": {"en": "State"}, "type": "choice", "choices": [
                {"value": "open", "label": {"en": "Open"}}, {"value": "shut", "label": {"en": "Shut"}}]},
            {"label": {"en": "Double"}, "formula": "amount * 2"}]})")));
        auto open = rollup("Open total", "sum", "amount");
        open["rollup"]["where"] = "state = \"open\"";
        for (auto const& body :
             {rollup("Lines", "count"), rollup("Total", "sum", "amount"), open, rollup("Mean", "average", "amount"),
              rollup("Doubled", "sum", "double"), rollup("Cash", "sum", "fee"), rollup("Last day", "greatest", "day"),
              rollup("Weighs", "sum", "weight")})
            ASSERT_OK(definitions_->add_field(author(), "project", body));
        ASSERT_OK(definitions_->add_field(author(), "project", parsed(R"json({"label": {"en": "Title"},
            "formula": "name + \": \" + text(coalesce(total, 0))", "is_searchable": true})json")));
        ASSERT_OK(
            definitions_->add_field(author(), "portfolio", rollup("Worth", "sum", "total", "project", "portfolio")));
    }

    static Json rollup(std::string const& label, std::string const& function, std::string const& field = "",
                       std::string const& object = "line", std::string const& relation = "project") {
        Json body{{"label", {{"en", label}}},
                  {"rollup", {{"object", object}, {"relation", relation}, {"function", function}}}};
        if (!field.empty()) body["rollup"]["field"] = field;
        return body;
    }
    schema::ObjectPointer object(std::string_view name) { return records_->schema()->find(name); }
    RecordId add(std::string const& name, Json values = Json::object()) {
        if (!values.contains("name")) values["name"] = object(name)->label.at("en");
        auto const made = records_->create(by_system(), *object(name), values);
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? id_of(*made) : RecordId{};
    }
    Json get(std::string const& name, RecordId id) {
        auto const record = records_->get(Actor::system("test"), *object(name), id);
        EXPECT_TRUE(record) << store::describe(record.error());
        return record ? *record : Json();
    }
    Result<Json> update(std::string const& name, RecordId id, Json const& patch) {
        return records_->update(by_system("edit"), *object(name), id, version_of(get(name, id)), patch);
    }
    std::vector<std::string> names(std::string const& filter) {
        ListQuery query;
        query.filter = filter;
        auto const page = records_->list(administrator(), *object("project"), query);
        if (!page) return {page.error().message};
        std::vector<std::string> found;
        for (auto const& record : page->records) found.push_back(record["name"]);
        return found;
    }
    /// How often the log was told of the record.
    std::int64_t changes_of(RecordId id) {
        auto const rows = database_->read([&](store::Session& session) {
            return kith::records::run(session, "SELECT count(*) FROM change WHERE record_id = $1", {{id.uuid}});
        });
        EXPECT_TRUE(rows);
        return rows ? (*rows)[0].integer(0) : -1;
    }
    template <class T>
    static std::string refused(Result<T> const& outcome) {
        if (outcome) return "none";
        auto const& error = outcome.error();
        return error.fields.empty() ? error.reason : error.fields.front().field + " " + error.fields.front().code;
    }
};

}  // namespace kith::records
