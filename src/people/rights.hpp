// What somebody may demand of their own data: a copy of everything, and its erasure.
//
// Both walk the registry of personal data (`store/personal_data.hpp`), so that neither knows of tables by itself. Both
// act on the whole person, whoever was joined into it, and leave a trace of who did it and when that holds nothing
// personal.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "people/limits.hpp"
#include "people/people.hpp"
#include "people/tombstones.hpp"

namespace kith::http {
class Router;
}

namespace kith::people {

using RightsRequestId = Id<struct RightsRequestTag>;

/// When a demand of that moment is due: one month later (GDPR, article 12(3)), on the last day of a shorter one.
Instant month_after(Instant at);

class Rights {
public:
    Rights(store::Database& database, records::Records& records, People& people);

    /// Runs before the files are left without trace: deletes what nothing refers to since rows of somebody are gone.
    void before_finish(std::function<Result<void>()> sweep) { sweeps_.push_back(std::move(sweep)); }
    /// Runs after an erasure, for what is kept in memory.
    void on_erased(std::function<void()> forget) { forget_.push_back(std::move(forget)); }

    // Doors. Errors: forbidden, not_found (absent or hidden), invalid, conflict, unavailable.
    /// `{exported_at, person, aliases, records: [...], tables: [{name, rows: [...]}]}`; too_large over
    /// `limits::person_export_rows_max`.
    Result<Json> copy(Actor const& actor, PersonId person);
    /// `typed_name` must be the person's name as the record has it. `{rows, people, remains}`: what was deleted, and
    /// what still holds something of them.
    Result<Json> erase(Actor const& actor, PersonId person, std::string_view typed_name);
    /// Demands that wait, the most urgent first, and then what was answered, newest first.
    Result<Json> requests(Actor const& actor);
    /// `{person, kind, asked_at}`: somebody asks for a copy or for erasure, due a month later. The copy or the erasure
    /// answers it. `conflict` (`request_open`) where the same is open already.
    Result<Json> write_down(Actor const& actor, Json const& body);
    /// The person wants it no longer, or it was none. `conflict` (`request_answered`) where it is not open.
    Result<Json> withdraw(Actor const& actor, RightsRequestId id);

    /// Leaves no trace in the files where an erasure could not yet; at start and now and then.
    Result<void> finish();

private:
    struct Erased {
        std::int64_t rows = 0;
        std::vector<Key> keys;
    };
    Result<Json> json_of(store::Session& session, Actor const& actor, store::Rows::Row const& row);
    Result<std::vector<PersonId>> whole(store::Session& session, Actor const& actor, PersonId person);
    Result<std::vector<Key>> keys_of(store::Session& session, std::vector<PersonId> const& aliases);
    /// Rows without an index behind them, in transactions of their own.
    Result<std::int64_t> sweep(std::vector<PersonId> const& aliases, std::vector<Key> const& keys);
    Result<std::int64_t> erase_records(store::Transaction& tx, std::vector<PersonId> const& aliases);
    std::vector<std::string> search_tables() const;

    store::Database& database_;
    records::Records& records_;
    People& people_;
    schema::ObjectPointer person_object() const { return records_.schema()->find("person"); }
    std::vector<std::function<void()>> forget_;
    std::vector<std::function<Result<void>()>> sweeps_;
};

void add_rights_routes(http::Router& router, Rights& rights);

}  // namespace kith::people
