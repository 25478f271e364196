#include "access/row_access.hpp"

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
        // A rule that cannot be applied would show everything, so the boot stops instead.
        if (!object)
            return Error::internal("the row rule of role " + role + " names the object " + name +
                                   ", which does not exist");
        auto rule = checked(expression, schema, *object);
        if (!rule)
            return Error::internal("the row rule of role " + role + " for " + name +
                                   " does not hold any more: " + rule.error().message);
        rules.emplace(std::pair(std::move(role), std::move(name)),
                      Rule{std::move(expression), schema, std::move(object), *std::move(rule)});
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
    *rules_.lock() = std::move(rules);
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
    // The rule was checked against another picture. Where it does not hold for this one, nothing may be shown.
    auto rule = checked(expression, schema, object);
    if (!rule)
        return Error::unavailable("The definitions are being changed. Try again shortly.",
                                  "the row rule for " + object.name + " does not hold: " + rule.error().message);
    if (auto current = schema->find(object.name); current.get() == &object) {
        auto rules = rules_.lock();
        auto const found = rules->find(std::pair(actor.role, object.name));
        if (found != rules->end() && found->second.expression == expression)
            found->second = Rule{expression, schema, std::move(current), *rule};
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
    auto schema = schema_.current();
    auto current = schema->find(object.name);
    if (!current) return Error::not_found("There is no such object.");
    std::optional<rule::Checked> rule;
    if (expression) rule = TRY(checked(*expression, schema, *current));
    TRY(database_.write([&](store::Transaction& transaction) -> Result<void> {
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
                       Rule{*std::move(expression), std::move(schema), std::move(current), *std::move(rule)});
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
    for (auto const& each : schema->objects()) {
        if (each->name != object.name) {
            objects.push_back(each);
        } else if (field) {
            auto without = *each;
            std::erase_if(without.fields, [&](schema::Field const& one) { return one.name == field->name; });
            objects.push_back(std::make_shared<schema::Object const>(std::move(without)));
        }
    }
    auto const lacking = std::make_shared<schema::Schema const>(std::move(objects), schema->version());
    std::vector<std::string> roles;
    auto rules = rules_.lock();
    for (auto const& [key, rule] : *rules) {
        auto const target = lacking->find(key.second);
        bool const holds_now = schema->find(key.second) != nullptr;
        bool const is_of_object = !field && key.second == object.name;
        if (is_of_object || (holds_now && (!target || !checked(rule.expression, lacking, *target))))
            roles.push_back(key.first);
    }
    return roles;
}

}  // namespace kith::access
