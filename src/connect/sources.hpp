// Sources: senders with write keys, their tracking plans and their counters.
//
// A write key is stored as its BLAKE2b hash alone. Who a key stands for is kept in memory: what this process changes is
// seen at once, what another process changes within `limits::identity_cached_seconds_max`. For every source, received =
// stored + duplicates + rejected at any moment, since counters change in the transaction of what they count. A source
// is never deleted, only disabled: its events name it.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/limits.hpp"
#include "base/guarded.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secrets.hpp"
#include "base/time.hpp"
#include "connect/plan.hpp"
#include "events/property_types.hpp"
#include "store/database.hpp"

namespace kith::connect {

struct Source {
    SourceId id;
    std::string name;
    std::string kind;
    bool is_enabled = true;
    Plan plan;
};

/// Who sends: a source, by one of its keys.
struct Sender {
    std::shared_ptr<Source const> source;
    WriteKeyId key;
    /// When the key's use was last written down, epoch ms; shared by all who hold the key.
    std::shared_ptr<std::atomic<std::int64_t>> last_used_ms;
};

/// A write key as it is shown, once.
struct NewWriteKey {
    WriteKeyId id;
    std::string secret;
    std::string prefix;
    Json json() const { return {{"id", id.text()}, {"secret", secret}, {"prefix", prefix}}; }
};

/// What came of received calls. `flagged` ones are among the stored.
struct Counts {
    std::int64_t received = 0, stored = 0, duplicates = 0, rejected = 0, flagged = 0;
    Counts& operator+=(Counts const& other) {
        received += other.received;
        stored += other.stored;
        duplicates += other.duplicates;
        rejected += other.rejected;
        flagged += other.flagged;
        return *this;
    }
};

class Sources {
public:
    static Result<std::unique_ptr<Sources>> load(store::Database& database, events::PropertyTypes& types);

    /// `unauthenticated` where the key is unknown or revoked, `forbidden` (`source_disabled`) where its source is
    /// disabled.
    Result<Sender> sender(std::string_view secret);
    /// The source as it is now, from memory.
    Result<std::shared_ptr<Source const>> source(SourceId id);

    // As the API shows them. What is changed is in the audit log, by whoever changes it, by default the program.
    Result<Json> list();
    Result<Json> get(SourceId id);
    /// With its first key.
    Result<Json> add(std::string_view name, std::string_view kind, Actor const& by = Actor::system("kith"));
    /// A system that files come from: of kind `import`, without a key.
    Result<SourceId> add_for_files(std::string_view name, Actor const& by = Actor::system("kith"));
    Result<Json> update(SourceId id, std::optional<std::string> name, std::optional<bool> is_enabled,
                        Actor const& by = Actor::system("kith"));
    Result<Json> keys(SourceId id);
    Result<NewWriteKey> add_key(SourceId id, Actor const& by = Actor::system("kith"));
    Result<void> revoke_key(SourceId id, WriteKeyId key, Actor const& by = Actor::system("kith"));
    Result<Json> plan(SourceId id);
    Result<Json> set_plan(SourceId id, Plan const& plan, Actor const& by = Actor::system("kith"));

    /// Inside the transaction of what is counted: its last statements, so that the counter's row is held briefly.
    static Result<void> count(store::Transaction& transaction, Sender const& sender, Counts const& counts);

private:
    struct Picture {
        std::unordered_map<std::string, Sender> by_hash;
        std::unordered_map<SourceId, std::shared_ptr<Source const>> by_id;
        Instant loaded_at;
    };
    Sources(store::Database& database, events::PropertyTypes& types) : database_(database), types_(types) {}
    Result<std::shared_ptr<Picture const>> reload();
    Result<std::shared_ptr<Picture const>> picture();

    store::Database& database_;
    events::PropertyTypes& types_;
    Guarded<std::shared_ptr<Picture const>> picture_;
};

}  // namespace kith::connect
