#include "records/formulas.hpp"

#include <algorithm>

#include "records/row.hpp"
#include "records/search_document.hpp"
#include "schema/limits.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::Object;
using store::Transaction;

Result<schema::FormulaFacts> facts_of(Object const& object, std::string_view self, std::string const& formula) {
    auto const reading = rule::read_formula(formula);
    auto const problem_of = [](rule::Problem const& problem) {
        return Error::invalid("formula", problem.code, problem.message);
    };
    if (!reading.term) return problem_of(reading.problem);
    auto const checked = rule::check_formula(reading.term, std::make_shared<Object const>(object), self);
    if (!checked.formula) return problem_of(checked.problems.front());
    return schema::FormulaFacts{rule::types_of(checked.formula->kind()), checked.formula->reads()};
}

// Those of the object's fields, and whatever these have to do with being found.
struct Rewriting {
    Object const& object;
    std::vector<Field const*> fields;
    ObjectFormulas formulas;
    bool is_searched;

    static Rewriting of(Object const& object, std::vector<std::string> const& names) {
        Rewriting rewriting{object, {}, ObjectFormulas(object), false};
        for (auto const& field : object.fields) {
            if (std::find(names.begin(), names.end(), field.name) == names.end()) continue;
            rewriting.fields.push_back(&field);
            rewriting.is_searched = rewriting.is_searched || field.is_searchable;
        }
        return rewriting;
    }

    // Neither a version nor history: what was written is what these follow from.
    Result<bool> rewrite(Transaction& transaction, store::Rows::Row const& row) const {
        auto const before = read_row(object, row);
        auto after = before;
        formulas.derive(after);
        std::string assignments;
        std::vector<rule::BoundValue> parameters{{row.uuid(0)}};
        for (auto const* field : fields) {
            if (before[field->name] == after[field->name]) continue;
            auto place = parameters.size();
            for (auto const& column : schema::columns_of(*field))
                assignments += fmt::format("{}{} = ${}", assignments.empty() ? "" : ", ", column, ++place);
            bind_value(*field, after[field->name], parameters);
        }
        if (assignments.empty() && !is_searched) return false;
        if (!assignments.empty())
            TRY(run(transaction, fmt::format("UPDATE {} SET {} WHERE id = $1", object.table, assignments), parameters));
        if (is_searched && !after.contains("deleted_at"))
            TRY(run(transaction, fmt::format("UPDATE {} SET words = $2 WHERE record_id = $1", object.search_table()),
                    {{row.uuid(0)}, {search_document(object, after)}}));
        return !assignments.empty();
    }
};

struct Pass {
    Uuid last;
    std::int64_t written = 0;
    bool is_done = false;
};

// The next records after the last.
Result<Pass> pass_on(Transaction& transaction, Rewriting const& rewriting, Pass pass) {
    auto const sql =
        fmt::format("SELECT {} FROM {} r WHERE r.id > $1 ORDER BY r.id LIMIT {} FOR UPDATE",
                    select_list(rewriting.object, "r"), rewriting.object.table, limits::formula_records_in_chunk);
    auto const rows = TRY(run(transaction, sql, {{pass.last}}));
    for (auto const& row : rows) {
        pass.written += TRY(rewriting.rewrite(transaction, row)) ? 1 : 0;
        pass.last = row.uuid(0);
    }
    pass.is_done = rows.size() < limits::formula_records_in_chunk;
    return pass;
}

Result<void> enqueue_pass(Transaction& transaction, Object const& object, std::int64_t after_seconds) {
    Instant const due = transaction.now() + std::chrono::seconds(after_seconds);
    return transaction.enqueue({std::string(formulas_job_kind), dump_json({{"object", object.name}}),
                                fmt::format("{} {}", object.name, due.ms), due});
}

Result<void> fill(Transaction& transaction, Object const& object, std::vector<std::string> const& names,
                  std::int64_t records_max) {
    TRY(enqueue_pass(transaction, object, limits::slot_rest_seconds_min));
    auto const rewriting = Rewriting::of(object, names);
    auto const counted = TRY(run(
        transaction,
        fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {}) counted", object.table, records_max + 1), {}));
    if (counted[0].integer(0) > records_max) {
        for (auto const* field : rewriting.fields)
            TRY(run(transaction,
                    fmt::format("UPDATE {} SET {} = NULL WHERE {} IS NOT NULL", object.table,
                                fmt::join(schema::columns_of(*field), " = NULL, "), field->column),
                    {}));
        return enqueue_pass(transaction, object, 0);
    }
    for (Pass pass; !pass.is_done;) pass = TRY(pass_on(transaction, rewriting, pass));
    return {};
}

}  // namespace

ObjectFormulas::ObjectFormulas(Object const& object) {
    auto const picture = std::make_shared<Object const>(object);
    for (auto const& field : object.fields) {
        if (field.formula.empty()) continue;
        auto const reading = rule::read_formula(field.formula);
        if (!reading.term) continue;
        // One that does not hold, as of a field out of use whose own fields are gone, says nothing.
        auto checked = rule::check_formula(reading.term, picture, field.name);
        if (checked.formula) formulas_.push_back({field, *std::move(checked.formula)});
    }
    // Whatever a formula reads through others, it reads with them: it has the longer list.
    std::stable_sort(formulas_.begin(), formulas_.end(),
                     [](Each const& a, Each const& b) { return a.field.reads.size() < b.field.reads.size(); });
}

void ObjectFormulas::derive(Json& record) const {
    for (auto const& [field, formula] : formulas_) {
        auto value = normal_value(field, formula.value(record, field));
        record[field.name] = value ? *std::move(value) : Json(nullptr);
    }
}

schema::Formulas formulas(std::int64_t records_max) {
    return {facts_of,
            [records_max](Transaction& transaction, Object const& object, std::vector<std::string> const& names) {
                return fill(transaction, object, names, records_max);
            }};
}

Result<std::int64_t> work_out_formulas(store::Database& database, schema::Published const& schema,
                                       std::string_view payload) {
    auto const name = TRY(parse_json(payload)).value("object", "");
    for (Pass pass;;) {
        // Each time anew, for it may have changed meanwhile.
        auto const object = schema.current()->find_defined(name);
        if (!object) return pass.written;
        std::vector<std::string> names;
        for (auto const& field : object->fields)
            if (!field.formula.empty()) names.push_back(field.name);
        if (names.empty()) return pass.written;
        auto const rewriting = Rewriting::of(*object, names);
        pass = TRY(database.write([&](Transaction& transaction) { return pass_on(transaction, rewriting, pass); },
                                  store::Lane::background));
        if (pass.is_done) return pass.written;
    }
}

}  // namespace kith::records
