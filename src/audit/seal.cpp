#include "audit/seal.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace kith::audit {

namespace {

static_assert(crypto_hash_sha256_BYTES == std::tuple_size_v<secrets::Hash>);

// Says what is hashed, so that a hash of the one can never pass for one of the other.
constexpr std::string_view of_entry = "kith audit entry 1", of_text = "kith audit text 1";

class Sha256 {
public:
    explicit Sha256(std::string_view purpose) {
        crypto_hash_sha256_init(&state_);
        add(purpose);
    }
    void add(std::string_view text) { add_bytes({reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}); }
    void add_bytes(store::Bytes bytes) {
        raw(fmt::format("{}:", bytes.size()));
        crypto_hash_sha256_update(&state_, bytes.data(), bytes.size());
    }
    void add_null() { raw("-"); }
    secrets::Hash finish() {
        secrets::Hash hash;
        crypto_hash_sha256_final(&state_, hash.data());
        return hash;
    }

private:
    void raw(std::string_view text) {
        crypto_hash_sha256_update(&state_, reinterpret_cast<unsigned char const*>(text.data()), text.size());
    }
    crypto_hash_sha256_state state_;
};

// The columns of a row, in the order of the queries.
enum Column : std::size_t { id, at, actor_kind, actor_id, action, outcome, kind, object, record_id, change_set, facts };
constexpr std::size_t actor_hash = facts + 1, subject_hash = facts + 2;

}  // namespace

secrets::Hash make_salt() { return secrets::random_key(); }

secrets::Hash commitment(store::Bytes salt, std::string_view content) {
    Sha256 hash(of_text);
    hash.add_bytes(salt);
    hash.add(content);
    return hash.finish();
}

secrets::Hash seal_of(secrets::Hash const& before, std::int64_t number, store::Rows::Row const& row) {
    Sha256 hash(of_entry);
    hash.add_bytes(before);
    hash.add(fmt::format("{}", number));
    hash.add(fmt::format("{}", row.integer(at)));
    for (auto const column : {id, actor_id, record_id, change_set})
        if (row.is_null(column))
            hash.add_null();
        else
            hash.add(row.uuid(column).text());
    for (auto const column : {actor_kind, action, outcome, kind, object, facts})
        if (row.is_null(column))
            hash.add_null();
        else
            hash.add(row.text(column));
    for (auto const column : {actor_hash, subject_hash})
        if (row.is_null(column))
            hash.add_null();
        else
            hash.add_bytes(row.bytes(column));
    return hash.finish();
}

bool is_same(secrets::Hash const& hash, store::Bytes bytes) {
    return std::equal(hash.begin(), hash.end(), bytes.begin(), bytes.end());
}

std::string hex_of(store::Bytes bytes) {
    std::string hex;
    for (auto const byte : bytes) hex += fmt::format("{:02x}", byte);
    return hex;
}

}  // namespace kith::audit
