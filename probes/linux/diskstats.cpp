#include "probes/linux/diskstats.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <fmt/format.h>

#include <algorithm>

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kDiskstats = "/proc/diskstats";
constexpr double kSector = 512; // always, whatever the device's own sectors are
constexpr double kMillisecond = 1.0 / 1000.0;

struct DiskFigure {
    std::string_view name;
    double unit;
};

constexpr std::array<DiskFigure, DiskStats::kMost> kDiskFigures{{
    {"node_disk_reads_completed_total", 1},
    {"node_disk_reads_merged_total", 1},
    {"node_disk_read_bytes_total", kSector},
    {"node_disk_read_time_seconds_total", kMillisecond},
    {"node_disk_writes_completed_total", 1},
    {"node_disk_writes_merged_total", 1},
    {"node_disk_written_bytes_total", kSector},
    {"node_disk_write_time_seconds_total", kMillisecond},
    {"node_disk_io_now", 1},
    {"node_disk_io_time_seconds_total", kMillisecond},
    {"node_disk_io_time_weighted_seconds_total", kMillisecond},
    {"node_disk_discards_completed_total", 1},
    {"node_disk_discards_merged_total", 1},
    {"node_disk_discarded_sectors_total", 1},
    {"node_disk_discard_time_seconds_total", kMillisecond},
    {"node_disk_flush_requests_total", 1},
    {"node_disk_flush_requests_time_seconds_total", kMillisecond},
}};

struct AtaFigure {
    std::string_view property;
    std::string_view name;
};
constexpr std::array kAtaFigures{
    AtaFigure{"ID_ATA_WRITE_CACHE", "node_disk_ata_write_cache"},
    AtaFigure{"ID_ATA_WRITE_CACHE_ENABLED", "node_disk_ata_write_cache_enabled"},
    AtaFigure{"ID_ATA_ROTATION_RATE_RPM", "node_disk_ata_rotation_rate_rpm"},
};

// All that is told; the rest of what udev says is not kept.
constexpr std::array<std::string_view, 20> kProperties{"DM_LV_LAYER",
                                                       "DM_LV_NAME",
                                                       "DM_NAME",
                                                       "DM_UUID",
                                                       "DM_VG_NAME",
                                                       "ID_ATA",
                                                       "ID_ATA_ROTATION_RATE_RPM",
                                                       "ID_ATA_WRITE_CACHE",
                                                       "ID_ATA_WRITE_CACHE_ENABLED",
                                                       "ID_FS_TYPE",
                                                       "ID_FS_USAGE",
                                                       "ID_FS_UUID",
                                                       "ID_FS_VERSION",
                                                       "ID_MODEL",
                                                       "ID_PATH",
                                                       "ID_REVISION",
                                                       "ID_SERIAL",
                                                       "ID_SERIAL_SHORT",
                                                       "ID_WWN",
                                                       "SCSI_IDENT_SERIAL"};

std::string_view udevProperty(const UdevProperties &properties, std::string_view key)
{
    const auto found = properties.find(key);
    return found == properties.end() ? std::string_view() : std::string_view(found->second);
}

bool isDecimalDigit(char c) { return c >= '0' && c <= '9'; }

// Takes digits off the end; false where there are none.
bool dropDigits(std::string_view &text)
{
    const auto size = text.size();
    while (!text.empty() && isDecimalDigit(text.back()))
        text.remove_suffix(1);
    return text.size() < size;
}

} // namespace

Result<std::vector<DiskStats>> parseDiskstats(std::string_view text)
{
    if (const auto whole = scan::complete(text, kDiskstats); !whole)
        return tl::unexpected(whole.error());
    std::vector<DiskStats> disks;
    while (!text.empty()) {
        const auto full = scan::line(text);
        auto line = full;
        DiskStats disk{};
        disk.major = scan::field(line);
        disk.minor = scan::field(line);
        disk.device = scan::field(line);
        if (!scan::number<std::uint32_t>(disk.major) || !scan::number<std::uint32_t>(disk.minor) || disk.device.empty())
            return scan::malformed(kDiskstats, full);
        // What comes after the figures known today is a newer kernel's.
        for (auto word = scan::field(line); !word.empty() && disk.count < DiskStats::kMost; word = scan::field(line)) {
            const auto figure = scan::number<std::uint64_t>(word);
            if (!figure)
                return scan::malformed(kDiskstats, full);
            disk.figures[disk.count++] = *figure;
        }
        if (disk.count == 4) // a partition as Linux before 2.6.25 told it, with other figures
            continue;
        if (disk.count != 11 && disk.count != 15 && disk.count != 17)
            return scan::malformed(kDiskstats, full);
        disks.push_back(disk);
    }
    return disks;
}

UdevProperties parseUdev(std::string_view text)
{
    UdevProperties properties;
    // A last line without a newline is one that udev is still writing.
    text = text.substr(0, text.rfind('\n') + 1);
    while (!text.empty()) {
        auto line = scan::line(text);
        if (!line.starts_with("E:"))
            continue;
        line.remove_prefix(2);
        const auto key = scan::until(line, '=');
        if (std::ranges::find(kProperties, key) != kProperties.end())
            properties.insert_or_assign(std::string(key), scan::validUtf8(line));
    }
    return properties;
}

bool isLeftOutDisk(std::string_view device)
{
    if (!dropDigits(device))
        return false;
    if (device == "ram" || device == "zram" || device == "loop" || device == "fd")
        return true;
    if (device.starts_with("nvme")) { // nvme0n1p
        auto rest = device.substr(4);
        if (!rest.ends_with('p'))
            return false;
        rest.remove_suffix(1);
        if (!dropDigits(rest) || !rest.ends_with('n'))
            return false;
        rest.remove_suffix(1);
        return dropDigits(rest) && rest.empty();
    }
    if (device.starts_with('x'))
        return device.size() == 4 && device.substr(1, 2) == "vd" && device[3] >= 'a' && device[3] <= 'z';
    return device.size() == 3 && (device[0] == 'h' || device[0] == 's' || device[0] == 'v') && device[1] == 'd' && device[2] >= 'a' &&
           device[2] <= 'z';
}

DiskstatsProbe::Description DiskstatsProbe::describe(Source &source, const DiskStats &disk)
{
    Description description{scan::validUtf8(disk.device), {}, {}, false};
    std::string text;
    // A container, or a system without udev, has none: the device is told with empty labels.
    if (source.read(fmt::format("/run/udev/data/b{}:{}", disk.major, disk.minor), text))
        description.udev = parseUdev(text);
    // What is printed on the disk's label, else what comes nearest.
    for (const auto *key : {"SCSI_IDENT_SERIAL", "ID_SERIAL_SHORT", "ID_SERIAL"}) {
        if (description.serial = udevProperty(description.udev, key); !description.serial.empty())
            break;
    }
    // A device of a driver's own directory, cciss/c0d0, has its slash as an exclamation mark there.
    std::string name(disk.device);
    std::ranges::replace(name, '/', '!');
    Attributes attributes(source);
    const auto rotational = attributes.text("/sys/block/" + name + "/queue", "rotational");
    description.rotational = rotational && *rotational == "1";
    return description;
}

void DiskstatsProbe::tell(const DiskStats &disk, const Description &description, metric::BatchBuilder &batch)
{
    const std::string_view device = description.device;
    const auto &udev = description.udev;
    const auto of = [&udev](std::string_view key) { return udevProperty(udev, key); };
    batch.add("node_disk_info",
              {{"device", device},
               {"major", disk.major},
               {"minor", disk.minor},
               {"path", of("ID_PATH")},
               {"wwn", of("ID_WWN")},
               {"model", of("ID_MODEL")},
               {"serial", description.serial},
               {"revision", of("ID_REVISION")},
               {"rotational", description.rotational ? "1" : "0"}},
              1);
    if (const auto type = of("ID_FS_TYPE"); !type.empty()) {
        batch.add("node_disk_filesystem_info",
                  {{"device", device}, {"type", type}, {"usage", of("ID_FS_USAGE")}, {"uuid", of("ID_FS_UUID")}, {"version", of("ID_FS_VERSION")}},
                  1);
    }
    if (const auto name = of("DM_NAME"); !name.empty()) {
        batch.add("node_disk_device_mapper_info",
                  {{"device", device},
                   {"name", name},
                   {"uuid", of("DM_UUID")},
                   {"vg_name", of("DM_VG_NAME")},
                   {"lv_name", of("DM_LV_NAME")},
                   {"lv_layer", of("DM_LV_LAYER")}},
                  1);
    }
    if (of("ID_ATA").empty())
        return;
    for (const auto &[key, name] : kAtaFigures) {
        if (const auto value = scan::number<double>(of(key)); value)
            batch.add(name, {{"device", device}}, *value);
    }
}

Result<void> DiskstatsProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    if (auto read = source.read(kDiskstats, m_text, Source::Keep::Yes); !read)
        return read;
    const auto disks = parseDiskstats(m_text);
    if (!disks)
        return tl::unexpected(disks.error());
    if (!m_described || batch.time() - *m_described >= kDescriptionInterval || batch.time() < *m_described) {
        m_descriptions.clear();
        m_described = batch.time();
    }
    for (const auto &disk : *disks) {
        if (isLeftOutDisk(disk.device))
            continue;
        m_key.assign(disk.major).append(":").append(disk.minor).append(" ").append(disk.device);
        auto description = m_descriptions.find(m_key);
        if (description == m_descriptions.end())
            description = m_descriptions.emplace(m_key, describe(source, disk)).first;
        tell(disk, description->second, batch);
        for (std::size_t i = 0; i < disk.count; ++i)
            batch.add(kDiskFigures[i].name, {{"device", description->second.device}}, double(disk.figures[i]) * kDiskFigures[i].unit);
    }
    return {};
}

} // namespace probes
