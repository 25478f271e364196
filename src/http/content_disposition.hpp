// What a file that is handed out is called (RFC 6266): never shown in the page, whatever is in it.
#pragma once

#include <string>
#include <string_view>

namespace kith::http {

/// `attachment` with the name twice: in ASCII for old clients, and whole, as RFC 8187 writes UTF-8.
std::string attached_as(std::string_view name);

}  // namespace kith::http
