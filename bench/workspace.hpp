// A served workspace with a write key, a token and people, and clients that send to it.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bench/events.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::bench {

class Workspace {
public:
    /// `database`: a PostgreSQL location; empty: the folder's own file.
    static Result<std::unique_ptr<Workspace>> open(std::string const& executable, std::string const& database = {});

    support::KithProcess& process() { return *process_; }
    std::string const& write_key() const { return write_key_; }
    /// The header line of an administrator's token.
    std::string const& authorization() const { return authorization_; }
    std::string folder() const { return folder_.path(); }
    std::string log() const { return folder_.path("log"); }

private:
    Workspace() = default;
    support::TemporaryFolder folder_;
    std::unique_ptr<support::KithProcess> process_;
    std::string write_key_, authorization_;
};

/// What sending came to.
struct Sent {
    double seconds = 0;
    std::vector<double> answer_ms;  ///< of each request, from its first byte sent
    std::size_t taken = 0;          ///< answered by 200
    std::size_t refused = 0;        ///< by 429, and sent again
    double client_cpu_seconds = 0, server_cpu_seconds = 0;
    std::string failure;  ///< the first answer that was neither; empty: none
};

/// Processor time that this process has used.
double own_cpu_seconds();

/// Sends each request once over so many connections at once, each as soon as its connection's last was answered; a 429
/// is sent again. Where `stop` is given, goes on from the beginning of the list with what duplicates find until it is
/// set.
Sent send_all(support::KithProcess const& process, std::vector<std::string> const& requests, int connections,
              std::atomic<bool> const* stop = nullptr);

}  // namespace kith::bench
