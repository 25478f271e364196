#include "bench/workspace.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <mutex>
#include <thread>

namespace kith::bench {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

double own_cpu_seconds() {
    struct rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Result<std::unique_ptr<Workspace>> Workspace::open(std::string const& executable, std::string const& database) {
    std::unique_ptr<Workspace> workspace(new Workspace());
    std::vector<std::string> flags{"--data", workspace->folder_.path("data"), "--log-level", "warning"};
    if (!database.empty()) flags.insert(flags.end(), {"--database", database});
    workspace->process_ = std::make_unique<support::KithProcess>(executable, flags, workspace->log());
    auto& process = *workspace->process_;
    if (!process.start()) return Error::unavailable("the server did not start");
    auto const key = process.run({"key", "add", "--source", "Bench", "--kind", "server", "--json"});
    auto const token = process.run({"token", "add", "--name", "bench", "--role", "administrator", "--json"});
    workspace->write_key_ = support::json_member(key.output, "secret");
    workspace->authorization_ =
        fmt::format("Authorization: Bearer {}\r\n", support::json_member(token.output, "secret"));
    if (key.status != 0 || token.status != 0 || workspace->write_key_.empty())
        return Error::unavailable("no key or token could be made: " + key.output + token.output);
    return workspace;
}

Sent send_all(support::KithProcess const& process, std::vector<std::string> const& requests, int connections,
              std::atomic<bool> const* stop) {
    Sent sent;
    std::mutex mutex;
    std::atomic<std::size_t> next{0};
    auto const own_before = own_cpu_seconds(), server_before = process.cpu_seconds();
    auto const began = Clock::now();
    auto const work = [&] {
        support::HttpClient client(process.port());
        Sent mine;
        for (;;) {
            auto const at = next.fetch_add(1);
            if (stop != nullptr ? stop->load() : at >= requests.size()) break;
            for (bool is_taken = false; !is_taken && mine.failure.empty();) {
                auto const before = Clock::now();
                auto const answer = client.send(requests[at % requests.size()]);
                if (!answer || (answer->status != 200 && answer->status != 429)) {
                    mine.failure =
                        answer ? fmt::format("{}: {}", answer->status, answer->body) : "the connection broke";
                } else if (answer->status == 429) {
                    ++mine.refused;
                    std::this_thread::sleep_for(std::chrono::milliseconds(20));
                } else {
                    ++mine.taken;
                    is_taken = true;
                    mine.answer_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
                }
            }
            if (!mine.failure.empty()) break;
        }
        std::lock_guard const held(mutex);
        sent.taken += mine.taken;
        sent.refused += mine.refused;
        sent.answer_ms.insert(sent.answer_ms.end(), mine.answer_ms.begin(), mine.answer_ms.end());
        if (sent.failure.empty()) sent.failure = mine.failure;
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < connections; ++i) threads.emplace_back(work);
    for (auto& thread : threads) thread.join();
    sent.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    sent.client_cpu_seconds = own_cpu_seconds() - own_before;
    sent.server_cpu_seconds = process.cpu_seconds() - server_before;
    return sent;
}

}  // namespace kith::bench
