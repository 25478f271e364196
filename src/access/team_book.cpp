#include "access/team_book.hpp"

#include <algorithm>
#include <set>

#include "access/form.hpp"
#include "access/teams.sql.hpp"
#include "audit/audit.hpp"
#include "base/limits.hpp"

namespace kith::access {

namespace {

// Whoever changes teams does so one after the other.
constexpr std::string_view teams_lock = "teams";

Error no_such_team() { return Error::not_found("There is no such team."); }

Error changed_since() { return Error::conflict("changed_since", "The team was changed again since."); }

Error told(TeamFault fault) {
    switch (fault) {
        case TeamFault::none:
            break;
        case TeamFault::name_taken:
            return Error::invalid("name", "taken", "There is a team with this name.");
        case TeamFault::no_such_parent:
            return Error::invalid("parent", "not_a_choice", "There is no such team.");
        case TeamFault::within_itself:
            return Error::invalid("parent", "within_itself", "A team does not stand below itself.");
        case TeamFault::too_deep:
            return Error::invalid("parent", "too_deep",
                                  fmt::format("Teams stand at most {} deep.", limits::team_depth_max));
        case TeamFault::too_many:
            return Error::conflict("too_many_teams", fmt::format("There may be {} teams.", limits::teams_max));
        case TeamFault::too_many_members:
            return Error::conflict("too_many_members", fmt::format("All teams together have {} members at most.",
                                                                   limits::team_members_max));
    }
    return Error::conflict("changed_since", "The teams were changed meanwhile.");
}

Json members_json(Team const& team) {
    Json members = Json::array();
    for (auto const& member : team.members)
        members.push_back({{"user", member.user.text()}, {"is_lead", member.is_lead}});
    return members;
}

Json stored_json(Team const& team) {
    return {{"name", team.name},
            {"parent", team.parent ? Json(team.parent->text()) : Json(nullptr)},
            {"members", members_json(team)}};
}

Team team_of(TeamId id, Json const& json) {
    Team team{id, json.value("name", std::string()), std::nullopt, {}, 0};
    if (json["parent"].is_string()) team.parent = TeamId::parse(json["parent"].get_ref<std::string const&>());
    for (auto const& member : json["members"])
        if (auto const user = UserId::parse(member.value("user", std::string())))
            team.members.push_back({*user, member.value("is_lead", false)});
    return team;
}

Result<std::vector<Team>> read(store::Session& session) {
    std::vector<Team> teams;
    std::map<TeamId, std::size_t> places;
    for (auto const row : TRY(session.query(sql::teams_all))) {
        Team team{row.id<TeamId>(0), std::string(row.text(1)), std::nullopt, {}, row.integer(3)};
        if (!row.is_null(2)) team.parent = row.id<TeamId>(2);
        places.emplace(team.id, teams.size());
        teams.push_back(std::move(team));
    }
    for (auto const row : TRY(session.query(sql::team_members_all)))
        if (auto const place = places.find(row.id<TeamId>(0)); place != places.end())
            teams[place->second].members.push_back({row.id<UserId>(1), row.boolean(2)});
    return teams;
}

Result<std::set<UserId>> read_users(store::Session& session) {
    std::set<UserId> users;
    for (auto const row : TRY(session.query(sql::team_users))) users.insert(row.id<UserId>(0));
    return users;
}

std::vector<Team>::iterator find(std::vector<Team>& teams, TeamId id) {
    return std::find_if(teams.begin(), teams.end(), [&](Team const& team) { return team.id == id; });
}

Result<Team> one_to_change(std::vector<Team>& teams, TeamId id, std::int64_t version) {
    auto const found = find(teams, id);
    if (found == teams.end()) return no_such_team();
    if (found->version == version) return *found;
    Error error;
    error.code = ErrorCode::precondition_failed;
    error.message = "Somebody else has changed this team since you read it.";
    return error;
}

void read_members(Form& form, Team& team, Json const& members, std::set<UserId> const& users) {
    if (!members.is_array()) return form.fail("members", "wrong_type", "members is a list.");
    team.members.clear();
    std::set<UserId> named;
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto const at = fmt::format("members[{}]", i);
        auto const& each = members[i];
        bool const is_read = each.is_object() && each.contains("user") && each["user"].is_string() &&
                             (!each.contains("is_lead") || each["is_lead"].is_boolean());
        auto const user = is_read ? UserId::parse(each["user"].get_ref<std::string const&>()) : std::nullopt;
        if (!is_read) {
            form.fail(at, "wrong_type", "A member is a user's id, and whether they lead.");
        } else if (!user || !users.contains(*user)) {
            form.fail(at + ".user", "not_a_choice", "There is no such user.");
        } else if (!named.insert(*user).second) {
            form.fail(at + ".user", "twice", "This user is named twice.");
        } else {
            team.members.push_back({*user, each.value("is_lead", false)});
        }
    }
}

Result<void> apply(Team& team, Json const& body, std::set<UserId> const& users) {
    Form form(body);
    if (form.has("name") || team.name.empty()) team.name = form.text("name", limits::name_characters_max);
    if (auto const* parent = form.given("parent")) {
        team.parent = parent->is_string() ? TeamId::parse(parent->get_ref<std::string const&>()) : std::nullopt;
        if (!parent->is_null() && !team.parent) form.fail("parent", "not_a_choice", "There is no such team.");
    }
    if (auto const* members = form.given("members")) read_members(form, team, *members, users);
    return form.finish();
}

}  // namespace

// What becomes of one team: nothing before, it is made; nothing after, it is deleted.
struct TeamBook::Change {
    std::optional<Team> before, after;
    std::int64_t version = 1;  ///< the one that the change leaves
};

Result<std::unique_ptr<TeamBook>> TeamBook::load(store::Database& database) {
    std::unique_ptr<TeamBook> book(new TeamBook(database));
    TRY(book->reload());
    return book;
}

Result<std::map<UserId, TeamBook::MemberName>> TeamBook::member_names() {
    return database_.read([](store::Session& session) -> Result<std::map<UserId, MemberName>> {
        std::map<UserId, MemberName> names;
        for (auto const row : TRY(session.query(sql::team_member_names)))
            names.emplace(row.id<UserId>(0), MemberName{std::string(row.text(1)), row.boolean(2)});
        return names;
    });
}

Result<void> TeamBook::reload() {
    auto teams = TRY(database_.read([](store::Session& session) { return read(session); }));
    *teams_.lock() = std::make_shared<Teams const>(std::move(teams));
    return {};
}

Result<Team> TeamBook::save(store::Transaction& transaction, schema::Author const& author, Change const& change) {
    auto team = change.after ? *change.after : *change.before;
    team.version = change.version;
    auto const by = author.actor.id.is_nil() ? std::nullopt : std::optional(author.actor.id);
    TRY(transaction.execute(sql::team_begin_change_set, author.change_set, name_of(author.actor.kind), by,
                            author.actor.name, transaction.now()));
    auto const was = change.before ? std::optional(dump_json(stored_json(*change.before))) : std::nullopt;
    TRY(transaction.execute(sql::team_note_change, author.change_set, team.id, team.version, was));
    auto const deleted_at = change.after ? std::nullopt : std::optional(transaction.now());
    auto const parent = team.parent ? std::optional(team.parent->uuid) : std::nullopt;
    TRY(transaction.execute(sql::team_put, team.id, team.name, parent, team.version, transaction.now(), deleted_at));
    TRY(transaction.execute(sql::team_delete_members, team.id));
    if (change.after)
        for (auto const& member : team.members)
            TRY(transaction.execute(sql::team_insert_member, team.id, member.user, member.is_lead));
    using enum audit::Action;
    audit::Entry entry;
    entry.action = !change.after ? team_deleted : change.before ? team_changed : team_added;
    entry.kind = audit::Kind::team;
    entry.id = team.id.uuid;
    entry.name = team.name;
    entry.change_set = author.change_set;
    TRY(audit::note(transaction, author.actor, entry));
    return team;
}

// What is in the database now is what every rule asks with from the commit on.
Result<void> TeamBook::publish(store::Transaction& transaction) {
    auto const teams = std::make_shared<Teams const>(TRY(read(transaction)));
    transaction.note({store::ChangeKind::settings_changed, {}, {}, {}, {}, 0});
    // Of two that commit one after the other the hook of the first may run last; the number is taken under the lock.
    transaction.after_commit([this, teams, number = ++pictures_taken_] {
        auto current = teams_.lock();
        if (number < picture_shown_) return;
        picture_shown_ = number;
        *current = teams;
    });
    return {};
}

Result<Team> TeamBook::create(schema::Author const& author, Json const& body) {
    return database_.write([&](store::Transaction& transaction) -> Result<Team> {
        TRY(transaction.lock(teams_lock));
        Team team{TeamId::make(), {}, std::nullopt, {}, 1};
        TRY(apply(team, body, TRY(read_users(transaction))));
        auto teams = TRY(read(transaction));
        teams.push_back(team);
        if (auto const fault = fault_of(teams); fault != TeamFault::none) return told(fault);
        auto saved = TRY(save(transaction, author, {std::nullopt, std::move(team), 1}));
        TRY(publish(transaction));
        return saved;
    });
}

Result<Team> TeamBook::change(schema::Author const& author, TeamId id, std::int64_t version, Json const& body) {
    return database_.write([&](store::Transaction& transaction) -> Result<Team> {
        TRY(transaction.lock(teams_lock));
        auto teams = TRY(read(transaction));
        auto const before = TRY(one_to_change(teams, id, version));
        auto after = before;
        TRY(apply(after, body, TRY(read_users(transaction))));
        *find(teams, id) = after;
        if (auto const fault = fault_of(teams); fault != TeamFault::none) return told(fault);
        auto saved = TRY(save(transaction, author, {before, std::move(after), version + 1}));
        TRY(publish(transaction));
        return saved;
    });
}

Result<void> TeamBook::remove(schema::Author const& author, TeamId id, std::int64_t version) {
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        TRY(transaction.lock(teams_lock));
        auto teams = TRY(read(transaction));
        auto const gone = TRY(one_to_change(teams, id, version));
        TRY(save(transaction, author, {gone, std::nullopt, version + 1}));
        for (auto const& team : teams) {
            if (team.parent != id) continue;
            auto moved = team;
            moved.parent = gone.parent;
            TRY(save(transaction, author, {team, std::move(moved), team.version + 1}));
        }
        return publish(transaction);
    });
}

Result<std::int64_t> TeamBook::changes_of(store::Session& session, ChangeSetId change_set) {
    return static_cast<std::int64_t>(TRY(session.query(sql::team_changes_of, change_set)).size());
}

Result<void> TeamBook::revert(store::Transaction& transaction, schema::Author const& author, ChangeSetId change_set) {
    auto const changes = TRY(transaction.query(sql::team_changes_of, change_set));
    if (changes.empty()) return {};
    if (!author.actor.may(Permission::users_manage)) return Error::forbidden("Your role may not change teams.");
    TRY(transaction.lock(teams_lock));
    auto teams = TRY(read(transaction));
    for (auto const row : changes) {
        auto const id = row.id<TeamId>(0);
        auto const stored = TRY(transaction.query(sql::team_get, id));
        if (stored.empty() || stored[0].integer(2) != row.integer(1)) return changed_since();
        Change back{std::nullopt, std::nullopt, row.integer(1) + 1};
        if (auto const now = find(teams, id); now != teams.end()) back.before = *now;
        if (!row.is_null(2)) back.after = team_of(id, TRY(parse_json(row.text(2))));
        if (back.before || back.after) TRY(save(transaction, author, back));
    }
    // What stands now is looked at whole: a name may be taken, a team above may be gone.
    teams = TRY(read(transaction));
    if (fault_of(teams) != TeamFault::none) return changed_since();
    return publish(transaction);
}

}  // namespace kith::access
