// A copy of the database, made a few hundred pages at a time on the writer's own connection: SQLite then takes over
// what that connection writes meanwhile, where another connection's write would make it begin again.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "store/sqlite/connection.hpp"

namespace kith::store::sqlite {

class Backup {
public:
    explicit Backup(std::string path) : path_(std::move(path)) {}
    Backup(Backup const&) = delete;
    Backup& operator=(Backup const&) = delete;
    ~Backup();

    /// Copies some pages; the outcome once it is over. On the writer's thread.
    std::optional<Result<void>> step(sqlite3* source);
    /// Tells the caller, who may then destroy this. On the writer's thread.
    void finish(Result<void> outcome);
    /// For the caller's thread.
    Result<void> wait();

private:
    void close();
    Result<void> put_in_place();

    std::string path_;
    sqlite3* target_ = nullptr;
    sqlite3_backup* backup_ = nullptr;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_done_ = false;
    Result<void> outcome_;
};

}  // namespace kith::store::sqlite
