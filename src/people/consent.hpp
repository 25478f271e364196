// The consent ledger and what follows from it. Pure: the rows come from consent.sql.
//
// The ledger is the truth: entries are added, never changed. What a person allows is worked out from the entries of all
// who were joined into one: within one of them the newest entry decides; between two a withdrawal or objection wins,
// unless a grant came after both it and their joining.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/people.hpp"

namespace kith::people {

struct ConsentEntry {
    PersonId person;
    ConsentId id;
    std::string purpose;
    std::optional<std::string> contact_point;  ///< nothing: the purpose as a whole
    ConsentState state = ConsentState::granted;
    Instant at;
    std::optional<Instant> expires_at;
    std::string how;
    std::optional<std::string> wording, evidence;
    std::string actor_name;
};

/// The edges of one tree: above whom each stands, and since when.
using Edges = std::map<PersonId, std::pair<PersonId, Instant>>;

/// When two of a tree became one person: the newest edge between them.
Instant joined_at(Edges const& edges, PersonId left, PersonId right);

/// The entry that decides for the purpose; null where the ledger says nothing. `contact_point` empty: the purpose as a
/// whole, otherwise entries of the whole and of that point count. Linear in entries, quadratic in those who were joined
/// and said something.
ConsentEntry const* deciding(std::vector<ConsentEntry> const& entries, Edges const& edges, std::string_view purpose,
                             std::optional<std::string_view> contact_point);

/// What an entry amounts to now: a grant past its time is `expired`.
ConsentState state_at(ConsentEntry const& entry, Instant now);

/// Purposes whose legal basis is not consent are allowed until somebody objects.
bool is_allowed(ConsentEntry const* entry, std::string_view legal_basis, Instant now);

std::optional<ConsentState> consent_state_of(std::string_view name);

/// The same contact point however it was typed; nothing where nothing is left of it.
std::optional<std::string> normal_contact(std::optional<std::string> const& contact);

}  // namespace kith::people
