#include "app/erasure_key.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace kith::app {

namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string hex(secrets::Hash const& key) {
    std::string text;
    for (auto const byte : key) text += fmt::format("{:02x}", byte);
    return text;
}

Result<secrets::Hash> parsed(std::string_view text, std::string const& path) {
    secrets::Hash key{};
    if (text.size() < 2 * key.size())
        return Error::unavailable(fmt::format("{} is not a key of 64 hexadecimal digits.", path), {}, 0);
    for (std::size_t i = 0; i < key.size(); ++i) {
        int const high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return Error::unavailable(fmt::format("{} is not a key of 64 hexadecimal digits.", path), {}, 0);
        key[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return key;
}

Error cannot(std::string_view what, std::string const& path) {
    return Error::unavailable(fmt::format("Cannot {} {}: {}.", what, path, std::strerror(errno)), {}, 0);
}

/// False where the file is there already.
Result<bool> make(std::string const& path, secrets::Hash const& key) {
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) return false;
    if (file < 0) return cannot("write", path);
    auto const text = hex(key) + "\n";
    bool const is_whole =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    auto failure = cannot("write", path);
    ::close(file);
    if (is_whole) return true;
    ::unlink(path.c_str());
    return failure;
}

}  // namespace

Result<secrets::Hash> load_erasure_key(std::string const& data_folder) {
    std::error_code error;
    std::filesystem::create_directories(data_folder, error);
    auto const path = data_folder + "/erasure.key";
    auto const made = secrets::random_key();
    if (TRY(make(path, made))) return made;
    std::ifstream file(path);
    std::string text;
    if (!std::getline(file, text)) return cannot("read", path);
    return parsed(text, path);
}

}  // namespace kith::app
