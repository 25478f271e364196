// What each table and file holds of the people that a business knows: the one registry that export and erasure walk.
//
// Beside the table map, and held to the same: a table or file that is not declared here fails tests/people. Tables of
// objects and their search tables are not listed: an object whose definition says `is_person_owned` holds people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::store {

enum class Holds {
    nothing,    ///< about customers; `about` says why
    staff,      ///< people who sign in, who are no customers
    customers,  ///< rows are found by a person and erased with them
    unread,     ///< bytes that nobody has read yet: whom they name is not known, and an erasure says so
    held,       ///< goes with the last row of another table that holds it; `about` says which
};

struct PersonalTable {
    std::string_view table;
    Holds holds;
    std::string_view about;
    /// Where rows are about a person: a condition on `$1`, their id, or, of a table searched `by_key`, a pattern of
    /// LIKE that their keys are written as.
    std::string_view rows = {};
    /// What a copy for the person shows, `column:kind` joined by spaces; kinds: text, id, instant, integer, bool, json.
    std::string_view shown = {};
    /// The primary key, as `shown` is written, where `rows` has no index behind it: such rows are looked for outside
    /// the transaction that erases, which would otherwise keep every writer waiting, and are then deleted one by one.
    std::string_view key = {};
    bool by_key = false;
    /// Columns that an erasure empties, joined by spaces, where the row itself has to stay.
    std::string_view emptied = {};
};

/// Every table that is there whatever objects are defined, ordered by name.
std::vector<PersonalTable> const& personal_tables();

/// Those of them that tell of a record of any object, by the columns `object` and `record_id`.
std::vector<std::string_view> const& record_tables();

struct PersonalFile {
    std::string_view name;  ///< in the data folder; ends in `*` where a number follows
    Holds holds;
    std::string_view about;
};

/// Every file of the data folder, ordered by name.
std::vector<PersonalFile> const& personal_files();

}  // namespace kith::store
