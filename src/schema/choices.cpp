// Open fields: choices added by whoever writes the field. They stay, as labels do: taking back the edit for which one
// was made takes it off the records, and an administrator takes out what nobody wants.
#include "schema/choices.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "schema/alteration.hpp"
#include "schema/draft.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

Error closed(Field const& field) {
    return Error::conflict("closed_field",
                           fmt::format("The choices of {} are set: an administrator may add one.", field.name));
}

/// The choice of the field that the body means, added where there is none.
Result<AddedChoice> choice_for(Alteration& alteration, Object const& object, Field& field, Json const& body) {
    if (!field.is_open) return closed(field);
    auto choice = TRY(new_choice(field, body));
    for (auto const& [language, words] : choice.label)
        if (auto const* known = find_called(field, words)) return AddedChoice{*known, false};
    if (field.choices.size() >= limits::choices_max)
        return Error::invalid("label", "too_many_choices",
                              fmt::format("A field has {} choices at most.", limits::choices_max));
    // Colours go round, so that the eye tells neighbours apart.
    auto const colors = choice_colors();
    if (choice.color.empty()) choice.color = colors[(field.choices.size() + 1) % colors.size()];
    field.choices.push_back(choice);
    if (!field.is_custom && std::count(field.changed.begin(), field.changed.end(), "choices") == 0)
        field.changed.emplace_back("choices");
    alteration.note_choice(object, field.name);
    return AddedChoice{std::move(choice), true};
}

}  // namespace

Choice const* find_called(Field const& field, std::string_view words) {
    auto const folded = text::fold(text::tidy(words));
    auto const called = std::find_if(field.choices.begin(), field.choices.end(), [&](Choice const& each) {
        return std::any_of(each.label.begin(), each.label.end(),
                           [&](auto const& label) { return text::fold(text::tidy(label.second)) == folded; });
    });
    return called == field.choices.end() ? nullptr : &*called;
}

bool has_choice(Field const& field, std::string_view value) {
    return std::any_of(field.choices.begin(), field.choices.end(),
                       [&](Choice const& each) { return each.value == value; });
}

Choice const* find_choice(Field const& field, std::string_view words) {
    if (auto const* called = find_called(field, words)) return called;
    auto const& choices = field.choices;
    auto const named =
        std::find_if(choices.begin(), choices.end(), [&](Choice const& each) { return each.value == words; });
    return named == choices.end() ? nullptr : &*named;
}

Result<void> Definitions::check_may_add_choice(Actor const& actor, std::string_view name,
                                               std::string_view field_name) const {
    auto const object = current()->find(name);
    auto const seen = object && seen_by_ ? seen_by_(actor, object) : object;
    if (!seen) return Error::not_found(fmt::format("There is no object \"{}\".", name));
    auto const* field = seen->find(field_name);
    if (!field) return no_such_field(*seen, field_name);
    auto const may = may_do_ ? may_do_(actor, *object) : Json{{"update", true}};
    bool const may_write = may.value("create", false) || may.value("update", false);
    if (!may_write || !field->is_writable) return Error::forbidden("Your role may not write this field.");
    if (!field->is_open) return closed(*field);
    return {};
}

Result<AddedChoice> Definitions::add_choice(Author const& author, std::string_view name, std::string_view field_name,
                                            Json const& body) {
    TRY(check_may_add_choice(author.actor, name, field_name));
    AddedChoice added;
    TRY(alter_by(author, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        auto* field = TRY(alteration.field(*object, field_name));
        added = TRY(choice_for(alteration, *object, *field, body));
        return {};
    }));
    return added;
}

Result<std::int64_t> Definitions::add_choices(Author const& author, std::string_view name, std::string_view field_name,
                                              std::vector<Label> const& labels) {
    TRY(check_may_add_choice(author.actor, name, field_name));
    std::int64_t made = 0;
    TRY(alter_by(author, [&](Alteration& alteration) -> Result<void> {
        made = 0;
        auto* object = TRY(alteration.object(name));
        auto* field = TRY(alteration.field(*object, field_name));
        for (auto const& label : labels) {
            auto const added = choice_for(alteration, *object, *field, {{"label", json_of(label)}});
            bool const is_refused =
                !added && (added.error().code == ErrorCode::invalid || added.error().code == ErrorCode::conflict);
            if (!added && !is_refused) return Failure(added.error());
            if (added && added->is_new) ++made;
        }
        return {};
    }));
    return made;
}

}  // namespace kith::schema
