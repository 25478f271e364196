// Delimited text as others read it: RFC 4180, commas, quotes only where they are needed, LF.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::connect {

/// Appends one record. A cell that a spreadsheet would take for a formula (`=…`, `+…`, `@…`, or `-` before other than a
/// number) gets an apostrophe in front where `is_for_spreadsheets`.
void append_delimited(std::string& out, std::span<std::string const> cells, bool is_for_spreadsheets = false);

}  // namespace kith::connect
