// Delimited text as others read it: RFC 4180, commas, quotes only where they are needed, LF.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::connect {

/// Appends one record. A cell that a spreadsheet would take for a formula (`=…`, `@…`, a tab, or a sign before other
/// than a number) gets an apostrophe in front where `is_for_spreadsheets`; `unmarked` takes it away again.
void append_delimited(std::string& out, std::span<std::string const> cells, bool is_for_spreadsheets = false);

/// The cell without the apostrophe that keeps spreadsheets from calculating it, be it ours or theirs; any other stays.
std::string_view unmarked(std::string_view cell);

}  // namespace kith::connect
