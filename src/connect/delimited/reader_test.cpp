#include "connect/delimited/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "connect/delimited/decode.hpp"
#include "connect/delimited/sniff.hpp"
#include "connect/delimited/values.hpp"
#include "connect/delimited/writer.hpp"
#include "connect/limits.hpp"

namespace kith::connect {
namespace {

using testing::ElementsAre;
using Cells = std::vector<std::string>;

std::vector<FileRow> read(std::string_view text, char delimiter = ',', bool has_header = false, std::size_t piece = 7) {
    DelimitedReader reader(delimiter, has_header);
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

std::vector<Cells> cells(std::string_view text, char delimiter = ',') {
    std::vector<Cells> all;
    for (auto& row : read(text, delimiter)) all.push_back(std::move(row.cells));
    return all;
}

TEST(DelimitedReader, reads_quotes_newlines_in_cells_and_every_line_end) {
    EXPECT_THAT(cells("a,b\r\n\"x \"\"y\"\"\nz\",2\rlast"),
                ElementsAre(Cells{"a", "b"}, Cells{"x \"y\"\nz", "2"}, Cells{"last"}));
    EXPECT_THAT(cells("a, \"b,c\" ,d"), ElementsAre(Cells{"a", "b,c", "d"}));
    EXPECT_THAT(cells("a;;\n;b;", ';'), ElementsAre(Cells{"a", "", ""}, Cells{"", "b", ""}));
    EXPECT_THAT(cells("5\" pipe,2"), ElementsAre(Cells{"5\" pipe", "2"}));
}

TEST(DelimitedReader, takes_runs_of_spaces_for_one_delimiter) {
    EXPECT_THAT(cells(" 00001 19970101  1   11.77\r\n 00002\t19970112 1 12.00 \r\n", ' '),
                ElementsAre(Cells{"00001", "19970101", "1", "11.77"}, Cells{"00002", "19970112", "1", "12.00"}));
}

TEST(DelimitedReader, numbers_rows_and_tells_lines_past_blank_ones) {
    auto const rows = read("name,city\n\n\"A\nB\",x\n , \nC,y\n", ',', true);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].number, 1);
    EXPECT_EQ(rows[0].line, 3);
    EXPECT_EQ(rows[1].number, 2);
    EXPECT_EQ(rows[1].line, 6);
}

TEST(DelimitedReader, a_quote_that_is_never_closed_costs_one_line) {
    auto const rows = read("a,b\n1,\"oops\n2,fine\n3,fine", ',', true);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].problem, RowProblem::quote_open);
    EXPECT_EQ(rows[0].line, 2);
    EXPECT_THAT(rows[1].cells, ElementsAre("2", "fine"));
    EXPECT_THAT(rows[2].cells, ElementsAre("3", "fine"));
}

TEST(DelimitedReader, a_row_of_the_limit_passes_and_one_past_it_is_told) {
    std::string const longest(limits::import_row_bytes_max - 1, 'x');
    auto rows = read(longest + "\nb\n", ',', false, 100'000);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].problem, RowProblem::none);
    rows = read(longest + "x\nb\n", ',', false, 100'000);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].problem, RowProblem::too_long);
    EXPECT_EQ(rows[1].line, 2);
    EXPECT_THAT(rows[1].cells, ElementsAre("b"));
}

TEST(DelimitedReader, cells_that_the_header_does_not_name_are_told_unless_empty) {
    auto const rows = read("a,b\n1,2,3\n1,2,,\n1\n", ',', true);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].problem, RowProblem::too_many_cells);
    EXPECT_EQ(rows[1].problem, RowProblem::none);
    EXPECT_THAT(rows[2].cells, ElementsAre("1"));
}

/// One character at a time, on the whole text.
std::vector<Cells> naive(std::string_view text) {
    std::vector<Cells> all;
    Cells row{""};
    bool in_quotes = false, at_start = true, was_quoted = false;
    auto const end_row = [&] {
        bool const is_empty = std::all_of(row.begin(), row.end(), [](auto const& cell) { return cell.empty(); });
        if (!is_empty) all.push_back(row);
        row = {""};
        at_start = true;
        was_quoted = false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (in_quotes) {
            if (c != '"') {
                row.back() += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                row.back() += '"';
                ++i;
            } else {
                in_quotes = false;
                was_quoted = true;
            }
        } else if (c == '"' && at_start) {
            in_quotes = true;
            at_start = false;
        } else if (c == ',') {
            row.emplace_back();
            at_start = true;
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
            end_row();
        } else {
            row.back() += c;
            at_start = false;
        }
    }
    if (in_quotes) return {};  // not of this comparison
    end_row();
    (void)was_quoted;
    return all;
}

TEST(DelimitedReader, agrees_with_a_naive_reader_on_random_text_in_random_pieces) {
    std::mt19937 random(20261125);
    constexpr std::string_view letters = "ab,,\"\"\n\r";
    int compared = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (auto length = random() % 24; length > 0; --length) text += letters[random() % letters.size()];
        if (std::count(text.begin(), text.end(), '"') % 2 != 0) continue;
        auto const expected = naive(text);
        if (expected.empty()) continue;
        std::vector<Cells> got;
        for (auto& row : read(text, ',', false, 1 + random() % 5)) {
            if (row.problem != RowProblem::none) {
                got.clear();
                break;
            }
            got.push_back(std::move(row.cells));
        }
        if (got.empty()) continue;  // a quote that opens late and never closes
        EXPECT_EQ(got, expected) << testing::PrintToString(text);
        ++compared;
    }
    EXPECT_GT(compared, 5000);
}

TEST(FileFormat, is_found_out_from_the_beginning) {
    auto const csv = format_of("id,name,city\n1,Ona,Vilnius\n2,Jonas,Kaunas\n", true);
    EXPECT_EQ(csv.delimiter, ',');
    EXPECT_TRUE(csv.has_header);
    EXPECT_EQ(csv.encoding, "UTF-8");
    auto const spaces = format_of(" 00001 19970101  1   11.77\r\n 00002 19970112  1   12.00\r\n", true);
    EXPECT_EQ(spaces.delimiter, ' ');
    EXPECT_FALSE(spaces.has_header);
    EXPECT_EQ(format_of("Vardas;Suma\nOna;12,50\nJonas;1 200,00\n", true).delimiter, ';');
    EXPECT_EQ(format_of("a\tb\n1,5\t2\n3\t4,7\n", true).delimiter, '\t');
}

std::string in(std::string_view encoding, std::string_view bytes) {
    std::string utf8;
    auto decoder = Decoder::create(encoding);
    for (std::size_t at = 0; at < bytes.size(); ++at)
        decoder->append(bytes.substr(at, 1), at + 1 == bytes.size(), utf8);
    return utf8;
}

TEST(Encodings, are_told_apart_and_turned_into_utf8_byte_by_byte) {
    constexpr std::string_view baltic =
        "vardas,miestas\n\xDE"
        "ivil\xEB,\xD0iauliai\n\xC8"
        "esl\xEB,Pakruojis\n";
    EXPECT_EQ(encoding_of(baltic), "windows-1257");
    EXPECT_EQ(in("windows-1257",
                 "\xDE"
                 "ivil\xEB"),
              "Živilė");
    constexpr std::string_view nordic = "navn,by\nK\xE5re,Troms\xF8\nAndr\xE9,B\xE5stad\n";
    EXPECT_EQ(encoding_of(nordic), "windows-1252");
    EXPECT_EQ(in("windows-1252", "Troms\xF8"), "Tromsø");
    constexpr std::string_view cyrillic =
        "\xC8\xEC\xFF,\xC3\xEE\xF0\xEE\xE4\n\xC0\xED\xED\xE0,\xCC\xEE\xF1\xEA\xE2\xE0\n\xC8\xE2\xE0\xED,"
        "\xCD\xE0\xF0\xE2\xE0\n\xCE\xEB\xFC\xE3\xE0,\xCF\xF1\xEA\xEE\xE2\n\xCF\xE5\xF2\xF0,\xD2\xE2\xE5\xF0\xFC\n";
    EXPECT_EQ(encoding_of(cyrillic), "windows-1251");
    EXPECT_EQ(in("windows-1251", "\xC0\xED\xED\xE0"), "Анна");
    std::string_view const wide(
        "\xFF\xFE"
        "a\0,\0b\0\n\0",
        10);
    EXPECT_EQ(encoding_of(wide), "UTF-16LE");
    EXPECT_EQ(in("UTF-16LE", wide), "a,b\n");
    EXPECT_EQ(encoding_of("\xEF\xBB\xBFname"), "UTF-8");
    EXPECT_EQ(in("UTF-8", "\xEF\xBB\xBFname"), "name");
    EXPECT_FALSE(Decoder::create("EBCDIC"));
}

TEST(Numbers, are_read_as_people_write_them) {
    EXPECT_EQ(decimal_of("1 234,50", ','), "1234.50");
    EXPECT_EQ(decimal_of("1,234.50", '.'), "1234.50");
    EXPECT_EQ(decimal_of("$12.00", '.'), "12.00");
    EXPECT_EQ(decimal_of("(5.00)", '.'), "-5.00");
    EXPECT_EQ(decimal_of("5.00-", '.'), "-5.00");
    EXPECT_EQ(decimal_of("\xE2\x88\x92"
                         "5",
                         '.'),
              "-5");
    EXPECT_EQ(decimal_of("12 EUR", '.'), "12");
    EXPECT_FALSE(decimal_of("none", '.'));
    EXPECT_FALSE(decimal_of("1-2", '.'));
    EXPECT_FALSE(decimal_of("1.2.3", '.'));
    std::vector<std::string_view> const comma{"12,5", "1 000"}, point{"1,234", "2,500"}, both{"1.234,5"};
    EXPECT_EQ(decimal_mark_of(comma, '.'), ',');
    EXPECT_EQ(decimal_mark_of(point, ','), '.');
    EXPECT_EQ(decimal_mark_of(both, '.'), ',');
}

TEST(Dates, are_read_by_the_clock_of_the_place_and_noon_without_a_time) {
    LocalTime const vilnius("Europe/Vilnius", DateOrder::day_month_year);
    EXPECT_EQ(vilnius.instant_of("2026-11-24")->text(), "2026-11-24T10:00:00.000Z");
    EXPECT_EQ(vilnius.instant_of("20260724")->text(), "2026-07-24T09:00:00.000Z");
    EXPECT_EQ(vilnius.instant_of("24.11.2026 18:30")->text(), "2026-11-24T16:30:00.000Z");
    EXPECT_EQ(vilnius.instant_of("2026-11-24T18:30:00+03:00")->text(), "2026-11-24T15:30:00.000Z");
    LocalTime const york("America/New_York", DateOrder::month_day_year);
    EXPECT_EQ(york.instant_of("11/24/26 6:05 PM")->text(), "2026-11-24T23:05:00.000Z");
    EXPECT_FALSE(vilnius.instant_of("31.02.2026"));
    EXPECT_FALSE(vilnius.instant_of("soon"));
    EXPECT_FALSE(vilnius.instant_of("2026-11-24 25:00"));
    std::vector<std::string_view> const american{"1/2/2026", "1/13/2026"};
    EXPECT_EQ(date_order_of(american), DateOrder::month_day_year);
}

TEST(DelimitedWriter, writes_what_the_reader_reads) {
    std::mt19937 random(7);
    constexpr std::string_view letters = "ab,\"\n \r=";
    for (int round = 0; round < 2000; ++round) {
        Cells cells(1 + random() % 4);
        for (auto& cell : cells)
            for (auto length = random() % 6; length > 0; --length) cell += letters[random() % letters.size()];
        cells[0] += 'x';
        std::string text;
        append_delimited(text, cells);
        auto const rows = read(text);
        ASSERT_EQ(rows.size(), 1u) << testing::PrintToString(text);
        EXPECT_EQ(rows[0].cells, cells) << testing::PrintToString(text);
    }
    std::string text;
    append_delimited(text, Cells{"=1+1", "-5.00", "+370 612 34567", "@x"}, true);
    EXPECT_EQ(text, "'=1+1,-5.00,+370 612 34567,'@x\n");
}

TEST(DelimitedWriter, a_mark_against_formulas_is_always_taken_away_again) {
    EXPECT_EQ(unmarked("'=1+1"), "=1+1");
    EXPECT_EQ(unmarked("'tis"), "'tis");
    EXPECT_EQ(unmarked("'+370 612"), "'+370 612");
    EXPECT_EQ(unmarked(""), "");
    std::mt19937 random(3);
    for (int round = 0; round < 2000; ++round) {
        std::string cell;
        for (auto length = random() % 6; length > 0; --length) cell += "''=+-@\t1a "[random() % 11];
        std::string text;
        append_delimited(text, Cells{cell, "x"}, true);
        auto const written = read(text);
        ASSERT_EQ(written.size(), 1u) << text;
        auto const& shown = written[0].cells[0];
        EXPECT_EQ(unmarked(shown), cell);
        // Nothing that a spreadsheet would calculate.
        bool const is_sign = shown.starts_with('+') || shown.starts_with('-');
        EXPECT_FALSE(shown.starts_with('=') || shown.starts_with('@') || shown.starts_with('\t')) << shown;
        EXPECT_FALSE(is_sign && shown.find_first_of("=@a\t'") != std::string::npos) << shown;
    }
}

}  // namespace
}  // namespace kith::connect
