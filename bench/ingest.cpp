// Ingest by /v1/batch of 100 events, resolved, deduplicated, durable, against the same rows written by hand.
#include <fmt/format.h>

#include "bench/bench.hpp"
#include "bench/raw.hpp"
#include "bench/workspace.hpp"
#include "tests/support/postgres_server.hpp"

namespace kith::bench {
namespace {

constexpr double ingest_bar = 0.5;

struct Rounds {
    std::vector<double> kith, raw, answer_ms;
    double client_cpu = 0, server_cpu = 0, seconds = 0;
    std::size_t refused = 0;
};

// The source's counters must say that everything arrived and nothing else did.
Result<void> check_counters(Workspace& workspace, std::size_t expected) {
    support::HttpClient client(workspace.process().port());
    auto const answer = client.get("/api/v1/sources", workspace.authorization());
    auto const stored = answer ? support::json_member(answer->body, "stored") : std::string();
    if (stored != std::to_string(expected))
        return Error::internal(fmt::format("{} events were sent, but {} stored", expected, stored));
    return {};
}

Result<Rounds> run_rounds(Options const& options, Workspace& workspace, RawStore& raw) {
    Events events(options.people);
    auto const known =
        send_all(workspace.process(), identify_requests(events.people(), workspace.write_key()), options.connections);
    if (!known.failure.empty()) return Error::internal("identify: " + known.failure);
    Rounds rounds;
    std::size_t sent_in_all = events.people().size();
    for (int round = 0; round < options.rounds; ++round) {
        auto const samples = events.make(options.events);
        auto const count = static_cast<double>(samples.size());
        rounds.raw.push_back(count / TRY(raw.write(samples, events.people())));
        auto const requests = batch_requests(samples, events.people(), workspace.write_key());
        auto const sent = send_all(workspace.process(), requests, options.connections);
        if (!sent.failure.empty()) return Error::internal(sent.failure);
        sent_in_all += samples.size();
        rounds.kith.push_back(count / sent.seconds);
        rounds.answer_ms.insert(rounds.answer_ms.end(), sent.answer_ms.begin(), sent.answer_ms.end());
        rounds.client_cpu += sent.client_cpu_seconds;
        rounds.server_cpu += sent.server_cpu_seconds;
        rounds.seconds += sent.seconds;
        rounds.refused += sent.refused;
    }
    TRY(check_counters(workspace, sent_in_all));
    return rounds;
}

void report_rounds(std::string const& workload, std::string const& peer, Options const& options, Workspace& workspace,
                   Rounds const& rounds, Report& report) {
    auto const events = static_cast<double>(options.rounds) * options.events;
    report.add({workload, "events stored a second", median(rounds.kith), "1/s", peer, median(rounds.raw), Bar::at_least,
                ingest_bar});
    report.add(
        {workload, "answer to a batch of 100, p50", quantile(rounds.answer_ms, 0.5), "ms", {}, {}, Bar::none, 0});
    report.add(
        {workload, "answer to a batch of 100, p99", quantile(rounds.answer_ms, 0.99), "ms", {}, {}, Bar::none, 0});
    report.add(
        {workload, "server's processor time an event", rounds.server_cpu / events * 1e6, "us", {}, {}, Bar::none, 0});
    report.add(
        {workload, "sender's processor time an event", rounds.client_cpu / events * 1e6, "us", {}, {}, Bar::none, 0});
    report.add({workload,
                "server's memory afterwards",
                static_cast<double>(workspace.process().resident_bytes()) / 1e6,
                "MB",
                {},
                {},
                Bar::none,
                0});
    if (rounds.refused > 0) report.note(fmt::format("{} batches were answered 429 and sent again", rounds.refused));
}

Result<void> measure(std::string const& workload, std::string const& peer, Options const& options,
                     std::string const& database, RawStore& raw, Report& report) {
    auto const workspace = TRY(Workspace::open(options.executable, database));
    auto const rounds = TRY(run_rounds(options, *workspace, raw));
    report_rounds(workload, peer, options, *workspace, rounds, report);
    workspace->process().stop();
    return {};
}

std::string text_of(Error const& error) {
    return error.message + (error.cause.empty() ? "" : " (" + error.cause + ")");
}

}  // namespace

void measure_ingest_on_sqlite(Options const& options, Report& report) {
    support::TemporaryFolder const folder;
    auto const raw = raw_sqlite(folder.path("raw.db"));
    auto const done =
        raw ? measure("ingest-sqlite", "raw SQLite", options, {}, **raw, report) : Result<void>(Failure(raw.error()));
    if (!done) report.fail("ingest-sqlite", text_of(done.error()));
}

void measure_ingest_on_postgres(Options const& options, Report& report) {
    auto* const server = support::PostgresServer::shared();
    if (server == nullptr) return report.fail("ingest-postgres", support::PostgresServer::why_absent());
    auto const raw = raw_postgres(server->make_database());
    auto const done =
        raw ? measure("ingest-postgres", "raw multi-row INSERT", options, server->make_database(), **raw, report)
            : Result<void>(Failure(raw.error()));
    if (!done) report.fail("ingest-postgres", text_of(done.error()));
}

}  // namespace kith::bench
