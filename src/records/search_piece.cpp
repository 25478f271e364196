// Where in a text the words are that somebody looked for.
#include <algorithm>

#include "base/search_words.hpp"
#include "base/text.hpp"
#include "records/limits.hpp"
#include "records/search_document.hpp"

namespace kith::records {

namespace {

using text::Word;

bool is_letter_begin(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::size_t next_letter(std::string_view text, std::size_t at) {
    do ++at;
    while (at < text.size() && !is_letter_begin(text[at]));
    return at;
}

bool is_written(std::vector<std::string> const& spellings, std::vector<std::string> const& wanted, bool may_go_on) {
    for (auto const& spelling : spellings)
        for (auto const& each : wanted)
            if (may_go_on ? spelling.starts_with(each) : spelling == each) return true;
    return false;
}

// How much of the text from its beginning one has to read until it is written so: `Stra` of `Straße` for `stra`.
std::size_t read_until(std::string_view text, auto const& holds) {
    for (std::size_t end = next_letter(text, 0); end < text.size(); end = next_letter(text, end))
        if (holds(text.substr(0, end))) return end;
    return text.size();
}

struct Found {
    std::vector<Word> marks;  // in bytes
    std::vector<bool> found;
};

Found find_words(std::string_view text, Wanted const& wanted) {
    Found found{{}, std::vector<bool>(wanted.words.size(), false)};
    for (auto const& word : text::words_of(text)) {
        auto const written = text.substr(word.begin, word.end - word.begin);
        auto const spellings = text::spellings_of(written);
        std::size_t end = 0;
        for (std::size_t at = 0; at < wanted.words.size(); ++at) {
            bool const may_go_on = at + 1 == wanted.words.size();
            auto const& looked_for = wanted.words[at];
            if (!is_written(spellings, looked_for, may_go_on)) continue;
            found.found[at] = true;
            end = std::max(end, !may_go_on ? written.size() : read_until(written, [&](std::string_view part) {
                               return is_written(text::spellings_of(part), looked_for, true);
                           }));
        }
        if (end > 0) found.marks.push_back({word.begin, word.begin + end});
    }
    return found;
}

// Where no word is found by itself, all of them as one may be: `annemarie` in `Anne-Marie`, a phone number.
void find_whole(std::string_view text, Wanted const& wanted, Found& found) {
    if (text.size() > limits::search_piece_bytes_max) return;
    auto const digits = text::number_in(text);
    for (auto const& whole : wanted.wholes) {
        if (begins(text, wanted)) {
            auto const end = read_until(text, [&](std::string_view part) { return begins(part, wanted); });
            found.marks = {{0, end}};
        } else if (!digits.empty() && digits.find(whole) != std::string::npos) {
            found.marks = {{0, text.size()}};
        } else {
            continue;
        }
        found.found.assign(wanted.words.size(), true);
        return;
    }
}

// The stretch around what was found first, at blanks.
Word stretch_of(std::string_view text, std::vector<Word> const& marks) {
    if (text.size() <= limits::search_piece_bytes_max) return {0, text.size()};
    auto const first = marks.empty() ? 0 : marks.front().begin;
    auto begin = first < limits::search_piece_before_bytes_max ? 0 : first - limits::search_piece_before_bytes_max;
    if (begin > 0) {
        auto const blank = text.find_first_of(" \n\t", begin);
        if (blank < first) begin = blank + 1;
        while (!is_letter_begin(text[begin])) ++begin;
    }
    auto end = std::min(text.size(), begin + limits::search_piece_bytes_max);
    if (end < text.size()) {
        auto const blank = text.find_last_of(" \n\t", end);
        auto const least = marks.empty() ? begin : std::max(begin, marks.front().end);
        if (blank != std::string_view::npos && blank > least) end = blank;
        while (!is_letter_begin(text[end])) --end;
    }
    return {begin, end};
}

}  // namespace

Piece piece_of(std::string_view text, Wanted const& wanted) {
    auto found = find_words(text, wanted);
    if (std::find(found.found.begin(), found.found.end(), false) != found.found.end()) find_whole(text, wanted, found);
    auto const stretch = stretch_of(text, found.marks);
    Piece piece{{}, {}, std::move(found.found)};
    std::size_t before = 0;
    if (stretch.begin > 0) {
        piece.text = "… ";
        before = 2;
    }
    piece.text += text.substr(stretch.begin, stretch.end - stretch.begin);
    if (stretch.end < text.size()) piece.text += " …";
    for (auto const& mark : found.marks) {
        if (mark.end > stretch.end || mark.begin < stretch.begin) continue;
        auto const begin = before + text::length(text.substr(stretch.begin, mark.begin - stretch.begin));
        piece.marks.emplace_back(begin, begin + text::length(text.substr(mark.begin, mark.end - mark.begin)));
    }
    return piece;
}

Json json_of(Piece const& piece) {
    Json marks = Json::array();
    for (auto const& [begin, end] : piece.marks) marks.push_back({begin, end});
    return {{"text", piece.text}, {"marks", std::move(marks)}};
}

}  // namespace kith::records
