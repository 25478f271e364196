#include "app/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace kith::app {

namespace fs = std::filesystem;

namespace {

constexpr char const* socket_name = "/kith.sock";

Error cannot(std::string const& what, std::string const& path) {
    return Error::unavailable(fmt::format("Cannot {} {}: {}.", what, path, std::strerror(errno)));
}

}  // namespace

Result<DataFolder> DataFolder::open(std::string const& path, IfAbsent if_absent) {
    std::error_code error;
    if (!fs::exists(path, error)) {
        if (if_absent == IfAbsent::refuse) return Error::not_found(fmt::format("There is no data folder {}.", path));
        fs::create_directories(path, error);
        if (!error) fs::permissions(path, fs::perms::owner_all, error);
        if (error) return Error::unavailable(fmt::format("Cannot make the folder {}: {}.", path, error.message()));
    }
    int const folder = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return cannot("open the folder", path);
    return DataFolder(path, folder);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), folder_(std::exchange(other.folder_, -1)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
    if (lock_ >= 0) ::close(lock_);
    if (folder_ >= 0) ::close(folder_);
}

Result<bool> DataFolder::lock() {
    if (lock_ >= 0) return true;
    auto const path = path_ + "/kith.lock";
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return cannot("write", path);
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
        lock_ = file;
        return true;
    }
    bool const is_taken = errno == EWOULDBLOCK;
    auto failure = cannot("lock", path);
    ::close(file);
    if (is_taken) return false;
    return failure;
}

std::string DataFolder::socket_path() const {
    auto path = path_ + socket_name;
    if (path.size() < sizeof(sockaddr_un::sun_path)) return path;
    return fmt::format("/proc/self/fd/{}{}", folder_, socket_name);
}

}  // namespace kith::app
