// What may come next while a rule is written: asked of the parser, which knows what it missed at the end.
#include <algorithm>

#include "base/places.hpp"
#include "base/text.hpp"
#include "rule/lexer.hpp"
#include "rule/limits.hpp"
#include "rule/types.hpp"

namespace kith::rule {

namespace {

using schema::Field;
using schema::FieldType;
using schema::Object;
using What = Expectation::What;

// Where the word that is being written begins: an open quotation mark, or the letters before the end.
std::size_t begin_of_word(std::string_view text) {
    bool is_open = false;
    std::size_t quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_open && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            is_open = !is_open;
            quote = i;
        }
    }
    if (is_open) return quote;
    auto begin = text.size();
    while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
    return begin;
}

class Completer {
public:
    Completer(Object const& object, Sight const& sight, std::string_view word)
        : object_(object), sight_(sight), folded_(text::fold(word)) {}

    void add(Expectation const& expectation) {
        switch (expectation.what) {
            case What::nothing:
                return;
            case What::field:
                add_fields(object_, "");
                break;
            case What::operation:
                if (auto const* field = find(expectation.path)) add_operators(*field);
                for (auto const& word : expectation.also) offer(word, "operator", {});
                return;
            case What::value:
                if (auto const* field = find(expectation.path)) add_values(*field, expectation.is_of_several);
                if (!expectation.also.empty()) add_fields(object_, "");
                for (auto const& word : expectation.also) offer(word, "word", {});
                break;
            case What::words:
                break;
        }
        for (auto const& word : expectation.words) offer(word, "word", {});
    }

    std::vector<Completion> list;

private:
    void offer(std::string text, std::string kind, std::string field, schema::Label const& label = {}) {
        auto const begins = [&](std::string const& candidate) { return text::fold(candidate).starts_with(folded_); };
        bool const is_meant = begins(text) || std::any_of(label.begin(), label.end(),
                                                          [&](auto const& entry) { return begins(entry.second); });
        bool const is_offered =
            std::any_of(list.begin(), list.end(), [&](Completion const& each) { return each.text == text; });
        if (is_meant && !is_offered && list.size() < limits::rule_completions_max)
            list.push_back({std::move(text), std::move(kind), std::move(field)});
    }

    bool is_known(Object const& object, Field const& field) const {
        if (!field.is_filterable || !sight_.field(object, field)) return false;
        if (field.type != FieldType::relation) return true;
        auto const target = sight_.schema->find(field.object);
        return target && sight_.rows(*target);
    }

    void add_fields(Object const& object, std::string const& before) {
        for (auto const& field : object.fields) {
            if (!is_known(object, field) || (!before.empty() && field.type == FieldType::relation)) continue;
            offer(before + field.name, "field", before + field.name, field.label);
            // What lies behind a relation is offered once the relation is named.
            if (before.empty() && field.type == FieldType::relation && folded_.starts_with(field.name + "."))
                if (auto const target = sight_.schema->find(field.object)) add_fields(*target, field.name + ".");
        }
    }

    Field const* find(Path const& path) const {
        auto const* own = object_.find(path.relation.empty() ? path.field : path.relation);
        if (!own || !is_known(object_, *own)) return nullptr;
        if (path.relation.empty()) return own;
        // The picture holds the target as long as this lives.
        auto const target = own->type == FieldType::relation ? sight_.schema->find(own->object) : nullptr;
        auto const* field = target ? target->find(path.field) : nullptr;
        return field && is_known(*target, *field) ? field : nullptr;
    }

    void add_operators(Field const& field) {
        auto const& row = row_of(field.type);
        auto const add = [&](std::string_view word) { offer(std::string(word), "operator", {}); };
        if (!row.is_compared()) {
            for (auto const* word : {"is present", "is absent"}) add(word);
            return;
        }
        if (row.is_many) {
            for (auto const* word : {"contains", "in", "is present", "is absent", "not in", "not contains"}) add(word);
            return;
        }
        if (row.is_text)
            for (auto const* word : {"contains", "starts with", "ends with", "matches"}) add(word);
        for (auto const* word : {"=", "!=", "in"}) add(word);
        if (row.is_ordered)
            for (auto const* word : {"<", "<=", ">", ">=", "between"}) add(word);
        for (auto const* word : {"is present", "is absent", "not in"}) add(word);
        if (row.is_text) add("not contains");
    }

    void add_values(Field const& field, bool is_of_several) {
        for (auto const& choice : field.choices)
            offer(print(Value(choice.value)), "value", field.name, with_quotes(choice.label));
        if (field.type == FieldType::country)
            for (auto const& code : country_codes()) offer_code(code, field, country_names(code));
        if (field.type == FieldType::language)
            for (auto const& code : language_codes()) offer_code(code, field, language_names(code));
        if (field.type == FieldType::user) offer("me", "value", {});
        if (field.type == FieldType::user && is_of_several)
            for (auto const circle : {Circle::teams, Circle::reports}) offer(print(Value(circle)), "value", {});
        if (field.type == FieldType::boolean)
            for (auto const* word : {"true", "false"}) offer(word, "value", {});
        if (row_of(field.type).is_time)
            for (auto const* word : {"today", "yesterday", "tomorrow", "this week", "this month", "this quarter",
                                     "this year", "last 7 days", "last 30 days", "last week", "last month",
                                     "last quarter", "last year", "30 days ago", "now"})
                offer(word, "value", {});
    }
    void offer_code(std::string const& code, Field const& field, std::vector<std::string> const& names) {
        schema::Label label;
        for (auto const& name : names) label.emplace(std::to_string(label.size()), name);
        offer(print(Value(code)), "value", field.name, with_quotes(std::move(label)));
    }
    // A word that is being written in quotation marks matches labels in them.
    static schema::Label with_quotes(schema::Label label) {
        for (auto& [language, text] : label) text = fmt::format("\"{}", text);
        return label;
    }

    Object const& object_;
    Sight const& sight_;
    std::string folded_;
};

}  // namespace

Completions complete(std::string_view source, std::size_t bytes, Object const& object, Sight const& sight,
                     std::function<Expectation(std::string_view)> const& expected) {
    auto const text = source.substr(0, bytes);
    auto const begin = begin_of_word(text);
    auto const word = text.substr(begin);
    Completions completions;
    completions.place = {begin, text.size(), text::length(text.substr(0, begin)), text::length(text)};
    Completer completer(object, sight, word);
    // After a letter the word before is still being written: it is what is completed.
    completer.add(expected(text.substr(0, begin)));
    completions.list = std::move(completer.list);
    return completions;
}

Completions complete(std::string_view source, std::size_t bytes, Object const& object, Sight const& sight) {
    return complete(source, bytes, object, sight, [](std::string_view text) { return read(text).expectation; });
}

}  // namespace kith::rule
