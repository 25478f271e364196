#include "schema/draft.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "schema/choices.hpp"
#include "schema/draft_body.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

void check_color(Draft& draft, Choice const& choice) {
    auto const colors = choice_colors();
    if (!choice.color.empty() && std::find(colors.begin(), colors.end(), choice.color) == colors.end())
        draft.fail("color", "not_a_choice", fmt::format("must be one of {}", fmt::join(colors, ", ")));
}

void read_choices(Draft& draft, Field& field) {
    if (!draft.has("choices")) return;
    if (!facts_of(field.type).has_choices)
        return draft.fail("choices", "wrong", "are only of a field of type choice or multi_choice");
    auto const given = draft.list("choices");
    if (given.size() > limits::choices_max)
        return draft.fail("choices", "limit_reached", fmt::format("may be {} at most", limits::choices_max));
    std::vector<Choice> choices;
    auto const is_taken = [&](std::string_view value) {
        return std::any_of(choices.begin(), choices.end(), [&](auto const& each) { return each.value == value; });
    };
    // What an open field has and the list does not name may be somebody else's, or be taken out by the same body.
    auto const is_known = [&](std::string_view value) {
        return is_taken(value) || (field.is_open && has_choice(field, value));
    };
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto const at = fmt::format("choices.{}", i);
        if (!given[i].is_object()) return draft.fail(at, "wrong_type", "must be an object with a label");
        Draft one(given[i], at + ".");
        Choice choice{one.text("value"), one.label("label"), one.text("color")};
        if (choice.label.empty() && choice.value.empty()) one.fail("label", "required", "is required");
        if (choice.value.empty()) choice.value = name_from(choice.label, is_known);
        if (choice.label.empty()) choice.label["en"] = choice.value;
        if (choice.value.size() > limits::label_characters_max) one.fail("value", "too_long", "is too long");
        if (std::any_of(choice.value.begin(), choice.value.end(), [](unsigned char c) { return c < ' '; }))
            one.fail("value", "wrong", "may not have control characters");
        if (is_taken(choice.value)) one.fail("value", "twice", "stands there twice");
        check_color(one, choice);
        if (auto const done = one.finish(); !done) draft.add(done.error());
        choices.push_back(std::move(choice));
    }
    field.choices = std::move(choices);
}

// A file says several choices in one cell.
bool has_separator(std::string_view words) { return words.find_first_of(",;|\n") != std::string_view::npos; }

void check_separators(Draft& draft, std::string const& at, Label const& label) {
    for (auto const& [language, words] : label)
        if (has_separator(words))
            draft.fail(at, "separator", "may have no comma, semicolon or bar, which stand between choices");
}

void read_open(Draft& draft, Field& field) {
    field.is_open = draft.boolean("is_open", field.is_open);
    if (!field.is_open) return;
    if (!facts_of(field.type).has_choices)
        draft.fail("is_open", "wrong", "is only of a field of type choice or multi_choice");
    if (field.type != FieldType::multi_choice) return;
    for (std::size_t i = 0; i < field.choices.size(); ++i)
        check_separators(draft, fmt::format("choices.{}.label", i), field.choices[i].label);
}

/// Of an open field only those go that are named: whoever sends its choices may not know what others added meanwhile.
void keep_choices_of_others(Draft& draft, Field const& before, Field& field) {
    std::set<std::string> removed;
    for (auto const& each : draft.list("remove_choices")) {
        if (!each.is_string()) return draft.fail("remove_choices", "wrong_type", "must be a list of values");
        removed.insert(each.get<std::string>());
    }
    if (!before.is_open) {
        if (!removed.empty()) draft.fail("remove_choices", "wrong", "is only of an open field");
        return;
    }
    for (auto const& choice : before.choices)
        if (!has_choice(field, choice.value)) field.choices.push_back(choice);
    std::erase_if(field.choices, [&](Choice const& each) { return removed.contains(each.value); });
    if (field.choices.size() > limits::choices_max)
        draft.fail("choices", "limit_reached", fmt::format("may be {} at most", limits::choices_max));
}

void check_choices(Draft& draft, Field const& field) {
    if (facts_of(field.type).has_choices && field.choices.empty() && !field.is_open)
        draft.fail("choices", "no_choices", "are required: at least one");
}

void read_scale(Draft& draft, Field& field) {
    if (field.type != FieldType::decimal) {
        if (draft.has("scale")) draft.fail("scale", "wrong", "is only of a field of type decimal");
        return;
    }
    field.scale = draft.integer("scale", field.scale);
    if (field.scale > limits::decimal_scale_max)
        draft.fail("scale", "out_of_range", fmt::format("may be {} at most", limits::decimal_scale_max));
}

void read_flags(Draft& draft, Field& field) {
    field.is_required = draft.boolean("is_required", field.is_required);
    field.is_sortable = draft.boolean("is_sortable", field.is_sortable);
    field.is_filterable = draft.boolean("is_filterable", field.is_filterable);
    field.is_searchable = draft.boolean("is_searchable", field.is_searchable);
    field.is_personal = draft.boolean("is_personal", field.is_personal);
    if (field.is_sortable && facts_of(field.type).sorted_by == SortedBy::nothing)
        draft.fail("is_sortable", "not_sortable", fmt::format("cannot be for the type {}", name_of(field.type)));
    // Its file comes to a record that is there already.
    if (field.is_required && field.type == FieldType::file)
        draft.fail("is_required", "not_required", fmt::format("cannot be for the type {}", name_of(field.type)));
    if (field.is_searchable && !facts_of(field.type).is_searchable)
        draft.fail("is_searchable", "not_searchable", fmt::format("cannot be for the type {}", name_of(field.type)));
}

void check_sortable_count(Draft& draft, Object const& object, Field const& field) {
    if (!field.is_sortable) return;
    auto const others = std::count_if(object.fields.begin(), object.fields.end(),
                                      [&](Field const& each) { return each.is_sortable && each.name != field.name; });
    if (static_cast<std::size_t>(others) >= limits::sortable_fields_max)
        draft.fail("is_sortable", "limit_reached",
                   fmt::format("can be for {} fields of an object", limits::sortable_fields_max));
}

// A field that is worked out has the type that this comes to, and nobody gives it a value.
void read_type_of(Draft& draft, Field& field, std::vector<FieldType> const& types, char const* from,
                  bool is_type_given) {
    if (!is_type_given) {
        field.type = types.front();
    } else if (std::find(types.begin(), types.end(), field.type) == types.end()) {
        draft.fail(from, "other_kind",
                   fmt::format("comes to the type {}, which a field of type {} cannot keep", name_of(types.front()),
                               name_of(field.type)));
    }
}

void read_formula(Draft& draft, Object const& object, Field& field, bool is_type_given, FormulaCheck const& check) {
    if (field.formula.empty()) return;
    field.is_writable = false;
    if (!check) return draft.fail("formula", "wrong", "cannot be worked out here");
    auto const facts = check(object, field.name, field.formula);
    if (!facts) return draft.add(facts.error());
    read_type_of(draft, field, facts->types, "formula", is_type_given);
}

// The parts of a rollup as the body says them; whether they were as far as that right.
bool read_rollup_parts(Draft& draft, Json const& body, Rollup& rollup) {
    if (!body.is_object()) {
        draft.fail("rollup", "wrong_type", "must be an object with object, relation and function");
        return false;
    }
    Draft parts(body, "rollup.");
    rollup = {parts.text("object"), parts.text("relation"), RollupFunction::count,
              parts.text("field"),  parts.text("where"),    {}};
    auto const name = parts.text("function");
    auto const names = rollup_functions();
    if (auto const function = rollup_function_of(name))
        rollup.function = *function;
    else
        parts.fail("function", name.empty() ? "required" : "unknown_function",
                   fmt::format("must be one of {}.{}", fmt::join(names, ", "),
                               did_you_mean(name, {names.begin(), names.end()})));
    auto const done = parts.finish();
    if (!done) draft.add(done.error());
    return done.has_value();
}

// As `read_formula`. `body` is the whole definition's.
void read_rollup(Draft& draft, Schema const& schema, Object const& object, Field& field, bool is_type_given,
                 Json const& body, ConditionCheck const& check) {
    if (!draft.has("rollup")) return;
    field.is_writable = false;
    if (!field.formula.empty()) return draft.fail("rollup", "wrong", "and a formula are one too many");
    Rollup rollup;
    if (!read_rollup_parts(draft, body["rollup"], rollup)) return;
    auto facts = check_rollup(schema, object, rollup, check);
    if (!facts) return draft.take(facts.error(), "rollup");
    rollup.reads = facts->reads;
    bool const is_same = field.rollup && field.rollup->object == rollup.object && field.rollup->field == rollup.field &&
                         field.rollup->function == rollup.function;
    field.rollup = std::move(rollup);
    read_type_of(draft, field, facts->types, "rollup", is_type_given);
    if (!is_same) field.scale = facts->scale;
}

void check_worked_out_flags(Draft& draft, Schema const& schema, Object const& object, Field const& field) {
    if (!field.is_worked_out()) return;
    if (field.is_required) draft.fail("is_required", "read_only", "cannot be of a field that nobody gives a value");
    auto const others = [&](bool (*is_one)(Field const&)) {
        return static_cast<std::size_t>(
            std::count_if(object.fields.begin(), object.fields.end(),
                          [&](Field const& each) { return is_one(each) && each.name != field.name; }));
    };
    if (!field.formula.empty() &&
        others([](Field const& each) { return !each.formula.empty(); }) >= limits::formulas_per_object_max)
        draft.fail("formula", "limit_reached",
                   fmt::format("may be of {} fields of an object", limits::formulas_per_object_max));
    if (!field.rollup) return;
    if (others([](Field const& each) { return each.rollup.has_value(); }) >= limits::rollups_per_object_max)
        draft.fail("rollup", "limit_reached",
                   fmt::format("may be of {} fields of an object", limits::rollups_per_object_max));
    auto const& from = schema.rollups_from(field.rollup->object);
    auto const is_another = [&](RollupField const& each) {
        return each.object->name != object.name || each.field->name != field.name;
    };
    if (static_cast<std::size_t>(std::count_if(from.begin(), from.end(), is_another)) >=
        limits::rollups_from_object_max)
        draft.fail("rollup", "too_many_counted",
                   fmt::format("may count the same object in {} fields", limits::rollups_from_object_max));
}

std::vector<std::string_view> type_list() {
    std::vector<std::string_view> names;
    for (auto const& type : field_types()) names.push_back(type.name);
    return names;
}

constexpr int scale_usual = 2;

Field name_field(Label label) {
    Field field;
    field.name = field.column = "name";
    field.label = label.empty()
                      ? Label{{"en", "Name"}, {"lt", "Pavadinimas"}, {"nb", "Navn"}, {"ru", "Название"}, {"et", "Nimi"}}
                      : std::move(label);
    field.is_required = field.is_sortable = field.is_searchable = true;
    return field;
}

}  // namespace

Result<Field> new_field(Schema const& schema, Object const& object, Json const& body, Formulas const& formulas) {
    Draft draft(body);
    Field field;
    field.is_custom = true;
    field.label = draft.label("label");
    if (field.label.empty()) draft.fail("label", "required", "is required");
    auto const type = draft.text("type");
    field.formula = draft.text("formula");
    if (auto const known = field_type_of(type)) {
        field.type = *known;
    } else if (!type.empty() || (field.formula.empty() && !draft.has("rollup"))) {
        draft.fail("type", type.empty() ? "required" : "unknown_type",
                   fmt::format("must be one of {}.{}", fmt::join(type_list(), ", "), did_you_mean(type, type_list())));
    }
    read_name(
        draft, field.name, field.label, [&](std::string_view name) { return object.has_name(name); },
        is_reserved_field);
    read_formula(draft, object, field, !type.empty(), formulas.check);
    read_rollup(draft, schema, object, field, !type.empty(), body, formulas.condition);
    field.object = draft.text("object");
    if (field.type == FieldType::relation) {
        if (field.object.empty()) {
            draft.fail("object", "no_object", "must say which object the relation points to");
        } else if (field.object != object.name && !schema.find(field.object)) {
            std::vector<std::string_view> names;
            for (auto const& each : schema.objects()) names.push_back(each->name);
            draft.fail(
                "object", "unknown_object",
                fmt::format("names \"{}\", which is no object.{}", field.object, did_you_mean(field.object, names)));
        }
    } else if (!field.object.empty()) {
        draft.fail("object", "wrong", "is only of a field of type relation");
    }
    read_choices(draft, field);
    read_open(draft, field);
    check_choices(draft, field);
    if (field.type == FieldType::decimal && !field.rollup) field.scale = scale_usual;
    read_scale(draft, field);
    read_flags(draft, field);
    check_sortable_count(draft, object, field);
    check_worked_out_flags(draft, schema, object, field);
    check_room(draft, object, 1, "name");
    TRY(draft.finish());
    return field;
}

Result<Field> changed_field(Schema const& schema, Object const& object, Field const& before, Json const& body,
                            Formulas const& formulas) {
    Draft draft(body);
    Field field = before;
    if (auto label = draft.label("label"); draft.has("label")) {
        if (label.empty()) draft.fail("label", "required", "is required");
        field.label = std::move(label);
    }
    if (draft.has("name") && draft.text("name") != field.name)
        draft.fail("name", "read_only", "stays for good, for programs use it; change the label instead");
    if (draft.has("type") && draft.text("type") != name_of(field.type))
        draft.fail("type", "read_only", "cannot be changed here");
    if (draft.has("object") && draft.text("object") != field.object)
        draft.fail("object", "read_only", "cannot be changed");
    read_choices(draft, field);
    keep_choices_of_others(draft, before, field);
    read_open(draft, field);
    check_choices(draft, field);
    read_scale(draft, field);
    if (field.scale != before.scale) draft.fail("scale", "read_only", "stays, for values are kept with it");
    read_flags(draft, field);
    check_sortable_count(draft, object, field);
    if (draft.has("formula") && draft.text("formula") != before.formula) {
        field.formula = draft.text("formula");
        if (before.formula.empty())
            draft.fail("formula", "read_only", "is only of a field that was made with one");
        else if (field.formula.empty())
            draft.fail("formula", "required", "is required");
        else
            read_formula(draft, object, field, true, formulas.check);
    }
    if (draft.has("rollup") && !before.rollup)
        draft.fail("rollup", "read_only", "is only of a field that was made with one");
    else
        read_rollup(draft, schema, object, field, true, body, formulas.condition);
    check_worked_out_flags(draft, schema, object, field);
    if (!before.is_worked_out() && !before.is_writable && field.is_required)
        draft.fail("is_required", "read_only", "is kept by Kith itself");
    TRY(draft.finish());
    if (!field.is_custom) {
        mark_changed(field.changed, "label", field.label != before.label);
        mark_changed(field.changed, "is_required", field.is_required != before.is_required);
        mark_changed(field.changed, "is_searchable", field.is_searchable != before.is_searchable);
        mark_changed(field.changed, "is_open", field.is_open != before.is_open);
        mark_changed(field.changed, "choices", json_of(field)["choices"] != json_of(before)["choices"]);
        field.is_personal = before.is_personal;
        field.is_filterable = before.is_filterable;
        field.is_sortable = before.is_sortable;
    }
    return field;
}

Result<Choice> new_choice(Field const& field, Json const& body) {
    Draft draft(body);
    Choice choice{{}, draft.label("label"), draft.text("color")};
    if (choice.label.empty()) draft.fail("label", "required", "is required");
    check_color(draft, choice);
    for (auto const& [language, words] : choice.label)
        if (text::fold(words).empty()) draft.fail("label", "required", "has nothing that can be read");
    if (field.type == FieldType::multi_choice) check_separators(draft, "label", choice.label);
    TRY(draft.finish());
    choice.value = name_from(choice.label, [&](std::string_view value) { return has_choice(field, value); });
    return choice;
}

namespace {

bool is_prose(FieldType type) { return type == FieldType::text || type == FieldType::long_text; }

// What points to others is no text, and JSON is one that no other type is told from.
bool is_convertible(FieldType from, FieldType to) {
    if (from == FieldType::json || to == FieldType::json) return is_prose(from) || is_prose(to);
    auto const points = [](FieldType type) {
        return type == FieldType::relation || type == FieldType::user || type == FieldType::file;
    };
    return !points(from) && !points(to);
}

}  // namespace

Result<Field> retyped_field(Field const& before, Json const& body) {
    if (!before.is_custom) return Error::conflict("standard_field", "This field is Kith's own: its type stays.");
    if (!before.formula.empty()) return Error::conflict("formula", "The type of this field follows from its formula.");
    if (before.rollup) return Error::conflict("rollup", "The type of this field follows from what it counts.");
    Draft draft(body);
    Field field = before;
    auto const type = draft.text("type");
    auto const known = field_type_of(type);
    if (!known) {
        draft.fail("type", type.empty() ? "required" : "unknown_type",
                   fmt::format("must be one of {}.{}", fmt::join(type_list(), ", "), did_you_mean(type, type_list())));
        TRY(draft.finish());
    }
    field.type = *known;
    if (!is_convertible(before.type, field.type))
        draft.fail("type", "not_convertible", fmt::format("cannot become {}", type));
    if (!facts_of(field.type).has_choices) field.choices.clear(), field.is_open = false;
    read_choices(draft, field);
    read_open(draft, field);
    check_choices(draft, field);
    if (field.type != FieldType::decimal) field.scale = 0;
    if (field.type == FieldType::decimal && before.type != FieldType::decimal) field.scale = scale_usual;
    read_scale(draft, field);
    if (field.type == before.type && field.scale == before.scale) draft.fail("type", "same", "is what it is already");
    draft.text("currency");
    draft.boolean("is_lossy", false);
    field.is_sortable = before.is_sortable && facts_of(field.type).sorted_by != SortedBy::nothing;
    field.is_searchable = before.is_searchable && facts_of(field.type).is_searchable;
    TRY(draft.finish());
    return field;
}

Result<Object> new_object(Schema const& schema, Json const& body, Formulas const& formulas) {
    Draft draft(body);
    Object object;
    object.is_custom = true;
    object.label = draft.label("label");
    if (object.label.empty()) draft.fail("label", "required", "is required");
    object.label_plural = draft.label("label_plural");
    if (object.label_plural.empty()) object.label_plural = object.label;
    auto const is_taken = [&](std::string_view name) {
        auto const has_it = [&](ObjectPointer const& each) { return each->name == name || each->plural == name; };
        return std::any_of(schema.objects().begin(), schema.objects().end(), has_it) ||
               std::any_of(schema.retired().begin(), schema.retired().end(), has_it);
    };
    read_name(draft, object.name, object.label, is_taken, is_reserved_object);
    object.plural = draft.text("plural");
    if (object.plural.empty()) {
        object.plural = name_from(object.label_plural, [&](std::string_view name) {
            return is_taken(name) || is_reserved_object(name) || name == object.name;
        });
    } else if (!is_name(object.plural)) {
        draft.fail("plural", "bad_name", "must begin with a small letter and have only a-z, 0-9 and _, at most 48");
    } else if (is_reserved_object(object.plural)) {
        draft.fail("plural", "reserved", fmt::format("\"{}\" means something else already", object.plural));
    } else if (is_taken(object.plural) || object.plural == object.name) {
        draft.fail("plural", "taken", fmt::format("\"{}\" is there already", object.plural));
    }
    if (schema.objects().size() + schema.retired().size() >= limits::objects_max)
        draft.fail("name", "too_many_objects",
                   fmt::format("is one too many: a workspace has {} objects at most", limits::objects_max));
    object.fields.push_back(name_field(draft.label("name_label")));
    auto const fields = draft.list("fields");
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto field = fields[i].is_object()
                         ? new_field(schema, object, fields[i], formulas)
                         : Result<Field>(Error::invalid("field", "wrong_type", "A field is an object."));
        if (field)
            object.fields.push_back(field.take());
        else
            draft.take(field.error(), fmt::format("fields.{}", i));
    }
    TRY(draft.finish());
    return object;
}

Result<Object> changed_object(Object const& before, Json const& body) {
    Draft draft(body);
    Object object = before;
    if (auto label = draft.label("label"); draft.has("label")) {
        if (label.empty()) draft.fail("label", "required", "is required");
        object.label = std::move(label);
    }
    if (auto label = draft.label("label_plural"); draft.has("label_plural")) {
        if (label.empty()) draft.fail("label_plural", "required", "is required");
        object.label_plural = std::move(label);
    }
    for (auto const* name : {"name", "plural"})
        if (draft.has(name) && draft.text(name) != (name == std::string_view("name") ? object.name : object.plural))
            draft.fail(name, "read_only", "stays for good, for programs use it; change the labels instead");
    TRY(draft.finish());
    if (!object.is_custom)
        mark_changed(object.changed, "label",
                     object.label != before.label || object.label_plural != before.label_plural);
    return object;
}

}  // namespace kith::schema
