// What bytes are, by how they begin. A name says nothing: `photo.png` may be a page with a script in it.
#pragma once

#include <string_view>

namespace kith::records {

/// One of the few types that a browser cannot run: pictures made of pixels, PDF; `application/octet-stream` for all
/// else.
std::string_view media_type_of(std::string_view beginning);

/// Whether a page may show it.
bool is_picture(std::string_view media_type);

}  // namespace kith::records
