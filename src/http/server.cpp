// The transport: the only translation unit that includes Boost. Beast parses requests; responses are written as bytes.
// Plain sockets without Beast's timeouts and callbacks without coroutines, for the reasons measured: timeouts cost 60 %
// more CPU a request, and g++ 12 miscompiles coroutines.
//
// Threads: each transport thread runs one io_context and owns the connections on it; whatever touches a connection runs
// there. Workers see only a Request and hand back a Response. A connection handles one request at a time, which keeps
// pipelined answers in order.
#include "http/server.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <future>
#include <limits>
#include <thread>
#include <tuple>
#include <unordered_set>

#include "http/answer.hpp"
#include "http/limits.hpp"
#include "http/response_head.hpp"
#include "http/server_counters.hpp"
#include "http/target.hpp"
#include "http/worker_pool.hpp"

namespace kith::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t discarded_bytes_max = 1024 * 1024;
constexpr std::chrono::seconds discard_max{5};
constexpr std::chrono::seconds slow_request{1};
constexpr std::chrono::milliseconds accept_pause{100};

std::string_view view_of(beast::string_view text) { return {text.data(), text.size()}; }

std::optional<Method> method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
            return Method::get;
        case beast::http::verb::head:
            return Method::head;
        case beast::http::verb::post:
            return Method::post;
        case beast::http::verb::put:
            return Method::put;
        case beast::http::verb::patch:
            return Method::patch;
        case beast::http::verb::delete_:
            return Method::delete_;
        case beast::http::verb::options:
            return Method::options;
        default:
            return std::nullopt;
    }
}

class Connection;

/// One thread with its io_context, its connections and its sweep.
struct Transport {
    asio::io_context context{1};
    asio::executor_work_guard<Executor> work{context.get_executor()};
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor> sweep_timer{context};
    std::unordered_set<std::shared_ptr<Connection>> connections;
    std::string date;
    Clock::time_point date_until;
    std::thread thread;
};

/// What every connection may use. Outlives the transports' threads.
struct Shared {
    Shared(Router const& router_, Authenticator authenticator_, ServerOptions options_)
        : router(router_),
          authenticator(std::move(authenticator_)),
          options(std::move(options_)),
          workers(options.workers, options.requests_waiting_max) {}

    Router const& router;
    Authenticator authenticator;
    ServerOptions options;
    ServerCounters counters;
    std::atomic<bool> is_stopping = false;
    WorkerPool workers;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Shared& shared, Transport& transport, Socket socket, std::string remote_address,
               std::shared_ptr<Actor const> door)
        : shared_(shared),
          transport_(transport),
          socket_(std::move(socket)),
          remote_address_(std::move(remote_address)),
          door_(std::move(door)) {
        ++shared_.counters.connections;
    }
    ~Connection() { --shared_.counters.connections; }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    void start() {
        transport_.connections.insert(shared_from_this());
        read_header();
    }
    void sweep(Clock::time_point now);
    void stop();

private:
    enum class Phase : std::uint8_t {
        waiting,
        reading,
        working,
        writing,
        asking,
        sending,
        streaming,
        discarding,
        closed
    };
    using Parser = beast::http::request_parser<beast::http::string_body>;

    void enter(Phase phase, std::chrono::milliseconds at_most) {
        phase_ = phase;
        deadline_ = Clock::now() + at_most;
    }
    void read_header();
    void on_header(error_code error);
    Result<std::size_t> body_limit();
    void read_body(std::size_t bytes_max);
    void on_body(error_code error);
    void submit();
    void take_request();
    void refuse(Error const& error);
    bool refuse_read_error(error_code failed);
    void write(Response response);
    void on_written(error_code error);
    void begin_stream();
    void ask_for_piece();
    void take_piece();
    void send_piece(Result<std::string> piece);
    void pump();
    void watch_for_end();
    void discard_rest();
    void discard();
    void close();
    std::string head_of(Response const& response, std::size_t body_bytes);

    Shared& shared_;
    Transport& transport_;
    Socket socket_;
    std::string remote_address_;
    std::shared_ptr<Actor const> door_;  ///< who everyone on this socket is; null on an address
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    Request request_;
    Response response_;
    std::string head_;
    std::string chunk_;  ///< events, or a piece of the body, being written
    std::size_t discarded_bytes_ = 0;
    Phase phase_ = Phase::waiting;
    Clock::time_point deadline_;
    Clock::time_point heartbeat_at_;
    Clock::time_point received_at_;
    bool is_kept_ = true;  ///< whether another request may follow
    bool is_overdue_ = false;
    bool is_writing_ = false;
    bool is_piece_due_ = false;  ///< no worker was free to be asked for it
};

void Connection::read_header() {
    if (shared_.is_stopping) return close();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(limits::request_header_bytes_max));
    // Which limit the body has is known only with the route. Not `none`: Beast of Boost 1.74 compares the length with
    // it and refuses every body.
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
    request_ = Request{};
    enter(Phase::waiting, shared_.options.idle_max);
    beast::http::async_read_header(
        socket_, buffer_, *parser_,
        [self = shared_from_this()](error_code error, std::size_t) { self->on_header(error); });
}

void Connection::on_header(error_code error) {
    if (phase_ == Phase::closed) return;
    if (error) {
        if (!refuse_read_error(error)) close();
        return;
    }
    if (phase_ == Phase::waiting) enter(Phase::reading, shared_.options.request_max);
    auto const limit = body_limit();
    if (!limit) return refuse(limit.error());
    bool const expects = beast::iequals(parser_->get()[beast::http::field::expect], "100-continue");
    if (!expects || parser_->is_done()) return read_body(*limit);
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(go_on),
                      [self = shared_from_this(), bytes_max = *limit](error_code failed, std::size_t) {
                          if (failed) return self->close();
                          self->read_body(bytes_max);
                      });
}

/// Checks what the header says and fills the request with it; the answer is how large its body may be.
Result<std::size_t> Connection::body_limit() {
    auto const& header = parser_->get();
    for (auto const& field : header)
        request_.headers.add(std::string(view_of(field.name_string())), std::string(view_of(field.value())));
    request_.remote_address = remote_address_;
    ensure_id(request_);
    auto const target = view_of(header.target());
    auto const method = method_of(header.method());
    request_.method = method.value_or(Method::get);
    if (target.size() > limits::request_target_bytes_max)
        return Error{ErrorCode::too_large, "The address of the request is too long.", {}, "uri_too_long", {}, 0};
    auto parsed = TRY(parse_target(target == "*" && method == Method::options ? "/" : target));
    request_.path = std::move(parsed.path);
    request_.query = std::move(parsed.query);
    if (!method) return method_not_allowed();
    auto const match = shared_.router.match(*method, request_.path);
    auto const limit = match.route ? match.route->route_limits.body_bytes_max : limits::request_body_bytes_max;
    auto const length = parser_->content_length();
    if (length && *length > limit) return Error::too_large(fmt::format("The body may have at most {} bytes.", limit));
    return limit;
}

void Connection::read_body(std::size_t bytes_max) {
    if (parser_->is_done()) return submit();
    parser_->body_limit(bytes_max);
    beast::http::async_read(socket_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t) { self->on_body(error); });
}

void Connection::on_body(error_code error) {
    if (phase_ == Phase::closed) return;
    if (!error) return submit();
    if (!refuse_read_error(error)) close();
}

/// Whether the failure deserves an answer and got one.
bool Connection::refuse_read_error(error_code failed) {
    using Broken = beast::http::error;
    if (is_overdue_) {
        refuse(Error{ErrorCode::unavailable, "The request did not arrive in time.", {}, "request_timeout", {}, 0});
        return true;
    }
    if (failed == Broken::end_of_stream || failed == Broken::partial_message) return false;
    if (failed == Broken::header_limit && parser_->get().target().empty()) {
        refuse(Error{ErrorCode::too_large, "The address of the request is too long.", {}, "uri_too_long", {}, 0});
    } else if (failed == Broken::header_limit) {
        refuse(
            Error{ErrorCode::too_large, "The headers of the request are too large.", {}, "headers_too_large", {}, 0});
    } else if (failed == Broken::body_limit) {
        refuse(Error::too_large("The body is too large."));
    } else if (failed.category() == beast::http::make_error_code(Broken::bad_method).category()) {
        refuse(Error::malformed("This is not an HTTP request."));
    } else {
        return false;
    }
    return true;
}

void Connection::submit() {
    request_.body = std::move(parser_->get().body());
    is_kept_ = parser_->get().keep_alive() && parser_->get().version() >= 11;
    phase_ = Phase::working;
    received_at_ = Clock::now();
    if (shared_.workers.submit([self = shared_from_this()] { self->take_request(); })) return;
    ++shared_.counters.refused;
    auto const error = is_tracking(request_.path)
                           ? Error::too_many_requests("Too many requests are waiting; try again.", 1)
                           : Error::unavailable("Too many requests are waiting; try again.");
    auto response = refusal(request_, error);
    finish(request_, response);
    write(std::move(response));
}

/// On a worker. The connection itself is left alone until the response is back on its thread.
void Connection::take_request() {
    auto const as_door = [this](Request const&) -> Result<Actor> { return *door_; };
    auto response = answer(shared_.router, door_ ? Authenticator(as_door) : shared_.authenticator, request_);
    auto const took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - received_at_);
    shared_.counters.count_latency(took);
    // Paths can hold write keys and queries anything, so neither is logged; the id finds the request.
    if (took > slow_request)
        spdlog::warn("http: slow: {} {} {} ms ({})", name_of(request_.method), response.status, took.count() / 1000,
                     request_.id);
    else
        spdlog::debug("http: {} {} {} us ({})", name_of(request_.method), response.status, took.count(), request_.id);
    asio::post(socket_.get_executor(),
               [self = shared_from_this(), moved = std::move(response)]() mutable { self->write(std::move(moved)); });
}

/// Answers without the rest of the request, which is then thrown away.
void Connection::refuse(Error const& error) {
    int const status = refusal_status(error);
    is_kept_ = false;
    ensure_id(request_);
    auto response = refusal(request_, error, status);
    if (status == 405) response.headers.add("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    finish(request_, response);
    write(std::move(response));
}

std::string Connection::head_of(Response const& response, std::size_t body_bytes) {
    auto const now = Clock::now();
    if (now >= transport_.date_until) {
        transport_.date = http_date();
        transport_.date_until = now + std::chrono::milliseconds(500);
    }
    auto const reason =
        beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(response.status)));
    return response_head(response, view_of(reason), transport_.date, body_bytes, is_kept_);
}

void Connection::write(Response response) {
    if (phase_ == Phase::closed) {
        if (response.stream) response.stream->close();
        return;
    }
    if (response.stream &&
        (shared_.counters.streams >= static_cast<std::int64_t>(shared_.options.streams_max) || shared_.is_stopping)) {
        response.stream->close();
        ++shared_.counters.refused;
        response = refusal(request_, Error::unavailable("Too many live connections are open.", {}, 30));
        finish(request_, response);
    }
    response_ = std::move(response);
    if (response_.stream || shared_.is_stopping) is_kept_ = false;
    bool const is_of_unknown_length = response_.source && !response_.source->length();
    bool const is_chunked = is_of_unknown_length && parser_->get().version() >= 11;
    if (is_chunked) response_.headers.set("Transfer-Encoding", "chunked");
    if (is_of_unknown_length && !is_chunked) is_kept_ = false;  // the end of the connection is that of the body
    shared_.counters.count_response(response_.status);
    auto const body = response_.borrowed_body.empty() ? std::string_view(response_.body) : response_.borrowed_body;
    auto const announced = response_.source ? response_.source->length() : std::nullopt;
    head_ = head_of(response_, announced ? static_cast<std::size_t>(*announced) : body.size());
    bool const has_body = request_.method != Method::head && response_.status != 204 && response_.status != 304 &&
                          !response_.stream && !response_.source;
    enter(Phase::writing, shared_.options.idle_max);
    std::array<asio::const_buffer, 2> const buffers{asio::buffer(head_),
                                                    has_body ? asio::buffer(body) : asio::const_buffer()};
    asio::async_write(socket_, buffers,
                      [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
}

void Connection::on_written(error_code error) {
    if (phase_ == Phase::closed) return;
    if (error) return close();
    if (response_.stream && request_.method != Method::head) return begin_stream();
    if (response_.stream) response_.stream->close();
    if (response_.source && request_.method != Method::head) return ask_for_piece();
    response_ = Response{};
    if (is_kept_) return read_header();
    discard_rest();
}

void Connection::begin_stream() {
    ++shared_.counters.streams;
    enter(Phase::streaming, shared_.options.idle_max);
    heartbeat_at_ = Clock::now() + shared_.options.heartbeat_every;
    // Weak, so that a stream which its owner keeps does not keep the connection. The wake may come from any thread,
    // also from within `send`.
    response_.stream->set_wake([weak = weak_from_this()] {
        auto self = weak.lock();
        if (self) asio::post(self->socket_.get_executor(), [self] { self->pump(); });
    });
    watch_for_end();
}

/// Writes what the stream holds, one write at a time.
void Connection::pump() {
    if (phase_ != Phase::streaming) return;
    bool const is_open = response_.stream->is_open();
    if (is_writing_) {
        // A reader too slow for its backlog never lets this write end: the sweep does.
        if (!is_open) deadline_ = std::min(deadline_, Clock::now() + discard_max);
        return;
    }
    chunk_ = response_.stream->take();
    if (chunk_.empty()) {
        if (!is_open) close();
        return;
    }
    is_writing_ = true;
    deadline_ = Clock::now() + shared_.options.idle_max;
    asio::async_write(socket_, asio::buffer(chunk_), [self = shared_from_this()](error_code error, std::size_t) {
        self->is_writing_ = false;
        if (error) return self->close();
        self->pump();
    });
}

/// A worker makes the next piece of the body; a reader that is slow keeps none waiting.
void Connection::ask_for_piece() {
    phase_ = Phase::asking;
    is_piece_due_ = !shared_.workers.submit([self = shared_from_this()] { self->take_piece(); });
    if (is_piece_due_ && shared_.is_stopping) close();  // else the sweep asks again
}

/// On a worker, which alone uses the source until the piece is back on the connection's thread.
void Connection::take_piece() {
    auto piece = [&]() -> Result<std::string> {
        try {
            return response_.source->next();
        } catch (std::exception const& exception) {
            return Error::internal(exception.what());
        }
    }();
    asio::post(socket_.get_executor(),
               [self = shared_from_this(), moved = std::move(piece)]() mutable { self->send_piece(std::move(moved)); });
}

void Connection::send_piece(Result<std::string> piece) {
    if (phase_ != Phase::asking) return;
    if (!piece) {
        spdlog::warn("http: an answer breaks off: {} {} ({})", piece.error().message, piece.error().cause, request_.id);
        return close();
    }
    bool const is_last = piece->empty();
    bool const is_chunked = response_.headers.find("Transfer-Encoding").has_value();
    // RFC 9112, section 7.1; the empty chunk ends the body.
    chunk_ = is_chunked ? fmt::format("{:x}\r\n{}\r\n", piece->size(), *piece) : std::move(*piece);
    enter(Phase::sending, shared_.options.idle_max);
    asio::async_write(socket_, asio::buffer(chunk_),
                      [self = shared_from_this(), is_last](error_code error, std::size_t) {
                          if (self->phase_ == Phase::closed) return;
                          if (error) return self->close();
                          self->chunk_.clear();
                          if (!is_last) return self->ask_for_piece();
                          self->response_ = Response{};
                          if (self->is_kept_) return self->read_header();
                          self->discard_rest();
                      });
}

/// A client that closes its side of a stream is noticed here, and what it sends is thrown away.
void Connection::watch_for_end() {
    buffer_.clear();
    socket_.async_read_some(buffer_.prepare(512), [self = shared_from_this()](error_code error, std::size_t) {
        if (error) return self->close();
        if (self->phase_ == Phase::streaming) self->watch_for_end();
    });
}

/// Closing while the client still sends would reset the connection and lose the answer on its way (RFC 9112,
/// section 9.6).
void Connection::discard_rest() {
    error_code ignored;
    std::ignore = socket_.shutdown(Socket::shutdown_send, ignored);
    enter(Phase::discarding, discard_max);
    discard();
}

void Connection::discard() {
    buffer_.clear();
    socket_.async_read_some(buffer_.prepare(16 * 1024),
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                                if (self->phase_ == Phase::closed) return;
                                self->discarded_bytes_ += bytes;
                                if (error || self->discarded_bytes_ > discarded_bytes_max) return self->close();
                                self->discard();
                            });
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    if (phase_ == Phase::streaming) --shared_.counters.streams;
    phase_ = Phase::closed;
    if (response_.stream) response_.stream->close();
    error_code ignored;
    std::ignore = socket_.close(ignored);
    transport_.connections.erase(shared_from_this());
}

void Connection::sweep(Clock::time_point now) {
    if (phase_ == Phase::waiting && parser_->got_some()) return enter(Phase::reading, shared_.options.request_max);
    if (phase_ == Phase::streaming && now >= heartbeat_at_) {
        heartbeat_at_ = now + shared_.options.heartbeat_every;
        response_.stream->heartbeat();
    }
    if (phase_ == Phase::asking && is_piece_due_) return ask_for_piece();
    bool const may_stay =
        phase_ == Phase::working || phase_ == Phase::asking || (phase_ == Phase::streaming && !is_writing_);
    if (phase_ == Phase::closed || may_stay || now < deadline_) return;
    if (phase_ != Phase::reading || is_overdue_) return close();
    is_overdue_ = true;
    error_code ignored;
    std::ignore = socket_.cancel(ignored);  // the read ends with an error, which is answered with 408
}

void Connection::stop() {
    if (phase_ == Phase::waiting || phase_ == Phase::reading || phase_ == Phase::discarding) return close();
    if (phase_ == Phase::streaming) response_.stream->close();
    // It may go on for minutes; the client sees that it is not whole.
    if (phase_ == Phase::asking || phase_ == Phase::sending) close();
}

/// Accepts on one endpoint and spreads the connections over the transports.
template <class Protocol>
class Listener {
public:
    Listener(Shared& shared, std::vector<std::unique_ptr<Transport>>& transports, std::shared_ptr<Actor const> door)
        : shared_(shared),
          transports_(transports),
          door_(std::move(door)),
          acceptor_(transports.front()->context),
          pause_(transports.front()->context) {}

    error_code listen(typename Protocol::endpoint const& endpoint) {
        error_code error;
        acceptor_.open(endpoint.protocol(), error);
        if constexpr (std::is_same_v<Protocol, asio::ip::tcp>)
            if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        return error;
    }
    auto local_endpoint() const { return acceptor_.local_endpoint(); }
    void accept();
    void close() {
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
    }

private:
    using ProtocolSocket = asio::basic_stream_socket<Protocol, Executor>;
    void take(Transport& transport, ProtocolSocket socket);

    Shared& shared_;
    std::vector<std::unique_ptr<Transport>>& transports_;
    std::shared_ptr<Actor const> door_;
    asio::basic_socket_acceptor<Protocol, Executor> acceptor_;
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor> pause_;
    std::size_t next_ = 0;
};

template <class Protocol>
void Listener<Protocol>::accept() {
    auto& transport = *transports_[next_++ % transports_.size()];
    acceptor_.async_accept(transport.context, [this, &transport](error_code error, ProtocolSocket socket) {
        if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
        if (error) {
            // Out of file descriptors, most likely: some will be closed.
            spdlog::warn("http: accept failed: {}", error.message());
            pause_.expires_after(accept_pause);
            pause_.async_wait([this](error_code failed) {
                if (!failed) accept();
            });
            return;
        }
        take(transport, std::move(socket));
        accept();
    });
}

template <class Protocol>
void Listener<Protocol>::take(Transport& transport, ProtocolSocket socket) {
    error_code ignored;
    if (shared_.counters.connections >= static_cast<std::int64_t>(shared_.options.connections_max)) {
        ++shared_.counters.refused;
        static constexpr std::string_view full =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(full), ignored);
        return;
    }
    std::string address;
    if constexpr (std::is_same_v<Protocol, asio::ip::tcp>) {
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        auto const remote = socket.remote_endpoint(ignored);
        if (!ignored) address = remote.address().to_string();
    }
    auto connection =
        std::make_shared<Connection>(shared_, transport, Socket(std::move(socket)), std::move(address), door_);
    asio::post(transport.context, [connection] { connection->start(); });
}

void sweep(Shared& shared, Transport& transport) {
    transport.sweep_timer.expires_after(shared.options.sweep_every);
    transport.sweep_timer.async_wait([&](error_code error) {
        if (error) return;
        // A copy, because sweeping closes some and they leave the set.
        std::vector<std::shared_ptr<Connection>> const all(transport.connections.begin(), transport.connections.end());
        auto const now = Clock::now();
        for (auto const& connection : all) connection->sweep(now);
        sweep(shared, transport);
    });
}

/// Runs `work` on the transport's thread and waits for it.
template <class Work>
auto on(Transport& transport, Work work) {
    std::packaged_task<std::invoke_result_t<Work>()> task(std::move(work));
    auto future = task.get_future();
    asio::post(transport.context, [&task] { task(); });
    return future.get();
}

}  // namespace

class Server::State {
public:
    State(Router const& router, Authenticator authenticator, ServerOptions options)
        : shared_(router, std::move(authenticator), options) {
        for (int i = 0; i < options.transport_threads; ++i) transports_.push_back(std::make_unique<Transport>());
    }
    ~State() { stop(); }

    Result<void> listen() {
        error_code error;
        auto const address = asio::ip::make_address(shared_.options.address, error);
        if (error)
            return Error::invalid("listen", "wrong", fmt::format("{} is not an IP address.", shared_.options.address));
        listener_ = std::make_unique<Listener<asio::ip::tcp>>(shared_, transports_, nullptr);
        error = listener_->listen({address, shared_.options.port});
        if (error)
            return Error::unavailable(fmt::format("Cannot listen on {}:{}: {}.", shared_.options.address,
                                                  shared_.options.port, error.message()));
        port_ = listener_->local_endpoint().port();
        listener_->accept();
        for (auto& transport : transports_) {
            sweep(shared_, *transport);
            transport->thread = std::thread([&context = transport->context] { context.run(); });
        }
        return {};
    }

    Result<void> listen_on_socket(std::string const& path, Actor actor) {
        if (path.size() >= sizeof(sockaddr_un::sun_path))
            return Error::invalid("socket", "too_long", "The socket's path is longer than the system allows.");
        // What is left of a server that was killed. Whoever calls owns the folder, so that no living server listens
        // here.
        ::unlink(path.c_str());
        auto door = std::make_unique<Listener<asio::local::stream_protocol>>(
            shared_, transports_, std::make_shared<Actor const>(std::move(actor)));
        auto const before = ::umask(0177);  // only the owner may connect, from the first moment on
        auto const error = door->listen(asio::local::stream_protocol::endpoint(path));
        ::umask(before);
        if (error) return Error::unavailable("Cannot listen on the socket in the data folder.", error.message());
        on(*transports_.front(), [&] {
            door->accept();
            doors_.push_back(std::move(door));
        });
        socket_paths_.push_back(path);
        return {};
    }

    void stop() {
        if (shared_.is_stopping.exchange(true)) return;
        if (!transports_.front()->thread.joinable()) return;
        on(*transports_.front(), [&] {
            listener_->close();
            for (auto& door : doors_) door->close();
        });
        for (auto const& path : socket_paths_) ::unlink(path.c_str());
        stop_connections();
        shared_.workers.stop();
        for (auto& transport : transports_) {
            transport->context.stop();
            transport->thread.join();
        }
        for (auto& transport : transports_) transport->connections.clear();
    }

    ServerStatistics statistics() const {
        auto out = shared_.counters.snapshot();
        out.requests_waiting = static_cast<std::int64_t>(shared_.workers.waiting());
        return out;
    }
    std::uint16_t port() const { return port_; }

private:
    /// Lets requests in hand finish, for as long as a request may take.
    void stop_connections() {
        auto const until = Clock::now() + shared_.options.request_max;
        while (Clock::now() < until) {
            std::size_t left = 0;
            for (auto& transport : transports_)
                left += on(*transport, [&] {
                    std::vector<std::shared_ptr<Connection>> const all(transport->connections.begin(),
                                                                       transport->connections.end());
                    for (auto const& connection : all) connection->stop();
                    return transport->connections.size();
                });
            if (left == 0) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    Shared shared_;  // before the transports, whose last connections count themselves out of it
    std::vector<std::unique_ptr<Transport>> transports_;
    std::unique_ptr<Listener<asio::ip::tcp>> listener_;
    std::vector<std::unique_ptr<Listener<asio::local::stream_protocol>>> doors_;
    std::vector<std::string> socket_paths_;
    std::uint16_t port_ = 0;
};

Server::Server(std::shared_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::start(Router const& router, Authenticator authenticator,
                                              ServerOptions options) {
    auto state = std::make_shared<State>(router, std::move(authenticator), std::move(options));
    TRY(state->listen());
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

std::uint16_t Server::port() const { return state_->port(); }
Result<void> Server::listen_on_socket(std::string const& path, Actor actor) {
    return state_->listen_on_socket(path, std::move(actor));
}
ServerStatistics Server::statistics() const { return state_->statistics(); }
void Server::stop() { state_->stop(); }

}  // namespace kith::http
