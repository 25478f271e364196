#include "access/access.hpp"

#include <array>

#include "access/access.sql.hpp"
#include "access/limits.hpp"
#include "base/text.hpp"

namespace kith::access {

namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t setup_code_bytes = 24;
constexpr std::size_t prefix_characters = token_prefix.size() + 6;
constexpr Milliseconds session_length = std::chrono::hours(24 * limits::session_days_max);
constexpr Milliseconds seen_every = std::chrono::seconds(limits::seen_every_seconds_min);
constexpr Milliseconds cached_for = std::chrono::seconds(limits::identity_cached_seconds_max);

store::Bytes bytes_of(secrets::Hash const& hash) { return {hash.data(), hash.size()}; }

User user_of(store::Rows::Row row) {
    return {row.id<UserId>(0), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
            row.boolean(4),    std::string(row.text(5)), std::string(row.text(6)), std::string(row.text(7)),
            row.instant(8),    row.optional_instant(9)};
}

Error taken_email() { return Error::invalid("email", "taken", "There is a user with this e-mail address."); }

Error wrong_credentials() {
    auto error = Error::unauthenticated("The e-mail address or the password is wrong.");
    error.reason = "wrong_credentials";
    return error;
}

store::Change settings_changed() { return {store::ChangeKind::settings_changed, {}, {}, {}, {}, 0}; }

Result<UserId> insert_user(store::Transaction& transaction, NewUser const& user, std::string const& password_hash) {
    auto const id = UserId::make();
    auto const inserted = TRY(transaction.execute(sql::user_insert, id, user.name, user.email, text::fold(user.email),
                                                  password_hash, user.role, user.language, transaction.now()));
    if (inserted == 0) return taken_email();
    return id;
}

Result<User> load_user(store::Session& session, UserId id) {
    auto rows = TRY(session.query(sql::user_get, id));
    if (rows.empty()) return Error::not_found("There is no user with this id.");
    return user_of(rows[0]);
}

audit::Entry about(audit::Action action, User const& user) {
    audit::Entry entry;
    entry.action = action;
    entry.kind = audit::Kind::user;
    entry.id = user.id.uuid;
    entry.name = user.name;
    return entry;
}

audit::Entry about(audit::Action action, TokenId token, std::string_view name, std::string_view role) {
    audit::Entry entry;
    entry.action = action;
    entry.kind = audit::Kind::token;
    entry.id = token.uuid;
    entry.name = name;
    entry.facts = {{"role", role}};
    return entry;
}

Actor actor_from(User const& user, std::string_view address) {
    Actor actor;
    actor.kind = ActorKind::user;
    actor.id = user.id.uuid;
    actor.name = user.name;
    actor.address = address;
    return actor;
}

// How somebody likes to see the application is their own affair.
Result<void> note_changes(store::Transaction& transaction, Actor const& by, User const& before, User const& after,
                          bool is_password_new) {
    using enum audit::Action;
    if (before.role != after.role || before.name != after.name) {
        auto entry = about(user_changed, after);
        if (before.role != after.role) entry.facts = {{"role", after.role}, {"role_before", before.role}};
        TRY(audit::note(transaction, by, entry));
    }
    if (before.is_disabled != after.is_disabled)
        TRY(audit::note(transaction, by, about(after.is_disabled ? user_disabled : user_enabled, after)));
    if (is_password_new) TRY(audit::note(transaction, by, about(password_changed, after)));
    return {};
}

Result<void> note_workspace(store::Transaction& transaction, Actor const& by, store::Rows::Row const& before,
                            Workspace const& after) {
    Json fields = Json::array();
    if (before.text(0) != after.name) fields.push_back("name");
    if (before.text(1) != after.language) fields.push_back("language");
    if (before.text(2) != after.currency) fields.push_back("currency");
    if (before.text(3) != after.time_zone) fields.push_back("time_zone");
    if (fields.empty()) return {};
    audit::Entry entry;
    entry.action = audit::Action::workspace_changed;
    entry.kind = audit::Kind::workspace;
    entry.facts = {{"fields", std::move(fields)}};
    return audit::note(transaction, by, entry);
}

}  // namespace

std::span<std::string_view const> languages() {
    static constexpr std::array<std::string_view, 5> list{"en", "lt", "nb", "ru", "et"};
    return list;
}

Access::Access(store::Database& database, RoleBook& book, Clock clock, std::string absent_hash, std::string setup_code)
    : database_(database),
      book_(book),
      clock_(std::move(clock)),
      absent_hash_(std::move(absent_hash)),
      setup_code_(std::move(setup_code)) {}

Result<std::unique_ptr<Access>> Access::load(store::Database& database, RoleBook& book, Clock clock) {
    auto absent_hash = TRY(secrets::hash_password(secrets::random_text(secret_bytes)));
    return std::unique_ptr<Access>(
        new Access(database, book, std::move(clock), std::move(absent_hash), secrets::random_text(setup_code_bytes)));
}

Actor Access::actor_of(ActorKind kind, Uuid id, std::string_view name, std::string_view role) const {
    Actor actor;
    actor.kind = kind;
    actor.id = id;
    actor.name = name;
    actor.role = role;
    // A role that is no longer known may do nothing.
    if (auto const known = book_.find(role)) actor.permissions = known->permissions;
    return actor;
}

// ---- Set-up

Result<bool> Access::is_setup_needed() {
    if (*is_set_up_.lock()) return false;
    auto rows = TRY(database_.read([](store::Session& session) { return session.query(sql::workspace_get); }));
    // Once set up, always set up.
    *is_set_up_.lock() = !rows.empty();
    return rows.empty();
}

bool Access::is_setup_code(std::string_view code) const {
    // Hashes are compared, so that the time taken tells nothing of the code.
    return secrets::hash(code) == secrets::hash(setup_code_);
}

Result<SignedIn> Access::set_up(Workspace const& workspace, NewUser const& administrator, std::string_view address) {
    if (!TRY(is_setup_needed())) return Error::conflict("already_set_up", "This workspace has been set up already.");
    auto const password_hash = TRY(secrets::hash_password(administrator.password));
    return database_.write([&](store::Transaction& transaction) -> Result<SignedIn> {
        auto const made = TRY(transaction.execute(sql::workspace_insert, workspace.name, workspace.language,
                                                  workspace.currency, workspace.time_zone, transaction.now()));
        if (made == 0) return Error::conflict("already_set_up", "This workspace has been set up already.");
        auto const user = TRY(insert_user(transaction, administrator, password_hash));
        auto secret = TRY(begin_session(transaction, user));
        auto const first = TRY(load_user(transaction, user));
        TRY(audit::note(transaction, actor_from(first, address), about(audit::Action::workspace_set_up, first)));
        transaction.note(settings_changed());
        return SignedIn{user, std::move(secret)};
    });
}

// ---- Sessions

Result<std::string> Access::begin_session(store::Transaction& transaction, UserId user) {
    auto secret = secrets::random_text(secret_bytes);
    auto const now = clock_();
    TRY(transaction.execute(sql::session_insert, SessionId::make(), bytes_of(secrets::hash(secret)), user, now,
                            now + session_length));
    TRY(transaction.execute(sql::user_signed_in, user, now));
    return secret;
}

Result<SignedIn> Access::sign_in(std::string_view email, std::string_view password, std::string_view address) {
    auto const folded = text::fold(text::clean(email));
    if (auto const begun = sign_in_limit_.begin(folded, address, clock_()); !begun) {
        TRY(note_failure(audit::Action::sign_in_locked, folded, address));
        return Failure(begun.error());
    }
    auto rows = TRY(database_.read([&](store::Session& session) { return session.query(sql::user_by_email, folded); }));
    bool const is_known = !rows.empty() && !rows[0].boolean(2);
    bool const is_right = secrets::is_password(is_known ? rows[0].text(1) : std::string_view(absent_hash_), password);
    if (!is_known || !is_right) {
        TRY(note_failure(audit::Action::sign_in_failed, folded, address));
        return wrong_credentials();
    }
    sign_in_limit_.succeeded(folded, address);
    auto const user = rows[0].id<UserId>(0);
    return database_.write([&](store::Transaction& transaction) -> Result<SignedIn> {
        auto const known = TRY(load_user(transaction, user));
        TRY(audit::note(transaction, actor_from(known, address), about(audit::Action::signed_in, known)));
        auto session = TRY(begin_session(transaction, user));
        return SignedIn{user, std::move(session)};
    });
}

// The e-mail that was tried is written only as the user who has it: people type passwords into the wrong field.
Result<void> Access::note_failure(audit::Action action, std::string_view folded_email, std::string_view address) {
    auto const unwritten =
        failures_written_.admit(fmt::format("{} {}", audit::name_of(action), folded_email), clock_());
    if (!unwritten) return {};
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        auto const rows = TRY(transaction.query(sql::user_by_email, folded_email));
        audit::Entry entry;
        if (!rows.empty()) entry = about(action, TRY(load_user(transaction, rows[0].id<UserId>(0))));
        entry.action = action;
        entry.outcome = audit::Outcome::failed;
        if (*unwritten > 0) entry.facts["more"] = *unwritten;
        Actor nobody;
        nobody.address = address;
        return audit::note(transaction, nobody, entry);
    });
}

Result<void> Access::sign_out(std::string_view secret, Actor const& by) {
    auto const hash = secrets::hash(secret);
    TRY(database_.write([&](store::Transaction& transaction) -> Result<void> {
        if (TRY(transaction.execute(sql::session_delete, bytes_of(hash))) == 0) return {};
        audit::Entry entry;
        entry.action = audit::Action::signed_out;
        entry.kind = audit::Kind::user;
        entry.id = by.id;
        entry.name = by.name;
        return audit::note(transaction, by, entry);
    }));
    auto cache = cache_.lock();
    cache->known.erase(hash);
    ++cache->generation;  // a request that is being identified just now must not bring it back
    return {};
}

Result<void> Access::look_as(std::string_view secret, std::optional<std::string> role, Actor const& by) {
    auto const hash = secrets::hash(secret);
    auto const looked = database_.write([&](store::Transaction& transaction) -> Result<void> {
        if (role) TRY(RoleBook::check_there(transaction, *role, true));
        TRY(transaction.execute(sql::session_look_as, bytes_of(hash), role));
        audit::Entry entry;
        entry.action = role ? audit::Action::looking_begun : audit::Action::looking_ended;
        entry.kind = audit::Kind::role;
        entry.facts = {{"role", role ? *role : by.role}};
        return audit::note(transaction, by, entry);
    });
    forget_cached();
    return looked;
}

Result<std::int64_t> Access::remove_expired_sessions() {
    auto const now = clock_();
    return database_.write(
        [&](store::Transaction& transaction) { return transaction.execute(sql::sessions_delete_expired, now); });
}

// ---- Whom a secret stands for

Result<std::optional<Access::Known>> Access::load_session(secrets::Hash const& hash, Instant now) {
    auto rows = TRY(
        database_.read([&](store::Session& session) { return session.query(sql::session_user, bytes_of(hash), now); }));
    if (rows.empty()) return std::optional<Known>();
    auto const row = rows[0];
    bool const is_looking = !row.is_null(6) && book_.find(row.text(6));
    auto actor = actor_of(ActorKind::user, row.uuid(3), row.text(4), row.text(is_looking ? 6 : 5));
    actor.is_looking = is_looking;
    return std::optional(Known{std::move(actor), row.uuid(0), now, row.instant(1), row.instant(2)});
}

Result<std::optional<Access::Known>> Access::load_token(secrets::Hash const& hash, Instant now) {
    auto rows = TRY(
        database_.read([&](store::Session& session) { return session.query(sql::token_by_secret, bytes_of(hash)); }));
    if (rows.empty()) return std::optional<Known>();
    auto const row = rows[0];
    return std::optional(Known{actor_of(ActorKind::token, row.uuid(0), row.text(1), row.text(2)), row.uuid(0), now,
                               row.instant(3), std::nullopt});
}

Result<std::optional<Actor>> Access::identify(std::string_view secret,
                                              Result<std::optional<Known>> (Access::*load)(secrets::Hash const&,
                                                                                           Instant),
                                              bool is_session) {
    auto const hash = secrets::hash(secret);
    auto const now = clock_();
    std::optional<Known> known;
    std::uint64_t generation = 0;
    {
        auto cache = cache_.lock();
        generation = cache->generation;
        auto const found = cache->known.find(hash);
        if (found != cache->known.end() && found->second.loaded_at + cached_for > now) known = found->second;
    }
    if (!known) known = TRY((this->*load)(hash, now));
    if (!known || (known->expires_at && *known->expires_at <= now)) return std::optional<Actor>();

    if (known->seen_at + seen_every <= now) {
        known->seen_at = now;
        if (is_session) known->expires_at = now + session_length;
        TRY(database_.write([&](store::Transaction& transaction) {
            return is_session ? transaction.execute(sql::session_seen, known->id, now, *known->expires_at)
                              : transaction.execute(sql::token_used, known->id, now);
        }));
    }
    auto cache = cache_.lock();
    if (cache->generation == generation) {
        if (cache->known.size() >= limits::identities_cached_max) cache->known.clear();
        cache->known[hash] = *known;
    }
    return std::optional(std::move(known->actor));
}

Result<Actor> Access::actor_of_session(std::string_view secret) {
    auto actor = TRY(identify(secret, &Access::load_session, true));
    return actor ? *std::move(actor) : Actor{};
}

Result<Actor> Access::actor_of_token(std::string_view secret) {
    auto actor = TRY(identify(secret, &Access::load_token, false));
    if (!actor) return Error::unauthenticated("This token is not known, or was revoked.");
    return *std::move(actor);
}

Result<Actor> Access::actor_now(Actor const& then) {
    if (then.kind == ActorKind::system) return Actor::system(then.name);
    auto const rows = TRY(database_.read([&](store::Session& session) {
        return session.query(then.kind == ActorKind::user ? sql::user_now : sql::token_now, then.id);
    }));
    if (rows.empty()) return Error::forbidden("Whoever began this may not come in any more.");
    return actor_of(then.kind, then.id, rows[0].text(0), rows[0].text(1));
}

void Access::forget_cached() {
    auto cache = cache_.lock();
    cache->known.clear();
    ++cache->generation;
}

// ---- Workspace

Result<Workspace> Access::workspace() {
    auto rows = TRY(database_.read([](store::Session& session) { return session.query(sql::workspace_get); }));
    if (rows.empty()) return Error::conflict("not_set_up", "This workspace has not been set up yet.");
    auto const row = rows[0];
    return Workspace{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                     std::string(row.text(3))};
}

Result<void> Access::update_workspace(Workspace const& workspace, Actor const& by) {
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        auto const before = TRY(transaction.query(sql::workspace_get));
        if (before.empty()) return Error::conflict("not_set_up", "This workspace has not been set up yet.");
        transaction.note(settings_changed());
        TRY(transaction.execute(sql::workspace_update, workspace.name, workspace.language, workspace.currency,
                                workspace.time_zone));
        return note_workspace(transaction, by, before[0], workspace);
    });
}

// ---- Users

Result<std::vector<User>> Access::users(UserId after, std::size_t limit) {
    auto rows =
        TRY(database_.read([&](store::Session& session) { return session.query(sql::user_page, after, limit); }));
    std::vector<User> out;
    for (auto row : rows) out.push_back(user_of(row));
    return out;
}

Result<std::vector<std::pair<UserId, std::string>>> Access::user_names(std::size_t limit) {
    auto const rows =
        TRY(database_.read([&](store::Session& session) { return session.query(sql::user_names, limit); }));
    std::vector<std::pair<UserId, std::string>> names;
    for (auto const& row : rows) names.emplace_back(row.id<UserId>(0), std::string(row.text(1)));
    return names;
}

Result<std::int64_t> Access::user_count() {
    auto rows = TRY(database_.read([](store::Session& session) { return session.query(sql::user_count); }));
    return rows[0].integer(0);
}

Result<User> Access::user(UserId id) {
    return database_.read([&](store::Session& session) { return load_user(session, id); });
}

Result<User> Access::add_user(NewUser const& user, Actor const& by) {
    if (TRY(is_setup_needed())) return Error::conflict("not_set_up", "This workspace has not been set up yet.");
    auto const password_hash = TRY(secrets::hash_password(user.password));
    return database_.write([&](store::Transaction& transaction) -> Result<User> {
        TRY(RoleBook::check_there(transaction, user.role, true));
        auto const id = TRY(insert_user(transaction, user, password_hash));
        transaction.note(settings_changed());
        auto added = TRY(load_user(transaction, id));
        auto entry = about(audit::Action::user_added, added);
        entry.facts = {{"role", added.role}};
        TRY(audit::note(transaction, by, entry));
        return added;
    });
}

Result<User> Access::update_user(UserId id, UserPatch const& patch, std::string_view kept_session, Actor const& by) {
    std::optional<std::string> password_hash;
    if (patch.password) password_hash = TRY(secrets::hash_password(*patch.password));
    auto const kept = secrets::hash(kept_session);
    auto updated = database_.write([&](store::Transaction& transaction) -> Result<User> {
        // Two administrators who disable each other at once must meet here.
        TRY(transaction.lock("administrators"));
        auto user = TRY(load_user(transaction, id));
        if (patch.role) TRY(RoleBook::check_there(transaction, *patch.role, true));
        bool const loses_power = (patch.role && *patch.role != user.role) || (patch.is_disabled && *patch.is_disabled);
        bool const was_administrator = user.role == administrator_role && !user.is_disabled;
        if (was_administrator && loses_power &&
            TRY(transaction.query(sql::administrators_enabled, id))[0].integer(0) == 0)
            return Error::conflict("last_administrator", "There must be at least one administrator who can sign in.");
        TRY(transaction.execute(sql::user_update, id, patch.name.value_or(user.name), patch.role.value_or(user.role),
                                patch.is_disabled.value_or(user.is_disabled), patch.language.value_or(user.language),
                                patch.theme.value_or(user.theme), patch.density.value_or(user.density)));
        if (password_hash) TRY(transaction.execute(sql::user_set_password, id, *password_hash));
        if (password_hash || loses_power) TRY(transaction.execute(sql::sessions_delete_of_user, id, bytes_of(kept)));
        transaction.note(settings_changed());
        auto after = TRY(load_user(transaction, id));
        TRY(note_changes(transaction, by, user, after, password_hash.has_value()));
        return after;
    });
    // Also after a failure: forgetting costs little, and a commit whose answer was lost has happened.
    forget_cached();
    return updated;
}

Result<bool> Access::is_password_of(UserId id, std::string_view password, std::string_view address) {
    auto const counter = id.text();
    TRY(sign_in_limit_.begin(counter, address, clock_()));
    auto rows = TRY(database_.read([&](store::Session& session) { return session.query(sql::user_password, id); }));
    if (rows.empty()) return Error::not_found("There is no user with this id.");
    bool const is_right = secrets::is_password(rows[0].text(0), password);
    if (is_right) sign_in_limit_.succeeded(counter, address);
    return is_right;
}

// ---- Tokens

Result<std::vector<Token>> Access::tokens(TokenId after, std::size_t limit) {
    auto rows =
        TRY(database_.read([&](store::Session& session) { return session.query(sql::token_page, after, limit); }));
    std::vector<Token> out;
    for (auto row : rows)
        out.push_back({row.id<TokenId>(0), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
                       row.instant(4), row.optional_instant(5)});
    return out;
}

Result<std::int64_t> Access::token_count() {
    auto rows = TRY(database_.read([](store::Session& session) { return session.query(sql::token_count); }));
    return rows[0].integer(0);
}

Result<std::pair<Token, std::string>> Access::add_token(std::string_view name, std::string_view role, Actor const& by) {
    auto secret = std::string(token_prefix) + secrets::random_text(secret_bytes);
    Token token{TokenId::make(), std::string(name), std::string(role), secret.substr(0, prefix_characters),
                clock_(),        std::nullopt};
    auto const created_by = by.id.is_nil() ? std::nullopt : std::optional(by.id);
    TRY(database_.write([&](store::Transaction& transaction) -> Result<void> {
        TRY(RoleBook::check_there(transaction, role, false));
        TRY(transaction.execute(sql::token_insert, token.id, token.name, token.role, bytes_of(secrets::hash(secret)),
                                token.prefix, created_by, token.created_at));
        return audit::note(transaction, by, about(audit::Action::token_added, token.id, name, role));
    }));
    return std::pair(std::move(token), std::move(secret));
}

Result<void> Access::revoke_token(TokenId id, Actor const& by) {
    auto const now = clock_();
    auto revoked = database_.write([&](store::Transaction& transaction) -> Result<void> {
        auto const token = TRY(transaction.query(sql::token_now, id));
        if (token.empty() || TRY(transaction.execute(sql::token_revoke, id, now)) == 0)
            return Error::not_found("There is no token with this id.");
        return audit::note(transaction, by,
                           about(audit::Action::token_revoked, id, token[0].text(0), token[0].text(1)));
    });
    forget_cached();
    return revoked;
}

}  // namespace kith::access
