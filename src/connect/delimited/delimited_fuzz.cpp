// fuzz-modules: base events connect
// Whatever bytes come as a file, it is read to its end in bounded memory: rows count up, lines never go back, and the
// pieces in which it came make no difference.
#include <cstdint>

#include "base/check.hpp"
#include "connect/delimited/decode.hpp"
#include "connect/delimited/sniff.hpp"
#include "connect/delimited/values.hpp"

namespace {

using namespace kith::connect;

std::vector<FileRow> read(std::string_view text, FileFormat const& format, std::size_t piece) {
    DelimitedReader reader(format.delimiter, format.has_header);
    std::vector<FileRow> rows;
    FileRow row;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        reader.feed(text.substr(at, piece));
        while (reader.next(row)) rows.push_back(row);
    }
    reader.end();
    while (reader.next(row)) rows.push_back(row);
    return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const format = format_of(bytes, true);
    std::string text;
    if (auto decoder = Decoder::create(format.encoding)) decoder->append(bytes, true, text);
    auto const whole = read(text, format, text.size() + 1), pieces = read(text, format, 3);
    CHECK(whole.size() == pieces.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        CHECK(whole[i].cells == pieces[i].cells && whole[i].problem == pieces[i].problem);
        CHECK(whole[i].number == static_cast<std::int64_t>(i) + 1);
        CHECK(i == 0 || whole[i].line >= whole[i - 1].line);
        for (auto const& cell : whole[i].cells) {
            (void)decimal_of(cell, ',');
            (void)LocalTime("Europe/Oslo", DateOrder::day_month_year).instant_of(cell);
        }
    }
    return 0;
}
