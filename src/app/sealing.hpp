// The thread that seals the audit log, once a second while a server runs.
#pragma once

#include <condition_variable>
#include <thread>

#include "audit/audit_log.hpp"
#include "base/guarded.hpp"

namespace kith::app {

class Sealing {
public:
    explicit Sealing(audit::AuditLog& log) : log_(log) {}
    ~Sealing() { stop(); }

    void start();
    /// Seals what is left, and joins the thread.
    void stop();

private:
    void run();
    void seal();

    audit::AuditLog& log_;
    Guarded<bool> is_stopping_{false};
    std::condition_variable stopping_;
    std::thread thread_;
};

}  // namespace kith::app
