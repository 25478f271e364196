#include "access/row_access.hpp"

#include <spdlog/spdlog.h>

#include "access/access.sql.hpp"
#include "access/roles.hpp"
#include "store/database.hpp"

namespace kith::access {

namespace {

// A row rule is written by an administrator, who sees every field.
Result<rule::Checked> checked(std::string const& expression, schema::SchemaPointer const& schema,
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

bool holds(std::string const& expression, schema::SchemaPointer const& schema, std::string_view name) {
    auto const object = schema->find_defined(name);
    return object && checked(expression, schema, *object);
}

// What stands for a rule that cannot be checked: without it the role would see everything. Every object has the field.
Result<rule::Checked> passed_by_nobody(schema::SchemaPointer const& schema, schema::Object const& object) {
    return checked("created_at is absent and created_at is present", schema, object);
}

void log_unchecked(std::string_view role, std::string_view object, std::string_view reason) {
    spdlog::error("the row rule of role {} for {} cannot be checked, so it shows nothing: {}", role, object, reason);
}

Permission permission_to_read(schema::Object const& object) {
    return object.name == "person" ? Permission::people_read : Permission::records_read;
}

}  // namespace

RowAccess::RowAccess(store::Database& database, schema::Published const& schema)
    : database_(database), schema_(schema) {}

Result<RowAccess::Rules> RowAccess::load_rules(store::Database& database, schema::SchemaPointer const& schema) {
    auto rows = TRY(database.read([](store::Session& session) { return session.query(sql::row_rules); }));
    Rules rules;
    for (auto row : rows) {
        std::string role(row.text(0)), name(row.text(1)), expression(row.text(2));
        auto object = schema->find_defined(name);
        Rule rule{std::move(expression), schema, std::move(object), {}, {}};
        if (!rule.object) {
            rule.problem = "there is no such object";
        } else if (auto held = checked(rule.expression, schema, *rule.object)) {
            rule.checked = *std::move(held);
        } else {
            rule.problem = held.error().message;
            rule.checked = TRY(passed_by_nobody(schema, *rule.object));
        }
        rules.emplace(std::pair(std::move(role), std::move(name)), std::move(rule));
    }
    return rules;
}

Result<std::unique_ptr<RowAccess>> RowAccess::load(store::Database& database, schema::Published const& schema) {
    std::unique_ptr<RowAccess> access(new RowAccess(database, schema));
    TRY(access->reload());
    return access;
}

Result<void> RowAccess::reload() {
    auto rules = TRY(load_rules(database_, schema_.current()));
    auto const workspace =
        TRY(database_.read([](store::Session& session) { return session.query(sql::workspace_get); }));
    {
        auto held = rules_.lock();
        for (auto const& [key, rule] : rules) {
            // Said once, not at every reload.
            auto const known = held->find(key);
            if (!rule.problem.empty() && (known == held->end() || known->second.problem != rule.problem))
                log_unchecked(key.first, key.second, rule.problem);
        }
        *held = std::move(rules);
    }
    *time_zone_.lock() = workspace.empty() ? "UTC" : std::string(workspace[0].text(3));
    return {};
}

Result<std::optional<rule::Checked>> RowAccess::row_rule(Actor const& actor, schema::Object const& object) const {
    if (actor.kind == ActorKind::system) return std::optional<rule::Checked>();
    if (!actor.may(permission_to_read(object))) return Error::forbidden("Your role may not read this.");
    auto const schema = schema_.current();
    std::string expression;
    {
        auto rules = rules_.lock();
        auto const found = rules->find(std::pair(actor.role, object.name));
        if (found == rules->end()) return std::optional<rule::Checked>();
        auto const& rule = found->second;
        if (rule.object.get() == &object && rule.schema == schema) return std::optional(rule.checked.at(moment(actor)));
        expression = rule.expression;
    }
    // The rule was checked against another picture. Where it does not hold for this one, nothing may be shown: to a
    // caller that still has an object of an older picture, until it asks again.
    auto current = schema->find_defined(object.name);
    bool const is_current = current.get() == &object;
    auto rule = checked(expression, schema, object);
    if (!rule && !is_current)
        return Error::unavailable("The definitions are being changed. Try again shortly.",
                                  "the row rule for " + object.name + " does not hold: " + rule.error().message);
    std::string problem;
    if (!rule) {
        problem = rule.error().message;
        log_unchecked(actor.role, object.name, problem);
        rule = TRY(passed_by_nobody(schema, object));
    }
    if (is_current) {
        auto rules = rules_.lock();
        auto const found = rules->find(std::pair(actor.role, object.name));
        if (found != rules->end() && found->second.expression == expression)
            found->second = Rule{expression, schema, std::move(current), *rule, std::move(problem)};
    }
    return std::optional(rule->at(moment(actor)));
}

rule::Moment RowAccess::moment(Actor const& actor) const {
    return {Instant::now(), *time_zone_.lock(), actor.kind == ActorKind::user ? actor.id : Uuid{}};
}

rule::Sight RowAccess::sight(Actor const& actor) const {
    return {schema_.current(), visible_fields(actor),
            [this, actor](schema::Object const& object) { return row_rule(actor, object); }, moment(actor)};
}

rule::FieldVisible RowAccess::visible_fields(Actor const& actor) const {
    bool const may_read_people = actor.may(Permission::people_read);
    bool const may_read_records = actor.may(Permission::records_read);
    return [may_read_people, may_read_records](schema::Field const&) { return may_read_people || may_read_records; };
}

Result<void> RowAccess::set_rule(std::string_view role, schema::Object const& object,
                                 std::optional<std::string> expression) {
    auto const* known = find_role(role);
    if (!known) return Error::not_found("There is no role of this name.");
    // Somebody must see everything, or a mistaken rule could never be found.
    if (known->name == "administrator")
        return Error::conflict("administrators_see_all", "Administrators see every row.");
    schema::SchemaPointer schema;
    schema::ObjectPointer current;
    std::optional<rule::Checked> rule;
    TRY(database_.write([&](store::Transaction& transaction) -> Result<void> {
        // Definitions change under the same lock, and look at the rules that are stored then.
        TRY(transaction.lock("schema"));
        schema = TRY(schema::load(transaction, schema_.current()));
        current = schema->find(object.name);
        if (!current) return Error::not_found("There is no such object.");
        if (expression) rule = TRY(checked(*expression, schema, *current));
        TRY(transaction.execute(sql::delete_row_rule, role, object.name));
        if (expression) TRY(transaction.execute(sql::insert_row_rule, role, object.name, *expression));
        transaction.note({store::ChangeKind::settings_changed, {}, {}, {}, {}, 0});
        return {};
    }));
    auto rules = rules_.lock();
    auto key = std::pair(std::string(role), object.name);
    rules->erase(key);
    if (rule)
        rules->emplace(std::move(key),
                       Rule{*std::move(expression), std::move(schema), std::move(current), *std::move(rule), {}});
    return {};
}

std::optional<std::string> RowAccess::rule_of(std::string_view role, std::string_view object) const {
    auto rules = rules_.lock();
    auto const found = rules->find(std::pair(std::string(role), std::string(object)));
    if (found == rules->end()) return std::nullopt;
    return found->second.expression;
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
    auto rules = rules_.lock();
    for (auto const& [key, rule] : *rules) {
        bool const is_of_object = !field && key.second == object.name;
        if (is_of_object ||
            (holds(rule.expression, schema, key.second) && !holds(rule.expression, lacking, key.second)))
            roles.push_back(key.first);
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
