#include "store/multi_insert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::store {

MultiInsert::MultiInsert(std::string_view into, std::size_t columns, std::string_view conflict) : columns_(columns) {
    constexpr std::array<std::size_t, 3> rows_of_shapes{64, 8, 1};
    constexpr std::size_t parameters_max = 32'766;  // SQLite's; PostgreSQL takes twice as many
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        auto& shape = shapes_[i];
        shape.rows = std::max<std::size_t>(1, std::min(rows_of_shapes[i], parameters_max / columns));
        shape.sql = fmt::format("INSERT INTO {} VALUES ", into);
        for (std::size_t row = 0, parameter = 1; row < shape.rows; ++row) {
            shape.sql += row == 0 ? "(" : ", (";
            for (std::size_t column = 0; column < columns; ++column)
                shape.sql += fmt::format("{}${}", column == 0 ? "" : ", ", parameter++);
            shape.sql += ")";
        }
        if (!conflict.empty()) shape.sql += fmt::format(" {}", conflict);
    }
}

Result<std::int64_t> MultiInsert::run(Session& session, std::span<Parameter const> values) const {
    CHECK(values.size() % columns_ == 0);
    std::int64_t affected = 0;
    while (!values.empty()) {
        for (auto const& shape : shapes_) {
            auto const count = shape.rows * columns_;
            if (count > values.size()) continue;
            affected += TRY(session.run(shape.sql, values.first(count))).affected();
            values = values.subspan(count);
            break;
        }
    }
    return affected;
}

}  // namespace kith::store
