#include "tests/support/temporary_folder.hpp"

#include <cstdlib>

#include "base/check.hpp"

namespace kith::support {

TemporaryFolder::TemporaryFolder() {
    char name[] = "/tmp/kith.XXXXXX";
    CHECK(::mkdtemp(name) != nullptr);
    folder_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace kith::support
