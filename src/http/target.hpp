// The request target (RFC 9112, section 3.2) taken apart: path and query, percent-decoded. Only what is UTF-8 and free
// of NUL passes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace kith::http {

struct Target {
    std::string path;  ///< begins with `/`
    std::vector<std::pair<std::string, std::string>> query;
};

/// Origin form (`/a?b=c`) or absolute form (`http://host/a`), whose authority is dropped. `malformed` for anything
/// else.
Result<Target> parse_target(std::string_view target);

/// `name=value&…` as in a query or a form body: `+` is a space.
Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text);

}  // namespace kith::http
