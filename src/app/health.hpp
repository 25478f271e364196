// How the program is: `/healthz` (the process answers), `/readyz` (the database answers too), `/metrics` (Prometheus
// text, for those who may see the workspace), and the checks of `kith doctor`.
#pragma once

#include <functional>
#include <string>

#include "audit/audit_log.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "records/attachments/contents.hpp"
#include "store/database.hpp"

namespace kith::app {

/// `statistics` gives the server's counters, or zeroes where there is none. `data_folder` is measured by the checks.
void add_health_routes(http::Router& router, store::Database& database, audit::AuditLog& audit,
                       records::Contents& contents, std::function<http::ServerStatistics()> statistics,
                       std::string data_folder);

}  // namespace kith::app
