// The server over real sockets, spoken to by a client that writes bytes.
#include "http/server.hpp"
#include "http/limits.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace kith::http {
namespace {

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
    explicit Client(std::string const& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        connect(reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
    ~Client() { ::close(socket_); }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    void send(std::string_view text) { ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }
    /// Everything until the server closes, or until `until` was read.
    std::string read(std::string_view until = {}) {
        char block[4096];
        while (until.empty() || text_.find(until) == std::string::npos) {
            auto const count = ::recv(socket_, block, sizeof block, 0);
            if (count <= 0) break;
            text_.append(block, static_cast<std::size_t>(count));
        }
        return text_;
    }

private:
    void connect(sockaddr* address, socklen_t size) {
        timeval const patience{5, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        EXPECT_EQ(::connect(socket_, address, size), 0);
    }
    int socket_;
    std::string text_;
};

/// `0 1 2 3 4 `, a number a piece, or a break in the middle.
class Pieces : public BodySource {
public:
    Pieces(bool breaks, bool is_measured) : breaks_(breaks), is_measured_(is_measured) {}
    std::optional<std::uint64_t> length() const override {
        return is_measured_ ? std::optional<std::uint64_t>(10) : std::nullopt;
    }
    Result<std::string> next() override {
        if (breaks_ && made_ == 3) return Error::unavailable("The disk is gone.");
        return made_ == 5 ? std::string() : std::to_string(made_++) + " ";
    }

private:
    bool breaks_, is_measured_;
    int made_ = 0;
};

class ServerTest : public testing::Test {
protected:
    void SetUp() override {
        auto const add = [&](Method method, std::string path, Permission permission, Handler handler,
                             RouteLimits limits = {}) {
            router_.add({method, std::move(path), permission, {}, std::move(handler), limits});
        };
        add(Method::get, "/hello/{name}", Permission::everyone, [](Request& r) -> Result<Response> {
            return Response::text("hello " + std::string(r.path_value("name")));
        });
        add(Method::post, "/echo", Permission::everyone,
            [](Request& r) -> Result<Response> { return Response::text(r.body); }, {16});
        add(Method::get, "/mine", Permission::signed_in,
            [](Request& r) -> Result<Response> { return Response::text(r.actor.name); });
        add(Method::get, "/slow", Permission::everyone, [this](Request&) -> Result<Response> {
            is_running_ = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            return Response::text("finished");
        });
        add(Method::get, "/pieces", Permission::everyone, [](Request& r) -> Result<Response> {
            auto const breaks = r.query_value("breaks").has_value();
            auto const is_measured = r.query_value("measured").has_value();
            return Response::pieces(std::make_shared<Pieces>(breaks, is_measured), "text/plain");
        });
        add(Method::get, "/endless", Permission::everyone, [](Request&) -> Result<Response> {
            struct Endless : BodySource {
                Result<std::string> next() override { return std::string(256 * 1024, 'x'); }
            };
            return Response::pieces(std::make_shared<Endless>(), "text/plain");
        });
        add(Method::get, "/live", Permission::everyone, [this](Request&) -> Result<Response> {
            stream_->send("change", "one\ntwo");
            return Response::events(stream_);
        });
        ServerOptions options;
        options.port = 0;
        options.idle_max = std::chrono::milliseconds(2000);
        options.request_max = std::chrono::milliseconds(600);
        options.sweep_every = std::chrono::milliseconds(20);
        options.heartbeat_every = std::chrono::milliseconds(100);
        auto server = Server::start(router_, [](Request const&) -> Result<Actor> { return Actor{}; }, options);
        ASSERT_TRUE(server);
        server_ = std::move(*server);
    }
    std::string ask(std::string_view request) {
        Client client(server_->port());
        client.send(request);
        return client.read();
    }

    Router router_;
    std::shared_ptr<EventStream> stream_ = std::make_shared<EventStream>();
    std::atomic<bool> is_running_ = false;
    std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, pipelined_requests_are_answered_in_order) {
    auto const text =
        ask("GET /hello/a HTTP/1.1\r\nHost: x\r\n\r\nGET /hello/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    ASSERT_NE(text.find("hello a"), std::string::npos);
    ASSERT_NE(text.find("hello b"), std::string::npos);
    EXPECT_LT(text.find("hello a"), text.find("hello b"));
    EXPECT_EQ(server_->statistics().requests, 2);
}

TEST_F(ServerTest, a_body_at_its_limit_passes_and_one_byte_more_is_refused_before_it_is_read) {
    EXPECT_NE(ask("POST /echo HTTP/1.1\r\nContent-Length: 16\r\nConnection: close\r\n\r\n0123456789abcdef")
                  .find("\r\n\r\n0123456789abcdef"),
              std::string::npos);
    EXPECT_TRUE(ask("POST /echo HTTP/1.1\r\nContent-Length: 17\r\n\r\n").starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerTest, a_chunked_body_has_the_same_limit) {
    auto const head = std::string("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    EXPECT_NE(ask(head + "4\r\nabcd\r\nc\r\n0123456789ab\r\n0\r\n\r\n").find("\r\n\r\nabcd0123456789ab"),
              std::string::npos);
    EXPECT_TRUE(ask(head + "4\r\nabcd\r\nd\r\n0123456789abc\r\n0\r\n\r\n").starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerTest, expect_100_continue_is_answered_before_the_body_comes) {
    Client client(server_->port());
    client.send("POST /echo HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(client.read("\r\n\r\n").starts_with("HTTP/1.1 100 Continue"));
    client.send("hi");
    EXPECT_TRUE(client.read().ends_with("hi"));
}

TEST_F(ServerTest, too_long_addresses_too_large_headers_and_noise_are_refused_as_problems) {
    auto const address = ask("GET /" + std::string(limits::request_target_bytes_max, 'a') + " HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(address.starts_with("HTTP/1.1 414 "));
    EXPECT_NE(address.find("uri_too_long"), std::string::npos);
    auto const header =
        ask("GET / HTTP/1.1\r\nX-A: " + std::string(limits::request_header_bytes_max, 'a') + "\r\n\r\n");
    EXPECT_TRUE(header.starts_with("HTTP/1.1 431 "));
    EXPECT_TRUE(ask("this is not http\r\n\r\n").starts_with("HTTP/1.1 400 "));
    EXPECT_TRUE(ask("GET /%zz HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400 "));
    EXPECT_TRUE(ask("TRACE / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
}

TEST_F(ServerTest, a_header_that_never_ends_is_cut_off_with_408) {
    EXPECT_TRUE(ask("GET / HTTP/1.1\r\nX-Slow: ").starts_with("HTTP/1.1 408 "));
}

TEST_F(ServerTest, a_client_that_hangs_up_harms_nobody) {
    {
        Client(server_->port()).send("POST /echo HTTP/1.1\r\nContent-Length: 9\r\n\r\nab");
    }
    {
        Client(server_->port()).send("GET /slow HTTP/1.1\r\n\r\n");
    }
    EXPECT_TRUE(ask("GET /hello/a HTTP/1.1\r\nConnection: close\r\n\r\n").ends_with("hello a"));
}

TEST_F(ServerTest, a_request_in_hand_is_finished_by_stop) {
    Client client(server_->port());
    client.send("GET /slow HTTP/1.1\r\n\r\n");
    while (!is_running_) std::this_thread::yield();
    server_->stop();
    EXPECT_TRUE(client.read().ends_with("finished"));
}

TEST_F(ServerTest, the_unix_socket_acts_as_its_actor) {
    auto const path = "/tmp/kith_http_" + std::to_string(::getpid());
    ASSERT_TRUE(server_->listen_on_socket(path, Actor::system("command line")));
    Client client(path);
    client.send("GET /mine HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(client.read().ends_with("command line"));
    EXPECT_TRUE(ask("GET /mine HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 401 "));
}

TEST_F(ServerTest, a_hundred_connections_are_served_at_once) {
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 100; ++i) clients.push_back(std::make_unique<Client>(server_->port()));
    for (auto& client : clients) client->send("GET /hello/a HTTP/1.1\r\nConnection: close\r\n\r\n");
    for (auto& client : clients) EXPECT_TRUE(client->read().ends_with("hello a"));
}

TEST_F(ServerTest, a_body_in_pieces_is_chunked_and_the_connection_serves_on) {
    Client client(server_->port());
    client.send("GET /pieces HTTP/1.1\r\n\r\nGET /hello/a HTTP/1.1\r\nConnection: close\r\n\r\n");
    auto const text = client.read();
    EXPECT_NE(text.find("Transfer-Encoding: chunked"), std::string::npos);
    EXPECT_EQ(text.substr(0, text.find("\r\n\r\n")).find("Content-Length"), std::string::npos);
    EXPECT_NE(text.find("\r\n\r\n2\r\n0 \r\n2\r\n1 \r\n2\r\n2 \r\n2\r\n3 \r\n2\r\n4 \r\n0\r\n\r\nHTTP/1.1 200"),
              std::string::npos)
        << text;
    EXPECT_TRUE(text.ends_with("hello a"));
}

TEST_F(ServerTest, a_body_in_pieces_of_known_length_is_announced_and_the_connection_serves_on) {
    Client client(server_->port());
    client.send(
        "GET /pieces?measured=1 HTTP/1.1\r\n\r\nHEAD /pieces?measured=1 HTTP/1.1\r\n\r\n"
        "GET /hello/a HTTP/1.1\r\nConnection: close\r\n\r\n");
    auto const text = client.read();
    EXPECT_EQ(text.find("Transfer-Encoding"), std::string::npos);
    EXPECT_NE(text.find("Content-Length: 10\r\n\r\n0 1 2 3 4 HTTP/1.1 200"), std::string::npos) << text;
    EXPECT_NE(text.find("Content-Length: 10\r\n\r\nHTTP/1.1 200"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("hello a"));
    auto const broken = ask("GET /pieces?measured=1&breaks=1 HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(broken.ends_with("Content-Length: 10\r\n\r\n0 1 2 ")) << broken;
}

TEST_F(ServerTest, a_body_in_pieces_that_breaks_off_has_no_end) {
    auto const text = ask("GET /pieces?breaks=1 HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(text.ends_with("2\r\n2 \r\n")) << text;
    EXPECT_TRUE(ask("GET /hello/a HTTP/1.1\r\nConnection: close\r\n\r\n").ends_with("hello a"));
}

TEST_F(ServerTest, a_body_in_pieces_ends_with_the_connection_where_chunks_are_unknown) {
    auto const text = ask("GET /pieces HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(text.ends_with("\r\n\r\n0 1 2 3 4 ")) << text;
    EXPECT_EQ(text.find("chunked"), std::string::npos);
    EXPECT_TRUE(ask("HEAD /pieces HTTP/1.1\r\nConnection: close\r\n\r\n").ends_with("\r\n\r\n"));
}

TEST_F(ServerTest, stop_does_not_wait_for_a_body_that_nobody_takes) {
    Client client(server_->port());
    client.send("GET /endless HTTP/1.1\r\n\r\n");
    client.read("Transfer-Encoding");
    server_->stop();
    SUCCEED();
}

TEST_F(ServerTest, events_are_sent_as_they_come_with_heartbeats_until_the_stream_closes) {
    Client client(server_->port());
    client.send("GET /live HTTP/1.1\r\n\r\n");
    client.read("event: change\ndata: one\ndata: two\n\n");
    EXPECT_NE(client.read("\n:\n\n").find("text/event-stream"), std::string::npos);
    EXPECT_EQ(server_->statistics().streams, 1);
    stream_->send("gone", "");
    stream_->close();
    EXPECT_TRUE(client.read().ends_with("event: gone\ndata: \n\n"));
}

}  // namespace
}  // namespace kith::http
