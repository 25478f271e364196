#include "records/rollups.hpp"

#include <algorithm>
#include <set>

#include "records/conditions.hpp"
#include "records/limits.hpp"
#include "records/row.hpp"
#include "records/search_document.hpp"

namespace kith::records {

namespace {

using schema::Object;
using store::Transaction;

bool does_count(Json const& record) {
    return !record.is_null() && !record.contains("deleted_at") && !record.contains("joined_into");
}

std::optional<Uuid> parent_of(Json const& record, schema::Rollup const& rollup) {
    if (!does_count(record)) return std::nullopt;
    auto const relation = record.find(rollup.relation);
    if (relation == record.end() || !relation->is_string()) return std::nullopt;
    return Uuid::parse(relation->get_ref<std::string const&>());
}

bool is_read_alike(Json const& before, Json const& after, schema::Rollup const& rollup) {
    return std::all_of(rollup.reads.begin(), rollup.reads.end(), [&](std::string const& name) {
        return before.value(name, Json()) == after.value(name, Json());
    });
}

// What is to be counted anew when the transaction ends.
class Recount : public store::Deferred {
public:
    Recount(schema::SchemaPointer schema, Derive derive) : schema_(std::move(schema)), derive_(std::move(derive)) {}

    void add(schema::RollupField const& rollup, Uuid parent) {
        auto& waiting = waiting_[rollup.object->name];
        waiting.object = rollup.object;
        waiting.parents[rollup.field->name].insert(parent);
    }

    Result<void> run(Transaction& transaction) override {
        for (auto const& [name, waiting] : waiting_) {
            std::set<Uuid> ids;
            for (auto const& [field, parents] : waiting.parents) ids.insert(parents.begin(), parents.end());
            std::vector<Uuid> const all(ids.begin(), ids.end());
            for (auto rest = std::span<Uuid const>(all); !rest.empty();) {
                auto const next = rest.first(std::min(rest.size(), limits::rollup_records_in_chunk));
                TRY(recount(transaction, waiting, next));
                rest = rest.subspan(next.size());
            }
        }
        return {};
    }

private:
    struct Waiting {
        schema::ObjectPointer object;
        std::map<std::string, std::set<Uuid>> parents;  // by field
    };
    using Values = std::map<Uuid, std::map<std::string, Json>>;

    Result<void> recount(Transaction& transaction, Waiting const& waiting, std::span<Uuid const> ids) {
        auto const& object = *waiting.object;
        auto const rows = TRY(locked(transaction, object, ids));
        auto const values = TRY(values_of(transaction, waiting, ids));
        for (auto const& row : rows) {
            auto const before = read_row(object, row);
            auto after = before;
            for (auto const& [field, value] : values.at(row.uuid(0))) after[field] = value;
            if (after == before) continue;
            derive_(object, after);
            if (!TRY(write_worked_out(transaction, object, before, after))) continue;
            note(transaction, object, RecordId{row.uuid(0)}, after);
            note_counted(transaction, schema_, derive_, object, before, after);
        }
        return {};
    }

    static Result<store::Rows> locked(Transaction& transaction, Object const& object, std::span<Uuid const> ids) {
        Conditions conditions;
        conditions.add(fmt::format("r.id IN ({})", conditions.bind(ids)));
        return kith::records::run(transaction,
                                  fmt::format("SELECT {} FROM {} r WHERE {} ORDER BY r.id FOR UPDATE",
                                              select_list(object, "r"), object.table, conditions.sql),
                                  conditions.parameters);
    }

    Result<Values> values_of(Transaction& transaction, Waiting const& waiting, std::span<Uuid const> ids) const {
        Values values;
        for (auto const id : ids) values[id];
        for (auto const& [name, parents] : waiting.parents) {
            auto const* rollup = waiting.object->find(name);
            std::vector<Uuid> of;
            std::set_intersection(ids.begin(), ids.end(), parents.begin(), parents.end(), std::back_inserter(of));
            for (auto& [id, value] : TRY(counted(transaction, *schema_, *waiting.object, *rollup, of)))
                values[id].emplace(name, std::move(value));
        }
        return values;
    }

    static void note(Transaction& transaction, Object const& object, RecordId id, Json const& record) {
        store::Change change;
        change.kind = store::ChangeKind::record_updated;
        change.object = object.name;
        change.record = id;
        change.version = record["version"].get<std::int64_t>();
        if (object.is_person_owned) change.person = PersonId{id.uuid};
        transaction.note(std::move(change));
    }

    schema::SchemaPointer schema_;
    Derive derive_;
    std::map<std::string, Waiting> waiting_;  // by object
};

}  // namespace

void note_counted(Transaction& transaction, schema::SchemaPointer const& schema, Derive const& derive,
                  Object const& object, Json const& before, Json const& after) {
    for (auto const& each : schema->rollups_from(object.name)) {
        auto const& rollup = *each.field->rollup;
        auto const was = parent_of(before, rollup), is = parent_of(after, rollup);
        if (was == is && (!is || is_read_alike(before, after, rollup))) continue;
        auto& waiting = transaction.deferred();
        if (!waiting) waiting = std::make_unique<Recount>(schema, derive);
        auto& recount = static_cast<Recount&>(*waiting);
        if (was) recount.add(each, *was);
        if (is) recount.add(each, *is);
    }
}

Result<void> rewrite_search_document(Transaction& transaction, Object const& object, Json const& record) {
    if (record.contains("deleted_at")) return {};
    auto const id = Uuid::parse(record["id"].get_ref<std::string const&>()).value_or(Uuid{});
    TRY(run(transaction, fmt::format("UPDATE {} SET words = $2 WHERE record_id = $1", object.search_table()),
            {{id}, {search_document(object, record)}}));
    return {};
}

Result<bool> write_worked_out(Transaction& transaction, Object const& object, Json const& before, Json const& after) {
    std::string assignments;
    std::vector<rule::BoundValue> parameters{{Uuid::parse(after["id"].get_ref<std::string const&>()).value_or(Uuid{})}};
    bool is_searched_anew = false;
    for (auto const& field : object.fields) {
        if (!field.is_worked_out() || before[field.name] == after[field.name]) continue;
        auto place = parameters.size();
        for (auto const& column : schema::columns_of(field))
            assignments += fmt::format("{}{} = ${}", assignments.empty() ? "" : ", ", column, ++place);
        bind_value(field, after[field.name], parameters);
        is_searched_anew = is_searched_anew || field.is_searchable;
    }
    if (assignments.empty()) return false;
    TRY(run(transaction, fmt::format("UPDATE {} SET {} WHERE id = $1", object.table, assignments), parameters));
    if (is_searched_anew) TRY(rewrite_search_document(transaction, object, after));
    return true;
}

}  // namespace kith::records
