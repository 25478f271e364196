// The web application, out of the executable.
#pragma once

#include <string_view>
#include <vector>

#include "base/embedded.hpp"
#include "http/router.hpp"

namespace kith::http {

/// Serves the files of a single-page application: `/assets/*` (hashed names) with `Cache-Control: public,
/// max-age=31536000, immutable`, everything else with `no-cache` and an ETag; brotli and gzip as the client accepts,
/// compressed once at first use or ahead (`x.br` beside `x`); any path without a file and without a dot answers
/// index.html, so that the application's own addresses work. Adds the security headers that DESIGN 11 promises.
void add_static_files(Router& router, std::vector<embedded::File> files);

}  // namespace kith::http
