#include "store/value.hpp"

#include <cstring>

namespace kith::store {

Rows::Cell const& Rows::Row::cell(std::size_t column) const {
    CHECK(column < rows_->columns_);
    return rows_->cells_[at_ * rows_->columns_ + column];
}

std::int64_t Rows::Row::integer(std::size_t column) const {
    auto const& value = cell(column);
    if (value.kind == Cell::Kind::real) return static_cast<std::int64_t>(value.real);
    return value.kind == Cell::Kind::integer ? value.integer : 0;
}

double Rows::Row::real(std::size_t column) const {
    auto const& value = cell(column);
    if (value.kind == Cell::Kind::integer) return static_cast<double>(value.integer);
    return value.kind == Cell::Kind::real ? value.real : 0;
}

std::string_view Rows::Row::text(std::size_t column) const {
    auto const& value = cell(column);
    if (value.kind != Cell::Kind::text && value.kind != Cell::Kind::bytes) return {};
    return std::string_view(rows_->arena_).substr(value.offset, value.size);
}

Bytes Rows::Row::bytes(std::size_t column) const {
    auto const view = text(column);
    return {reinterpret_cast<std::uint8_t const*>(view.data()), view.size()};
}

Uuid Rows::Row::uuid(std::size_t column) const {
    auto const view = bytes(column);
    Uuid id;
    if (view.size() == id.bytes.size()) std::memcpy(id.bytes.data(), view.data(), view.size());
    return id;
}

void Rows::add_integer(std::int64_t value) {
    auto& cell = cells_.emplace_back();
    cell.kind = Cell::Kind::integer;
    cell.integer = value;
}

void Rows::add_real(double value) {
    auto& cell = cells_.emplace_back();
    cell.kind = Cell::Kind::real;
    cell.real = value;
}

void Rows::add_text(std::string_view value) {
    auto& cell = cells_.emplace_back();
    cell.kind = Cell::Kind::text;
    cell.size = static_cast<std::uint32_t>(value.size());
    cell.offset = arena_.size();
    arena_ += value;
}

void Rows::add_bytes(Bytes value) {
    add_text({reinterpret_cast<char const*>(value.data()), value.size()});
    cells_.back().kind = Cell::Kind::bytes;
}

}  // namespace kith::store
