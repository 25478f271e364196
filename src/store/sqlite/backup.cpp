#include "store/sqlite/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

namespace kith::store::sqlite {
namespace {

constexpr int pages_a_step = 256;

Result<void> sync(std::string const& path, int flags) {
    int const file = ::open(path.c_str(), flags | O_CLOEXEC);
    int const failed = file < 0 || ::fsync(file) != 0 ? errno : 0;
    if (file >= 0) ::close(file);
    if (failed != 0)
        return Error::unavailable("The copy could not be written.",
                                  fmt::format("sync {}: {}", path, std::strerror(failed)), 30);
    return {};
}

}  // namespace

Backup::~Backup() { close(); }

std::optional<Result<void>> Backup::step(sqlite3* source) {
    auto const part = path_ + ".part";
    if (backup_ == nullptr) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        int const code = sqlite3_open_v2(part.c_str(), &target_,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
        if (code == SQLITE_OK) backup_ = sqlite3_backup_init(target_, "main", source, "main");
        if (backup_ == nullptr)
            return Result<void>(
                error_of(code == SQLITE_OK ? sqlite3_extended_errcode(target_) : code, "backup to " + path_));
    }
    int const code = sqlite3_backup_step(backup_, pages_a_step);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return std::nullopt;
    if (code != SQLITE_DONE)
        return Result<void>(error_of(code, fmt::format("backup to {}: {}", path_, sqlite3_errstr(code))));
    close();
    return put_in_place();
}

Result<void> Backup::put_in_place() {
    auto const part = path_ + ".part";
    TRY(sync(part, O_RDWR));
    std::error_code failed;
    std::filesystem::rename(part, path_, failed);
    if (failed)
        return Error::unavailable("The copy could not be written.",
                                  fmt::format("rename {}: {}", part, failed.message()), 30);
    auto const folder = std::filesystem::path(path_).parent_path();
    return sync(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
}

void Backup::finish(Result<void> outcome) {
    close();
    if (!outcome) {
        std::error_code ignored;
        std::filesystem::remove(path_ + ".part", ignored);
    }
    std::lock_guard const held(mutex_);  // held while notifying: the waiter may destroy this as soon as it can lock
    outcome_ = std::move(outcome);
    is_done_ = true;
    changed_.notify_one();
}

void Backup::close() {
    if (backup_ != nullptr) sqlite3_backup_finish(backup_);
    if (target_ != nullptr) sqlite3_close_v2(target_);
    backup_ = nullptr;
    target_ = nullptr;
}

Result<void> Backup::wait() {
    std::unique_lock held(mutex_);
    changed_.wait(held, [&] { return is_done_; });
    return std::move(outcome_);
}

}  // namespace kith::store::sqlite
