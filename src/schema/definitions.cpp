#include "schema/definitions.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "schema/alteration.hpp"
#include "schema/definitions.sql.hpp"
#include "schema/draft.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

// Whoever reads the table goes first, but is not waited for without end, and nobody is kept waiting behind us. On
// SQLite the writer thread has the database to itself.
Result<void> limit_lock_waits(store::Transaction& transaction) {
    if (transaction.dialect().name() != "postgres") return {};
    TRY(transaction.run(fmt::format("SELECT set_config('lock_timeout', '{}s', true)", limits::schema_lock_seconds_max),
                        {}));
    return {};
}

Error standard_object() {
    return Error::conflict("standard_object", "This object is Kith's own: it can be extended, not taken out of use.");
}

// What was made as a whole goes and comes as one.
Result<void> check_by_itself(Object const& object, std::string_view field) {
    auto const* composite = object.composite_with(field);
    if (!composite || !composite->is_custom) return {};
    return Error::conflict("part_of_composite",
                           fmt::format("It is a part of {}, which is changed as a whole.", composite->name));
}

Result<void> refuse_blocking(std::vector<Mention> const& mentions) {
    std::vector<std::string> names;
    for (auto const& mention : mentions)
        if (mention.is_blocking) names.push_back(fmt::format("{} {}", mention.kind, mention.name));
    if (names.empty()) return {};
    return Error::conflict("in_use", fmt::format("It is in use by {}. Change that first.", fmt::join(names, ", ")));
}

}  // namespace

Result<void> check_permission(Actor const& actor) {
    if (actor.may(Permission::workspace_manage)) return {};
    return Error::forbidden("Your role may not change objects and fields.");
}

Definitions::Definitions(store::Database& database, Published& published)
    : database_(database), published_(published) {}

void Definitions::reserve(std::vector<std::string> names) {
    reserved_.insert(reserved_.end(), std::make_move_iterator(names.begin()), std::make_move_iterator(names.end()));
}

void Definitions::add_mentions(FindMentions find) { find_mentions_.push_back(std::move(find)); }

void Definitions::add_broken(FindBroken find) { find_broken_.push_back(std::move(find)); }

Result<void> Definitions::reload() {
    auto const known = published_.current();
    auto fresh = TRY(database_.read([&](store::Session& session) { return load(session, known); }));
    if (fresh->version() != known->version()) published_.publish(std::move(fresh));
    return {};
}

Result<void> Definitions::alter_in(store::Transaction& transaction, Author const& author, Work const& work) {
    TRY(limit_lock_waits(transaction));
    TRY(transaction.lock("schema"));
    // What is to be counted is counted by the definitions by which it was asked for.
    TRY(transaction.run_deferred());
    Alteration alteration(transaction, author, TRY(load(transaction, published_.current())));
    TRY(work(alteration));
    TRY(alteration.settle(formulas_));
    auto picture = TRY(alteration.finish());
    TRY(check_unbroken(transaction, alteration.picture_before(), picture));
    transaction.after_commit([this, picture = std::move(picture)] { published_.publish(picture); });
    return {};
}

Result<SchemaPointer> Definitions::alter(Author const& author, Work const& work) {
    TRY(check_permission(author.actor));
    return alter_by(author, work);
}

Result<SchemaPointer> Definitions::alter_by(Author const& author, Work const& work) {
    for (int attempt = 1;; ++attempt) {
        auto const done =
            database_.write([&](store::Transaction& transaction) { return alter_in(transaction, author, work); },
                            store::Lane::background);
        if (done) return published_.current();
        if (done.error().code != ErrorCode::unavailable || attempt == limits::schema_lock_attempts_max)
            return Failure(done.error());
    }
}

Result<ObjectPointer> Definitions::altered(Author const& author, std::string_view object, Work const& work) {
    auto const schema = TRY(alter(author, work));
    return find_object(*schema, object);
}

std::vector<Mention> Definitions::mentions_of(Object const& object, Field const* field, Schema const& schema) const {
    std::vector<Mention> mentions;
    if (!field) {
        for (auto const& other : schema.objects())
            for (auto const& each : other->fields)
                if (each.type == FieldType::relation && each.object == object.name && other->name != object.name)
                    mentions.push_back({"relation", other->name + "." + each.name, true});
    }
    if (field)
        for (auto const& each : object.fields)
            if (std::find(each.reads.begin(), each.reads.end(), field->name) != each.reads.end())
                mentions.push_back({"formula", object.name + "." + each.name, true});
    for (auto const& [counting, rollup] : schema.rollups_from(object.name))
        if (field ? rollup->rollup->does_read(field->name) : counting->name != object.name && !counting->is_retired)
            mentions.push_back({"rollup", counting->name + "." + rollup->name, true});
    for (auto const& find : find_mentions_)
        for (auto& mention : find(object, field)) mentions.push_back(std::move(mention));
    return mentions;
}

Result<void> Definitions::check_free(Object const& object, Field const* field, SchemaPointer const& schema) const {
    return refuse_blocking(mentions_of(object, field, *schema));
}

Result<void> Definitions::check_unbroken(store::Session& session, SchemaPointer const& before,
                                         SchemaPointer const& after) const {
    for (auto const& find : find_broken_) TRY(refuse_blocking(TRY(find(session, before, after))));
    return {};
}

Result<void> Definitions::reindex(store::Transaction& transaction, Object const& object, Field const& in,
                                  std::int64_t values_max) const {
    if (!conversion_.reindex) return {};
    return conversion_.reindex(transaction, object, in, values_max);
}

Result<ObjectPointer> Definitions::add_object(Author const& author, Json const& body) {
    std::string name;
    auto const schema = TRY(alter(author, [&](Alteration& alteration) -> Result<void> {
        auto object = TRY(new_object(alteration.before(), body, formulas_));
        for (auto const& reserved : reserved_)
            for (auto const* each : {&object.name, &object.plural})
                if (*each == reserved)
                    return Error::invalid(each == &object.name ? "name" : "plural", "reserved",
                                          fmt::format("\"{}\" means something else already.", reserved));
        TRY(alteration.make_table(object));
        name = object.name;
        return alteration.add_object(std::move(object), "add_object");
    }));
    return find_object(*schema, name);
}

Result<ObjectPointer> Definitions::change_object(Author const& author, std::string_view name, Json const& body) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        auto changed = TRY(changed_object(*object, body));
        if (json_of(changed) == json_of(*object)) return {};
        *object = std::move(changed);
        alteration.note(*object, "change_object");
        return {};
    });
}

Result<ObjectPointer> Definitions::retire_object(Author const& author, std::string_view name) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        if (!object->is_custom) return standard_object();
        if (object->is_retired) return {};
        TRY(check_free(*object, nullptr, alteration.picture_before()));
        object->is_retired = true;
        alteration.note(*object, "retire_object");
        return {};
    });
}

Result<ObjectPointer> Definitions::restore_object(Author const& author, std::string_view name) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        if (!object->is_retired) return {};
        for (auto const& field : object->fields)
            if (field.type == FieldType::relation && field.object != object->name &&
                !alteration.before().find(field.object))
                return Error::conflict("relation_retired", fmt::format("Its field {} points to {}, which is retired.",
                                                                       field.name, field.object));
        object->is_retired = false;
        alteration.note(*object, "restore_object");
        return {};
    });
}

Result<void> Definitions::delete_object(Author const& author, std::string_view name) {
    TRY(alter(author, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        if (!object->is_custom) return standard_object();
        if (!object->is_retired)
            return Error::conflict("not_retired", "Retire it first; then it can be deleted for good.");
        TRY(check_free(*object, nullptr, alteration.picture_before()));
        for (auto const& other : alteration.before().objects())
            for (auto const& field : other->retired)
                if (field.type == FieldType::relation && field.object == object->name)
                    return Error::conflict(
                        "in_use", fmt::format("The retired field {}.{} points to it. Delete that first.", other->name,
                                              field.name));
        TRY(alteration.drop_table(*object));
        if (kept_values_.forget_object) TRY(kept_values_.forget_object(alteration.transaction(), *object));
        alteration.note(*object, "delete_object");
        return alteration.forget(*object);
    }));
    return {};
}

Result<ObjectPointer> Definitions::add_field(Author const& author, std::string_view name, Json const& body) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        if (object->is_retired) return Error::conflict("retired", "This object is retired; restore it first.");
        auto field = TRY(new_field(alteration.before(), *object, body, formulas_));
        TRY(alteration.make_columns(*object, field));
        TRY(alteration.make_indexes(*object, field));
        alteration.note(*object, "add_field", field.name);
        auto const system = std::find_if(object->fields.begin(), object->fields.end(),
                                         [](Field const& each) { return each.is_system; });
        object->fields.insert(system, std::move(field));
        return {};
    });
}

Result<ObjectPointer> Definitions::change_field(Author const& author, std::string_view name,
                                                std::string_view field_name, Json const& body) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        auto* field = TRY(alteration.field(*object, field_name));
        auto changed = TRY(changed_field(alteration.before(), *object, *field, body, formulas_));
        if (json_of(changed) == json_of(*field)) return {};
        auto const before = *field;
        *field = changed;
        TRY(alteration.change_sorting(*object, before, changed));
        if (changed.is_searchable && !before.is_searchable)
            TRY(reindex(alteration.transaction(), *object, changed, limits::searched_values_max));
        alteration.note(*object, "change_field", field_name);
        return {};
    });
}

Result<Json> Definitions::examine_type(Actor const& actor, std::string_view name, std::string_view field_name,
                                       Json const& body) {
    TRY(check_permission(actor));
    auto const object = TRY(find_object(*published_.current(), name));
    auto const* field = object->find(field_name);
    if (!field || field->is_system) return no_such_field(*object, field_name);
    TRY(check_by_itself(*object, field_name));
    return database_.read([&](store::Session& session) -> Result<Json> {
        auto const whole = TRY(conversion_.prepare(session, *object, *field, body));
        auto const after = TRY(retyped_field(*field, whole));
        auto told = TRY(conversion_.examine(session, actor, *object, *field, after, whole));
        told["field"] = json_of(after);
        return told;
    });
}

Result<ObjectPointer> Definitions::change_type(Author const& author, std::string_view name, std::string_view field_name,
                                               Json const& body) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        auto* field = TRY(alteration.field(*object, field_name));
        TRY(check_by_itself(*object, field_name));
        auto const before = *field;
        auto const whole = TRY(conversion_.prepare(alteration.transaction(), *object, before, body));
        auto after = TRY(retyped_field(before, whole));
        TRY(alteration.drop_indexes(*object, before));
        TRY(alteration.make_columns(*object, after));
        auto const misfits = TRY(conversion_.fill(alteration.transaction(), *object, before, after, whole));
        if (misfits > 0 && !whole.value("is_lossy", false))
            return Error::conflict("values_would_go", fmt::format("{} values do not fit and would go.", misfits));
        if (kept_values_.convert) {
            auto const convert = TRY(conversion_.converter(alteration.transaction(), before, after, whole));
            TRY(kept_values_.convert(alteration.transaction(), *object, before, convert));
        }
        *field = after;
        alteration.rest_columns(*object, before);
        TRY(alteration.make_indexes(*object, after));
        if (before.is_searchable) TRY(reindex(alteration.transaction(), *object, before, limits::searched_values_all));
        alteration.note(*object, "change_type", field_name);
        return {};
    });
}

Result<void> Definitions::take_out_of_use(Alteration& alteration, Object& object, std::string_view field_name) const {
    auto* field = TRY(alteration.field(object, field_name));
    bool const is_kept = !field->is_writable && !field->is_worked_out();
    if (is_kept || field->name == "name") return Error::conflict("kept_by_kith", "Kith itself needs this field.");
    TRY(check_free(object, field, alteration.picture_before()));
    object.retired.push_back(std::move(*field));
    object.fields.erase(object.fields.begin() + (field - object.fields.data()));
    return {};
}

Result<ObjectPointer> Definitions::retire_field(Author const& author, std::string_view name,
                                                std::string_view field_name) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        TRY(check_by_itself(*object, field_name));
        if (object->find_retired(field_name)) return {};
        TRY(take_out_of_use(alteration, *object, field_name));
        alteration.note(*object, "retire_field", field_name);
        return {};
    });
}

Result<void> Definitions::bring_back(Alteration& alteration, Object& object, std::string_view field_name) const {
    auto const found = std::find_if(object.retired.begin(), object.retired.end(),
                                    [&](Field const& each) { return each.name == field_name; });
    if (found == object.retired.end()) return no_such_field(object, field_name);
    if (found->type == FieldType::relation && found->object != object.name && !alteration.before().find(found->object))
        return Error::conflict("relation_retired", fmt::format("It points to {}, which is retired.", found->object));
    auto const sortable =
        std::count_if(object.fields.begin(), object.fields.end(), [](Field const& each) { return each.is_sortable; });
    if (found->is_sortable && static_cast<std::size_t>(sortable) >= limits::sortable_fields_max)
        return Error::conflict("too_many_sortable", "Too many other fields are sortable now.");
    auto const system =
        std::find_if(object.fields.begin(), object.fields.end(), [](Field const& each) { return each.is_system; });
    auto const& restored = *object.fields.insert(system, *found);
    object.retired.erase(found);
    // What was written meanwhile says nothing of it.
    if (restored.is_searchable) TRY(reindex(alteration.transaction(), object, restored, limits::searched_values_max));
    return {};
}

Result<ObjectPointer> Definitions::restore_field(Author const& author, std::string_view name,
                                                 std::string_view field_name) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        if (object->find(field_name)) return {};
        TRY(check_by_itself(*object, field_name));
        TRY(bring_back(alteration, *object, field_name));
        alteration.note(*object, "restore_field", field_name);
        return {};
    });
}

Result<void> Definitions::delete_for_good(Alteration& alteration, Object& object, std::string_view field_name) const {
    auto const* known = object.find_retired(field_name);
    if (!known && !object.find(field_name)) return no_such_field(object, field_name);
    if (!known) return Error::conflict("not_retired", "Retire it first; then it can be deleted for good.");
    if (!known->is_custom)
        return Error::conflict("standard_field", "This field is Kith's own: it can be retired, not deleted.");
    auto const field = *known;
    TRY(alteration.drop_indexes(object, field));
    // Its columns may serve another field, whose records must not be found by what stood there.
    if (field.is_searchable) TRY(reindex(alteration.transaction(), object, field, limits::searched_values_all));
    TRY(alteration.free_columns(object, field));
    if (kept_values_.forget) TRY(kept_values_.forget(alteration.transaction(), object, field));
    std::erase_if(object.retired, [&](Field const& each) { return each.name == field_name; });
    return {};
}

Result<void> Definitions::delete_field(Author const& author, std::string_view name, std::string_view field_name) {
    TRY(alter(author, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        TRY(check_by_itself(*object, field_name));
        TRY(delete_for_good(alteration, *object, field_name));
        object->forget_lost_parts();
        alteration.note(*object, "delete_field", field_name);
        return {};
    }));
    return {};
}

Result<ObjectPointer> Definitions::order_fields(Author const& author, std::string_view name,
                                                std::vector<std::string> const& names) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        for (auto const& each : names)
            if (!object->find(each)) {
                auto error = no_such_field(*object, each);
                return Error::invalid("order", "unknown_field", error.message);
            }
        auto const place = [&](Field const& field) {
            auto const at = std::find(names.begin(), names.end(), field.name) - names.begin();
            return std::pair(field.is_system, at);
        };
        std::stable_sort(object->fields.begin(), object->fields.end(),
                         [&](Field const& a, Field const& b) { return place(a) < place(b); });
        if (!object->is_custom && std::count(object->changed.begin(), object->changed.end(), "order") == 0)
            object->changed.emplace_back("order");
        alteration.note(*object, "order_fields");
        return {};
    });
}

Result<Definitions::Usage> Definitions::usage(Actor const& actor, std::string_view name, std::string_view field_name) {
    TRY(check_permission(actor));
    auto const schema = published_.current();
    auto const object = TRY(find_object(*schema, name));
    Field const* field = nullptr;
    if (!field_name.empty()) {
        field = object->find(field_name);
        if (!field) field = object->find_retired(field_name);
        if (!field || field->is_system) return no_such_field(*object, field_name);
    }
    return usage_of(*schema, *object, field ? std::vector{field} : std::vector<Field const*>{});
}

Result<Definitions::Usage> Definitions::usage_of(Schema const& schema, Object const& object,
                                                 std::vector<Field const*> const& fields) {
    Usage usage;
    if (fields.empty()) usage.mentions = mentions_of(object, nullptr, schema);
    std::vector<std::string> conditions;
    for (auto const* field : fields) {
        for (auto& mention : mentions_of(object, field, schema))
            if (std::find(usage.mentions.begin(), usage.mentions.end(), mention) == usage.mentions.end())
                usage.mentions.push_back(std::move(mention));
        conditions.push_back(field->column + " IS NOT NULL");
    }
    if (fields.empty()) conditions.emplace_back("deleted_at IS NULL");
    auto const sql = fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {}) counted", object.table,
                                 fmt::join(conditions, " OR "), limits::total_exact_max + 1);
    usage.records = TRY(database_.read(
        [&](store::Session& session) -> Result<std::int64_t> { return TRY(session.run(sql, {}))[0].integer(0); }));
    return usage;
}

}  // namespace kith::schema
