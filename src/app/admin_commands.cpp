// `kith user`, `key`, `token`, `doctor`, `version`: the API at the terminal.
#include <iostream>

#include "app/commands.hpp"
#include "app/version.hpp"

namespace kith::app {

namespace {

using http::Method;

// The item of a list that the text names by id or by another member, without case; `not_found` or, where it names
// several, `conflict`.
Result<Json> find_item(Door& door, std::string const& path, std::string const& member, std::string const& text) {
    Json found;
    for (auto const& item : TRY(door.list(path))) {
        if (item.value("id", "") == text) return item;
        if (item.value(member, "") != text) continue;
        if (!found.is_null())
            return Error::conflict("ambiguous",
                                   fmt::format("Several have the {} '{}'; name one by its id.", member, text));
        found = item;
    }
    if (found.is_null()) return Error::not_found(fmt::format("There is none with the id or {} '{}'.", member, text));
    return found;
}

// One object as lines of `name: value`, or as JSON.
void print_item(Flags const& flags, Json const& item) {
    if (flags.is_json) return print_json(item);
    for (auto const& [name, value] : item.items())
        std::cout << name << ": " << (value.is_string() ? value.get<std::string>() : dump_json(value)) << "\n";
}

void print_list(Flags const& flags, Json const& items, std::vector<std::string> const& members) {
    if (flags.is_json)
        print_json({{"data", items}});
    else
        print_table(items, members);
}

// Opens the door, runs the work.
Action through_door(Flags& flags, std::function<Result<void>(Door&)> work) {
    return [&flags, work = std::move(work)]() -> Result<void> {
        auto settings = TRY(flags.settings());
        set_up_log(settings);
        auto const door = TRY(Door::open(settings));
        return work(*door);
    };
}

// A subcommand of a subcommand, with the flags that all of them have.
Command leaf(Command const& parent, std::string const& name, std::string const& about, std::string const& examples) {
    auto const command = parent.add(name, about, examples);
    command.add_common_settings();
    command.add_json_flag();
    return command;
}

// The value lives in the action that reads it; the parser writes it before that runs.
template <class T>
std::shared_ptr<T> option(Command const& command, std::string const& flag, std::string const& about, bool is_required,
                          T fallback = {}) {
    auto value = std::make_shared<T>(std::move(fallback));
    auto* added = command.app().add_option(flag, *value, about);
    if (is_required) added->required();
    return value;
}

}  // namespace

void add_user(Command const& top) {
    auto const user = top.add("user", "Who may sign in",
                              "  kith user add --email ona@example.com --name Ona --role member\n  kith user list");
    user.app().require_subcommand(1);

    auto const add = leaf(user, "add", "Add a user; the password is asked for, or taken from KITH_PASSWORD",
                          "  kith user add --email ona@example.com --name 'Ona Petraitė' --role administrator");
    auto const email = option<std::string>(add, "--email", "E-mail address to sign in with", true);
    auto const name = option<std::string>(add, "--name", "Name", true);
    auto const role = option<std::string>(
        add, "--role", "a role: administrator, member, read_only or one of your own [member]", false, "member");
    add.set_action(through_door(add.flags(), [=, &flags = add.flags()](Door& door) -> Result<void> {
        auto const password = TRY(read_password("Password: "));
        print_item(flags,
                   TRY(door.call(Method::post, "/users",
                                 {{"name", *name}, {"email", *email}, {"role", *role}, {"password", password}})));
        return {};
    }));

    auto const list = leaf(user, "list", "List the users", "  kith user list --json");
    list.set_action(through_door(list.flags(), [&flags = list.flags()](Door& door) -> Result<void> {
        print_list(flags, TRY(door.list("/users")), {"email", "name", "role", "is_disabled", "last_sign_in_at", "id"});
        return {};
    }));

    auto const change = [&](std::string const& command_name, std::string const& about,
                            std::function<Result<Json>()> patch) {
        auto const command = leaf(user, command_name, about, "  kith user " + command_name + " ona@example.com");
        auto const who = option<std::string>(command, "user", "E-mail address or id", true);
        command.set_action(
            through_door(command.flags(), [who, patch, &flags = command.flags()](Door& door) -> Result<void> {
                auto const found = TRY(find_item(door, "/users", "email", *who));
                print_item(flags,
                           TRY(door.call(Method::patch, "/users/" + found["id"].get<std::string>(), TRY(patch()))));
                return {};
            }));
    };
    change("set-password", "Set a user's password; ends their sessions", []() -> Result<Json> {
        auto const password = TRY(read_password("New password: "));
        return Json{{"password", password}};
    });
    change("disable", "Let a user sign in no more", []() -> Result<Json> { return Json{{"is_disabled", true}}; });
    change("enable", "Let a user sign in again", []() -> Result<Json> { return Json{{"is_disabled", false}}; });
}

void add_key(Command const& top) {
    auto const key = top.add("key", "Write keys, with which sources send events",
                             "  kith key add --source Website --kind web\n  kith key list\n  kith key revoke --source "
                             "Website --key 0190f3a2-…");
    key.app().require_subcommand(1);

    auto const add =
        leaf(key, "add", "Make a write key, and its source where there is none of that name; the key is shown once",
             "  kith key add --source Website --kind web");
    auto const source = option<std::string>(add, "--source", "Name or id of the source", true);
    auto const kind =
        option<std::string>(add, "--kind", "Of a new source: web, server, mobile or import [web]", false, "web");
    add.set_action(through_door(add.flags(), [=, &flags = add.flags()](Door& door) -> Result<void> {
        auto const found = find_item(door, "/sources", "name", *source);
        if (!found && found.error().code != ErrorCode::not_found) return Failure(found.error());
        Json made;
        if (found)
            made =
                TRY(door.call(Method::post, "/sources/" + (*found)["id"].get<std::string>() + "/keys", Json::object()));
        else
            made = TRY(door.call(Method::post, "/sources", {{"name", *source}, {"kind", *kind}}))["key"];
        print_item(flags, made);
        return {};
    }));

    auto const list = leaf(key, "list", "List the write keys", "  kith key list --json");
    list.set_action(through_door(list.flags(), [&flags = list.flags()](Door& door) -> Result<void> {
        Json keys = Json::array();
        for (auto const& each : TRY(door.list("/sources")))
            for (auto item : TRY(door.list("/sources/" + each["id"].get<std::string>() + "/keys"))) {
                item["source"] = each["name"];
                keys.push_back(std::move(item));
            }
        print_list(flags, keys, {"source", "prefix", "is_revoked", "created_at", "last_used_at", "id"});
        return {};
    }));

    auto const revoke =
        leaf(key, "revoke", "Revoke a write key", "  kith key revoke --source Website --key 0190f3a2-…");
    auto const of = option<std::string>(revoke, "--source", "Name or id of the source", true);
    auto const which = option<std::string>(revoke, "--key", "Id or prefix of the key", true);
    revoke.set_action(through_door(revoke.flags(), [=](Door& door) -> Result<void> {
        auto const path =
            "/sources/" + TRY(find_item(door, "/sources", "name", *of))["id"].get<std::string>() + "/keys";
        TRY(door.call(Method::delete_,
                      path + "/" + TRY(find_item(door, path, "prefix", *which))["id"].get<std::string>()));
        return {};
    }));
}

void add_token(Command const& top) {
    auto const token =
        top.add("token", "API tokens, with which programs act by a role",
                "  kith token add --name till --role ingest\n  kith token list\n  kith token revoke till");
    token.app().require_subcommand(1);

    auto const add = leaf(token, "add", "Make an API token; its secret is shown once",
                          "  kith token add --name reports --role read_only");
    auto const name = option<std::string>(add, "--name", "What it is for", true);
    auto const role =
        option<std::string>(add, "--role", "a role: administrator, member, read_only, ingest or one of your own", true);
    add.set_action(through_door(add.flags(), [=, &flags = add.flags()](Door& door) -> Result<void> {
        print_item(flags, TRY(door.call(Method::post, "/tokens", {{"name", *name}, {"role", *role}})));
        return {};
    }));

    auto const list = leaf(token, "list", "List the tokens that work", "  kith token list --json");
    list.set_action(through_door(list.flags(), [&flags = list.flags()](Door& door) -> Result<void> {
        print_list(flags, TRY(door.list("/tokens")), {"name", "role", "prefix", "created_at", "last_used_at", "id"});
        return {};
    }));

    auto const revoke = leaf(token, "revoke", "Revoke an API token", "  kith token revoke till");
    auto const which = option<std::string>(revoke, "token", "Name or id", true);
    revoke.set_action(through_door(revoke.flags(), [=](Door& door) -> Result<void> {
        TRY(door.call(Method::delete_,
                      "/tokens/" + TRY(find_item(door, "/tokens", "name", *which))["id"].get<std::string>()));
        return {};
    }));
}

void add_doctor(Command const& top) {
    auto const command =
        leaf(top, "doctor", "Check the data folder and the database", "  kith doctor --data /var/lib/kith");
    command.set_action([&flags = command.flags()]() -> Result<void> {
        auto settings = TRY(flags.settings());
        set_up_log(settings);
        auto const door = TRY(Door::open(settings));
        auto report = TRY(door->call(Method::get, "/doctor"));
        Json const owner{{"name", "owner"},
                         {"is_ok", true},
                         {"detail", door->is_remote() ? "A server is running and answers." : "No server is running."}};
        report["checks"].insert(report["checks"].begin(), owner);
        if (flags.is_json) {
            print_json(report);
        } else {
            for (auto const& check : report["checks"])
                std::cout << (check["is_ok"].get<bool>() ? "ok      " : "FAILED  ") << check["name"].get<std::string>()
                          << ": " << check["detail"].get<std::string>() << "\n";
        }
        if (!report["is_ok"].get<bool>()) return Error::unavailable("Something is wrong.");
        return {};
    });
}

void add_version(Command const& top) {
    auto const command = top.add("version", "Print the version", "  kith version --json");
    command.add_json_flag();
    command.set_action([&flags = command.flags()]() -> Result<void> {
        if (flags.is_json)
            print_json({{"version", version()}});
        else
            std::cout << "kith " << version() << "\n";
        return {};
    });
}

}  // namespace kith::app
