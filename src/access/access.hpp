// Who may come in: the workspace, its users, their sessions, API tokens, and the first-run set-up.
//
// Secrets are stored as hashes alone and never logged. Whom a cookie or a token stands for is kept in memory for some
// seconds, so that a request costs no statement and its last use at most one write a minute; whatever this process
// changes is seen at once, what another changes within `limits::identity_cached_seconds_max`. What a person may see of
// the data is RowAccess's question. Whatever is done here is in the audit log: `by` says who did it, by default the
// program.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/limits.hpp"
#include "access/role_book.hpp"
#include "access/sign_in_limit.hpp"
#include "audit/audit.hpp"
#include "audit/bound.hpp"
#include "base/actor.hpp"
#include "base/guarded.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secrets.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace kith::access {

/// Languages that a workspace or a person may choose (ISO 639-1).
std::span<std::string_view const> languages();

struct Workspace {
    std::string name;
    std::string language;
    std::string currency;   ///< ISO 4217
    std::string time_zone;  ///< IANA
};

struct User {
    UserId id;
    std::string name;
    std::string email;
    std::string role;
    bool is_disabled = false;
    std::string language;
    std::string theme;    ///< `light`, `dark`, `system`
    std::string density;  ///< `compact`, `comfortable`
    Instant created_at;
    std::optional<Instant> last_sign_in_at;
};

struct Token {
    TokenId id;
    std::string name;
    std::string role;
    std::string prefix;  ///< the first characters of the secret, to recognise it by
    Instant created_at;
    std::optional<Instant> last_used_at;
};

/// What is to change; absent stays.
struct UserPatch {
    std::optional<std::string> name, role, language, theme, density, password;
    std::optional<bool> is_disabled;
};

struct NewUser {
    std::string name;
    std::string email;
    std::string role;
    std::string password;
    std::string language;
};

/// A user whose session has begun; `secret` goes into the cookie and is kept nowhere.
struct SignedIn {
    UserId user;
    std::string secret;
};

/// Every secret of a kind begins the same, so that one found in a file can be recognised.
inline constexpr std::string_view token_prefix = "kith_";

class Access {
public:
    using Clock = std::function<Instant()>;

    static Result<std::unique_ptr<Access>> load(store::Database& database, RoleBook& book, Clock clock = Instant::now);

    // Set-up.
    Result<bool> is_setup_needed();
    /// The one-time code without which nobody but the system sets a workspace up; made at the start of the process, 192
    /// random bits.
    std::string const& setup_code() const { return setup_code_; }
    bool is_setup_code(std::string_view code) const;
    /// Makes the workspace and its first administrator. `conflict` (`already_set_up`) where there is one.
    Result<SignedIn> set_up(Workspace const& workspace, NewUser const& administrator, std::string_view address = {});

    // Sessions. Failures are the same, and take as long, for an unknown e-mail, a wrong password and a disabled user.
    Result<SignedIn> sign_in(std::string_view email, std::string_view password, std::string_view address);
    Result<void> sign_out(std::string_view secret, Actor const& by = Actor::system("kith"));

    /// From now on the session sees what the role sees and changes nothing; nothing: as before. `invalid` on `role`
    /// where there is none for people.
    Result<void> look_as(std::string_view secret, std::optional<std::string> role,
                         Actor const& by = Actor::system("kith"));

    /// Nobody where the session is unknown or over.
    Result<Actor> actor_of_session(std::string_view secret);
    /// `unauthenticated` where the token is unknown or revoked.
    Result<Actor> actor_of_token(std::string_view secret);
    /// Somebody whose work goes on after their request, with the role that they have now; `forbidden` where they may
    /// not come in any more.
    Result<Actor> actor_now(Actor const& then);
    /// Forgets whom secrets stand for, after another process changed users or tokens.
    void forget_cached();

    Result<Workspace> workspace();
    Result<void> update_workspace(Workspace const& workspace, Actor const& by = Actor::system("kith"));

    // Users. Changing a role or a password, or disabling, ends the user's sessions (but the one in `kept_session`).
    Result<std::vector<User>> users(UserId after, std::size_t limit);
    /// Those who may sign in, by their names; the name alone is known of each.
    Result<std::vector<std::pair<UserId, std::string>>> user_names(std::size_t limit);
    Result<std::int64_t> user_count();
    Result<User> user(UserId id);
    /// `invalid` (`taken`) where the e-mail has a user.
    Result<User> add_user(NewUser const& user, Actor const& by = Actor::system("kith"));
    /// `conflict` (`last_administrator`) where no enabled administrator would be left.
    Result<User> update_user(UserId id, UserPatch const& patch, std::string_view kept_session = {},
                             Actor const& by = Actor::system("kith"));
    /// Of one's own password, before it is changed. Limited like signing in.
    Result<bool> is_password_of(UserId id, std::string_view password, std::string_view address);

    // Tokens.
    Result<std::vector<Token>> tokens(TokenId after, std::size_t limit);
    Result<std::int64_t> token_count();
    /// The token and its secret, which is shown once.
    Result<std::pair<Token, std::string>> add_token(std::string_view name, std::string_view role, Actor const& by);
    Result<void> revoke_token(TokenId id, Actor const& by = Actor::system("kith"));

    /// Removes sessions that are over; how many.
    Result<std::int64_t> remove_expired_sessions();

private:
    struct Known {
        Actor actor;
        Uuid id;  ///< of the session or token
        Instant loaded_at;
        Instant seen_at;  ///< last written
        std::optional<Instant> expires_at;
    };
    struct Cache {
        std::map<secrets::Hash, Known> known;
        std::uint64_t generation = 0;  ///< grows when everything is forgotten; what was loaded before is not kept
    };

    Access(store::Database& database, RoleBook& book, Clock clock, std::string absent_hash, std::string setup_code);
    Actor actor_of(ActorKind kind, Uuid id, std::string_view name, std::string_view role) const;
    Result<std::optional<Known>> load_session(secrets::Hash const& hash, Instant now);
    Result<std::optional<Known>> load_token(secrets::Hash const& hash, Instant now);
    /// From the cache or `load`; notes the use once a minute.
    Result<std::optional<Actor>> identify(std::string_view secret,
                                          Result<std::optional<Known>> (Access::*load)(secrets::Hash const&, Instant),
                                          bool is_session);
    Result<std::string> begin_session(store::Transaction& transaction, UserId user);
    /// Writes down that a sign-in did not succeed, within bounds.
    Result<void> note_failure(audit::Action action, std::string_view folded_email, std::string_view address);

    store::Database& database_;
    RoleBook& book_;
    Clock clock_;
    std::string absent_hash_;  ///< verified against where there is no user, so that both take as long
    std::string setup_code_;
    SignInLimit sign_in_limit_;
    audit::Bound failures_written_;
    Guarded<Cache> cache_;
    Guarded<bool> is_set_up_{false};
};

}  // namespace kith::access
