#include "events/property_types.hpp"

#include <simdjson.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "events/events.sql.hpp"
#include "events/limits.hpp"

namespace kith::events {

namespace {

bool fits(ValueType type, simdjson::dom::element const& value) {
    switch (type) {
        case ValueType::any:
            return true;
        case ValueType::number:
            return value.is_number();
        case ValueType::boolean:
            return value.is_bool();
        case ValueType::text:
            return value.is_string();
        case ValueType::date:
            return value.is_string() && Instant::parse(value.get_string().value_unsafe()).has_value();
    }
    return false;
}

ValueType type_of(simdjson::dom::element const& value) {
    if (value.is_string()) return ValueType::text;
    if (value.is_number()) return ValueType::number;
    if (value.is_bool()) return ValueType::boolean;
    return ValueType::any;
}

}  // namespace

std::string_view name_of(ValueType type) {
    switch (type) {
        case ValueType::text:
            return "text";
        case ValueType::number:
            return "number";
        case ValueType::boolean:
            return "boolean";
        case ValueType::date:
            return "date";
        case ValueType::any:
            return "any";
    }
    return "any";
}

std::optional<ValueType> value_type_of(std::string_view name) {
    for (auto type : {ValueType::text, ValueType::number, ValueType::boolean, ValueType::date, ValueType::any})
        if (name_of(type) == name) return type;
    return std::nullopt;
}

Result<PropertyTypes::Types> PropertyTypes::types_of(store::Transaction& transaction, std::string_view type) {
    Types types;
    auto const rows = TRY(transaction.query(sql::property_types, type));
    for (auto const row : rows) types.emplace(row.text(0), value_type_of(row.text(1)).value_or(ValueType::any));
    return types;
}

void PropertyTypes::remember(store::Transaction& transaction, std::string_view type, Types added) {
    transaction.after_commit([picture = picture_, type = std::string(type), added = std::move(added)] {
        auto held = picture->lock();
        // Starting over is rare, cheap and keeps the picture bounded.
        if (held->size + added.size() > limits::event_property_types_max) *held = {};
        auto& types = held->types[type];
        for (auto const& [property, value_type] : added)
            if (types.emplace(property, value_type).second) ++held->size;
    });
}

Result<std::vector<std::string>> PropertyTypes::misfits(store::Transaction& transaction, std::string_view type,
                                                        std::string_view properties) {
    std::vector<std::string> misfits;
    if (properties.empty() || properties == "{}") return misfits;
    thread_local simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(properties.data(), properties.size()).get_object().get(object)) return misfits;

    std::vector<std::pair<std::string_view, simdjson::dom::element>> unknown;
    {
        auto held = picture_->lock();
        auto const known = held->types.find(type);
        for (auto const& [name, value] : object) {
            if (value.is_null()) continue;
            if (known == held->types.end()) {
                unknown.emplace_back(name, value);
                continue;
            }
            auto const found = known->second.find(name);
            if (found == known->second.end())
                unknown.emplace_back(name, value);
            else if (!fits(found->second, value))
                misfits.emplace_back(name);
        }
    }
    if (!unknown.empty()) {
        auto types = TRY(types_of(transaction, type));
        for (auto const& [name, value] : unknown) {
            auto found = types.find(name);
            if (found == types.end()) {
                if (types.size() >= limits::event_type_properties_max || name.size() > limits::text_bytes_max) {
                    misfits.emplace_back(name);
                    continue;
                }
                found = types.emplace(name, type_of(value)).first;
                // In whatever order requests meet new properties: two that fix each other's would wait in a circle.
                TRY(transaction.lock("event_property"));
                auto const fixed = TRY(
                    transaction.execute(sql::property_type_fix, type, name, name_of(found->second), transaction.now()));
                // Somebody else was first.
                if (fixed == 0) {
                    types = TRY(types_of(transaction, type));
                    found = types.emplace(name, ValueType::any).first;
                }
            }
            if (!fits(found->second, value)) misfits.emplace_back(name);
        }
        remember(transaction, type, std::move(types));
    }
    std::sort(misfits.begin(), misfits.end());
    misfits.erase(std::unique(misfits.begin(), misfits.end()), misfits.end());
    return misfits;
}

Result<void> PropertyTypes::fix(store::Transaction& transaction, std::string_view type, std::string_view property,
                                ValueType value_type) {
    TRY(transaction.execute(sql::property_type_fix, type, property, name_of(value_type), transaction.now()));
    remember(transaction, type, TRY(types_of(transaction, type)));
    return {};
}

}  // namespace kith::events
