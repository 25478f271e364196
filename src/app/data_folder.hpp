// The data folder: one process owns it at a time, by an exclusive lock; the owner answers the other subcommands on a
// socket in it.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"

namespace kith::app {

class DataFolder {
public:
    enum class IfAbsent : std::uint8_t { make, refuse };

    /// Makes the folder (mode 0700) where it is absent and may be made. `not_found` otherwise.
    static Result<DataFolder> open(std::string const& path, IfAbsent if_absent);
    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

    /// Takes the lock, which ends with this object or the process. False where another process has it.
    Result<bool> lock();
    std::string const& path() const { return path_; }
    /// Where the owner's socket is. However long the folder's path: a socket's own ends at 107 bytes, so that a longer
    /// one goes by way of /proc/self/fd.
    std::string socket_path() const;

private:
    DataFolder(std::string path, int folder) : path_(std::move(path)), folder_(folder) {}
    std::string path_;
    int folder_ = -1;  ///< a descriptor of the folder itself
    int lock_ = -1;
};

}  // namespace kith::app
