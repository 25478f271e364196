// One field changed where it stands, as somebody types it into a list, durable; against the same rows by hand.
#include <fmt/format.h>

#include "base/json.hpp"
#include "base/time.hpp"
#include "bench/sized.hpp"
#include "store/change.hpp"

namespace kith::bench {
namespace {

constexpr double update_ms_max = 10;
constexpr int slots = 64;  // of PostgreSQL's change log: by the last byte of the person's id

/// What an edit of one field writes: the change set, the person, the value before, the value by whom, the change log.
class EditByHand {
public:
    explicit EditByHand(Sized& sized) : hand_(sized.hand()), which_(sized.which()) {}

    Result<double> run(std::string const& person, std::string const& value) {
        auto const id = Uuid::parse(person).value_or(Uuid{});
        auto const change_set = Uuid::make();
        std::int64_t const now = Instant::now().ms, slot = which_ == Which::sqlite ? 0 : id.bytes.back() % slots;
        auto const quoted = dump_json(Json(value));
        auto const kind = static_cast<std::int64_t>(store::ChangeKind::record_updated);
        auto took = TRY(time_by_hand(hand_, which_ == Which::sqlite ? "BEGIN IMMEDIATE" : "BEGIN"));
        struct Step {
            char const* sql;
            std::vector<HandValue> parameters;
        };
        for (auto const& [sql, parameters] : {
                 Step{"INSERT INTO change_set (id, kind, actor_kind, actor_id, actor_name, created_at) VALUES ($1, "
                      "'edit', 'token', $2, 'Hand', $3)",
                      {change_set, actor_, now}},
                 Step{"UPDATE person SET heard_from = $1, version = version + 1, updated_at = $2 WHERE id = $3",
                      {value, now, id}},
                 Step{"INSERT INTO record_history (object, record_id, version, field, before, changed_at, change_set) "
                      "VALUES ('person', $1, (SELECT version FROM person WHERE id = $1), 'heard_from', NULL, $2, $3)",
                      {id, now, change_set}},
                 Step{"INSERT INTO field_value (person_id, field, provenance_kind, provenance_id, provenance_name, "
                      "learned_at, value, change_set) VALUES ($1, 'heard_from', 'staff', $2, 'Hand', $3, $4, $5) ON "
                      "CONFLICT (person_id, field, provenance_kind, provenance_id) DO UPDATE SET value = "
                      "excluded.value, learned_at = excluded.learned_at, change_set = excluded.change_set",
                      {id, actor_, now, quoted, change_set}},
                 Step{"INSERT INTO change_slot (slot, seq) VALUES ($1, 1) ON CONFLICT (slot) DO UPDATE SET seq = "
                      "change_slot.seq + 1",
                      {slot}},
                 Step{"INSERT INTO change (slot, seq, kind, person_id, object, record_id, version) VALUES ($1, (SELECT "
                      "seq FROM change_slot WHERE slot = $1), $2, $3, 'person', $3, (SELECT version FROM person WHERE "
                      "id = $3))",
                      {slot, kind, id}},
             })
            took += TRY(time_by_hand(hand_, sql, parameters));
        return took + TRY(time_by_hand(hand_, "COMMIT"));
    }

private:
    Hand& hand_;
    Which which_;
    Uuid actor_ = Uuid::make();
};

Result<double> edit(support::HttpClient& client, std::string const& person, std::string const& clerk,
                    std::string const& value) {
    auto const target = "/api/v1/people/" + person;
    auto const record = TRY(parse_json(TRY(ask(client, target, clerk)).body));
    auto const headers = fmt::format("{}If-Match: \"{}\"\r\n", clerk, record["version"].get<std::int64_t>());
    auto const body = dump_json(Json{{"heard_from", value}});
    return TRY(ask(client, target, headers, "PATCH", body)).ms;
}

}  // namespace

Result<void> measure_update(Options const& options, Sized& sized, std::string const& workload, Report& report) {
    support::HttpClient client(sized.process().port());
    EditByHand by_hand(sized);
    auto const& ids = sized.filled().ids;
    std::vector<double> kith, hand;
    auto const edits = std::min<std::size_t>(options.is_quick ? 20 : 400, ids.size() / 2);
    for (std::size_t at = 0; at < edits; ++at) {
        auto const value = fmt::format("a friend, {}", at);
        hand.push_back(TRY(by_hand.run(ids[2 * at], value)));
        kith.push_back(TRY(edit(client, ids[2 * at + 1], sized.clerks()[at % sized.clerks().size()], value)));
    }
    report.add({workload, "one field changed, durable, p50", quantile(kith, 0.5), "ms", "by hand, with its commit",
                quantile(hand, 0.5), Bar::none, 0});
    report.add({workload, "one field changed, durable, p99", quantile(kith, 0.99), "ms", "limit", update_ms_max,
                Bar::at_most, 1});
    report.add({workload, "the same by hand, p99", quantile(hand, 0.99), "ms", {}, {}, Bar::none, 0});
    return {};
}

}  // namespace kith::bench
