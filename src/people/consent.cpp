#include "people/consent.hpp"

#include <algorithm>
#include <array>

namespace kith::people {

namespace {

constexpr std::array<std::string_view, 4> state_names{"granted", "withdrawn", "objected", "expired"};

bool is_refusal(ConsentState state) { return state == ConsentState::withdrawn || state == ConsentState::objected; }

// Entries of one moment: a refusal counts as the later.
bool is_later(ConsentEntry const& left, ConsentEntry const& right) {
    auto const order = [](ConsentEntry const& entry) {
        return std::tuple(entry.at, is_refusal(entry.state), entry.id.uuid);
    };
    return order(left) > order(right);
}

std::vector<std::pair<PersonId, Instant>> way_up(Edges const& edges, PersonId from) {
    std::vector<std::pair<PersonId, Instant>> way{{from, Instant{}}};
    for (auto edge = edges.find(from); edge != edges.end() && way.size() <= edges.size() + 1;
         edge = edges.find(edge->second.first)) {
        auto const newest = std::max(way.back().second, edge->second.second);
        way.emplace_back(edge->second.first, newest);
    }
    return way;
}

}  // namespace

std::string_view name_of(ConsentState state) { return state_names[static_cast<std::size_t>(state)]; }

std::optional<ConsentState> consent_state_of(std::string_view name) {
    auto const found = std::find(state_names.begin(), state_names.end(), name);
    if (found == state_names.end()) return std::nullopt;
    return static_cast<ConsentState>(found - state_names.begin());
}

Instant joined_at(Edges const& edges, PersonId left, PersonId right) {
    auto const from_left = way_up(edges, left), from_right = way_up(edges, right);
    for (auto const& [person, newest] : from_left)
        for (auto const& [other, other_newest] : from_right)
            if (person == other) return std::max(newest, other_newest);
    return {};
}

ConsentEntry const* deciding(std::vector<ConsentEntry> const& entries, Edges const& edges, std::string_view purpose,
                             std::optional<std::string_view> contact_point) {
    std::map<PersonId, ConsentEntry const*> last;
    std::vector<ConsentEntry const*> grants;
    for (auto const& entry : entries) {
        if (entry.purpose != purpose || (entry.contact_point && entry.contact_point != contact_point)) continue;
        auto& of_person = last[entry.person];
        if (!of_person || is_later(entry, *of_person)) of_person = &entry;
        if (entry.state == ConsentState::granted) grants.push_back(&entry);
    }
    ConsentEntry const* decided = nullptr;
    ConsentEntry const* refused = nullptr;
    for (auto const& [person, entry] : last) {
        if (!decided || is_later(*entry, *decided)) decided = entry;
        if (!is_refusal(entry->state)) continue;
        bool const is_overcome = std::any_of(grants.begin(), grants.end(), [&](ConsentEntry const* grant) {
            return grant->at > entry->at && grant->at > joined_at(edges, grant->person, entry->person);
        });
        if (!is_overcome && (!refused || is_later(*entry, *refused))) refused = entry;
    }
    return refused ? refused : decided;
}

ConsentState state_at(ConsentEntry const& entry, Instant now) {
    if (entry.state == ConsentState::granted && entry.expires_at && *entry.expires_at <= now)
        return ConsentState::expired;
    return entry.state;
}

bool is_allowed(ConsentEntry const* entry, std::string_view legal_basis, Instant now) {
    if (entry && is_refusal(entry->state)) return false;
    if (legal_basis != "consent") return true;
    return entry && state_at(*entry, now) == ConsentState::granted;
}

}  // namespace kith::people
