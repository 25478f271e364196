// The real executable, started on a folder: what tests and workloads that need a whole process (kills, start, memory)
// work with.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::support {

/// What a finished command left.
struct CommandOutcome {
    int status = -1;  ///< its exit code; -1 where a signal ended it
    std::string output;
};

class KithProcess {
public:
    /// Where the executable is: `KITH_EXECUTABLE`, else `given`; empty where neither exists.
    static std::string find_executable(std::string const& given);

    /// `flags` are given to `serve` and to every other command: `--data DIR`, perhaps `--database URL`.
    KithProcess(std::string executable, std::vector<std::string> flags, std::string log)
        : executable_(std::move(executable)), flags_(std::move(flags)), log_(std::move(log)) {}
    ~KithProcess() { kill(); }
    KithProcess(KithProcess const&) = delete;
    KithProcess& operator=(KithProcess const&) = delete;

    /// Runs `kith serve` on a free port. The seconds until `/readyz` answered 200; nothing where it did not within
    /// `seconds_max`.
    std::optional<double> start(double seconds_max = 30);
    /// SIGTERM, and the wait for its end; its exit code.
    int stop();
    /// SIGKILL.
    void kill();
    /// Another command of the executable, to its end: `run({"doctor", "--json"})`.
    CommandOutcome run(std::vector<std::string> const& command) const;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    bool is_running() const { return pid_ > 0; }
    /// Resident memory, in bytes.
    std::int64_t resident_bytes() const;
    /// The most that it has been since the start, in bytes.
    std::int64_t resident_bytes_max() const;
    /// Processor time used so far, in seconds.
    double cpu_seconds() const;

private:
    std::int64_t status_bytes(std::string_view name) const;
    pid_t spawn(std::vector<std::string> const& arguments, int output) const;

    std::string executable_;
    std::vector<std::string> flags_;
    std::string log_;  // where its standard error goes
    std::uint16_t port_ = 0;
    pid_t pid_ = 0;
};

/// A member of a JSON object that a command printed, at any depth: `member("{\"secret\":\"a\"}", "secret")`. Empty:
/// absent.
std::string json_member(std::string const& json, std::string const& name);

}  // namespace kith::support
