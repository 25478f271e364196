// Rows that are records of an object: found by the column that was chosen, or made.
#include "connect/imports/chunk.hpp"
#include "connect/imports/references.hpp"
#include "connect/imports/run.hpp"

namespace kith::connect {

/// What the file says of a record that is there: all of it, or only what the record lacks. Whether anything changed.
Result<bool> ImportRun::change_record(store::Transaction& transaction, schema::Object const& object, RecordId id,
                                      Json const& values) {
    auto const before = TRY(imports_.records_.load(transaction, object, id));
    auto patch = values;
    if (!plan_.is_replacing)
        for (auto const& field : object.fields)
            if (before.contains(field.name) && !before[field.name].is_null()) patch.erase(field.name);
    auto const after = TRY(imports_.records_.patch(transaction, write_, object, id, patch));
    return after["version"] != before["version"];
}

Result<void> ImportRun::store_record(store::Transaction& transaction, schema::Object const& object,
                                     References& references, Chunk& chunk, PreparedRow& row) {
    TRY(references.resolve(transaction, row));
    if (row.is_bad()) return {};
    row.record.update(row.linked);
    auto const found =
        row.key.is_null() ? std::vector<RecordId>() : TRY(references.find(transaction, object, plan_.key, row.key));
    if (found.size() > 1) row.refuse("ambiguous", "Several records have this value.", plan_.key);
    if (found.empty() && !row.missing.empty())
        row.refuse(row.missing == "name" ? "no_name" : "required", fmt::format("{} is required.", row.missing),
                   row.missing);
    std::optional<RecordId> holder;
    if (!row.company_number.empty()) holder = TRY(imports_.people_.company_numbered(transaction, row.company_number));
    if (holder && (found.empty() || found[0] != *holder))
        row.refuse("taken", "Another company has this number.", "group_id");
    if (row.is_bad()) return {};
    auto const id = found.empty() ? RecordId::make() : found[0];
    bool is_new_or_changed = true;
    if (found.empty())
        TRY(imports_.records_.insert(transaction, write_, object, id, row.record));
    else
        is_new_or_changed = TRY(change_record(transaction, object, id, row.record));
    if (!row.company_number.empty() && !holder)
        TRY(imports_.people_.number_company(transaction, row.company_number, id));
    ++(is_new_or_changed ? chunk.stored : chunk.duplicates);
    return {};
}

Result<void> ImportRun::store_records(store::Transaction& transaction, Chunk& chunk) {
    auto const schema = imports_.records_.schema();
    auto const object = plan_.kind.object(*schema);
    if (!object) return Error::not_found("The object that the file is about is out of use.");
    // Two imports that look for one key at one moment would both make its record.
    if (!plan_.key.empty()) TRY(transaction.lock("import of " + object->name));
    References references(imports_.people_, schema);
    for (auto& group : chunk.groups)
        if (auto& row = group.front(); chunk.goes_in(row))
            TRY(store_record(transaction, *object, references, chunk, row));
    return {};
}

/// Of people: what else they point to than the company that employs them.
Result<void> ImportRun::point(store::Transaction& transaction, Chunk& chunk) {
    References references(imports_.people_, imports_.records_.schema());
    for (auto& group : chunk.groups) {
        for (auto& row : group) {
            if (row.links.empty() || !chunk.goes_in(row)) continue;
            TRY(references.resolve(transaction, row));
            if (row.is_bad()) continue;
            for (auto const& [field, id] : row.linked.items()) row.telling.values.push_back({field, id});
        }
    }
    return {};
}

}  // namespace kith::connect
