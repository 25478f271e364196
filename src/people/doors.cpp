#include "people/state.hpp"
namespace kith::people {
Result<PersonId> People::State::visible_root(Session& session, Actor const& actor, PersonId id) {
    auto const root = TRY(root_of(session, id));
    TRY(records.check_visible(session, actor, person, RecordId{root.uuid}));
    return root;
}
}
