#pragma once

#include "probes/source/source.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

struct statfs;

namespace probes {

// What a test may want otherwise.
struct LocalSourceOptions {
    std::size_t keptDescriptors = 256;
    std::chrono::milliseconds patience{2000}; // how long a mount may take to answer before it counts as hanging
    // statfs(2) by default. Called from helper threads too, possibly after the source is gone.
    std::function<int(const char *, struct ::statfs *)> statFs;
};

// The machine the console runs on, or with another root a recorded tree (or a host's tree mounted into a container): symbolic
// links, absolute ones too, then never lead out of the root. One lane uses it, like every source.
//
// Files read every round keep their descriptor and are read with pread: opening a file of /proc costs more than reading it. Below
// /sys exactly one read is done, as a second one makes some drivers ask their hardware again.
class LocalSource final : public Source {
public:
    explicit LocalSource(std::filesystem::path root = "/", LocalSourceOptions options = {});
    ~LocalSource() override;
    LocalSource(const LocalSource &) = delete;
    LocalSource &operator=(const LocalSource &) = delete;

    metric::Result<void> read(std::string_view path, std::string &out, Keep keep = Keep::No) override;
    metric::Result<void> list(std::string_view directory, std::vector<std::string> &names) override;
    metric::Result<std::string> resolve(std::string_view path) override;

    // File systems of the kernel's own answer from memory and are asked in place. Network, FUSE and unknown ones ask somebody
    // else, who may never answer: those are asked in a thread of their own, at most one per mount point. A thread that
    // hangs is left to itself, also by the destructor; while it does, Timeout is answered at once.
    metric::Result<FileSystemUse> fileSystem(std::string_view mountPoint) override;

    std::string machine() override;
    std::uint64_t pageSize() override;

    std::size_t keptDescriptors() const { return m_kept.size(); }

private:
    struct Kept {
        int descriptor;
        std::uint64_t lastUse;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct Question; // one statfs in a thread of its own

    metric::Result<std::string> realPath(std::string_view path) const;
    metric::Result<int> open(std::string_view path, int flags) const;
    // Zero, or the errno. `once`: one read(2) only.
    int readAll(int descriptor, bool once, std::string &out);
    void keep(std::string_view path, int descriptor);
    bool mountsChanged();

    const std::string m_root; // without the slash at the end: empty for "/"
    const LocalSourceOptions m_options;
    std::unordered_map<std::string, Kept, TextHash, std::equal_to<>> m_kept;
    std::uint64_t m_reads = 0;
    std::uint64_t m_fullUntil = 0; // nothing kept makes room before so many reads
    std::vector<char> m_buffer;
    std::map<std::string, std::shared_ptr<Question>, std::less<>> m_hanging; // by mount point
    std::set<std::string, std::less<>> m_answersAtOnce;                      // mount points found to be the kernel's own
    int m_mountTable = -1;                                                   // polled for changes; -1: not opened, or none
};

} // namespace probes
