// Pairs of people who may be one: what keys could not decide, for somebody to settle.
//
// A doubt is not rewritten when it is settled: two who were joined are one by the edge, and two who were said to be two
// are in `person_apart`; taking either back brings the doubt back.
#include <charconv>

#include "people/duplicates.sql.hpp"
#include "people/identity.sql.hpp"
#include "people/limits.hpp"
#include "people/mask.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

struct Pair {
    PersonId person, other;

    std::string text() const { return person.text() + "." + other.text(); }
    static std::optional<Pair> parse(std::string_view text) {
        auto const point = text.find('.');
        if (point == std::string_view::npos) return std::nullopt;
        auto const person = PersonId::parse(text.substr(0, point)), other = PersonId::parse(text.substr(point + 1));
        if (!person || !other) return std::nullopt;
        return Pair{*person, *other};
    }
};

/// Where a page begins: after this pair, found then.
struct PairPlace {
    Instant found_at;
    Pair pair;

    std::string text() const { return fmt::format("{}.{}", found_at.ms, pair.text()); }
    static Result<PairPlace> parse(std::string_view text) {
        PairPlace place;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), place.found_at.ms);
        auto const rest = text.substr(static_cast<std::size_t>(end - text.data()));
        auto const pair = error == std::errc() && rest.starts_with('.') ? Pair::parse(rest.substr(1)) : std::nullopt;
        if (!pair)
            return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
        place.pair = *pair;
        return place;
    }
};

Error no_such_pair() { return Error::not_found("There is no such pair of people."); }

}  // namespace

Result<bool> People::State::is_settled(Session& session, PersonId one, PersonId other) {
    if (TRY(root_of(session, one)) == TRY(root_of(session, other))) return true;
    return !TRY(session.query(sql::apart_find, one, other)).empty();
}

Result<Json> People::duplicates(Actor const& actor, std::string_view page, std::size_t limit) {
    if (!actor.may(Permission::people_read)) return Error::forbidden("Your role may not read people.");
    auto& state = *state_;
    std::optional<PairPlace> place;
    if (!page.empty()) place = TRY(PairPlace::parse(page));
    Mask const mask(state.records.access().hidden_fields(actor, *state.person()));
    // Null where the actor may not see both, or nothing is left to settle.
    auto const told = [&](store::Session& session, Pair const& pair) -> Result<Json> {
        if (TRY(state.is_settled(session, pair.person, pair.other))) return Json();
        Json people = Json::array(), reasons = Json::array();
        for (auto const id : {pair.person, pair.other}) {
            auto const root = state.visible_root(session, actor, id);
            if (!root) return Json();
            auto const record = TRY(state.records.get(session, actor, *state.person(), RecordId{root->uuid}));
            people.push_back({{"id", root->text()}, {"name", record.value("name", Json())}});
        }
        auto const cases = TRY(session.query(sql::reviews_of, pair.person));
        for (auto const row : cases)
            if (row.optional_id<PersonId>(3) == pair.other && !mask.hides(row.text(1)))
                reasons.push_back({{"reason", row.text(0)},
                                   {"kind", row.text(1)},
                                   {"value", row.text(2)},
                                   {"at", row.instant(4).text()}});
        return Json{{"id", pair.text()}, {"people", std::move(people)}, {"reasons", std::move(reasons)}};
    };
    return state.database.read([&](store::Session& session) -> Result<Json> {
        constexpr auto at_once = limits::duplicate_pairs_at_once;
        Json list = Json::array();
        for (int read = 0; read < limits::duplicate_reads_max; ++read) {
            auto const rows = place ? TRY(session.query(sql::duplicate_pairs_after, place->found_at, place->pair.person,
                                                        place->pair.other, at_once))
                                    : TRY(session.query(sql::duplicate_pairs, at_once));
            for (auto const row : rows) {
                if (list.size() == limit) return Json{{"data", std::move(list)}, {"next", place->text()}};
                place = PairPlace{row.instant(2), {row.id<PersonId>(0), row.id<PersonId>(1)}};
                if (auto pair = TRY(told(session, place->pair)); !pair.is_null()) list.push_back(std::move(pair));
            }
            if (rows.size() < at_once) return Json{{"data", std::move(list)}, {"next", nullptr}};
        }
        return Json{{"data", std::move(list)}, {"next", place->text()}};
    });
}

Result<void> People::keep_apart(records::Write const& write, std::string_view pair) {
    TRY(state_->records.check(write.actor, *state_->person(), access::Deed::update));
    auto const two = Pair::parse(pair);
    if (!two) return no_such_pair();
    auto& state = *state_;
    return state.database.write([&](store::Transaction& tx) -> Result<void> {
        auto const cases = TRY(tx.query(sql::reviews_of, two->person));
        bool is_known = false;
        for (auto const row : cases) is_known = is_known || row.optional_id<PersonId>(3) == two->other;
        for (auto const id : {two->person, two->other})
            if (!is_known || !state.visible_root(tx, write.actor, id)) return no_such_pair();
        if (TRY(state.root_of(tx, two->person)) == TRY(state.root_of(tx, two->other)))
            return Error::conflict("already_joined", "These are one person already.");
        TRY(state.records.begin(tx, write));
        TRY(tx.execute(sql::apart_insert, two->person, two->other, tx.now(), write.actor.name, write.change_set));
        return {};
    });
}

}  // namespace kith::people
