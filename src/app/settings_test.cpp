#include "app/settings.hpp"
#include "tests/support/checkout.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace kith::app {
namespace {

Environment no_environment() {
    return [](std::string const&) { return std::optional<std::string>(); };
}

class SettingsTest : public testing::Test {
protected:
    SettingsTest() {
        auto pattern = (std::filesystem::temp_directory_path() / "kith-settings-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~SettingsTest() override { std::filesystem::remove_all(folder_); }
    void write_file(std::string const& text) { std::ofstream(folder_ + "/kith.conf") << text; }
    std::string folder_;
};

TEST_F(SettingsTest, WithoutAnythingGivenTheFallbacksHold) {
    auto const settings = load_settings({}, no_environment());
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->data, "kith-data");
    EXPECT_EQ(settings->database, "sqlite:kith-data/kith.db");
    EXPECT_EQ(settings->address, "127.0.0.1");
    EXPECT_EQ(settings->port, 8080);
}

TEST_F(SettingsTest, FlagsOverrideTheEnvironmentWhichOverridesTheFile) {
    write_file("# mine\nworkers = 3\nlisten = 0.0.0.0:1\nlog_level = \"error\"\n");
    auto const environment = [](std::string const& name) {
        if (name == "KITH_WORKERS") return std::optional<std::string>("4");
        if (name == "KITH_LISTEN") return std::optional<std::string>("0.0.0.0:2");
        return std::optional<std::string>();
    };
    auto const settings = load_settings({{"data", folder_}, {"listen", "[::1]:3"}}, environment);
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->log_level, "error");
    EXPECT_EQ(settings->workers, 4);
    EXPECT_EQ(settings->address, "::1");
    EXPECT_EQ(settings->port, 3);
}

TEST_F(SettingsTest, AWrongValueIsRefusedByName) {
    for (auto const& [name, value] : SettingValues{{"workers", "0"},
                                                   {"listen", "8080"},
                                                   {"listen", "a:70000"},
                                                   {"database", "mysql://x"},
                                                   {"trust_proxy", "yes"},
                                                   {"log_level", "loud"},
                                                   {"data", ""}}) {
        auto const settings = load_settings({{name, value}}, no_environment());
        ASSERT_FALSE(settings) << name;
        EXPECT_EQ(settings.error().fields.at(0).field, name);
    }
}

TEST_F(SettingsTest, AFileWithAnUnknownSettingOrABrokenLineIsRefusedWithTheLine) {
    EXPECT_NE(parse_settings_file("\nlissen = 1").error().message.find("Line 2"), std::string::npos);
    EXPECT_NE(parse_settings_file("workers").error().message.find("Line 1"), std::string::npos);
    write_file("data = elsewhere\n");
    EXPECT_FALSE(load_settings({{"data", folder_}}, no_environment()));
}

TEST_F(SettingsTest, AConfigurationFileThatIsNamedMustExist) {
    auto const settings = load_settings({{"config", folder_ + "/none"}}, no_environment());
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().code, ErrorCode::not_found);
}

// The table in the documentation: | `name` | `KITH_NAME` | `--name` | default | text |
std::map<std::string, std::string> documented_settings() {
    std::ifstream in(support::in_source("/docs/user/settings.md"));
    std::map<std::string, std::string> rows;
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("| `")) rows[line.substr(3, line.find('`', 3) - 3)] = line;
    return rows;
}

TEST(Documentation, TheTableOfSettingsIsTheProgramsOwn) {
    std::ostringstream all;
    auto documented = documented_settings();
    for (auto const& setting : setting_table()) {
        auto const fallback = setting.fallback.empty() ? std::string() : "`" + std::string(setting.fallback) + "`";
        auto const row = fmt::format("| `{}` | `{}` | `{}` | {} | {} |", setting.name, environment_name(setting),
                                     flag_name(setting), fallback, setting.about);
        EXPECT_EQ(documented[std::string(setting.name)], row);
        documented.erase(std::string(setting.name));
        all << row << "\n";
    }
    for (auto const& [name, row] : documented)
        ADD_FAILURE() << "docs/user/settings.md names a setting that there is not: " << name;
    if (HasFailure()) std::cerr << "The table must read:\n" << all.str();
}

}  // namespace
}  // namespace kith::app
