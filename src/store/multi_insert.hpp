// INSERT of many rows in few statements: on PostgreSQL each statement costs a round trip.
//
// Rows go in shapes of 64, 8 and 1, so that the statement cache holds them all. The columns and their order are the
// caller's text; every value is a parameter.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "store/database.hpp"

namespace kith::store {

class MultiInsert {
public:
    /// `into` is `table (column, …)`; `conflict` what follows the values, such as `ON CONFLICT (id) DO NOTHING`.
    MultiInsert(std::string_view into, std::size_t columns, std::string_view conflict = {});

    /// `values` is row after row. How many rows went in.
    Result<std::int64_t> run(Session& session, std::span<Parameter const> values) const;

private:
    struct Shape {
        std::size_t rows = 0;
        std::string sql;
    };
    std::size_t columns_;
    std::array<Shape, 3> shapes_;
};

}  // namespace kith::store
