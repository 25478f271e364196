// What an administrator asks of a composite.
#include <algorithm>

#include "base/text.hpp"
#include "schema/draft.hpp"
#include "schema/draft_body.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

std::string field_name(std::string_view composite, std::string_view part) {
    return fmt::format("{}_{}", composite, part);
}

void read_label(Draft& draft, Composite& composite) {
    composite.label = draft.label("label");
    if (composite.label.empty()) draft.fail("label", "required", "is required");
    for (auto const& [language, words] : composite.label)
        if (text::length(words) > limits::composite_label_characters_max)
            return draft.fail("label", "too_long",
                              fmt::format("may have {} characters", limits::composite_label_characters_max));
}

/// Whether it is known.
bool read_type(Draft& draft, Composite& composite) {
    auto const type = draft.text("type");
    auto const known = composite_type_of(type);
    if (known)
        composite.type = *known;
    else
        draft.fail("type", type.empty() ? "required" : "unknown_type",
                   fmt::format("must be one of {}.{}", fmt::join(composite_types(), ", "),
                               did_you_mean(type, composite_types())));
    return known.has_value();
}

void check_count(Draft& draft, Object const& object) {
    if (object.composites.size() >= limits::composites_per_object_max)
        draft.fail("name", "limit_reached",
                   fmt::format("may be of {} composites of an object", limits::composites_per_object_max));
}

std::vector<std::string> usual_parts(CompositeType type) {
    std::vector<std::string> names;
    for (auto const& part : parts_of(type))
        if (part.is_usual) names.emplace_back(part.name);
    return names;
}

std::vector<std::string> read_parts(Draft& draft, CompositeType type) {
    if (!draft.has("parts")) return usual_parts(type);
    std::vector<std::string> names;
    auto const given = draft.list("parts");
    if (given.empty()) draft.fail("parts", "no_parts", "must name at least one part");
    for (auto const& each : given) {
        auto const name = each.is_string() ? each.get<std::string>() : std::string{};
        if (!each.is_string())
            draft.fail("parts", "wrong_type", "must be a list of names");
        else if (!find_part(type, name))
            draft.fail("parts", "unknown_part",
                       fmt::format("may have {}, not \"{}\".{}", fmt::join(part_names(type), ", "), name,
                                   did_you_mean(name, part_names(type))));
        else if (std::find(names.begin(), names.end(), name) != names.end())
            draft.fail("parts", "twice", fmt::format("has \"{}\" twice", name));
        else
            names.push_back(name);
    }
    return names;
}

void check_name_length(Draft& draft, Composite const& composite) {
    if (composite.name.size() > limits::composite_name_bytes_max)
        draft.fail("name", "bad_name", fmt::format("may have {} letters", limits::composite_name_bytes_max));
}

// A name with which the fields of all its parts can be named, also of those that are not made.
void read_composite_name(Draft& draft, Object const& object, Composite& composite) {
    auto const is_taken = [&](std::string_view name) {
        auto const names = part_names(composite.type);
        return object.has_name(name) || std::any_of(names.begin(), names.end(), [&](std::string_view part) {
                   return object.has_name(field_name(name, part));
               });
    };
    read_name(draft, composite.name, composite.label, is_taken, is_reserved_field,
              limits::composite_name_suggested_bytes_max);
    check_name_length(draft, composite);
}

Field part_field(Composite const& composite, Composite::Part const& part, bool is_personal) {
    Field field;
    field.name = part.field;
    field.label = part_label(composite, part.name);
    field.is_personal = is_personal;
    field.is_custom = true;
    return field;
}

void check_part(Draft& draft, Object const& object, Composite::Part const& part) {
    auto const at = "parts." + part.name;
    auto const* field = object.find(part.field);
    if (!field)
        draft.fail(at, "unknown_field", fmt::format("names \"{}\", which is no field", part.field));
    else if (!field->is_custom || field->type != FieldType::text || field->is_worked_out())
        draft.fail(at, "wrong", fmt::format("names \"{}\", which is no text field of one's own", part.field));
    else if (object.composite_with(part.field))
        draft.fail(at, "taken", fmt::format("names \"{}\", which is a part already", part.field));
}

}  // namespace

Result<NewComposite> new_composite(Object const& object, Json const& body) {
    Draft draft(body);
    NewComposite made;
    auto& composite = made.composite;
    composite.is_custom = true;
    read_label(draft, composite);
    if (read_type(draft, composite)) {
        read_composite_name(draft, object, composite);
        auto const asked = read_parts(draft, composite.type);
        for (auto const name : part_names(composite.type))
            if (std::find(asked.begin(), asked.end(), name) != asked.end())
                composite.parts.push_back({std::string(name), field_name(composite.name, name)});
    } else {
        draft.has("name");
        draft.has("parts");
    }
    bool const is_personal = draft.boolean("is_personal", false);
    check_count(draft, object);
    check_room(draft, object, composite.parts.size(), "parts");
    TRY(draft.finish());
    for (auto const& part : composite.parts) made.fields.push_back(part_field(composite, part, is_personal));
    return made;
}

Result<Composite> composite_over(Object const& object, Json const& body) {
    Draft draft(body);
    Composite composite;
    composite.is_custom = true;
    read_label(draft, composite);
    draft.has("parts");
    if (read_type(draft, composite)) {
        auto parts = parts_from(composite.type, body.value("parts", Json::object()));
        if (parts)
            composite.parts = parts.take();
        else
            draft.add(parts.error());
    }
    read_name(
        draft, composite.name, composite.label, [&](std::string_view name) { return object.has_name(name); },
        is_reserved_field);
    check_name_length(draft, composite);
    for (auto const& part : composite.parts) check_part(draft, object, part);
    check_count(draft, object);
    TRY(draft.finish());
    return composite;
}

Result<Composite> changed_composite(Composite const& before, Json const& body) {
    Draft draft(body);
    Composite composite = before;
    read_label(draft, composite);
    for (auto const* name : {"name", "type"})
        if (draft.has(name) &&
            draft.text(name) != (name == std::string_view("name") ? before.name : name_of(before.type)))
            draft.fail(name, "read_only", "stays for good, for programs use it; change the label instead");
    TRY(draft.finish());
    if (!composite.is_custom) mark_changed(composite.changed, "label", composite.label != before.label);
    return composite;
}

}  // namespace kith::schema
