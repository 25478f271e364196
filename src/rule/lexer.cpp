#include "rule/lexer.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::rule {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_sign(char c) { return c == '=' || c == '!' || c == '<' || c == '>'; }

}  // namespace

bool is_name_byte(char c) { return is_letter(c) || text::is_digit(c) || c == '.'; }

bool is_name(std::string_view name) {
    return !name.empty() && !text::is_digit(name[0]) &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_name_byte(c) && c != '.'; });
}

void Lexer::advance() {
    before = place;
    auto const skipped = at_;
    while (at_ < source_.size() && (source_[at_] == ' ' || (source_[at_] >= '\t' && source_[at_] <= '\r'))) ++at_;
    // What is skipped between two tokens are single bytes, each a character.
    place.character_begin = place.character_end + (at_ - skipped);
    place.begin = at_;
    lexeme.clear();
    take();
    place.end = at_;
    place.character_end = place.character_begin + text::length(source_.substr(place.begin, at_ - place.begin));
}

void Lexer::take() {
    if (at_ == source_.size()) {
        token = Token::end;
        return;
    }
    char const c = source_[at_];
    if (is_letter(c)) return take_while(Token::name, is_name_byte);
    if (text::is_digit(c) || (c == '-' && at_ + 1 < source_.size() && text::is_digit(source_[at_ + 1]))) {
        lexeme += source_[at_++];
        return take_while(Token::number, [](char d) { return text::is_digit(d) || d == '.'; });
    }
    if (c == '"') return take_text();
    if (is_sign(c)) return take_while(Token::comparison, is_sign);
    lexeme = c;
    ++at_;
    token = c == '('                                       ? Token::open
            : c == ')'                                     ? Token::close
            : c == ','                                     ? Token::comma
            : c == '+' || c == '-' || c == '*' || c == '/' ? Token::arithmetic
                                                           : Token::unknown;
}

template <class Belongs>
void Lexer::take_while(Token kind, Belongs belongs) {
    while (at_ < source_.size() && belongs(source_[at_])) lexeme += source_[at_++];
    token = kind;
}

void Lexer::take_text() {
    token = Token::unknown;  // until the closing quotation mark is seen
    for (++at_; at_ < source_.size(); ++at_) {
        if (source_[at_] == '"') {
            ++at_;
            token = Token::text;
            return;
        }
        if (source_[at_] == '\\' && at_ + 1 < source_.size()) ++at_;
        lexeme += source_[at_];
    }
}

}  // namespace kith::rule
