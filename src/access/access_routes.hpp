// The doors of access/: set-up, session, me, workspace, users, tokens, roles, teams; and the Authenticator that stands
// before every other door.
#pragma once

#include "access/access.hpp"
#include "access/row_access.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "schema/schema.hpp"

namespace kith::access {

/// The cookie that holds a session's secret: HttpOnly, SameSite=Strict, Path=/.
inline constexpr std::string_view session_cookie = "kith_session";

struct DoorOptions {
    /// Whether `X-Forwarded-Proto: https` and the last address of `X-Forwarded-For` are believed, because only our own
    /// proxy can reach us.
    bool is_proxy_trusted = false;
};

/// Who asks, by `Authorization: Bearer kith_…` or the session's cookie. A cookie whose session is over is a nobody; a
/// wrong token is an error. That unsafe requests by cookie carry `X-Kith-Request` is http's check.
http::Authenticator authenticator(Access& access, DoorOptions options = {});

/// Where the request came from, as far as that can be believed.
std::string address_of(http::Request const& request, DoorOptions options);

/// All references must outlive the router.
void add_routes(http::Router& router, Access& access, RowAccess& row_access, RoleBook& book, DoorOptions options = {});
/// Roles: listed, made, changed, deleted.
void add_role_routes(http::Router& router, RoleBook& book, schema::Published const& schema);
/// Teams: listed, made, changed, moved, deleted.
void add_team_routes(http::Router& router, TeamBook& book);

}  // namespace kith::access
