// The pieces of which a route's schemas are put together: JSON Schema as OpenAPI 3.1 has it.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace kith::http::json_schema {

inline Json string() { return {{"type", "string"}}; }
inline Json boolean() { return {{"type", "boolean"}}; }
inline Json integer() { return {{"type", "integer"}}; }
inline Json uuid() { return {{"type", "string"}, {"format", "uuid"}}; }
inline Json instant() { return {{"type", "string"}, {"format", "date-time"}}; }
/// One of these texts.
inline Json one_of(Json values) { return {{"type", "string"}, {"enum", std::move(values)}}; }
inline Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
/// A schema that the router knows by its name.
inline Json reference(std::string_view name) { return {{"$ref", fmt::format("#/components/schemas/{}", name)}}; }
/// With these members and no others; `required` names those that are always there, and may be empty.
inline Json object(Json properties, Json required) {
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

}  // namespace kith::http::json_schema
