#include "people/search.hpp"

#include <algorithm>

#include "records/attachments/file_search.hpp"
#include "records/limits.hpp"

namespace kith::people {

namespace {

using records::Hit;
using records::Nearness;
using schema::Object;

// What is found beside records, as an object is named.
constexpr std::string_view note = "note";
constexpr std::string_view file = "file";

struct Group {
    std::string object;
    std::vector<Json> hits;
    Nearness nearest = Nearness::said;
    bool has_more = false;

    bool is_empty() const { return hits.empty() && !has_more; }
};

Json json_of(Object const& object, Hit const& hit) {
    Json json{{"object", object.name},
              {"id", hit.id.text()},
              {"name", hit.name ? records::json_of(*hit.name) : Json()},
              {"nearness", records::name_of(hit.nearness)},
              {"field", nullptr},
              {"said", nullptr},
              {"at", nullptr},
              {"record", nullptr},
              {"path", fmt::format("/{}/{}", object.plural, hit.id.text())}};
    if (!hit.said) return json;
    json["field"] = {{"name", hit.said->name}, {"label", schema::json_of(hit.said->label)}};
    json["said"] = records::json_of(hit.piece);
    return json;
}

Json json_of(NoteHit const& hit) {
    auto const path = fmt::format("/people/{}", hit.person.text());
    Json person{{"object", "person"},
                {"id", hit.person.text()},
                {"name", hit.name ? Json(hit.name->text) : Json()},
                {"path", path}};
    return {{"object", note},
            {"id", hit.event.text()},
            {"name", hit.name ? records::json_of(*hit.name) : Json()},
            {"nearness", records::name_of(Nearness::said)},
            {"field", nullptr},
            {"said", records::json_of(hit.text)},
            {"at", hit.at.text()},
            {"record", std::move(person)},
            {"path", fmt::format("{}?type={}", path, events::note_type)}};
}

Json json_of(records::FileHit const& hit) {
    return {{"object", file},
            {"id", hit.id.text()},
            {"name", records::json_of(hit.name)},
            {"nearness", records::name_of(hit.nearness)},
            {"field", nullptr},
            {"said", nullptr},
            {"at", hit.added_at.text()},
            {"record", hit.record},
            {"path", hit.record["path"]}};
}

Group group_of(records::Shown<NoteHit> const& found) {
    Group group{std::string(note), {}, Nearness::said, found.has_more};
    for (auto const& hit : found.hits) group.hits.push_back(json_of(hit));
    return group;
}

Group group_of(records::Shown<records::FileHit> const& found) {
    Group group{std::string(file), {}, Nearness::said, found.has_more};
    for (auto const& hit : found.hits) {
        group.nearest = std::min(group.nearest, hit.nearness);
        group.hits.push_back(json_of(hit));
    }
    return group;
}

Group group_of(Object const& object, records::Hits const& found) {
    Group group{object.name, {}, Nearness::said, found.has_more};
    for (auto const& hit : found.hits) {
        group.nearest = std::min(group.nearest, hit.nearness);
        group.hits.push_back(json_of(object, hit));
    }
    return group;
}

Json json_of(std::vector<Group> const& groups) {
    Json list = Json::array();
    for (auto const& group : groups)
        list.push_back({{"object", group.object}, {"hits", group.hits}, {"has_more", group.has_more}});
    return {{"groups", std::move(list)}};
}

}  // namespace

Search::Search(store::Database& database, records::Records& records, People& people, records::Places const& places)
    : database_(database), records_(records), people_(people), places_(places) {}

// A bucket that fills with time: who types fast is not hindered, who asks for hours without end is.
Result<void> Search::count(Actor const& actor) {
    auto const now = Instant::now();
    auto left = left_.lock();
    if (left->size() >= limits::searchers_known_max) left->clear();
    auto& mine = left->try_emplace(actor.id, Left{limits::searches_at_once_max, now}).first->second;
    auto const seconds = static_cast<double>((now - mine.at).count()) / 1000;
    mine.searches = std::min<double>(limits::searches_at_once_max,
                                     mine.searches + std::max(0.0, seconds) * limits::searches_a_second_max);
    mine.at = now;
    if (mine.searches < 1) return Error::too_many_requests("Too many searches at once; try again in a second.", 1);
    mine.searches -= 1;
    return {};
}

// People first, then what Kith brings, then what was made here.
std::vector<schema::ObjectPointer> Search::objects(Actor const& actor) const {
    std::vector<schema::ObjectPointer> objects;
    for (auto const& object : records_.schema()->objects()) {
        auto const permission = object->is_person_owned ? Permission::people_read : Permission::records_read;
        if (actor.may(permission) && records_.access().may(actor, *object, access::Deed::read))
            objects.push_back(object);
    }
    auto const place = [](schema::ObjectPointer const& object) {
        return object->is_person_owned ? 0 : object->is_custom ? 2 : 1;
    };
    std::stable_sort(objects.begin(), objects.end(),
                     [&](auto const& left, auto const& right) { return place(left) < place(right); });
    return objects;
}

Result<Json> Search::find(Actor const& actor, SearchQuery const& query) {
    TRY(count(actor));
    auto const wanted = TRY(records::wanted_of(query.text));
    return database_.read([&](store::Session& session) { return groups(session, actor, query, wanted); });
}

// What the actor may not read is not there.
Result<Json> Search::groups(store::Session& session, Actor const& actor, SearchQuery const& query,
                            records::Wanted const& wanted) {
    auto const objects = this->objects(actor);
    auto const is_asked = [&](std::string_view name) { return query.object.empty() || query.object == name; };
    bool const asks_notes = is_asked(note) && actor.may(Permission::people_read);
    bool const asks_files = is_asked(file) && !objects.empty();
    if (!query.object.empty() && !asks_notes && !asks_files &&
        std::ranges::none_of(objects, is_asked, [](auto const& object) { return object->name; }))
        return Error::invalid("object", "unknown_object", "There is no such object.");
    std::vector<Group> groups;
    auto const add = [&](Group group) {
        if (!group.is_empty()) groups.push_back(std::move(group));
    };
    auto const id = Uuid::parse(query.text);
    for (auto const& object : objects) {
        if (wanted.is_nothing() || !is_asked(object->name)) continue;
        add(group_of(*object, id ? TRY(records::find_by_id(session, records_, actor, *object, RecordId{*id}))
                                 : TRY(records::search(session, records_, actor, *object, wanted, query.limit))));
    }
    if (asks_notes) add(group_of(TRY(people_.find_notes(session, actor, wanted, query.limit))));
    if (asks_files) add(group_of(TRY(records::find_files(session, places_, actor, objects, wanted, query.limit))));
    std::stable_sort(groups.begin(), groups.end(),
                     [](Group const& left, Group const& right) { return left.nearest < right.nearest; });
    return json_of(groups);
}

}  // namespace kith::people
