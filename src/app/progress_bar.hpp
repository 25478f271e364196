// How far a command is, for whoever watches it.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <string_view>

namespace kith::app {

/// A line that is written over, on a terminal alone.
class ProgressBar {
public:
    void show(std::string_view what, double share, std::string const& detail) {
        if (!is_terminal_) return;
        constexpr int width = 30;
        int const full = static_cast<int>(share * width);
        std::cerr << fmt::format("\r{} [{:#<{}}{:.<{}}] {:3.0f} %  {}\x1b[K", what, "", full, "", width - full,
                                 share * 100, detail)
                  << std::flush;
        is_shown_ = true;
    }
    ~ProgressBar() {
        if (is_shown_) std::cerr << "\r\x1b[K" << std::flush;
    }

private:
    bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
    bool is_shown_ = false;
};

}  // namespace kith::app
