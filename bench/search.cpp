// The one box, as somebody types: names, their beginnings, addresses, numbers, and words of notes.
#include <fmt/format.h>

#include "bench/sized.hpp"

namespace kith::bench {
namespace {

constexpr double search_ms_max = 50;

struct Kind {
    char const* what;
    std::string (*words)(Crowd const& crowd, std::int64_t person);
};

// The first characters of a text, whole ones.
std::string beginning(std::string const& text, std::size_t characters) {
    std::size_t at = 0;
    for (; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xc0) != 0x80 && characters-- == 0) break;
    return text.substr(0, at);
}

constexpr Kind kinds[] = {
    {"a name",
     [](Crowd const& crowd, std::int64_t who) { return crowd.given_name(who) + " " + crowd.family_name(who); }},
    {"a given name", [](Crowd const& crowd, std::int64_t who) { return crowd.given_name(who); }},
    {"the beginning of a name",
     [](Crowd const& crowd, std::int64_t who) { return beginning(crowd.family_name(who), 2 + who % 4); }},
    {"an e-mail address", [](Crowd const& crowd, std::int64_t who) { return crowd.email(who); }},
    {"a phone number", [](Crowd const& crowd, std::int64_t who) { return crowd.phone(who); }},
    {"a company", [](Crowd const& crowd,
                     std::int64_t who) { return crowd.company(who % crowd.companies())["name"].get<std::string>(); }},
    {"words of notes",
     [](Crowd const& crowd, std::int64_t who) {
         auto const note = crowd.note(who);
         auto const second = note.find(' '), third = note.find(' ', second + 1);
         return who % 2 == 0 ? note.substr(0, second) : note.substr(0, third);
     }},
};

}  // namespace

Result<void> measure_search(Options const& options, Sized& sized, std::string const& workload, Report& report) {
    support::HttpClient client(sized.process().port());
    std::vector<double> all;
    std::size_t asked = 0;
    int const searches = options.is_quick ? 15 : 150;
    for (auto const& kind : kinds) {
        std::vector<double> times;
        for (int search = 0; search < searches; ++search) {
            auto const who = static_cast<std::int64_t>(drawn(100, asked) % static_cast<std::uint64_t>(options.rows));
            // Each of the clerks in turn: one alone may not ask so much.
            auto const& clerk = sized.clerks()[asked++ % sized.clerks().size()];
            auto const target = "/api/v1/search?q=" + encoded(kind.words(sized.crowd(), who));
            times.push_back(TRY(ask(client, target, clerk)).ms);
        }
        report.add({workload,
                    std::string("search, ") + kind.what + ", p50",
                    quantile(times, 0.5),
                    "ms",
                    {},
                    {},
                    Bar::none,
                    0});
        report.add({workload, std::string("search, ") + kind.what + ", p99", quantile(times, 0.99), "ms", "limit",
                    search_ms_max, Bar::at_most, 1});
        all.insert(all.end(), times.begin(), times.end());
    }
    report.add(
        {workload, "search, all of these, p99", quantile(all, 0.99), "ms", "limit", search_ms_max, Bar::at_most, 1});
    return {};
}

}  // namespace kith::bench
