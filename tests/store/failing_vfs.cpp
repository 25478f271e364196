#include "tests/store/failing_vfs.hpp"

#include <atomic>
#include <cstring>
#include <memory>

#include "base/check.hpp"

namespace kith::store {
namespace {

// Counts down to the operation that fails, and on to the last of them.
struct Fuse {
    std::atomic<int> left = 0;  // 0: nothing fails
    std::atomic<int> times = 0;
    std::atomic<bool> has_failed = false;

    void arm(int nth, int count) {
        has_failed = false;
        times = count;
        left = nth;
    }
    bool stop() {
        left = 0;
        return has_failed;
    }
    bool burns() {
        if (left == 0) return false;
        int const before = left.fetch_sub(1);
        if (before > 1) return false;
        left = times > 1 ? 1 : 0;
        --times;
        has_failed = true;
        return true;
    }
};

Fuse file_fuse;
std::atomic<FileOperation> failing_operation;
std::atomic<int> failing_code;

int code_of(FileOperation operation) {
    return operation == failing_operation && file_fuse.burns() ? failing_code.load() : SQLITE_OK;
}

struct File {
    sqlite3_file base;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* file_of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }

template <auto Method, class... Args>
auto pass(sqlite3_file* file, Args... args) {
    auto* real = file_of(file)->real();
    return (real->pMethods->*Method)(real, args...);
}

int close_file(sqlite3_file* file) {
    auto* real = file_of(file)->real();
    return real->pMethods != nullptr ? real->pMethods->xClose(real) : SQLITE_OK;
}

int write_file(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 offset) {
    if (int const code = code_of(FileOperation::write)) {
        // A write that fails may have written a part of what it was given.
        auto* real = file_of(file)->real();
        real->pMethods->xWrite(real, bytes, size / 2, offset);
        return code;
    }
    return pass<&sqlite3_io_methods::xWrite>(file, bytes, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (int const code = code_of(FileOperation::truncate)) return code;
    return pass<&sqlite3_io_methods::xTruncate>(file, size);
}

int sync_file(sqlite3_file* file, int flags) {
    if (int const code = code_of(FileOperation::sync)) return code;
    return pass<&sqlite3_io_methods::xSync>(file, flags);
}

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
    return pass<&sqlite3_io_methods::xRead>(file, bytes, size, offset);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) { return pass<&sqlite3_io_methods::xFileSize>(file, size); }
int lock(sqlite3_file* file, int level) { return pass<&sqlite3_io_methods::xLock>(file, level); }
int unlock(sqlite3_file* file, int level) { return pass<&sqlite3_io_methods::xUnlock>(file, level); }
int check_lock(sqlite3_file* file, int* is_locked) {
    return pass<&sqlite3_io_methods::xCheckReservedLock>(file, is_locked);
}
int control(sqlite3_file* file, int what, void* argument) {
    return pass<&sqlite3_io_methods::xFileControl>(file, what, argument);
}
int sector_size(sqlite3_file* file) { return pass<&sqlite3_io_methods::xSectorSize>(file); }
int characteristics(sqlite3_file* file) { return pass<&sqlite3_io_methods::xDeviceCharacteristics>(file); }
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    return pass<&sqlite3_io_methods::xShmMap>(file, region, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return pass<&sqlite3_io_methods::xShmLock>(file, offset, count, flags);
}
void barrier_shared(sqlite3_file* file) { pass<&sqlite3_io_methods::xShmBarrier>(file); }
int unmap_shared(sqlite3_file* file, int removes) { return pass<&sqlite3_io_methods::xShmUnmap>(file, removes); }

constexpr sqlite3_io_methods methods{
    2,           close_file,     read_file,    write_file, truncate_file, sync_file,       file_size,
    lock,        unlock,         check_lock,   control,    sector_size,   characteristics, map_shared,
    lock_shared, barrier_shared, unmap_shared, nullptr,    nullptr};

sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs failing_vfs{};

int open_file(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* opened_flags) {
    auto* wrapped = file_of(file);
    wrapped->base.pMethods = nullptr;
    int const code = real_vfs->xOpen(real_vfs, name, wrapped->real(), flags, opened_flags);
    if (wrapped->real()->pMethods != nullptr) wrapped->base.pMethods = &methods;
    return code;
}

}  // namespace

FailingVfs::FailingVfs() {
    real_vfs = sqlite3_vfs_find(nullptr);
    failing_vfs = *real_vfs;
    failing_vfs.zName = "failing";
    failing_vfs.pNext = nullptr;
    failing_vfs.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
    failing_vfs.xOpen = open_file;
    CHECK(sqlite3_vfs_register(&failing_vfs, 1) == SQLITE_OK);
}

FailingVfs::~FailingVfs() {
    sqlite3_vfs_unregister(&failing_vfs);
    sqlite3_vfs_register(real_vfs, 1);
}

void FailingVfs::fail(FileOperation operation, int code, int nth, int times) {
    failing_operation = operation;
    failing_code = code;
    file_fuse.arm(nth, times);
}

bool FailingVfs::stop() { return file_fuse.stop(); }

namespace {

Fuse memory_fuse;
sqlite3_mem_methods real_memory{};

void* allocate(int size) { return memory_fuse.burns() ? nullptr : real_memory.xMalloc(size); }
void* reallocate(void* memory, int size) { return memory_fuse.burns() ? nullptr : real_memory.xRealloc(memory, size); }

// SQLite takes its allocator before its first use only, so before main.
bool const is_configured = [] {
    CHECK(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) == SQLITE_OK);
    auto failing = real_memory;
    failing.xMalloc = allocate;
    failing.xRealloc = reallocate;
    CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK);
    CHECK(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK);  // every allocation can fail
    return true;
}();

}  // namespace

void FailingMemory::fail(int nth, int times) {
    CHECK(is_configured);
    memory_fuse.arm(nth, times);
}

bool FailingMemory::stop() { return memory_fuse.stop(); }

}  // namespace kith::store
