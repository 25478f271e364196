#include "records/attachments/contents.hpp"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <optional>

#include "audit/seal.hpp"
#include "records/attachments/contents.sql.hpp"
#include "records/attachments/limits.hpp"
#include "records/attachments/media_type.hpp"

namespace kith::records {

namespace {

using store::Session;
using store::Transaction;

class Sha256 {
public:
    Sha256() { crypto_hash_sha256_init(&state_); }
    void add(store::Bytes bytes) { crypto_hash_sha256_update(&state_, bytes.data(), bytes.size()); }
    std::string hexadecimal() && {
        std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
        crypto_hash_sha256_final(&state_, hash.data());
        return audit::hex_of(hash);
    }

private:
    crypto_hash_sha256_state state_{};
};

std::int64_t pieces_of(std::int64_t bytes) {
    return (bytes + limits::attachment_piece_bytes - 1) / limits::attachment_piece_bytes;
}

std::string some_hash() {
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return audit::hex_of(bytes);
}

/// One piece of a file of so many bytes; nothing where it is not there, or of another size.
Result<std::optional<std::string>> read_piece(store::Database& database, ContentId id, std::int64_t part,
                                              std::int64_t bytes) {
    return database.read([&](Session& session) -> Result<std::optional<std::string>> {
        auto const rows = TRY(session.query(sql::content_piece, id, part));
        auto const left = bytes - part * limits::attachment_piece_bytes;
        if (rows.empty()) return std::optional<std::string>();
        auto const piece = rows[0].bytes(0);
        if (static_cast<std::int64_t>(piece.size()) != std::min(left, limits::attachment_piece_bytes))
            return std::optional<std::string>();
        return std::optional(std::string(reinterpret_cast<char const*>(piece.data()), piece.size()));
    });
}

store::Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

/// What is there of a content, each piece in a read of its own. Without a hash: a piece is not there.
Result<Content> read_all(store::Database& database, ContentId id, std::int64_t bytes) {
    Content content{id, {}, bytes, {}};
    Sha256 hash;
    for (std::int64_t part = 0; part < pieces_of(bytes); ++part) {
        auto const piece = TRY(read_piece(database, id, part, bytes));
        if (!piece) return content;
        if (part == 0) content.media_type = media_type_of(*piece);
        hash.add(bytes_of(*piece));
    }
    content.hash = std::move(hash).hexadecimal();
    return content;
}

class StoredBytes : public http::BodySource {
public:
    StoredBytes(store::Database& database, ContentId id, std::int64_t bytes)
        : database_(database), id_(id), bytes_(bytes) {}
    Result<std::string> next() override {
        if (part_ == pieces_of(bytes_)) return std::string();
        auto piece = TRY(read_piece(database_, id_, part_, bytes_));
        if (!piece) return Error::internal(fmt::format("piece {} of content {} is not there", part_, id_.text()));
        ++part_;
        return *std::move(piece);
    }
    std::optional<std::uint64_t> length() const override { return static_cast<std::uint64_t>(bytes_); }

private:
    store::Database& database_;
    ContentId id_;
    std::int64_t bytes_;
    std::int64_t part_ = 0;
};

}  // namespace

Result<void> Contents::add_piece(Transaction& transaction, ContentId id, std::int64_t part, std::string_view bytes) {
    TRY(transaction.execute(sql::content_piece_add, id, part, bytes_of(bytes)));
    return {};
}

Result<Content> Contents::examine(ContentId id, std::int64_t bytes) {
    auto content = TRY(read_all(database_, id, bytes));
    if (content.hash.empty()) return Error::internal(fmt::format("a piece of the upload {} is not there", id.text()));
    return content;
}

Result<void> Contents::lock(Transaction& transaction) { return transaction.lock("attachment_content"); }

Result<bool> Contents::keep(Transaction& transaction, Content const& content) {
    return TRY(transaction.execute(sql::content_add, content.hash, content.id, content.bytes, content.media_type)) > 0;
}

void Contents::discard(ContentId id) {
    if (auto const deleted = delete_pieces(id); !deleted)
        spdlog::warn("pieces of a file: {} {}", deleted.error().message, deleted.error().cause);
}

Result<std::shared_ptr<http::BodySource>> Contents::open(std::string_view hash) {
    auto const rows = TRY(database_.read([&](Session& session) { return session.query(sql::content_find, hash); }));
    if (rows.empty()) return Error::not_found("These bytes are not here.");
    return std::shared_ptr<http::BodySource>(
        std::make_shared<StoredBytes>(database_, rows[0].id<ContentId>(0), rows[0].integer(1)));
}

Result<std::int64_t> Contents::bytes_in_all(Session& session) const {
    return TRY(session.query(sql::contents_bytes))[0].integer(0) + waste_;
}

Result<std::int64_t> Contents::bytes_of_removed(Session& session) {
    return TRY(session.query(sql::contents_held_by_none_now))[0].integer(0);
}

Result<void> Contents::forget() {
    while (TRY(forget_unheld()) == limits::attachment_contents_swept_at_once) continue;
    return {};
}

Result<std::int64_t> Contents::sweep() {
    TRY(forget());
    constexpr auto most = limits::attachment_contents_swept_at_once;
    auto const waste = waste_.load();
    std::int64_t deleted = 0;
    auto some = most;
    while (some == most) {
        some = TRY(delete_unheld());
        deleted += some;
    }
    waste_ -= waste;
    return deleted;
}

// Looked for outside the writer's time; whether it is still so is asked again where it is done.
Result<std::int64_t> Contents::forget_unheld() {
    auto const unheld = TRY(database_.read([](Session& session) {
        return session.query(sql::contents_unheld, limits::attachment_contents_swept_at_once);
    }));
    for (auto const row : unheld) {
        TRY(database_.write(
            [&](Transaction& transaction) -> Result<void> {
                TRY(lock(transaction));
                TRY(transaction.execute(sql::content_forget, row.text(0)));
                return {};
            },
            store::Lane::background));
    }
    return static_cast<std::int64_t>(unheld.size());
}

Result<std::int64_t> Contents::delete_unheld() {
    auto const unheld = TRY(database_.read(
        [](Session& session) { return session.query(sql::pieces_unheld, limits::attachment_contents_swept_at_once); }));
    for (auto const row : unheld) TRY(delete_pieces(row.id<ContentId>(0)));
    return static_cast<std::int64_t>(unheld.size());
}

// From the end: as long as there is a first piece, it is found again after an interruption.
Result<void> Contents::delete_pieces(ContentId id) {
    auto left = TRY(database_.read([&](Session& session) -> Result<std::int64_t> {
        return TRY(session.query(sql::pieces_count, id))[0].integer(0);
    }));
    while (left > 0) {
        left = std::max<std::int64_t>(0, left - limits::attachment_pieces_deleted_at_once);
        TRY(database_.write([&](Transaction& transaction) { return transaction.execute(sql::pieces_delete, id, left); },
                            store::Lane::background));
    }
    return {};
}

// Hashes are spread evenly: all that follow a random one, and then those before it, are a fair share.
Result<Contents::Verification> Contents::verify(std::int64_t most) {
    auto const start = some_hash();
    Verification found;
    for (bool const is_second : {false, true}) {
        std::string after = is_second ? "" : start;
        for (bool is_more = true; is_more;) {
            auto const rows = TRY(database_.read([&](Session& session) {
                return session.query(sql::contents_after, after, limits::attachment_contents_verified_at_once);
            }));
            is_more = !rows.empty();
            for (auto const row : rows) {
                after = row.text(1);
                if (is_second && after > start) return found;
                if (found.bytes >= most) {
                    found.is_all = false;
                    return found;
                }
                TRY(verify_one(row.id<ContentId>(0), after, row.integer(2), found));
            }
        }
    }
    return found;
}

Result<void> Contents::verify_one(ContentId id, std::string const& hash, std::int64_t bytes, Verification& found) {
    auto const read = TRY(read_all(database_, id, bytes));
    ++found.contents;
    found.bytes += bytes;
    if (read.hash == hash) return {};
    // Removed meanwhile, and perhaps added again, is not broken.
    auto const still = TRY(database_.read([&](Session& session) { return session.query(sql::content_find, hash); }));
    if (still.empty() || still[0].id<ContentId>(0) != id) return {};
    if (found.broken++ == 0) found.first_broken = hash;
    return {};
}

}  // namespace kith::records
