#include "tests/support/kith_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/json.hpp"
#include "tests/support/http_client.hpp"

namespace kith::support {
namespace {

using Clock = std::chrono::steady_clock;

// A port that was free a moment ago.
std::uint16_t free_port() {
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) return 0;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(socket);
    return ntohs(address.sin_port);
}

int exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

Json const* find_member(Json const& json, std::string const& name) {
    if (json.is_object())
        if (auto const found = json.find(name); found != json.end()) return &*found;
    if (json.is_structured())
        for (auto const& each : json)
            if (auto const* found = find_member(each, name)) return found;
    return nullptr;
}

}  // namespace

std::string KithProcess::find_executable(std::string const& given) {
    auto const* const named = std::getenv("KITH_EXECUTABLE");
    std::string const path = named != nullptr ? named : given;
    return std::filesystem::exists(path) ? std::filesystem::absolute(path).string() : std::string();
}

pid_t KithProcess::spawn(std::vector<std::string> const& arguments, int output) const {
    std::vector<std::string> all{executable_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), flags_.begin(), flags_.end());
    std::vector<char*> pointers;
    for (auto& each : all) pointers.push_back(each.data());
    pointers.push_back(nullptr);
    int const log = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int const nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    // Only calls that are safe after a fork of a process with threads.
    pid_t const child = ::fork();
    if (child == 0) {
        ::dup2(nothing, STDIN_FILENO);
        ::dup2(output >= 0 ? output : log, STDOUT_FILENO);
        ::dup2(log, STDERR_FILENO);
        ::execv(pointers[0], pointers.data());
        ::_exit(127);
    }
    ::close(log);
    ::close(nothing);
    return child;
}

std::optional<double> KithProcess::start(double seconds_max) {
    port_ = free_port();
    auto const began = Clock::now();
    auto const seconds = [&] { return std::chrono::duration<double>(Clock::now() - began).count(); };
    pid_ = spawn({"serve", "--listen", "127.0.0.1:" + std::to_string(port_)}, -1);
    while (seconds() < seconds_max) {
        HttpClient client(port_, 5);
        if (auto const answer = client.get("/readyz"); answer && answer->status == 200) return seconds();
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = 0;
            return std::nullopt;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    kill();
    return std::nullopt;
}

int KithProcess::stop() {
    if (pid_ <= 0) return -1;
    int status = 0;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return exit_code(status);
}

void KithProcess::kill() {
    if (pid_ <= 0) return;
    int status = 0;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
}

CommandOutcome KithProcess::run(std::vector<std::string> const& command) const {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {};
    pid_t const child = spawn(command, ends[1]);
    ::close(ends[1]);
    CommandOutcome outcome;
    char bytes[4096];
    for (ssize_t got = 0; (got = ::read(ends[0], bytes, sizeof bytes)) > 0;)
        outcome.output.append(bytes, static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    outcome.status = exit_code(status);
    return outcome;
}

// A line of /proc/PID/status, which counts in KiB.
std::int64_t KithProcess::status_bytes(std::string_view name) const {
    std::ifstream in("/proc/" + std::to_string(pid_) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(name)) return std::strtoll(line.c_str() + name.size(), nullptr, 10) * 1024;
    return 0;
}

std::int64_t KithProcess::resident_bytes() const { return status_bytes("VmRSS:"); }

std::int64_t KithProcess::resident_bytes_max() const { return status_bytes("VmHWM:"); }

double KithProcess::cpu_seconds() const {
    std::ifstream in("/proc/" + std::to_string(pid_) + "/stat");
    std::string line;
    std::getline(in, line);
    // After the name in parentheses: state, then ten fields, then user and system time in ticks.
    std::istringstream rest(line.substr(std::min(line.size(), line.rfind(')') + 1)));
    std::string field;
    for (int skipped = 0; skipped < 11; ++skipped) rest >> field;
    double user = 0, system = 0;
    rest >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::string json_member(std::string const& json, std::string const& name) {
    auto const parsed = parse_json(json);
    if (!parsed) return {};
    auto const* found = find_member(*parsed, name);
    if (found == nullptr) return {};
    return found->is_string() ? found->get<std::string>() : dump_json(*found);
}

}  // namespace kith::support
