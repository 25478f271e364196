#include "records/talk/marks.hpp"

#include <algorithm>

#include "records/talk/comments.sql.hpp"
#include "records/talk/limits.hpp"
#include "records/talk/marks.sql.hpp"

namespace kith::records {

namespace {

using store::Session;
using store::Transaction;

Result<bool> is_any(Session& session, store::Query const& find, Actor const& actor, Place const& place) {
    for (auto const id : place.ids)
        if (!TRY(session.query(find, actor.id, place.object->name, id)).empty()) return true;
    return false;
}

Result<void> check_room(Session& session, Actor const& actor, Mark mark) {
    bool const is_watch = mark == Mark::watch;
    auto const& count = is_watch ? sql::watch_count : sql::favourite_count;
    auto const most = is_watch ? limits::watches_max : limits::favourites_max;
    if (TRY(session.query(count, actor.id))[0].integer(0) < most) return {};
    return Error::conflict(is_watch ? "too_many_watches" : "too_many_favourites",
                           fmt::format("One may {} {} records.", is_watch ? "watch" : "keep at hand", most));
}

}  // namespace

Result<Json> Marks::of(Actor const& actor, std::string_view object, RecordId record) {
    return database_.read([&](Session& session) -> Result<Json> {
        auto const place = TRY(places_.find(session, actor, object, record));
        std::int64_t comments = 0;
        for (auto const id : place.ids)
            comments += TRY(session.query(sql::comments_count, place.object->name, id))[0].integer(0);
        bool const is_watched = TRY(is_any(session, sql::watch_find, actor, place));
        bool const is_favourite = TRY(is_any(session, sql::favourite_find, actor, place));
        return Json{{"is_watched", is_watched},
                    {"is_favourite", is_favourite},
                    {"comments", comments},
                    {"may_comment", places_.may_talk(actor, *place.object)}};
    });
}

Result<void> Marks::set(Actor const& actor, Mark mark, std::string_view object, RecordId record) {
    auto const user = TRY(user_of(actor));
    bool const is_watch = mark == Mark::watch;
    return database_.write([&](Transaction& transaction) -> Result<void> {
        auto const place = TRY(places_.find(transaction, actor, object, record));
        // One at a time of theirs, so that the limit holds.
        TRY(transaction.lock("marks:" + user.text()));
        if (TRY(is_any(transaction, is_watch ? sql::watch_find : sql::favourite_find, actor, place))) return {};
        TRY(check_room(transaction, actor, mark));
        auto const& name = place.object->name;
        if (!is_watch) {
            TRY(transaction.execute(sql::favourite_add, user, name, place.id(), transaction.now()));
            return {};
        }
        // What was changed before is no news.
        auto const now = TRY(places_.records().load(transaction, *place.object, place.id()));
        TRY(transaction.execute(sql::watch_add, user, name, place.id(), now["version"].get<std::int64_t>(),
                                transaction.now()));
        return {};
    });
}

Result<void> Marks::unset(Actor const& actor, Mark mark, std::string_view object, RecordId record) {
    auto const user = TRY(user_of(actor));
    return database_.write([&](Transaction& transaction) -> Result<void> {
        auto const& remove = mark == Mark::watch ? sql::watch_remove : sql::favourite_remove;
        auto const place = places_.find(transaction, actor, object, record);
        if (!place && place.error().code != ErrorCode::not_found) return Failure(place.error());
        // One's own mark goes, be the record hidden or deleted by now; whether it is there is not told.
        if (!place) TRY(transaction.execute(remove, user, object, record));
        for (auto const id : place ? place->ids : std::vector<RecordId>())
            TRY(transaction.execute(remove, user, place->object->name, id));
        return {};
    });
}

Result<Json> Marks::favourites(Actor const& actor) {
    auto const user = TRY(user_of(actor));
    return database_.read([&](Session& session) -> Result<Json> {
        Json json{{"data", Json::array()}};
        auto const rows = TRY(session.query(sql::favourites_of, user));
        for (auto const row : rows) {
            auto shown = TRY(places_.shown(session, actor, row.text(0), row.id<RecordId>(1)));
            // Of two who were joined since, one.
            if (shown && std::ranges::count(json["data"], *shown) == 0) json["data"].push_back(std::move(*shown));
        }
        return json;
    });
}

}  // namespace kith::records
