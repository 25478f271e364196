// How a file is written, worked out from its beginning. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connect/delimited/reader.hpp"

namespace kith::connect {

/// Encoding, delimiter and whether there is a header, of a file that begins with these bytes. The delimiter is the one
/// that cuts most records into the same number of cells; a header is a first record of words above records of numbers,
/// dates or addresses, or one without any of these.
FileFormat format_of(std::string_view beginning, bool is_whole_file);

/// What a column holds, as far as its cells tell. Numbers as people write them (`1 234,50`, `$12`), dates of the usual
/// orders.
enum class CellKind : std::uint8_t { empty, text, number, date, email, phone };
CellKind kind_of_cell(std::string_view cell);

/// The first rows of a file, decoded and split.
struct FileBeginning {
    std::vector<std::string> columns;  ///< the header's names, or `#1`, `#2`, …
    std::vector<FileRow> rows;
};

/// At most `rows_max` rows; the last record of a file that goes on is left out.
FileBeginning beginning_of(std::string_view bytes, bool is_whole_file, FileFormat const& format, std::size_t rows_max);

}  // namespace kith::connect
