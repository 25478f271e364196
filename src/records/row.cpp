#include "records/row.hpp"

#include "base/text.hpp"
#include "records/value_types.hpp"
#include "rule/types.hpp"
#include "schema/names.hpp"

namespace kith::records {

namespace {

using schema::Field;

struct Converter {
    store::Parameter operator()(std::monostate) const { return nullptr; }
    store::Parameter operator()(rule::Bytes const& bytes) const {
        return store::Bytes(reinterpret_cast<std::uint8_t const*>(bytes.bytes.data()), bytes.bytes.size());
    }
    template <class T>
    store::Parameter operator()(T const& value) const {
        return value;
    }
};

}  // namespace

Result<Json> normal_value(Field const& field, Json const& value) {
    if (value.is_null()) return value;
    return value_type_of(field.type).normal(field, value);
}

Result<Json> normal_values(schema::Object const& object, Json const& body, bool is_own_write) {
    Error errors{ErrorCode::invalid, "Some values are not right.", {}, {}, {}, 0};
    Json values = Json::object();
    for (auto const& [name, value] : body.items()) {
        auto const* field = object.find(name);
        if (!field) {
            std::vector<std::string_view> names;
            for (auto const& each : object.fields)
                if (each.is_writable) names.push_back(each.name);
            errors.fields.push_back({name, "unknown_field",
                                     fmt::format("There is no field {}.{}", name, schema::did_you_mean(name, names))});
        } else if (!field->is_writable && !is_own_write) {
            errors.fields.push_back({name, "read_only", fmt::format("{} cannot be set.", name)});
        } else if (auto normal = normal_value(*field, value)) {
            values[name] = std::move(*normal);
        } else {
            errors.fields.push_back(normal.error().fields.front());
        }
    }
    if (!errors.fields.empty()) return errors;
    return values;
}

namespace {

rule::BoundValue sort_key_of(Field const& field, Json const& value, rule::BoundValue const& stored) {
    if (schema::facts_of(field.type).sorted_by == schema::SortedBy::currency_and_amount)
        return {rule::Bytes{schema::money_sort_key(std::get<std::int64_t>(stored.value), rule::unit_of(field, value))}};
    return {rule::Bytes{text::sort_key(value.get_ref<std::string const&>(), "")}};
}

}  // namespace

void bind_value(Field const& field, Json const& value, std::vector<rule::BoundValue>& parameters) {
    auto stored = value.is_null() ? std::nullopt : rule::row_of(field.type).stored(field, value);
    bool const has_unit = !schema::facts_of(field.type).unit_suffix.empty();
    if (!stored) {
        parameters.resize(parameters.size() + 1 + (has_unit ? 1 : 0) + (field.has_sort_column() ? 1 : 0));
        return;
    }
    auto key = field.has_sort_column() ? sort_key_of(field, value, *stored) : rule::BoundValue{};
    parameters.push_back(std::move(*stored));
    if (has_unit) parameters.push_back({rule::unit_of(field, value)});
    if (field.has_sort_column()) parameters.push_back(std::move(key));
}

std::string select_list(schema::Object const& object, std::string_view alias) {
    std::string list;
    for (std::string_view const column : {"id", "version", "created_at", "updated_at", "deleted_at", "joined_into"})
        list += fmt::format("{}{}.{}", list.empty() ? "" : ", ", alias, column);
    for (auto const& field : object.fields) {
        if (field.is_system) continue;
        list += fmt::format(", {}.{}", alias, field.column);
        if (auto const unit = field.unit_column(); !unit.empty()) list += fmt::format(", {}.{}", alias, unit);
    }
    return list;
}

std::size_t select_width(schema::Object const& object) {
    std::size_t width = 6;
    for (auto const& field : object.fields)
        if (!field.is_system) width += field.unit_column().empty() ? 1 : 2;
    return width;
}

Json read_row(schema::Object const& object, store::Rows::Row const& row) {
    Json record{{"id", row.uuid(0).text()},
                {"object", object.name},
                {"version", row.integer(1)},
                {"created_at", row.instant(2).text()},
                {"updated_at", row.instant(3).text()}};
    if (auto const at = row.optional_instant(4)) record["deleted_at"] = at->text();
    if (!row.is_null(5)) record["joined_into"] = row.uuid(5).text();
    std::size_t column = 6;
    for (auto const& field : object.fields) {
        if (field.is_system) continue;
        auto const at = column;
        column += schema::facts_of(field.type).unit_suffix.empty() ? 1 : 2;
        record[field.name] = row.is_null(at) ? Json(nullptr) : value_type_of(field.type).read(field, row, at);
    }
    return record;
}

store::Parameter parameter_of(rule::BoundValue const& value) { return std::visit(Converter{}, value.value); }

Result<void> lock_row(store::Transaction& transaction, schema::Object const& object, RecordId id) {
    TRY(run(transaction, fmt::format("SELECT r.id FROM {} r WHERE r.id = $1 FOR UPDATE", object.table), {{id.uuid}}));
    return {};
}

Result<store::Rows> run(store::Session& session, std::string_view sql,
                        std::vector<rule::BoundValue> const& parameters) {
    std::vector<store::Parameter> converted;
    converted.reserve(parameters.size());
    for (auto const& parameter : parameters) converted.push_back(parameter_of(parameter));
    return session.run(sql, converted);
}

}  // namespace kith::records
