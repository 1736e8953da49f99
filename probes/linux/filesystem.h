#pragma once

#include "probes/probe.h"

#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One line of /proc/<pid>/mountinfo (proc(5)). Texts are valid UTF-8.
struct Mount {
    std::string device, mountPoint, type, major, minor;
    std::string path; // the mount point as the kernel takes it, which may be no UTF-8
    bool readOnly;
};
metric::Result<std::vector<Mount>> parseMountinfo(std::string_view text);

// What node_exporter leaves out: the kernel's own file systems and those of containers.
// ^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)
bool isLeftOutMountPoint(std::string_view mountPoint);
bool isLeftOutFileSystem(std::string_view type);

// node_filesystem_*. A mount that does not answer is told with device_error="mountpoint timeout" and without sizes. Every 5 s: sizes
// change slowly, and each question goes to the file system, perhaps over the network. node_filesystem_purgeable_bytes, a notion of
// macOS that node_exporter tells as zero on Linux, is not told.
class FilesystemProbe final : public Probe {
public:
    std::string_view name() const override { return "filesystem"; }
    metric::Duration interval() const override { return metric::Duration(5000); }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text;
};

} // namespace probes
