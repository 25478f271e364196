#include "records/sharing.hpp"

namespace kith::records {

namespace {

Error no_such_record() { return Error::not_found("There is no such record."); }

Result<access::Share> read_grantee(Json const& body) {
    access::Share share;
    for (auto const& [name, value] : body.items()) {
        if (name != "user" && name != "team")
            return Error::invalid(name, "unknown_field", fmt::format("There is no field {}.", name));
        if (body.size() > 1) return Error::invalid("team", "one_of", "It is shared with a user or a team, not both.");
        auto const id = value.is_string() ? Uuid::parse(value.get_ref<std::string const&>()) : std::nullopt;
        if (!id) return Error::invalid(name, "not_a_choice", fmt::format("There is no such {}.", name));
        share.grantee = *id;
        share.is_team = name == "team";
    }
    if (share.grantee.is_nil()) return Error::invalid("user", "required", "It is shared with a user or a team.");
    return share;
}

}  // namespace

// What is behind another record since they were joined is not there to be shared.
Result<void> Sharing::check_may_share(store::Session& session, Actor const& actor, schema::Object const& object,
                                      RecordId id) {
    auto const record = TRY(records_.get(session, actor, object, id));
    if (record.contains("joined_into")) return no_such_record();
    if (!actor.may(Permission::records_share)) return Error::forbidden("Your role may not share records.");
    return records_.check(actor, object, access::Deed::update);
}

Result<std::vector<access::ShareBook::Listed>> Sharing::list(Actor const& actor, schema::Object const& object,
                                                             RecordId id) {
    return database_.read([&](store::Session& session) -> Result<std::vector<access::ShareBook::Listed>> {
        TRY(records_.get(session, actor, object, id));
        return book_.of_record(session, object.name, id.uuid);
    });
}

Result<void> Sharing::share(Write const& write, schema::Object const& object, RecordId id, Json const& body) {
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        TRY(check_may_share(transaction, write.actor, object, id));
        auto share = TRY(read_grantee(body));
        share.object = object.name;
        share.record = id.uuid;
        bool const is_new = TRY(book_.add(transaction, {write.actor, write.change_set}, share));
        return is_new && on_shared_ ? on_shared_(transaction, write, share) : Result<void>();
    });
}

Result<void> Sharing::unshare(Write const& write, schema::Object const& object, RecordId id, Uuid grantee) {
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        TRY(check_may_share(transaction, write.actor, object, id));
        return book_.remove(transaction, {write.actor, write.change_set}, object.name, id.uuid, grantee);
    });
}

Result<std::int64_t> Sharing::changes_of(store::Session& session, ChangeSetId change_set) {
    return static_cast<std::int64_t>(TRY(book_.changed_by(session, change_set)).size());
}

Result<void> Sharing::revert(store::Transaction& transaction, Write const& write, ChangeSetId change_set) {
    for (auto const& change : TRY(book_.changed_by(transaction, change_set))) {
        auto const object = records_.schema()->find(change.share.object);
        if (!object) return no_such_record();
        TRY(check_may_share(transaction, write.actor, *object, RecordId{change.share.record}));
        TRY(book_.take_back(transaction, {write.actor, write.change_set}, change));
    }
    return {};
}

}  // namespace kith::records
