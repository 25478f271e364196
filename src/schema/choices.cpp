// Open fields: choices added by whoever writes the field, and taken back while nothing holds them.
#include "schema/choices.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "schema/alteration.hpp"
#include "schema/definitions.sql.hpp"
#include "schema/draft.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

constexpr std::string_view noted_as = "add_choice";

Error closed(Field const& field) {
    return Error::conflict("closed_field",
                           fmt::format("The choices of {} are set: an administrator may add one.", field.name));
}

Choice const* find_any(Field const& field, Label const& label) {
    for (auto const& [language, words] : label)
        if (auto const* known = find_choice(field, words)) return known;
    return nullptr;
}

/// The choice of the field that the body means, added where there is none.
Result<AddedChoice> choice_for(Alteration& alteration, Object const& object, Field& field, Json const& body) {
    if (!field.is_open) return closed(field);
    auto choice = TRY(new_choice(field, body));
    if (auto const* known = find_any(field, choice.label)) return AddedChoice{*known, false};
    if (field.choices.size() >= limits::choices_max)
        return Error::invalid("label", "too_many_choices",
                              fmt::format("A field has {} choices at most.", limits::choices_max));
    // Colours go round, so that the eye tells neighbours apart.
    auto const colors = choice_colors();
    if (choice.color.empty()) choice.color = colors[(field.choices.size() + 1) % colors.size()];
    field.choices.push_back(choice);
    if (!field.is_custom && std::count(field.changed.begin(), field.changed.end(), "choices") == 0)
        field.changed.emplace_back("choices");
    alteration.note_choice(object, std::string(noted_as), field.name, choice, true);
    return AddedChoice{std::move(choice), true};
}

/// Whether a record has it. One in the trash does not count: an undo of what made it put it there, and it keeps the
/// value, which is whole again as soon as somebody adds the choice.
Result<bool> is_held(store::Session& session, Object const& object, Field const& field, std::string const& value) {
    bool const is_one_of_several = field.type == FieldType::multi_choice;
    auto const text = is_one_of_several ? fmt::format("{0}{1}{0}", value_mark, value) : value;
    auto const where = is_one_of_several ? fmt::format("{0} IS NOT NULL AND replace({0}, $1, '') <> {0}", field.column)
                                         : fmt::format("{} = $1", field.column);
    store::Parameter const parameters[] = {text};
    auto const sql = fmt::format("SELECT 1 FROM {} WHERE {} AND deleted_at IS NULL LIMIT 1", object.table, where);
    return !TRY(session.run(sql, parameters)).empty();
}

struct Noted {
    std::string object, field;
    Choice choice;
    bool is_made = false;
};

Result<std::vector<Noted>> noted_by(store::Session& session, ChangeSetId change_set) {
    std::vector<Noted> list;
    for (auto const& row : TRY(session.query(sql::schema_choices_of, change_set))) {
        auto choice = choice_of(TRY(parse_json(row.text(2))));
        list.push_back({std::string(row.text(0)), std::string(row.text(1)), std::move(choice), row.boolean(3)});
    }
    return list;
}

bool has(Field const& field, Choice const& choice) {
    return std::any_of(field.choices.begin(), field.choices.end(),
                       [&](Choice const& each) { return each.value == choice.value; });
}

}  // namespace

Choice const* find_choice(Field const& field, std::string_view words) {
    auto const& choices = field.choices;
    auto const named =
        std::find_if(choices.begin(), choices.end(), [&](Choice const& each) { return each.value == words; });
    if (named != choices.end()) return &*named;
    auto const folded = text::fold(words);
    auto const called = std::find_if(choices.begin(), choices.end(), [&](Choice const& each) {
        return std::any_of(each.label.begin(), each.label.end(),
                           [&](auto const& label) { return text::fold(label.second) == folded; });
    });
    return called == choices.end() ? nullptr : &*called;
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

Result<void> Definitions::add_choices(store::Transaction& transaction, Author const& author, std::string_view name,
                                      std::string_view field_name, std::vector<Label> const& labels) {
    return alter_in(transaction, author, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        auto* field = TRY(alteration.field(*object, field_name));
        for (auto const& label : labels) {
            auto const added = choice_for(alteration, *object, *field, {{"label", json_of(label)}});
            bool const is_refused =
                !added && (added.error().code == ErrorCode::invalid || added.error().code == ErrorCode::conflict);
            if (!added && !is_refused) return Failure(added.error());
        }
        return {};
    });
}

Result<std::int64_t> Definitions::choices_made(store::Session& session, ChangeSetId change_set) {
    return TRY(session.query(sql::schema_choices_made, change_set))[0].integer(0);
}

Result<std::int64_t> Definitions::choices_to_go(store::Session& session, ChangeSetId change_set) const {
    std::int64_t count = 0;
    for (auto const& row : TRY(noted_by(session, change_set))) {
        auto const object = current()->find(row.object);
        auto const* field = object ? object->find(row.field) : nullptr;
        if (!field || has(*field, row.choice) != row.is_made) continue;
        if (!row.is_made || !TRY(is_held(session, *object, *field, row.choice.value))) ++count;
    }
    return count;
}

/// Takes out the choice, unless something holds it: a record, or a rule that would no longer hold.
Result<void> Definitions::take_choice_out(Alteration& alteration, Object& object, Field& field,
                                          Choice const& choice) const {
    auto const found = std::find_if(field.choices.begin(), field.choices.end(),
                                    [&](Choice const& each) { return each.value == choice.value; });
    if (found == field.choices.end() || TRY(is_held(alteration.transaction(), object, field, choice.value))) return {};
    auto const at = found - field.choices.begin();
    auto const taken = *found;
    field.choices.erase(found);
    bool is_needed = field.choices.empty() && !field.is_open;
    for (auto const& find : find_broken_)
        if (!TRY(find(alteration.transaction(), alteration.picture_before(), alteration.now())).empty())
            is_needed = true;
    if (is_needed)
        field.choices.insert(field.choices.begin() + at, taken);
    else
        alteration.note_choice(object, "take_back", field.name, taken, false);
    return {};
}

Result<void> Definitions::revert_choices(store::Transaction& transaction, Author const& author,
                                         ChangeSetId change_set) {
    auto const rows = TRY(noted_by(transaction, change_set));
    if (rows.empty()) return {};
    return alter_in(transaction, author, [&](Alteration& alteration) -> Result<void> {
        for (auto const& row : rows) {
            auto const known = alteration.before().find(row.object);
            if (!known || !known->find(row.field)) continue;  // out of use: nobody is offered it
            auto const may = check_may_add_choice(author.actor, row.object, row.field);
            if (!may && may.error().code != ErrorCode::conflict)
                return Error::forbidden("Your role may not change all that would go back.");
            auto& object = *TRY(alteration.object(row.object));
            auto& field = *TRY(alteration.field(object, row.field));
            if (row.is_made) {
                TRY(take_choice_out(alteration, object, field, row.choice));
            } else if (!find_any(field, row.choice.label) && !has(field, row.choice) &&
                       field.choices.size() < limits::choices_max) {
                field.choices.push_back(row.choice);
                alteration.note_choice(object, std::string(noted_as), field.name, row.choice, true);
            }
        }
        return {};
    });
}

}  // namespace kith::schema
