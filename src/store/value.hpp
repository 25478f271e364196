// What goes into a statement and what comes out of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/check.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

namespace kith::store {

using Bytes = std::span<std::uint8_t const>;

/// A parameter. It borrows text and bytes: they must outlive the call that it is passed to.
class Parameter {
public:
    using Variant = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes, Uuid>;

    // Implicit, so that a query is called with the values themselves.
    Parameter(std::nullptr_t) {}
    template <class T>
        requires std::is_integral_v<T>
    Parameter(T value) : value_(static_cast<std::int64_t>(value)) {}
    Parameter(double value) : value_(value) {}
    Parameter(std::string_view value) : value_(value) {}
    Parameter(std::string const& value) : value_(std::string_view(value)) {}
    Parameter(char const* value) : value_(std::string_view(value)) {}
    Parameter(Bytes value) : value_(value) {}
    Parameter(Uuid const& value) : value_(value) {}
    template <class Tag>
    Parameter(Id<Tag> const& id) : value_(id.uuid) {}
    Parameter(Instant value) : value_(value.ms) {}
    template <class T>
    Parameter(std::optional<T> const& value) {
        if (value) value_ = Parameter(*value).value_;
    }

    Variant const& value() const { return value_; }

private:
    Variant value_;
};

/// The result of a statement, whole in memory: pages are bounded, and whoever reads more pages by key.
class Rows {
public:
    struct Cell {
        enum class Kind : std::uint8_t { null, integer, real, text, bytes } kind = Kind::null;
        std::uint32_t size = 0;
        union {
            std::int64_t integer;
            double real;
            std::size_t offset;  ///< of text and bytes in the arena
        };
        Cell() : integer(0) {}
    };

    class Row {
    public:
        bool is_null(std::size_t column) const { return cell(column).kind == Cell::Kind::null; }
        /// 0 for NULL.
        std::int64_t integer(std::size_t column) const;
        double real(std::size_t column) const;
        bool boolean(std::size_t column) const { return integer(column) != 0; }
        /// Empty for NULL. Valid as long as the Rows.
        std::string_view text(std::size_t column) const;
        Bytes bytes(std::size_t column) const;
        Instant instant(std::size_t column) const { return {integer(column)}; }
        /// Nil for NULL.
        Uuid uuid(std::size_t column) const;
        template <class I>
        I id(std::size_t column) const {
            return I{uuid(column)};
        }
        std::optional<std::int64_t> optional_integer(std::size_t column) const {
            return is_null(column) ? std::nullopt : std::optional(integer(column));
        }
        std::optional<Instant> optional_instant(std::size_t column) const {
            return is_null(column) ? std::nullopt : std::optional(instant(column));
        }
        std::optional<std::string> optional_text(std::size_t column) const {
            return is_null(column) ? std::nullopt : std::optional(std::string(text(column)));
        }
        template <class I>
        std::optional<I> optional_id(std::size_t column) const {
            return is_null(column) ? std::nullopt : std::optional(id<I>(column));
        }
        Cell const& cell(std::size_t column) const;

    private:
        friend class Rows;
        Row(Rows const& rows, std::size_t at) : rows_(&rows), at_(at) {}
        Rows const* rows_;
        std::size_t at_;
    };

    class Iterator {
    public:
        Iterator(Rows const& rows, std::size_t at) : rows_(&rows), at_(at) {}
        Row operator*() const { return (*rows_)[at_]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        bool operator!=(Iterator const& other) const { return at_ != other.at_; }

    private:
        Rows const* rows_;
        std::size_t at_;
    };

    std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
    bool empty() const { return cells_.empty(); }
    std::size_t columns() const { return columns_; }
    Row operator[](std::size_t row) const {
        DCHECK(row < size());
        return Row(*this, row);
    }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }
    /// Rows inserted, updated or deleted by the statement.
    std::int64_t affected() const { return affected_; }

    // For the databases, which fill it.
    void set_columns(std::size_t columns) { columns_ = columns; }
    void set_affected(std::int64_t affected) { affected_ = affected; }
    void add_null() { cells_.emplace_back(); }
    void add_integer(std::int64_t value);
    void add_real(double value);
    void add_text(std::string_view value);
    void add_bytes(Bytes value);

private:
    std::vector<Cell> cells_;
    std::string arena_;
    std::size_t columns_ = 0;
    std::int64_t affected_ = 0;
};

}  // namespace kith::store
