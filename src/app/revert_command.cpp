// `kith revert`: a change back, and before it what that would do.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <thread>

#include "app/commands.hpp"
#include "app/kith.hpp"
#include "app/progress_bar.hpp"

namespace kith::app {

namespace {

using http::Method;

struct RevertOptions {
    std::string change_set;
    bool is_dry_run = false;
};

std::string reason_in_words(std::string const& code) {
    static std::map<std::string, std::string, std::less<>> const words{
        {"changed_since", "changed since"},
        {"referred_to", "other records refer to it"},
        {"events_since", "something was told of them since"},
        {"consent_since", "they gave or withdrew a consent since"},
        {"joined_since", "joined with somebody since"},
        {"does_not_fit", "the field is of another type now"},
        {"required", "the field must have a value now"},
        {"target_gone", "what it pointed to is gone"},
        {"not_found", "no longer to be seen"},
        {"forbidden", "not permitted any more"}};
    auto const known = words.find(code);
    return known == words.end() ? code : known->second;
}

/// The pages of a preview as one.
Result<Json> preview_of(Door& door, std::string const& path) {
    auto whole = TRY(door.call(Method::get, path));
    while (whole["next"].is_string()) {
        auto const page = TRY(door.call(Method::get, path + "?page=" + whole["next"].get<std::string>()));
        for (auto const* sum : {"records", "go", "come_back", "fields"})
            whole[sum] = whole[sum].get<std::int64_t>() + page[sum].get<std::int64_t>();
        for (auto const& more : page["stays"]) {
            auto& stays = whole["stays"];
            auto const same = std::find_if(stays.begin(), stays.end(),
                                           [&](Json const& each) { return each["reason"] == more["reason"]; });
            if (same == stays.end())
                stays.push_back(more);
            else
                (*same)["count"] = (*same)["count"].get<std::int64_t>() + more["count"].get<std::int64_t>();
        }
        whole["next"] = page["next"];
    }
    whole.erase("next");
    return whole;
}

void print_preview(Json const& preview) {
    auto const say = [&](char const* count, std::string_view what) {
        if (auto const n = preview[count].get<std::int64_t>(); n > 0) std::cout << fmt::format("{:>8} {}\n", n, what);
    };
    std::cout << "Taking it back would do this:\n";
    say("go", "records are moved to the trash");
    say("come_back", "records come back from the trash");
    say("fields", "fields become what they were");
    say("events_retracted", "events are withdrawn");
    say("events_brought_back", "withdrawn events stand again");
    say("parted", "joins of people are undone");
    say("definitions", "changes of the set-up, teams and shares are undone");
    if (preview["blocked"].is_object())
        std::cout << "It cannot be taken back: " << preview["blocked"]["detail"].get<std::string>() << "\n";
    if (preview["stays"].empty()) {
        std::cout << "Nothing of it stays.\n";
        return;
    }
    std::cout << "This stays as it is:\n";
    for (auto const& staying : preview["stays"]) {
        std::string names;
        for (auto const& each : staying["first"]) {
            names += names.empty() ? " " : ", ";
            names += each["name"].is_string() ? each["name"].get<std::string>() : each["id"].get<std::string>();
            if (auto const field = each["field"].get<std::string>(); !field.empty()) names += " (" + field + ")";
        }
        auto const count = staying["count"].get<std::int64_t>();
        bool const is_more = count > static_cast<std::int64_t>(staying["first"].size());
        std::cout << fmt::format("{:>8} {}:{}{}\n", count, reason_in_words(staying["reason"].get<std::string>()), names,
                                 is_more ? ", …" : "");
    }
}

/// Waits for a large change set to go back; the answer as that of a small one.
Result<Json> followed(Door& door, Json begun, std::string const& path) {
    if (begun["state"] != "running") return begun;
    if (auto* here = door.here()) here->start_jobs();
    ProgressBar bar;
    auto report = TRY(door.call(Method::get, path));
    while (report["state"] == "running") {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        report = TRY(door.call(Method::get, path));
        auto const total = std::max<double>(1, report["total"].get<double>());
        bar.show("taking back", report["done"].get<double>() / total, "");
    }
    if (report["state"] != "done")
        return Error::unavailable("It stopped before all was taken back; the same command goes on.");
    auto const kept = TRY(door.list(path + "/kept"));
    return Json{
        {"change_set", report["change_set"]}, {"state", "done"}, {"reverted", report["reverted"]}, {"kept", kept}};
}

Result<void> revert(Flags const& flags, RevertOptions const& options) {
    auto const settings = TRY(flags.settings());
    set_up_log(settings);
    auto const door = TRY(Door::open(settings));
    auto const path = "/change-sets/" + options.change_set;
    if (options.is_dry_run) {
        auto const preview = TRY(preview_of(*door, path + "/revert"));
        if (flags.is_json)
            print_json(preview);
        else
            print_preview(preview);
        return {};
    }
    auto const outcome = TRY(followed(*door, TRY(door->call(Method::post, path + "/revert")), path + "/reverting"));
    if (flags.is_json) {
        print_json(outcome);
        return {};
    }
    std::cout << fmt::format("{} changes were taken back.\n", outcome["reverted"].get<std::int64_t>());
    if (outcome["kept"].empty()) return {};
    auto kept = outcome["kept"];
    for (auto& each : kept) each["reason"] = reason_in_words(each["reason"].get<std::string>());
    print_table(kept, {"object", "id", "field", "reason"});
    return {};
}

}  // namespace

void add_revert(Command const& top) {
    auto const command = top.add("revert", "Take a change back: an import, an edit, a join of two people",
                                 "  kith revert 0190f3a2-7b1c-7e55-9d43-0a1b2c3d4e5f --dry-run\n"
                                 "  kith revert 0190f3a2-7b1c-7e55-9d43-0a1b2c3d4e5f");
    command.add_common_settings();
    command.add_json_flag();
    auto const options = std::make_shared<RevertOptions>();
    auto& app = command.app();
    app.add_option("change_set", options->change_set, "The id that an import printed, or a history shows")->required();
    app.add_flag("--dry-run", options->is_dry_run, "Tell what would go back and what would stay, and why; do nothing");
    command.set_action([&flags = command.flags(), options] { return revert(flags, *options); });
}

}  // namespace kith::app
