// `kith export`: lists and events out, as files.
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>

#include "app/commands.hpp"
#include "app/progress_bar.hpp"

namespace kith::app {

namespace {

using http::Method;

struct ExportOptions {
    std::string object, format, filter, search, purpose, output, type, from, to;
    std::vector<std::string> fields;
};

Json asked(ExportOptions const& options) {
    Json body{{"object", options.object}, {"format", options.format}};
    for (auto const& [member, value] :
         {std::pair("filter", &options.filter), std::pair("q", &options.search), std::pair("purpose", &options.purpose),
          std::pair("type", &options.type), std::pair("from", &options.from), std::pair("to", &options.to)})
        if (!value->empty()) body[member] = *value;
    if (!options.fields.empty()) body["fields"] = options.fields;
    return body;
}

/// Where the rows go: a file, or standard output.
class Output {
public:
    static Result<Output> open(std::string const& path) {
        Output output;
        if (path.empty() || path == "-") return output;
        output.file_ = std::make_unique<std::ofstream>(path, std::ios::binary);
        if (!*output.file_) return Error::unavailable(fmt::format("Cannot write {}.", path));
        return output;
    }
    Result<void> write(std::string_view bytes) {
        auto& stream = file_ ? static_cast<std::ostream&>(*file_) : std::cout;
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!stream) return Error::unavailable("Cannot write on: is the disk full, or the reader gone?");
        return {};
    }
    Result<void> close() {
        (file_ ? static_cast<std::ostream&>(*file_) : std::cout).flush();
        return write({});
    }

private:
    std::unique_ptr<std::ofstream> file_;
};

void print_outcome(Json const& done) {
    auto const& rows = done["rows"];
    std::cerr << fmt::format("{} rows.\n", rows["written"].get<std::int64_t>());
    if (rows["left_out"].get<std::int64_t>() > 0) {
        std::cerr << fmt::format("{} were left out, because the purpose {} does not allow them:\n",
                                 rows["left_out"].get<std::int64_t>(), done["purpose"].get<std::string>());
        for (auto const& [reason, count] : done["left_out"].items())
            std::cerr << fmt::format("  {:>8} {}\n", count.get<std::int64_t>(), reason);
    }
    if (auto const withheld = done["contacts_withheld"].get<std::int64_t>(); withheld > 0)
        std::cerr << fmt::format("{} e-mails and phones were left out of their rows.\n", withheld);
}

Result<void> export_rows(Flags const& flags, ExportOptions const& options) {
    auto const settings = TRY(flags.settings());
    set_up_log(settings);
    auto const door = TRY(Door::open(settings));
    auto const made = TRY(door->call(Method::post, "/exports", asked(options)));
    auto const path = "/exports/" + made["id"].get<std::string>();
    auto output = TRY(Output::open(options.output));
    {
        ProgressBar bar;
        auto asked_at = std::chrono::steady_clock::now();
        http::Request request;
        request.path = "/api/v1" + path + "/file";
        auto const response = TRY(door->download(std::move(request), [&](std::string_view bytes) -> Result<void> {
            TRY(output.write(bytes));
            auto const now = std::chrono::steady_clock::now();
            if (now - asked_at < std::chrono::milliseconds(500)) return {};
            asked_at = now;
            auto const rows = TRY(door->call(Method::get, path))["rows"];
            auto const total = std::max<std::int64_t>(1, rows["total"].get<std::int64_t>());
            bar.show("exporting", std::min(1.0, rows["done"].get<double>() / static_cast<double>(total)),
                     fmt::format("{} rows", rows["written"].get<std::int64_t>()));
            return {};
        }));
        if (response.status >= 400) return error_of(response);
        TRY(output.close());
    }
    auto const done = TRY(door->call(Method::get, path));
    if (!flags.is_json)
        print_outcome(done);
    else
        std::cerr << done.dump(2) << "\n";
    return {};
}

}  // namespace

void add_export(Command const& top) {
    auto const command = top.add(
        "export", "Take people, companies, events or other records out as a file",
        "  kith export people --filter 'country = \"LT\"' --output people.csv\n"
        "  kith export people --purpose partner_sharing --fields name,email > partners.csv\n"
        "  kith export events --type 'Order Completed' --from 2026-01-01 --format jsonl\n"
        "With a purpose, whoever has not allowed it is left out and counted. What was taken out is kept on record.");
    command.add_common_settings();
    command.add_json_flag();
    auto const options = std::make_shared<ExportOptions>();
    options->format = "csv";
    auto& app = command.app();
    app.add_option("object", options->object, "people, companies, events, or the plural of any object")->required();
    app.add_option("--format", options->format, "csv or jsonl [csv]")->check(CLI::IsMember({"csv", "jsonl"}));
    app.add_option("--filter", options->filter, "A rule; of events, one about their people");
    app.add_option("--search", options->search, "Words that must all be found");
    app.add_option("--fields", options->fields, "Names separated by commas [all]")->delimiter(',');
    app.add_option("--purpose", options->purpose, "What the file is for [the business's own use]");
    app.add_option("--type", options->type, "Of events [all]");
    app.add_option("--from", options->from, "Events from this time on");
    app.add_option("--to", options->to, "Events before this time");
    app.add_option("--output", options->output, "The file [standard output]");
    command.set_action([&flags = command.flags(), options] { return export_rows(flags, *options); });
}

}  // namespace kith::app
