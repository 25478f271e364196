#include "records/reading.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::records {

using schema::Field;

void Conditions::add(rule::Checked const& rule) {
    std::string condition;
    rule.to_sql(condition, parameters, "r");
    add("(" + condition + ")");
}

std::string Conditions::bind(rule::BoundValue value) {
    parameters.push_back(std::move(value));
    return fmt::format("${}", parameters.size());
}

Result<Conditions> Reading::conditions() const {
    Conditions conditions;
    conditions.add(query.is_deleted ? "r.deleted_at IS NOT NULL" : "r.deleted_at IS NULL");
    conditions.add("r.joined_into IS NULL");
    std::optional<rule::Checked> filter;
    if (!query.filter.empty()) {
        filter = TRY(rule::check(TRY(rule::parse(query.filter)), object, sight));
        conditions.add(*filter);
    }
    if (!object.default_filter.empty() && !query.is_deleted) {
        auto const standard = TRY(rule::check(TRY(rule::parse(object.default_filter)), object, sight));
        auto const is_mentioned = [&](Field const& field) {
            bool const is_asked = (asked && asked->name == field.name) || (filter && filter->mentions(field.name));
            return is_asked && standard.mentions(field.name);
        };
        if (std::none_of(object.fields.begin(), object.fields.end(), is_mentioned)) conditions.add(standard);
    }
    if (auto const rule = TRY(access.row_rule(actor, object))) conditions.add(*rule);
    add_search(conditions);
    return conditions;
}

std::string Reading::shown(Field const& field, std::string const& column) const {
    auto const where = sight.shown_where ? sight.shown_where(object, field, "r") : std::string();
    return where.empty() ? "r." + column : fmt::format("CASE WHEN {} THEN r.{} END", where, column);
}

void Reading::add_search(Conditions& conditions) const {
    if (query.search.empty()) return;
    auto words = text::search_words(query.search);
    auto const seen = seen_words();
    // Somebody from whom words are hidden searches by the very words, not by how they would be written in Latin.
    if (seen)
        std::erase_if(words, [folded = text::fold(query.search)](auto const& word) {
            return folded.find(word) == std::string::npos;
        });
    // Somebody who has typed no more than a dash yet searches for nothing.
    if (words.empty()) return;
    auto const place = static_cast<int>(conditions.parameters.size()) + 1;
    conditions.parameters.push_back({session.dialect().search_query(words)});
    conditions.add(
        session.dialect().search_condition(object.search_table(), place, store::SearchReach::everything, "r.id"));
    for (std::size_t i = 0; seen && i < words.size(); ++i) {
        auto const pattern = conditions.bind({"% " + words[i] + (i + 1 == words.size() ? "%" : " %")});
        conditions.add(fmt::format("{} LIKE {}", *seen, pattern));
    }
}

// The document of a record holds the words of all its fields. For whom some are hidden, each word must also stand
// in one that is not, so that what is found depends on nothing else: SQL of the words that the actor may see, each
// between spaces; nothing where that is all of them.
std::optional<std::string> Reading::seen_words() const {
    std::string words = "' '";
    bool is_all_seen = true;
    for (auto const& field : object.fields) {
        if (!field.is_searchable) continue;
        bool const is_seen = sight.field(object, field);
        auto const where = sight.shown_where ? sight.shown_where(object, field, "r") : std::string();
        is_all_seen = is_all_seen && is_seen && where.empty();
        // A country is found by its names, which are not in the row.
        bool const is_as_written =
            field.type != schema::FieldType::country && field.type != schema::FieldType::language;
        if (is_seen && is_as_written)
            words += fmt::format(" || COALESCE(kith_fold({}), '') || ' '", shown(field, field.column));
    }
    if (is_all_seen) return std::nullopt;
    for (auto const* mark : {"@", ".", "-", ",", "/", "(", ")", "+"})
        words = fmt::format("replace({}, '{}', ' ')", words, mark);
    return words;
}

Result<void> check_trash(access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                         ListQuery const& query) {
    if (!query.is_deleted) return {};
    TRY(access.check(actor, object, access::Deed::remove));
    if (!query.search.empty()) return Error::invalid("q", "wrong", "What is deleted is filtered, not searched.");
    return {};
}

}  // namespace kith::records
