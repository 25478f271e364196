#include <sys/stat.h>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "app/commands.hpp"
#include "app/version.hpp"

namespace kith::app {

namespace {

constexpr char const* about_exit_status =
    "Exit status: 0 done; 1 failed; 2 wrong usage or an invalid value; 3 refused: nothing there, already there, or in "
    "conflict.";

// Help, or what is wrong with the flags; the parser's own many exit codes become two.
int print_parse_outcome(CLI::App const& app, CLI::ParseError const& error) {
    return app.exit(error) == 0 ? static_cast<int>(Exit::ok) : static_cast<int>(Exit::usage);
}

void print_error(Error const& error, bool is_json) {
    if (is_json) {
        Json fields = Json::array();
        for (auto const& field : error.fields)
            fields.push_back({{"field", field.field}, {"code", field.code}, {"message", field.message}});
        std::cerr << dump_json({{"code", error.reason.empty() ? std::string(name_of(error.code)) : error.reason},
                                {"detail", error.message},
                                {"errors", std::move(fields)}})
                  << "\n";
        return;
    }
    std::cerr << "kith: " << error.message << "\n";
    for (auto const& field : error.fields)
        if (field.message != error.message) std::cerr << "  " << field.field << ": " << field.message << "\n";
    if (!error.cause.empty()) std::cerr << "  (" << error.cause << ")\n";
}

}  // namespace

Exit exit_of(Error const& error) {
    switch (error.code) {
        case ErrorCode::malformed:
        case ErrorCode::invalid:
        case ErrorCode::too_large:
        case ErrorCode::precondition_required:
            return Exit::usage;
        case ErrorCode::not_found:
        case ErrorCode::conflict:
        case ErrorCode::forbidden:
        case ErrorCode::unauthenticated:
        case ErrorCode::precondition_failed:
            return Exit::refused;
        case ErrorCode::too_many_requests:
        case ErrorCode::unavailable:
        case ErrorCode::internal:
            return Exit::failed;
    }
    return Exit::failed;
}

Command Command::add(std::string const& name, std::string const& about, std::string const& examples) const {
    auto* added = app_.add_subcommand(name, about);
    added->footer("Examples:\n" + examples);
    return {*added, flags_, chosen_};
}

void Command::add_settings(SettingScope scope) const {
    for (auto const& setting : setting_table()) {
        if (setting.scope != scope) continue;
        auto const name = std::string(setting.name);
        auto about = std::string(setting.about);
        if (!setting.fallback.empty()) about += " [" + std::string(setting.fallback) + "]";
        app_.add_option_function<std::string>(
            flag_name(setting),
            [this_flags = &flags_, name](std::string const& value) { this_flags->values[name] = value; }, about);
    }
}

void Command::add_json_flag() const { app_.add_flag("--json", flags_.is_json, "Print JSON"); }

void Command::set_action(Action action) const {
    app_.callback([chosen = &chosen_, action = std::move(action)] { *chosen = action; });
}

void print_json(Json const& value) { std::cout << value.dump(2, ' ', false, Json::error_handler_t::replace) << "\n"; }

void print_table(Json const& rows, std::vector<std::string> const& members) {
    auto const cell = [](Json const& row, std::string const& member) {
        auto const found = row.find(member);
        if (found == row.end() || found->is_null()) return std::string("-");
        if (found->is_boolean()) return std::string(found->get<bool>() ? "yes" : "no");
        return found->is_string() ? found->get<std::string>() : dump_json(*found);
    };
    std::vector<std::size_t> widths;
    for (auto const& member : members) {
        auto width = member.size();
        for (auto const& row : rows) width = std::max(width, cell(row, member).size());
        widths.push_back(width);
    }
    auto const print = [&](auto const& text_of) {
        std::string line;
        for (std::size_t i = 0; i < members.size(); ++i)
            line += fmt::format("{:<{}}  ", text_of(members[i]), widths[i]);
        line.erase(line.find_last_not_of(' ') + 1);
        std::cout << line << "\n";
    };
    print([](std::string const& member) { return member; });
    for (auto const& row : rows) print([&](std::string const& member) { return cell(row, member); });
}

Result<std::string> read_password(std::string const& prompt) {
    if (auto given = process_environment("KITH_PASSWORD")) return *std::move(given);
    bool const is_terminal = ::isatty(STDIN_FILENO) == 1;
    termios before{};
    if (is_terminal) {
        std::cerr << prompt << std::flush;
        ::tcgetattr(STDIN_FILENO, &before);
        auto silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string password;
    bool const is_read = static_cast<bool>(std::getline(std::cin, password));
    if (is_terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::cerr << "\n";
    }
    if (!is_read)
        return Error::invalid("password", "required",
                              "A password is needed: in KITH_PASSWORD, typed, or on standard input.");
    return password;
}

void set_up_log(Settings const& settings) {
    auto const logger = std::make_shared<spdlog::logger>("kith", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->set_level(spdlog::level::from_str(settings.log_level));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(logger);
}

int run_command_line(int argc, char const* const* argv) {
    ::umask(0077);  // what Kith writes is its owner's alone
    CLI::App app("Kith keeps what a business knows of its customers.", "kith");
    app.require_subcommand(1);
    app.footer(about_exit_status);
    app.set_version_flag("--version", std::string(version()));
    Flags flags;
    Action chosen;
    Command const top(app, flags, chosen);
    add_serve(top);
    add_demo(top);
    add_user(top);
    add_key(top);
    add_token(top);
    add_import(top);
    add_revert(top);
    add_export(top);
    add_set_up(top);
    add_audit(top);
    add_doctor(top);
    add_version(top);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return print_parse_outcome(app, error);
    }
    auto const done = chosen();
    if (done) return static_cast<int>(Exit::ok);
    print_error(done.error(), flags.is_json);
    return static_cast<int>(exit_of(done.error()));
}

}  // namespace kith::app
