#include "people/tombstones.hpp"

#include <fmt/format.h>

#include "people/rights.sql.hpp"

namespace kith::people {

secrets::Hash Tombstones::hash_of(Key const& key) const {
    return secrets::keyed_hash(*secret_, fmt::format("{}:{}", name_of(key.kind), key.value));
}

std::string Tombstones::fingerprint() const {
    std::string text;
    for (auto const byte : secrets::keyed_hash(*secret_, "fingerprint")) text += fmt::format("{:02x}", byte);
    return text;
}

Result<void> Tombstones::check_secret(store::Session& session) const {
    auto const rows = TRY(session.query(sql::erasure_secret_find));
    if (rows.empty() || (secret_ && rows[0].text(0) == fingerprint())) return {};
    return Error::conflict(
        "erasure_key_differs",
        "Who was erased was noted under another secret than the `erasure.key` of this data folder. Put "
        "that file back from its copy, or copy it from the server that made it.");
}

Result<void> Tombstones::look(store::Session& session) {
    bool const is_empty = TRY(session.query(sql::tombstone_any)).empty();
    if (!is_empty) TRY(check_secret(session));
    is_empty_ = is_empty;
    return {};
}

Result<std::optional<Instant>> Tombstones::erased_at(store::Session& session, std::span<Key const> keys) const {
    std::optional<Instant> latest;
    if (is_empty_ || !secret_) return latest;
    for (auto const& key : keys) {
        auto const rows = TRY(session.query(sql::tombstone_find, store::Bytes(hash_of(key))));
        if (!rows.empty() && (!latest || *latest < rows[0].instant(0))) latest = rows[0].instant(0);
    }
    return latest;
}

Result<void> Tombstones::add(store::Transaction& transaction, std::span<Key const> keys) {
    if (TRY(transaction.query(sql::tombstone_any)).empty())
        TRY(transaction.execute(sql::erasure_secret_note, fingerprint()));
    TRY(check_secret(transaction));
    for (auto const& key : keys)
        TRY(transaction.execute(sql::tombstone_add, store::Bytes(hash_of(key)), transaction.now()));
    if (!keys.empty()) is_empty_ = false;
    return {};
}

Result<void> Tombstones::remove(store::Transaction& transaction, std::span<Key const> keys) {
    if (is_empty_ || !secret_) return {};
    for (auto const& key : keys) TRY(transaction.execute(sql::tombstone_remove, store::Bytes(hash_of(key))));
    return {};
}

}  // namespace kith::people
