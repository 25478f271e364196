#include "access/role_book.hpp"

#include <algorithm>

#include "access/limits.hpp"
#include "access/role_patch.hpp"
#include "access/roles.sql.hpp"
#include "access/row_rule.hpp"
#include "audit/audit.hpp"
#include "base/text.hpp"
#include "schema/names.hpp"

namespace kith::access {

namespace {

// Whoever gives, changes or takes roles away does so one after the other.
constexpr std::string_view roles_lock = "roles";

Error no_such_role() { return Error::not_found("There is no such role."); }

Error fixed_role() {
    return Error::conflict("fixed_role",
                           "Administrators see and may do everything; copy the role and change the copy.");
}

Error changed_since() { return Error::conflict("changed_since", "The role was changed again since."); }

Json rows_of(Role const& role) {
    Json rows = Json::object();
    for (auto const& [object, rights] : role.objects)
        if (!rights.rows.empty()) rows[object] = rights.rows;
    return rows;
}

void set_rows(Role& role, std::string const& object, std::string rule) {
    auto rights = role.of(object);
    rights.rows = std::move(rule);
    role.objects.insert_or_assign(object, std::move(rights));
}

Json set_up_of(Role const& role) {
    auto const definition = definition_of(role);
    Json json{{"title", role.title},
              {"others", definition["others"]},
              {"permissions", definition["permissions"]},
              {"objects", definition["objects"]}};
    json["others"].erase("fields");
    for (auto const& [object, rights] : role.objects)
        if (!rights.rows.empty()) json["objects"][object]["rows"] = rights.rows;
    return json;
}

/// Whether a set-up with these objects says anything of the field: standard ones are everywhere.
bool is_known(Json const& objects, schema::Object const& object, std::string_view field) {
    auto const* defined = object.find(field);
    if (!defined) return !object.find_retired(field);
    if (!defined->is_custom) return true;
    auto const said = objects.find(object.name);
    if (said == objects.end()) return false;
    return std::ranges::any_of(said->value("fields", Json::array()),
                               [&](Json const& each) { return each.value("name", Json()) == field; });
}

/// Rights on what the set-up does not know stay: what is hidden here must not be seen for its want.
void keep_rights_here(Role& role, Role const& before, Json const& objects, schema::Schema const& schema,
                      schema::Label const& title, schema::Differences& told) {
    for (auto const& [name, rights] : before.objects) {
        auto [taken, is_only_here] = role.objects.emplace(name, rights);
        auto const object = schema.find_defined(name);
        for (auto const& [field, right] : rights.fields) {
            if (!object || is_known(objects, *object, field)) continue;
            bool const is_kept = taken->second.fields.emplace(field, right).second;
            is_only_here = is_only_here || (is_kept && object->find(field));
        }
        if (is_only_here) told.only_here.push_back({"kept", "right", name, role.name, title, {}});
    }
}

Result<void> check_unused(store::Session& session, std::string_view role) {
    for (auto const* query : {&sql::role_users, &sql::role_tokens})
        for (auto const row : TRY(session.query(*query)))
            if (row.text(0) == role)
                return Error::conflict("role_in_use", "Somebody has this role: give them another one first.");
    return {};
}

Result<void> note_change(store::Transaction& transaction, schema::Author const& author, Role const& role,
                         bool was_there, bool is_deleted) {
    using enum audit::Action;
    audit::Entry entry;
    entry.action = is_deleted ? role_deleted : was_there ? role_changed : role_added;
    entry.kind = audit::Kind::role;
    entry.name = role.title;
    entry.change_set = author.change_set;
    entry.facts = {{"role", role.name}};
    return audit::note(transaction, author.actor, entry);
}

}  // namespace

struct RoleBook::Stored {
    Role role;
    bool is_deleted = false;

    Json json() const {
        return {{"title", role.title},
                {"definition", definition_of(role)},
                {"rows", rows_of(role)},
                {"is_deleted", is_deleted}};
    }
    static Stored of(std::string name, Json const& json) {
        Stored stored{
            role_of(std::move(name), json.value("title", std::string()), json.value("definition", Json::object()), 0),
            json.value("is_deleted", false)};
        auto const rows = json.value("rows", Json::object());
        for (auto const& [object, rule] : rows.items()) access::set_rows(stored.role, object, rule.get<std::string>());
        return stored;
    }
};

Result<std::unique_ptr<RoleBook>> RoleBook::load(store::Database& database, schema::Published const& schema) {
    std::unique_ptr<RoleBook> book(new RoleBook(database, schema));
    TRY(book->write_standard_roles());
    TRY(book->reload());
    return book;
}

// A standard role that nobody changed stays what this version of the program says it is.
Result<void> RoleBook::write_standard_roles() {
    std::vector<Role> outdated;
    TRY(database_.read([&](store::Session& session) -> Result<void> {
        outdated.clear();
        for (auto const& standard : roles()) {
            auto const stored = TRY(read_one(session, standard.name));
            auto const role = role_of(standard);
            if (!stored ||
                (stored->role.version == 1 && !stored->is_deleted &&
                 definition_of(role_of(role.name, {}, definition_of(stored->role), 1)) != definition_of(role)))
                outdated.push_back(role);
        }
        return {};
    }));
    if (outdated.empty()) return {};
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        for (auto const& role : outdated) {
            auto const definition = dump_json(definition_of(role));
            TRY(transaction.execute(sql::role_put, role.name, role.title, definition, role.version, transaction.now(),
                                    std::optional<Instant>()));
        }
        return {};
    });
}

Result<RoleBook::Book> RoleBook::read(store::Session& session) {
    std::map<std::string, Role, std::less<>> roles;
    for (auto const row : TRY(session.query(sql::roles_all))) {
        auto role =
            role_of(std::string(row.text(0)), std::string(row.text(1)), TRY(parse_json(row.text(2))), row.integer(3));
        auto name = role.name;
        roles.emplace(std::move(name), std::move(role));
    }
    for (auto const row : TRY(session.query(sql::row_rules)))
        if (auto const role = roles.find(row.text(0)); role != roles.end())
            access::set_rows(role->second, std::string(row.text(1)), std::string(row.text(2)));
    Book book;
    for (auto& [name, role] : roles) book.emplace(name, std::make_shared<Role const>(std::move(role)));
    return book;
}

Result<std::optional<RoleBook::Stored>> RoleBook::read_one(store::Session& session, std::string_view name) {
    auto const rows = TRY(session.query(sql::role_get, name));
    if (rows.empty()) return std::optional<Stored>();
    auto const row = rows[0];
    auto const definition = TRY(parse_json(row.text(2)));
    Stored stored{role_of(std::string(name), std::string(row.text(1)), definition, row.integer(3)), !row.is_null(4)};
    for (auto const rule : TRY(session.query(sql::row_rules_of, name)))
        access::set_rows(stored.role, std::string(rule.text(0)), std::string(rule.text(1)));
    return std::optional(std::move(stored));
}

Result<void> RoleBook::reload() {
    auto book = TRY(database_.read([](store::Session& session) { return read(session); }));
    *book_.lock() = std::move(book);
    return {};
}

RolePointer RoleBook::find(std::string_view name) const {
    auto book = book_.lock();
    auto const found = book->find(name);
    return found == book->end() ? nullptr : found->second;
}

std::vector<RolePointer> RoleBook::all() const {
    std::vector<RolePointer> all;
    for (auto const& standard : roles())
        if (auto role = find(standard.name)) all.push_back(std::move(role));
    auto book = book_.lock();
    for (auto const& [name, role] : *book)
        if (!role->is_standard()) all.push_back(role);
    return all;
}

Result<std::map<std::string, RoleBook::Holders, std::less<>>> RoleBook::holders() {
    return database_.read([](store::Session& session) -> Result<std::map<std::string, Holders, std::less<>>> {
        std::map<std::string, Holders, std::less<>> holders;
        for (auto const row : TRY(session.query(sql::role_users)))
            holders[std::string(row.text(0))].users = row.integer(1);
        for (auto const row : TRY(session.query(sql::role_tokens)))
            holders[std::string(row.text(0))].tokens = row.integer(1);
        return holders;
    });
}

Result<void> RoleBook::check_there(store::Transaction& transaction, std::string_view role, bool is_for_people) {
    TRY(transaction.lock(roles_lock));
    auto const stored = TRY(read_one(transaction, role));
    if (stored && !stored->is_deleted && (stored->role.is_for_people || !is_for_people)) return {};
    return Error::invalid("role", "not_a_choice", "There is no such role.");
}

Result<RoleBook::Stored> RoleBook::one_to_change(store::Transaction& transaction, std::string_view name,
                                                 std::optional<std::int64_t> version) {
    auto stored = TRY(read_one(transaction, name));
    if (!stored || stored->is_deleted) return no_such_role();
    if (stored->role.is_fixed()) return fixed_role();
    if (!version || stored->role.version == *version) return *std::move(stored);
    Error error;
    error.code = ErrorCode::precondition_failed;
    error.message = "Somebody else has changed this role since you read it.";
    return error;
}

Result<RolePointer> RoleBook::save(store::Transaction& transaction, schema::Author const& author,
                                   std::optional<Stored> const& before, Role role, bool is_deleted) {
    role.version = before ? before->role.version + 1 : 1;
    role.open_doors();
    for (auto const& [name, other] : TRY(read(transaction))) {
        bool const is_named_alike = !role.title.empty() && text::fold(other->title) == text::fold(role.title);
        if (name != role.name && is_named_alike && !is_deleted)
            return Error::invalid("title", "taken", "There is a role with this name.");
    }
    auto const by = author.actor.id.is_nil() ? std::nullopt : std::optional(author.actor.id);
    TRY(transaction.execute(sql::role_begin_change_set, author.change_set, name_of(author.actor.kind), by,
                            author.actor.name, transaction.now()));
    auto const was = before ? std::optional(dump_json(before->json())) : std::nullopt;
    TRY(transaction.execute(sql::role_note_change, author.change_set, role.name, role.version, was));
    auto const deleted_at = is_deleted ? std::optional(transaction.now()) : std::nullopt;
    auto const definition = dump_json(definition_of(role));
    TRY(transaction.execute(sql::role_put, role.name, role.title, definition, role.version, transaction.now(),
                            deleted_at));
    TRY(transaction.execute(sql::delete_row_rules, role.name));
    // A deleted role keeps no rules: definitions would have to answer to them. Its change knows what they were.
    for (auto const& [object, rights] : role.objects)
        if (!rights.rows.empty() && !is_deleted)
            TRY(transaction.execute(sql::insert_row_rule, role.name, object, rights.rows));
    transaction.note({store::ChangeKind::settings_changed, {}, {}, {}, {}, 0});
    TRY(note_change(transaction, author, role, before && !before->is_deleted, is_deleted));
    auto saved = std::make_shared<Role const>(std::move(role));
    transaction.after_commit([this, saved, is_deleted] {
        {
            auto book = book_.lock();
            // Of two that commit one after the other the hook of the first may run last.
            auto const known = book->find(saved->name);
            if (known != book->end() && known->second->version > saved->version) return;
            book->erase(saved->name);
            if (!is_deleted) book->emplace(saved->name, saved);
        }
        for (auto const& changed : changed_) changed();
    });
    return RolePointer(std::move(saved));
}

Result<RolePointer> RoleBook::create(schema::Author const& author, Json const& body) {
    return database_.write([&](store::Transaction& transaction) -> Result<RolePointer> {
        TRY(transaction.lock(roles_lock));
        TRY(transaction.lock("schema"));
        Role role;
        if (body.contains("copy_of")) {
            auto const& name = body["copy_of"];
            auto const copied = name.is_string() ? TRY(read_one(transaction, name.get_ref<std::string const&>()))
                                                 : std::optional<Stored>();
            if (!copied || copied->is_deleted)
                return Error::invalid("copy_of", "not_a_choice", "There is no such role to copy.");
            role = copied->role;
            role.name.clear();
            role.title.clear();
        }
        auto asked = body;
        asked.erase("copy_of");
        if (!asked.contains("title")) asked["title"] = "";
        TRY(apply(role, asked, TRY(schema::load(transaction, schema_.current()))));
        if (TRY(read(transaction)).size() >= limits::roles_max)
            return Error::conflict("too_many_roles", fmt::format("There may be {} roles.", limits::roles_max));
        schema::Label const label{{"en", role.title}};
        role.name = schema::name_from(label, [&](std::string_view name) {
            auto const stored = read_one(transaction, name);
            return !stored || stored->has_value();
        });
        return save(transaction, author, std::nullopt, std::move(role), false);
    });
}

Result<RolePointer> RoleBook::changed(schema::Author const& author, std::string_view name,
                                      std::optional<std::int64_t> version, Json const& body) {
    return database_.write([&](store::Transaction& transaction) -> Result<RolePointer> {
        TRY(transaction.lock(roles_lock));
        // Definitions change under the same lock, and look at the rules that are stored then.
        TRY(transaction.lock("schema"));
        auto const before = TRY(one_to_change(transaction, name, version));
        auto role = before.role;
        TRY(apply(role, body, TRY(schema::load(transaction, schema_.current()))));
        return save(transaction, author, before, std::move(role), false);
    });
}

Result<RolePointer> RoleBook::change(schema::Author const& author, std::string_view role, std::int64_t version,
                                     Json const& body) {
    return changed(author, role, version, body);
}

Result<void> RoleBook::set_rows(schema::Author const& author, std::string_view role, std::string_view object,
                                std::optional<std::string> rule) {
    if (!schema_.current()->find(object)) return Error::not_found("There is no such object.");
    Json rights{{"rows", rule ? Json(*rule) : Json(nullptr)}};
    auto changed = this->changed(author, role, std::nullopt, {{"objects", {{std::string(object), std::move(rights)}}}});
    if (changed) return {};
    auto error = std::move(changed).error();
    for (auto& fault : error.fields) fault.field = "rule";
    return error;
}

Result<void> RoleBook::remove(schema::Author const& author, std::string_view role, std::int64_t version) {
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        TRY(transaction.lock(roles_lock));
        auto const before = TRY(one_to_change(transaction, role, version));
        TRY(check_unused(transaction, role));
        TRY(save(transaction, author, before, before.role, true));
        return {};
    });
}

Result<std::int64_t> RoleBook::changes_of(store::Session& session, ChangeSetId change_set) {
    return static_cast<std::int64_t>(TRY(session.query(sql::role_changes_of, change_set)).size());
}

Result<void> RoleBook::lock(store::Transaction& transaction) { return transaction.lock(roles_lock); }

Result<std::map<std::string, Json>> RoleBook::set_up(store::Session& session) {
    std::map<std::string, Json> roles;
    for (auto const& [name, role] : TRY(read(session))) {
        bool const is_as_delivered = role->is_standard() && role->version == 1;
        if (!role->is_fixed() && !is_as_delivered) roles.emplace(name, set_up_of(*role));
    }
    return roles;
}

Result<void> RoleBook::take_over(store::Transaction& transaction, schema::Author const& author, std::string const& name,
                                 Json const& body, Json const& objects, schema::SchemaPointer const& schema,
                                 schema::Differences& told) {
    if (!schema::is_name(name))
        return Error::invalid("", "bad_name", "A role is named by a small letter, then a-z, 0-9 and _, at most 48.");
    Role role;
    role.name = name;
    if (role.is_fixed()) return Error::invalid("", "fixed_role", "The administrator's role cannot be changed.");
    if (!body.is_object()) return Error::invalid("", "wrong_type", "A role is an object.");
    auto const before = TRY(read_one(transaction, name));
    bool const is_there = before && !before->is_deleted;
    if (auto const* standard = find_role(name)) role.is_for_people = standard->is_for_people;
    // What is said of others holds for objects that say only a part.
    Json whole{{"title", ""}, {"others", Json::object()}};
    whole.update(body);
    TRY(apply(role, whole, schema));
    schema::Label const title{{"en", role.title.empty() ? name : role.title}};
    if (is_there) keep_rights_here(role, before->role, objects, *schema, title, told);
    role.open_doors();
    auto const parts =
        is_there ? schema::parts_changed(set_up_of(before->role), set_up_of(role)) : std::vector<std::string>();
    if (is_there && parts.empty()) return {};
    if (!is_there && TRY(read(transaction)).size() >= limits::roles_max)
        return Error::invalid("", "limit_reached", fmt::format("There may be {} roles.", limits::roles_max));
    TRY(save(transaction, author, before, std::move(role), false));
    told.add({is_there ? "changed" : "added", "role", {}, name, title, parts});
    return {};
}

Result<void> RoleBook::revert(store::Transaction& transaction, schema::Author const& author, ChangeSetId change_set) {
    auto const changes = TRY(transaction.query(sql::role_changes_of, change_set));
    if (changes.empty()) return {};
    if (!author.actor.may(Permission::users_manage)) return Error::forbidden("Your role may not change roles.");
    TRY(transaction.lock(roles_lock));
    TRY(transaction.lock("schema"));
    auto const schema = TRY(schema::load(transaction, schema_.current()));
    for (auto const row : changes) {
        std::string const name(row.text(0));
        auto const current = TRY(read_one(transaction, name));
        if (!current || current->role.version != row.integer(1)) return changed_since();
        auto back = row.is_null(2) ? Stored{current->role, true} : Stored::of(name, TRY(parse_json(row.text(2))));
        if (back.is_deleted) TRY(check_unused(transaction, name));
        // A rule that no longer holds would show nothing.
        for (auto const& [object, rights] : back.role.objects) {
            auto const defined = schema->find_defined(object);
            if (rights.rows.empty() || back.is_deleted) continue;
            if (!defined || !checked_row_rule(rights.rows, schema, *defined)) return changed_since();
        }
        TRY(save(transaction, author, current, std::move(back.role), back.is_deleted));
    }
    return {};
}

}  // namespace kith::access
