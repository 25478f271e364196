// `kith setup export` and `kith setup import`: what a workspace is made of, as a file.
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/commands.hpp"

namespace kith::app {

namespace {

using http::Method;

struct SetUpOptions {
    std::string file;
    bool is_rehearsal = false;
};

Result<void> export_set_up(Flags const& flags, SetUpOptions const& options) {
    auto const settings = TRY(flags.settings());
    set_up_log(settings);
    auto const door = TRY(Door::open(settings));
    http::Request request;
    request.path = "/api/v1/set-up";
    auto const response = TRY(door->answer(std::move(request)));
    if (response.status >= 400) return error_of(response);
    if (options.file == "-") {
        std::cout << response.body << std::flush;
        return {};
    }
    std::ofstream file(options.file, std::ios::binary | std::ios::trunc);
    if (!(file << response.body) || !file.flush())
        return Error::unavailable(fmt::format("Cannot write {}.", options.file));
    return {};
}

/// `boat.length`, or the name alone.
std::string path_of(Json const& difference) {
    auto const object = difference["object"].get<std::string>(), name = difference["name"].get<std::string>();
    return object.empty() || object == name ? name : object + "." + name;
}

void print_difference(Json const& told, bool is_rehearsal) {
    for (auto const& each : told["changes"]) {
        std::cout << fmt::format("{} {} {}", each["what"].get<std::string>(), each["kind"].get<std::string>(),
                                 path_of(each));
        for (std::size_t i = 0; i < each["parts"].size(); ++i)
            std::cout << (i == 0 ? ": " : ", ") << each["parts"][i].get<std::string>();
        std::cout << "\n";
    }
    for (auto const& each : told["only_here"])
        std::cout << fmt::format("only here, stays: {} {}\n", each["kind"].get<std::string>(), path_of(each));
    if (told["changes"].empty()) std::cout << "Nothing differs that the file has.\n";
    if (is_rehearsal && !told["changes"].empty()) std::cout << "Nothing was changed: this was a dry run.\n";
    if (told["change_set"].is_string())
        std::cout << "To take it back: kith revert " << told["change_set"].get<std::string>() << "\n";
    std::cout << std::flush;
}

Result<void> import_set_up(Flags const& flags, SetUpOptions const& options) {
    std::ifstream file(options.file, std::ios::binary);
    if (!file) return Error::not_found(fmt::format("Cannot read {}.", options.file));
    std::ostringstream text;
    text << file.rdbuf();
    auto const settings = TRY(flags.settings());
    set_up_log(settings);
    auto const door = TRY(Door::open(settings));
    http::Request request;
    request.method = Method::post;
    request.path = options.is_rehearsal ? "/api/v1/set-up/compare" : "/api/v1/set-up/take-over";
    request.headers.set("Content-Type", "application/json");
    request.body = text.str();
    auto const response = TRY(door->answer(std::move(request)));
    if (response.status >= 400) return error_of(response);
    auto const told = TRY(parse_json(response.body));
    if (flags.is_json)
        print_json(told);
    else
        print_difference(told, options.is_rehearsal);
    return {};
}

}  // namespace

void add_set_up(Command const& top) {
    auto const setup = top.add("setup", "What the workspace is made of, apart from its data, as a file",
                               "  kith setup export set-up.json\n"
                               "  kith setup import set-up.json --dry-run\n");
    setup.app().require_subcommand(1);
    auto const out = setup.add("export", "Write objects, fields, roles and shared views to a file",
                               "  kith setup export set-up.json\n");
    out.add_common_settings();
    auto const to = std::make_shared<SetUpOptions>();
    out.app().add_option("file", to->file, "The file; - is standard output")->required();
    out.set_action([&flags = out.flags(), to] { return export_set_up(flags, *to); });

    auto const in = setup.add("import", "Make what the file has and this workspace lacks; nothing is deleted",
                              "  kith setup import set-up.json --dry-run\n");
    in.add_common_settings();
    in.add_json_flag();
    auto const from = std::make_shared<SetUpOptions>();
    in.app().add_option("file", from->file, "The file")->required();
    in.app().add_flag("--dry-run", from->is_rehearsal, "Say what would change, and change nothing");
    in.set_action([&flags = in.flags(), from] { return import_set_up(flags, *from); });
}

}  // namespace kith::app
