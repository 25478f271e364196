#include "records/reading.hpp"

#include <algorithm>

#include "records/search_document.hpp"

namespace kith::records {

using schema::Field;

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
    TRY(add_search(conditions));
    return conditions;
}

std::string Reading::shown(Field const& field, std::string const& column) const {
    auto const where = sight.shown_where ? sight.shown_where(object, field, "r") : std::string();
    return where.empty() ? "r." + column : fmt::format("CASE WHEN {} THEN r.{} END", where, column);
}

Result<void> Reading::add_search(Conditions& conditions) const {
    if (query.search.empty()) return {};
    auto const wanted = TRY(wanted_of(query.search));
    // Somebody who has typed no more than a dash yet searches for nothing.
    if (wanted.is_nothing()) return {};
    auto const terms = terms_of(object, access, actor, wanted);
    if (terms.empty()) {
        conditions.add("FALSE");
        return {};
    }
    auto const place = static_cast<int>(conditions.parameters.size()) + 1;
    conditions.parameters.push_back({session.dialect().search_query(terms)});
    conditions.add(session.dialect().search_condition(object.search_table(), place, "r.id"));
    return {};
}

Result<void> check_trash(access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                         ListQuery const& query) {
    if (!query.is_deleted) return {};
    TRY(access.check(actor, object, access::Deed::remove));
    if (!query.search.empty()) return Error::invalid("q", "wrong", "What is deleted is filtered, not searched.");
    return {};
}

}  // namespace kith::records
