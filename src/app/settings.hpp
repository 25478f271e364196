// Settings: from a file, the environment (`KITH_…`) and flags, the later overriding the earlier.
//
// `setting_table()` is the one place that says what there is to set; flags, environment, file, and the table of
// docs/user/settings.md follow it. The file is `kith.conf` in the data folder, or what `--config` names: lines `name =
// value`, `#` begins a comment.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::app {

enum class SettingScope : std::uint8_t {
    every_command,
    serve,  ///< flags of `kith serve` alone
};

struct Setting {
    std::string_view
        name;  ///< `trust_proxy`: in the file; `KITH_TRUST_PROXY` in the environment; `--trust-proxy` as a flag
    std::string_view fallback;
    std::string_view about;
    SettingScope scope;
};

std::span<Setting const> setting_table();
std::string environment_name(Setting const& setting);
std::string flag_name(Setting const& setting);

struct Settings {
    std::string data;      ///< the data folder
    std::string database;  ///< location for store::Database::open
    std::string address;
    std::uint16_t port = 0;
    int workers = 0;
    int database_connections = 0;
    bool is_proxy_trusted = false;
    std::string log_level;

    bool is_embedded() const { return database.starts_with("sqlite:"); }
};

using SettingValues = std::map<std::string, std::string, std::less<>>;
using Environment = std::function<std::optional<std::string>(std::string const& name)>;

/// The values of a settings file. `invalid` with the line for what is not `name = value` or names no setting.
Result<SettingValues> parse_settings_file(std::string_view text);

/// All sources together, flags strongest. `invalid` with the setting's name where a value does not fit; `not_found`
/// where `config` names no file.
Result<Settings> load_settings(SettingValues const& flags, Environment const& environment);

/// Of this process.
std::optional<std::string> process_environment(std::string const& name);

}  // namespace kith::app
