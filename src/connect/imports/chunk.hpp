// The rows of one transaction of an import, and what came of them: ImportRun's own files alone include this.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "connect/imports/run.hpp"
#include "connect/limits.hpp"

namespace kith::connect {

struct ImportRun::Chunk {
    std::vector<Group> groups;
    std::size_t rows = 0;
    std::int64_t last_row = 0;
    // Of one attempt.
    std::set<std::int64_t> left_out;  ///< rows that came in before
    std::int64_t stored = 0, duplicates = 0, bad = 0;
    std::map<std::string, std::int64_t> misfits;
    std::map<std::string, RecordId> employers;

    /// Whether the row is the next line of the sale that was added last.
    bool takes_line(PreparedRow const& row) const {
        if (groups.empty() || !row.sale || row.sale->transaction.empty()) return false;
        auto const& group = groups.back();
        auto const& first = group.front();
        return first.sale && first.sale->transaction == row.sale->transaction &&
               group.size() < limits::import_sale_lines_max;
    }
    void add(PreparedRow row, bool goes_on) {
        ++rows;
        last_row = row.number;
        for (auto const& target : row.misfits)
            if (!row.is_bad()) ++misfits[target];
        if (goes_on)
            groups.back().push_back(std::move(row));
        else
            groups.push_back({std::move(row)});
    }
    /// The groups from `first` up to `end`, as a chunk of its own.
    Chunk part(std::size_t first, std::size_t end) const {
        Chunk part;
        for (std::size_t i = first; i < end; ++i)
            for (std::size_t line = 0; line < groups[i].size(); ++line) part.add(groups[i][line], line > 0);
        return part;
    }
    void begin() {
        left_out.clear();
        stored = duplicates = bad = 0;
    }
    /// Whether something but its place in the file tells the row apart.
    static bool has_own_number(PreparedRow const& row) {
        if (row.sale) return !row.sale->transaction.empty();
        return !row.telling.keys.empty() || !row.key.is_null();
    }
    void leave_out(PreparedRow const& row) {
        if (left_out.insert(row.number).second) ++duplicates;
    }
    bool is_left_out(PreparedRow const& row) const { return left_out.contains(row.number); }
    bool goes_in(PreparedRow const& row) const { return !row.is_bad() && !is_left_out(row); }
};

}  // namespace kith::connect
