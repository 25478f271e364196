#include "records/talk/places.hpp"

namespace kith::records {

Result<UserId> user_of(Actor const& actor) {
    if (actor.kind == ActorKind::user) return UserId{actor.id};
    auto error = Error::forbidden("This is for people who sign in, not for programs.");
    error.reason = "users_only";
    return error;
}

void note_change(store::Transaction& transaction, Place const& place) {
    store::Change change;
    change.kind = store::ChangeKind::record_updated;
    change.object = place.object->name;
    change.record = place.id();
    if (place.object->is_person_owned) change.person = PersonId{place.id().uuid};
    transaction.note(change);
}

Result<Place> Places::find(store::Session& session, Actor const& actor, std::string_view object, RecordId id) const {
    Place place{records_.schema()->find(object), {}};
    if (!place.object || !records_.access().may(actor, *place.object, access::Deed::read))
        return Error::not_found("There is no such record.");
    place.ids = TRY(same_(session, *place.object, id));
    TRY(records_.check_visible(session, actor, *place.object, place.id()));
    return place;
}

Result<Place> Places::find_to_change(store::Session& session, Actor const& actor, std::string_view object,
                                     RecordId id) const {
    auto place = TRY(find(session, actor, object, id));
    TRY(records_.check(actor, *place.object, access::Deed::update));
    return place;
}

bool Places::may_change(Actor const& actor, schema::Object const& object) const {
    return !actor.is_looking && records_.access().may(actor, object, access::Deed::update);
}

bool Places::may_talk(Actor const& actor, schema::Object const& object) const {
    return actor.kind == ActorKind::user && may_change(actor, object);
}

Result<std::optional<Json>> Places::shown(store::Session& session, Actor const& actor, std::string_view object,
                                          RecordId id) const {
    auto const place = find(session, actor, object, id);
    if (!place && place.error().code == ErrorCode::not_found) return std::optional<Json>();
    if (!place) return Failure(place.error());
    auto const record = TRY(records_.get(session, actor, *place->object, place->id()));
    return std::optional(Json{{"object", place->object->name},
                              {"id", place->id().text()},
                              {"name", record.value("name", Json())},
                              {"path", fmt::format("/{}/{}", place->object->plural, place->id().text())}});
}

}  // namespace kith::records
