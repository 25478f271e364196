#include "records/talk/inbox.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

#include "base/limits.hpp"
#include "records/talk/inbox.sql.hpp"
#include "records/talk/limits.hpp"

namespace kith::records {

namespace {

using store::Session;
using store::Transaction;

constexpr std::string_view consumer = "inbox";
constexpr int steps_max = 1000;

struct Cursor {
    Instant at{std::numeric_limits<std::int64_t>::max()};
    InboxEntryId id{};
    std::string text() const { return fmt::format("{}.{}", at.ms, id.text()); }
};

Result<Cursor> cursor_of(std::string_view page) {
    Cursor cursor;
    if (page.empty()) return cursor;
    auto const dot = page.find('.');
    auto const parsed = std::from_chars(page.data(), page.data() + std::min(dot, page.size()), cursor.at.ms);
    auto const id = dot == std::string_view::npos ? std::nullopt : InboxEntryId::parse(page.substr(dot + 1));
    if (parsed.ec != std::errc() || !id)
        return Error::invalid("page", "wrong", "This is no `next` of an answer before.");
    cursor.id = *id;
    return cursor;
}

std::vector<std::string> names_in(std::string_view json) {
    std::vector<std::string> names;
    if (auto const parsed = parse_json(json); parsed && parsed->is_array())
        for (auto const& name : *parsed)
            if (name.is_string()) names.push_back(name.get<std::string>());
    return names;
}

}  // namespace

// ---- Reading

Result<std::optional<Json>> Inbox::json_of(Session& session, Actor const& actor, store::Rows::Row const& row) const {
    auto record = TRY(places_.shown(session, actor, row.text(2), row.id<RecordId>(3)));
    if (!record) return std::optional<Json>();
    auto const object = places_.records().schema()->find(row.text(2));
    auto const is_visible = places_.records().access().visible_fields(actor);
    Json fields = Json::array();
    for (auto const& name : names_in(row.text(5))) {
        auto const* field = object->find(name);
        if (field && is_visible(*object, *field))
            fields.push_back({{"name", name}, {"label", schema::json_of(field->label)}});
    }
    bool const is_change = row.text(1) == "change";
    if (is_change && fields.empty()) return std::optional<Json>();
    Json json{{"id", row.id<InboxEntryId>(0).text()},
              {"kind", row.text(1)},
              {"record", std::move(*record)},
              {"actor", row.text(6)},
              {"comment", nullptr},
              {"fields", std::move(fields)},
              {"at", row.instant(7).text()},
              {"is_read", !row.is_null(8)}};
    if (!row.is_null(4)) json["comment"] = {{"id", row.id<CommentId>(4).text()}, {"text", row.text(9)}};
    return std::optional(std::move(json));
}

Result<Inbox::Entries> Inbox::seen(Session& session, Actor const& actor, store::Query const& query,
                                   std::string_view page, std::size_t limit) const {
    Entries found;
    UserId const user{actor.id};
    auto cursor = TRY(cursor_of(page));
    for (std::size_t looked_at = 0; looked_at < limits::inbox_scanned_max;) {
        auto const rows = TRY(session.query(query, user, cursor.at, cursor.id, limit + 1));
        for (auto const row : rows) {
            found.next = cursor.text();
            if (found.entries.size() == limit) return found;
            cursor = {row.instant(7), row.id<InboxEntryId>(0)};
            ++looked_at;
            if (auto entry = TRY(json_of(session, actor, row))) found.entries.push_back(std::move(*entry));
        }
        found.next = rows.size() > limit ? cursor.text() : std::string();
        if (found.next.empty()) return found;
    }
    return found;
}

Result<Json> Inbox::list(Actor const& actor, bool is_unread_only, std::string_view page, std::size_t limit) {
    TRY(user_of(actor));
    auto const& query = is_unread_only ? sql::inbox_unread_page : sql::inbox_page;
    auto found = TRY(database_.read([&](Session& session) { return seen(session, actor, query, page, limit); }));
    return Json{{"data", std::move(found.entries)}, {"next", found.next.empty() ? Json(nullptr) : Json(found.next)}};
}

Result<Json> Inbox::unread(Actor const& actor) {
    TRY(user_of(actor));
    auto const found = TRY(database_.read(
        [&](Session& session) { return seen(session, actor, sql::inbox_unread_page, {}, limits::inbox_counted_max); }));
    return Json{{"count", found.entries.size()}, {"is_exact", found.next.empty()}};
}

namespace {

struct Marking {
    std::vector<InboxEntryId> ids;
    std::optional<Instant> until;
    bool is_read = true;
};

Result<Marking> marking_of(Json const& body) {
    Marking marking;
    for (auto const& [name, value] : body.items())
        if (name != "ids" && name != "until" && name != "is_read")
            return Error::invalid(name, "unknown_field", fmt::format("There is no {} to mark by.", name));
    if (!body.contains("is_read") || !body["is_read"].is_boolean())
        return Error::invalid("is_read", "required", "is_read is true or false.");
    marking.is_read = body["is_read"].get<bool>();
    if (body.contains("until")) {
        if (body["until"].is_string()) marking.until = Instant::parse(body["until"].get_ref<std::string const&>());
        if (!marking.until) return Error::invalid("until", "not_a_date", "This is an instant of RFC 3339.");
        if (!marking.is_read || body.contains("ids"))
            return Error::invalid("until", "wrong", "Up to an instant entries are marked as read, all of them.");
        return marking;
    }
    if (!body.contains("ids") || !body["ids"].is_array())
        return Error::invalid("ids", "required", "ids is a list of entries.");
    if (body["ids"].size() > limits::inbox_marked_max)
        return Error::invalid("ids", "limit_reached", fmt::format("At most {} at once.", limits::inbox_marked_max));
    for (auto const& id : body["ids"]) {
        auto const parsed = id.is_string() ? InboxEntryId::parse(id.get_ref<std::string const&>()) : std::nullopt;
        if (!parsed) return Error::invalid("ids", "wrong_type", "ids is a list of entries.");
        marking.ids.push_back(*parsed);
    }
    return marking;
}

}  // namespace

Result<Json> Inbox::mark(Actor const& actor, Json const& body) {
    auto const asked = TRY(marking_of(body));
    auto const user = TRY(user_of(actor));
    auto ids = asked.ids;
    if (asked.until) {
        // Only what is shown: how much is hidden is not told either.
        auto const page = Cursor{Instant{asked.until->ms + 1}, {}}.text();
        auto const found = TRY(database_.read([&](Session& session) {
            return seen(session, actor, sql::inbox_unread_page, page, limits::inbox_marked_max);
        }));
        for (auto const& entry : found.entries)
            ids.push_back(InboxEntryId::parse(entry["id"].get_ref<std::string const&>()).value_or(InboxEntryId{}));
    }
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        Json changed = Json::array();
        for (auto const id : ids) {
            auto const count = asked.is_read
                                   ? TRY(transaction.execute(sql::inbox_set_read, user, id, transaction.now()))
                                   : TRY(transaction.execute(sql::inbox_set_unread, user, id));
            if (count > 0) changed.push_back(id.text());
        }
        return Json{{"data", std::move(changed)}};
    });
}

// ---- What comments bring

Result<void> Inbox::add(Transaction& transaction, std::string_view kind, Said const& said, UserId user) {
    TRY(transaction.execute(sql::inbox_add, user, InboxEntryId::make(), kind, said.place.object->name, said.place.id(),
                            said.comment, "[]", said.author_name, transaction.now()));
    return {};
}

Result<void> Inbox::tell_mentioned(Transaction& transaction, Said const& said, UserId user) {
    if (user == said.author) return {};
    return add(transaction, "mention", said, user);
}

Result<void> Inbox::tell_watchers(Transaction& transaction, Said const& said, std::vector<UserId> const& mentioned) {
    std::vector<UserId> told = mentioned;
    told.push_back(said.author);
    for (auto const id : said.place.ids) {
        auto const watchers = TRY(transaction.query(sql::inbox_watchers, said.place.object->name, id));
        for (auto const row : watchers) {
            auto const user = row.id<UserId>(0);
            if (std::find(told.begin(), told.end(), user) != told.end()) continue;
            told.push_back(user);
            TRY(add(transaction, "comment", said, user));
        }
    }
    return {};
}

Result<void> Inbox::tell_shared(Transaction& transaction, Actor const& actor, std::string_view object, RecordId id,
                                std::vector<Uuid> const& users) {
    for (auto const user : users)
        if (user != actor.id)
            TRY(transaction.execute(sql::inbox_add, UserId{user}, InboxEntryId::make(), "shared", object, id,
                                    std::optional<CommentId>(), "[]", actor.name, transaction.now()));
    return {};
}

Result<void> Inbox::untell(Transaction& transaction, CommentId comment, UserId user) {
    TRY(transaction.execute(sql::inbox_remove, comment, user));
    return {};
}

Result<std::int64_t> Inbox::forget(Instant before) {
    return database_.write([&](Transaction& transaction) { return transaction.execute(sql::inbox_forget, before); },
                           store::Lane::background);
}

// ---- What changes bring

/// What somebody has to be told of a record.
struct Inbox::News {
    std::vector<std::string> fields;
    std::string actor;
    Instant at;
    std::int64_t version = 0;
};

Result<std::size_t> Inbox::tell_changes(Transaction& transaction, std::int64_t slot, std::int64_t after,
                                        std::int64_t until) {
    std::map<std::tuple<Uuid, std::string, Uuid>, News> told;
    auto const changes = TRY(
        transaction.query(sql::inbox_changes, slot, after, until, static_cast<int>(store::ChangeKind::record_updated)));
    std::map<Uuid, rule::FieldVisible> sights;
    auto const sees = [&](Uuid user, std::string_view object, std::string_view field) {
        auto const [known, is_new] = sights.try_emplace(user);
        if (is_new)
            if (auto const reader = actor_of_(UserId{user}))
                known->second = places_.records().access().visible_fields(*reader);
        auto const defined = places_.records().schema()->find(object);
        auto const* found = defined ? defined->find(field) : nullptr;
        return found && known->second && known->second(*defined, *found);
    };
    for (auto const row : changes) {
        if (!sees(row.uuid(0), row.text(1), row.text(4))) continue;
        auto& news = told[{row.uuid(0), std::string(row.text(1)), row.uuid(2)}];
        std::string field(row.text(4));
        if (std::find(news.fields.begin(), news.fields.end(), field) == news.fields.end())
            news.fields.push_back(std::move(field));
        news.version = std::max(news.version, row.integer(3));
        news.at = row.instant(5);
        news.actor = row.text(6);
    }
    for (auto& [key, news] : told) {
        auto const& [user, object, record] = key;
        TRY(transaction.execute(sql::inbox_watch_told, user, object, record, news.version));
        auto const unread = TRY(transaction.query(sql::inbox_change_unread, object, record, user));
        auto fields = unread.empty() ? std::vector<std::string>() : names_in(unread[0].text(1));
        for (auto const& field : news.fields)
            if (fields.size() < limits::inbox_fields_max && std::ranges::count(fields, field) == 0)
                fields.push_back(field);
        auto const text = dump_json(Json(fields));
        if (unread.empty())
            TRY(transaction.execute(sql::inbox_add, user, InboxEntryId::make(), "change", object, record, nullptr, text,
                                    news.actor, news.at));
        else
            TRY(transaction.execute(sql::inbox_change_again, user, unread[0].uuid(0), text, news.actor, news.at));
    }
    return told.size();
}

// Who kept an eye on somebody who was joined into another keeps it on that one.
Result<void> Inbox::follow_joins(Transaction& transaction, std::int64_t slot, std::int64_t after, std::int64_t until) {
    auto const joins = TRY(
        transaction.query(sql::inbox_joins, slot, after, until, static_cast<int>(store::ChangeKind::people_joined)));
    for (auto const row : joins) {
        auto const object = places_.records().schema()->find(row.text(1));
        if (!object) continue;
        auto const survivor = places_.records().load(transaction, *object, RecordId{row.uuid(0)});
        if (!survivor) continue;  // erased meanwhile
        TRY(transaction.execute(sql::inbox_watch_survivor, object->name, row.uuid(2), row.uuid(0),
                                (*survivor)["version"].get<std::int64_t>()));
    }
    return {};
}

Result<bool> Inbox::step(Transaction& transaction, std::size_t& told) {
    // One process at a time: the cursors are what was told.
    TRY(transaction.lock(consumer));
    auto left = limits::inbox_changes_at_once;
    auto const slots = TRY(transaction.query(sql::inbox_slots));
    for (auto const row : slots) {
        auto const slot = row.integer(0), newest = row.integer(1);
        auto const number = static_cast<int>(slot);
        auto after = TRY(store::load_cursor(transaction, consumer, number));
        if (after >= newest) continue;
        after = std::max(after, newest - limits::inbox_changes_behind_max);
        auto const until = std::min(newest, after + left);
        TRY(follow_joins(transaction, slot, after, until));
        told += TRY(tell_changes(transaction, slot, after, until));
        TRY(store::save_cursor(transaction, consumer, number, until));
        left -= until - after;
        if (left <= 0) return true;
    }
    return false;
}

Result<std::size_t> Inbox::catch_up() {
    auto const is_behind = TRY(database_.read([](Session& session) -> Result<bool> {
        auto const slots = TRY(session.query(sql::inbox_slots));
        for (auto const row : slots)
            if (TRY(store::load_cursor(session, consumer, static_cast<int>(row.integer(0)))) < row.integer(1))
                return true;
        return false;
    }));
    std::size_t told = 0;
    bool is_more = is_behind;
    for (int step = 0; is_more && step < steps_max; ++step) {
        std::size_t now = 0;
        is_more = TRY(database_.write(
            [&](Transaction& transaction) -> Result<bool> {
                now = 0;
                return this->step(transaction, now);
            },
            store::Lane::background));
        told += now;
    }
    return told;
}

}  // namespace kith::records
