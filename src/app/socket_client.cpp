#include "app/socket_client.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <span>
#include <vector>

namespace kith::app {

namespace {

// Longer than any request may take, so that a server that hangs does not hang its commands too.
constexpr int answer_seconds_max = 120;

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    int value() const { return value_; }

private:
    int value_;
};

Error lost(std::string what) { return Error::unavailable("The running server does not answer.", std::move(what)); }

void append_encoded(std::string& out, std::string_view text) {
    for (char const c : text) {
        bool const is_plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr("-._~/", c);
        if (is_plain && c != '\0')
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
}

std::string text_of(http::Request const& request) {
    std::string text = fmt::format("{} ", http::name_of(request.method));
    append_encoded(text, request.path);
    text += encoded_query(request) + " HTTP/1.1\r\nHost: kith\r\nConnection: close\r\n";
    for (auto const& [name, value] : request.headers) text += name + ": " + value + "\r\n";
    text += fmt::format("Content-Length: {}\r\n\r\n", request.body.size());
    return text + request.body;
}

Result<void> send_all(int socket, std::string_view text) {
    while (!text.empty()) {
        auto const sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return lost(std::strerror(errno));
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

/// Empty at the end.
Result<std::string_view> receive(int socket, std::span<char> buffer) {
    for (;;) {
        auto const got = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return lost(std::strerror(errno));
        return std::string_view(buffer.data(), static_cast<std::size_t>(got));
    }
}

Result<std::string> receive_all(int socket) {
    std::string text;
    char buffer[16 * 1024];
    for (;;) {
        auto const got = TRY(receive(socket, buffer));
        if (got.empty()) return text;
        text += got;
    }
}

Result<void> connect_and_send(int socket, std::string const& socket_path, http::Request const& request) {
    if (socket < 0) return lost(std::strerror(errno));
    timeval const patience{answer_seconds_max, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_path.size() >= sizeof address.sun_path) return lost("the socket's path is too long");
    std::memcpy(address.sun_path, socket_path.data(), socket_path.size());
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return lost(std::strerror(errno));
    return send_all(socket, text_of(request));
}

Result<std::string> unchunked(std::string_view text) {
    std::string body;
    for (;;) {
        std::size_t size = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), size, 16);
        auto const line = text.find("\r\n");
        if (error != std::errc() || line == std::string_view::npos || line + 2 + size + 2 > text.size())
            return Error::malformed("The answer breaks off.");
        if (size == 0) return body;
        body += text.substr(line + 2, size);
        text.remove_prefix(line + 2 + size + 2);
    }
}

}  // namespace

std::string encoded_query(http::Request const& request) {
    std::string text;
    for (auto const& [name, value] : request.query) {
        text += text.empty() ? '?' : '&';
        append_encoded(text, name);
        text += '=';
        append_encoded(text, value);
    }
    return text;
}

Result<http::Response> parse_response(std::string_view text) {
    auto const head_end = text.find("\r\n\r\n");
    if (!text.starts_with("HTTP/1.1 ") || head_end == std::string_view::npos || text.size() < 12)
        return Error::malformed("The answer is not HTTP.");
    http::Response response;
    auto const [end, error] = std::from_chars(text.data() + 9, text.data() + 12, response.status);
    if (error != std::errc()) return Error::malformed("The answer has no status.");
    auto head = text.substr(0, head_end);
    for (auto at = head.find("\r\n"); at != std::string_view::npos;) {
        auto const next = head.find("\r\n", at + 2);
        auto const line = head.substr(at + 2, next == std::string_view::npos ? next : next - at - 2);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) return Error::malformed("The answer has a broken header.");
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        response.headers.add(std::string(line.substr(0, colon)), std::string(value));
        at = next;
    }
    auto const body = text.substr(head_end + 4);
    if (response.headers.get("Transfer-Encoding") == "chunked") {
        response.body = TRY(unchunked(body));
        return response;
    }
    auto const length_text = response.headers.get("Content-Length");
    std::size_t length = 0;
    std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
    if (body.size() != length) return Error::malformed("The answer breaks off.");
    response.body = body;
    return response;
}

Result<http::Response> request_on_socket(std::string const& socket_path, http::Request const& request) {
    Descriptor const socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    TRY(connect_and_send(socket.value(), socket_path, request));
    auto response = parse_response(TRY(receive_all(socket.value())));
    if (!response) return lost(response.error().message);
    return response;
}

Result<void> Unchunker::add(std::string_view bytes, BodyTaker const& take) {
    constexpr std::size_t size_line_bytes_max = 32;
    while (!bytes.empty() && !is_at_end_) {
        if (left_ > 0) {
            auto const some = bytes.substr(0, left_);
            TRY(take(some));
            left_ -= some.size();
            bytes.remove_prefix(some.size());
            if (left_ == 0) line_ends_due_ = 2;
        } else if (line_ends_due_ > 0) {
            --line_ends_due_;
            bytes.remove_prefix(1);
        } else {
            char const c = bytes.front();
            bytes.remove_prefix(1);
            if (c != '\n') {
                line_ += c;
                if (line_.size() > size_line_bytes_max) return Error::malformed("A chunk has no size.");
                continue;
            }
            auto const [end, error] = std::from_chars(line_.data(), line_.data() + line_.size(), left_, 16);
            if (error != std::errc() || *end != '\r') return Error::malformed("A chunk has no size.");
            line_.clear();
            is_at_end_ = left_ == 0;
        }
    }
    return {};
}

Result<http::Response> download_on_socket(std::string const& socket_path, http::Request const& request,
                                          BodyTaker const& take) {
    Descriptor const socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    TRY(connect_and_send(socket.value(), socket_path, request));
    std::string text;
    std::vector<char> buffer(64 * 1024);
    auto head_end = std::string::npos;
    while (head_end == std::string::npos) {
        auto const got = TRY(receive(socket.value(), buffer));
        if (got.empty()) return lost("the answer has no end of its head");
        text += got;
        head_end = text.find("\r\n\r\n");
    }
    if (text.find("Transfer-Encoding: chunked") > head_end) {
        auto response = parse_response(text + TRY(receive_all(socket.value())));
        if (!response) return lost(response.error().message);
        return response;
    }
    auto response = TRY(parse_response(text.substr(0, head_end) + "\r\n\r\n0\r\n\r\n"));
    Unchunker body;
    TRY(body.add(std::string_view(text).substr(head_end + 4), take));
    while (!body.is_at_end()) {
        auto const got = TRY(receive(socket.value(), buffer));
        if (got.empty()) return Error::unavailable("The file breaks off before its end.");
        TRY(body.add(got, take));
    }
    return response;
}

}  // namespace kith::app
