// The snapshot in which a thread reads at this moment.
//
// A read within a read works in the same snapshot: it sees the same data, and does not wait for a second connection,
// which would never become free where every thread that holds one waits for another.
#pragma once

#include "store/database.hpp"

namespace kith::store {

class HeldSnapshot {
public:
    HeldSnapshot(Database const& database, Session& session) : database_(&database), session_(&session) {
        outer_ = newest_;
        newest_ = this;
    }
    ~HeldSnapshot() { newest_ = outer_; }
    HeldSnapshot(HeldSnapshot const&) = delete;
    HeldSnapshot& operator=(HeldSnapshot const&) = delete;

    /// The calling thread's snapshot of the database; null where it holds none.
    static Session* of(Database const& database) {
        for (auto const* held = newest_; held != nullptr; held = held->outer_)
            if (held->database_ == &database) return held->session_;
        return nullptr;
    }

private:
    static inline thread_local HeldSnapshot* newest_ = nullptr;
    Database const* database_;
    Session* session_;
    HeldSnapshot* outer_ = nullptr;
};

}  // namespace kith::store
