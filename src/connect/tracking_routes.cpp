// Segment's tracking API as its clients speak it.
//
// Nothing is refused for its content type, and the answers are those that the official clients act rightly on: 200
// `{"success": true}` although calls of a batch went to the dead letters, since they drop a whole batch on a 400; 429
// with Retry-After whenever the store can take nothing now, since they wait it out without counting it as a failed
// attempt; and errors as JSON with `code` and `message`, without which the Python client retries even a 400.
#include <sodium.h>

#include <array>

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "connect/connect_routes.hpp"
#include "connect/limits.hpp"

namespace kith::embedded {
std::vector<File> analytics();  // dist/umd of @segment/analytics-next, compiled in
}

namespace kith::connect {

namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr int retry_after_seconds_min = 1;

/// Pages of any origin may send: there is nothing to be had by it, and the key is in the page for all to read.
Response open_to_pages(Response response) {
    response.headers.set("Access-Control-Allow-Origin", "*");
    response.headers.set("Access-Control-Expose-Headers", "Retry-After");
    return response;
}

Response preflight() {
    auto response = open_to_pages(Response::no_content());
    response.headers.set("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
    response.headers.set("Access-Control-Allow-Headers",
                         "authorization, content-type, content-encoding, x-retry-count");
    response.headers.set("Access-Control-Max-Age", "86400");
    return response;
}

Response refusal(Error const& error) {
    bool const is_busy = error.code == ErrorCode::unavailable || error.code == ErrorCode::too_many_requests;
    auto const code = is_busy                ? std::string("too_many_requests")
                      : error.reason.empty() ? std::string(name_of(error.code))
                                             : error.reason;
    auto response = Response::json({{"success", false}, {"code", code}, {"message", error.message}},
                                   is_busy ? 429 : http::status_of(error.code));
    if (is_busy)
        response.headers.set("Retry-After",
                             std::to_string(std::max(error.retry_after_seconds, retry_after_seconds_min)));
    return open_to_pages(std::move(response));
}

/// The user name of Basic authentication (RFC 7617), which is where senders put the key; empty where there is none.
std::string basic_key(Request const& request) {
    constexpr std::string_view scheme = "basic ";
    auto const header = request.headers.get("Authorization");
    if (header.size() < scheme.size()) return {};
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if ((header[i] | 0x20) != (scheme[i] | 0x20)) return {};
    auto const encoded = header.substr(scheme.size());
    std::string decoded(encoded.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(decoded.data()), decoded.size(), encoded.data(),
                          encoded.size(), " =", &size, nullptr, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0)
        return {};
    decoded.resize(size);
    return decoded.substr(0, decoded.find(':'));
}

/// A request of calls: one of the path's kind, or a batch.
Result<Response> take(Connect& connect, Request& request, std::optional<std::string_view> call) {
    auto const received_at = Instant::now();
    auto const key = basic_key(request);
    std::optional<Sender> sender;
    if (!key.empty()) {
        auto known = connect.sources().sender(key);
        if (!known) return refusal(known.error());
        sender = std::move(*known);
    }
    auto body = request.inflated_body(limits::tracking_body_inflated_bytes_max);
    if (!body) {
        if (sender && body.error().code == ErrorCode::malformed) {
            auto kept = connect.ingest().refuse(*sender, body.error(), request.body, received_at);
            if (!kept) return refusal(kept.error());
        }
        return refusal(body.error());
    }
    auto const tracked = TrackingRequest::parse(std::move(*body), Envelope{call, {}, {}}, received_at);
    if (!sender) {
        auto known = connect.sources().sender(tracked.write_key);
        // Who sent it stands in what cannot be read.
        if (!known && tracked.failure && tracked.write_key.empty()) return refusal(*tracked.failure);
        if (!known) return refusal(known.error());
        sender = std::move(*known);
    }
    if (tracked.failure) {
        auto kept = connect.ingest().refuse(*sender, *tracked.failure, tracked.body(), received_at);
        return refusal(kept ? *tracked.failure : kept.error());
    }
    auto const counts = connect.ingest().take(*sender, tracked, received_at);
    if (!counts) return refusal(counts.error());
    return open_to_pages(Response::json({{"success", true}}));
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 255 &&
           host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]") ==
               std::string_view::npos;
}

/// Where this request reached us: `http://127.0.0.1:8080`. Empty where its Host is none.
std::string origin_of(Request const& request, TrackingOptions const& options) {
    if (!options.public_origin.empty()) return options.public_origin;
    auto const host = request.headers.get("Host");
    if (!is_host(host)) return {};
    bool const is_https = options.is_proxy_trusted && request.headers.get("X-Forwarded-Proto") == "https";
    return fmt::format("{}://{}", is_https ? "https" : "http", host);
}

/// What the browser library asks for first: which destinations there are, of which Kith is the only one.
Result<Response> settings(Connect& connect, Request& request, TrackingOptions const& options) {
    auto const key = request.path_value("key");
    auto const sender = connect.sources().sender(key);
    if (!sender) return refusal(sender.error());
    auto const origin = origin_of(request, options);
    auto const scheme_end = origin.find("://");
    if (scheme_end == std::string::npos) return refusal(Error::malformed("The request says no host."));
    auto const protocol = origin.substr(0, scheme_end);
    auto const host = origin.substr(scheme_end + 3) + "/v1";
    auto response = Response::json({{"integrations",
                                     {{"Segment.io",
                                       {{"apiKey", key},
                                        {"apiHost", host},
                                        {"protocol", protocol},
                                        {"addBundledMetadata", false},
                                        {"unbundledIntegrations", Json::array()}}}}},
                                    {"plan",
                                     {{"track", {{"__default", {{"enabled", true}}}}},
                                      {"identify", {{"__default", {{"enabled", true}}}}},
                                      {"group", {{"__default", {{"enabled", true}}}}}}},
                                    {"metrics", {{"sampleRate", 0}, {"host", host}, {"protocol", protocol}}},
                                    {"edgeFunction", Json::object()},
                                    {"analyticsNextEnabled", true},
                                    {"middlewareSettings", Json::object()},
                                    {"enabledMiddleware", Json::object()},
                                    {"legacyVideoPluginsEnabled", false},
                                    {"remotePlugins", Json::array()}});
    response.headers.set("Cache-Control", "public, max-age=60");
    return open_to_pages(std::move(response));
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

/// The browser library's files, found by name.
class Library {
public:
    Library() : files_(embedded::analytics()) {}

    std::string_view find(std::string_view name) const {
        for (auto const& file : files_)
            if (file.path == name) return file.bytes;
        return {};
    }

    /// As Segment's own servers do it, the key is written into the script; and so that it finds its parts and its
    /// settings here, our address in place of theirs, over http too.
    Result<Response> script(Connect& connect, Request const& request, TrackingOptions const& options) const {
        auto const key = request.path_value("key");
        if (auto const sender = connect.sources().sender(key); !sender) return refusal(sender.error());
        auto const origin = origin_of(request, options);
        auto const standalone = find("standalone.js");
        if (standalone.empty() || origin.empty())
            return refusal(Error::not_found("The browser library is not part of this build."));
        auto const scheme_end = origin.find("://") + 3;
        auto text = replaced(std::string(standalone), "__WRITE_KEY__", key);
        text = replaced(std::move(text), "(https:\\/\\/.*)\\/analytics\\.js", "(https?:\\/\\/.*)\\/analytics\\.js");
        text = replaced(std::move(text), "https://cdn.segment.com", origin);
        text = replaced(std::move(text), "api.segment.io/v1", origin.substr(scheme_end) + "/v1");
        auto response = Response::text(std::move(text), "text/javascript; charset=utf-8");
        response.headers.set("Cache-Control", "public, max-age=300");
        response.headers.set("Vary", "Host");
        response.headers.set("X-Content-Type-Options", "nosniff");
        return open_to_pages(std::move(response));
    }

    /// A part that the script loads when it needs it; its name holds a hash of what is in it.
    Result<Response> part(Request const& request) const {
        auto const bytes = find(request.path_value("file"));
        if (bytes.empty()) return refusal(Error::not_found("There is no such part of the library."));
        Response response;
        response.headers.set("Content-Type", "text/javascript; charset=utf-8");
        response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
        response.headers.set("X-Content-Type-Options", "nosniff");
        response.borrowed_body = bytes;
        return open_to_pages(std::move(response));
    }

private:
    std::vector<embedded::File> files_;
};

http::Operation documented(std::string id, std::string summary) {
    return {std::move(id), "Tracking", std::move(summary), "", "", 200, {}};
}

class TrackingRoutes {
public:
    TrackingRoutes(http::Router& router, Connect& connect) : router_(router), connect_(connect) {}

    void add_calls() {
        constexpr std::array<std::string_view, 6> calls{"identify", "track", "page", "screen", "group", "alias"};
        for (auto const call : calls) {
            add(fmt::format("/v1/{}", call), call);
            add(fmt::format("/v1/{}", call[0]), call);
        }
        for (auto const batch : {"batch", "import", "b"}) add(fmt::format("/v1/{}", batch), std::nullopt);
    }

    /// The browser library's figures about itself, which nobody asked for.
    void add_metrics() {
        router_.add({Method::post, "/v1/m", Permission::everyone,
                     documented("track_metrics", "Figures of the library about itself; they are not kept"),
                     [](Request&) -> Result<Response> { return open_to_pages(Response::json({{"success", true}})); }});
        add_preflight("/v1/m");
    }

    void add_preflight(std::string const& path) {
        router_.add({Method::options, path, Permission::everyone,
                     documented("preflight " + path, "What pages of other origins may send"),
                     [](Request&) -> Result<Response> { return preflight(); }});
    }

private:
    void add(std::string const& path, std::optional<std::string_view> call) {
        http::RouteLimits limits;
        limits.body_bytes_max = limits::tracking_body_bytes_max;
        router_.add({Method::post, path, Permission::everyone,
                     documented("track " + path, call ? fmt::format("A {} call", *call) : "Many calls at once"),
                     [&connect = connect_, call](Request& request) { return take(connect, request, call); }, limits});
        add_preflight(path);
    }

    http::Router& router_;
    Connect& connect_;
};

}  // namespace

void add_tracking_routes(http::Router& router, Connect& connect, TrackingOptions options) {
    TrackingRoutes routes(router, connect);
    routes.add_calls();
    routes.add_metrics();
    router.add({Method::get, "/v1/projects/{key}/settings", Permission::everyone,
                documented("tracking_settings", "What the browser library asks for first"),
                [&connect, options](Request& request) { return settings(connect, request, options); }});
    routes.add_preflight("/v1/projects/{key}/settings");
    auto const library = std::make_shared<Library const>();
    router.add({Method::get, "/analytics.js/v1/{key}/analytics.min.js", Permission::everyone,
                documented("analytics_js", "The browser library, with the key in it"),
                [&connect, options, library](Request& request) { return library->script(connect, request, options); }});
    router.add({Method::get, "/analytics-next/bundles/{file}", Permission::everyone,
                documented("analytics_js_part", "A part of the browser library"),
                [library](Request& request) { return library->part(request); }});
}

}  // namespace kith::connect
