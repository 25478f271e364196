// Fifty clerks at once, each on a kept connection, with pauses for thinking: they list, turn pages, open people, search
// and edit.
#include <fmt/format.h>

#include <array>
#include <map>
#include <mutex>
#include <thread>

#include "base/json.hpp"
#include "bench/sized.hpp"
#include "bench/workspace.hpp"

namespace kith::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double click_ms_max = 100;
constexpr std::uint64_t pause_ms_min = 1'000, pause_ms_more = 2'000;

struct Clicked {
    std::map<std::string, std::vector<double>> ms;  ///< by what was clicked
    std::vector<std::string> errors;
};

/// One at a desk. What they do and how long they think follows from their number.
class Clerk {
public:
    Clerk(Sized& sized, std::size_t number)
        : sized_(sized), number_(number), me_(sized.clerks()[number]), client_(sized.process().port()) {}

    Clicked work(Clock::time_point until) {
        // They do not all sit down at the same moment.
        std::this_thread::sleep_for(std::chrono::milliseconds(roll() % pause_ms_more));
        while (Clock::now() < until) {
            if (auto const done = click(); !done)
                clicked_.errors.push_back(done.error().message + " " + done.error().cause);
            std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms_min + roll() % pause_ms_more));
        }
        return std::move(clicked_);
    }

private:
    std::uint64_t roll() { return drawn(200 + number_, rolls_++); }

    Result<void> click() {
        auto const share = roll() % 100;
        if (share < 25) return list();
        if (share < 40) return turn_page();
        if (share < 65) return open_person();
        if (share < 75) return read("timeline", "/api/v1/people/" + somebody() + "/timeline?limit=50");
        if (share < 90) return search();
        return edit();
    }

    Result<void> read(std::string const& what, std::string const& target) {
        auto answer = TRY(ask(client_, target, me_));
        clicked_.ms[what].push_back(answer.ms);
        body_ = std::move(answer.body);
        return {};
    }

    Result<void> list() {
        constexpr std::array<char const*, 4> lists{"sort=name&filter=stage%20%3D%20%22customer%22",
                                                   "sort=name&filter=stage%20%3D%20%22opportunity%22", "sort=name", ""};
        list_ = std::string("/api/v1/people?limit=50&") + lists[roll() % lists.size()];
        TRY(read("list", list_ + "&total=none"));
        TRY(keep_rows());
        // As the screen asks, beside the page.
        return next_.empty() ? Result<void>() : read("total", list_ + "&total=only");
    }

    Result<void> turn_page() {
        if (next_.empty()) return list();
        TRY(read("page on", list_ + "&total=none&page=" + next_));
        return keep_rows();
    }

    Result<void> keep_rows() {
        auto const page = TRY(parse_json(body_));
        next_ = page["next"].is_string() ? page["next"].get<std::string>() : std::string();
        rows_.clear();
        for (auto const& row : page["data"]) rows_.push_back(row["id"].get<std::string>());
        return {};
    }

    std::string somebody() {
        auto const& some = rows_.empty() ? sized_.filled().ids : rows_;
        return some[roll() % some.size()];
    }

    Result<void> open_person() {
        auto const root = "/api/v1/people/" + somebody();
        TRY(read("person", root));
        TRY(read("timeline", root + "/timeline?limit=50"));
        return read("summary", root + "/summary");
    }

    Result<void> search() {
        auto const who = static_cast<std::int64_t>(roll() % static_cast<std::uint64_t>(sized_.crowd().people()));
        auto const& crowd = sized_.crowd();
        auto const words = roll() % 2 == 0 ? crowd.given_name(who) + " " + crowd.family_name(who) : crowd.email(who);
        return read("search", "/api/v1/search?q=" + encoded(words));
    }

    /// Of people whom no other clerk edits.
    Result<void> edit() {
        auto const& ids = sized_.filled().ids;
        auto const mine = (ids.size() - number_ + clerks_at_once - 1) / clerks_at_once;
        auto const target = "/api/v1/people/" + ids[number_ + clerks_at_once * (roll() % mine)];
        TRY(read("person", target));
        auto const version = TRY(parse_json(body_))["version"].get<std::int64_t>();
        auto const body = fmt::format(R"({{"heard_from":"clerk {}, {}"}})", number_, rolls_);
        auto const answer =
            TRY(ask(client_, target, fmt::format("{}If-Match: \"{}\"\r\n", me_, version), "PATCH", body));
        clicked_.ms["edit"].push_back(answer.ms);
        return {};
    }

    Sized& sized_;
    std::size_t number_;
    std::string const& me_;
    support::HttpClient client_;
    std::uint64_t rolls_ = 0;
    std::string body_, list_, next_;
    std::vector<std::string> rows_;
    Clicked clicked_;
};

Clicked all_at_once(Sized& sized, std::chrono::seconds time) {
    Clicked all;
    std::mutex mutex;
    std::vector<std::thread> threads;
    auto const until = Clock::now() + time;
    for (std::size_t number = 0; number < clerks_at_once; ++number)
        threads.emplace_back([&, number] {
            auto mine = Clerk(sized, number).work(until);
            std::lock_guard const held(mutex);
            for (auto& [what, times] : mine.ms) all.ms[what].insert(all.ms[what].end(), times.begin(), times.end());
            all.errors.insert(all.errors.end(), mine.errors.begin(), mine.errors.end());
        });
    for (auto& thread : threads) thread.join();
    return all;
}

void tell(Report& report, std::string const& workload, Clicked const& clicked, double seconds, double server_cpu,
          double own_cpu) {
    std::vector<double> all;
    for (auto const& [what, times] : clicked.ms) {
        report.add({workload,
                    fmt::format("{} ({}), p99", what, times.size()),
                    quantile(times, 0.99),
                    "ms",
                    {},
                    {},
                    Bar::none,
                    0});
        all.insert(all.end(), times.begin(), times.end());
    }
    report.add({workload, "every answer, p50", quantile(all, 0.5), "ms", {}, {}, Bar::none, 0});
    report.add({workload, "every answer, p99", quantile(all, 0.99), "ms", "limit", click_ms_max, Bar::at_most, 1});
    report.add({workload, "answers a second", static_cast<double>(all.size()) / seconds, "1/s", {}, {}, Bar::none, 0});
    report.add({workload, "server's processor, of one core", server_cpu / seconds, "", {}, {}, Bar::none, 0});
    report.add({workload, "clerks' processor, of one core", own_cpu / seconds, "", {}, {}, Bar::none, 0});
    if (!clicked.errors.empty())
        report.fail(workload, fmt::format("{} errors, the first: {}", clicked.errors.size(), clicked.errors.front()));
}

}  // namespace

Result<void> measure_clicks(Options const& options, Sized& sized, std::string const& workload, Report& report) {
    auto const own = own_cpu_seconds(), server = sized.process().cpu_seconds();
    auto const began = Clock::now();
    auto const clicked = all_at_once(sized, std::chrono::seconds(options.is_quick ? 5 : 60));
    auto const seconds = std::chrono::duration<double>(Clock::now() - began).count();
    tell(report, workload, clicked, seconds, sized.process().cpu_seconds() - server, own_cpu_seconds() - own);
    return {};
}

}  // namespace kith::bench
