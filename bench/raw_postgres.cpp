#include <fmt/format.h>
#include <libpq-fe.h>

#include <chrono>
#include <map>

#include "base/time.hpp"
#include "bench/raw.hpp"

namespace kith::bench {
namespace {

// Parameters of one statement, in text form; ids as PostgreSQL's own 16 bytes.
class Parameters {
public:
    explicit Parameters(std::size_t count) {
        values_.reserve(count);
        lengths_.reserve(count);
        formats_.reserve(count);
        numbers_.reserve(count);
    }
    void add(std::string const& text) { add(text.c_str(), static_cast<int>(text.size()), 0); }
    void add(Uuid const& id) { add(reinterpret_cast<char const*>(id.bytes.data()), 16, 1); }
    void add(std::int64_t number) {
        numbers_.push_back(std::to_string(number));
        add(numbers_.back().c_str(), 0, 0);
    }
    int size() const { return static_cast<int>(values_.size()); }
    char const* const* values() const { return values_.data(); }
    int const* lengths() const { return lengths_.data(); }
    int const* formats() const { return formats_.data(); }

private:
    void add(char const* value, int length, int format) {
        values_.push_back(value);
        lengths_.push_back(length);
        formats_.push_back(format);
    }
    std::vector<char const*> values_;
    std::vector<int> lengths_, formats_;
    std::vector<std::string> numbers_;  // reserved, so that what points into it stays
};

// `(…), (…)` with `$` parameters; a column whose text is not `$` stands as it is.
std::string rows_text(std::size_t rows, std::vector<std::string> const& columns) {
    std::string text;
    std::size_t parameter = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        text += row == 0 ? "(" : ", (";
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (column != 0) text += ", ";
            text += columns[column] == "$" ? fmt::format("${}", ++parameter) : columns[column];
        }
        text += ")";
    }
    return text;
}

constexpr int slots = 64;  // store::slot_of: by the last byte of the person's id

class RawPostgres final : public RawStore {
public:
    explicit RawPostgres(PGconn* connection) : connection_(connection) {}
    ~RawPostgres() override { PQfinish(connection_); }

    Result<void> prepare() {
        TRY(run("SET synchronous_commit = on"));
        TRY(run(fmt::format(
            "INSERT INTO source (id, name, kind, is_enabled, created_at) VALUES ('{}', 'Bench', 'server', TRUE, 0)",
            source_.text())));
        TRY(run(fmt::format(
            "INSERT INTO source_counter (source_id, received, stored, duplicates, rejected) VALUES ('{}', 0, 0, 0, 0)",
            source_.text())));
        auto const rows = raw_transaction_events;
        TRY(prepare("event",
                    "INSERT INTO event (person_id, event_id, occurred_at, received_at, type, call, source_id, "
                    "is_flagged, properties, context) VALUES " +
                        rows_text(rows, {"$", "$", "$", "$", "$", "'track'", "$", "FALSE", "$", "$"})));
        TRY(prepare("message", "INSERT INTO message (source_id, message_id, person_id, event_id) VALUES " +
                                   rows_text(rows, {"$", "$", "$", "$"}) +
                                   " ON CONFLICT (source_id, message_id) DO NOTHING"));
        TRY(prepare("change", "INSERT INTO change (slot, seq, kind, person_id, object, event_id, version) VALUES " +
                                  rows_text(rows, {"$", "$", std::to_string(event_appended), "$", "''", "$", "0"})));
        TRY(prepare("counter",
                    "UPDATE source_counter SET received = received + $1, stored = stored + $1, last_event_at = $2 "
                    "WHERE source_id = $3"));
        return {};
    }

    Result<double> write(std::vector<Sample> const& samples, std::vector<Somebody> const& people) override {
        auto const began = std::chrono::steady_clock::now();
        // Whole transactions only: the statements have as many rows.
        for (std::size_t from = 0; from + raw_transaction_events <= samples.size(); from += raw_transaction_events) {
            TRY(run("BEGIN"));
            TRY(write_group(samples, from, people));
            TRY(run("COMMIT"));
        }
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }

private:
    Result<void> write_group(std::vector<Sample> const& samples, std::size_t from,
                             std::vector<Somebody> const& people) {
        auto const now = Instant::now().ms;
        std::vector<Uuid> ids(raw_transaction_events);
        std::map<int, std::int64_t> counts;
        Parameters messages(4 * ids.size()), events(8 * ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            auto const& sample = samples[from + i];
            auto const& person = people[sample.person].id;
            ids[i] = Uuid::make();
            ++counts[person.bytes.back() % slots];
            messages.add(source_);
            messages.add(sample.message_id);
            messages.add(person);
            messages.add(ids[i]);
            events.add(person);
            events.add(ids[i]);
            events.add(sample.occurred_at);
            events.add(now);
            events.add(sample.type);
            events.add(source_);
            events.add(sample.properties);
            events.add(sample.context);
        }
        TRY(execute("message", messages));
        TRY(execute("event", events));
        auto next = TRY(advance(counts));
        Parameters changes(4 * ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            auto const& person = people[samples[from + i].person].id;
            int const slot = person.bytes.back() % slots;
            changes.add(slot);
            changes.add(++next[slot]);
            changes.add(person);
            changes.add(ids[i]);
        }
        TRY(execute("change", changes));
        Parameters counter(3);
        counter.add(static_cast<std::int64_t>(ids.size()));
        counter.add(now);
        counter.add(source_);
        return execute("counter", counter);
    }

    // Takes numbers in every slot, in one statement; the last number before those taken.
    Result<std::map<int, std::int64_t>> advance(std::map<int, std::int64_t> const& counts) {
        std::string rows;
        for (auto const& [slot, count] : counts)
            rows += fmt::format("{}({}, {})", rows.empty() ? "" : ", ", slot, count);
        auto* result = PQexec(
            connection_, ("INSERT INTO change_slot (slot, seq) VALUES " + rows +
                          " ON CONFLICT (slot) DO UPDATE SET seq = change_slot.seq + excluded.seq RETURNING slot, seq")
                             .c_str());
        std::map<int, std::int64_t> before;
        for (int row = 0; row < PQntuples(result); ++row) {
            int const slot = static_cast<int>(std::strtol(PQgetvalue(result, row, 0), nullptr, 10));
            before[slot] = std::strtoll(PQgetvalue(result, row, 1), nullptr, 10) - counts.at(slot);
        }
        PQclear(result);
        if (before.size() != counts.size()) return Error::internal(PQerrorMessage(connection_));
        return before;
    }

    Result<void> check(PGresult* result) {
        auto const status = PQresultStatus(result);
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            return Error::internal(PQerrorMessage(connection_));
        return {};
    }
    Result<void> run(std::string const& sql) { return check(PQexec(connection_, sql.c_str())); }
    Result<void> prepare(char const* name, std::string const& sql) {
        return check(PQprepare(connection_, name, sql.c_str(), 0, nullptr));
    }
    Result<void> execute(char const* name, Parameters const& parameters) {
        return check(PQexecPrepared(connection_, name, parameters.size(), parameters.values(), parameters.lengths(),
                                    parameters.formats(), 0));
    }

    PGconn* connection_;
    Uuid source_ = Uuid::make();
};

}  // namespace

Result<std::unique_ptr<RawStore>> raw_postgres(std::string const& location) {
    TRY(make_schema(location));
    auto raw = std::make_unique<RawPostgres>(PQconnectdb(location.c_str()));
    TRY(raw->prepare());
    return std::unique_ptr<RawStore>(std::move(raw));
}

}  // namespace kith::bench
