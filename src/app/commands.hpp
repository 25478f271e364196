// The subcommands of `kith`, each as a function of its flags. What they print goes to standard output, what went wrong
// to standard error.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/door.hpp"
#include "app/settings.hpp"
#include "base/result.hpp"

namespace kith::app {

/// What the process ends with; `kith --help` says so too.
enum class Exit : int { ok = 0, failed = 1, usage = 2, refused = 3 };
/// not found, conflict, forbidden → refused; invalid, malformed → usage; the rest → failed.
Exit exit_of(Error const& error);

/// The flags that settings have, as they were given.
struct Flags {
    SettingValues values;
    bool is_json = false;  ///< `--json`
    Result<Settings> settings() const { return load_settings(values, process_environment); }
};

using Action = std::function<Result<void>()>;

/// What a subcommand adds itself with. `set_action` says what runs when it was chosen.
class Command {
public:
    Command(CLI::App& app, Flags& flags, Action& chosen) : app_(app), flags_(flags), chosen_(chosen) {}
    /// A subcommand; `examples` end its help, one a line.
    Command add(std::string const& name, std::string const& about, std::string const& examples) const;
    /// The flags of `--data` and the other settings that every command has.
    void add_common_settings() const { add_settings(SettingScope::every_command); }
    void add_settings(SettingScope scope) const;
    void add_json_flag() const;
    void set_action(Action action) const;
    CLI::App& app() const { return app_; }
    Flags& flags() const { return flags_; }

private:
    CLI::App& app_;
    Flags& flags_;
    Action& chosen_;
};

void add_serve(Command const& top);
void add_demo(Command const& top);
void add_user(Command const& top);
void add_key(Command const& top);
void add_token(Command const& top);
void add_import(Command const& top);
void add_revert(Command const& top);
void add_export(Command const& top);
void add_set_up(Command const& top);
void add_audit(Command const& top);
void add_doctor(Command const& top);
void add_version(Command const& top);

/// Prints the value as JSON, or the rows of a list as a table of the named members.
void print_json(Json const& value);
void print_table(Json const& rows, std::vector<std::string> const& members);
/// A password from the environment (`KITH_PASSWORD`), or typed at the terminal without echo, or the first line of
/// standard input.
Result<std::string> read_password(std::string const& prompt);
/// Log level and format of the process; logs go to standard error.
void set_up_log(Settings const& settings);

/// Parses and runs; the whole program but for its signals.
int run_command_line(int argc, char const* const* argv);

}  // namespace kith::app
