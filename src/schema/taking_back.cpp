// The one way back for definitions: what a change set made of them goes back to what it was before.
#include <algorithm>
#include <set>

#include "schema/alteration.hpp"
#include "schema/choices.hpp"
#include "schema/definitions.sql.hpp"
#include "schema/limits.hpp"

namespace kith::schema {

namespace {

Error changed_since(std::string_view object) {
    return Error::conflict("changed_since", fmt::format("The definition of {} was changed again since.", object));
}

bool has(Object const& object, std::string_view field) {
    return object.find(field) != nullptr || object.find_retired(field) != nullptr;
}

// A field that the change made goes again: wholly where nobody gave it a value, else out of use.
Result<void> take_back_new_fields(Alteration& alteration, Object& object, Object const& target,
                                  KeptValues const& kept_values) {
    std::vector<Field> made;
    for (auto* list : {&object.fields, &object.retired}) {
        for (auto const& field : *list)
            if (!field.is_system && !has(target, field.name)) made.push_back(field);
        std::erase_if(*list, [&](Field const& each) { return !each.is_system && !has(target, each.name); });
    }
    std::set<std::string> kept;
    for (auto const& field : made) {
        auto const values = TRY(alteration.count(fmt::format(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} IS NOT NULL LIMIT 1) found", object.table, field.column)));
        // What was worked out is worked out again by whoever writes it down again.
        bool const is_worked_out = field.is_worked_out() && !field.is_searchable;
        if (values == 0 || is_worked_out) continue;
        kept.insert(field.name);
        if (auto const* composite = object.composite_with(field.name))
            for (auto const& part : composite->parts) kept.insert(part.field);
    }
    for (auto const& field : made) {
        if (kept.contains(field.name)) {
            object.retired.push_back(field);
            continue;
        }
        TRY(alteration.drop_indexes(object, field));
        TRY(alteration.free_columns(object, field));
        if (kept_values.forget) TRY(kept_values.forget(alteration.transaction(), object, field));
    }
    return {};
}

// As they were; of those that the change made, what kept its parts is out of use with them. Where some of its parts
// were there before, they are fields by themselves again.
std::vector<Composite> composites_before(Object const& object, Object const& target) {
    auto composites = target.composites;
    for (auto const& composite : object.composites) {
        bool const is_kept = std::all_of(composite.parts.begin(), composite.parts.end(),
                                         [&](auto const& part) { return object.find_retired(part.field) != nullptr; });
        if (!composite.is_custom || !is_kept || target.find_composite(composite.name)) continue;
        composites.push_back(composite);
        composites.back().is_retired = true;
    }
    return composites;
}

// What has other columns now had another type before.
Result<void> take_back_types(Alteration& alteration, Object& object, Object const& target,
                             KeptValues const& kept_values) {
    for (auto const& before : target.fields) {
        auto const* now = object.find(before.name);
        if (!now || before.is_system || now->column == before.column) continue;
        auto const current = *now;
        TRY(alteration.take_columns_back(object, current, before));
        if (kept_values.take_back) TRY(kept_values.take_back(alteration.transaction(), object, before));
        *std::find_if(object.fields.begin(), object.fields.end(),
                      [&](Field const& each) { return each.name == before.name; }) = before;
    }
    return {};
}

// Records may have what was added to an open field meanwhile. A field of Kith's own says that its choices are no longer
// those that it came with, or the next start would give it these.
void keep_choices(Field const* now, Field& back) {
    if (!now || !now->is_open || !facts_of(back.type).has_choices) return;
    bool is_kept = false;
    for (auto const& choice : now->choices) {
        if (has_choice(back, choice.value) || back.choices.size() >= limits::choices_max) continue;
        back.choices.push_back(choice);
        is_kept = true;
    }
    bool const is_marked = std::find(back.changed.begin(), back.changed.end(), "choices") != back.changed.end();
    if (is_kept && !back.is_custom && !is_marked) back.changed.emplace_back("choices");
}

void keep_choices_of_open_fields(Object const& now, Object& back) {
    for (auto* list : {&back.fields, &back.retired})
        for (auto& field : *list) {
            auto const* known = now.find(field.name);
            keep_choices(known ? known : now.find_retired(field.name), field);
        }
}

Result<void> take_back_change(Alteration& alteration, Object& object, Object const& target,
                              KeptValues const& kept_values) {
    for (auto const* list : {&target.fields, &target.retired})
        for (auto const& field : *list)
            if (!has(object, field.name))
                return Error::conflict("values_gone",
                                       fmt::format("The field {} was deleted with its values.", field.name));
    TRY(take_back_types(alteration, object, target, kept_values));
    for (auto const& before : target.fields) {
        auto const* now = object.find(before.name);
        if (!now || before.is_system) continue;
        auto const current = *now;
        auto back = before;
        TRY(alteration.change_sorting(object, current, back));
    }
    TRY(take_back_new_fields(alteration, object, target, kept_values));
    auto const now = object;
    auto retired = target.retired;
    for (auto const& field : object.retired)
        if (!has(target, field.name)) retired.push_back(field);
    object.label = target.label;
    object.label_plural = target.label_plural;
    object.changed = target.changed;
    object.is_retired = target.is_retired;
    object.composites = composites_before(object, target);
    object.fields = target.fields;
    object.retired = std::move(retired);
    keep_choices_of_open_fields(now, object);
    object.forget_lost_parts();
    alteration.note(object, "take_back");
    return {};
}

}  // namespace

// What is searched again, or was of another type meanwhile: its columns have whatever there ever was to be found by.
Result<void> Definitions::search_what_came_back(store::Transaction& transaction, Object const& was,
                                                Object const& object) const {
    for (auto const& field : object.fields) {
        auto const* known = was.find(field.name);
        bool const is_as_before = known && known->is_searchable && known->column == field.column;
        if (field.is_searchable && !is_as_before) TRY(reindex(transaction, object, field, limits::searched_values_all));
    }
    return {};
}

Result<std::int64_t> Definitions::changes_of(store::Session& session, ChangeSetId change_set) {
    return static_cast<std::int64_t>(TRY(session.query(sql::schema_changes_of, change_set)).size());
}

Result<void> Definitions::revert(store::Transaction& transaction, Author const& author, ChangeSetId change_set) {
    auto const changes = TRY(transaction.query(sql::schema_changes_of, change_set));
    if (changes.empty()) return {};
    if (!author.actor.may(Permission::workspace_manage))
        return Error::forbidden("Your role may not change objects and fields.");
    return alter_in(transaction, author, [&](Alteration& alteration) -> Result<void> {
        std::vector<Object*> made;
        for (auto const& row : changes) {
            auto const name = row.text(0);
            auto found = alteration.object(name);
            if (!found)
                return Error::conflict("values_gone", fmt::format("The object {} was deleted with its records.", name));
            auto& object = **found;
            if (object.altered != row.integer(1)) return changed_since(name);
            if (row.is_null(4)) {
                made.push_back(&object);
                object.is_retired = true;
                alteration.note(object, "take_back");
                continue;
            }
            auto const was = object;
            auto const target = TRY(object_of(TRY(parse_json(row.text(4)))));
            TRY(take_back_change(alteration, object, target, kept_values_));
            TRY(search_what_came_back(transaction, was, object));
        }
        // What was made together may point to each other; what is left may not point to what goes.
        auto const left = alteration.now();
        for (auto* object : made) {
            auto asked = *object;
            asked.is_retired = false;
            TRY(check_free(asked, nullptr, left));
            auto const records = TRY(
                alteration.count(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) found", object->table)));
            if (records > 0) continue;
            TRY(alteration.drop_table(*object));
            TRY(alteration.forget(*object));
        }
        return {};
    });
}

}  // namespace kith::schema
