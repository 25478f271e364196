// `kith import`: files in.
#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "app/commands.hpp"
#include "app/kith.hpp"
#include "app/progress_bar.hpp"
#include "connect/limits.hpp"

namespace kith::app {

namespace {

using http::Method;

struct ImportOptions {
    std::string kind, file, currency, time_zone, source, bad_rows, delimiter, encoding, date_order, decimal_mark, key;
    std::vector<std::string> map;
    bool has_no_header = false, is_replacing = false;
};

/// `email=email_other,given_name=#2` as the API takes it.
Result<Json> map_of(std::vector<std::string> const& options) {
    Json map = Json::array();
    for (std::string_view rest : options) {
        while (!rest.empty()) {
            auto const pair = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            auto const equals = pair.find('=');
            if (equals == std::string_view::npos || equals == 0 || equals + 1 == pair.size())
                return Error::invalid("map", "wrong",
                                      fmt::format("'{}' is not a field, an equals sign and a column.", pair));
            map.push_back({{"target", pair.substr(0, equals)}, {"column", pair.substr(equals + 1)}});
        }
    }
    return map;
}

Result<Json> choices_of(ImportOptions const& options) {
    Json plan = Json::object(), format = Json::object();
    if (!options.map.empty()) plan["map"] = TRY(map_of(options.map));
    for (auto const& [member, value] :
         {std::pair("currency", &options.currency), std::pair("time_zone", &options.time_zone),
          std::pair("source", &options.source), std::pair("date_order", &options.date_order),
          std::pair("decimal_mark", &options.decimal_mark), std::pair("key", &options.key)})
        if (!value->empty()) plan[member] = *value;
    if (options.is_replacing) plan["existing"] = "replace";
    if (!options.encoding.empty()) format["encoding"] = options.encoding;
    if (!options.delimiter.empty()) format["delimiter"] = options.delimiter == "\\t" ? "\t" : options.delimiter;
    if (options.has_no_header) format["has_header"] = false;
    return Json{{"format", std::move(format)}, {"plan", std::move(plan)}};
}

double share_of(Json const& import, char const* done) {
    auto const bytes = import["bytes"].get<double>();
    return bytes > 0 ? std::min(1.0, import[done].get<double>() / bytes) : 1;
}

Result<Json> send_file(Door& door, ImportOptions const& options, ProgressBar& bar) {
    std::ifstream file(options.file, std::ios::binary | std::ios::ate);
    if (!file) return Error::not_found(fmt::format("Cannot read {}.", options.file));
    auto const bytes = static_cast<std::int64_t>(file.tellg());
    file.seekg(0);
    auto import = TRY(
        door.call(Method::post, "/imports", {{"kind", options.kind}, {"file_name", options.file}, {"bytes", bytes}}));
    auto const path = "/api/v1/imports/" + import["id"].get<std::string>() + "/parts/";
    std::string piece(limits::import_part_bytes_max, '\0');
    for (std::int64_t part = 0; import["state"] == "uploading"; ++part) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        if (file.gcount() == 0) return Error::unavailable(fmt::format("{} became shorter.", options.file));
        http::Request request;
        request.method = Method::put;
        request.path = path + std::to_string(part);
        request.headers.set("Content-Type", "application/octet-stream");
        request.body = piece.substr(0, static_cast<std::size_t>(file.gcount()));
        auto const response = TRY(door.answer(std::move(request)));
        if (response.status >= 400) return error_of(response);
        import = TRY(parse_json(response.body));
        bar.show("reading ", share_of(import, "bytes_received"), "");
    }
    return import;
}

/// Begins, or goes on with the same file where an earlier attempt broke off.
Result<Json> begin(Door& door, Json import, ImportOptions const& options) {
    for (auto const& earlier : import["earlier"]) {
        if (earlier["state"] != "running" && earlier["state"] != "failed") continue;
        TRY(door.call(Method::delete_, "/imports/" + import["id"].get<std::string>()));
        auto const id = earlier["id"].get<std::string>();
        if (earlier["state"] == "running") return door.call(Method::get, "/imports/" + id);
        return door.call(Method::post, "/imports/" + id + "/start", Json::object());
    }
    auto const id = import["id"].get<std::string>();
    auto started = door.call(Method::post, "/imports/" + id + "/start", TRY(choices_of(options)));
    // A file that cannot be taken in so is not kept.
    if (!started) TRY(door.call(Method::delete_, "/imports/" + id));
    return started;
}

Result<std::string> write_bad_rows(Door& door, Json const& import, ImportOptions const& options) {
    auto const path = options.bad_rows.empty() ? options.file + ".bad.csv" : options.bad_rows;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!file) return Error::unavailable(fmt::format("Cannot write {}.", path));
    std::string after = "0";
    while (!after.empty()) {
        http::Request request;
        request.path = "/api/v1/imports/" + import["id"].get<std::string>() + "/bad-rows";
        request.query.emplace_back("after", after);
        auto const response = TRY(door.answer(std::move(request)));
        if (response.status >= 400) return error_of(response);
        file << response.body;
        after = response.headers.get("Kith-Next");
    }
    if (!file.flush()) return Error::unavailable(fmt::format("Cannot write {}.", path));
    return path;
}

Result<void> import_file(Flags const& flags, ImportOptions const& options) {
    auto const settings = TRY(flags.settings());
    set_up_log(settings);
    auto const door = TRY(Door::open(settings));
    Json import;
    {
        ProgressBar bar;
        import = TRY(begin(*door, TRY(send_file(*door, options, bar)), options));
        if (auto* here = door->here()) here->start_jobs();
        auto const path = "/imports/" + import["id"].get<std::string>();
        while (import["state"] == "running") {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            import = TRY(door->call(Method::get, path));
            bar.show("taking in", share_of(import, "bytes_done"),
                     fmt::format("{} rows", import["rows"]["done"].get<std::int64_t>()));
        }
    }
    auto const& rows = import["rows"];
    std::string bad_rows;
    if (rows["bad"].get<std::int64_t>() > 0) bad_rows = TRY(write_bad_rows(*door, import, options));
    if (flags.is_json) {
        import["bad_rows_file"] = bad_rows.empty() ? Json() : Json(bad_rows);
        print_json(import);
    } else {
        std::cout << fmt::format("{} rows: {} went in, {} were in already, {} could not go in.\n",
                                 rows["done"].get<std::int64_t>(), rows["stored"].get<std::int64_t>(),
                                 rows["duplicates"].get<std::int64_t>(), rows["bad"].get<std::int64_t>());
        for (auto const& [target, count] : import["misfits"].items())
            std::cout << fmt::format("{} cells did not fit {} and are kept beside it.\n", dump_json(count), target);
        if (auto const made = import["choices_made"].get<std::int64_t>(); made > 0)
            std::cout << fmt::format("{} choices were added to open fields.\n", made);
        if (!bad_rows.empty()) std::cout << "Rows that could not go in, with their reasons: " << bad_rows << "\n";
        std::cout << "To take it back: kith revert " << import["change_set"].get<std::string>() << std::endl;
    }
    if (import["state"] == "done") return {};
    return Error::unavailable(import["error"].is_string() ? import["error"].get<std::string>()
                                                          : "The import did not finish.");
}

}  // namespace

void add_import(Command const& top) {
    auto const command =
        top.add("import", "Take in a file of sales, or of records of an object",
                "  kith import people contacts.csv --map 'email=email_other,given_name=first_name'\n"
                "  kith import sales CDNOW_master.txt --map 'customer=#1,date=#2,amount=#4' --currency USD\n"
                "  kith import boats boats.csv --map 'code=No,name=Boat,owner.email=Owner' --key code --replace\n"
                "Without --map the columns are recognised by their names and contents.");
    command.add_common_settings();
    command.add_json_flag();
    auto const options = std::make_shared<ImportOptions>();
    auto& app = command.app();
    app.add_option("kind", options->kind, "sales, or an object: people, companies, …")->required();
    app.add_option("file", options->file, "The file")->required();
    app.add_option(
        "--map", options->map,
        "field=column,…; a column by its name, or #1, #2, …; owner.email=… says what a cell tells of another record");
    app.add_option("--key", options->key,
                   "The field by which records that are there are found [none: every row is new]");
    app.add_flag("--replace", options->is_replacing, "What they have gives way to the file [only gaps are filled]");
    app.add_option("--currency", options->currency, "Of amounts without one [the workspace's]");
    app.add_option("--time-zone", options->time_zone, "Of times without one [the workspace's]");
    app.add_option("--source", options->source, "The system that the file comes from [Files]");
    app.add_option("--bad-rows", options->bad_rows, "Where rows go that cannot be taken in [FILE.bad.csv]");
    app.add_option("--delimiter", options->delimiter, "Between cells: , ; | \\t or a space [found out]");
    app.add_option("--encoding", options->encoding, "UTF-8, UTF-16LE, windows-1252, … [found out]");
    app.add_option("--date-order", options->date_order, "dmy or mdy [found out]");
    app.add_option("--decimal-mark", options->decimal_mark, "Point or comma [found out]");
    app.add_flag("--no-header", options->has_no_header, "The first row is one like the others");
    command.set_action([&flags = command.flags(), options] { return import_file(flags, *options); });
}

}  // namespace kith::app
