// A disk under SQLite that fails as disks do: the power goes, no room is left, locks are not to be had.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tests {

// While it lives it stands between SQLite and every file of one directory; what lies elsewhere it passes on. Reads and writes reach
// the real files at once. Beside them it remembers what a disk would have after a cut: the bytes as of each file's last sync,
// and the writes since. A sync makes a file's name last too, as on ext4, XFS and btrfs. Nothing is really synced, so it is quick.
// Any thread.
class FaultyDisk {
public:
    explicit FaultyDisk(const std::filesystem::path &dir);
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk &) = delete;
    FaultyDisk &operator=(const FaultyDisk &) = delete;

    // The power goes after so many writes, truncates, deletes and syncs more. The process goes on and may write what it likes:
    // none of it counts any more.
    void cutPowerAfter(int operations);
    // When it went; nothing while it is on.
    std::optional<std::chrono::steady_clock::time_point> powerCut() const;
    // Writes what is left of the directory `from` into `to`: of each write that no sync followed all, nothing or the first sectors,
    // at random; truncates, deletes and new files are done or not. Forgets `from`. REQUIRES: powerCut(), nobody has a file of
    // `from` open.
    void leftovers(const std::filesystem::path &from, const std::filesystem::path &to, std::mt19937 &random);

    // Files grow no further than to so many bytes together; SQLITE_FULL beyond.
    void setRoom(std::optional<std::uint64_t> bytes);
    std::uint64_t bytesUsed() const;

    // As a network file system does: locks fail (SQLITE_IOERR_LOCK), or memory cannot be shared (SQLITE_IOERR_SHMMAP).
    void refuseLocks(bool refuse) { m_noLocks = refuse; }
    void refuseSharedMemory(bool refuse) { m_noSharedMemory = refuse; }

private:
    static constexpr std::size_t kSector = 512;

    struct Change {
        std::uint64_t at;  // where it begins, or the size that is left
        std::string bytes; // nothing: a truncate
    };
    struct Inode {
        std::string synced;
        std::vector<Change> since;
        std::uint64_t size = 0;
    };
    using InodeRef = std::shared_ptr<Inode>;
    struct Name {
        InodeRef now;
        InodeRef lasting;
    };
    struct File {
        sqlite3_file base;
        FaultyDisk *disk;
        InodeRef *inode;
        std::string *path;
        sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
    };

    static FaultyDisk &of(sqlite3_vfs *vfs) { return *static_cast<FaultyDisk *>(vfs->pAppData); }
    static File &of(sqlite3_file *file) { return *reinterpret_cast<File *>(file); }
    static int open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *outFlags);
    static int remove(sqlite3_vfs *vfs, const char *path, int syncDir);
    static int close(sqlite3_file *file);
    static int write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at);
    static int truncate(sqlite3_file *file, sqlite3_int64 size);
    static int sync(sqlite3_file *file, int flags);
    static int lock(sqlite3_file *file, int level);
    static int sharedMemory(sqlite3_file *file, int region, int size, int extend, void volatile **memory);
    static const sqlite3_io_methods &methods();

    static void apply(std::string &content, const Change &change, std::size_t bytes);
    InodeRef inodeOf(const std::string &path);
    std::uint64_t used() const; // REQUIRES: m_mutex
    void count();               // REQUIRES: m_mutex

    const std::string m_dir;
    sqlite3_vfs *const m_below;
    sqlite3_vfs m_vfs{};
    mutable std::mutex m_mutex;
    std::map<std::string, Name> m_names;
    std::map<std::string, Name> m_left; // at the cut, with inodes of their own
    int m_untilCut = -1;
    std::optional<std::chrono::steady_clock::time_point> m_cut;
    std::optional<std::uint64_t> m_room;
    std::atomic<bool> m_noLocks = false;
    std::atomic<bool> m_noSharedMemory = false;
};

inline FaultyDisk::FaultyDisk(const std::filesystem::path &dir)
    : m_dir(std::filesystem::canonical(dir).string() + "/"), m_below(sqlite3_vfs_find(nullptr))
{
    m_vfs = *m_below;
    m_vfs.pNext = nullptr;
    m_vfs.zName = "faulty";
    m_vfs.pAppData = this;
    m_vfs.szOsFile = int(sizeof(File)) + m_below->szOsFile;
    m_vfs.xOpen = open;
    m_vfs.xDelete = remove;
    // These read what is theirs from the structure they are given.
    m_vfs.xAccess = [](sqlite3_vfs *vfs, const char *path, int flags, int *out) {
        return of(vfs).m_below->xAccess(of(vfs).m_below, path, flags, out);
    };
    m_vfs.xFullPathname = [](sqlite3_vfs *vfs, const char *path, int count, char *out) {
        return of(vfs).m_below->xFullPathname(of(vfs).m_below, path, count, out);
    };
    sqlite3_vfs_register(&m_vfs, 1);
}

inline FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&m_vfs);
    sqlite3_vfs_register(m_below, 1);
}

inline void FaultyDisk::cutPowerAfter(int operations)
{
    const std::lock_guard lock(m_mutex);
    m_untilCut = operations;
    m_cut.reset();
    m_left.clear();
}

inline std::optional<std::chrono::steady_clock::time_point> FaultyDisk::powerCut() const
{
    const std::lock_guard lock(m_mutex);
    return m_cut;
}

inline void FaultyDisk::leftovers(const std::filesystem::path &from, const std::filesystem::path &to, std::mt19937 &random)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[path, name] : m_left) {
        const auto &inode = name.now == name.lasting || random() % 2 == 0 ? name.now : name.lasting;
        if (!inode || std::filesystem::path(path).parent_path() != from)
            continue;
        auto content = inode->synced;
        for (const auto &change : inode->since) {
            switch (random() % 3) {
            case 0: break;
            case 1: apply(content, change, change.bytes.size()); break;
            default: apply(content, change, std::min(change.bytes.size(), random() % (change.bytes.size() / kSector + 1) * kSector)); break;
            }
        }
        std::ofstream out(to / std::filesystem::path(path).filename(), std::ios::binary);
        out.write(content.data(), std::streamsize(content.size()));
    }
    std::erase_if(m_names, [&from](const auto &each) { return std::filesystem::path(each.first).parent_path() == from; });
}

inline void FaultyDisk::setRoom(std::optional<std::uint64_t> bytes)
{
    const std::lock_guard lock(m_mutex);
    m_room = bytes;
}

inline std::uint64_t FaultyDisk::bytesUsed() const
{
    const std::lock_guard lock(m_mutex);
    return used();
}

inline std::uint64_t FaultyDisk::used() const
{
    std::uint64_t sum = 0;
    for (const auto &[path, name] : m_names)
        sum += name.now ? name.now->size : 0;
    return sum;
}

inline void FaultyDisk::apply(std::string &content, const Change &change, std::size_t bytes)
{
    if (change.bytes.empty()) {
        content.resize(change.at);
    } else if (bytes > 0) {
        content.resize(std::max(content.size(), change.at + bytes));
        change.bytes.copy(content.data() + change.at, bytes);
    }
}

inline FaultyDisk::InodeRef FaultyDisk::inodeOf(const std::string &path)
{
    auto &name = m_names[path];
    if (!name.now) {
        name.now = std::make_shared<Inode>();
        std::error_code missing;
        if (const auto size = std::filesystem::file_size(path, missing); !missing)
            name.now->synced.resize(size);
        std::ifstream(path, std::ios::binary).read(name.now->synced.data(), std::streamsize(name.now->synced.size()));
        name.now->size = name.now->synced.size();
        if (name.now->size > 0) // it was there before
            name.lasting = name.now;
    }
    return name.now;
}

inline void FaultyDisk::count()
{
    if (m_untilCut < 0 || m_untilCut-- > 0)
        return;
    m_cut = std::chrono::steady_clock::now();
    std::map<InodeRef, InodeRef> copies{{nullptr, nullptr}};
    const auto copy = [&copies](const InodeRef &inode) {
        auto &there = copies[inode];
        if (inode && !there)
            there = std::make_shared<Inode>(*inode);
        return there;
    };
    for (const auto &[path, name] : m_names)
        m_left[path] = {copy(name.now), copy(name.lasting)};
}

inline int FaultyDisk::open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *outFlags)
{
    auto &disk = of(vfs);
    auto &mine = of(file);
    std::memset(&mine, 0, sizeof mine);
    const int code = disk.m_below->xOpen(disk.m_below, path, mine.real(), flags, outFlags);
    if (!mine.real()->pMethods)
        return code;
    mine.base.pMethods = &methods();
    mine.disk = &disk;
    if (code == SQLITE_OK && path && std::string_view(path).starts_with(disk.m_dir)) {
        const std::lock_guard lock(disk.m_mutex);
        mine.path = new std::string(path);
        mine.inode = new InodeRef(disk.inodeOf(*mine.path));
    }
    return code;
}

inline int FaultyDisk::remove(sqlite3_vfs *vfs, const char *path, int syncDir)
{
    auto &disk = of(vfs);
    const int code = disk.m_below->xDelete(disk.m_below, path, 0);
    const std::lock_guard lock(disk.m_mutex);
    if (const auto known = disk.m_names.find(path); code == SQLITE_OK && known != disk.m_names.end()) {
        known->second.now.reset();
        if (syncDir)
            known->second.lasting.reset();
        disk.count();
    }
    return code;
}

inline int FaultyDisk::close(sqlite3_file *file)
{
    auto &mine = of(file);
    delete mine.inode;
    delete mine.path;
    return mine.real()->pMethods->xClose(mine.real());
}

inline int FaultyDisk::write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
    auto &mine = of(file);
    if (!mine.inode)
        return mine.real()->pMethods->xWrite(mine.real(), bytes, count, at);
    auto &disk = *mine.disk;
    const std::lock_guard lock(disk.m_mutex);
    auto &inode = **mine.inode;
    const auto size = std::max(inode.size, std::uint64_t(at + count));
    if (disk.m_room && size > inode.size && disk.used() + (size - inode.size) > *disk.m_room)
        return SQLITE_FULL;
    const int code = mine.real()->pMethods->xWrite(mine.real(), bytes, count, at);
    if (code == SQLITE_OK) {
        inode.size = size;
        inode.since.push_back({std::uint64_t(at), std::string(static_cast<const char *>(bytes), std::size_t(count))});
        disk.count();
    }
    return code;
}

inline int FaultyDisk::truncate(sqlite3_file *file, sqlite3_int64 size)
{
    auto &mine = of(file);
    const int code = mine.real()->pMethods->xTruncate(mine.real(), size);
    if (code == SQLITE_OK && mine.inode) {
        const std::lock_guard lock(mine.disk->m_mutex);
        (*mine.inode)->size = std::uint64_t(size);
        (*mine.inode)->since.push_back({std::uint64_t(size), {}});
        mine.disk->count();
    }
    return code;
}

inline int FaultyDisk::sync(sqlite3_file *file, int)
{
    auto &mine = of(file);
    if (!mine.inode)
        return SQLITE_OK;
    const std::lock_guard lock(mine.disk->m_mutex);
    mine.disk->count(); // the power may go before it is done
    auto &inode = **mine.inode;
    for (const auto &change : inode.since)
        apply(inode.synced, change, change.bytes.size());
    inode.since.clear();
    if (auto &name = mine.disk->m_names[*mine.path]; name.now == *mine.inode)
        name.lasting = name.now;
    return SQLITE_OK;
}

inline int FaultyDisk::lock(sqlite3_file *file, int level)
{
    auto &mine = of(file);
    return mine.inode && mine.disk->m_noLocks ? SQLITE_IOERR_LOCK : mine.real()->pMethods->xLock(mine.real(), level);
}

inline int FaultyDisk::sharedMemory(sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
    auto &mine = of(file);
    return mine.inode && mine.disk->m_noSharedMemory ? SQLITE_IOERR_SHMMAP
                                                     : mine.real()->pMethods->xShmMap(mine.real(), region, size, extend, memory);
}

inline const sqlite3_io_methods &FaultyDisk::methods()
{
    static const sqlite3_io_methods all = [] {
        sqlite3_io_methods m{};
        m.iVersion = 2; // no mapped reads: they would pass by
        m.xClose = close;
        m.xRead = [](sqlite3_file *file, void *bytes, int count, sqlite3_int64 at) {
            return of(file).real()->pMethods->xRead(of(file).real(), bytes, count, at);
        };
        m.xWrite = write;
        m.xTruncate = truncate;
        m.xSync = sync;
        m.xFileSize = [](sqlite3_file *file, sqlite3_int64 *size) { return of(file).real()->pMethods->xFileSize(of(file).real(), size); };
        m.xLock = lock;
        m.xUnlock = [](sqlite3_file *file, int level) { return of(file).real()->pMethods->xUnlock(of(file).real(), level); };
        m.xCheckReservedLock = [](sqlite3_file *file, int *out) { return of(file).real()->pMethods->xCheckReservedLock(of(file).real(), out); };
        m.xFileControl = [](sqlite3_file *file, int what, void *argument) {
            return of(file).real()->pMethods->xFileControl(of(file).real(), what, argument);
        };
        m.xSectorSize = [](sqlite3_file *file) { return of(file).real()->pMethods->xSectorSize(of(file).real()); };
        m.xDeviceCharacteristics = [](sqlite3_file *file) { return of(file).real()->pMethods->xDeviceCharacteristics(of(file).real()); };
        m.xShmMap = sharedMemory;
        m.xShmLock = [](sqlite3_file *file, int offset, int count, int flags) {
            return of(file).real()->pMethods->xShmLock(of(file).real(), offset, count, flags);
        };
        m.xShmBarrier = [](sqlite3_file *file) { of(file).real()->pMethods->xShmBarrier(of(file).real()); };
        m.xShmUnmap = [](sqlite3_file *file, int remove) { return of(file).real()->pMethods->xShmUnmap(of(file).real(), remove); };
        return m;
    }();
    return all;
}

} // namespace tests
