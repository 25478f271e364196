#include "app/health.hpp"

#include <filesystem>

#include "app/health.sql.hpp"
#include "records/attachments/limits.hpp"
#include "store/migrator.hpp"

namespace kith::app {

namespace {

namespace fs = std::filesystem;
using http::Request;
using http::Response;

constexpr std::uintmax_t disk_free_bytes_min = 512ull * 1024 * 1024;

Result<store::Rows> fixed(store::Session& session, std::string_view sql) { return session.run(sql, {}); }

struct Check {
    std::string name;
    bool is_ok;
    std::string detail;
};

Result<Check> check_integrity(store::Session& session) {
    if (session.dialect().name() != "sqlite") {
        bool const answers = TRY(fixed(session, "SELECT 1")).size() == 1;
        return Check{"database", answers, "PostgreSQL answers."};
    }
    auto const rows = TRY(fixed(session, "PRAGMA integrity_check(10)"));
    bool const is_ok = rows.size() == 1 && rows[0].text(0) == "ok";
    std::string detail = is_ok ? "The file is whole." : "";
    if (!is_ok)
        for (auto row : rows) detail += std::string(row.text(0)) + "\n";
    return Check{"database", is_ok, detail};
}

Result<Check> check_migrations(store::Session& session) {
    auto const rows = TRY(fixed(session, "SELECT COUNT(*) FROM migration"));
    auto const applied = rows[0].integer(0);
    auto const known = static_cast<std::int64_t>(store::embedded_migrations().size());
    return Check{"migrations", applied == known, fmt::format("{} of {} applied.", applied, known)};
}

Result<Check> check_change_log(store::Session& session) {
    auto const rows = TRY(session.query(sql::change_log_extent));
    std::int64_t changes = 0;
    for (auto row : rows) {
        changes += row.integer(2);
        bool const is_gapless = row.integer(2) == 0 || (row.integer(4) == row.integer(1) &&
                                                        row.integer(4) - row.integer(3) + 1 == row.integer(2));
        if (!is_gapless) return Check{"change_log", false, fmt::format("Slot {} has gaps.", row.integer(0))};
    }
    return Check{"change_log", true, fmt::format("{} changes without gaps.", changes)};
}

Result<Check> check_counters(store::Session& session) {
    auto const rows = TRY(session.query(sql::counters_that_do_not_reconcile));
    std::string names;
    for (auto row : rows) names += (names.empty() ? "" : ", ") + std::string(row.text(0));
    return Check{"counters", rows.empty(),
                 rows.empty() ? "Every source: received = stored + duplicates + rejected."
                              : "These sources do not add up: " + names + "."};
}

Result<Check> check_attachments(records::Contents& contents) {
    auto const found = TRY(contents.verify(limits::attachment_bytes_verified));
    if (found.broken > 0)
        return Check{"attachments", false,
                     fmt::format("The bytes of {} of {} files are missing or damaged, the first by SHA-256: {}.",
                                 found.broken, found.contents, found.first_broken)};
    return Check{"attachments", true,
                 fmt::format("The bytes of {} files, {} MB{}, are as they came.", found.contents,
                             found.bytes / (1024 * 1024), found.is_all ? "" : " at random of more")};
}

Check check_disk(std::string const& folder) {
    std::error_code error;
    auto const space = fs::space(folder, error);
    if (error) return {"disk", false, error.message() + "."};
    return {"disk", space.available >= disk_free_bytes_min,
            fmt::format("{} MB free.", space.available / (1024 * 1024))};
}

Check check_folder(std::string const& folder) {
    std::error_code error;
    auto const others = fs::status(folder, error).permissions() & (fs::perms::group_write | fs::perms::others_all);
    if (error) return {"folder", false, error.message() + "."};
    bool const is_ok = others == fs::perms::none;
    return {"folder", is_ok,
            is_ok ? "Closed to others." : "Others may read or write the data folder; close it with `chmod 700`."};
}

Json json_of(Check const& check) { return {{"name", check.name}, {"is_ok", check.is_ok}, {"detail", check.detail}}; }

Result<Response> doctor(store::Database& database, audit::AuditLog& audit, records::Contents& contents,
                        std::string const& folder) {
    std::vector<Check> checks{check_folder(folder), check_disk(folder)};
    TRY(database.read([&](store::Session& session) -> Result<void> {
        for (auto* check : {check_integrity, check_migrations, check_change_log, check_counters})
            checks.push_back(TRY(check(session)));
        return {};
    }));
    TRY(audit.seal());  // where no server runs, nobody has sealed the newest yet
    auto const verification = TRY(audit.verify());
    checks.push_back({"audit_log", !verification.fault, verification.text()});
    checks.push_back(TRY(check_attachments(contents)));
    Json data = Json::array();
    bool is_ok = true;
    for (auto const& check : checks) {
        data.push_back(json_of(check));
        is_ok &= check.is_ok;
    }
    return Response::json({{"is_ok", is_ok}, {"checks", std::move(data)}});
}

void append_metric(std::string& out, std::string_view name, std::string_view type, std::string_view help,
                   std::int64_t value) {
    out += fmt::format("# HELP kith_{0} {2}\n# TYPE kith_{0} {1}\nkith_{0} {3}\n", name, type, help, value);
}

Result<Response> metrics(store::Database& database, http::ServerStatistics const& server) {
    auto const store = database.statistics();
    auto const rows = TRY(database.read([](store::Session& session) { return session.query(sql::counters_total); }));
    std::string out;
    append_metric(out, "store_commits_total", "counter", "Transactions committed; one commit may hold several tasks.",
                  store.commits);
    append_metric(out, "store_tasks_total", "counter", "Writes done.", store.tasks);
    append_metric(out, "store_tasks_waiting", "gauge", "Writes that wait for the writer.", store.tasks_waiting);
    append_metric(out, "store_busy_retries_total", "counter", "Writes run again after a conflict.", store.busy_retries);
    append_metric(out, "store_slow_tasks_total", "counter", "Writes that took over 5 ms of the writer.",
                  store.slow_tasks);
    append_metric(out, "http_requests_total", "counter", "Requests answered.", server.requests);
    append_metric(out, "http_requests_waiting", "gauge", "Requests that wait for a worker.", server.requests_waiting);
    append_metric(out, "http_requests_refused_total", "counter", "Requests refused because too many waited.",
                  server.refused);
    append_metric(out, "http_connections", "gauge", "Open connections.", server.connections);
    append_metric(out, "http_streams", "gauge", "Open streams of live changes.", server.streams);
    append_metric(out, "ingest_received_total", "counter", "Events received from sources.", rows[0].integer(0));
    append_metric(out, "ingest_stored_total", "counter", "Events stored.", rows[0].integer(1));
    append_metric(out, "ingest_duplicates_total", "counter", "Events that were stored before.", rows[0].integer(2));
    append_metric(out, "ingest_rejected_total", "counter", "Events among the dead letters.", rows[0].integer(3));
    return Response::text(std::move(out), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace

void add_health_routes(http::Router& router, store::Database& database, audit::AuditLog& audit,
                       records::Contents& contents, std::function<http::ServerStatistics()> statistics,
                       std::string data_folder) {
    using enum http::Method;
    router.add({get,
                "/healthz",
                Permission::everyone,
                {"healthz", "Health", "Whether the process answers", "", ""},
                [](Request&) -> Result<Response> { return Response::text("ok\n"); }});
    router.add({get,
                "/readyz",
                Permission::everyone,
                {"readyz", "Health", "Whether the database answers too", "", ""},
                [&database](Request&) -> Result<Response> {
                    TRY(database.read([](store::Session& session) { return session.query(sql::counters_total); }));
                    return Response::text("ready\n");
                }});
    router.add({get,
                "/metrics",
                Permission::workspace_read,
                {"metrics", "Health", "Counters, as Prometheus text", "", ""},
                [&database, statistics = std::move(statistics)](Request&) { return metrics(database, statistics()); }});
    Json const text = {{"type", "string"}}, boolean = {{"type", "boolean"}};
    Json const check = {{"type", "object"},
                        {"additionalProperties", false},
                        {"required", {"name", "is_ok", "detail"}},
                        {"properties", {{"name", text}, {"is_ok", boolean}, {"detail", text}}}};
    router.add_schema("Doctor",
                      {{"type", "object"},
                       {"additionalProperties", false},
                       {"required", {"is_ok", "checks"}},
                       {"properties", {{"is_ok", boolean}, {"checks", {{"type", "array"}, {"items", check}}}}}});
    router.add({get,
                "/api/v1/doctor",
                Permission::workspace_manage,
                {"doctor", "Health", "Checks of the data folder and the database", "", "Doctor"},
                [&database, &audit, &contents, folder = std::move(data_folder)](Request&) {
                    return doctor(database, audit, contents, folder);
                }});
}

}  // namespace kith::app
