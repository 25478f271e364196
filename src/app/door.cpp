#include "app/door.hpp"

#include <chrono>
#include <thread>

#include "app/kith.hpp"
#include "app/socket_client.hpp"

namespace kith::app {

namespace {

constexpr int server_start_seconds_max = 5;

// Splits `/users?limit=200` into path and query, for a request made here.
http::Request request_of(http::Method method, std::string_view target, Json const& body) {
    http::Request request;
    request.method = method;
    auto const question = std::min(target.find('?'), target.size());
    request.path = "/api/v1" + std::string(target.substr(0, question));
    target.remove_prefix(question);
    while (!target.empty()) {
        target.remove_prefix(1);  // `?` or `&`
        auto const pair = target.substr(0, target.find('&'));
        auto const equals = std::min(pair.find('='), pair.size());
        request.query.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
        target.remove_prefix(pair.size());
    }
    if (!body.is_null()) {
        request.headers.set("Content-Type", "application/json");
        request.body = dump_json(body);
    }
    return request;
}

class LocalDoor : public Door {
public:
    LocalDoor(DataFolder folder, std::unique_ptr<Kith> kith) : folder_(std::move(folder)), kith_(std::move(kith)) {}
    Result<http::Response> answer(http::Request request) override {
        request.id = Uuid::make().text();
        return http::answer(
            kith_->router(), [](http::Request const&) { return Actor::system("command line"); }, request);
    }
    Result<http::Response> download(http::Request request, BodyTaker const& take) override {
        auto response = TRY(answer(std::move(request)));
        if (!response.source) return response;
        for (;;) {
            auto const piece = TRY(response.source->next());
            if (piece.empty()) return response;
            TRY(take(piece));
        }
    }
    bool is_remote() const override { return false; }
    Kith* here() override { return kith_.get(); }

private:
    DataFolder folder_;  // holds the lock
    std::unique_ptr<Kith> kith_;
};

class SocketDoor : public Door {
public:
    explicit SocketDoor(DataFolder folder) : folder_(std::move(folder)) {}
    Result<http::Response> answer(http::Request request) override {
        return request_on_socket(folder_.socket_path(), request);
    }
    Result<http::Response> download(http::Request request, BodyTaker const& take) override {
        return download_on_socket(folder_.socket_path(), request, take);
    }
    bool is_remote() const override { return true; }
    Kith* here() override { return nullptr; }

private:
    DataFolder folder_;
};

}  // namespace

Result<std::unique_ptr<Door>> Door::open(Settings const& settings, DataFolder::IfAbsent if_absent) {
    auto folder = TRY(DataFolder::open(settings.data, if_absent));
    // A server takes the lock some moments before it listens, and keeps it some moments after it stopped listening.
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(server_start_seconds_max);
    for (;;) {
        if (TRY(folder.lock())) {
            auto kith = TRY(Kith::open(settings));
            return std::unique_ptr<Door>(std::make_unique<LocalDoor>(std::move(folder), std::move(kith)));
        }
        http::Request health;
        health.path = "/healthz";
        auto const alive = request_on_socket(folder.socket_path(), health);
        if (alive) return std::unique_ptr<Door>(std::make_unique<SocketDoor>(std::move(folder)));
        if (std::chrono::steady_clock::now() > deadline)
            return Error::unavailable(fmt::format("Another process owns {} and does not answer.", settings.data),
                                      alive.error().cause);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

Result<Json> Door::call(http::Method method, std::string path, Json const& body) {
    auto const response = TRY(answer(request_of(method, path, body)));
    if (response.status >= 400) return error_of(response);
    if (response.body.empty()) return Json(nullptr);
    return parse_json(response.body);
}

Result<Json> Door::list(std::string const& path) {
    Json all = Json::array();
    std::string page;
    do {
        auto const answer = TRY(call(http::Method::get, path + "?limit=200" + (page.empty() ? "" : "&page=" + page)));
        for (auto const& item : answer["data"]) all.push_back(item);
        page = answer.contains("next") && answer["next"].is_string() ? answer["next"].get<std::string>() : "";
    } while (!page.empty());
    return all;
}

Error error_of(http::Response const& response) {
    static constexpr ErrorCode codes[] = {
        ErrorCode::malformed,           ErrorCode::invalid,
        ErrorCode::unauthenticated,     ErrorCode::forbidden,
        ErrorCode::not_found,           ErrorCode::conflict,
        ErrorCode::precondition_failed, ErrorCode::precondition_required,
        ErrorCode::too_large,           ErrorCode::too_many_requests,
        ErrorCode::unavailable,
    };
    Error error = Error::internal("status " + std::to_string(response.status));
    for (auto const code : codes)
        if (http::status_of(code) == response.status) {
            error.code = code;
            error.cause.clear();
        }
    auto const problem = parse_json(response.body);
    if (!problem || !problem->is_object()) return error;
    error.message = problem->value("detail", error.message);
    error.reason = problem->value("code", "");
    if (auto const errors = problem->find("errors"); errors != problem->end() && errors->is_array())
        for (auto const& field : *errors)
            error.fields.push_back({field.value("field", ""), field.value("code", ""), field.value("message", "")});
    return error;
}

}  // namespace kith::app
