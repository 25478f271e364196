// SQL as text: macros, parameters, statements. It knows quotes, comments and dollar quotes, not grammar.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::store {

/// Replaces each `{name}` of the list outside quotes and comments; other braces stay.
std::string expand_macros(std::string_view sql,
                          std::vector<std::pair<std::string_view, std::string_view>> const& macros);

/// `$1` becomes `?1`, and `FOR UPDATE`, `FOR UPDATE SKIP LOCKED`, `FOR SHARE` are left out.
std::string to_sqlite(std::string_view sql);

/// The statements of a script, split at each `;` that ends one, without it. Comments and blank statements are left out.
std::vector<std::string> split_statements(std::string_view script);

}  // namespace kith::store
