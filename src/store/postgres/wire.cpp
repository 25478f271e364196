#include "store/postgres/wire.hpp"

#include <endian.h>
#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>

namespace kith::store::postgres {
namespace {

constexpr Oid oid_bool = 16, oid_bytea = 17, oid_name = 19, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_text = 25,
              oid_oid = 26, oid_json = 114, oid_float4 = 700, oid_float8 = 701, oid_unknown = 705, oid_bpchar = 1042,
              oid_varchar = 1043, oid_numeric = 1700, oid_uuid = 2950, oid_jsonb = 3802;
constexpr char jsonb_version = 1;

bool is_text(Oid type) {
    return type == oid_text || type == oid_varchar || type == oid_bpchar || type == oid_name || type == oid_json ||
           type == oid_unknown;
}

std::string big_endian(std::uint64_t value) {
    value = htobe64(value);
    return {reinterpret_cast<char const*>(&value), sizeof value};
}

template <class T>
T from_big_endian(char const* bytes) {
    T value = 0;
    for (std::size_t at = 0; at < sizeof(T); ++at)
        value = static_cast<T>(value << 8 | static_cast<unsigned char>(bytes[at]));
    return value;
}

std::string_view view(Bytes bytes) { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }

}  // namespace

void WireParameters::add_binary(char const* bytes, std::size_t size) {
    values_.push_back(bytes != nullptr ? bytes : "");  // a null pointer is NULL
    lengths_.push_back(static_cast<int>(size));
    formats_.push_back(1);
}

void WireParameters::add_binary_copy(std::string bytes) {
    auto const& kept = made_.emplace_back(std::move(bytes));
    add_binary(kept.data(), kept.size());
}

void WireParameters::add_text(std::string text) {
    values_.push_back(made_.emplace_back(std::move(text)).c_str());
    lengths_.push_back(0);
    formats_.push_back(0);
}

Result<void> WireParameters::add(Parameter const& parameter, Oid type) {
    auto const& value = parameter.value();
    if (std::holds_alternative<std::monostate>(value)) {
        values_.push_back(nullptr);
        lengths_.push_back(0);
        formats_.push_back(0);
    } else if (auto const* number = std::get_if<std::int64_t>(&value)) {
        if (type == oid_int8)
            add_binary_copy(big_endian(static_cast<std::uint64_t>(*number)));
        else if (type == oid_float8)
            add_binary_copy(big_endian(std::bit_cast<std::uint64_t>(static_cast<double>(*number))));
        else if (type == oid_bool)
            add_text(*number != 0 ? "t" : "f");
        else
            add_text(std::to_string(*number));
    } else if (auto const* real = std::get_if<double>(&value)) {
        if (type == oid_float8)
            add_binary_copy(big_endian(std::bit_cast<std::uint64_t>(*real)));
        else
            add_text(fmt::format("{}", *real));
    } else if (auto const* text = std::get_if<std::string_view>(&value)) {
        if (is_text(type))
            add_binary(text->data(), text->size());
        else if (type == oid_jsonb)
            add_binary_copy(jsonb_version + std::string(*text));
        else
            add_text(std::string(*text));
    } else if (auto const* bytes = std::get_if<Bytes>(&value)) {
        if (type != oid_bytea && !(type == oid_uuid && bytes->size() == sizeof(Uuid)))
            return Error::internal(fmt::format("bytes for a parameter of type {}", type));
        add_binary(view(*bytes).data(), bytes->size());
    } else {
        auto const& id = std::get<Uuid>(value);
        if (type == oid_uuid || type == oid_bytea)
            add_binary(reinterpret_cast<char const*>(id.bytes.data()), id.bytes.size());
        else
            add_text(id.text());
    }
    return {};
}

bool is_binary(Oid type) {
    switch (type) {
        case oid_bool:
        case oid_bytea:
        case oid_int8:
        case oid_int2:
        case oid_int4:
        case oid_oid:
        case oid_float4:
        case oid_float8:
        case oid_uuid:
        case oid_jsonb:
            return true;
        default:
            return is_text(type);
    }
}

namespace {

void add_binary_cell(Rows& rows, Oid type, std::string_view bytes) {
    switch (type) {
        case oid_bool:
            return rows.add_integer(bytes[0] != 0);
        case oid_int2:
            return rows.add_integer(static_cast<std::int16_t>(from_big_endian<std::uint16_t>(bytes.data())));
        case oid_int4:
            return rows.add_integer(static_cast<std::int32_t>(from_big_endian<std::uint32_t>(bytes.data())));
        case oid_oid:
            return rows.add_integer(from_big_endian<std::uint32_t>(bytes.data()));
        case oid_int8:
            return rows.add_integer(static_cast<std::int64_t>(from_big_endian<std::uint64_t>(bytes.data())));
        case oid_float4:
            return rows.add_real(
                static_cast<double>(std::bit_cast<float>(from_big_endian<std::uint32_t>(bytes.data()))));
        case oid_float8:
            return rows.add_real(std::bit_cast<double>(from_big_endian<std::uint64_t>(bytes.data())));
        case oid_jsonb:
            return rows.add_text(bytes.substr(1));
        case oid_bytea:
        case oid_uuid:
            return rows.add_bytes({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
        default:
            return rows.add_text(bytes);
    }
}

template <class T>
bool parse(std::string_view text, T& value) {
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc() && end == text.data() + text.size();
}

void add_text_cell(Rows& rows, Oid type, std::string_view text) {
    switch (type) {
        case oid_bool:
            return rows.add_integer(text == "t");
        case oid_int2:
        case oid_int4:
        case oid_int8:
        case oid_oid:
        case oid_numeric: {  // a sum of bigint is numeric: whole where it fits
            std::int64_t whole = 0;
            if (parse(text, whole)) return rows.add_integer(whole);
            [[fallthrough]];
        }
        case oid_float4:
        case oid_float8: {
            double real = 0;
            parse(text, real);
            return rows.add_real(real);
        }
        case oid_uuid: {
            auto const id = Uuid::parse(text).value_or(Uuid{});
            return rows.add_bytes(Bytes(id.bytes));
        }
        case oid_bytea: {
            std::size_t size = 0;
            auto* bytes = PQunescapeBytea(reinterpret_cast<unsigned char const*>(text.data()), &size);
            rows.add_bytes({bytes, size});
            return PQfreemem(bytes);
        }
        default:
            return rows.add_text(text);
    }
}

}  // namespace

void add_cell(Rows& rows, PGresult const* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return rows.add_null();
    std::string_view const bytes(PQgetvalue(result, row, column),
                                 static_cast<std::size_t>(PQgetlength(result, row, column)));
    if (PQfformat(result, column) == 1) return add_binary_cell(rows, PQftype(result, column), bytes);
    add_text_cell(rows, PQftype(result, column), bytes);
}

}  // namespace kith::store::postgres
