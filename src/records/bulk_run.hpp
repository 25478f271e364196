// One bulk edit being done: from its frozen records to chunks of one transaction each.
#pragma once

#include <fmt/format.h>

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "records/bulk_edits.hpp"
#include "records/limits.hpp"
#include "store/pace.hpp"

namespace kith::records {

struct BulkEdits::Stored {
    BulkEditId id;
    std::string object;
    BulkAction action = BulkAction::edit;
    std::string state;
    Json patch = Json::object();
    ChangeSetId change_set;
    Actor actor;  ///< who began it; what they may is asked anew
    std::int64_t total = 0, done = 0, changed = 0, skipped = 0;
    std::string error;
    Instant created_at;
    std::optional<Instant> finished_at;

    Json json() const;
};

/// The records of one object within a bulk edit.
struct BulkPart {
    std::string object;
    Json patch;              ///< what they get
    std::string instead_of;  ///< of a hand-over, the user who is replaced: fields that name others stay; empty: none
    std::int64_t begin = 0;  ///< how many records stand before them
    std::int64_t records = 0;
    std::int64_t row = 0;  ///< the first of theirs in `bulk_edit_part`
};
inline constexpr char const* add_step = "add";
inline constexpr char const* remove_step = "remove";
/// Where a patch says choices that a field of several gets or loses; no field has such a name.
inline std::string step_member(std::string_view step, std::string_view field) {
    return fmt::format("{}:{}", step, field);
}

/// Choices of a field of several that records get or lose, in normal form. One that they lose may be gone from the
/// field.
Result<Json> checked_choices(Records& records, Actor const& actor, schema::Object const& object, std::string_view step,
                             std::string const& field, Json const& choices);

/// In the order of their records; one, but for a hand-over.
std::vector<BulkPart> parts_of(BulkAction action, std::string const& object, Json const& patch, std::int64_t total);

/// A row of `bulk_edit_part`.
std::string packed(std::span<Frozen const> records);
std::vector<Frozen> unpacked(store::Bytes bytes);
inline store::Bytes bytes_of(std::string const& text) {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

class BulkRun {
public:
    BulkRun(BulkEdits& edits, BulkEdits::Stored stored)
        : edits_(edits),
          stored_(std::move(stored)),
          parts_(parts_of(stored_.action, stored_.object, stored_.patch, stored_.total)) {}
    /// To the end, or until the server stops.
    Result<void> run();

private:
    /// What a chunk came to.
    struct Outcome {
        std::int64_t changed = 0;
        std::vector<std::pair<std::size_t, std::string>> skipped;  ///< place in the chunk, and why
    };
    Result<void> begin_part();
    Result<std::vector<Frozen>> next();
    Result<void> read_patch();
    Result<Json> patch_of(Json const& current) const;
    Result<void> write(std::span<Frozen const> chunk);
    Result<void> write_together(std::span<Frozen const> chunk, std::string const& refused_for);
    Result<Outcome> apply(store::Transaction& transaction, std::span<Frozen const> chunk);
    Result<void> settle(store::Transaction& transaction, std::span<Frozen const> chunk, Outcome const& outcome);

    BulkEdits& edits_;
    BulkEdits::Stored stored_;
    std::vector<BulkPart> parts_;
    BulkPart const* part_ = nullptr;  ///< in which the work stands
    schema::ObjectPointer object_;
    Json patch_;
    std::map<std::string, std::pair<Json, Json>> steps_;  ///< by field: choices that records get and that they lose
    Write write_;
    store::Pace pace_{limits::bulk_chunk_records_max};
};

}  // namespace kith::records
