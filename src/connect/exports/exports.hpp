// Files out: lists of people, companies and whatever else is a record, and events, as CSV or as JSON Lines.
//
// An export is asked for first (`create`), which refuses what may not be, and says how much there will be; then its
// file is handed out, once, piece by piece. Each page of rows is a short read of its own that asks the role's row rule,
// its fields and the export gate anew. What a piece holds is counted in the database before it is sent: who took what,
// by which filter, for which purpose, and how much of it can be shown later, also where the connection broke or the
// server was killed. A file is of the moment at which each of its pages was read; its order is that of making, newest
// first.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "connect/sources.hpp"
#include "http/body_source.hpp"
#include "people/people.hpp"
#include "records/records.hpp"

namespace kith::connect {

using ExportId = Id<struct ExportTag>;

class Exports {
public:
    Exports(store::Database& database, people::People& people, records::Records& records, Sources& sources)
        : database_(database), people_(people), records_(records), sources_(sources) {}

    // Doors. Errors: forbidden, not_found, invalid, conflict, too_many_requests.
    /// `{object, format, filter, q, fields, purpose}`, of events also `{type, from, to}`; all but the object optional.
    Result<Json> create(Actor const& actor, Json const& body);
    /// The actor's own, newest first; everybody's for who answers for people's rights.
    Result<Json> list(Actor const& actor, std::string_view page, std::size_t limit);
    Result<Json> get(Actor const& actor, ExportId id);
    struct File {
        std::shared_ptr<http::BodySource> source;
        std::string name, content_type;
    };
    /// `not_found` (`export_taken`) where it was handed out before, `too_many_requests` beyond
    /// `limits::exports_running_max` of one server.
    Result<File> file(Actor const& actor, ExportId id);

private:
    friend class ExportFile;
    struct Stored;
    Result<Stored> load(store::Session& session, Actor const& actor, ExportId id);

    store::Database& database_;
    people::People& people_;
    records::Records& records_;
    Sources& sources_;
    /// Shared with the files, which may outlive a request and so this.
    std::shared_ptr<std::atomic<int>> running_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace kith::connect
