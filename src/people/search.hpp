// Search over everything that an actor may see, by one box: the records of every object, the notes about people, and
// the files on records.
//
// Each object answers for itself (`records/search.hpp`), under its row rule and of its fields that the actor may read;
// a note is found by those who may see its person and what the timeline would show them of it, a file by those who may
// see the record that it hangs on (`records/attachments/file_search.hpp`).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/guarded.hpp"
#include "http/router.hpp"
#include "people/people.hpp"
#include "records/search.hpp"
#include "records/talk/places.hpp"

namespace kith::people {

struct SearchQuery {
    std::string text;
    std::string object;     ///< of one object, `note` or `file`; empty: of all
    std::size_t limit = 0;  ///< hits of each object
};

class Search {
public:
    Search(store::Database& database, records::Records& records, People& people, records::Places const& places);
    /// `{groups: [{object, hits, has_more}]}`, the group with the nearest hit first; groups without hits are left out.
    /// `invalid` on `q` or `object`, `too_many_requests` for who asks too often.
    Result<Json> find(Actor const& actor, SearchQuery const& query);

private:
    Result<void> count(Actor const& actor);
    Result<Json> groups(store::Session& session, Actor const& actor, SearchQuery const& query,
                        records::Wanted const& wanted);
    /// That the actor may read.
    std::vector<schema::ObjectPointer> objects(Actor const& actor) const;

    store::Database& database_;
    records::Records& records_;
    People& people_;
    records::Places const& places_;
    /// How many searches an actor still has, and as of when.
    struct Left {
        double searches;
        Instant at;
    };
    Guarded<std::map<Uuid, Left>> left_;
};

/// GET /search.
void add_search_routes(http::Router& router, Search& search);

}  // namespace kith::people
