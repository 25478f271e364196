#include "records/formulas.hpp"

#include <algorithm>
#include <set>

#include "records/rollups.hpp"
#include "records/row.hpp"
#include "rule/lasting.hpp"
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

Result<std::vector<std::string>> fields_of_condition(Object const& object, std::string const& where) {
    auto const at_where = [](Error error) {
        for (auto& field : error.fields) field.field = "where";
        return error;
    };
    auto const parsed = rule::parse(where);
    if (!parsed) return at_where(parsed.error());
    auto const checked = rule::check_lasting(*parsed, object);
    if (!checked.rule) return at_where(checked.problems.front().error());
    return checked.reads;
}

// Those of the object's fields, and whatever these have to do with being found.
struct Rewriting {
    schema::SchemaPointer schema;
    Object const& object;
    std::vector<Field const*> fields;
    ObjectFormulas formulas;
    bool is_searched;

    static Rewriting of(schema::SchemaPointer const& schema, Object const& object,
                        std::vector<std::string> const& names) {
        Rewriting rewriting{schema, object, {}, ObjectFormulas(object), false};
        for (auto const& field : object.fields) {
            if (std::find(names.begin(), names.end(), field.name) == names.end()) continue;
            rewriting.fields.push_back(&field);
            rewriting.is_searched = rewriting.is_searched || field.is_searchable;
        }
        return rewriting;
    }

    using Counts = std::map<std::string, std::map<Uuid, Json>>;  // by field
    Result<Counts> counts_of(Transaction& transaction, store::Rows const& rows) const {
        std::vector<Uuid> ids;
        for (auto const& row : rows) ids.push_back(row.uuid(0));
        Counts counts;
        for (auto const* field : fields)
            if (field->rollup) counts.emplace(field->name, TRY(counted(transaction, *schema, object, *field, ids)));
        return counts;
    }

    /// Whether anything was written.
    Result<bool> rewrite(Transaction& transaction, store::Rows::Row const& row, Counts const& counts,
                         bool is_followed) const {
        auto const before = read_row(object, row);
        auto after = before;
        for (auto const& [field, values] : counts) after[field] = values.at(row.uuid(0));
        formulas.derive(after);
        bool const is_written = TRY(write_worked_out(transaction, object, before, after));
        if (is_searched) TRY(rewrite_search_document(transaction, object, after));
        auto const derive = [](Object const& of, Json& record) { ObjectFormulas(of).derive(record); };
        if (is_written && is_followed) note_counted(transaction, schema, derive, object, before, after);
        return is_written;
    }
};

struct Pass {
    Uuid last;
    std::int64_t written = 0;
    bool is_done = false;
};

// The next records after the last. Where what is counted from them is worked out afterwards anyway, they are not
// followed.
Result<Pass> pass_on(Transaction& transaction, Rewriting const& rewriting, Pass pass, bool is_followed) {
    auto const sql =
        fmt::format("SELECT {} FROM {} r WHERE r.id > $1 ORDER BY r.id LIMIT {} FOR UPDATE",
                    select_list(rewriting.object, "r"), rewriting.object.table, limits::formula_records_in_chunk);
    auto const rows = TRY(run(transaction, sql, {{pass.last}}));
    auto const counts = TRY(rewriting.counts_of(transaction, rows));
    for (auto const& row : rows) {
        pass.written += TRY(rewriting.rewrite(transaction, row, counts, is_followed)) ? 1 : 0;
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

// Whether more records would be read than one transaction should: the object's, and those that are counted.
Result<bool> is_large(Transaction& transaction, Rewriting const& rewriting, std::int64_t records_max) {
    std::set<std::string> tables{rewriting.object.table};
    for (auto const* field : rewriting.fields) {
        auto const from = field->rollup ? rewriting.schema->find_defined(field->rollup->object) : nullptr;
        if (from) tables.insert(from->table);
    }
    for (auto const& table : tables) {
        auto const rows = TRY(
            run(transaction,
                fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {}) counted", table, records_max + 1), {}));
        if (rows[0].integer(0) > records_max) return true;
    }
    return false;
}

Result<void> fill(Transaction& transaction, schema::SchemaPointer const& schema, Object const& object,
                  std::vector<std::string> const& names, std::int64_t records_max) {
    TRY(enqueue_pass(transaction, object, limits::slot_rest_seconds_min));
    auto const rewriting = Rewriting::of(schema, object, names);
    if (TRY(is_large(transaction, rewriting, records_max))) {
        for (auto const* field : rewriting.fields)
            TRY(run(transaction,
                    fmt::format("UPDATE {} SET {} = NULL WHERE {} IS NOT NULL", object.table,
                                fmt::join(schema::columns_of(*field), " = NULL, "), field->column),
                    {}));
        return enqueue_pass(transaction, object, 0);
    }
    // What other objects count is worked out after this one; what this one counts of itself is in the same pass.
    auto const& rollups = schema->rollups_from(object.name);
    bool const counts_itself = std::any_of(rollups.begin(), rollups.end(), [&](schema::RollupField const& each) {
        return each.object->name == object.name;
    });
    for (Pass pass; !pass.is_done;) pass = TRY(pass_on(transaction, rewriting, pass, counts_itself));
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
    return {facts_of, fields_of_condition,
            [records_max](Transaction& transaction, schema::SchemaPointer const& schema, Object const& object,
                          std::vector<std::string> const& names) {
                return fill(transaction, schema, object, names, records_max);
            }};
}

Result<std::int64_t> work_out_formulas(store::Database& database, schema::Published const& schema,
                                       std::string_view payload) {
    auto const name = TRY(parse_json(payload)).value("object", "");
    for (Pass pass;;) {
        // Each time anew, for it may have changed meanwhile.
        auto const definitions = schema.current();
        auto const object = definitions->find_defined(name);
        if (!object) return pass.written;
        std::vector<std::string> names;
        for (auto const& field : object->fields)
            if (field.is_worked_out()) names.push_back(field.name);
        if (names.empty()) return pass.written;
        auto const rewriting = Rewriting::of(definitions, *object, names);
        pass = TRY(database.write([&](Transaction& transaction) { return pass_on(transaction, rewriting, pass, true); },
                                  store::Lane::background));
        if (pass.is_done) return pass.written;
    }
}

}  // namespace kith::records
