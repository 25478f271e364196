// An HTTP/1.1 client on one kept connection, as plain as the workloads and the kill test need: it costs the machine
// next to nothing beside the server.
//
// It knows Content-Length and chunked bodies, opens its connection when it needs one, and does not retry: a connection
// that breaks is an answer of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::support {

struct HttpAnswer {
    int status = 0;
    std::string headers;  ///< as sent, from the status line to before the blank line
    std::string body;
    /// The value of a header, without regard to case; empty: absent.
    std::string header(std::string_view name) const;
};

class HttpClient {
public:
    explicit HttpClient(std::uint16_t port, int timeout_seconds = 30)
        : port_(port), timeout_seconds_(timeout_seconds) {}
    ~HttpClient() { close(); }
    HttpClient(HttpClient&& other) noexcept;
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    /// Sends bytes that are a whole request and reads the answer. Nothing where the connection could not be made or
    /// broke before the answer was whole.
    std::optional<HttpAnswer> send(std::string_view request);
    std::optional<HttpAnswer> get(std::string_view target, std::string_view headers = {});
    std::optional<HttpAnswer> post(std::string_view target, std::string_view headers, std::string_view body);
    void close();

private:
    bool connect();
    bool write(std::string_view bytes) const;
    bool read_more();
    bool read_body(HttpAnswer& answer, std::size_t begin);

    std::uint16_t port_;
    int timeout_seconds_;
    int socket_ = -1;
    std::string buffer_;
};

/// The bytes of a request. `headers` are whole lines, each with its CRLF.
std::string http_request(std::string_view method, std::string_view target, std::string_view headers,
                         std::string_view body);
/// `Authorization: Basic …` with a user name and no password, as a line with its CRLF.
std::string basic_authorization(std::string_view user_name);

}  // namespace kith::support
