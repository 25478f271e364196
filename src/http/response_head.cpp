#include "http/response_head.hpp"

#include <ctime>

namespace kith::http {

namespace {

/// A line break in a value would begin another header.
void append_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (char const c : value) out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    out.append("\r\n");
}

}  // namespace

std::string http_date() {
    auto const now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    auto const size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text, size};
}

int refusal_status(Error const& error) {
    if (error.reason == "method_not_allowed") return 405;
    if (error.reason == "request_timeout") return 408;
    if (error.reason == "uri_too_long") return 414;
    if (error.reason == "headers_too_large") return 431;
    return status_of(error.code);
}

std::string response_head(Response const& response, std::string_view reason, std::string_view date,
                          std::size_t body_bytes, bool is_kept) {
    std::string head;
    head.reserve(768);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason).append("\r\n");
    for (auto const& [name, value] : response.headers) append_header(head, name, value);
    append_header(head, "Date", date);
    bool const is_known = !response.source || response.source->length();
    if (!response.stream && is_known && response.status != 204 && response.status != 304)
        append_header(head, "Content-Length", std::to_string(body_bytes));
    if (!is_kept) append_header(head, "Connection", "close");
    head.append("\r\n");
    return head;
}

}  // namespace kith::http
