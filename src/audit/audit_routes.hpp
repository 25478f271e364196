// The audit log as REST: read page by page, and verified.
#pragma once

#include "audit/audit_log.hpp"
#include "http/router.hpp"

namespace kith::audit {

/// Both references must outlive the router. Who is refused anything by any route is written down from here on.
void add_routes(http::Router& router, AuditLog& log);

}  // namespace kith::audit
