// An export as its row keeps it: Exports' own files alone include this.
#pragma once

#include <map>
#include <optional>

#include "connect/exports/exports.hpp"

namespace kith::connect {

/// In place of the plural of records.
inline constexpr std::string_view events_name = "events";

/// What was asked for.
struct ExportChoices {
    std::string filter, search;
    std::vector<std::string> fields;
    std::string type;                 ///< of events
    std::optional<Instant> from, to;  ///< of events: [from, to)

    Json json() const;
    /// What `choices` keeps: all but filter and search.
    Json kept() const;
};

struct ExportCounts {
    std::int64_t done = 0, written = 0, contacts_withheld = 0, bytes = 0;
    std::map<std::string, std::int64_t> left_out;
};

struct Exports::Stored {
    ExportId id;
    std::string object, format, purpose, state, error;
    std::optional<ExportChoices> choices;  ///< nothing where it named somebody who was erased
    std::int64_t total = 0;
    ExportCounts counts;
    Actor actor;  ///< who asked; without permissions
    Instant created_at;
    std::optional<Instant> started_at, last_at, finished_at;

    /// The columns of `export_find` and `exports_page`.
    static Result<Stored> of(store::Rows::Row const& row);
    Json json(Instant now) const;
    std::string file_name() const;
};

}  // namespace kith::connect
