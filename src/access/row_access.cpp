#include "access/row_access.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "access/access.sql.hpp"
#include "access/roles.sql.hpp"
#include "access/row_rule.hpp"
#include "schema/names.hpp"
#include "store/database.hpp"

namespace kith::access {

namespace {

bool holds(std::string const& expression, schema::SchemaPointer const& schema, std::string_view name) {
    auto const object = schema->find_defined(name);
    return object && checked_row_rule(expression, schema, *object);
}

// What stands for a rule that cannot be checked: without it the role would see everything. Every object has the field.
Result<rule::Checked> passed_by_nobody(schema::SchemaPointer const& schema, schema::Object const& object) {
    return checked_row_rule("created_at is absent and created_at is present", schema, object);
}

void log_unchecked(std::string_view role, std::string_view object, std::string_view reason) {
    spdlog::error("the row rule of role {} for {} cannot be checked, so it shows nothing: {}", role, object, reason);
}

Error no_such_object() { return Error::not_found("There is no such object."); }

bool is_hidden(Role const& role, schema::Object const& object, std::string_view field) {
    return role.of(object.name).of(field) == FieldRight::hidden;
}

// What a role may do with a field of an object. What is worked out tells of all that it reads, wherever that stands.
class FieldRights {
public:
    FieldRights(Role const& role, schema::Published const& published) : role_(role), published_(published) {}

    FieldRight of(schema::Object const& object, std::string_view field) {
        if (!role_.of(object.name).may_read) return FieldRight::hidden;
        auto const* defined = object.find(field);
        // A relation to what one may not read is no field at all.
        if (defined && defined->type == schema::FieldType::relation && !role_.of(defined->object).may_read)
            return FieldRight::hidden;
        if (!defined) defined = object.find_retired(field);
        if (defined && tells_hidden(object, *defined)) return FieldRight::hidden;
        return role_.of(object.name).of(field);
    }

private:
    bool tells_hidden(schema::Object const& object, schema::Field const& field) {
        auto const is_told = [&](std::string const& read) { return is_hidden_behind(object, read); };
        return std::any_of(field.reads.begin(), field.reads.end(), is_told) ||
               (field.rollup && counts_hidden(*field.rollup));
    }
    // Of a field that something is worked out from; of what stands in for others, those too.
    bool is_hidden_behind(schema::Object const& object, std::string const& read) {
        if (is_hidden(role_, object, read)) return true;
        auto const* field = object.find(read);
        if (field && field->rollup && counts_hidden(*field->rollup)) return true;
        auto const veil = veil_of(object);
        return veil && read == veil->field && std::any_of(veil->tells.begin(), veil->tells.end(), [&](auto& told) {
                   return is_hidden(role_, object, told);
               });
    }
    // A count is the same for everybody: whom a rule hides some of the counted records from does not see it.
    bool counts_hidden(schema::Rollup const& rollup) {
        if (!schema_) schema_ = published_.current();
        auto const counted = schema_->find_defined(rollup.object);
        if (!counted || !role_.of(counted->name).may_read) return true;
        if (!role_.is_fixed() && !role_.of(counted->name).rows.empty()) return true;
        return std::any_of(rollup.reads.begin(), rollup.reads.end(), [&](std::string const& read) {
            return is_hidden_behind(*counted, read) || of(*counted, read) == FieldRight::hidden;
        });
    }

    Role const& role_;
    schema::Published const& published_;
    schema::SchemaPointer schema_;  // taken where a field leads to other objects
};

FieldRight right_of(Role const* role, schema::Published const& published, schema::Object const& object,
                    std::string_view field) {
    return role ? FieldRights(*role, published).of(object, field) : FieldRight::hidden;
}

std::string_view verb_of(Deed deed) {
    switch (deed) {
        case Deed::read:
            return "see";
        case Deed::create:
            return "make";
        case Deed::update:
            return "change";
        case Deed::remove:
            return "delete";
    }
    return "do this with";
}

}  // namespace

Result<rule::Checked> checked_row_rule(std::string const& expression, schema::SchemaPointer const& schema,
                                       schema::Object const& object) {
    auto at_rule = [](Error error) {
        for (auto& field : error.fields) field.field = "rule";
        return error;
    };
    auto parsed = rule::parse(expression);
    if (!parsed) return at_rule(std::move(parsed).error());
    auto rule = rule::check(*parsed, object, rule::Sight::whole(schema, {}));
    if (!rule) return at_rule(std::move(rule).error());
    return rule;
}

std::string Veil::condition(schema::Object const& object, std::string_view alias) const {
    std::string condition;
    for (auto const& name : needs)
        if (auto const* needed = object.find(name))
            condition += fmt::format("{}{}.{} IS NOT NULL", condition.empty() ? "" : " OR ", alias, needed->column);
    return condition.empty() ? "FALSE" : "(" + condition + ")";
}

bool Veil::hides(Json const& record) const {
    return std::none_of(needs.begin(), needs.end(),
                        [&](auto const& name) { return record.contains(name) && !record[name].is_null(); });
}

std::optional<Veil> veil_of(schema::Object const& object) {
    if (object.name != "person") return std::nullopt;
    return Veil{"name", {"given_name", "family_name"}, {"email", "phone"}};
}

RowAccess::RowAccess(store::Database& database, RoleBook& book, TeamBook& teams, ShareBook& shares,
                     schema::Published const& schema)
    : database_(database), book_(book), teams_(teams), shares_(shares), schema_(schema) {}

Result<std::unique_ptr<RowAccess>> RowAccess::load(store::Database& database, RoleBook& book, TeamBook& teams,
                                                   ShareBook& shares, schema::Published const& schema) {
    std::unique_ptr<RowAccess> access(new RowAccess(database, book, teams, shares, schema));
    TRY(access->reload());
    return access;
}

Result<void> RowAccess::reload() {
    TRY(book_.reload());
    TRY(teams_.reload());
    TRY(shares_.reload());
    return reload_time_zone();
}

Result<void> RowAccess::reload_time_zone() {
    auto const workspace =
        TRY(database_.read([](store::Session& session) { return session.query(sql::workspace_get); }));
    *time_zone_.lock() = workspace.empty() ? "UTC" : std::string(workspace[0].text(3));
    return {};
}

RolePointer RowAccess::role_of(Actor const& actor) const { return book_.find(actor.role); }

Result<std::optional<rule::Checked>> RowAccess::row_rule(Actor const& actor, schema::Object const& object) const {
    if (actor.kind == ActorKind::system) return std::optional<rule::Checked>();
    auto const role = role_of(actor);
    if (!role || !role->of(object.name).may_read) return no_such_object();
    auto const& expression = role->of(object.name).rows;
    if (expression.empty() || role->is_fixed()) return std::optional<rule::Checked>();
    auto const schema = schema_.current();
    auto const key = std::pair(role->name, object.name);
    {
        auto rules = rules_.lock();
        auto const found = rules->find(key);
        if (found != rules->end() && found->second.expression == expression && found->second.object.get() == &object &&
            found->second.schema == schema)
            return std::optional(asked_by(actor, object, found->second));
    }
    // Where the rule does not hold for the current picture, nothing may be shown: to a caller that still has an object
    // of an older picture, until it asks again.
    auto current = schema->find_defined(object.name);
    bool const is_current = current.get() == &object;
    auto rule = checked_row_rule(expression, schema, object);
    if (!rule && !is_current)
        return Error::unavailable("The definitions are being changed. Try again shortly.",
                                  "the row rule for " + object.name + " does not hold: " + rule.error().message);
    std::string problem;
    if (!rule) {
        problem = rule.error().message;
        rule = TRY(passed_by_nobody(schema, object));
    }
    Rule const checked{expression, schema, std::move(current), *rule, std::move(problem)};
    if (is_current) {
        auto rules = rules_.lock();
        // Said once, not at every request.
        auto const known = rules->find(key);
        bool const is_said = known != rules->end() && known->second.problem == checked.problem;
        if (!checked.problem.empty() && !is_said) log_unchecked(role->name, object.name, checked.problem);
        rules->insert_or_assign(key, checked);
    }
    return std::optional(asked_by(actor, object, checked));
}

rule::Checked RowAccess::asked_by(Actor const& actor, schema::Object const& object, Rule const& rule) const {
    auto asked = rule.checked.at(moment(actor));
    return rule.problem.empty() ? asked.or_one_of(shared_with(actor, object)) : asked;
}

std::shared_ptr<std::vector<Uuid> const> RowAccess::shared_with(Actor const& actor,
                                                                schema::Object const& object) const {
    if (actor.kind != ActorKind::user) return nullptr;
    auto grantees = teams_.current()->reaching(actor.id);
    grantees.push_back(actor.id);
    return shares_.current()->of(object.name, grantees);
}

bool RowAccess::may(Actor const& actor, schema::Object const& object, Deed deed) const {
    if (actor.kind == ActorKind::system) return true;
    auto const role = role_of(actor);
    return role && role->of(object.name).may(deed);
}

Result<void> RowAccess::check(Actor const& actor, schema::Object const& object, Deed deed) const {
    if (may(actor, object, deed)) return {};
    if (!may(actor, object, Deed::read)) return no_such_object();
    return Error::forbidden(fmt::format("Your role may not {} {}.", verb_of(deed), object.plural));
}

FieldRight RowAccess::field_right(Actor const& actor, schema::Object const& object, std::string_view field) const {
    if (actor.kind == ActorKind::system) return FieldRight::write;
    return right_of(role_of(actor).get(), schema_, object, field);
}

std::vector<std::string> RowAccess::hidden_fields(Actor const& actor, schema::Object const& object) const {
    std::vector<std::string> hidden;
    for (auto const& field : object.fields)
        if (field_right(actor, object, field.name) == FieldRight::hidden) hidden.push_back(field.name);
    return hidden;
}

std::optional<Veil> RowAccess::veil(Actor const& actor, schema::Object const& object) const {
    auto veil = veil_of(object);
    if (!veil) return std::nullopt;
    for (auto const& told : veil->tells)
        if (field_right(actor, object, told) == FieldRight::hidden) return veil;
    return std::nullopt;
}

Result<void> RowAccess::check_writes(Actor const& actor, schema::Object const& object, Json const& values) const {
    std::vector<std::string_view> known;
    bool is_limited = false;
    for (auto const& field : object.fields) {
        auto const right = field_right(actor, object, field.name);
        is_limited = is_limited || right != FieldRight::write;
        if (right != FieldRight::hidden && field.is_writable) known.push_back(field.name);
    }
    if (!is_limited) return {};
    Error errors{ErrorCode::invalid, "Some values are not right.", {}, {}, {}, 0};
    for (auto const& [name, value] : values.items()) {
        auto const right = object.find(name) ? field_right(actor, object, name) : FieldRight::hidden;
        if (right == FieldRight::hidden)
            errors.fields.push_back({name, "unknown_field",
                                     fmt::format("There is no field {}.{}", name, schema::did_you_mean(name, known))});
        else if (right == FieldRight::read)
            errors.fields.push_back({name, "not_permitted", fmt::format("Your role may not change {}.", name)});
    }
    if (!errors.fields.empty()) return errors;
    return {};
}

schema::ObjectPointer RowAccess::seen_by(Actor const& actor, schema::ObjectPointer const& object) const {
    if (!may(actor, *object, Deed::read)) return nullptr;
    auto seen = *object;
    auto const rights_of = [&](schema::Field const& field) { return field_right(actor, *object, field.name); };
    for (auto* list : {&seen.fields, &seen.retired})
        std::erase_if(*list, [&](auto const& field) { return rights_of(field) == FieldRight::hidden; });
    for (auto& field : seen.fields)
        if (rights_of(field) == FieldRight::read) field.is_writable = false;
    return std::make_shared<schema::Object const>(std::move(seen));
}

rule::Moment RowAccess::moment(Actor const& actor) const {
    rule::Moment moment{Instant::now(), *time_zone_.lock(), {}};
    if (actor.kind != ActorKind::user) return moment;
    moment.user = actor.id;
    moment.circles = teams_.current()->around(actor.id);
    return moment;
}

rule::Sight RowAccess::sight(Actor const& actor) const {
    rule::Sight sight{schema_.current(), visible_fields(actor),
                      [this, actor](schema::Object const& object) { return row_rule(actor, object); }, moment(actor)};
    sight.shown_where = [this, actor](schema::Object const& object, schema::Field const& field,
                                      std::string_view alias) -> std::string {
        auto const veil = this->veil(actor, object);
        return veil && veil->field == field.name ? veil->condition(object, alias) : std::string();
    };
    return sight;
}

rule::FieldVisible RowAccess::visible_fields(Actor const& actor) const {
    if (actor.kind == ActorKind::system) return [](schema::Object const&, schema::Field const&) { return true; };
    return [role = role_of(actor), &published = schema_](schema::Object const& object, schema::Field const& field) {
        return right_of(role.get(), published, object, field.name) != FieldRight::hidden;
    };
}

std::vector<std::string> RowAccess::roles_mentioning(schema::Object const& object, schema::Field const* field) const {
    // Whatever a rule says, and however it comes to the field: it stands on it where it would not hold without it.
    auto const schema = schema_.current();
    std::vector<schema::ObjectPointer> objects;
    for (auto const* list : {&schema->objects(), &schema->retired()}) {
        for (auto const& each : *list) {
            if (each->name != object.name) {
                objects.push_back(each);
            } else if (field) {
                auto without = *each;
                std::erase_if(without.fields, [&](schema::Field const& one) { return one.name == field->name; });
                objects.push_back(std::make_shared<schema::Object const>(std::move(without)));
            }
        }
    }
    auto const lacking = std::make_shared<schema::Schema const>(std::move(objects), schema->version());
    std::vector<std::string> roles;
    for (auto const& role : book_.all()) {
        for (auto const& [name, rights] : role->objects) {
            if (rights.rows.empty()) continue;
            bool const is_of_object = !field && name == object.name;
            if (is_of_object || (holds(rights.rows, schema, name) && !holds(rights.rows, lacking, name)))
                roles.push_back(role->name);
        }
    }
    return roles;
}

Result<std::vector<RowAccess::RuleName>> RowAccess::rules_broken(store::Session& session,
                                                                 schema::SchemaPointer const& before,
                                                                 schema::SchemaPointer const& after) {
    std::vector<RuleName> broken;
    for (auto row : TRY(session.query(sql::row_rules))) {
        std::string const role(row.text(0)), name(row.text(1)), expression(row.text(2));
        // A rule whose object goes would be left over, whatever it says.
        bool const goes = before->find_defined(name) && !after->find_defined(name);
        if (goes || (holds(expression, before, name) && !holds(expression, after, name)))
            broken.push_back({role, name});
    }
    return broken;
}

}  // namespace kith::access
