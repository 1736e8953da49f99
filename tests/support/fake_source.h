// A machine in a map: path -> content or error, directories derived from the paths.
#pragma once

#include "probes/source/source.h"

#include <functional>
#include <map>
#include <set>
#include <string>

namespace tests {

class FakeSource final : public probes::Source {
public:
    std::map<std::string, metric::Result<std::string>, std::less<>> files;
    std::map<std::string, int, std::less<>> reads; // how often each path was asked for
    std::function<void(std::string_view)> onRead;  // before each read: a slow machine, a process that vanishes

    void remove(std::string_view directory)
    {
        std::erase_if(files, [&](const auto &file) { return file.first.starts_with(std::string(directory) + "/"); });
    }

    metric::Result<void> read(std::string_view path, std::string &out, Keep = Keep::No) override
    {
        if (onRead)
            onRead(path);
        ++reads[std::string(path)];
        const auto found = files.find(path);
        if (found == files.end())
            return metric::fail(metric::ErrorCode::NotFound, std::string(path) + ": no such file");
        if (!found->second)
            return tl::unexpected(found->second.error());
        out = *found->second;
        return {};
    }

    metric::Result<void> list(std::string_view directory, std::vector<std::string> &names) override
    {
        const auto prefix = std::string(directory) + "/";
        std::set<std::string> found;
        for (auto at = files.lower_bound(prefix); at != files.end() && at->first.starts_with(prefix); ++at) {
            const auto rest = std::string_view(at->first).substr(prefix.size());
            found.emplace(rest.substr(0, rest.find('/')));
        }
        if (found.empty())
            return metric::fail(metric::ErrorCode::NotFound, std::string(directory) + ": no such directory");
        names.assign(found.begin(), found.end());
        return {};
    }

    metric::Result<std::string> resolve(std::string_view path) override { return std::string(path); }
    metric::Result<probes::FileSystemUse> fileSystem(std::string_view mountPoint) override
    {
        return metric::fail(metric::ErrorCode::NotFound, std::string(mountPoint) + ": not mounted");
    }
    std::string machine() override { return "x86_64"; }
    std::uint64_t pageSize() override { return 4096; }
};

} // namespace tests
