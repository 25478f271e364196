// What a file is called: a name for people, of which nothing is ever a path, an address or markup.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::records {

/// The name without its folders, in one line, and without what makes letters stand in another order than they are
/// written in, by which `exe` is made to look like `pdf`. `invalid` on `name` where nothing is left, or too much.
Result<std::string> file_name_of(std::string_view given);

}  // namespace kith::records
