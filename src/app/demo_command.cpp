// `kith demo`: fills an empty workspace with Linden Home, a business that does not exist.
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "app/commands.hpp"
#include "app/demo/load.hpp"
#include "base/secrets.hpp"

namespace kith::app {

namespace {

using Clock = std::chrono::steady_clock;
using http::Method;

constexpr std::int64_t people_max = 2'000'000, events_max = 50'000'000;
constexpr char const* administrator_email = "ada@example.com";

struct Wanted : demo::Options {
    std::string until_text;
};

/// A line on standard error that says how far it is: written over itself on a terminal, else every few seconds.
class Progress {
public:
    explicit Progress(std::int64_t stories) : stories_(stories) {}

    void note(demo::Loaded const& loaded) {
        auto const now = Clock::now();
        if (now - shown_ < (is_terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(5))) return;
        shown_ = now;
        auto const done = loaded.people + loaded.visitors;
        auto const seconds = std::chrono::duration<double>(now - began_).count();
        auto const left =
            seconds * static_cast<double>(stories_ - done) / static_cast<double>(std::max<std::int64_t>(1, done));
        std::cerr << (is_terminal_ ? "\r\033[K" : "")
                  << fmt::format("{} of {} people, {} events, about {:.0f} s left", done, stories_, loaded.events, left)
                  << (is_terminal_ ? "" : "\n") << std::flush;
    }
    void end() const {
        if (is_terminal_) std::cerr << "\r\033[K" << std::flush;
    }
    double seconds() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }

private:
    std::int64_t stories_;
    bool is_terminal_ = isatty(STDERR_FILENO) != 0;
    Clock::time_point began_ = Clock::now(), shown_ = began_;
};

Result<Actor> set_up(Door& door, std::string const& password) {
    TRY(door.call(Method::post, "/setup",
                  {{"business_name", demo::Business::name},
                   {"name", "Ada"},
                   {"email", administrator_email},
                   {"password", password},
                   {"language", "en"},
                   {"currency", "EUR"},
                   {"time_zone", "Europe/Vilnius"}}));
    auto const users = TRY(door.list("/users"));
    Actor ada = Actor::system("Ada");
    ada.kind = ActorKind::user;
    ada.id = Uuid::parse(users.at(0)["id"].get_ref<std::string const&>()).value_or(Uuid{});
    return ada;
}

void print(Flags const& flags, Settings const& settings, std::string const& password, demo::Loaded const& loaded,
           double seconds) {
    if (flags.is_json)
        return print_json({{"email", administrator_email},
                           {"password", password},
                           {"people", loaded.people},
                           {"visitors", loaded.visitors},
                           {"households", loaded.households},
                           {"events", loaded.events},
                           {"consents", loaded.consents},
                           {"seconds", seconds}});
    std::cout << fmt::format(
                     "{} has {} people in {} households, {} visitors, {} events and {} consents, written in {:.1f} s.\n"
                     "Serve it with `kith serve --data {}` and sign in as\n\n  {}\n  {}\n\n"
                     "A forgotten password is replaced with `kith user set-password {}`.",
                     demo::Business::name, loaded.people, loaded.households, loaded.visitors, loaded.events,
                     loaded.consents, seconds, settings.data, administrator_email, password, administrator_email)
              << std::endl;
}

Result<void> fill(Flags const& flags, Wanted options) {
    auto const settings = TRY(flags.settings());
    set_up_log(settings);
    // Every write here holds the writer for long, and nobody waits for it.
    spdlog::set_level(std::max(spdlog::get_level(), spdlog::level::warn));
    options.until = Instant::now();
    if (!options.until_text.empty()) {
        auto const until = Instant::parse(options.until_text);
        if (!until || *until > options.until)
            return Error::invalid("until", "not_a_date",
                                  "--until is a date or an instant in the past, such as 2026-11-22.");
        options.until = *until;
    }
    auto const door = TRY(Door::open(settings, DataFolder::IfAbsent::make));
    if (!TRY(door->call(Method::get, "/setup"))["is_needed"].get<bool>())
        return Error::conflict(
            "already_set_up",
            fmt::format("The workspace in {} is not empty. Name another folder with --data.", settings.data));
    if (!door->here())
        return Error::conflict("server_running", fmt::format("A server runs on {}. Stop it first.", settings.data));
    auto const given = process_environment("KITH_PASSWORD");
    auto const password = given ? *given : secrets::random_text(12);
    auto const ada = TRY(set_up(*door, password));
    demo::Business business(options);
    Progress progress(business.stories());
    auto loader = TRY(demo::Loader::open(*door->here(), options, ada));
    auto const loaded = TRY(loader.run(business, [&](demo::Loaded const& so_far) {
        if (!flags.is_json) progress.note(so_far);
    }));
    TRY(loader.send_bad_calls());
    TRY(door->here()->totals().rebuild());
    progress.end();
    print(flags, settings, password, loaded, progress.seconds());
    return {};
}

}  // namespace

void add_demo(Command const& top) {
    auto const command =
        top.add("demo", "Fill an empty workspace with an example business",
                "  kith demo --data example\n"
                "  KITH_PASSWORD='linden tree 1984' kith demo --data example --people 100000 --events 1000000");
    command.add_common_settings();
    command.add_json_flag();
    auto const options = std::make_shared<Wanted>();
    command.app()
        .add_option("--people", options->people, "How many people [2000]")
        ->check(CLI::Range(std::int64_t{1}, people_max));
    command.app()
        .add_option("--events", options->events, "How many events, about [60000]")
        ->check(CLI::Range(std::int64_t{1}, events_max));
    command.app().add_option("--seed", options->seed, "The same number gives the same people [1]");
    command.app().add_option("--until", options->until_text, "When their story ends [now]");
    command.set_action([&flags = command.flags(), options] { return fill(flags, *options); });
}

}  // namespace kith::app
