#include "connect/delimited/reader.hpp"

#include "base/limits.hpp"
#include "connect/limits.hpp"

#include <algorithm>

namespace kith::connect {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// Lines that end in the text; CR LF ends one.
std::int64_t lines_in(std::string_view text) {
    std::int64_t lines = std::count(text.begin(), text.end(), '\n');
    for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
        if (at + 1 == text.size() || text[at + 1] != '\n') ++lines;
    return lines;
}

/// One record at the front of a text.
class Scan {
public:
    enum class Outcome : std::uint8_t { complete, incomplete, in_quotes };

    Scan(std::string_view text, bool is_all, char delimiter, bool has_quotes)
        : text_(text), is_all_(is_all), delimiter_(delimiter), has_quotes_(has_quotes) {}

    Outcome run(std::vector<std::string>& cells) {
        cells.clear();
        bool const is_run = delimiter_ == ' ';
        for (;;) {
            if (is_run) skip_blanks();
            if (is_run && !cells.empty() && (at_ == text_.size() ? is_all_ : is_line_end(text_[at_]))) {
                return take_line_end() ? Outcome::complete : Outcome::incomplete;
            }
            auto& cell = cells.emplace_back();
            if (!take_quoted(cell)) return Outcome::in_quotes;
            auto const begin = at_;
            while (at_ < text_.size() && !is_stop(text_[at_])) ++at_;
            if (at_ == text_.size() && !is_all_) return Outcome::incomplete;
            auto const rest = text_.substr(begin, at_ - begin);
            bool const is_space_after_quote = was_quoted_ && std::all_of(rest.begin(), rest.end(), is_blank);
            if (!is_space_after_quote) cell.append(rest);
            if (at_ == text_.size() || is_line_end(text_[at_]))
                return take_line_end() ? Outcome::complete : Outcome::incomplete;
            ++at_;  // the delimiter
        }
    }
    std::size_t used() const { return at_; }

private:
    bool is_stop(char c) const { return is_line_end(c) || c == delimiter_ || (delimiter_ == ' ' && c == '\t'); }
    void skip_blanks() {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    }
    /// False where the text ends before a CR can be told from CR LF.
    bool take_line_end() {
        if (at_ == text_.size()) return is_all_;
        if (text_[at_] == '\r') {
            if (at_ + 1 == text_.size() && !is_all_) return false;
            ++at_;
            if (at_ < text_.size() && text_[at_] == '\n') ++at_;
        } else {
            ++at_;
        }
        return true;
    }
    /// The quoted part at the front of a cell, if it has one; false where it does not end.
    bool take_quoted(std::string& cell) {
        was_quoted_ = false;
        auto quote = at_;
        while (quote < text_.size() && text_[quote] == ' ') ++quote;
        if (!has_quotes_ || quote == text_.size() || text_[quote] != '"') return true;
        at_ = quote + 1;
        for (;;) {
            auto const end = text_.find('"', at_);
            if (end == std::string_view::npos) return false;
            cell.append(text_.substr(at_, end - at_));
            at_ = end + 1;
            if (at_ == text_.size() && !is_all_) return false;
            if (at_ == text_.size() || text_[at_] != '"') break;
            cell += '"';
            ++at_;
        }
        was_quoted_ = true;
        return true;
    }

    std::string_view text_;
    bool is_all_;
    char delimiter_;
    bool has_quotes_;
    bool was_quoted_ = false;
    std::size_t at_ = 0;
};

bool is_empty(std::vector<std::string> const& cells) {
    return std::all_of(cells.begin(), cells.end(),
                       [](std::string const& cell) { return std::all_of(cell.begin(), cell.end(), is_blank); });
}

}  // namespace

void DelimitedReader::consume(std::size_t bytes) {
    line_ += lines_in(std::string_view(buffer_).substr(at_, bytes));
    at_ += bytes;
    constexpr std::size_t kept_bytes_max = 256 * 1024;
    if (at_ < kept_bytes_max && at_ < buffer_.size()) return;
    buffer_.erase(0, at_);
    at_ = 0;
}

/// The line at which the record could not be read, as a row of its own; false where its end is yet to come.
bool DelimitedReader::take_problem_line(FileRow& row, bool is_in_quotes) {
    auto const window = std::string_view(buffer_).substr(at_, limits::import_row_bytes_max);
    row.line = line_;
    row.problem = is_in_quotes ? RowProblem::quote_open : RowProblem::too_long;
    Scan scan(window, is_ended_ && buffer_.size() - at_ <= window.size(), delimiter_, false);
    if (is_in_quotes && scan.run(row.cells) == Scan::Outcome::complete) {
        consume(scan.used());
        return true;
    }
    row.problem = RowProblem::too_long;
    row.cells.resize(1);
    row.cells[0] = window.substr(0, limits::text_bytes_max);
    is_skipping_ = true;
    return true;
}

bool DelimitedReader::next_record(FileRow& row) {
    for (;;) {
        if (is_skipping_) {
            auto const rest = std::string_view(buffer_).substr(at_);
            auto end = rest.find_first_of("\r\n");
            if (end == std::string_view::npos) {
                if (is_ended_) is_skipping_ = false;
                consume(rest.size());
                return false;
            }
            if (rest[end] == '\r' && end + 1 == rest.size() && !is_ended_) return false;
            end += rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n' ? 2 : 1;
            consume(end);
            is_skipping_ = false;
        }
        auto const rest = std::string_view(buffer_).substr(at_);
        if (rest.empty()) return false;
        auto const window = rest.substr(0, limits::import_row_bytes_max);
        bool const is_cut = window.size() < rest.size();
        Scan scan(window, is_ended_ && !is_cut, delimiter_, true);
        row.problem = RowProblem::none;
        row.line = line_;
        switch (scan.run(row.cells)) {
            case Scan::Outcome::complete:
                consume(scan.used());
                if (is_empty(row.cells)) continue;
                return true;
            case Scan::Outcome::incomplete:
                if (!is_cut) return false;
                return take_problem_line(row, false);
            case Scan::Outcome::in_quotes:
                if (!is_cut && !is_ended_) return false;
                return take_problem_line(row, true);
        }
    }
}

bool DelimitedReader::next(FileRow& row) {
    if (!next_record(row)) return false;
    if (!is_header_read_) {
        is_header_read_ = true;
        if (has_header_) {
            header_ = std::move(row.cells);
            // What a spreadsheet's empty columns leave at the end names nothing.
            while (!header_.empty() && header_.back().find_first_not_of(" \t") == std::string::npos) header_.pop_back();
            return next(row);
        }
    }
    row.number = ++number_;
    if (row.problem != RowProblem::none) return true;
    auto const width = has_header_ ? header_.size() : limits::import_columns_max;
    while (row.cells.size() > width && row.cells.back().find_first_not_of(" \t") == std::string::npos)
        row.cells.pop_back();
    if (row.cells.size() > width) row.problem = RowProblem::too_many_cells;
    return true;
}

}  // namespace kith::connect
