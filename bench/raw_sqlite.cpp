#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>

#include "base/time.hpp"
#include "bench/raw.hpp"
#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::bench {
namespace {

class RawSqlite final : public RawStore {
public:
    explicit RawSqlite(sqlite3* database) : database_(database) {}
    ~RawSqlite() override {
        for (auto* statement : {event_, message_, change_, slot_, counter_}) sqlite3_finalize(statement);
        sqlite3_close_v2(database_);
    }

    Result<void> prepare() {
        // As Kith's writer has them; the log is taken into the file at the same size.
        for (auto const* sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                                "PRAGMA cache_size = -8000", "PRAGMA wal_autocheckpoint = 2000"})
            TRY(run(sql));
        auto const id = SourceId::make();
        auto const hex = [](Uuid const& uuid) {
            std::string text;
            for (auto const byte : uuid.bytes) text += fmt::format("{:02x}", byte);
            return text;
        };
        source_ = id.uuid;
        TRY(run(fmt::format(
            "INSERT INTO source (id, name, kind, is_enabled, created_at) VALUES (x'{}', 'Bench', 'server', 1, 0)",
            hex(source_))));
        TRY(run(fmt::format(
            "INSERT INTO source_counter (source_id, received, stored, duplicates, rejected) VALUES (x'{}', 0, 0, 0, 0)",
            hex(source_))));
        TRY(run("INSERT INTO change_slot (slot, seq) VALUES (0, 1000) ON CONFLICT (slot) DO UPDATE SET seq = 1000"));
        TRY(prepare(event_,
                    "INSERT INTO event (person_id, event_id, occurred_at, received_at, type, call, source_id, "
                    "is_flagged, properties, context) VALUES (?1, ?2, ?3, ?4, ?5, 'track', ?6, 0, ?7, ?8)"));
        TRY(prepare(message_,
                    "INSERT INTO message (source_id, message_id, person_id, event_id) VALUES (?1, ?2, ?3, ?4) ON "
                    "CONFLICT (source_id, message_id) DO NOTHING"));
        TRY(prepare(change_,
                    "INSERT INTO change (slot, seq, kind, person_id, object, event_id, version) VALUES (0, ?1, ?2, ?3, "
                    "'', ?4, 0)"));
        TRY(prepare(slot_, "UPDATE change_slot SET seq = seq + ?1 WHERE slot = 0"));
        TRY(prepare(counter_,
                    "UPDATE source_counter SET received = received + ?1, stored = stored + ?1, last_event_at = ?2 "
                    "WHERE source_id = ?3"));
        return {};
    }

    Result<double> write(std::vector<Sample> const& samples, std::vector<Somebody> const& people) override {
        auto const began = std::chrono::steady_clock::now();
        auto const now = Instant::now().ms;
        for (std::size_t from = 0; from < samples.size(); from += raw_transaction_events) {
            auto const to = std::min(samples.size(), from + raw_transaction_events);
            TRY(run("BEGIN IMMEDIATE"));
            for (auto at = from; at < to; ++at) TRY(write_one(samples[at], people[samples[at].person].id, now));
            auto const count = static_cast<std::int64_t>(to - from);
            sqlite3_bind_int64(slot_, 1, count);
            TRY(step(slot_));
            sqlite3_bind_int64(counter_, 1, count);
            sqlite3_bind_int64(counter_, 2, now);
            bind(counter_, 3, source_);
            TRY(step(counter_));
            TRY(run("COMMIT"));
        }
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }

private:
    static void bind(sqlite3_stmt* statement, int at, Uuid const& id) {
        sqlite3_bind_blob(statement, at, id.bytes.data(), 16, SQLITE_STATIC);
    }
    static void bind(sqlite3_stmt* statement, int at, std::string const& text) {
        sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }

    Result<void> write_one(Sample const& sample, Uuid const& person, std::int64_t now) {
        auto const event = Uuid::make();
        bind(message_, 1, source_);
        bind(message_, 2, sample.message_id);
        bind(message_, 3, person);
        bind(message_, 4, event);
        TRY(step(message_));
        bind(event_, 1, person);
        bind(event_, 2, event);
        sqlite3_bind_int64(event_, 3, sample.occurred_at);
        sqlite3_bind_int64(event_, 4, now);
        bind(event_, 5, sample.type);
        bind(event_, 6, source_);
        bind(event_, 7, sample.properties);
        bind(event_, 8, sample.context);
        TRY(step(event_));
        sqlite3_bind_int64(change_, 1, ++seq_);
        sqlite3_bind_int(change_, 2, event_appended);
        bind(change_, 3, person);
        bind(change_, 4, event);
        return step(change_);
    }

    Result<void> step(sqlite3_stmt* statement) {
        int const code = sqlite3_step(statement);
        sqlite3_reset(statement);
        if (code != SQLITE_DONE) return Error::internal(sqlite3_errmsg(database_));
        return {};
    }
    Result<void> run(std::string const& sql) {
        if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            return Error::internal(fmt::format("{} in {}", sqlite3_errmsg(database_), sql));
        return {};
    }
    Result<void> prepare(sqlite3_stmt*& statement, char const* sql) {
        if (sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
            return Error::internal(fmt::format("{} in {}", sqlite3_errmsg(database_), sql));
        return {};
    }

    sqlite3* database_;
    sqlite3_stmt *event_ = nullptr, *message_ = nullptr, *change_ = nullptr, *slot_ = nullptr, *counter_ = nullptr;
    Uuid source_;
    std::int64_t seq_ = 1000;  // past what making the schema has logged
};

}  // namespace

Result<void> make_schema(std::string const& location) {
    auto const database = TRY(store::Database::open(location));
    TRY(schema::install(*database));
    return {};
}

Result<std::unique_ptr<RawStore>> raw_sqlite(std::string const& path) {
    TRY(make_schema("sqlite:" + path));
    sqlite3* database = nullptr;
    int const code = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    auto raw = std::make_unique<RawSqlite>(database);
    if (code != SQLITE_OK) return Error::internal("cannot open " + path);
    TRY(raw->prepare());
    return std::unique_ptr<RawStore>(std::move(raw));
}

}  // namespace kith::bench
