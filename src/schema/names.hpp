// Names of objects and fields: which may be given, which a label suggests, and which was probably meant.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/limits.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

/// The languages that labels are kept in, the one first that the others fall back to.
std::span<std::string_view const> languages();

/// A name for what has this label: Latin letters of its first language, made unlike every other by a number.
std::string name_from(Label const& label, std::function<bool(std::string_view)> const& is_taken,
                      std::size_t suggested_bytes_max = limits::name_suggested_bytes_max);

/// The name nearest to the one that was written; empty where none is near.
std::string nearest(std::string_view written, std::vector<std::string_view> const& names);
/// ` Did you mean "city"?`, or nothing.
std::string did_you_mean(std::string_view written, std::vector<std::string_view> const& names);

/// Words of the rule language, columns that the engine keeps, and what every record has.
bool is_reserved_field(std::string_view name);
/// Addresses of the application and of the interface that are no objects.
bool is_reserved_object(std::string_view name);

/// `not_found` with the nearest name.
Result<ObjectPointer> find_object(Schema const& schema, std::string_view name);
Error no_such_field(Object const& object, std::string_view name);
Error no_such_composite(Object const& object, std::string_view name);

}  // namespace kith::schema
