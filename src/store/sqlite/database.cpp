#include "store/sqlite/database.hpp"

#include <chrono>
#include <exception>

#include "base/limits.hpp"
#include "store/held_snapshot.hpp"

namespace kith::store::sqlite {
namespace {

class SnapshotSession final : public Session {
public:
    SnapshotSession(Connection& connection, Dialect const& dialect) : connection_(connection), dialect_(dialect) {}
    Result<Rows> run(std::string_view sql, std::span<Parameter const> parameters) override {
        return connection_.run(sql, parameters);
    }
    Dialect const& dialect() const override { return dialect_; }

private:
    Connection& connection_;
    Dialect const& dialect_;
};

}  // namespace

Result<std::unique_ptr<Database>> SqliteDatabase::open(std::string const& path, Options const& options) {
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path, options));
    auto connection = TRY(Connection::open(path, Role::writer));
    database->writer_ =
        std::make_unique<Writer>(std::move(connection), database->dialect_, database->job_signal(), options.group_time);
    return std::unique_ptr<Database>(std::move(database));
}

// The writer last: whoever closes last moves the log into the database.
SqliteDatabase::~SqliteDatabase() { idle_.clear(); }

Result<std::unique_ptr<Connection>> SqliteDatabase::take_reader() {
    std::unique_lock held(mutex_);
    bool const is_free = returned_.wait_for(held, std::chrono::seconds(limits::request_seconds_max),
                                            [&] { return !idle_.empty() || readers_open_ < readers_max_; });
    if (!is_free)
        return Error::unavailable("Too much is being read at once. Try again shortly.", "no reader became free");
    if (!idle_.empty()) {
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return reader;
    }
    ++readers_open_;
    held.unlock();
    auto reader = Connection::open(path_, Role::reader);
    if (!reader) {
        held.lock();
        --readers_open_;
        returned_.notify_one();
    }
    return reader;
}

void SqliteDatabase::give_back(std::unique_ptr<Connection> reader) {
    bool const is_usable = !reader->is_in_transaction();
    if (!is_usable) reader.reset();
    {
        std::lock_guard const held(mutex_);
        if (is_usable)
            idle_.push_back(std::move(reader));
        else
            --readers_open_;
    }
    returned_.notify_one();
}

Result<void> SqliteDatabase::run_snapshot(std::function<Result<void>(Session&)> const& work) {
    if (auto* const held = HeldSnapshot::of(*this)) return work(*held);
    auto reader = TRY(take_reader());
    reader->set_deadline(std::chrono::steady_clock::now() + std::chrono::seconds(limits::request_seconds_max));
    SnapshotSession session(*reader, dialect_);
    auto status = reader->execute("BEGIN");
    if (status) {
        reader->expect_transaction(true);
        try {
            HeldSnapshot const held(*this, session);
            status = work(session);
        } catch (std::exception const& thrown) {
            status = Error::internal(fmt::format("a read threw: {}", thrown.what()));
        }
        reader->expect_transaction(false);
        reader->set_deadline(std::chrono::steady_clock::time_point::max());
        if (reader->is_in_transaction()) {
            auto ended = reader->execute("ROLLBACK");
            if (!ended && status) status = std::move(ended);
        }
    }
    give_back(std::move(reader));
    return status;
}

Result<void> SqliteDatabase::leave_no_trace(std::vector<std::string> const& search_tables) {
    TRY(run_transaction(
        [&](Transaction& tx) -> Result<void> {
            // A deleted word stays in FTS5's segments until they are merged into one.
            for (auto const& table : search_tables)
                TRY(tx.run(fmt::format("INSERT INTO {0}_index ({0}_index) VALUES ('optimize')", table), {}));
            return {};
        },
        Lane::background));
    return writer_->empty_log();
}

Result<void> SqliteDatabase::check_queries(std::vector<Query const*> const& queries) {
    auto connection = TRY(Connection::open(path_, Role::reader));
    for (auto const* query : queries) {
        auto status = connection->check(query->text);
        if (!status) return Error::internal(fmt::format("query {}: {}", query->name, status.error().cause));
    }
    return {};
}

}  // namespace kith::store::sqlite
