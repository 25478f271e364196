// Comments: what colleagues say to each other about a record of any object, with mentions.
//
// Whoever sees the record reads them; whoever may change records of the object writes them, and changes and deletes
// their own. `@` and a name in the text mentions somebody: they have it in their inbox, unless they may not see the
// record, which the writer is told before and after. A comment is no event and no field: it is in no list, rule or
// export of records. Of a person it is personal data all the same, and goes into their copy and their erasure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/talk/inbox.hpp"
#include "records/talk/places.hpp"

namespace kith::records {

class Comments {
public:
    Comments(store::Database& database, Places const& places, Inbox& inbox, ActorOf actor_of)
        : database_(database), places_(places), inbox_(inbox), actor_of_(std::move(actor_of)) {}

    // Doors. `not_found` where the record or the comment is not there for this actor.
    /// The newest first, of joined people too: `{data, next, may_comment}`; `page`: `next` of the answer before.
    Result<Json> list(Actor const& actor, std::string_view object, RecordId record, std::string_view page,
                      std::size_t limit);
    /// `{text, mentions}`, with the ids of those whom the text names after an `@`.
    Result<Json> create(Actor const& actor, std::string_view object, RecordId record, Json const& body);
    /// `{text, mentions}`; without mentions those stay whom the text still names. `forbidden` (`not_yours`) where
    /// somebody else wrote it.
    Result<Json> update(Actor const& actor, CommentId id, std::int64_t version, Json const& body);
    /// It can be brought back for thirty days.
    Result<void> remove(Actor const& actor, CommentId id, std::int64_t version);
    Result<Json> restore(Actor const& actor, CommentId id);
    /// Colleagues whose name begins so, and whether they may see the record: `{data: [{id, name, may_see}]}`.
    Result<Json> mentionable(Actor const& actor, std::string_view object, RecordId record, std::string_view text);

    /// Removes what was deleted before then; how many.
    Result<std::int64_t> purge(Instant before);

private:
    struct Comment;
    struct Colleague;
    static Comment read(store::Rows::Row const& row);
    Json json_of(Actor const& actor, Place const& place, Comment const& comment) const;
    Result<std::vector<Colleague>> colleagues(std::vector<UserId> const& ids, std::string const& text);
    Result<std::vector<UserId>> mentioned_before(CommentId id);
    Result<std::vector<Colleague>> still_mentioned(CommentId id, std::string const& text);
    /// One's own comment, of a record that one may comment on; locked.
    Result<Comment> own(store::Transaction& transaction, Actor const& actor, CommentId id, bool is_deleted,
                        std::optional<Place>& place) const;
    /// Who is mentioned now, told where they may see the record and were not told before.
    Result<void> mention(store::Transaction& transaction, Place const& place, Comment& comment,
                         std::vector<Colleague> const& mentioned, std::vector<UserId>& told);

    store::Database& database_;
    Places const& places_;
    Inbox& inbox_;
    ActorOf actor_of_;
};

}  // namespace kith::records
