// A recorded machine: a tree of files as LocalSource reads it, and fixed answers where a tree holds none.
#pragma once

#include "probes/source/local_source.h"

namespace tests {

class RecordedSource final : public probes::Source {
public:
    explicit RecordedSource(const std::filesystem::path &root) : m_tree(root) {}

    metric::Result<void> read(std::string_view path, std::string &out, Keep keep = Keep::No) override { return m_tree.read(path, out, keep); }
    metric::Result<void> list(std::string_view directory, std::vector<std::string> &names) override { return m_tree.list(directory, names); }
    metric::Result<std::string> resolve(std::string_view path) override { return m_tree.resolve(path); }

    // Every mount has the same size; network mounts hang.
    metric::Result<probes::FileSystemUse> fileSystem(std::string_view mountPoint) override
    {
        if (mountPoint == "/home" || mountPoint == "/mnt/archive")
            return metric::fail(metric::ErrorCode::Timeout, "mountpoint timeout");
        return probes::FileSystemUse{1000000, 500000, 450000, 1000, 900};
    }
    std::string machine() override { return "recorded"; }
    std::uint64_t pageSize() override { return 4096; }

private:
    probes::LocalSource m_tree;
};

} // namespace tests
