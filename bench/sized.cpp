#include "bench/sized.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.hpp"
#include "bench/fill.hpp"
#include "tests/support/postgres_server.hpp"

namespace kith::bench {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point before) {
    return std::chrono::duration<double, std::milli>(Clock::now() - before).count();
}

Json to_json(Filled const& filled, std::int64_t people) {
    return {{"people", people},      {"long_person", filled.long_person},
            {"ids", filled.ids},     {"person_columns", filled.person_columns},
            {"spent", filled.spent}, {"currency", filled.currency}};
}

Result<Filled> read_filled(std::string const& path, std::int64_t people) {
    std::ifstream file(path);
    std::string const text(std::istreambuf_iterator<char>(file), {});
    auto const kept = TRY(parse_json(text));
    if (kept["people"] != people)
        return Error::invalid("workspace", "wrong", "The workspace that was kept has another number of people.");
    return Filled{kept["long_person"], kept["ids"], kept["person_columns"], kept["spent"], kept["currency"]};
}

}  // namespace

std::string_view name_of(Which which) { return which == Which::sqlite ? "sqlite" : "postgres"; }

Result<std::unique_ptr<Sized>> Sized::open(Options const& options, Which which) {
    if (options.rows < rows_min) return Error::invalid("rows", "wrong", fmt::format("--rows: {} or more.", rows_min));
    std::unique_ptr<Sized> sized(new Sized(options, which));
    sized->root_ =
        options.workspace.empty() ? sized->folder_.path() : fmt::format("{}/{}", options.workspace, name_of(which));
    if (which == Which::postgres && !options.workspace.empty() && options.database.empty())
        return Error::invalid("database", "missing", "--workspace keeps one on PostgreSQL only with --database.");
    if (which == Which::postgres && !options.database.empty()) {
        sized->database_ = options.database;
    } else if (which == Which::postgres) {
        auto* const server = support::PostgresServer::shared();
        if (server == nullptr) return Error::unavailable(support::PostgresServer::why_absent());
        sized->database_ = server->make_database();
    }
    TRY(sized->fill_once());
    TRY(sized->serve(options));
    return sized;
}

/// The last that filling writes, so that a workspace half filled is none.
Result<void> Sized::fill_once() {
    auto const kept = root_ + "/filled.json";
    if (std::filesystem::exists(kept)) {
        filled_ = TRY(read_filled(kept, crowd_.people()));
    } else {
        std::filesystem::remove_all(root_);
        std::filesystem::create_directories(root_);
        TRY(fill());
        std::ofstream(kept) << to_json(filled_, crowd_.people()).dump();
    }
    hand_ = TRY(which_ == Which::sqlite ? hand_on_sqlite(root_ + "/data/kith.db") : hand_on_postgres(database_));
    // What PostgreSQL does by itself in the minutes after so much was written.
    if (which_ == Which::postgres && fill_seconds_ > 0) TRY(hand_->run("VACUUM ANALYZE"));
    return {};
}

Result<void> Sized::fill() {
    auto const began = Clock::now();
    app::SettingValues flags{{"data", root_ + "/data"}};
    if (!database_.empty()) flags["database"] = database_;
    auto const settings = TRY(app::load_settings(flags, [](std::string const&) { return std::nullopt; }));
    {
        auto const door = TRY(app::Door::open(settings, app::DataFolder::IfAbsent::make));
        filled_ = TRY(bench::fill(*door, crowd_));
    }
    fill_seconds_ = std::chrono::duration<double>(Clock::now() - began).count();
    return {};
}

Result<void> Sized::serve(Options const& options) {
    std::vector<std::string> flags{"--data", root_ + "/data", "--log-level", "warning"};
    if (!database_.empty()) flags.insert(flags.end(), {"--database", database_});
    process_ = std::make_unique<support::KithProcess>(options.executable, flags, folder_.path("log"));
    if (!process_->start()) return Error::unavailable("the server did not start");
    auto const token = process_->run({"token", "add", "--name", "bench", "--role", "administrator", "--json"});
    if (token.status != 0) return Error::unavailable("no token could be made: " + token.output);
    administrator_ = fmt::format("Authorization: Bearer {}\r\n", support::json_member(token.output, "secret"));
    return admit_clerks();
}

Result<void> Sized::admit_clerks() {
    support::HttpClient client(process_->port());
    for (std::size_t at = 0; at < clerks_at_once; ++at) {
        auto const answer =
            client.post("/api/v1/tokens", administrator_, fmt::format(R"({{"name":"Clerk {}","role":"clerk"}})", at));
        if (!answer || answer->status != 201)
            return Error::internal("POST /tokens: " + (answer ? answer->body : std::string("the connection broke")));
        clerks_.push_back(fmt::format("Authorization: Bearer {}\r\n", support::json_member(answer->body, "secret")));
    }
    return {};
}

Result<Asked> ask(support::HttpClient& client, std::string const& target, std::string const& headers,
                  std::string_view method, std::string_view body) {
    auto const request = support::http_request(method, target, headers, body);
    auto const before = Clock::now();
    auto answer = client.send(request);
    auto const took = ms_since(before);
    if (!answer || answer->status != 200)
        return Error::internal(fmt::format(
            "{} {}: {}", method, target,
            answer ? fmt::format("{} {}", answer->status, answer->body) : std::string("the connection broke")));
    return Asked{took, std::move(answer->body)};
}

Result<double> time_by_hand(Hand& hand, std::string const& sql, std::vector<HandValue> const& parameters) {
    auto const before = Clock::now();
    TRY(hand.run(sql, parameters));
    return ms_since(before);
}

std::string encoded(std::string_view text) {
    std::string out;
    for (unsigned char const c : text) {
        bool const is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        out += is_plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
    }
    return out;
}

}  // namespace kith::bench
