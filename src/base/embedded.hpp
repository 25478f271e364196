// Files inside the executable, written there by tools/embed. They live as long as the process.
#pragma once

#include <string_view>
#include <vector>

namespace kith::embedded {

struct File {
    std::string_view path;  ///< relative to the folder that was embedded, with `/`
    std::string_view bytes;
};

}  // namespace kith::embedded
