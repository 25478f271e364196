// JSON values that are built and edited. What comes in by the thousand is read with simdjson instead (connect/).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/result.hpp"

// Instantiated in json.cpp alone: otherwise every source compiles its own copy of the library.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace kith {

using Json = nlohmann::ordered_json;

/// `malformed` with the line and the character, counted from 1; `too_large` where arrays and objects nest deeper than
/// `limits::json_depth_max`.
Result<Json> parse_json(std::string_view text);

/// Compact, UTF-8. Bytes that are not UTF-8 become U+FFFD, so that writing never fails.
std::string dump_json(Json const& value);

/// What an absent value is in JSON, else its text: of instants, dates and ids.
template <class Value>
Json text_or_null(std::optional<Value> const& value) {
    return value ? Json(value->text()) : Json();
}

}  // namespace kith
