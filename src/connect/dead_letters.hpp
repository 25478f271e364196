// What was received and could not be stored: read, tried again, thrown away.
//
// A replay goes the way that calls come: read with what its request said for it, held against today's plan, stored in
// one transaction with the counters, which move one from rejected to stored (or to duplicates, where the sender had it
// stored meanwhile). What is still wrong stays, with its reason of now.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "connect/ingest.hpp"
#include "connect/limits.hpp"
#include "connect/sources.hpp"
#include "store/database.hpp"

namespace kith::connect {

struct DeadLetterFilter {
    std::optional<SourceId> source;
    std::string reason;  ///< empty: any
};

class DeadLetters {
public:
    DeadLetters(store::Database& database, Sources& sources, Ingest& ingest)
        : database_(database), sources_(sources), ingest_(ingest) {}

    /// As the API lists them, newest first. `invalid` on `page` where the cursor is not one of ours.
    Result<Json> list(DeadLetterFilter const& filter, std::string_view page, std::size_t limit);
    /// `conflict` (`already_replayed`, `payload_cut`) where there is nothing to replay.
    Result<CallResult> replay(DeadLetterId id);
    struct Replayed {
        std::int64_t replayed = 0, failed = 0;
    };
    /// All that were not replayed, oldest first, at most `limits::dead_letters_replayed_max` of them.
    Result<Replayed> replay_all(DeadLetterFilter const& filter);
    /// A replayed one, or one that nobody wants: counters stay.
    Result<void> remove(DeadLetterId id);

private:
    Result<CallResult> replay_in(store::Transaction& transaction, DeadLetterId id);
    store::Database& database_;
    Sources& sources_;
    Ingest& ingest_;
};

}  // namespace kith::connect
