// What is found by its words and hangs on records: of what matches, that which an actor may see, however much they may
// not.
//
// A statement looks at no more than `search_candidates_max` documents and asks the row rules in the database. What only
// the record's room can tell, as into whom a person was joined, is asked of each row afterwards; where too few of a
// short list may be seen, a long one is read. Beyond the limit the answer says that there is more.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/row_access.hpp"
#include "records/conditions.hpp"
#include "records/limits.hpp"
#include "records/row.hpp"
#include "records/search_document.hpp"

namespace kith::records {

template <class Hit>
struct Shown {
    std::vector<Hit> hits;
    bool has_more = false;  ///< that may be seen, or that was not looked at
};

/// Whether more documents of a search table have the terms than a statement looks at.
inline Result<bool> are_cut_short(store::Session& session, std::string_view table, store::SearchTerms const& terms) {
    if (terms.empty()) return false;
    auto const& dialect = session.dialect();
    auto const candidates = dialect.search_candidates(table, 1, limits::search_candidates_max);
    auto const counted =
        TRY(run(session, fmt::format("SELECT count(*) FROM ({}) c", candidates), {{dialect.search_query(terms)}}));
    return counted[0].integer(0) >= static_cast<std::int64_t>(limits::search_candidates_max);
}

/// SQL that holds of a record `r` which the actor sees, or which is joined into another that they may see.
inline Result<std::string> seen_or_joined(Conditions& conditions, access::RowAccess const& access, Actor const& actor,
                                          schema::Object const& object) {
    std::string seen = "r.deleted_at IS NULL";
    if (auto const rule = TRY(access.row_rule(actor, object))) {
        seen += " AND (";
        rule->to_sql(seen, conditions.parameters, "r");
        seen += ")";
    }
    return fmt::format("(r.joined_into IS NOT NULL OR ({}))", seen);
}

/// The first `limit` that `show` makes hits of, by rows that `read` gives, at most so many at once.
template <class Hit, class Read, class Show>
Result<Shown<Hit>> shown_of(std::size_t limit, Read read, Show show) {
    Shown<Hit> found;
    for (auto const most : {2 * (limit + 1), limits::search_candidates_max}) {
        auto const rows = TRY(read(most));
        found.hits.clear();
        for (auto const row : rows) {
            auto hit = TRY(show(row));
            if (!hit) continue;
            if (found.hits.size() == limit) {
                found.has_more = true;
                return found;
            }
            found.hits.push_back(std::move(*hit));
        }
        if (rows.size() < most) break;
    }
    return found;
}

/// What has all that is wanted. A word that so many have need not be looked for as the beginning of others.
template <class Find>
auto whole_words_first(Wanted const& wanted, Find find) -> decltype(find(wanted)) {
    auto whole = TRY(find(ended(wanted)));
    if (whole.has_more) return whole;
    return find(wanted);
}

}  // namespace kith::records
