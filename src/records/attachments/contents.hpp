// The bytes of files: kept once by their content, in the database, so that whatever holds for rows holds for them: they
// are there with the commit that tells of them, on every server, in every backup, and gone when they are erased.
//
// They come in pieces of `limits::attachment_piece_bytes` under the id of an upload. When all are here they are known
// by their SHA-256 (FIPS 180-4). Of two that are alike only the first stays. What nothing holds any more `sweep`
// deletes, a few pieces a transaction. Nobody is asked whether they may: that is for whoever hands the bytes out.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "http/body_source.hpp"
#include "store/database.hpp"

namespace kith::records {

struct ContentTag;
using ContentId = Id<ContentTag>;

struct Content {
    ContentId id;
    std::string hash;  ///< 64 hexadecimal digits
    std::int64_t bytes = 0;
    std::string media_type;  ///< one of `media_type_of`
};

class Contents {
public:
    explicit Contents(store::Database& database) : database_(database) {}

    /// The next piece, inside a transaction.
    static Result<void> add_piece(store::Transaction& transaction, ContentId id, std::int64_t part,
                                  std::string_view bytes);
    /// What the pieces are together, read one by one; `internal` where they are not `bytes` long.
    Result<Content> examine(ContentId id, std::int64_t bytes);
    /// From here on they are found by their hash; false where the same bytes were here already: then these are waste,
    /// for `add_waste`. Under the lock that `lock` takes, with what holds them written in the same transaction.
    static Result<bool> keep(store::Transaction& transaction, Content const& content);
    static Result<void> lock(store::Transaction& transaction);
    /// Deletes pieces that nothing holds, at once; where that fails, `sweep` will.
    void discard(ContentId id);

    /// The bytes, piece by piece; not_found where there are none.
    Result<std::shared_ptr<http::BodySource>> open(std::string_view hash);
    /// Bytes that `sweep` is to delete. Not at once: how long an answer takes tells nobody what others have.
    void add_waste(std::int64_t bytes) { waste_ += bytes; }
    /// Of everything that is kept and that is on its way, each once, and of what this program still has to sweep.
    Result<std::int64_t> bytes_in_all(store::Session& session) const;
    /// Of contents that no file has but those that were removed.
    static Result<std::int64_t> bytes_of_removed(store::Session& session);

    /// Forgets contents that no file holds: their bytes count no more, and the next `sweep` deletes them.
    Result<void> forget();
    /// Deletes the bytes that no file and no upload holds; how many contents they were.
    Result<std::int64_t> sweep();

    struct Verification {
        std::int64_t contents = 0, bytes = 0;
        std::int64_t broken = 0;
        std::string first_broken;  ///< its hash
        bool is_all = true;
    };
    /// Reads everything and holds it against its hash; beyond `most` bytes a share, at random which.
    Result<Verification> verify(std::int64_t most);

private:
    Result<void> verify_one(ContentId id, std::string const& hash, std::int64_t bytes, Verification& found);
    Result<std::int64_t> forget_unheld();
    Result<std::int64_t> delete_unheld();
    Result<void> delete_pieces(ContentId id);

    store::Database& database_;
    std::atomic<std::int64_t> waste_ = 0;
};

}  // namespace kith::records
