// The audit log: listed and searched, sealed into a chain, and verified.
//
// Sealing gives each entry its number and a hash over itself and the seal before it, once a second and outside the
// transactions that write entries (app/ has the thread). What is not sealed yet is durable already and is sealed by
// whoever comes next, also after a crash. Somebody who can write to the database could make the whole chain anew; so
// an anchor, the newest number and seal, is for keeping elsewhere, and verification holds the chain to it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "audit/audit.hpp"
#include "audit/bound.hpp"
#include "base/secrets.hpp"
#include "store/database.hpp"

namespace kith::audit {

/// What somebody who reads the log may see of a record.
struct Sight {
    bool is_seen = false;             ///< that there is, or was, this record
    bool is_there = false;            ///< and can be opened
    std::optional<std::string> name;  ///< as it is now, as far as the reader may read it
    bool may_read_name_then = false;  ///< what it was called when the entry was written
};
using Look = std::function<Sight(store::Session&, Actor const&, std::string_view object, Uuid id)>;
/// Whether somebody may know of an object.
using KnowsObject = std::function<bool(Actor const&, std::string_view object)>;

struct Query {
    std::string search;  ///< in the names and addresses of those who acted
    std::optional<Uuid> actor;
    std::optional<Action> action;
    std::optional<Uuid> record;
    std::optional<Instant> from, until;  ///< until: not included
    std::string page;
    std::size_t limit = 50;
};

struct Anchor {
    std::int64_t number = 0;
    secrets::Hash seal{};
    /// `12:5f3a…`
    std::string text() const;
    static std::optional<Anchor> parse(std::string_view text);
};

struct Fault {
    std::string_view reason;  ///< missing, changed, text_changed, text_without_entry, truncated, other_anchor
    std::int64_t number = 0;  ///< of the first entry that does not hold; 0: it has none
    std::optional<EntryId> entry;
    std::optional<Instant> at;
};

struct Verification {
    std::int64_t sealed = 0, unsealed = 0;
    std::optional<Anchor> newest;
    std::optional<Fault> fault;  ///< nothing: every entry holds
    /// `{is_whole, detail, sealed, unsealed, anchor, fault: {reason, number, entry, at}}`
    Json json() const;
    /// In a sentence.
    std::string text() const;
};

class AuditLog {
public:
    AuditLog(store::Database& database, Look look, KnowsObject knows_object)
        : database_(database), look_(std::move(look)), knows_object_(std::move(knows_object)) {}

    /// Newest first: `{data, next}`. Errors: forbidden, invalid.
    Result<Json> list(Actor const& actor, Query const& query);

    /// Seals what has none; how many entries that were.
    Result<std::int64_t> seal();
    /// Walks the whole chain. With an anchor that was noted earlier, also whether what it stood for is still there.
    Result<Verification> verify(std::optional<Anchor> const& noted = std::nullopt);

    /// Writes down that somebody was refused something, within bounds (bound.hpp).
    Result<void> refused(Actor const& actor, Json facts);

private:
    /// Null where the record is asked for and may not be seen.
    Result<Json> shown(store::Session& session, Actor const& actor, store::Rows::Row const& row, bool is_of_record);
    Json subject_of(store::Session& session, Actor const& actor, store::Rows::Row const& row,
                    std::optional<std::string> const& name_then);

    store::Database& database_;
    Look look_;
    KnowsObject knows_object_;
    Bound bound_;
};

}  // namespace kith::audit
