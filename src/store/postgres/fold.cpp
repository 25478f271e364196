#include "store/postgres/fold.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace kith::store::postgres {

namespace {

void append(std::string& out, std::string_view letters) {
    for (char const c : letters) {
        if (c == '\'') out += '\'';
        out += c;
    }
}

std::string utf8_of(char32_t letter) {
    std::string out;
    auto const part = [&](unsigned shift, unsigned lead) { out += static_cast<char>(lead | (letter >> shift & 0x3F)); };
    if (letter < 0x80) {
        out += static_cast<char>(letter);
    } else if (letter < 0x800) {
        out += static_cast<char>(0xC0 | letter >> 6);
        part(0, 0x80);
    } else if (letter < 0x10000) {
        out += static_cast<char>(0xE0 | letter >> 12);
        part(6, 0x80);
        part(0, 0x80);
    } else {
        out += static_cast<char>(0xF0 | letter >> 18);
        part(12, 0x80);
        part(6, 0x80);
        part(0, 0x80);
    }
    return out;
}

// translate() writes one letter for one, and leaves out those that have no counterpart; letters that become two are
// replaced before. Text of plain letters, the commonest, takes the short way.
std::string body() {
    std::string from, to, gone, decomposed = "normalize(value, NFKD)";
    for (auto const& [letter, folded] : text::letter_folds()) {
        if (folded.empty()) {
            append(gone, utf8_of(letter));
        } else if (text::length(folded) == 1) {
            append(from, utf8_of(letter));
            append(to, folded);
        } else {
            decomposed = fmt::format("replace({}, '{}', '{}')", decomposed, utf8_of(letter), folded);
        }
    }
    return fmt::format(
        "SELECT CASE WHEN octet_length(value) = char_length(value) THEN lower(value COLLATE \"C\") "
        "ELSE translate({}, '{}{}', '{}') END",
        decomposed, from, gone, to);
}

}  // namespace

Result<void> install_fold(Connection& connection) {
    auto const wanted = body();
    Parameter const parameters[] = {std::string_view(wanted)};
    auto const same =
        TRY(connection.run("SELECT 1 FROM pg_proc WHERE proname = 'kith_fold' AND prosrc = $1 AND pronamespace = "
                           "to_regnamespace(current_schema()::text)",
                           parameters));
    if (!same.empty()) return {};
    // One command, so one transaction; the lock keeps two servers from writing it at once.
    auto const sql = fmt::format(
        "SELECT pg_advisory_xact_lock(hashtext('kith_fold')); CREATE OR REPLACE FUNCTION kith_fold(value text) RETURNS "
        "text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $kith${}$kith$",
        wanted);
    TRY(connection.command(sql.c_str()));
    return {};
}

}  // namespace kith::store::postgres
