#pragma once

#include "probes/probe.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One device of /proc/diskstats (Documentation/admin-guide/iostats.rst): 11 figures, 15 since Linux 4.18, 17 since 5.5.
struct DiskStats {
    static constexpr std::size_t kMost = 17;
    std::string_view major, minor, device; // in the parsed text
    std::array<std::uint64_t, kMost> figures;
    std::size_t count;
};
metric::Result<std::vector<DiskStats>> parseDiskstats(std::string_view text);

// What udev knows of a device that is told here; the lines "E:KEY=value" of /run/udev/data/b<major>:<minor>. Values are valid UTF-8.
using UdevProperties = std::map<std::string, std::string, std::less<>>;
UdevProperties parseUdev(std::string_view text);

// Partitions, loop, ram, zram and floppy devices, which node_exporter leaves out:
// ^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$
bool isLeftOutDisk(std::string_view device);

// node_disk_*. What udev says of a device is read again every minute only; it changes when somebody formats a disk.
class DiskstatsProbe final : public Probe {
public:
    std::string_view name() const override { return "diskstats"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    struct Description {
        std::string device; // the label
        UdevProperties udev;
        std::string serial;
        bool rotational;
    };
    static constexpr metric::Duration kDescriptionInterval{60000};

    Description describe(Source &source, const DiskStats &disk);
    static void tell(const DiskStats &disk, const Description &description, metric::BatchBuilder &batch);

    std::string m_text;
    std::map<std::string, Description, std::less<>> m_descriptions; // by "major:minor device"
    std::string m_key;
    std::optional<metric::Timestamp> m_described;
};

} // namespace probes
