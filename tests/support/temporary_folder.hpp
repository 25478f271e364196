// A folder with a short path that goes away with its owner.
#pragma once

#include <filesystem>
#include <string>

namespace kith::support {

class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    std::string path(std::string const& name = {}) const {
        return name.empty() ? folder_.string() : (folder_ / name).string();
    }

private:
    std::filesystem::path folder_;
};

}  // namespace kith::support
