// Who was erased, known only by keyed hashes of the keys that named them.
//
// The secret lies outside the database, so that a copy of the database tells nobody who was erased. A tombstone stops
// what others bring back (an import, a batch that was sent before the erasure and comes after it), not a person who
// comes back by their own act: whoever lets them in takes the stones of their keys away.
#pragma once

#include <atomic>
#include <optional>
#include <span>
#include <string>

#include "base/secrets.hpp"
#include "people/people.hpp"
#include "store/database.hpp"

namespace kith::people {

class Tombstones {
public:
    /// Without a secret nobody can be erased, and nobody is known to have been.
    void use_secret(secrets::Hash const& secret) { secret_ = secret; }
    bool has_secret() const { return secret_.has_value(); }
    /// Whether there are any, as of when this process last looked: most workspaces never ask further.
    bool is_empty() const { return is_empty_; }
    /// Looks again, for another server may have erased somebody. `conflict` where the stones were made under another
    /// secret than this one: then nobody would be recognised.
    Result<void> look(store::Session& session);

    /// When the latest of those whom one of the keys named was erased; nothing where nobody was.
    Result<std::optional<Instant>> erased_at(store::Session& session, std::span<Key const> keys) const;
    Result<void> add(store::Transaction& transaction, std::span<Key const> keys);
    /// They came back by their own act.
    Result<void> remove(store::Transaction& transaction, std::span<Key const> keys);

private:
    secrets::Hash hash_of(Key const& key) const;
    /// Tells one secret from another without telling either.
    std::string fingerprint() const;
    Result<void> check_secret(store::Session& session) const;
    std::optional<secrets::Hash> secret_;
    std::atomic<bool> is_empty_ = true;
};

}  // namespace kith::people
