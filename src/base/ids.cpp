#include "base/ids.hpp"

#include <sodium.h>

#include "base/guarded.hpp"
#include "base/time.hpp"

namespace kith {

namespace {

constexpr char hex_digits[] = "0123456789abcdef";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void mark(Uuid& id, std::uint8_t version) {
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | (version << 4));
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
}

}  // namespace

std::string Uuid::text() const {
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += hex_digits[bytes[i] >> 4];
        out += hex_digits[bytes[i] & 15];
    }
    return out;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid id;
    std::size_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            if (text[at++] != '-') return std::nullopt;
        }
        int const high = hex_value(text[at]), low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        id.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
        at += 2;
    }
    return id;
}

Uuid Uuid::make() {
    // RFC 9562, method 1: within one millisecond the 12 bits after the version count up, from a random start that
    // leaves room.
    struct Last {
        std::int64_t ms = 0;
        std::uint32_t count = 0;
    };
    static Guarded<Last> const last;
    Uuid id;
    randombytes_buf(id.bytes.data(), id.bytes.size());
    std::uint32_t const start = (id.bytes[6] << 8 | id.bytes[7]) & 0x7FF;
    std::int64_t ms = Instant::now().ms;
    std::uint32_t count;
    {
        auto held = last.lock();
        if (ms > held->ms) {
            *held = {ms, start};
        } else if (++held->count > 0xFFF) {
            *held = {held->ms + 1, start};
        }
        ms = held->ms;
        count = held->count;
    }
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    id.bytes[6] = static_cast<std::uint8_t>(count >> 8);
    id.bytes[7] = static_cast<std::uint8_t>(count);
    mark(id, 7);
    return id;
}

Uuid Uuid::of_name(std::string_view space, std::string_view name) {
    crypto_generichash_state state;
    Uuid id;
    crypto_generichash_init(&state, nullptr, 0, id.bytes.size());
    auto const add = [&](std::string_view part) {
        std::uint64_t const size = part.size();
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const*>(&size), sizeof size);
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const*>(part.data()), part.size());
    };
    add(space);
    add(name);
    crypto_generichash_final(&state, id.bytes.data(), id.bytes.size());
    mark(id, 8);
    return id;
}

}  // namespace kith
