// fuzz-modules: base http
// What this module parses itself: targets, queries, cookies, versions, compressed bodies, paths.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/compression.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace kith;
    using namespace kith::http;
    static Router const router = [] {
        Router out;
        for (auto const* path : {"/a/{id}", "/a/b", "/a/{id}/c", "/{rest...}"})
            out.add({Method::get, path, Permission::everyone, {}, [](Request&) -> Result<Response> {
                         return Response::no_content();
                     }});
        return out;
    }();
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const target = parse_target(text)) (void)router.match(Method::get, target->path);
    (void)router.match(Method::post, text);
    Request request;
    request.headers.add("Cookie", std::string(text));
    request.headers.add("If-Match", std::string(text));
    (void)request.cookie("a");
    (void)request.if_match();
    (void)accepted_encoding(text);
    request.body = text;
    (void)request.inflated_body(1 << 16);
    (void)inflate(text, Wrapping::zlib, 1 << 16);
    return 0;
}
