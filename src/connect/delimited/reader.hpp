// Files of delimited text (RFC 4180 and its relatives), read record by record in bounded memory.
//
// Lenient where files are: either line end, a delimiter that is a run of spaces, quotes that begin after a space,
// newlines in quoted cells, records shorter than the header. A record that cannot be read becomes a row with its
// problem, and reading goes on at the next line: a quote that is never closed costs one line, not the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connect/limits.hpp"

namespace kith::connect {

/// How a file is written.
struct FileFormat {
    std::string encoding = "UTF-8";
    char delimiter = ',';    ///< `,` `;` tab `|`, or a space: a run of spaces and tabs
    bool has_header = true;  ///< whether the first record names the columns
};

enum class RowProblem : std::uint8_t {
    none,
    quote_open,      ///< a quote that is not closed within `limits::import_row_bytes_max`, or by the end
    too_long,        ///< over `limits::import_row_bytes_max`
    too_many_cells,  ///< more than the header names, or over `limits::import_columns_max`
};

struct FileRow {
    std::int64_t number = 0;  ///< from 1, without the header and blank lines: the row's position
    std::int64_t line = 0;    ///< from 1: where it begins
    std::vector<std::string> cells;
    RowProblem problem = RowProblem::none;
};

/// UTF-8 in, rows out. `feed` and `next` in turns; after `end` what is left comes out.
class DelimitedReader {
public:
    DelimitedReader(char delimiter, bool has_header) : delimiter_(delimiter), has_header_(has_header) {}

    void feed(std::string_view utf8) { buffer_.append(utf8); }
    void end() { is_ended_ = true; }
    /// The next row; false where more must be fed first, or nothing is left.
    bool next(FileRow& row);
    /// The header's names, once the first row was asked for; empty where there is none.
    std::vector<std::string> const& header() const { return header_; }

private:
    bool next_record(FileRow& row);
    bool take_problem_line(FileRow& row, bool is_in_quotes);
    void consume(std::size_t bytes);

    char delimiter_;
    bool has_header_;
    bool is_header_read_ = false;
    bool is_ended_ = false;
    bool is_skipping_ = false;  ///< the rest of a line that was too long
    std::vector<std::string> header_;
    std::string buffer_;
    std::size_t at_ = 0;  ///< what stands before it in the buffer is done with
    std::int64_t line_ = 1, number_ = 0;
};

}  // namespace kith::connect
