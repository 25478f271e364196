#include "http/static_files.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "http/compression.hpp"

namespace kith::http {

namespace {

constexpr int file_brotli_quality = 9;
constexpr int file_gzip_level = 9;

std::string_view type_of(std::string_view path) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
    };
    for (auto const& [ending, type] : types)
        if (path.ends_with(ending)) return type;
    return "application/octet-stream";
}

bool is_compressible(std::string_view type) {
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.starts_with("application/manifest") || type == "image/svg+xml";
}

/// One file with its forms, which are made at first use and stay for the life of the process.
struct StaticFile {
    std::string_view bytes;
    std::string_view type;
    std::string etag;  ///< without quotes; each encoding adds its name
    std::string_view brotli;
    std::string_view gzip;
    std::string made_brotli;
    std::string made_gzip;
    std::once_flag brotli_once;
    std::once_flag gzip_once;

    std::string_view encoded(Encoding encoding) {
        if (encoding == Encoding::brotli) {
            std::call_once(brotli_once, [&] {
                if (brotli.empty()) brotli = made_brotli = http::brotli(bytes, file_brotli_quality);
            });
            return brotli;
        }
        if (encoding == Encoding::gzip) {
            std::call_once(gzip_once, [&] {
                if (gzip.empty()) gzip = made_gzip = http::gzip(bytes, file_gzip_level);
            });
            return gzip;
        }
        return bytes;
    }
};

/// FNV-1a, 64 bits: tells versions of a file apart, nothing more.
std::string etag_of(std::string_view bytes) {
    std::uint64_t hash = 14695981039346656037ull;
    for (char const c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return fmt::format("{:016x}", hash);
}

using Files = std::map<std::string, StaticFile, std::less<>>;

StaticFile* find(Files& files, std::string_view path) {
    auto const found = files.find(path);
    if (found != files.end()) return &found->second;
    bool const is_of_application =
        path.find('.') == std::string_view::npos && !path.starts_with("api/") && !path.starts_with("v1/");
    auto const index = files.find("index.html");
    return is_of_application && index != files.end() ? &index->second : nullptr;
}

bool has_etag(std::string_view if_none_match, std::string_view etag) {
    return if_none_match.find(etag) != std::string_view::npos;
}

Response serve(StaticFile& file, Request const& request, std::string_view cache_control) {
    auto const encoding =
        is_compressible(file.type) ? accepted_encoding(request.headers.get("Accept-Encoding")) : Encoding::identity;
    auto const etag = fmt::format("\"{}{}\"", file.etag, name_of(encoding));
    Response response;
    response.headers.add("ETag", etag);
    response.headers.add("Cache-Control", std::string(cache_control));
    if (is_compressible(file.type)) response.headers.add("Vary", "Accept-Encoding");
    if (has_etag(request.headers.get("If-None-Match"), etag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", std::string(file.type));
    if (encoding != Encoding::identity) response.headers.add("Content-Encoding", std::string(name_of(encoding)));
    response.borrowed_body = file.encoded(encoding);
    return response;
}

}  // namespace

void add_static_files(Router& router, std::vector<embedded::File> files) {
    auto const shared = std::make_shared<Files>();
    for (auto const& file : files) {
        if (file.path.ends_with(".br") || file.path.ends_with(".gz")) continue;
        auto& entry = (*shared)[std::string(file.path)];
        entry.bytes = file.bytes;
        entry.type = type_of(file.path);
        entry.etag = etag_of(file.bytes);
    }
    for (auto const& file : files) {
        bool const is_brotli = file.path.ends_with(".br");
        if (!is_brotli && !file.path.ends_with(".gz")) continue;
        auto const plain = shared->find(file.path.substr(0, file.path.size() - 3));
        if (plain != shared->end()) (is_brotli ? plain->second.brotli : plain->second.gzip) = file.bytes;
    }
    Operation operation;
    operation.id = "web_application";
    operation.summary = "The web application";
    router.add(
        {Method::get, "/{rest...}", Permission::everyone, operation, [shared](Request& request) -> Result<Response> {
             std::string_view const path = request.path_value("rest");
             auto* const file = find(*shared, path);
             if (!file) return Error::not_found("There is no such file.");
             bool const is_hashed = path.starts_with("assets/");
             return serve(*file, request, is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
         }});
}

}  // namespace kith::http
