#include "records/reading.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "records/row.hpp"
#include "records/search_document.hpp"

namespace kith::records {

using schema::Field;

namespace {

// Whose a record is, or how one writes to them: such a value few records have.
bool keeps_few(Field const& field) {
    using enum schema::FieldType;
    return field.type == relation || field.type == user || field.type == email;
}

// A comparison of an indexed field of the record with one value, which every record that a filter keeps has.
struct Pinned {
    Field const& field;
    rule::ExpressionPointer comparison;
};

void add_pinned(schema::Object const& object, rule::ExpressionPointer const& filter, std::vector<Pinned>& pinned) {
    if (auto const* all = std::get_if<rule::And>(&filter->node)) {
        for (auto const& operand : all->operands) add_pinned(object, operand, pinned);
        return;
    }
    auto const* compare = std::get_if<rule::Compare>(&filter->node);
    if (!compare || compare->comparison != rule::Comparison::equal || !compare->path.relation.empty()) return;
    auto const* field = object.find(compare->path.field);
    if (field && schema::has_index(*field)) pinned.push_back({*field, filter});
}

// SQLite, which knows nothing of how values are spread, would take the index of a choice, because it has the order,
// before that of a value which few records have: of such a filter it is shown the latter alone.
Result<void> add_filter(Conditions& conditions, schema::Object const& object, rule::Sight const& sight,
                        rule::ExpressionPointer const& parsed, rule::Checked const& filter) {
    std::vector<Pinned> pinned;
    add_pinned(object, parsed, pinned);
    auto const few = std::find_if(pinned.begin(), pinned.end(), [](auto const& each) { return keeps_few(each.field); });
    bool const has_choice = std::any_of(
        pinned.begin(), pinned.end(), [&](auto const& each) { return schema::has_index_in_order(object, each.field); });
    if (few == pinned.end() || !has_choice) {
        conditions.add(filter);
        return {};
    }
    std::string hidden;
    filter.to_sql(hidden, conditions.parameters, "r");
    conditions.add(fmt::format("CASE WHEN {} THEN TRUE ELSE FALSE END", hidden));
    conditions.add(TRY(rule::check(few->comparison, object, sight)));
    return {};
}

}  // namespace

Result<Narrowed> Reading::narrowed() const {
    std::vector<Pinned> pinned;
    if (!query.filter.empty()) add_pinned(object, TRY(rule::parse(query.filter)), pinned);
    auto const rule = TRY(access.row_rule(actor, object));
    bool const is_of_few = std::any_of(object.fields.begin(), object.fields.end(), [&](Field const& field) {
        return keeps_few(field) && rule && rule->mentions(field.name);
    });
    auto narrowed = is_of_few ? Narrowed::to_values : Narrowed::by_no_index;
    for (auto const& each : pinned) {
        if (keeps_few(each.field)) return Narrowed::to_values;
        if (narrowed == Narrowed::to_one_choice) continue;
        narrowed = !is_of_few && schema::has_index_in_order(object, each.field) ? Narrowed::to_one_choice
                                                                                : Narrowed::to_values;
    }
    return narrowed;
}

Result<Conditions> Reading::conditions() const {
    Conditions conditions;
    conditions.add(query.is_deleted ? "r.deleted_at IS NOT NULL" : "r.deleted_at IS NULL");
    conditions.add("r.joined_into IS NULL");
    std::optional<rule::Checked> filter;
    if (!query.filter.empty()) {
        auto const parsed = TRY(rule::parse(query.filter));
        filter = TRY(rule::check(parsed, object, sight));
        TRY(add_filter(conditions, object, sight, parsed, *filter));
    }
    if (within) conditions.add(TRY(rule::check(within, object, sight)));
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

Result<Total> count_of(Reading const& reading) {
    auto counted = TRY(reading.conditions());
    if (reading.query.counting == Counting::exact) {
        auto const rows = TRY(run(reading.session,
                                  fmt::format("SELECT count(*) FROM {} r WHERE {}", reading.object.table, counted.sql),
                                  counted.parameters));
        return Total{rows[0].integer(0), true};
    }
    auto const limit = counted.bind({limits::total_exact_max + 1});
    // Of one choice the rows lie together in the order of ids, and far apart in that of names.
    bool const is_of_choice = reading.query.search.empty() && TRY(reading.narrowed()) == Narrowed::to_one_choice;
    auto const sql = fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} r WHERE {}{} LIMIT {}) counted",
                                 reading.object.table, counted.sql, is_of_choice ? " ORDER BY r.id" : "", limit);
    auto const count = TRY(run(reading.session, sql, counted.parameters))[0].integer(0);
    return Total{std::min(count, limits::total_exact_max), count <= limits::total_exact_max};
}

Result<Sort> sort_of(schema::Object const& object, ListQuery const& query, rule::FieldVisible const& visible) {
    auto const& text = query.sort;
    if (text.empty()) return Sort{nullptr, true, query.is_deleted};
    Sort sort{nullptr, text.front() == '-', false};
    auto const name = sort.is_descending ? text.substr(1) : text;
    if (name == "created_at") return sort;  // ids are made in the order of time
    sort.field = object.find(name);
    if (!sort.field || !visible(object, *sort.field))
        return Error::invalid("sort", "unknown_field", fmt::format("There is no field \"{}\" to sort by.", name));
    if (!sort.field->is_sortable)
        return Error::invalid("sort", "not_sortable", fmt::format("The list cannot be sorted by \"{}\".", name));
    return sort;
}

Result<Field const*> field_told_by(schema::Object const& object, rule::FieldVisible const& visible,
                                   std::string const& parameter, std::string const& name,
                                   bool (*fits)(schema::FieldType), std::string_view wanted) {
    auto const* field = object.find(name);
    if (!field || !visible(object, *field))
        return Error::invalid(parameter, "unknown_field", fmt::format("There is no field \"{}\".", name));
    if (!fits(field->type))
        return Error::invalid(parameter, "wrong_type", fmt::format("\"{}\" is no {}.", name, wanted));
    return field;
}

Result<void> check_trash(access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                         ListQuery const& query) {
    if (!query.is_deleted) return {};
    TRY(access.check(actor, object, access::Deed::remove));
    if (!query.search.empty()) return Error::invalid("q", "wrong", "What is deleted is filtered, not searched.");
    return {};
}

}  // namespace kith::records
