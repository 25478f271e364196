// The embedded database: one writer (writer.hpp) and a few snapshot readers on one file in WAL mode.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/sqlite/dialect.hpp"
#include "store/sqlite/writer.hpp"

namespace kith::store::sqlite {

class SqliteDatabase final : public Database {
public:
    static Result<std::unique_ptr<Database>> open(std::string const& path, Options const& options);
    ~SqliteDatabase() override;

    Result<void> check_queries(std::vector<Query const*> const& queries) override;
    Dialect const& dialect() const override { return dialect_; }
    StoreStatistics statistics() const override { return writer_->statistics(); }
    Result<void> back_up(std::string const& path) override { return writer_->back_up(path); }
    Result<void> leave_no_trace(std::vector<std::string> const& search_tables) override;
    std::string file() const override { return path_; }

protected:
    Result<void> run_transaction(std::function<Result<void>(Transaction&)> const& work, Lane lane) override {
        return writer_->run(work, lane);
    }
    Result<void> run_snapshot(std::function<Result<void>(Session&)> const& work) override;

private:
    SqliteDatabase(std::string path, Options const& options) : path_(std::move(path)), readers_max_(options.readers) {}
    Result<std::unique_ptr<Connection>> take_reader();
    void give_back(std::unique_ptr<Connection> reader);

    SqliteDialect dialect_;
    std::string path_;
    int readers_max_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;  // under mutex_
    int readers_open_ = 0;                           // under mutex_
    std::unique_ptr<Writer> writer_;
};

}  // namespace kith::store::sqlite
