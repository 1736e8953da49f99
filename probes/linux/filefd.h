#pragma once

#include "probes/probe.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace probes {

// /proc/sys/fs/file-nr: open files of the whole machine and how many there may be.
struct FileDescriptors {
    std::uint64_t allocated, maximum;
};
metric::Result<FileDescriptors> parseFileNr(std::string_view text);

// node_filefd_allocated, node_filefd_maximum.
class FilefdProbe final : public Probe {
public:
    std::string_view name() const override { return "filefd"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text;
};

} // namespace probes
