#include "schema/rollups.hpp"

#include <algorithm>

#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

struct Problems {
    Error error{ErrorCode::invalid, "The rollup is not right.", {}, {}, {}, 0};

    void add(std::string field, std::string code, std::string message) {
        error.fields.push_back({std::move(field), std::move(code), std::move(message)});
    }
};

bool is_counted(FieldType type) {
    return type == FieldType::number || type == FieldType::decimal || type == FieldType::money;
}

bool does_take(RollupFunction function, Field const& field) {
    if (!field.is_followed()) return false;
    bool const is_ordered = is_counted(field.type) || field.type == FieldType::date || field.type == FieldType::instant;
    return function == RollupFunction::least || function == RollupFunction::greatest ? is_ordered
                                                                                     : is_counted(field.type);
}

Object const* counted_object(Schema const& schema, Object const& object, std::string const& name) {
    if (name == object.name) return &object;
    // What is out of use may stand on what is out of use with it.
    auto const found = object.is_retired ? schema.find_defined(name) : schema.find(name);
    return found.get();
}

// The objects that have a relation to this one are the ones that were meant.
Object const* find_counted(Schema const& schema, Object const& object, Rollup const& rollup, Problems& problems) {
    auto const* counted = counted_object(schema, object, rollup.object);
    if (counted) return counted;
    std::vector<std::string_view> names;
    for (auto const& each : schema.objects())
        if (std::any_of(each->fields.begin(), each->fields.end(), [&](Field const& field) {
                return field.type == FieldType::relation && field.object == object.name;
            }))
            names.push_back(each->name);
    if (rollup.object.empty())
        problems.add("object", "required", "object is required: whose records are counted.");
    else
        problems.add("object", "unknown_object",
                     fmt::format("There is no object \"{}\".{}", rollup.object, did_you_mean(rollup.object, names)));
    return nullptr;
}

void find_relation(Object const& object, Object const& counted, Rollup const& rollup, Problems& problems) {
    auto const points_here = [&](Field const& field) {
        return field.type == FieldType::relation && field.object == object.name;
    };
    auto const* relation = counted.find(rollup.relation);
    if (relation && points_here(*relation)) return;
    std::vector<std::string_view> names;
    for (auto const& field : counted.fields)
        if (points_here(field)) names.push_back(field.name);
    if (rollup.relation.empty())
        problems.add("relation", "required", "relation is required: the field that points here.");
    else if (relation)
        problems.add("relation", "other_relation",
                     fmt::format("\"{}\" of {} does not point to {}.", rollup.relation, counted.name, object.name));
    else
        problems.add("relation", "unknown_field",
                     fmt::format("There is no field \"{}\" of {}.{}", rollup.relation, counted.name,
                                 did_you_mean(rollup.relation, names)));
}

// The field that is added up or compared; null: of `count`, or there is a problem.
Field const* find_field(Object const& counted, Rollup const& rollup, Problems& problems) {
    if (rollup.function == RollupFunction::count) {
        if (!rollup.field.empty()) problems.add("field", "wrong", "count takes no field: it counts the records.");
        return nullptr;
    }
    auto const* field = counted.find(rollup.field);
    if (field && does_take(rollup.function, *field)) return field;
    std::vector<std::string_view> names;
    for (auto const& each : counted.fields)
        if (does_take(rollup.function, each)) names.push_back(each.name);
    if (rollup.field.empty())
        problems.add("field", "required", fmt::format("field is required for {}.", name_of(rollup.function)));
    else if (field)
        problems.add(
            "field", "wrong_type",
            fmt::format("{} does not take \"{}\" of {}.", name_of(rollup.function), rollup.field, counted.name));
    else
        problems.add("field", "unknown_field",
                     fmt::format("There is no field \"{}\" of {}.{}", rollup.field, counted.name,
                                 did_you_mean(rollup.field, names)));
    return nullptr;
}

void add_once(std::vector<std::string>& names, std::string const& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// Lists of the object show what its default filter shows, unless they ask for its fields themselves: so do counts.
void add_condition(Object const& counted, Rollup const& rollup, ConditionCheck const& check, RollupFacts& facts,
                   Problems& problems) {
    for (auto const& where : {counted.default_filter, rollup.where}) {
        if (where.empty()) continue;
        auto const names = check ? check(counted, where)
                                 : Result<std::vector<std::string>>(
                                       Error::invalid("where", "wrong", "Conditions cannot be checked here."));
        if (!names) {
            for (auto const& each : names.error().fields) problems.add("where", each.code, each.message);
            continue;
        }
        for (auto const& name : *names) add_once(facts.reads, name);
    }
}

bool is_personal(Object const& counted, Rollup const& rollup) {
    return std::any_of(rollup.reads.begin(), rollup.reads.end(), [&](auto const& name) {
        auto const* read = counted.find(name);
        return read && read->is_personal;
    });
}

// Some come back, from a time when there were fewer.
Result<void> check_limits(Object const& object, Schema const& schema) {
    auto const own = std::count_if(object.fields.begin(), object.fields.end(),
                                   [](Field const& field) { return field.rollup.has_value(); });
    if (static_cast<std::size_t>(own) > limits::rollups_per_object_max)
        return Error::invalid("rollup", "limit_reached",
                              fmt::format("rollup may be of {} fields of an object.", limits::rollups_per_object_max));
    for (auto const& field : object.fields)
        if (field.rollup && schema.rollups_from(field.rollup->object).size() > limits::rollups_from_object_max)
            return Error::invalid(
                "rollup", "too_many_counted",
                fmt::format("rollup may count the same object in {} fields.", limits::rollups_from_object_max));
    return {};
}

}  // namespace

Result<RollupFacts> check_rollup(Schema const& schema, Object const& object, Rollup const& rollup,
                                 ConditionCheck const& check) {
    Problems problems;
    RollupFacts facts;
    auto const* counted = find_counted(schema, object, rollup, problems);
    if (counted) {
        find_relation(object, *counted, rollup, problems);
        facts.reads.push_back(rollup.relation);
        auto const* field = find_field(*counted, rollup, problems);
        if (field) {
            facts.types = {field->type};
            facts.scale = field->scale;
            add_once(facts.reads, field->name);
        } else {
            facts.types = {FieldType::number, FieldType::decimal};
        }
        add_condition(*counted, rollup, check, facts, problems);
    }
    if (!problems.error.fields.empty()) return problems.error;
    return facts;
}

Result<bool> settle_rollups(Object& object, Schema const& schema, ConditionCheck const& check) {
    TRY(check_limits(object, schema));
    bool is_settled = true;
    for (auto& field : object.fields) {
        if (!field.rollup) continue;
        auto const before = field;
        auto const facts = check_rollup(schema, object, *field.rollup, check);
        bool const fits =
            facts && std::find(facts->types.begin(), facts->types.end(), field.type) != facts->types.end();
        if (!fits)
            return Error::conflict(
                "rollup_breaks",
                fmt::format("{}.{} could not be counted any more. {}", object.name, field.name,
                            facts ? "It would come to another type." : facts.error().fields.front().message));
        field.rollup->reads = facts->reads;
        // Fewer digits than it counts would make a wrong sum of it.
        if (field.type == FieldType::decimal) field.scale = std::max(field.scale, facts->scale);
        auto const* counted = counted_object(schema, object, field.rollup->object);
        field.is_personal = field.is_personal || (counted && is_personal(*counted, *field.rollup));
        is_settled = is_settled && field.rollup == before.rollup && field.scale == before.scale &&
                     field.is_personal == before.is_personal;
    }
    return is_settled;
}

}  // namespace kith::schema
