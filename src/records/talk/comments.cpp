#include "records/talk/comments.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/talk/comments.sql.hpp"
#include "records/talk/limits.hpp"

namespace kith::records {

namespace {

using store::Session;
using store::Transaction;

Error no_such_comment() { return Error::not_found("There is no such comment."); }

Result<void> check_members(Json const& body, std::initializer_list<std::string_view> known) {
    for (auto const& [name, value] : body.items())
        if (std::find(known.begin(), known.end(), name) == known.end())
            return Error::invalid(name, "unknown_field", fmt::format("A comment has no {} that can be set.", name));
    return {};
}

Result<std::string> text_of(Json const& body) {
    if (!body.contains("text") || !body["text"].is_string())
        return Error::invalid("text", "required", "A comment needs a text.");
    auto text = text::clean(body["text"].get_ref<std::string const&>());
    if (text.empty()) return Error::invalid("text", "required", "A comment needs a text.");
    if (text::length(text) > limits::comment_characters_max)
        return Error::invalid("text", "too_long",
                              fmt::format("A comment has at most {} characters.", limits::comment_characters_max));
    return text;
}

Result<std::vector<UserId>> mentions_of(Json const& body) {
    std::vector<UserId> ids;
    if (!body.contains("mentions")) return ids;
    if (!body["mentions"].is_array()) return Error::invalid("mentions", "wrong_type", "mentions is a list of users.");
    for (auto const& each : body["mentions"]) {
        auto const id = each.is_string() ? UserId::parse(each.get_ref<std::string const&>()) : std::nullopt;
        if (!id) return Error::invalid("mentions", "wrong_type", "mentions is a list of users' ids.");
        if (std::ranges::count(ids, *id) == 0) ids.push_back(*id);
    }
    if (ids.size() > limits::comment_mentions_max)
        return Error::invalid("mentions", "limit_reached",
                              fmt::format("A comment mentions at most {}.", limits::comment_mentions_max));
    return ids;
}

constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";

}  // namespace

struct Comments::Comment {
    CommentId id;
    std::string object;
    RecordId record;
    UserId author;
    std::string author_name, text;
    Json mentions = Json::array();
    std::int64_t version = 1;
    Instant created_at;
    std::optional<Instant> edited_at, deleted_at;
};

/// Somebody who is mentioned, as whom it is looked whether they see the record.
struct Comments::Colleague {
    UserId id;
    std::string name;
    Actor actor;
};

Comments::Comment Comments::read(store::Rows::Row const& row) {
    Comment comment{row.id<CommentId>(0),     std::string(row.text(1)), row.id<RecordId>(2),     row.id<UserId>(3),
                    std::string(row.text(4)), std::string(row.text(5)), Json::array(),           row.integer(7),
                    row.instant(8),           row.optional_instant(9),  row.optional_instant(10)};
    if (auto mentions = parse_json(row.text(6))) comment.mentions = mentions.take();
    return comment;
}

Json Comments::json_of(Actor const& actor, Place const& place, Comment const& comment) const {
    bool const is_own = actor.kind == ActorKind::user && comment.author.uuid == actor.id;
    return {{"id", comment.id.text()},
            {"object", comment.object},
            {"record", place.id().text()},
            {"text", comment.text},
            {"mentions", comment.mentions},
            {"author", {{"id", comment.author.text()}, {"name", comment.author_name}}},
            {"may_change", is_own && places_.may_talk(actor, *place.object)},
            {"version", comment.version},
            {"created_at", comment.created_at.text()},
            {"edited_at", comment.edited_at ? Json(comment.edited_at->text()) : Json(nullptr)}};
}

Result<Json> Comments::list(Actor const& actor, std::string_view object, RecordId record, std::string_view page,
                            std::size_t limit) {
    auto const before = CommentId::parse(page.empty() ? after_all_ids : page);
    if (!before) return Error::invalid("page", "wrong", "This is no `next` of an answer before.");
    return database_.read([&](Session& session) -> Result<Json> {
        auto const place = TRY(places_.find(session, actor, object, record));
        std::vector<Comment> comments;
        for (auto const id : place.ids) {
            auto const rows = TRY(session.query(sql::comments_of, place.object->name, id, *before, limit + 1));
            for (auto const row : rows) comments.push_back(read(row));
        }
        std::ranges::sort(comments, std::ranges::greater(), &Comment::id);
        bool const is_more = comments.size() > limit;
        if (is_more) comments.erase(comments.begin() + static_cast<std::ptrdiff_t>(limit), comments.end());
        Json json{{"data", Json::array()},
                  {"next", is_more ? Json(comments.back().id.text()) : Json(nullptr)},
                  {"may_comment", places_.may_talk(actor, *place.object)}};
        for (auto const& comment : comments) json["data"].push_back(json_of(actor, place, comment));
        return json;
    });
}

// Of the ids the ones who may sign in, each with the role that they have now. All of them are named in the text.
Result<std::vector<Comments::Colleague>> Comments::colleagues(std::vector<UserId> const& ids, std::string const& text) {
    std::vector<Colleague> found;
    for (auto const id : ids) {
        auto const rows =
            TRY(database_.read([&](Session& session) { return session.query(sql::comment_colleague, id); }));
        auto actor = rows.empty() ? Result<Actor>(no_such_comment()) : actor_of_(id);
        if (!actor) return Error::invalid("mentions", "not_found", "mentions names a user who does not exist.");
        Colleague colleague{id, std::string(rows[0].text(0)), actor.take()};
        if (text.find("@" + colleague.name) == std::string::npos)
            return Error::invalid("mentions", "wrong", "mentions names somebody whom the text does not.");
        found.push_back(std::move(colleague));
    }
    return found;
}

Result<std::vector<UserId>> Comments::mentioned_before(CommentId id) {
    auto const rows = TRY(database_.read([&](Session& session) { return session.query(sql::comment_mentions, id); }));
    std::vector<UserId> users;
    auto const earlier = rows.empty() ? Result<Json>(Json::array()) : parse_json(rows[0].text(0));
    if (!earlier) return users;
    for (auto const& each : *earlier)
        if (auto const user = UserId::parse(each["id"].get_ref<std::string const&>())) users.push_back(*user);
    return users;
}

// Of those whom the comment mentions the ones whom its new text names too.
Result<std::vector<Comments::Colleague>> Comments::still_mentioned(CommentId id, std::string const& text) {
    std::vector<Colleague> found;
    for (auto const user : TRY(mentioned_before(id)))
        if (auto one = colleagues({user}, text)) found.push_back(std::move(one->front()));
    return found;
}

Result<void> Comments::mention(Transaction& transaction, Place const& place, Comment& comment,
                               std::vector<Colleague> const& mentioned, std::vector<UserId>& told) {
    auto const earlier = std::exchange(comment.mentions, Json::array());
    Said const said{comment.id, place, comment.author, comment.author_name};
    for (auto const& colleague : mentioned) {
        auto& records = places_.records();
        bool const may_see = records.access().may(colleague.actor, *place.object, access::Deed::read) &&
                             records.check_visible(transaction, colleague.actor, *place.object, place.id()).has_value();
        bool const was_told = std::ranges::any_of(earlier, [&](Json const& each) {
            return each["id"] == colleague.id.text() && each["is_told"].get<bool>();
        });
        if (may_see) told.push_back(colleague.id);
        if (may_see && !was_told) TRY(inbox_.tell_mentioned(transaction, said, colleague.id));
        comment.mentions.push_back({{"id", colleague.id.text()}, {"name", colleague.name}, {"is_told", may_see}});
    }
    for (auto const& each : earlier) {
        auto const id = UserId::parse(each["id"].get_ref<std::string const&>());
        if (id && std::ranges::count(told, *id) == 0) TRY(inbox_.untell(transaction, comment.id, *id));
    }
    return {};
}

Result<Json> Comments::create(Actor const& actor, std::string_view object, RecordId record, Json const& body) {
    TRY(check_members(body, {"text", "mentions"}));
    auto const text = TRY(text_of(body));
    auto const ids = TRY(mentions_of(body));
    auto const author = TRY(user_of(actor));
    auto const mentioned = TRY(colleagues(ids, text));
    auto const id = CommentId::make();
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        auto const place = TRY(places_.find_to_change(transaction, actor, object, record));
        Comment comment{id, place.object->name, place.id(),   author,      actor.name, text, Json::array(),
                        1,  transaction.now(),  std::nullopt, std::nullopt};
        std::vector<UserId> told;
        TRY(mention(transaction, place, comment, mentioned, told));
        TRY(inbox_.tell_watchers(transaction, {id, place, author, actor.name}, told));
        auto const mentions = dump_json(comment.mentions);
        TRY(transaction.execute(sql::comment_add, id, comment.object, comment.record, author, text, mentions,
                                comment.created_at));
        note_change(transaction, place);
        return json_of(actor, place, comment);
    });
}

Result<Comments::Comment> Comments::own(Transaction& transaction, Actor const& actor, CommentId id, bool is_deleted,
                                        std::optional<Place>& place) const {
    auto const user = TRY(user_of(actor));
    auto const rows = TRY(transaction.query(sql::comment_get, id));
    if (rows.empty()) return no_such_comment();
    auto comment = read(rows[0]);
    auto found = places_.find(transaction, actor, comment.object, comment.record);
    if (!found && found.error().code == ErrorCode::not_found) return no_such_comment();
    if (!found) return Failure(found.error());
    bool const is_own = comment.author == user;
    if (comment.deleted_at.has_value() != is_deleted || (is_deleted && !is_own)) return no_such_comment();
    if (!is_own) {
        auto error = Error::forbidden("Somebody else wrote this comment.");
        error.reason = "not_yours";
        return error;
    }
    TRY(places_.records().check(actor, *found->object, access::Deed::update));
    place = found.take();
    return comment;
}

namespace {

Result<void> check_version(std::int64_t now, std::int64_t read) {
    if (now == read) return {};
    Error error;
    error.code = ErrorCode::precondition_failed;
    error.message = "This comment was changed since you read it.";
    return error;
}

}  // namespace

Result<Json> Comments::update(Actor const& actor, CommentId id, std::int64_t version, Json const& body) {
    TRY(check_members(body, {"text", "mentions"}));
    auto const text = TRY(text_of(body));
    // Who was mentioned before and cannot be any more, for they left or have another name, is no fault of the new text.
    auto mentioned = TRY(still_mentioned(id, text));
    if (body.contains("mentions")) {
        auto const asked = TRY(mentions_of(body));
        auto const earlier = TRY(mentioned_before(id));
        std::erase_if(mentioned, [&](Colleague const& each) { return std::ranges::count(asked, each.id) == 0; });
        std::vector<UserId> added;
        for (auto const user : asked)
            if (std::ranges::count(earlier, user) == 0) added.push_back(user);
        for (auto& each : TRY(colleagues(added, text))) mentioned.push_back(std::move(each));
    }
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        std::optional<Place> place;
        auto comment = TRY(own(transaction, actor, id, false, place));
        TRY(check_version(comment.version, version));
        comment.text = text;
        ++comment.version;
        comment.edited_at = transaction.now();
        std::vector<UserId> told;
        TRY(mention(transaction, *place, comment, mentioned, told));
        auto const mentions = dump_json(comment.mentions);
        TRY(transaction.execute(sql::comment_change, id, text, mentions, comment.version, comment.edited_at));
        note_change(transaction, *place);
        return json_of(actor, *place, comment);
    });
}

Result<void> Comments::remove(Actor const& actor, CommentId id, std::int64_t version) {
    return database_.write([&](Transaction& transaction) -> Result<void> {
        std::optional<Place> place;
        auto const comment = TRY(own(transaction, actor, id, false, place));
        TRY(check_version(comment.version, version));
        TRY(transaction.execute(sql::comment_set_deleted, id, transaction.now(), version + 1));
        note_change(transaction, *place);
        return {};
    });
}

Result<Json> Comments::restore(Actor const& actor, CommentId id) {
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        std::optional<Place> place;
        auto comment = TRY(own(transaction, actor, id, true, place));
        ++comment.version;
        TRY(transaction.execute(sql::comment_set_deleted, id, std::optional<Instant>(), comment.version));
        note_change(transaction, *place);
        return json_of(actor, *place, comment);
    });
}

Result<Json> Comments::mentionable(Actor const& actor, std::string_view object, RecordId record,
                                   std::string_view text) {
    using Users = std::vector<std::pair<UserId, std::string>>;
    auto const wanted = text::fold(text);
    auto const begins_so = [&](std::string const& name) {
        auto const folded = text::fold(name);
        if (folded.starts_with(wanted)) return true;
        auto const at = folded.find(" " + wanted);
        return at != std::string::npos;
    };
    auto const offered = TRY(database_.read([&](Session& session) -> Result<Users> {
        TRY(places_.find(session, actor, object, record));
        Users users;
        auto const rows = TRY(session.query(sql::comment_colleagues, actor.id, limits::colleagues_max));
        for (auto const row : rows) {
            std::string name(row.text(1));
            if (users.size() < limits::mentionable_max && begins_so(name))
                users.emplace_back(row.id<UserId>(0), std::move(name));
        }
        return users;
    }));
    Json json{{"data", Json::array()}};
    for (auto const& [id, name] : offered) {
        auto const colleague = actor_of_(id);
        if (!colleague) continue;  // gone meanwhile
        auto const sees = database_.read([&](Session& session) -> Result<void> {
            TRY(places_.find(session, *colleague, object, record));
            return {};
        });
        if (!sees && sees.error().code != ErrorCode::not_found) return Failure(sees.error());
        json["data"].push_back({{"id", id.text()}, {"name", name}, {"may_see", sees.has_value()}});
    }
    return json;
}

Result<std::int64_t> Comments::purge(Instant before) {
    return database_.write([&](Transaction& transaction) { return transaction.execute(sql::comments_purge, before); },
                           store::Lane::background);
}

}  // namespace kith::records
