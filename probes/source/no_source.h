#pragma once

#include "probes/source/source.h"

namespace probes {

// Of a target that is asked over a network: there are no files to read.
class NoSource final : public Source {
public:
    metric::Result<void> read(std::string_view, std::string &, Keep) override { return none(); }
    metric::Result<void> list(std::string_view, std::vector<std::string> &) override { return none(); }
    metric::Result<std::string> resolve(std::string_view) override { return none(); }
    metric::Result<FileSystemUse> fileSystem(std::string_view) override { return none(); }
    std::string machine() override { return {}; }
    std::uint64_t pageSize() override { return 0; }

private:
    static tl::unexpected<metric::Error> none() { return metric::fail(metric::ErrorCode::NotFound, "this target has no files"); }
};

} // namespace probes
