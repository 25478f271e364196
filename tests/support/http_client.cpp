#include "tests/support/http_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace kith::support {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

template <class Number>
Number number_of(std::string_view text, int base) {
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number, base);
    return number;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
    std::string_view rest = headers;
    for (auto end = rest.find("\r\n"); end != std::string_view::npos; end = rest.find("\r\n")) {
        rest.remove_prefix(end + 2);
        auto const line = rest.substr(0, rest.find("\r\n"));
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || !equals_ignoring_case(line.substr(0, colon), name)) continue;
        auto const value = line.substr(colon + 1);
        auto const first = value.find_first_not_of(' ');
        return first == std::string_view::npos ? std::string() : std::string(value.substr(first));
    }
    return {};
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : port_(other.port_),
      timeout_seconds_(other.timeout_seconds_),
      socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)) {}

void HttpClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    buffer_.clear();
}

bool HttpClient::connect() {
    if (socket_ >= 0) return true;
    buffer_.clear();
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return false;
    timeval const patience{timeout_seconds_, 0};
    int const yes = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return true;
    close();
    return false;
}

bool HttpClient::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::read_more() {
    char bytes[64 * 1024];
    auto const got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
}

// Leaves in the buffer what follows the answer.
bool HttpClient::read_body(HttpAnswer& answer, std::size_t begin) {
    if (equals_ignoring_case(answer.header("transfer-encoding"), "chunked")) {
        for (;;) {
            auto end = buffer_.find("\r\n", begin);
            for (; end == std::string::npos; end = buffer_.find("\r\n", begin))
                if (!read_more()) return false;
            auto const size = number_of<std::size_t>(std::string_view(buffer_).substr(begin, end - begin), 16);
            while (buffer_.size() < end + 2 + size + 2)
                if (!read_more()) return false;
            answer.body.append(buffer_, end + 2, size);
            begin = end + 2 + size + 2;
            if (size == 0) break;
        }
    } else {
        auto const size = answer.status == 204 || answer.status == 304
                              ? 0
                              : number_of<std::size_t>(answer.header("content-length"), 10);
        while (buffer_.size() < begin + size)
            if (!read_more()) return false;
        answer.body = buffer_.substr(begin, size);
        begin += size;
    }
    buffer_.erase(0, begin);
    return true;
}

std::optional<HttpAnswer> HttpClient::send(std::string_view request) {
    auto const broken = [this] {
        close();
        return std::nullopt;
    };
    if (!connect() || !write(request)) return broken();
    auto end = buffer_.find("\r\n\r\n");
    for (; end == std::string::npos; end = buffer_.find("\r\n\r\n"))
        if (!read_more()) return broken();
    HttpAnswer answer;
    answer.headers = buffer_.substr(0, end);
    if (answer.headers.size() < 12) return broken();
    answer.status = number_of<int>(std::string_view(answer.headers).substr(9, 3), 10);
    if (!read_body(answer, end + 4)) return broken();
    if (equals_ignoring_case(answer.header("connection"), "close")) close();
    return answer;
}

std::optional<HttpAnswer> HttpClient::get(std::string_view target, std::string_view headers) {
    return send(http_request("GET", target, headers, {}));
}

std::optional<HttpAnswer> HttpClient::post(std::string_view target, std::string_view headers, std::string_view body) {
    return send(http_request("POST", target, headers, body));
}

std::string http_request(std::string_view method, std::string_view target, std::string_view headers,
                         std::string_view body) {
    auto const length = body.empty()
                            ? std::string()
                            : fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    return fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}{}\r\n{}", method, target, headers, length, body);
}

std::string basic_authorization(std::string_view user_name) {
    static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    auto const plain = std::string(user_name) + ":";
    std::string encoded;
    for (std::size_t at = 0; at < plain.size(); at += 3) {
        auto const byte = [&](std::size_t of) {
            return of < plain.size() ? static_cast<unsigned char>(plain[of]) : 0U;
        };
        auto const bits = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
        for (std::size_t digit = 0; digit < 4; ++digit)
            encoded += at + digit > plain.size() ? '=' : digits[bits >> (18 - 6 * digit) & 63];
    }
    return fmt::format("Authorization: Basic {}\r\n", encoded);
}

}  // namespace kith::support
