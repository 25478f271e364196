// A file of people taken in, against the same rows written by hand; and what memory that takes.
//
// *Raw* writes the very rows that the import left, read back from its database: every table that it wrote a row a
// person into, the search index included, in transactions of 500 people, by prepared statements with
// `synchronous=FULL`. Nothing is read from a file, recognised, checked or looked up.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "bench/bench.hpp"
#include "bench/raw.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::bench {
namespace {

constexpr double rate_bar = 0.3;
constexpr double memory_mb_max = 200;
constexpr int people_a_file = 4;  // for each of the usual number: a file is larger than what else people are made by
constexpr std::size_t raw_transaction_people = 500;

struct DatabaseCloser {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct StatementCloser {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct ValueFreer {
    void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Database = std::unique_ptr<sqlite3, DatabaseCloser>;
using Statement = std::unique_ptr<sqlite3_stmt, StatementCloser>;
using Value = std::unique_ptr<sqlite3_value, ValueFreer>;

Error error_of(sqlite3* database, std::string const& sql) {
    return Error::internal(fmt::format("{} in {}", sqlite3_errmsg(database), sql));
}

Result<Database> open(std::string const& path) {
    sqlite3* opened = nullptr;
    int const code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(opened);
    if (code != SQLITE_OK) return Error::internal("cannot open " + path);
    return database;
}

Result<Statement> prepare(sqlite3* database, std::string const& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) return error_of(database, sql);
    return Statement(statement);
}

Result<void> run(sqlite3* database, std::string const& sql) {
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error_of(database, sql);
    return {};
}

/// One table's rows, in the order in which they lie.
struct Table {
    std::string insert;
    std::size_t columns = 0;
    std::vector<Value> values;  ///< row after row
    std::size_t rows() const { return values.size() / columns; }
};

Result<Table> read_table(sqlite3* database, std::string const& name, std::string const& columns) {
    auto const select = TRY(prepare(database, fmt::format("SELECT {} FROM {}", columns, name)));
    Table table;
    table.columns = static_cast<std::size_t>(sqlite3_column_count(select.get()));
    while (sqlite3_step(select.get()) == SQLITE_ROW)
        for (std::size_t at = 0; at < table.columns; ++at)
            table.values.emplace_back(sqlite3_value_dup(sqlite3_column_value(select.get(), static_cast<int>(at))));
    std::string marks = "?";
    for (std::size_t at = 1; at < table.columns; ++at) marks += ", ?";
    table.insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", name, columns, marks);
    return table;
}

/// The tables that hold at least a row a person, and the full-text index, whose shadow tables follow from it.
Result<std::vector<Table>> read_rows(std::string const& path, std::size_t people) {
    auto const database = TRY(open(path));
    auto const names = TRY(prepare(database.get(),
                                   "SELECT m.name, (SELECT group_concat('\"' || c.name || '\"', ', ') FROM "
                                   "pragma_table_info(m.name) AS c) FROM pragma_table_list AS m "
                                   "WHERE m.schema = 'main' AND m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"));
    std::vector<Table> tables;
    while (sqlite3_step(names.get()) == SQLITE_ROW) {
        std::string const name = reinterpret_cast<char const*>(sqlite3_column_text(names.get(), 0));
        std::string const columns = reinterpret_cast<char const*>(sqlite3_column_text(names.get(), 1));
        auto table = TRY(read_table(database.get(), name, columns));
        if (table.rows() < people) continue;
        tables.push_back(std::move(table));
        if (!name.ends_with("_search")) continue;
        auto index = TRY(read_table(database.get(), name, "number, words"));
        index.insert = fmt::format("INSERT INTO {}_index (rowid, words) VALUES (?, ?)", name);
        tables.push_back(std::move(index));
    }
    return tables;
}

Result<double> write_rows(std::string const& path, std::vector<Table> const& tables, std::size_t people) {
    TRY(make_schema("sqlite:" + path));
    auto const database = TRY(open(path));
    for (auto const* sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                            "PRAGMA cache_size = -8000", "PRAGMA wal_autocheckpoint = 2000", "DELETE FROM change"})
        TRY(run(database.get(), sql));
    std::vector<Statement> inserts;
    for (auto const& table : tables) inserts.push_back(TRY(prepare(database.get(), table.insert)));
    auto const transactions = (people + raw_transaction_people - 1) / raw_transaction_people;
    auto const began = std::chrono::steady_clock::now();
    for (std::size_t transaction = 0; transaction < transactions; ++transaction) {
        TRY(run(database.get(), "BEGIN IMMEDIATE"));
        for (std::size_t which = 0; which < tables.size(); ++which) {
            auto const& table = tables[which];
            auto* insert = inserts[which].get();
            auto const from = table.rows() * transaction / transactions;
            auto const to = table.rows() * (transaction + 1) / transactions;
            for (auto row = from; row < to; ++row) {
                for (std::size_t at = 0; at < table.columns; ++at)
                    sqlite3_bind_value(insert, static_cast<int>(at) + 1, table.values[row * table.columns + at].get());
                auto const code = sqlite3_step(insert);
                sqlite3_reset(insert);
                if (code != SQLITE_DONE) return error_of(database.get(), table.insert);
            }
        }
        TRY(run(database.get(), "COMMIT"));
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void write_file(std::string const& path, int people) {
    std::ofstream file(path);
    file << "first_name,last_name,email,phone,city,country,birth_date\n";
    constexpr char const* given[] = {"Ona", "Jonas", "Kari", "Ольга", "Mari", "Õie", "Peter", "Živilė"};
    constexpr char const* family[] = {"Žagarė", "Kazlauskas", "Hansen", "Соколова", "Tamm", "Smith", "Øvrebø", "Õun"};
    for (int at = 0; at < people; ++at)
        file << fmt::format("{},{}{},p{}@example.com,+3706{:07},Vilnius,LT,{}-{:02}-{:02}\n", given[at % 8],
                            family[at / 8 % 8], at / 64, at, at, 1950 + at % 50, 1 + at % 12, 1 + at % 28);
}

struct Imported {
    double seconds = 0;
    double memory_mb = 0;  ///< the server's, at most
};

Result<Imported> import_file(Options const& options, support::TemporaryFolder const& folder, int people) {
    support::KithProcess process(options.executable, {"--data", folder.path("data")}, folder.path("log"));
    if (!process.start()) return Error::internal("the server did not become ready");
    auto const began = std::chrono::steady_clock::now();
    auto const done = process.run({"import", "people", folder.path("people.csv"), "--json"});
    Imported imported;
    imported.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (done.status != 0 || done.output.find(fmt::format("\"stored\": {}", people)) == std::string::npos)
        return Error::internal("kith import: " + done.output);
    imported.memory_mb = static_cast<double>(process.resident_bytes_max()) / (1024 * 1024);
    process.stop();
    return imported;
}

Result<void> measure(Options const& options, Report& report) {
    auto const people = options.people * people_a_file;
    std::vector<double> kith, raw;
    double memory_mb = 0;
    for (int round = 0; round < options.rounds; ++round) {
        support::TemporaryFolder const folder;
        write_file(folder.path("people.csv"), people);
        auto const imported = TRY(import_file(options, folder, people));
        kith.push_back(people / imported.seconds);
        memory_mb = std::max(memory_mb, imported.memory_mb);
        auto const count = static_cast<std::size_t>(people);
        auto const tables = TRY(read_rows(folder.path("data/kith.db"), count));
        raw.push_back(people / TRY(write_rows(folder.path("raw.db"), tables, count)));
    }
    report.add({"import", "people imported a second, from file to disk", median(kith), "1/s",
                "raw SQLite, the same rows", median(raw), Bar::at_least, rate_bar});
    report.add({"import", "server's memory at most", memory_mb, "MB", "limit", memory_mb_max, Bar::at_most, 1});
    return {};
}

}  // namespace

void measure_import(Options const& options, Report& report) {
    if (auto const done = measure(options, report); !done)
        report.fail("import", done.error().message + " " + done.error().cause);
}

}  // namespace kith::bench
