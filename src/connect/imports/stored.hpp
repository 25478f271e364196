// An import as its row keeps it: Imports' own files alone include this.
#pragma once

#include "connect/imports/imports.hpp"

namespace kith::connect {

struct Imports::Stored {
    ImportId id;
    ImportKind kind;
    std::string state, file_name;
    std::int64_t bytes = 0, bytes_received = 0;
    std::string fingerprint;
    Json format, plan;  ///< null until known
    std::optional<SourceId> source;
    ChangeSetId change_set;
    Actor actor;  ///< who brought it; without permissions, which were checked when it began
    std::int64_t rows_done = 0, rows_stored = 0, rows_duplicate = 0, rows_bad = 0, bytes_done = 0;
    Json misfits = Json::object();  ///< targets and how many of their cells did not fit
    std::int64_t choices_made = 0;  ///< added to open fields
    bool is_repeat = false;         ///< whether rows of the same file were in when it began
    std::string error;
    Instant created_at;
    std::optional<Instant> started_at, finished_at, reverted_at;

    /// The columns of `import_find` and `imports_page`.
    static Result<Stored> of(store::Rows::Row const& row);
};

}  // namespace kith::connect
