#include "models/query/figure_table.h"

#include <limits>

namespace query {

namespace {

using metric::Unit;

constexpr double kEndless = std::numeric_limits<double>::infinity();

// Growth over the last step; of a single moment, since the sample before.
#define LATELY "[max(step(), 1ms)]"
// A hypervisor's stolen time, and waiting for a disk, is not this machine's work: as in node-mixin.
#define BUSY R"({mode!~"idle|iowait|steal"})"
#define ON_DISKS R"({fstype!~"tmpfs|ramfs|devtmpfs|overlay|squashfs|erofs|iso9660|udf|cd9660|nsfs|proc|sysfs|fuse\\..*"})"
// A disk mounted at five places is full once: at the first of them, which for the root's is the root.
#define ONCE "limitk by (instance, device) (1, sum by (instance, mountpoint, device, fstype) ("
#define ONCE_END "))"
#define ON_LINKS R"({device!~"lo|veth.+"})"
#define RATE(counter) "rate(" counter LATELY ")"
#define LABELLED(series, label, value) "label_replace(" series ", \"" label "\", \"" value "\", \"\", \"\")"
#define PRESSURE(resource, kind)                                                                                                                     \
    LABELLED(LABELLED("sum by (instance) (" RATE("node_pressure_" resource "_" kind "_seconds_total") ")", "resource", resource), "kind", kind)

constexpr FigureInfo kFigures[] = {
    {"instance:node_cpu_utilisation:ratio", Unit::Ratio, "CPU use", 1,
     "clamp_max(sum by (instance) (" RATE("node_cpu_seconds_total" BUSY) ")"
                                                                         " / (sum by (instance) (" RATE("node_cpu_seconds_total") ") > 0), 1)"},
    {"instance_mode:node_cpu_utilisation:ratio", Unit::Ratio, "CPU use by mode", 1,
     "clamp_max(sum by (instance, mode) (" RATE(R"(node_cpu_seconds_total{mode!="idle"})") ")"
                                                                                           " / on (instance) group_left () (sum by (instance) (" RATE(
                                                                                               "node_cpu_seconds_total") ") > 0), 1)"},
    {"instance_cpu:node_cpu_utilisation:ratio", Unit::Ratio, "CPU use by core", 1,
     "clamp_max(sum by (instance, cpu) (" RATE("node_cpu_seconds_total" BUSY) ")"
                                                                              " / (sum by (instance, cpu) (" RATE(
                                                                                  "node_cpu_seconds_total") ") > 0), 1)"},
    {"instance:node_load1_per_cpu:ratio", Unit::None, "Load per core", kEndless,
     R"(sum by (instance) (node_load1) / count by (instance) (node_cpu_seconds_total{mode="idle"}))"},
    {"instance_resource:node_pressure:ratio", Unit::Ratio, "Pressure", 1,
     "clamp_max(" PRESSURE("cpu", "waiting") " or " PRESSURE("io", "waiting") " or " PRESSURE("io", "stalled") " or " PRESSURE(
         "memory", "waiting") " or " PRESSURE("memory", "stalled") " or " PRESSURE("irq", "stalled") ", 1)"},
    {"instance:node_memory_utilisation:ratio", Unit::Ratio, "Memory use", 1,
     "clamp_max(instance:node_memory_used:bytes / (instance:node_memory_total:bytes > 0), 1)"},
    // Kernels before 3.14 have no MemAvailable, older ones no SReclaimable either.
    {"instance:node_memory_used:bytes", Unit::Bytes, "Memory used", kEndless,
     "sum by (instance) (clamp_min(node_memory_MemTotal_bytes - ("
     "node_memory_MemAvailable_bytes"
     " or node_memory_MemFree_bytes + node_memory_Buffers_bytes + node_memory_Cached_bytes"
     " + (node_memory_SReclaimable_bytes or 0 * node_memory_MemFree_bytes)), 0))"},
    // Shared memory stands in Cached but can not be dropped.
    {"instance:node_memory_cache:bytes", Unit::Bytes, "Memory used as cache", kEndless,
     "sum by (instance) (clamp_min(node_memory_Cached_bytes + node_memory_Buffers_bytes"
     " + (node_memory_SReclaimable_bytes or 0 * node_memory_Cached_bytes)"
     " - (node_memory_Shmem_bytes or 0 * node_memory_Cached_bytes), 0))"},
    {"instance:node_memory_total:bytes", Unit::Bytes, "Memory installed", kEndless, "sum by (instance) (node_memory_MemTotal_bytes)"},
    {"instance:node_swap_used:bytes", Unit::Bytes, "Swap used", kEndless,
     "sum by (instance) (clamp_min(node_memory_SwapTotal_bytes - node_memory_SwapFree_bytes, 0))"},
    {"instance:node_swap_utilisation:ratio", Unit::Ratio, "Swap use", 1,
     "clamp(1 - sum by (instance) (node_memory_SwapFree_bytes) / (sum by (instance) (node_memory_SwapTotal_bytes) > 0), 0, 1)"},
    {"instance_device:node_disk_read:bytes_rate", Unit::BytesPerSecond, "Disk reads", kEndless,
     "sum by (instance, device) (" RATE("node_disk_read_bytes_total") ")"},
    {"instance_device:node_disk_written:bytes_rate", Unit::BytesPerSecond, "Disk writes", kEndless,
     "sum by (instance, device) (" RATE("node_disk_written_bytes_total") ")"},
    {"instance_device:node_disk_utilisation:ratio", Unit::Ratio, "Disk utilisation", 1,
     "clamp_max(sum by (instance, device) (" RATE("node_disk_io_time_seconds_total") "), 1)"},
    {"instance_device:node_disk_latency:seconds", Unit::Seconds, "Disk latency", kEndless,
     "sum by (instance, device) ("
     "(" RATE("node_disk_read_time_seconds_total") " + " RATE(
         "node_disk_write_time_seconds_total") ")"
                                               " / ((" RATE("node_disk_reads_completed_total") " + " RATE(
                                                   "node_disk_writes_completed_total") ") > 0))"},
    // A medium that nobody can write is always full.
    {"instance_mountpoint:node_filesystem_utilisation:ratio", Unit::Ratio, "File system use", 1,
     ONCE "clamp(1 - node_filesystem_avail_bytes" ON_DISKS " / (node_filesystem_size_bytes" ON_DISKS " > 0), 0, 1)"
          " unless node_filesystem_readonly" ON_DISKS " > 0" ONCE_END},
    {"instance_mountpoint:node_filesystem_free:bytes", Unit::Bytes, "File system space left", kEndless,
     ONCE "node_filesystem_avail_bytes" ON_DISKS " unless node_filesystem_readonly" ON_DISKS " > 0" ONCE_END},
    // One burst of writing that is over is no trend, so the gentler slope of the last hour and the last quarter counts.
    {"instance_mountpoint:node_filesystem_full_in:seconds", Unit::Seconds, "File system full in", kEndless,
     ONCE "node_filesystem_avail_bytes" ON_DISKS " / -(("
          "deriv(node_filesystem_avail_bytes" ON_DISKS "[1h]) >= deriv(node_filesystem_avail_bytes" ON_DISKS "[15m])"
          " or deriv(node_filesystem_avail_bytes" ON_DISKS "[15m]) > deriv(node_filesystem_avail_bytes" ON_DISKS "[1h])"
          ") < 0) <= 10y" ONCE_END},
    {"instance_mountpoint:node_filesystem_inodes_utilisation:ratio", Unit::Ratio, "File system inodes in use", 1,
     ONCE "clamp(1 - node_filesystem_files_free" ON_DISKS " / (node_filesystem_files" ON_DISKS " > 0), 0, 1)"
          " unless node_filesystem_readonly" ON_DISKS " > 0" ONCE_END},
    {"instance_device:node_network_receive:bytes_rate", Unit::BytesPerSecond, "Network received", kEndless,
     "sum by (instance, device) (" RATE("node_network_receive_bytes_total" ON_LINKS) ")"},
    {"instance_device:node_network_transmit:bytes_rate", Unit::BytesPerSecond, "Network sent", kEndless,
     "sum by (instance, device) (" RATE("node_network_transmit_bytes_total" ON_LINKS) ")"},
    // Of those that the link counts: not every driver counts all four.
    {"instance_device:node_network_errors:rate", Unit::PerSecond, "Network errors and drops", kEndless,
     "sum by (instance, device) (" LABELLED(RATE("node_network_receive_errs_total" ON_LINKS), "of", "receive errors") " or " LABELLED(
         RATE("node_network_receive_drop_total" ON_LINKS), "of",
         "receive drops") " or " LABELLED(RATE("node_network_transmit_errs_total" ON_LINKS), "of",
                                          "transmit errors") " or " LABELLED(RATE("node_network_transmit_drop_total" ON_LINKS), "of",
                                                                             "transmit drops") ")"},
    // Under the names people know, as far as the sensor and its chip have some.
    {"instance_sensor:node_temperature:celsius", Unit::Celsius, "Temperature", kEndless,
     "sum by (instance, chip, chip_name, sensor, label) ("
     "node_hwmon_temp_celsius * on (instance, chip, sensor) group_left (label) node_hwmon_sensor_label"
     " * on (instance, chip) group_left (chip_name) node_hwmon_chip_names"
     " or on (instance, chip, sensor) node_hwmon_temp_celsius * on (instance, chip, sensor) group_left (label) node_hwmon_sensor_label"
     " or on (instance, chip, sensor) node_hwmon_temp_celsius * on (instance, chip) group_left (chip_name) node_hwmon_chip_names"
     " or on (instance, chip, sensor) node_hwmon_temp_celsius"
     " or label_replace(label_replace(" LABELLED("node_thermal_zone_temp", "chip",
                                                 "thermal_zone") ", 'label', '$1', 'type', '(.*)'), 'sensor', '$1', 'zone', '(.*)'))"},
    {"instance_groupname:process_cpu:ratio", Unit::Ratio, "CPU use by process group", kEndless,
     "sum by (instance, groupname) (" RATE("namedprocess_namegroup_cpu_seconds_total") ")"},
    {"instance:vedette_samples:rate", Unit::PerSecond, "Samples taken", kEndless, "sum by (instance) (" RATE("vedette_samples_total") ")"},
    {"instance:process_cpu:ratio", Unit::Ratio, "CPU use of the console", kEndless,
     "sum by (instance) (" RATE(R"(process_cpu_seconds_total{job="vedette"})") ")"},
};

#undef LATELY
#undef BUSY
#undef ON_DISKS
#undef ONCE
#undef ONCE_END
#undef ON_LINKS
#undef RATE
#undef LABELLED
#undef PRESSURE

} // namespace

std::span<const FigureInfo> figureTable() { return kFigures; }

} // namespace query
