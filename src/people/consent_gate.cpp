// The gate that exports go through: the ledger of many people at once, in the read that their rows come from.
#include <set>

#include "people/consent.hpp"
#include "people/consent.sql.hpp"
#include "people/many.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

using records::Leave;
using records::Leaving;

/// Who is who among many: everybody of the trees that the people are in, under their root, and the edges.
struct Trees {
    std::map<PersonId, PersonId> root;  ///< of everybody in them
    Edges edges;
};

Result<void> add_edges(store::Session& session, std::string_view column, std::vector<PersonId> people,
                       std::set<PersonId>& known, Edges& edges) {
    auto const sql = fmt::format("SELECT loser, survivor, joined_at FROM person_edge WHERE {} IN", column);
    bool const is_upward = column == "loser";
    while (!people.empty()) {
        std::vector<PersonId> next;
        TRY(for_ids<PersonId>(session, sql, {}, people, [&](store::Rows::Row const& row) -> Result<void> {
            auto const loser = row.id<PersonId>(0), survivor = row.id<PersonId>(1);
            edges.insert_or_assign(loser, std::pair(survivor, row.instant(2)));
            auto const found = is_upward ? survivor : loser;
            if (known.insert(found).second) next.push_back(found);
            return {};
        }));
        people = std::move(next);
    }
    return {};
}

Result<Trees> trees_of(store::Session& session, std::vector<PersonId> const& people) {
    Trees trees;
    std::set<PersonId> known(people.begin(), people.end());
    TRY(add_edges(session, "loser", people, known, trees.edges));
    TRY(add_edges(session, "survivor", {known.begin(), known.end()}, known, trees.edges));
    for (auto const person : known) {
        auto root = person;
        for (std::size_t steps = 0; steps <= trees.edges.size(); ++steps) {
            auto const edge = trees.edges.find(root);
            if (edge == trees.edges.end()) break;
            root = edge->second.first;
        }
        trees.root.emplace(person, root);
    }
    return trees;
}

class ConsentGate : public records::ExportGate {
public:
    Result<void> check_purpose(store::Session& session, std::string_view purpose) override {
        if (purpose.empty()) return {};
        TRY(legal_basis(session, purpose));
        return {};
    }

    Result<std::vector<Leave>> ask(store::Session& session, std::string_view purpose,
                                   std::span<Leaving const> people) override {
        std::vector<Leave> answers;
        for (auto const& leaving : people) answers.push_back({{}, std::vector<bool>(leaving.contacts.size(), true)});
        if (purpose.empty() || people.empty()) return answers;
        auto const basis = TRY(legal_basis(session, purpose));
        std::vector<PersonId> ids;
        for (auto const& leaving : people) ids.push_back(leaving.person);
        auto const trees = TRY(trees_of(session, ids));
        auto const entries = TRY(entries_of(session, trees, purpose));
        auto const now = Instant::now();
        for (std::size_t i = 0; i < people.size(); ++i) {
            auto const found = entries.find(trees.root.at(people[i].person));
            static std::vector<ConsentEntry> const none;
            auto const& said = found == entries.end() ? none : found->second;
            answers[i] = decided(people[i], said, trees.edges, purpose, basis, now);
        }
        return answers;
    }

private:
    static Result<std::string> legal_basis(store::Session& session, std::string_view purpose) {
        auto const rows = TRY(session.query(sql::purpose_find, purpose));
        if (rows.empty()) return Error::invalid("purpose", "not_a_choice", "There is no such purpose.");
        return TRY(parse_json(rows[0].text(0))).value("legal_basis", "consent");
    }

    static Result<std::map<PersonId, std::vector<ConsentEntry>>> entries_of(store::Session& session, Trees const& trees,
                                                                            std::string_view purpose) {
        std::vector<PersonId> everybody;
        for (auto const& [person, root] : trees.root) everybody.push_back(person);
        std::map<PersonId, std::vector<ConsentEntry>> entries;
        constexpr std::string_view sql =
            "SELECT person_id, consent_id, contact_point, state, at, expires_at FROM consent WHERE purpose = $1 AND "
            "person_id IN";
        TRY(for_ids<PersonId>(session, sql, {purpose}, everybody, [&](store::Rows::Row const& row) -> Result<void> {
            ConsentEntry entry;
            entry.person = row.id<PersonId>(0);
            entry.id = row.id<ConsentId>(1);
            entry.purpose = purpose;
            entry.contact_point = row.optional_text(2);
            entry.state = consent_state_of(row.text(3)).value_or(ConsentState::withdrawn);
            entry.at = row.instant(4);
            entry.expires_at = row.optional_instant(5);
            entries[trees.root.at(entry.person)].push_back(std::move(entry));
            return {};
        }));
        return entries;
    }

    /// They leave where the purpose as a whole is allowed, or for one of the contacts that would leave with them; a
    /// contact leaves where it is allowed itself.
    static Leave decided(Leaving const& leaving, std::vector<ConsentEntry> const& entries, Edges const& edges,
                         std::string_view purpose, std::string_view basis, Instant now) {
        Leave answer;
        auto const* whole = deciding(entries, edges, purpose, std::nullopt);
        bool may_leave = is_allowed(whole, basis, now);
        for (auto const& contact : leaving.contacts) {
            auto const normal = normal_contact(contact);
            auto const* entry = deciding(entries, edges, purpose, normal ? *normal : contact);
            answer.may_be_reached.push_back(is_allowed(entry, basis, now));
            may_leave = may_leave || answer.may_be_reached.back();
        }
        if (!may_leave) answer.left_out = whole ? name_of(state_at(*whole, now)) : "not_asked";
        return answer;
    }
};

}  // namespace

std::unique_ptr<records::ExportGate> People::export_gate() { return std::make_unique<ConsentGate>(); }

Result<std::map<PersonId, std::vector<Key>>> People::keys_of(store::Session& session,
                                                             std::span<PersonId const> people) {
    auto const trees = TRY(trees_of(session, {people.begin(), people.end()}));
    std::vector<PersonId> everybody;
    for (auto const& [person, root] : trees.root) everybody.push_back(person);
    std::map<PersonId, std::vector<Key>> keys;
    TRY(for_ids<PersonId>(session, "SELECT person_id, kind, value FROM identity WHERE person_id IN", {}, everybody,
                          [&](store::Rows::Row const& row) -> Result<void> {
                              if (auto const kind = key_kind_of(row.text(1)))
                                  keys[trees.root.at(row.id<PersonId>(0))].push_back({*kind, std::string(row.text(2))});
                              return {};
                          }));
    for (auto& [person, held] : keys)
        std::sort(held.begin(), held.end(), [](Key const& left, Key const& right) {
            return std::tie(left.kind, left.value) < std::tie(right.kind, right.value);
        });
    return keys;
}

Result<std::map<RecordId, std::string>> People::company_numbers(store::Session& session,
                                                                std::span<RecordId const> companies) {
    std::map<RecordId, std::string> numbers;
    TRY(for_ids<RecordId>(session,
                          "SELECT record_id, value FROM account_identity WHERE kind = 'group_id' AND record_id IN", {},
                          companies, [&](store::Rows::Row const& row) -> Result<void> {
                              // Several senders may know it by another; one file has one.
                              auto const [known, is_new] = numbers.emplace(row.id<RecordId>(0), row.text(1));
                              if (!is_new) known->second = std::min(known->second, std::string(row.text(1)));
                              return {};
                          }));
    return numbers;
}

}  // namespace kith::people
