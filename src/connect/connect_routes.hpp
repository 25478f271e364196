// The doors of connect/: the tracking API that senders use, and the REST routes of sources, dead letters, plans and the
// debugger.
#pragma once

#include <memory>
#include <string>

#include "connect/dead_letters.hpp"
#include "connect/debugger.hpp"
#include "connect/exports/exports.hpp"
#include "connect/imports/imports.hpp"
#include "connect/ingest.hpp"
#include "connect/sources.hpp"
#include "http/event_stream.hpp"
#include "http/router.hpp"

namespace kith::connect {

/// Everything of this module, in order of its making. The references must outlive it.
class Connect {
public:
    static Result<std::unique_ptr<Connect>> load(store::Database& database, people::People& people,
                                                 records::Records& records, schema::Definitions& definitions,
                                                 Imports::ActorNow actor_now);

    Sources& sources() { return *sources_; }
    Debugger& debugger() { return debugger_; }
    Ingest& ingest() { return ingest_; }
    DeadLetters& dead_letters() { return dead_letters_; }
    Imports& imports() { return imports_; }
    Exports& exports() { return exports_; }
    /// For `GET /live?topic=source:<id>`: `not_found` where there is no such source, `forbidden` as `check_payloads`.
    /// The caller has checked that the actor may read sources.
    Result<std::shared_ptr<http::EventStream>> watch(Actor const& actor, SourceId source);
    /// What senders sent is about anybody: `forbidden` for a role that sees only some people.
    Result<void> check_payloads(Actor const& actor) { return people_.check_sees_everyone(actor); }

private:
    Connect(store::Database& database, people::People& people, records::Records& records,
            schema::Definitions& definitions, std::unique_ptr<Sources> sources, Imports::ActorNow actor_now)
        : people_(people),
          sources_(std::move(sources)),
          ingest_(database, people, debugger_),
          dead_letters_(database, *sources_, ingest_),
          imports_(database, people, records, definitions, *sources_, std::move(actor_now)),
          exports_(database, people, records, *sources_) {}
    people::People& people_;
    std::unique_ptr<Sources> sources_;
    Debugger debugger_;
    Ingest ingest_;
    DeadLetters dead_letters_;
    Imports imports_;
    Exports exports_;
};

struct TrackingOptions {
    /// Where senders reach this server, such as `https://kith.example`; empty: whatever address they asked at.
    std::string public_origin;
    /// Whether `X-Forwarded-Proto` is believed, because only our own proxy can reach us.
    bool is_proxy_trusted = false;
};

/// Segment's tracking API, and the browser library with its settings.
void add_tracking_routes(http::Router& router, Connect& connect, TrackingOptions options = {});
/// `/api/v1/imports…`.
void add_import_routes(http::Router& router, Imports& imports);
/// `/api/v1/exports…`.
void add_export_routes(http::Router& router, Exports& exports);
/// `/api/v1/sources…` and `/api/v1/dead-letters…`.
void add_source_routes(http::Router& router, Connect& connect);

}  // namespace kith::connect
