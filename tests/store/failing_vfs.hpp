// Makes SQLite's file operations fail: a VFS that passes everything to the real one, except the Nth write, sync or
// truncation.
#pragma once

#include <sqlite3.h>

namespace kith::store {

enum class FileOperation { write, sync, truncate };

class FailingVfs {
public:
    /// Becomes the default VFS until it is destroyed. One at a time.
    FailingVfs();
    ~FailingVfs();
    FailingVfs(FailingVfs const&) = delete;
    FailingVfs& operator=(FailingVfs const&) = delete;

    /// The `nth` operation of this kind from now on returns `code`, and the `times - 1` after it too.
    void fail(FileOperation operation, int code, int nth, int times);
    /// Nothing fails any more; whether anything did.
    bool stop();
};

/// Makes SQLite's allocations fail. Counts every allocation of the process while it is armed.
class FailingMemory {
public:
    static void fail(int nth, int times);
    static bool stop();
};

}  // namespace kith::store
