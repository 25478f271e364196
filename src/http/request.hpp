// A request as handlers see it: read whole, within limits, already decoded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };
std::string_view name_of(Method method);

/// Header names compare without case.
class Headers {
public:
    std::optional<std::string_view> find(std::string_view name) const;
    std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view{}); }
    void add(std::string name, std::string value) { list_.emplace_back(std::move(name), std::move(value)); }
    /// Replaces all of that name.
    void set(std::string name, std::string value);
    auto begin() const { return list_.begin(); }
    auto end() const { return list_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> list_;
};

struct Request {
    Method method = Method::get;
    std::string path;                                        ///< percent-decoded, begins with `/`
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
    Headers headers;
    std::string body;            ///< as sent; see `inflated_body`
    std::string remote_address;  ///< without the port
    std::string id;              ///< made by the server, or the client's X-Request-Id where it is sane
    Actor actor;                 ///< set by the server's Authenticator before the handler runs
    std::map<std::string, std::string, std::less<>> path_parameters;

    std::optional<std::string_view> query_value(std::string_view name) const;
    /// A `{name}` of the route's path; the router guarantees that it is there.
    std::string_view path_value(std::string_view name) const;
    /// A path part as an id; `not_found` where it is not one, as nothing can have that id.
    template <class I>
    Result<I> path_id(std::string_view name) const {
        auto id = I::parse(path_value(name));
        if (!id) return Error::not_found("There is nothing with this id.");
        return *id;
    }
    /// An integer of the query within [min, max], or `fallback` where absent; `invalid` otherwise.
    Result<std::int64_t> query_integer(std::string_view name, std::int64_t fallback, std::int64_t min,
                                       std::int64_t max) const;
    /// The body as a JSON object; `malformed` otherwise.
    Result<Json> json_object() const;
    /// The body with Content-Encoding gzip or deflate undone; `too_large` past `bytes_max`, `malformed` where it is
    /// broken. A body that begins with gzip's magic is inflated whatever its headers say, since some clients do not say
    /// it.
    Result<std::string> inflated_body(std::size_t bytes_max) const;
    std::optional<std::string> cookie(std::string_view name) const;
    /// The version of `If-Match: "3"`; precondition_required where absent, `invalid` where it is not a version.
    Result<std::int64_t> if_match() const;
};

}  // namespace kith::http
