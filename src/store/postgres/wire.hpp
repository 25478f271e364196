// Values in PostgreSQL's binary formats (its documentation: "Formats and Format Codes"; src/include/catalog/pg_type.dat
// for the numbers of types).
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/value.hpp"

namespace kith::store::postgres {

/// Parameters as libpq takes them. It borrows the values' texts and bytes.
class WireParameters {
public:
    Result<void> add(Parameter const& parameter, Oid type);
    int size() const { return static_cast<int>(values_.size()); }
    char const* const* values() const { return values_.data(); }
    int const* lengths() const { return lengths_.data(); }
    int const* formats() const { return formats_.data(); }

private:
    void add_binary(char const* bytes, std::size_t size);
    void add_binary_copy(std::string bytes);
    void add_text(std::string text);

    std::vector<char const*> values_;
    std::vector<int> lengths_, formats_;
    std::deque<std::string> made_;  // a deque, so that what stands in it stays where it is
};

/// Whether a column of this type is read in binary. Where one is not, all of the result's columns come as text.
bool is_binary(Oid type);

/// Adds the cell in `row`, `column` of the result, in whichever format it came.
void add_cell(Rows& rows, PGresult const* result, int row, int column);

}  // namespace kith::store::postgres
