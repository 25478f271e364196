// What is there for somebody to read: where colleagues mention them, what is shared with them, and what happens to
// records that they watch.
//
// An entry holds ids and names of fields, never values: it is told through the reader's own sight when it is read, so
// that what their role hides by then is not there. Mentions and comments come in the transaction of the comment. What
// was changed is gathered from the change log afterwards, off the way of those who write, as far as the reader sees it
// by then: one entry a record until it is read, however many fields and times. Nobody is told of what they did
// themselves.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/talk/places.hpp"

namespace kith::records {

struct InboxEntryTag;
using InboxEntryId = Id<InboxEntryTag>;
struct CommentTag;
using CommentId = Id<CommentTag>;

/// A comment as the inbox tells of it.
struct Said {
    CommentId comment;
    Place const& place;
    UserId author;
    std::string_view author_name;
};

class Inbox {
public:
    /// Somebody who signs in as they may act now; the error where they may not.
    using ActorOf = std::function<Result<Actor>(UserId)>;
    Inbox(store::Database& database, Places const& places, ActorOf actor_of)
        : database_(database), places_(places), actor_of_(std::move(actor_of)) {}

    // Doors. `forbidden` (`users_only`) for programs.
    /// The newest first: `{data, next}`.
    Result<Json> list(Actor const& actor, bool is_unread_only, std::string_view page, std::size_t limit);
    /// How many are unread: `{count, is_exact}`.
    Result<Json> unread(Actor const& actor);
    /// `{ids, is_read}`, or `{until, is_read}` for all up to that instant. `{data}`: the ids of those that were
    /// changed, for undoing.
    Result<Json> mark(Actor const& actor, Json const& body);

    // In the transaction of a comment.
    Result<void> tell_mentioned(store::Transaction& transaction, Said const& said, UserId user);
    /// Those who watch the record, but for its author and those who are mentioned.
    Result<void> tell_watchers(store::Transaction& transaction, Said const& said, std::vector<UserId> const& mentioned);
    /// A record was shared with them, in the transaction that shares it.
    Result<void> tell_shared(store::Transaction& transaction, Actor const& actor, std::string_view object, RecordId id,
                             std::vector<Uuid> const& users);
    /// Who is no longer mentioned has nothing to read any more.
    Result<void> untell(store::Transaction& transaction, CommentId comment, UserId user);

    /// Reads on in the change log; how many entries it came to.
    Result<std::size_t> catch_up();
    /// Removes what is older; how many.
    Result<std::int64_t> forget(Instant before);

private:
    struct News;
    Result<std::optional<Json>> json_of(store::Session& session, Actor const& actor, store::Rows::Row const& row) const;
    struct Entries {
        std::vector<Json> entries;
        std::string next;  ///< where it goes on; empty: nowhere
    };
    /// Of the query's rows, from a page on, those that the actor may see.
    Result<Entries> seen(store::Session& session, Actor const& actor, store::Query const& query, std::string_view page,
                         std::size_t limit) const;
    Result<void> add(store::Transaction& transaction, std::string_view kind, Said const& said, UserId user);
    Result<std::size_t> tell_changes(store::Transaction& transaction, std::int64_t slot, std::int64_t after,
                                     std::int64_t until);
    Result<void> follow_joins(store::Transaction& transaction, std::int64_t slot, std::int64_t after,
                              std::int64_t until);
    Result<bool> step(store::Transaction& transaction, std::size_t& told);

    store::Database& database_;
    Places const& places_;
    ActorOf actor_of_;
};

}  // namespace kith::records
