// Records by the thousand: the same rows as `insert` writes, in few statements.
#include "records/records.hpp"
#include "records/row.hpp"
#include "records/search_document.hpp"
#include "store/multi_insert.hpp"

namespace kith::records {

namespace {

using schema::Object;
using store::Transaction;

constexpr std::size_t engine_columns = 5;

std::vector<std::string> field_columns(Object const& object) {
    std::vector<std::string> columns;
    for (auto const& field : object.fields) {
        if (field.is_system) continue;
        for (auto& column : schema::columns_of(field)) columns.push_back(std::move(column));
    }
    return columns;
}

}  // namespace

struct Records::Inserts {
    Inserts(Object const& object, std::vector<std::string> const& columns)
        : rows(fmt::format("{} (id, version, created_at, updated_at, change_set, {})", object.table,
                           fmt::join(columns, ", ")),
               columns.size() + engine_columns),
          documents(fmt::format("{} (record_id, words)", object.search_table()), 2,
                    "ON CONFLICT (record_id) DO UPDATE SET words = excluded.words") {}
    store::MultiInsert rows, documents;
};

Result<void> Records::insert_many(Transaction& transaction, Write const& write, Object const& object,
                                  std::span<NewRecord const> records) {
    if (records.empty()) return {};
    TRY(begin(transaction, write));
    auto const columns = field_columns(object);
    auto const key = fmt::format("{}: {}", object.table, fmt::join(columns, " "));
    std::shared_ptr<Inserts const> inserts;
    {
        auto known = inserts_->lock();
        auto& entry = (*known)[key];
        if (!entry) entry = std::make_shared<Inserts>(object, columns);
        inserts = entry;
    }
    auto const now = transaction.now();
    auto const now_text = now.text();
    std::vector<rule::BoundValue> cells;
    cells.reserve(records.size() * (columns.size() + engine_columns));
    std::vector<std::string> documents;
    documents.reserve(records.size());
    for (auto const& each : records) {
        Json record{{"id", each.id.text()},
                    {"object", object.name},
                    {"version", 1},
                    {"created_at", now_text},
                    {"updated_at", now_text}};
        for (auto const& field : object.fields)
            if (!field.is_system) record[field.name] = each.values.value(field.name, value_of_new(field));
        TRY(run_hooks_before(transaction, write, object, nullptr, record, each.values));
        derive(object, record);
        cells.insert(cells.end(), {{each.id.uuid}, {std::int64_t{1}}, {now.ms}, {now.ms}, {write.change_set.uuid}});
        for (auto const& field : object.fields)
            if (!field.is_system) bind_value(field, record[field.name], cells);
        documents.push_back(search_document(object, record));
        store::Change change;
        change.kind = store::ChangeKind::record_created;
        change.object = object.name;
        change.record = each.id;
        change.version = 1;
        if (object.is_person_owned) change.person = PersonId{each.id.uuid};
        transaction.note(std::move(change));
        follow(transaction, object, nullptr, record);
    }
    std::vector<store::Parameter> parameters;
    parameters.reserve(cells.size());
    for (auto const& cell : cells) parameters.push_back(parameter_of(cell));
    TRY(inserts->rows.run(transaction, parameters));
    parameters.clear();
    for (std::size_t i = 0; i < records.size(); ++i) parameters.insert(parameters.end(), {records[i].id, documents[i]});
    TRY(inserts->documents.run(transaction, parameters));
    return {};
}

}  // namespace kith::records
