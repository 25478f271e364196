// `kith demo`: fills an empty workspace by the same doors that the world uses: set-up, sources, the tracking API,
// consents.
#include <iostream>

#include "app/commands.hpp"
#include "app/demo.hpp"
#include "base/secrets.hpp"

namespace kith::app {

namespace {

using http::Method;

constexpr std::size_t batch_calls = 100;
constexpr int people_max = 100'000;
constexpr char const* administrator_email = "ada@example.com";

std::string base64(std::string_view text) {
    static constexpr char const* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (char const c : text) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) out += letters[bits >> (count - 6) & 63];
    }
    if (count > 0) out += letters[bits << (6 - count) & 63];
    while (out.size() % 4 != 0) out += '=';
    return out;
}

Result<std::string> add_source(Door& door, std::string const& name, std::string const& kind) {
    auto const source = TRY(door.call(Method::post, "/sources", {{"name", name}, {"kind", kind}}));
    return source["key"]["secret"].get<std::string>();
}

Result<void> send_calls(Door& door, std::string const& key, std::vector<Json> const& calls, Instant now) {
    for (std::size_t i = 0; i < calls.size(); i += batch_calls) {
        Json batch = Json::array();
        for (std::size_t j = i; j < std::min(i + batch_calls, calls.size()); ++j) batch.push_back(calls[j]);
        http::Request request;
        request.method = Method::post;
        request.path = "/v1/batch";
        request.headers.set("Authorization", "Basic " + base64(key + ":"));
        request.headers.set("Content-Type", "application/json");
        // Sent now: the calls' own times then need no correction.
        request.body = dump_json({{"batch", std::move(batch)}, {"sentAt", now.text()}});
        auto const response = TRY(door.answer(std::move(request)));
        if (response.status != 200) return error_of(response);
    }
    return {};
}

Result<std::int64_t> record_consents(Door& door, std::vector<DemoConsent> const& consents) {
    std::map<std::string, std::string> id_by_email;
    for (auto const& person : TRY(door.list("/people")))
        if (person.contains("email") && person["email"].is_string())
            id_by_email[person["email"].get<std::string>()] = person["id"].get<std::string>();
    std::int64_t recorded = 0;
    for (auto const& consent : consents) {
        auto const person = id_by_email.find(consent.email);
        if (person == id_by_email.end()) continue;
        Json body{{"purpose", consent.purpose}, {"state", consent.state}, {"how", consent.how}};
        if (!consent.wording.empty()) body["wording"] = consent.wording;
        TRY(door.call(Method::post, "/people/" + person->second + "/consents", body));
        ++recorded;
    }
    return recorded;
}

Result<void> fill(Flags const& flags, DemoOptions options) {
    auto const settings = TRY(flags.settings());
    set_up_log(settings);
    auto const door = TRY(Door::open(settings, DataFolder::IfAbsent::make));
    if (!TRY(door->call(Method::get, "/setup"))["is_needed"].get<bool>())
        return Error::conflict(
            "already_set_up",
            fmt::format("The workspace in {} is not empty. Name another folder with --data.", settings.data));
    options.now = Instant::now();
    auto const given = process_environment("KITH_PASSWORD");
    auto const password = given ? *given : secrets::random_text(12);
    TRY(door->call(Method::post, "/setup",
                   {{"business_name", "Linden & Honey"},
                    {"name", "Ada"},
                    {"email", administrator_email},
                    {"password", password},
                    {"language", "en"},
                    {"currency", "EUR"},
                    {"time_zone", "Europe/Vilnius"}}));
    auto const demo = make_demo(options);
    TRY(send_calls(*door, TRY(add_source(*door, "Website", "web")), demo.web, options.now));
    TRY(send_calls(*door, TRY(add_source(*door, "Shop till", "server")), demo.till, options.now));
    auto const consents = TRY(record_consents(*door, demo.consents));
    if (flags.is_json) {
        print_json({{"email", administrator_email},
                    {"password", password},
                    {"people", options.people},
                    {"events", demo.web.size() + demo.till.size()},
                    {"consents", consents}});
        return {};
    }
    std::cout << "The example workspace in " << settings.data << " has " << options.people << " customers, "
              << demo.web.size() + demo.till.size() << " events and " << consents << " consents.\n"
              << "Serve it with `kith serve --data " << settings.data << "` and sign in as\n\n  " << administrator_email
              << "\n  " << password << "\n\nA forgotten password is replaced with `kith user set-password "
              << administrator_email << "`." << std::endl;
    return {};
}

}  // namespace

void add_demo(Command const& top) {
    auto const command = top.add("demo", "Fill an empty workspace with an example shop",
                                 "  kith demo --data example\n"
                                 "  KITH_PASSWORD='linden tree 1984' kith demo --data example --people 500 --seed 7");
    command.add_common_settings();
    command.add_json_flag();
    auto const options = std::make_shared<DemoOptions>();
    command.app().add_option("--people", options->people, "How many customers [60]")->check(CLI::Range(1, people_max));
    command.app().add_option("--seed", options->seed, "The same number gives the same people [1]");
    command.set_action([&flags = command.flags(), options] { return fill(flags, *options); });
}

}  // namespace kith::app
