// The teams of a workspace as values: a tree of teams, their members, and who stands around whom.
//
// A picture never changes; TeamBook makes a new one with each change. What `my teams` and `my reports` of the rule
// language stand for is worked out once for each user and picture.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/guarded.hpp"
#include "base/ids.hpp"
#include "rule/rule.hpp"

namespace kith::access {

using TeamId = Id<struct TeamTag>;

struct TeamMember {
    UserId user;
    bool is_lead = false;
    bool operator==(TeamMember const&) const = default;
};

struct Team {
    TeamId id;
    std::string name;
    std::optional<TeamId> parent;
    std::vector<TeamMember> members;
    std::int64_t version = 0;
};

/// Why teams cannot stand beside each other.
enum class TeamFault {
    none,
    name_taken,
    no_such_parent,
    within_itself,
    too_deep,
    too_many,
    too_many_members,
};

class Teams {
public:
    explicit Teams(std::vector<Team> teams);

    /// As the tree reads: each before those below it, those beside each other by their names.
    std::vector<Team> const& all() const { return teams_; }
    /// Null where there is none.
    Team const* find(TeamId id) const;
    /// Who stands around a user; nobody where they are in no team. Of at most `limits::team_members_max` users each.
    std::shared_ptr<rule::Circles const> around(Uuid user) const;
    /// The teams that the user is in, and those above them: what is shown to any of them is shown to the user.
    std::vector<Uuid> reaching(Uuid user) const;
    /// Its members and those of the teams below it: whom what is shown to it is shown to. None of a team that is gone.
    std::vector<Uuid> members_within(TeamId id) const;

private:
    struct Standing {
        std::vector<std::size_t> member_of, lead_of;  ///< places among the teams
    };
    std::vector<Uuid> members_below(std::vector<std::size_t> const& roots) const;

    std::vector<Team> teams_;
    std::vector<std::size_t> ends_;  ///< of each team the place after the last below it
    std::map<Uuid, Standing> standings_;
    Guarded<std::map<Uuid, std::shared_ptr<rule::Circles const>>> known_;
};
using TeamsPointer = std::shared_ptr<Teams const>;

/// The first thing that is wrong with teams that are to be the teams of a workspace.
TeamFault fault_of(std::vector<Team> const& teams);

}  // namespace kith::access
