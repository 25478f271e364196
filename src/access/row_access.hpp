// The hook in the query layer through which every read and write goes: what an actor's role may do with an object, and
// which of its rows and fields it sees.
//
// records/, events/ and people/ ask it for each list, get, total, search, timeline and live update; no door asks by
// itself. What a role may not read is answered like what is not there.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "access/role_book.hpp"
#include "access/share_book.hpp"
#include "access/team_book.hpp"
#include "base/actor.hpp"
#include "base/guarded.hpp"
#include "base/result.hpp"
#include "rule/rule.hpp"
#include "schema/published.hpp"

namespace kith::store {
class Database;
class Session;
}  // namespace kith::store

namespace kith::access {

/// A field that is absent from a row unless one of others has a value there: a person's name falls back on an e-mail
/// address, and must not tell it to those who may not see it.
struct Veil {
    std::string field;
    std::vector<std::string> needs;  ///< names of fields, any of which
    std::vector<std::string> tells;  ///< the fields that it would tell of otherwise
    /// SQL that holds where the field may be shown.
    std::string condition(schema::Object const& object, std::string_view alias) const;
    bool hides(Json const& record) const;
};

/// What stands in for others in records of the object, whoever reads them.
std::optional<Veil> veil_of(schema::Object const& object);

class RowAccess {
public:
    static Result<std::unique_ptr<RowAccess>> load(store::Database& database, RoleBook& book, TeamBook& teams,
                                                   ShareBook& shares, schema::Published const& schema);

    /// The condition that every row shown to this actor fulfils; nothing where the actor sees all. `not_found` where
    /// the actor may not read the object at all. The system actor sees everything. Records that are shared with a user
    /// pass it. A rule that cannot be checked is passed by nobody, and the log says why.
    Result<std::optional<rule::Checked>> row_rule(Actor const& actor, schema::Object const& object) const;
    /// `forbidden` where the actor may not do this with any record of the object; `not_found` where they may not even
    /// read it.
    Result<void> check(Actor const& actor, schema::Object const& object, Deed deed) const;
    bool may(Actor const& actor, schema::Object const& object, Deed deed) const;
    /// `invalid` on each member that the actor may not write: `not_permitted`, or `unknown_field` where they may not
    /// know of it.
    Result<void> check_writes(Actor const& actor, schema::Object const& object, Json const& values) const;
    /// Of a field in use or not, by its name.
    FieldRight field_right(Actor const& actor, schema::Object const& object, std::string_view field) const;
    /// Names of the object's fields that the actor may not read.
    std::vector<std::string> hidden_fields(Actor const& actor, schema::Object const& object) const;
    std::optional<Veil> veil(Actor const& actor, schema::Object const& object) const;
    /// The object as the actor sees it: without what is hidden, and not writable where they may not write. Null where
    /// they may not read it.
    schema::ObjectPointer seen_by(Actor const& actor, schema::ObjectPointer const& object) const;
    /// Whether the actor may read the field; an unreadable one is absent from answers and unknown to filters and
    /// sorting.
    rule::FieldVisible visible_fields(Actor const& actor) const;
    /// What the actor's own rules (filters) may speak of: fields they may read, and behind relations the rows they may
    /// see there.
    rule::Sight sight(Actor const& actor) const;
    /// Now, in the workspace's time zone, for this actor. Of actors, users alone are in teams: around a token nobody
    /// stands.
    rule::Moment moment(Actor const& actor) const;
    /// The teams as they are now.
    TeamsPointer teams() const { return teams_.current(); }
    /// The roles whose rule stands on the field, be it behind a relation; all that have one for the object where the
    /// field is null.
    std::vector<std::string> roles_mentioning(schema::Object const& object, schema::Field const* field) const;
    struct RuleName {
        std::string role, object;
    };
    /// The stored rules that hold in the picture `before` and not in the one `after`: what a change of definitions
    /// would break. Rules that did not hold before are not among them, or nothing could be changed to mend them; those
    /// whose object goes are.
    static Result<std::vector<RuleName>> rules_broken(store::Session& session, schema::SchemaPointer const& before,
                                                      schema::SchemaPointer const& after);
    /// Reads the roles, the teams, the shares and the workspace's time zone again, after they changed, here or in
    /// another process.
    Result<void> reload();
    /// After a change of the workspace: rules know its time zone.
    Result<void> reload_time_zone();

private:
    /// A rule as it was checked against one picture, which it points into.
    struct Rule {
        std::string expression;
        schema::SchemaPointer schema;
        schema::ObjectPointer object;
        rule::Checked checked;
        std::string problem;  ///< why it cannot be checked, so that nobody passes it; empty: it can
    };
    using Rules = std::map<std::pair<std::string, std::string>, Rule>;
    RowAccess(store::Database& database, RoleBook& book, TeamBook& teams, ShareBook& shares,
              schema::Published const& schema);
    /// As the actor asks it now, with what is shared with them.
    rule::Checked asked_by(Actor const& actor, schema::Object const& object, Rule const& rule) const;
    /// Null where the role is no more.
    RolePointer role_of(Actor const& actor) const;
    /// Ids of the object's records that are shared with the actor, or with a team that reaches them; null: none.
    std::shared_ptr<std::vector<Uuid> const> shared_with(Actor const& actor, schema::Object const& object) const;
    store::Database& database_;
    RoleBook& book_;
    TeamBook& teams_;
    ShareBook& shares_;
    schema::Published const& schema_;
    Guarded<Rules> rules_;  ///< as they were checked, by role and object
    Guarded<std::string> time_zone_;
};

}  // namespace kith::access
