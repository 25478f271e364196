// The hook in the query layer through which every read goes: which rows and fields of an object an actor may see.
//
// records/, events/ and people/ ask it for each list, get, total, search, timeline and live update; no door asks by
// itself.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

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

class RowAccess {
public:
    /// Loads the row rules that roles have. One that cannot be checked is passed by nobody, and the log says why.
    static Result<std::unique_ptr<RowAccess>> load(store::Database& database, schema::Published const& schema);

    /// The condition that every row shown to this actor fulfils; nothing where the actor sees all. `forbidden` where
    /// the actor may not read the object at all. The system actor sees everything.
    Result<std::optional<rule::Checked>> row_rule(Actor const& actor, schema::Object const& object) const;
    /// Whether the actor may read the field; an unreadable one is absent from answers and unknown to filters and
    /// sorting.
    rule::FieldVisible visible_fields(Actor const& actor) const;
    /// What the actor's own rules (filters) may speak of: fields they may read, and behind relations the rows they may
    /// see there.
    rule::Sight sight(Actor const& actor) const;
    /// Now, in the workspace's time zone, for this actor.
    rule::Moment moment(Actor const& actor) const;
    /// Installs, replaces or (nullopt) removes the rule of a role for an object; `invalid` where it does not parse or
    /// check.
    Result<void> set_rule(std::string_view role, schema::Object const& object, std::optional<std::string> expression);
    std::optional<std::string> rule_of(std::string_view role, std::string_view object) const;
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
    /// Reads the rules and the workspace's time zone again, after they changed, here or in another process.
    Result<void> reload();

private:
    /// A rule as it was checked against one picture, which it points into.
    struct Rule {
        std::string expression;
        schema::SchemaPointer schema;
        schema::ObjectPointer object;  ///< null where the picture has none of this name; then nothing was checked
        rule::Checked checked;
        std::string problem;  ///< why it cannot be checked, so that nobody passes it; empty: it can
    };
    using Rules = std::map<std::pair<std::string, std::string>, Rule>;
    RowAccess(store::Database& database, schema::Published const& schema);
    static Result<Rules> load_rules(store::Database& database, schema::SchemaPointer const& schema);
    store::Database& database_;
    schema::Published const& schema_;
    Guarded<Rules> rules_;
    Guarded<std::string> time_zone_;
};

}  // namespace kith::access
