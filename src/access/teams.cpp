#include "access/teams.hpp"

#include <algorithm>
#include <set>

#include "access/limits.hpp"
#include "base/text.hpp"

namespace kith::access {

namespace {

using ByParent = std::map<std::optional<TeamId>, std::vector<Team const*>>;

// Appends the teams below a parent; whatever hangs on no root is left out.
void append_below(ByParent const& by_parent, std::optional<TeamId> const& parent, std::vector<Team>& out,
                  std::vector<std::size_t>& ends) {
    auto const found = by_parent.find(parent);
    if (found == by_parent.end()) return;
    for (auto const* team : found->second) {
        auto const place = out.size();
        out.push_back(*team);
        ends.push_back(0);
        append_below(by_parent, team->id, out, ends);
        ends[place] = out.size();
    }
}

Team const* find_in(std::vector<Team> const& teams, TeamId id) {
    auto const found = std::find_if(teams.begin(), teams.end(), [&](Team const& team) { return team.id == id; });
    return found == teams.end() ? nullptr : &*found;
}

// How many teams stand from the top down to this one; nothing, and a fault, where the way up does not end.
std::optional<int> level_of(std::vector<Team> const& teams, Team const& team, TeamFault& fault) {
    int level = 1;
    for (auto const* at = &team; at->parent; ++level) {
        at = find_in(teams, *at->parent);
        if (!at) fault = TeamFault::no_such_parent;
        if (at == &team || level > static_cast<int>(teams.size())) fault = TeamFault::within_itself;
        if (fault != TeamFault::none) return std::nullopt;
    }
    return level;
}

}  // namespace

Teams::Teams(std::vector<Team> teams) {
    std::sort(teams.begin(), teams.end(), [](Team const& a, Team const& b) {
        return std::pair(text::fold(a.name), a.id) < std::pair(text::fold(b.name), b.id);
    });
    ByParent by_parent;
    for (auto const& team : teams) by_parent[team.parent].push_back(&team);
    append_below(by_parent, std::nullopt, teams_, ends_);
    for (std::size_t place = 0; place < teams_.size(); ++place) {
        for (auto const& member : teams_[place].members) {
            auto& standing = standings_[member.user.uuid];
            standing.member_of.push_back(place);
            if (member.is_lead) standing.lead_of.push_back(place);
        }
    }
}

Team const* Teams::find(TeamId id) const { return find_in(teams_, id); }

std::vector<Uuid> Teams::members_below(std::vector<std::size_t> const& roots) const {
    std::vector<Uuid> members;
    std::size_t done = 0;  // what lies below another root is read once
    for (auto const root : roots) {
        for (auto place = std::max(root, done); place < ends_[root]; ++place)
            for (auto const& member : teams_[place].members) members.push_back(member.user.uuid);
        done = std::max(done, ends_[root]);
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

std::vector<Uuid> Teams::members_within(TeamId id) const {
    auto const* team = find(id);
    return team ? members_below({static_cast<std::size_t>(team - teams_.data())}) : std::vector<Uuid>();
}

std::shared_ptr<rule::Circles const> Teams::around(Uuid user) const {
    auto const standing = standings_.find(user);
    if (standing == standings_.end()) return nullptr;
    {
        auto known = known_.lock();
        if (auto const found = known->find(user); found != known->end()) return found->second;
    }
    rule::Circles circles{members_below(standing->second.member_of), members_below(standing->second.lead_of)};
    std::erase(circles.reports, user);
    auto around = std::make_shared<rule::Circles const>(std::move(circles));
    auto known = known_.lock();
    if (known->size() >= limits::circles_cached_max) known->clear();
    known->insert_or_assign(user, around);
    return around;
}

std::vector<Uuid> Teams::reaching(Uuid user) const {
    std::set<Uuid> reaching;
    auto const standing = standings_.find(user);
    if (standing == standings_.end()) return {};
    for (auto const place : standing->second.member_of)
        for (auto const* team = &teams_[place]; team && reaching.insert(team->id.uuid).second;)
            team = team->parent ? find(*team->parent) : nullptr;
    return {reaching.begin(), reaching.end()};
}

TeamFault fault_of(std::vector<Team> const& teams) {
    if (teams.size() > limits::teams_max) return TeamFault::too_many;
    std::size_t members = 0;
    std::set<std::string> names;
    for (auto const& team : teams) {
        members += team.members.size();
        if (!names.insert(text::fold(team.name)).second) return TeamFault::name_taken;
        auto fault = TeamFault::none;
        auto const level = level_of(teams, team, fault);
        if (!level) return fault;
        if (*level > limits::team_depth_max) return TeamFault::too_deep;
    }
    return members > limits::team_members_max ? TeamFault::too_many_members : TeamFault::none;
}

}  // namespace kith::access
