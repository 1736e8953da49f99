#pragma once

#include "models/metric/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// What statfs(2) tells of a mounted file system, in bytes and counts.
struct FileSystemUse {
    std::uint64_t size;
    std::uint64_t free;
    std::uint64_t available; // for unprivileged users
    std::uint64_t files;
    std::uint64_t filesFree;
};

// Where bytes come from: this machine, a recorded tree in tests, later an ssh host. Paths are absolute ("/proc/stat") and
// looked up below the source's root. One lane uses it, never two threads at once.
class Source {
public:
    virtual ~Source() = default;

    // Replaces `out` with the file's content, read in one go. NotFound, PermissionDenied, or Unavailable (EAGAIN, EIO,
    // EINVAL, EOPNOTSUPP: drivers say these for "no value now"). `keepOpen` marks files read every round: the
    // descriptor may be kept.
    enum class Keep { No, Yes };
    [[nodiscard]] virtual metric::Result<void> read(std::string_view path, std::string &out, Keep keep = Keep::No) = 0;

    // Names in a directory, without "." and "..", unsorted.
    [[nodiscard]] virtual metric::Result<void> list(std::string_view directory, std::vector<std::string> &names) = 0;

    // The path with all symbolic links resolved, again below the root ("/sys/devices/platform/coretemp.0").
    virtual metric::Result<std::string> resolve(std::string_view path) = 0;

    // Never blocks longer than a moment: a mount that hangs answers Timeout, and is not asked again while the old call hangs.
    virtual metric::Result<FileSystemUse> fileSystem(std::string_view mountPoint) = 0;

    // uname -m of the machine, and its page size in bytes.
    virtual std::string machine() = 0;
    virtual std::uint64_t pageSize() = 0;
};

} // namespace probes
