// A record between JSON and its row: values checked and brought to their normal form, bound, read back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "rule/rule.hpp"
#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::records {

/// The value in its normal form (trimmed, NFC, e-mail in lower case, RFC 3339 in UTC); null for null and for empty
/// text. `invalid` on the field.
Result<Json> normal_value(schema::Field const& field, Json const& value);

/// Normal values of a body: every error at once. `is_own_write` is true for the program itself, which may set fields
/// that people may not.
Result<Json> normal_values(schema::Object const& object, Json const& body, bool is_own_write);

/// What the columns of a field (`schema::columns_of`) store for a normal value.
void bind_value(schema::Field const& field, Json const& value, std::vector<rule::BoundValue>& parameters);

/// `id, version, …` with the alias, in the order that `read_row` expects.
std::string select_list(schema::Object const& object, std::string_view alias);
/// The record as the engine knows it: with `deleted_at` and `joined_into` where set, relations as id text.
Json read_row(schema::Object const& object, store::Rows::Row const& row);
/// Columns that `select_list` names.
std::size_t select_width(schema::Object const& object);

/// A value as a statement takes it; it borrows from the value.
store::Parameter parameter_of(rule::BoundValue const& value);
/// Locks the record's row before it is read, until the transaction ends: nobody else changes it meanwhile.
Result<void> lock_row(store::Transaction& transaction, schema::Object const& object, RecordId id);
/// Runs engine-made SQL with owned values.
Result<store::Rows> run(store::Session& session, std::string_view sql, std::vector<rule::BoundValue> const& parameters);

}  // namespace kith::records
