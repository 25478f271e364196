#include "app/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/text.hpp"

namespace kith::app {

namespace {

constexpr std::string_view file_name = "kith.conf";

Setting const* find_setting(std::string_view name) {
    for (auto const& setting : setting_table())
        if (setting.name == name) return &setting;
    return nullptr;
}

Error wrong(std::string_view name, std::string message) {
    return Error::invalid(std::string(name), "wrong", fmt::format("Setting {}: {}", name, message));
}

Result<std::int64_t> integer_of(SettingValues const& values, std::string_view name, std::int64_t min,
                                std::int64_t max) {
    auto const& text = values.find(name)->second;
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < min || value > max)
        return wrong(name, fmt::format("'{}' is not a whole number from {} to {}.", text, min, max));
    return value;
}

Result<bool> boolean_of(SettingValues const& values, std::string_view name) {
    auto const& text = values.find(name)->second;
    if (text == "true") return true;
    if (text == "false") return false;
    return wrong(name, fmt::format("'{}' is neither true nor false.", text));
}

// `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every address).
Result<void> read_listen(std::string const& text, Settings& settings) {
    auto const colon = text.rfind(':');
    if (colon == std::string::npos) return wrong("listen", fmt::format("'{}' is not HOST:PORT.", text));
    settings.address = text.substr(0, colon);
    if (settings.address.starts_with('[') && settings.address.ends_with(']'))
        settings.address = settings.address.substr(1, settings.address.size() - 2);
    if (settings.address.empty()) settings.address = "0.0.0.0";
    if (settings.address == "localhost") settings.address = "127.0.0.1";
    SettingValues const port{{"listen", text.substr(colon + 1)}};
    settings.port = static_cast<std::uint16_t>(TRY(integer_of(port, "listen", 0, 65535)));
    return {};
}

Result<Settings> settings_of(SettingValues const& values) {
    Settings settings;
    settings.data = values.find("data")->second;
    if (settings.data.empty()) return wrong("data", "it must name a folder.");
    settings.database = values.find("database")->second;
    if (settings.database.empty()) settings.database = "sqlite:" + settings.data + "/kith.db";
    if (!settings.is_embedded() && !settings.database.starts_with("postgresql://") &&
        !settings.database.starts_with("postgres://"))
        return wrong("database", "it must begin with postgresql:// or be empty.");
    TRY(read_listen(values.find("listen")->second, settings));
    settings.workers = static_cast<int>(TRY(integer_of(values, "workers", 1, 256)));
    settings.database_connections = static_cast<int>(TRY(integer_of(values, "database_connections", 2, 256)));
    settings.is_proxy_trusted = TRY(boolean_of(values, "trust_proxy"));
    settings.log_level = values.find("log_level")->second;
    static constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};
    if (std::find(levels.begin(), levels.end(), settings.log_level) == levels.end())
        return wrong("log_level", fmt::format("'{}' is none of {}.", settings.log_level, fmt::join(levels, ", ")));
    return settings;
}

std::optional<std::string> read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

std::span<Setting const> setting_table() {
    using enum SettingScope;
    static constexpr std::array<Setting, 8> table{{
        {"config", "", "The settings file; without it `kith.conf` in the data folder, where there is one.",
         every_command},
        {"data", "kith-data", "The data folder. One process owns it at a time.", every_command},
        {"database", "",
         "`postgresql://…` for a PostgreSQL database; empty: the embedded one, a file in the data folder.",
         every_command},
        {"database_connections", "16", "Connections to PostgreSQL, at most.", every_command},
        {"log_level", "info", "`debug`, `info`, `warning` or `error`: how much is written to standard error.",
         every_command},
        {"listen", "127.0.0.1:8080", "The address to serve on, `HOST:PORT`. Port 0 takes any free one.", serve},
        {"trust_proxy", "false",
         "`true` where only your own HTTPS proxy can reach the address: its `X-Forwarded-Proto` and `X-Forwarded-For` "
         "are believed then, and cookies "
         "are sent over HTTPS alone.",
         serve},
        {"workers", "16", "Requests handled at once.", serve},
    }};
    return table;
}

std::string environment_name(Setting const& setting) {
    std::string name = "KITH_";
    for (char const c : setting.name) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

std::string flag_name(Setting const& setting) {
    std::string name = "--" + std::string(setting.name);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

Result<SettingValues> parse_settings_file(std::string_view text) {
    SettingValues values;
    int number = 0;
    while (!text.empty()) {
        ++number;
        auto const end = text.find('\n');
        auto const line = text::trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.empty() || line.starts_with('#')) continue;
        auto const equals = line.find('=');
        auto const name = text::trimmed(line.substr(0, equals));
        if (equals == std::string_view::npos)
            return Error::invalid("config", "wrong",
                                  fmt::format("Line {} of the settings file is not `name = value`.", number));
        if (!find_setting(name) || name == "config")
            return Error::invalid("config", "unknown_field",
                                  fmt::format("Line {} of the settings file: there is no setting '{}'.", number, name));
        auto value = text::trimmed(line.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        values[std::string(name)] = value;
    }
    return values;
}

Result<Settings> load_settings(SettingValues const& flags, Environment const& environment) {
    SettingValues given;
    for (auto const& setting : setting_table())
        if (auto value = environment(environment_name(setting))) given[std::string(setting.name)] = *std::move(value);
    for (auto const& [name, value] : flags) given[name] = value;

    auto const chosen = [&](std::string_view name) {
        auto const found = given.find(name);
        return found == given.end() ? std::string(find_setting(name)->fallback) : found->second;
    };
    auto const config = chosen("config");
    auto const text = read_file(config.empty() ? chosen("data") + "/" + std::string(file_name) : config);
    if (!text && !config.empty()) return Error::not_found(fmt::format("There is no settings file {}.", config));

    SettingValues values;
    for (auto const& setting : setting_table()) values[std::string(setting.name)] = setting.fallback;
    if (text)
        for (auto& [name, value] : TRY(parse_settings_file(*text))) {
            if (name == "data" && config.empty())
                return wrong("data", "the settings file in the data folder cannot move it.");
            values[name] = value;
        }
    for (auto& [name, value] : given) values[name] = value;
    return settings_of(values);
}

std::optional<std::string> process_environment(std::string const& name) {
    auto const* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace kith::app
