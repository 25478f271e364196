#include "bench/fill.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>

#include "app/kith.hpp"
#include "events/notes.hpp"
#include "people/people.hpp"
#include "records/row.hpp"

namespace kith::bench {
namespace {

using http::Method;

constexpr std::int64_t rows_at_once = 500;
constexpr std::int64_t history_days = 365;
constexpr std::size_t ids_kept = 2'000;
constexpr std::size_t events_at_once = 1'000;

class Filler {
public:
    Filler(app::Kith& kith, Crowd const& crowd)
        : kith_(kith), crowd_(crowd), write_(records::Write::begin("import", Actor::system("Bench"))) {}

    Result<Filled> run() {
        TRY(write_companies());
        TRY(write_people());
        TRY(write_notes());
        TRY(write_long_history());
        TRY(kith_.totals().rebuild());
        auto const person = kith_.records().schema()->find("person");
        filled_.person_columns = records::select_list(*person, "r");
        auto const* spent = person->find("spent");
        filled_.spent = spent->column;
        filled_.currency = spent->unit_column();
        return std::move(filled_);
    }

private:
    /// The workspace grew over a year: `at` of `count` things was written then.
    Instant written_at(std::int64_t at, std::int64_t count) const {
        auto const span = std::chrono::duration_cast<Milliseconds>(std::chrono::hours(24 * history_days));
        return now_ - span + Milliseconds(span.count() * at / std::max<std::int64_t>(1, count));
    }

    /// Runs `write(transaction, from, to)` for all of `count`, some at once.
    template <class Write>
    Result<void> in_batches(std::int64_t count, Write write) {
        for (std::int64_t from = 0; from < count; from += rows_at_once) {
            auto const to = std::min(count, from + rows_at_once);
            TRY(kith_.database().write(
                [&](store::Transaction& transaction) -> Result<void> {
                    transaction.set_now(written_at(from, count));
                    return write(transaction, from, to);
                },
                store::Lane::background));
        }
        return {};
    }

    Result<void> write_companies() {
        auto const company = kith_.records().schema()->find("company");
        for (std::int64_t at = 0; at < crowd_.companies(); ++at) companies_.push_back(RecordId::make());
        return in_batches(crowd_.companies(), [&](store::Transaction& transaction, std::int64_t from, std::int64_t to) {
            std::vector<records::NewRecord> records;
            for (auto at = from; at < to; ++at)
                records.push_back({companies_[static_cast<std::size_t>(at)], crowd_.company(at)});
            return kith_.records().insert_many(transaction, write_, *company, records);
        });
    }

    people::Telling telling_of(std::int64_t at, schema::Object const& person) const {
        auto traits = crowd_.traits(at);
        traits["spent"] = {{"minor", crowd_.spent(at)}, {"currency", "EUR"}};
        people::Telling telling;
        if (auto key = people::normalised(people::KeyKind::email, crowd_.email(at))) telling.keys.push_back(*key);
        if (auto key = people::normalised(people::KeyKind::phone, crowd_.phone(at), "LT"))
            telling.contacts.push_back(*key);
        telling.values = people::values_of_traits(traits, person, "LT");
        if (auto const employer = crowd_.employer(at); employer >= 0)
            telling.values.push_back({"company", companies_[static_cast<std::size_t>(employer)].text()});
        telling.seen_at = written_at(at, crowd_.people());
        return telling;
    }

    Result<void> write_people() {
        auto const person = kith_.records().schema()->find("person");
        people::Provenance const provenance{people::Provenance::Kind::import, write_.change_set.uuid, "Bench"};
        people_.resize(static_cast<std::size_t>(crowd_.people()));
        return in_batches(
            crowd_.people(), [&](store::Transaction& transaction, std::int64_t from, std::int64_t to) -> Result<void> {
                std::vector<people::Telling> tellings;
                for (auto at = from; at < to; ++at) tellings.push_back(telling_of(at, *person));
                auto const whose = TRY(kith_.people().take_in(transaction, write_, tellings, provenance, std::nullopt));
                for (auto at = from; at < to; ++at) {
                    auto const id = whose[static_cast<std::size_t>(at - from)].person;
                    people_[static_cast<std::size_t>(at)] = id;
                    if (auto const employer = crowd_.employer(at); employer >= 0)
                        TRY(kith_.people().relate(transaction, write_, id,
                                                  companies_[static_cast<std::size_t>(employer)]));
                }
                return {};
            });
    }

    Result<void> write_notes() {
        return in_batches(crowd_.notes(), [&](store::Transaction& transaction, std::int64_t from, std::int64_t to) {
            std::vector<events::NewEvent> notes;
            for (auto at = from; at < to; ++at) {
                auto& note = notes.emplace_back();
                note.person = people_[static_cast<std::size_t>(crowd_.subject_of_note(at))];
                note.occurred_at = note.received_at = written_at(at, crowd_.notes());
                note.type = events::note_type;
                note.actor_name = "Ada";
                note.change_set = write_.change_set;
                note.properties = dump_json({{"text", crowd_.note(at)}});
            }
            return events::append(transaction, notes, &kith_.people().property_types());
        });
    }

    /// Of the first person whom the row rule shows: what a shop's server sends, over the year.
    Result<void> write_long_history() {
        std::size_t at = 0;
        while (!is_shown(static_cast<std::int64_t>(at))) ++at;
        filled_.long_person = people_[at].text();
        for (auto each = at + 1; each < people_.size() && filled_.ids.size() < ids_kept; ++each)
            if (is_shown(static_cast<std::int64_t>(each))) filled_.ids.push_back(people_[each].text());
        auto const made = TRY(kith_.connect().sources().add("Shop", "server"));
        auto const source = SourceId::parse(made["id"].get_ref<std::string const&>());
        constexpr std::array<std::string_view, 4> types{"Product Viewed", "Product Added", "Cart Viewed",
                                                        "Order Completed"};
        for (std::int64_t from = 0; from < long_person_events; from += events_at_once) {
            std::vector<events::NewEvent> some;
            for (auto event = from; event < from + static_cast<std::int64_t>(events_at_once); ++event) {
                auto& fact = some.emplace_back();
                fact.person = people_[at];
                fact.occurred_at = fact.received_at = written_at(event, long_person_events);
                fact.type = types[static_cast<std::size_t>(event) % types.size()];
                fact.source = source;
                if (fact.type == types.back()) fact.revenue = Money{4'900 + event, *Currency::parse("EUR")};
                fact.properties =
                    fmt::format(R"({{"product_id":"sku-{0}","name":"Wool blanket","price":{0}.95}})", event % 400);
            }
            TRY(kith_.database().write([&](store::Transaction& transaction) {
                return events::append(transaction, some, &kith_.people().property_types());
            }));
        }
        return {};
    }

    bool is_shown(std::int64_t person) const {
        auto const country = crowd_.traits(person)["country"].get<std::string>();
        return country == "LT" || country == "LV";
    }

    app::Kith& kith_;
    Crowd const& crowd_;
    records::Write write_;
    Instant now_ = Instant::now();
    std::vector<RecordId> companies_;
    std::vector<PersonId> people_;
    Filled filled_;
};

}  // namespace

Result<Filled> fill(app::Door& door, Crowd const& crowd) {
    // Every write here holds the writer for long, and nobody waits for it.
    spdlog::set_level(spdlog::level::warn);
    TRY(door.call(Method::post, "/setup",
                  {{"business_name", "Bench"},
                   {"name", "Ada"},
                   {"email", "ada@example.com"},
                   {"password", "linden tree 1984"},
                   {"language", "en"},
                   {"currency", "EUR"},
                   {"time_zone", "Europe/Vilnius"}}));
    TRY(door.call(Method::post, "/objects/person/fields",
                  {{"label", {{"en", "Spent"}}}, {"type", "money"}, {"is_personal", true}}));
    TRY(door.call(Method::post, "/roles", {{"title", "Clerk"}, {"copy_of", "member"}}));
    TRY(door.call(Method::put, "/roles/clerk/rows/person", {{"rule", row_rule}}));
    return Filler(*door.here(), crowd).run();
}

}  // namespace kith::bench
