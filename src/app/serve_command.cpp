// `kith serve`: owns the data folder until SIGINT or SIGTERM.
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <csignal>
#include <iostream>

#include "app/commands.hpp"
#include "app/kith.hpp"
#include "app/version.hpp"

namespace kith::app {

namespace {

// Blocked before the first thread is made, so that every thread inherits it and only `wait` sees them.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    /// The signal that came, or 0 when the time is over.
    int wait(std::chrono::seconds patience) const {
        timespec const time{patience.count(), 0};
        auto const signal = sigtimedwait(&set_, nullptr, &time);
        return signal > 0 ? signal : 0;
    }

private:
    sigset_t set_;
};

std::string origin_of(Settings const& settings, std::uint16_t port) {
    auto host = settings.address;
    if (host == "0.0.0.0" || host == "::") host = "127.0.0.1";
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    return fmt::format("http://{}:{}", host, port);
}

void print_welcome(Kith& kith, std::string const& origin, bool is_setup_needed) {
    std::cout << "Kith " << version() << " serves on " << origin << "\n";
    if (is_setup_needed)
        std::cout << "Nobody has set this workspace up yet. Open this link to do so; it works once:\n\n  " << origin
                  << "/setup?code=" << kith.access().setup_code() << "\n\n";
    std::cout << "Stop it with Ctrl-C." << std::endl;
}

Result<void> serve(Settings const& settings) {
    StopSignals const signals;
    set_up_log(settings);
    auto folder = TRY(DataFolder::open(settings.data, DataFolder::IfAbsent::make));
    if (!TRY(folder.lock()))
        return Error::conflict("data_folder_taken",
                               fmt::format("Another process owns the data folder {}.", settings.data));
    auto const kith = TRY(Kith::open(settings));
    http::ServerOptions options;
    options.address = settings.address;
    options.port = settings.port;
    options.workers = settings.workers;
    auto const server = TRY(http::Server::start(kith->router(), kith->authenticator(), options));
    // Whoever may open the socket may do everything: the folder's owner alone.
    auto const mask = ::umask(0177);
    auto const listening = server->listen_on_socket(folder.socket_path(), Actor::system("command line"));
    ::umask(mask);
    if (!listening) return Failure(listening.error());
    kith->set_server(server.get());
    kith->start();
    print_welcome(*kith, origin_of(settings, server->port()), TRY(kith->access().is_setup_needed()));

    int signal = 0;
    while ((signal = signals.wait(Kith::tidy_every)) == 0) kith->tidy();
    spdlog::info("signal {}: finishing what was accepted", signal);
    kith->set_server(nullptr);
    kith->end_streams();
    server->stop();
    kith->stop();
    spdlog::info("stopped");
    return {};
}

}  // namespace

void add_serve(Command const& top) {
    auto const command = top.add("serve", "Serve the workspace in a data folder",
                                 "  kith serve\n"
                                 "  kith serve --data /var/lib/kith --listen 0.0.0.0:8080\n"
                                 "  kith serve --database postgresql://kith@localhost/kith");
    command.add_common_settings();
    command.add_settings(SettingScope::serve);
    command.set_action([&flags = command.flags()]() -> Result<void> { return serve(TRY(flags.settings())); });
}

}  // namespace kith::app
