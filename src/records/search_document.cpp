#include "records/search_document.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/search_words.hpp"
#include "base/text.hpp"
#include "records/limits.hpp"
#include "records/value_types.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::FieldType;
using schema::Object;
using store::SearchTerm;

constexpr std::string_view digits36 = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::uint32_t codes = 36 * 36 * 36;
// Of what is no record's, in place of kind and field: its words, and all of them as one.
constexpr std::string_view text_code = "text";
constexpr std::string_view joined_code = "join";

std::string code_of(std::uint32_t number) {
    std::string code(3, '0');
    for (std::size_t at = code.size(); at > 0; number /= 36) code[--at] = digits36[number % 36];
    return code;
}

/// What the words of a field begin with.
struct Prefixes {
    std::string word, whole;
};

std::optional<Prefixes> prefixes_of(Field const& field, bool is_veiled = false) {
    std::string_view const column = field.column;
    std::uint32_t number = 0;
    if (column.starts_with("f_") &&
        std::from_chars(column.data() + 2, column.data() + column.size(), number).ec == std::errc()) {
        // Somebody has changed types forty thousand times: the field is not found by.
        if (number >= codes) return std::nullopt;
        return Prefixes{"x" + code_of(number), "y" + code_of(number)};
    }
    // FNV-1a; `every_standard_field_has_letters_of_its_own` holds the standard objects to it.
    number = 2166136261u;
    for (char const c : column) number = (number ^ static_cast<unsigned char>(c)) * 16777619u;
    auto const code = code_of(number % codes);
    return is_veiled ? Prefixes{"v" + code, "b" + code} : Prefixes{"w" + code, "a" + code};
}

class Words {
public:
    void add(std::string_view prefix, std::string_view word) {
        auto whole = std::string(prefix) + std::string(word);
        if (known_.insert(whole).second) text_ += (text_.empty() ? "" : " ") + whole;
    }
    void add_words(std::string_view prefix, std::string_view text) {
        for (auto const& word : text::words_of(text))
            for (auto const& spelling : text::spellings_of(text.substr(word.begin, word.end - word.begin)))
                add(prefix, spelling);
    }
    std::string text() && { return std::move(text_); }

private:
    std::string text_;
    std::set<std::string> known_;
};

// A phone number is found without the code of its country too, which has one to three digits.
std::vector<std::string> wholes_in(Field const& field, std::string_view value) {
    if (field.type == FieldType::long_text) return {};
    if (field.type != FieldType::phone) return text::whole_spellings_of(value);
    constexpr std::size_t country_digits_max = 3;
    std::vector<std::string> wholes;
    auto const digits = text::number_in(value);
    for (std::size_t at = 0; at <= country_digits_max && at + limits::search_number_digits_min <= digits.size(); ++at)
        wholes.push_back(digits.substr(at));
    return wholes.empty() ? text::whole_spellings_of(value) : wholes;
}

// A number as it is typed: perhaps with the sign of a foreign call, or of a call within the country.
std::vector<std::string> numbers_in(std::string_view text) {
    auto const digits = text::number_in(text);
    if (digits.size() < limits::search_number_digits_min) return {};
    std::vector<std::string> numbers{digits};
    if (digits.starts_with("00")) numbers.push_back(digits.substr(2));
    if (digits.starts_with('0') || digits.starts_with('8')) numbers.push_back(digits.substr(1));
    return numbers;
}

bool is_any_of(std::vector<std::string> const& some, std::vector<std::string> const& others) {
    return std::any_of(some.begin(), some.end(),
                       [&](auto const& each) { return std::find(others.begin(), others.end(), each) != others.end(); });
}

bool begins_any_of(std::vector<std::string> const& some, std::vector<std::string> const& others) {
    return std::any_of(some.begin(), some.end(), [&](auto const& each) {
        return std::any_of(others.begin(), others.end(), [&](auto const& other) { return each.starts_with(other); });
    });
}

// A city or a note that is but what was typed is no nearer than any other; what names or numbers something is.
bool names_one(Field const& field, Wanted const& wanted) {
    if (field.name == "name") return true;
    if (field.type == FieldType::email || field.type == FieldType::phone || field.type == FieldType::url) return true;
    auto const& whole = wanted.wholes.empty() ? std::string() : wanted.wholes.front();
    return whole.find_first_of("0123456789") != std::string::npos;
}

store::SearchParts parts_of(std::vector<std::string> const& prefixes, Wanted const& wanted) {
    store::SearchParts parts;
    for (std::size_t at = 0; at < wanted.words.size(); ++at) {
        auto& part = parts.emplace_back();
        for (auto const& prefix : prefixes)
            for (auto const& spelling : wanted.words[at])
                part.push_back({prefix + spelling, wanted.may_go_on && at + 1 == wanted.words.size()});
    }
    return parts;
}

std::vector<SearchTerm> wholes_of(std::vector<std::string> const& prefixes, Wanted const& wanted, bool is_prefix) {
    std::vector<SearchTerm> terms;
    for (auto const& prefix : prefixes)
        for (auto const& whole : wanted.wholes) terms.push_back({prefix + whole, is_prefix});
    return terms;
}

}  // namespace

std::string_view name_of(Nearness nearness) {
    constexpr std::string_view names[] = {"exact", "begins", "named", "said"};
    return names[static_cast<std::size_t>(nearness)];
}

Wanted ended(Wanted wanted) {
    wanted.may_go_on = false;
    return wanted;
}

Result<Wanted> wanted_of(std::string_view text) {
    if (text::length(text) > limits::search_characters_max)
        return Error::invalid("q", "too_long",
                              fmt::format("At most {} characters are searched for.", limits::search_characters_max));
    Wanted wanted;
    for (auto const& word : text::words_of(text))
        if (auto spellings = text::spellings_of(text.substr(word.begin, word.end - word.begin)); !spellings.empty())
            wanted.words.push_back(std::move(spellings));
    if (wanted.words.size() > limits::search_words_max)
        return Error::invalid("q", "limit_reached",
                              fmt::format("At most {} words are searched for.", limits::search_words_max));
    wanted.wholes = numbers_in(text);
    if (wanted.wholes.empty()) wanted.wholes = text::joined_spellings_of(text);
    return wanted;
}

std::vector<Field const*> searched_fields(Object const& object, access::RowAccess const& access, Actor const& actor) {
    std::vector<Field const*> fields;
    auto const visible = access.visible_fields(actor);
    for (auto const& field : object.fields)
        if (field.is_searchable && visible(object, field)) fields.push_back(&field);
    return fields;
}

store::SearchTerms terms_of(Object const& object, access::RowAccess const& access, Actor const& actor,
                            Wanted const& wanted, Nearness nearness) {
    std::vector<std::string> words, wholes;
    auto const stands_in = access::veil_of(object);
    auto const veil = access.veil(actor, object);
    bool const is_by_name = nearness == Nearness::begins || nearness == Nearness::named;
    for (auto const* field : searched_fields(object, access, actor)) {
        if (is_by_name && field->name != "name") continue;
        if (nearness == Nearness::exact && !names_one(*field, wanted)) continue;
        bool const may_stand_in = stands_in && stands_in->field == field->name && !veil;
        for (bool const is_veiled : {false, true}) {
            auto const prefixes = prefixes_of(*field, is_veiled);
            if (!prefixes || (is_veiled && !may_stand_in)) continue;
            words.push_back(prefixes->word);
            wholes.push_back(prefixes->whole);
        }
    }
    store::SearchTerms terms;
    if (words.empty() || wanted.is_nothing()) return terms;
    if (nearness == Nearness::named || nearness == Nearness::said) terms.push_back(parts_of(words, wanted));
    bool const asks_wholes = nearness != Nearness::named && !wanted.wholes.empty();
    if (asks_wholes) terms.push_back({wholes_of(wholes, wanted, wanted.may_go_on && nearness != Nearness::exact)});
    return terms;
}

std::string search_document(Object const& object, Json const& record) {
    Words words;
    auto const stands_in = access::veil_of(object);
    for (auto const& field : object.fields) {
        if (!field.is_searchable) continue;
        auto const found = record.find(field.name);
        if (found == record.end()) continue;
        auto const value = value_type_of(field.type).searched(*found);
        bool const is_veiled = stands_in && stands_in->field == field.name && stands_in->hides(record);
        auto const prefixes = prefixes_of(field, is_veiled);
        if (!prefixes || value.empty()) continue;
        words.add_words(prefixes->word, value);
        for (auto const& whole : wholes_in(field, value)) words.add(prefixes->whole, whole);
    }
    return std::move(words).text();
}

std::string text_document(std::string_view text) {
    Words words;
    words.add_words(text_code, text);
    return std::move(words).text();
}

store::SearchTerms text_terms(Wanted const& wanted) {
    if (wanted.is_nothing()) return {};
    return {parts_of({std::string(text_code)}, wanted)};
}

std::string name_document(std::string_view name) {
    Words words;
    words.add_words(text_code, name);
    for (auto& whole : text::joined_spellings_of(name)) words.add(joined_code, text::cut_word(std::move(whole)));
    return std::move(words).text();
}

store::SearchTerms name_terms(Wanted const& wanted, Nearness nearness) {
    store::SearchTerms terms;
    if (wanted.is_nothing()) return terms;
    bool const is_by_words = nearness == Nearness::named || nearness == Nearness::said;
    if (is_by_words) terms.push_back(parts_of({std::string(text_code)}, wanted));
    std::vector<SearchTerm> wholes;
    for (auto const& whole : wanted.wholes)
        wholes.push_back(
            {std::string(joined_code) + text::cut_word(whole), wanted.may_go_on && nearness != Nearness::exact});
    if (!wholes.empty()) terms.push_back({std::move(wholes)});
    return terms;
}

Nearness nearness_of(std::string_view name, Wanted const& wanted) {
    auto const wholes = text::joined_spellings_of(name);
    if (is_any_of(wholes, wanted.wholes)) return Nearness::exact;
    return begins_any_of(wholes, wanted.wholes) ? Nearness::begins : Nearness::named;
}

bool is_whole(Field const& field, std::string_view value, Wanted const& wanted) {
    return names_one(field, wanted) && is_any_of(wholes_in(field, value), wanted.wholes);
}

bool begins(std::string_view value, Wanted const& wanted) {
    return begins_any_of(text::whole_spellings_of(value), wanted.wholes);
}

}  // namespace kith::records
