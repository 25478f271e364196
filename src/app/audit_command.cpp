// `kith audit`: the log read and verified from the command line.
#include <fmt/format.h>

#include <iostream>

#include "app/commands.hpp"

namespace kith::app {

namespace {

using http::Method;

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (auto const c : text) {
        bool const is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              std::string_view("-_.~").find(c) != std::string_view::npos;
        encoded += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

Json line_of(Json const& entry) {
    auto const& who = entry["who"];
    auto const& what = entry["what"];
    auto subject = what["name"].is_string() ? what["name"] : what["id"];
    return {{"number", entry["number"]}, {"at", entry["at"]},         {"who", who["name"]},
            {"from", who["address"]},    {"action", entry["action"]}, {"outcome", entry["outcome"]},
            {"object", what["object"]},  {"what", std::move(subject)}};
}

void add_list(Command const& audit) {
    auto const list = audit.add("list", "What was done, newest first",
                                "  kith audit list --action signed_in --from 2026-11-01\n"
                                "  kith audit list --record 0190f3a2-… --json");
    list.add_common_settings();
    list.add_json_flag();
    struct Asked {
        std::string search, actor, action, record, from, until;
        int limit = 50;
    };
    auto const asked = std::make_shared<Asked>();
    auto& app = list.app();
    app.add_option("--search", asked->search, "In the name or address of whoever acted");
    app.add_option("--actor", asked->actor, "Id of the user or token that acted");
    app.add_option("--action", asked->action, "What was done: signed_in, export_taken, …");
    app.add_option("--record", asked->record, "Id of the record, user, … that it was done to");
    app.add_option("--from", asked->from, "Not before this day or time");
    app.add_option("--until", asked->until, "Before this day or time");
    app.add_option("--limit", asked->limit, "How many, at most 200 [50]");
    list.set_action([asked, &flags = list.flags()]() -> Result<void> {
        auto const settings = TRY(flags.settings());
        set_up_log(settings);
        auto const door = TRY(Door::open(settings));
        auto path = fmt::format("/audit?limit={}", asked->limit);
        for (auto const& [name, value] :
             {std::pair("q", &asked->search), std::pair("actor", &asked->actor), std::pair("action", &asked->action),
              std::pair("record", &asked->record), std::pair("from", &asked->from), std::pair("until", &asked->until)})
            if (!value->empty()) path += fmt::format("&{}={}", name, percent_encoded(*value));
        auto const page = TRY(door->call(Method::get, path));
        if (flags.is_json) {
            print_json(page["data"]);
            return {};
        }
        Json lines = Json::array();
        for (auto const& entry : page["data"]) lines.push_back(line_of(entry));
        print_table(lines, {"number", "at", "who", "from", "action", "outcome", "object", "what"});
        return {};
    });
}

void add_verify(Command const& audit) {
    auto const verify =
        audit.add("verify", "Check every entry and its seal; ends with 1 where one does not hold",
                  "  kith audit verify\n  kith audit verify --anchor 1204:5f3a…   (as an earlier run printed it)");
    verify.add_common_settings();
    verify.add_json_flag();
    auto const anchor = std::make_shared<std::string>();
    verify.app().add_option("--anchor", *anchor, "A number and a seal that were noted earlier");
    verify.set_action([anchor, &flags = verify.flags()]() -> Result<void> {
        auto const settings = TRY(flags.settings());
        set_up_log(settings);
        auto const door = TRY(Door::open(settings));
        auto const path = anchor->empty() ? std::string() : "?anchor=" + percent_encoded(*anchor);
        auto const report = TRY(door->call(Method::get, "/audit/verification" + path));
        if (flags.is_json)
            print_json(report);
        else
            std::cout << report["detail"].get<std::string>() << "\n";
        if (!report["is_whole"].get<bool>()) return Error::unavailable("The audit log does not hold.");
        if (!flags.is_json && report["anchor"].is_string())
            std::cout << "Anchor, to keep elsewhere: " << report["anchor"].get<std::string>() << "\n";
        return {};
    });
}

}  // namespace

void add_audit(Command const& top) {
    auto const audit = top.add("audit", "The audit log: what was done, by whom and from where",
                               "  kith audit list --limit 20\n  kith audit verify");
    audit.app().require_subcommand(1);
    add_list(audit);
    add_verify(audit);
}

}  // namespace kith::app
