// Tokens of the text form.
#pragma once

#include <string>
#include <string_view>

#include "rule/rule.hpp"

namespace kith::rule {

enum class Token { end, name, text, number, comparison, open, close, comma, arithmetic, unknown };

/// Reads tokens off the front of the text; the one in hand is `token`, its text `lexeme`, its place `place`.
class Lexer {
public:
    explicit Lexer(std::string_view source) : source_(source) { advance(); }

    Token token = Token::end;
    std::string lexeme;
    Place place;
    Place before;  ///< of the token before

    void advance();
    bool is_word(std::string_view word) const { return token == Token::name && lexeme == word; }
    bool accept_word(std::string_view word) {
        if (!is_word(word)) return false;
        advance();
        return true;
    }

private:
    void take();
    template <class Belongs>
    void take_while(Token kind, Belongs belongs);
    void take_text();

    std::string_view source_;
    std::size_t at_ = 0;
};

/// Whether a byte belongs to a name. Bytes of letters beyond ASCII do, so that a label in place of a name is told as
/// one.
bool is_name_byte(char c);
/// Whether the text form takes it for one name, of a field or a relation.
bool is_name(std::string_view name);

}  // namespace kith::rule
