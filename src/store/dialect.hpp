// Where SQLite and PostgreSQL differ. Everything else of the SQL is one text for both.
//
// The hooks, at most ten:
//   1. type macros of migrations          `Dialect::expand_types`
//   2. a search document's table          `Dialect::search_table_ddl`
//   3. the condition that searches it     `Dialect::search_condition`, `Dialect::search_candidates`
//   4. how its words are written          `Dialect::search_query`
//   5. slots of the change log            `Dialect::change_slots`
//   6. a lock by name                     `Transaction::lock`
//   7. the files: a copy of the data, and  `Database::back_up`
//      no trace of what was deleted        `Database::leave_no_trace`
//   8. parameters and row locks           `$1` is PostgreSQL's; for SQLite it becomes `?1`, and `FOR UPDATE [SKIP
//   LOCKED]` is left out, for a
//                                         SQLite transaction has the whole database to itself
//   9. the name                           `Dialect::name`, for messages and for the two or three tests that need it
//   10. the function `kith_fold(text)`    `text::match_key`, registered with SQLite, written in SQL for PostgreSQL
//
// What the shared text must keep to: TRUE and FALSE rather than 1 and 0 for {bool}; `ON CONFLICT` and `RETURNING` as
// PostgreSQL has them; no functions of time; a cast where PostgreSQL cannot tell a parameter's type (`CAST($1 AS
// bigint)`); `WITH … AS MATERIALIZED`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::store {

/// A word of a search document, or how it begins.
struct SearchTerm {
    std::string word;
    bool is_prefix = false;
};
/// All parts have to be found, each by any of its terms.
using SearchParts = std::vector<std::vector<SearchTerm>>;
/// Any of these has to be found.
using SearchTerms = std::vector<SearchParts>;

class Dialect {
public:
    virtual ~Dialect() = default;
    virtual std::string_view name() const = 0;  ///< `sqlite`, `postgres`
    /// Replaces `{id} {int} {text} {json} {bool} {real} {blob}`, and `{table}` / `{clustered}` after a CREATE TABLE's
    /// closing parenthesis.
    virtual std::string expand_types(std::string_view sql) const = 0;

    /// Statements that make the search table `table` where it is not there. Its rows are written by the same SQL on
    /// both databases:
    ///   INSERT INTO <table> (record_id, person_id, words) VALUES ($1, $2, $3)
    ///   ON CONFLICT (record_id) DO UPDATE SET words = excluded.words
    ///   DELETE FROM <table> WHERE record_id = $1
    /// where the words are joined by single spaces; `person_id` says whose it is where that is not the record itself:
    /// of a note the person, of a file the record that it hangs on, of whichever object.
    /// A word is of letters and digits, in lower case.
    virtual std::vector<std::string> search_table_ddl(std::string_view table) const = 0;
    virtual std::vector<std::string> search_table_drop(std::string_view table) const = 0;
    /// A condition that holds where the document of the record `id` (an expression of the surrounding query) in the
    /// search table `table` has what parameter `$n` asks for.
    virtual std::string search_condition(std::string_view table, int parameter, std::string_view id = "id") const = 0;
    /// A query of `record_id` and `person_id` of the documents that have what parameter `$n` asks for, at most so many;
    /// the newest first where that costs nothing.
    virtual std::string search_candidates(std::string_view table, int parameter, std::size_t limit) const = 0;
    /// How terms are given to that parameter. At least one alternative, none of its parts empty.
    virtual std::string search_query(SearchTerms const& terms) const = 0;

    virtual int change_slots() const = 0;
};

}  // namespace kith::store
