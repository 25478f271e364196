// A list of people taken out as CSV, over HTTP, against the same columns of the same rows dumped by hand.
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <fstream>

#include "base/json.hpp"
#include "base/time.hpp"
#include "bench/bench.hpp"
#include "bench/workspace.hpp"

namespace kith::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double export_bar = 0.3;
constexpr int people_more = 8;  // than other workloads are about
// Those that the workload's calls fill, and the times of the record.
constexpr std::array<char const*, 7> columns{"name",       "given_name", "email", "country",
                                             "created_at", "updated_at", "notes"};

double seconds_since(Clock::time_point before) { return std::chrono::duration<double>(Clock::now() - before).count(); }

std::string joined(char const* between) {
    std::string text;
    for (auto const* column : columns) text += (text.empty() ? "" : between) + std::string(column);
    return text;
}

/// Rows a second of a plain dump: one statement, each cell quoted where it must be, into a file.
Result<double> raw_rate(Workspace const& workspace) {
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    auto const before = Clock::now();
    std::ofstream file(workspace.folder() + "/raw.csv", std::ios::binary);
    auto const sql = fmt::format(
        "SELECT {} FROM person WHERE deleted_at IS NULL AND joined_into IS NULL AND is_known ORDER BY id DESC",
        joined(", "));
    auto const path = workspace.folder() + "/data/kith.db";
    bool const is_open = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
                         sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK;
    std::int64_t rows = 0;
    std::string out;
    while (is_open && sqlite3_step(statement) == SQLITE_ROW) {
        ++rows;
        for (int column = 0; column < static_cast<int>(columns.size()); ++column) {
            if (column > 0) out += ',';
            bool const is_time = std::string_view(columns[static_cast<std::size_t>(column)]).ends_with("_at");
            auto const* bytes = sqlite3_column_text(statement, column);
            auto const cell = is_time ? Instant{sqlite3_column_int64(statement, column)}.text()
                                      : std::string(bytes ? reinterpret_cast<char const*>(bytes) : "");
            bool const is_quoted = cell.find_first_of(",\"\r\n") != std::string::npos;
            out += is_quoted ? "\"" + cell + "\"" : cell;
        }
        out += '\n';
        if (out.size() > 256 * 1024) {
            file << out;
            out.clear();
        }
    }
    file << out << std::flush;
    auto const took = seconds_since(before);
    std::string const wrong = is_open ? "" : sqlite3_errmsg(database);
    sqlite3_finalize(statement);
    sqlite3_close_v2(database);
    if (rows == 0) return Error::internal("the raw dump has no rows " + wrong);
    return static_cast<double>(rows) / took;
}

Result<double> kith_rate(Workspace& workspace) {
    support::HttpClient client(workspace.process().port(), 120);
    Json body{{"object", "people"}, {"fields", columns}};
    auto const before = Clock::now();
    auto const made = client.post("/api/v1/exports", workspace.authorization() + "Content-Type: application/json\r\n",
                                  dump_json(body));
    if (!made || made->status != 201)
        return Error::internal("POST /exports: " + (made ? made->body : std::string("the connection broke")));
    auto const id = support::json_member(made->body, "id");
    auto const file = client.get("/api/v1/exports/" + id + "/file", workspace.authorization());
    auto const took = seconds_since(before);
    if (!file || file->status != 200) return Error::internal("GET /exports/ID/file: the connection broke");
    auto const shown = client.get("/api/v1/exports/" + id, workspace.authorization());
    auto const record = TRY(parse_json(shown ? shown->body : ""));
    if (record["state"] != "done") return Error::internal("the export is not done: " + record.dump());
    return record["rows"]["written"].get<double>() / took;
}

Result<void> measure(Options const& options, Report& report) {
    auto const workspace = TRY(Workspace::open(options.executable));
    Events events(options.people * people_more);
    auto const sent =
        send_all(workspace->process(), identify_requests(events.people(), workspace->write_key()), options.connections);
    if (!sent.failure.empty()) return Error::internal(sent.failure);
    auto const memory_before = workspace->process().resident_bytes();
    std::vector<double> raw, kith;
    std::int64_t memory = 0;
    for (int round = 0; round < options.rounds; ++round) {
        raw.push_back(TRY(raw_rate(*workspace)));
        kith.push_back(TRY(kith_rate(*workspace)));
        memory = std::max(memory, workspace->process().resident_bytes() - memory_before);
    }
    report.add({"export", "rows of people as CSV a second", median(kith), "1/s", "raw dump of SQLite", median(raw),
                Bar::at_least, export_bar});
    report.add({"export", "memory that it added", static_cast<double>(memory) / 1e6, "MB", {}, {}, Bar::none, 0});
    workspace->process().stop();
    return {};
}

}  // namespace

void measure_export(Options const& options, Report& report) {
    if (auto const done = measure(options, report); !done)
        report.fail("export", done.error().message + " " + done.error().cause);
}

}  // namespace kith::bench
