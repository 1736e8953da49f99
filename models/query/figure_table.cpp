#include "models/query/figure_table.h"

#include "models/query/expression.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <string>

namespace query {

namespace {

using metric::Unit;
using Take = FigureInput::Take;
using Join = FigureInput::Join;
using Inputs = std::span<const double>;
using namespace std::chrono_literals;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kEndless = std::numeric_limits<double>::infinity();

// --- arithmetic ------------------------------------------------------------------------------------------------------

double same(Inputs in) { return in[0]; }
double shareOfTime(Inputs in) { return std::isnan(in[0]) ? kNone : std::clamp(in[0], 0.0, 1.0); }
double difference(Inputs in) { return std::max(0.0, in[0] - in[1]) + (in[0] - in[1]) * 0; } // keeps NaN
double quotient(Inputs in) { return in[1] > 0 ? in[0] / in[1] : kNone; }
double shareOfWhole(Inputs in) { return in[1] > 0 && !std::isnan(in[0]) ? std::clamp(in[0] / in[1], 0.0, 1.0) : kNone; }
double shareNotFree(Inputs in) { return in[1] > 0 && !std::isnan(in[0]) ? std::clamp(1 - in[0] / in[1], 0.0, 1.0) : kNone; }
double orZero(double value) { return std::isnan(value) ? 0 : value; }

double sumOfKnown(Inputs in)
{
    double sum = 0;
    bool any = false;
    for (const double value : in) {
        any |= !std::isnan(value);
        sum += orZero(value);
    }
    return any ? sum : kNone;
}

// MemTotal, MemAvailable, MemFree, Buffers, Cached, SReclaimable. Kernels before 3.14 have no MemAvailable.
double memoryUsed(Inputs in)
{
    const double used = std::isnan(in[1]) ? in[0] - in[2] - in[3] - in[4] - orZero(in[5]) : in[0] - in[1];
    return std::isnan(used) ? kNone : std::max(0.0, used);
}
double memoryUtilisation(Inputs in) { return in[0] > 0 ? std::min(1.0, memoryUsed(in) / in[0]) + memoryUsed(in) * 0 : kNone; }

// Cached, Buffers, SReclaimable, Shmem: shared memory stands in Cached but can not be dropped.
double memoryCache(Inputs in)
{
    const double cache = in[0] + in[1] + orZero(in[2]) - orZero(in[3]);
    return std::isnan(cache) ? kNone : std::max(0.0, cache);
}

// Read time, write time, reads, writes.
double latency(Inputs in)
{
    const double operations = in[2] + in[3];
    return operations > 0 ? (in[0] + in[1]) / operations : kNone;
}

// Available, size, read-only: a medium nobody can write is always full.
double filesystemUtilisation(Inputs in) { return in[2] > 0 ? kNone : shareNotFree(in); }
double filesystemFree(Inputs in) { return in[1] > 0 ? kNone : in[0]; }

// Available, its slope over the last hour and over the last quarter: one burst of writing that is over is no trend, so
// the gentler of the two counts.
double fullIn(Inputs in)
{
    const double slope = std::max(in[1], in[2]);
    if (std::isnan(in[1]) || std::isnan(in[2]) || !(slope < 0))
        return kNone;
    constexpr double kTenYears = 10 * 365.25 * 86400;
    const double left = in[0] / -slope;
    return left <= kTenYears ? left : kNone;
}

// --- labels ----------------------------------------------------------------------------------------------------------

constexpr LabelPick kInstance[] = {{"instance", "instance"}};
constexpr LabelPick kMode[] = {{"instance", "instance"}, {"mode", "mode"}};
constexpr LabelPick kCpu[] = {{"instance", "instance"}, {"cpu", "cpu"}};
constexpr LabelPick kDevice[] = {{"instance", "instance"}, {"device", "device"}};
constexpr LabelPick kMount[] = {{"instance", "instance"}, {"mountpoint", "mountpoint"}, {"device", "device"}, {"fstype", "fstype"}};
constexpr LabelPick kGroup[] = {{"instance", "instance"}, {"groupname", "groupname"}};
constexpr LabelPick kSensor[] = {{"instance", "instance"}, {"chip", "chip"}, {"sensor", "sensor"}};
constexpr LabelPick kChip[] = {{"instance", "instance"}, {"chip", "chip"}};
constexpr LabelPick kZone[] = {{"instance", "instance"}, {"zone", "sensor"}, {"type", "label"}};

// --- inputs ----------------------------------------------------------------------------------------------------------

// A hypervisor's stolen time, and waiting for a disk, is not this machine's work: as in node-mixin.
constexpr std::string_view kBusy = R"(mode!~"idle|iowait|steal")";
constexpr std::string_view kNotIdle = R"(mode!="idle")";
constexpr std::string_view kRealDisks = R"(fstype!~"tmpfs|ramfs|devtmpfs|overlay|squashfs|erofs|iso9660|udf|cd9660|nsfs|proc|sysfs|fuse\\..*")";
constexpr std::string_view kRealLinks = R"(device!~"lo|veth.+")";

constexpr FigureInput kCpuBusy[] = {{"node_cpu_seconds_total", Take::Rate, kBusy}, {"node_cpu_seconds_total", Take::Rate}};
constexpr FigureInput kCpuMode[] = {{"node_cpu_seconds_total", Take::Rate, kNotIdle}, {"node_cpu_seconds_total", Take::Rate, {}, kInstance}};
constexpr FigureInput kLoad[] = {{"node_load1"}, {"node_cpu_seconds_total", Take::Latest, R"(mode="idle")", {}, Join::Count}};
constexpr FigureInput kMemory[] = {{"node_memory_MemTotal_bytes"}, {"node_memory_MemAvailable_bytes"}, {"node_memory_MemFree_bytes"},
                                   {"node_memory_Buffers_bytes"},  {"node_memory_Cached_bytes"},       {"node_memory_SReclaimable_bytes"}};
constexpr FigureInput kCache[] = {
    {"node_memory_Cached_bytes"}, {"node_memory_Buffers_bytes"}, {"node_memory_SReclaimable_bytes"}, {"node_memory_Shmem_bytes"}};
constexpr FigureInput kMemoryTotal[] = {{"node_memory_MemTotal_bytes"}};
constexpr FigureInput kSwapUsed[] = {{"node_memory_SwapTotal_bytes"}, {"node_memory_SwapFree_bytes"}};
constexpr FigureInput kSwapFree[] = {{"node_memory_SwapFree_bytes"}, {"node_memory_SwapTotal_bytes"}};
constexpr FigureInput kCpuWaiting[] = {{"node_pressure_cpu_waiting_seconds_total", Take::Rate}};
constexpr FigureInput kIoWaiting[] = {{"node_pressure_io_waiting_seconds_total", Take::Rate}};
constexpr FigureInput kIoStalled[] = {{"node_pressure_io_stalled_seconds_total", Take::Rate}};
constexpr FigureInput kMemoryWaiting[] = {{"node_pressure_memory_waiting_seconds_total", Take::Rate}};
constexpr FigureInput kMemoryStalled[] = {{"node_pressure_memory_stalled_seconds_total", Take::Rate}};
constexpr FigureInput kIrqStalled[] = {{"node_pressure_irq_stalled_seconds_total", Take::Rate}};
constexpr FigureInput kDiskRead[] = {{"node_disk_read_bytes_total", Take::Rate}};
constexpr FigureInput kDiskWritten[] = {{"node_disk_written_bytes_total", Take::Rate}};
constexpr FigureInput kDiskBusy[] = {{"node_disk_io_time_seconds_total", Take::Rate}};
constexpr FigureInput kDiskTimes[] = {{"node_disk_read_time_seconds_total", Take::Rate},
                                      {"node_disk_write_time_seconds_total", Take::Rate},
                                      {"node_disk_reads_completed_total", Take::Rate},
                                      {"node_disk_writes_completed_total", Take::Rate}};
constexpr FigureInput kFilesystem[] = {{"node_filesystem_avail_bytes", Take::Latest, kRealDisks},
                                       {"node_filesystem_size_bytes", Take::Latest, kRealDisks},
                                       {"node_filesystem_readonly", Take::Latest, kRealDisks}};
constexpr FigureInput kFilesystemFree[] = {{"node_filesystem_avail_bytes", Take::Latest, kRealDisks},
                                           {"node_filesystem_readonly", Take::Latest, kRealDisks}};
constexpr FigureInput kFullIn[] = {{"node_filesystem_avail_bytes", Take::Latest, kRealDisks},
                                   {"node_filesystem_avail_bytes", Take::Slope, kRealDisks, {}, Join::Sum, 60min},
                                   {"node_filesystem_avail_bytes", Take::Slope, kRealDisks, {}, Join::Sum, 15min}};
constexpr FigureInput kInodes[] = {{"node_filesystem_files_free", Take::Latest, kRealDisks},
                                   {"node_filesystem_files", Take::Latest, kRealDisks},
                                   {"node_filesystem_readonly", Take::Latest, kRealDisks}};
constexpr FigureInput kReceived[] = {{"node_network_receive_bytes_total", Take::Rate, kRealLinks}};
constexpr FigureInput kTransmitted[] = {{"node_network_transmit_bytes_total", Take::Rate, kRealLinks}};
constexpr FigureInput kLinkErrors[] = {{"node_network_receive_errs_total", Take::Rate, kRealLinks},
                                       {"node_network_receive_drop_total", Take::Rate, kRealLinks},
                                       {"node_network_transmit_errs_total", Take::Rate, kRealLinks},
                                       {"node_network_transmit_drop_total", Take::Rate, kRealLinks}};
constexpr FigureInput kHwmon[] = {{"node_hwmon_temp_celsius"}};
constexpr FigureInput kThermalZone[] = {{"node_thermal_zone_temp"}};
constexpr FigureInput kGroupCpu[] = {{"namedprocess_namegroup_cpu_seconds_total", Take::Rate}};
constexpr FigureInput kOwnSamples[] = {{"vedette_samples_total", Take::Rate}};
constexpr FigureInput kOwnCpu[] = {{"process_cpu_seconds_total", Take::Rate, R"(job="vedette")"}};

constexpr metric::Label kCpuWaitingLabels[] = {{"resource", "cpu"}, {"kind", "waiting"}};
constexpr metric::Label kIoWaitingLabels[] = {{"resource", "io"}, {"kind", "waiting"}};
constexpr metric::Label kIoStalledLabels[] = {{"resource", "io"}, {"kind", "stalled"}};
constexpr metric::Label kMemoryWaitingLabels[] = {{"resource", "memory"}, {"kind", "waiting"}};
constexpr metric::Label kMemoryStalledLabels[] = {{"resource", "memory"}, {"kind", "stalled"}};
constexpr metric::Label kIrqStalledLabels[] = {{"resource", "irq"}, {"kind", "stalled"}};
constexpr metric::Label kThermalZoneLabels[] = {{"chip", "thermal_zone"}};
constexpr LabelSource kSensorNames[] = {{"node_hwmon_sensor_label", kSensor, "label"}, {"node_hwmon_chip_names", kChip, "chip_name"}};

// --- variants --------------------------------------------------------------------------------------------------------

constexpr FigureVariant kCpuTotal[] = {{kInstance, kCpuBusy, shareOfWhole}};
constexpr FigureVariant kCpuByMode[] = {{kMode, kCpuMode, shareOfWhole}};
constexpr FigureVariant kCpuByCore[] = {{kCpu, kCpuBusy, shareOfWhole}};
constexpr FigureVariant kMemoryShare[] = {{kInstance, kMemory, memoryUtilisation}};
constexpr FigureVariant kMemoryUsed[] = {{kInstance, kMemory, memoryUsed}};
constexpr FigureVariant kMemoryCache[] = {{kInstance, kCache, memoryCache}};
constexpr FigureVariant kMemoryAll[] = {{kInstance, kMemoryTotal, same}};
constexpr FigureVariant kSwapBytes[] = {{kInstance, kSwapUsed, difference}};
constexpr FigureVariant kSwapShare[] = {{kInstance, kSwapFree, shareNotFree}};
constexpr FigureVariant kLoadPerCore[] = {{kInstance, kLoad, quotient}};
constexpr FigureVariant kPressure[] = {
    {kInstance, kCpuWaiting, shareOfTime, kCpuWaitingLabels},       {kInstance, kIoWaiting, shareOfTime, kIoWaitingLabels},
    {kInstance, kIoStalled, shareOfTime, kIoStalledLabels},         {kInstance, kMemoryWaiting, shareOfTime, kMemoryWaitingLabels},
    {kInstance, kMemoryStalled, shareOfTime, kMemoryStalledLabels}, {kInstance, kIrqStalled, shareOfTime, kIrqStalledLabels}};
constexpr FigureVariant kRead[] = {{kDevice, kDiskRead, same}};
constexpr FigureVariant kWritten[] = {{kDevice, kDiskWritten, same}};
constexpr FigureVariant kDiskShare[] = {{kDevice, kDiskBusy, shareOfTime}};
constexpr FigureVariant kDiskLatency[] = {{kDevice, kDiskTimes, latency}};
constexpr FigureVariant kFilesystemShare[] = {{kMount, kFilesystem, filesystemUtilisation, {}, {}, kDevice, "mountpoint"}};
constexpr FigureVariant kFilesystemBytes[] = {{kMount, kFilesystemFree, filesystemFree, {}, {}, kDevice, "mountpoint"}};
constexpr FigureVariant kFilesystemFullIn[] = {{kMount, kFullIn, fullIn, {}, {}, kDevice, "mountpoint"}};
constexpr FigureVariant kInodeShare[] = {{kMount, kInodes, filesystemUtilisation, {}, {}, kDevice, "mountpoint"}};
constexpr FigureVariant kReceive[] = {{kDevice, kReceived, same}};
constexpr FigureVariant kTransmit[] = {{kDevice, kTransmitted, same}};
constexpr FigureVariant kErrors[] = {{kDevice, kLinkErrors, sumOfKnown}};
constexpr FigureVariant kTemperature[] = {{kSensor, kHwmon, same, {}, kSensorNames}, {kZone, kThermalZone, same, kThermalZoneLabels}};
constexpr FigureVariant kProcessGroup[] = {{kGroup, kGroupCpu, same}};
constexpr FigureVariant kSamples[] = {{kInstance, kOwnSamples, same}};
constexpr FigureVariant kConsole[] = {{kInstance, kOwnCpu, same}};

// --- figures ---------------------------------------------------------------------------------------------------------

constexpr Figure kFigures[] = {
    {{"instance:node_cpu_utilisation:ratio", Unit::Ratio, "CPU use", 1,
      R"(sum by (instance) (rate(node_cpu_seconds_total{mode!~"idle|iowait|steal"}[$step])) / sum by (instance) (rate(node_cpu_seconds_total[$step])))"},
     kCpuTotal},
    {{"instance_mode:node_cpu_utilisation:ratio", Unit::Ratio, "CPU use by mode", 1,
      R"(sum by (instance, mode) (rate(node_cpu_seconds_total{mode!="idle"}[$step])) / ignoring (mode) group_left sum by (instance) (rate(node_cpu_seconds_total[$step])))"},
     kCpuByMode},
    {{"instance_cpu:node_cpu_utilisation:ratio", Unit::Ratio, "CPU use by core", 1,
      R"(sum by (instance, cpu) (rate(node_cpu_seconds_total{mode!~"idle|iowait|steal"}[$step])) / sum by (instance, cpu) (rate(node_cpu_seconds_total[$step])))"},
     kCpuByCore},
    {{"instance:node_load1_per_cpu:ratio", Unit::None, "Load per core", kEndless,
      R"(sum by (instance) (node_load1) / count by (instance) (node_cpu_seconds_total{mode="idle"}))"},
     kLoadPerCore},
    {{"instance_resource:node_pressure:ratio", Unit::Ratio, "Pressure", 1,
      "rate(node_pressure_cpu_waiting_seconds_total[$step]) and its brothers for io, memory and irq, waiting and stalled"},
     kPressure},
    {{"instance:node_memory_utilisation:ratio", Unit::Ratio, "Memory use", 1, "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"},
     kMemoryShare},
    {{"instance:node_memory_used:bytes", Unit::Bytes, "Memory used", kEndless,
      "node_memory_MemTotal_bytes - (node_memory_MemAvailable_bytes or (node_memory_MemFree_bytes + node_memory_Buffers_bytes + "
      "node_memory_Cached_bytes + node_memory_SReclaimable_bytes))"},
     kMemoryUsed},
    {{"instance:node_memory_cache:bytes", Unit::Bytes, "Memory used as cache", kEndless,
      "node_memory_Cached_bytes + node_memory_Buffers_bytes + node_memory_SReclaimable_bytes - node_memory_Shmem_bytes"},
     kMemoryCache},
    {{"instance:node_memory_total:bytes", Unit::Bytes, "Memory installed", kEndless, "node_memory_MemTotal_bytes"}, kMemoryAll},
    {{"instance:node_swap_used:bytes", Unit::Bytes, "Swap used", kEndless, "node_memory_SwapTotal_bytes - node_memory_SwapFree_bytes"}, kSwapBytes},
    {{"instance:node_swap_utilisation:ratio", Unit::Ratio, "Swap use", 1, "1 - node_memory_SwapFree_bytes / (node_memory_SwapTotal_bytes > 0)"},
     kSwapShare},
    {{"instance_device:node_disk_read:bytes_rate", Unit::BytesPerSecond, "Disk reads", kEndless, "rate(node_disk_read_bytes_total[$step])"}, kRead},
    {{"instance_device:node_disk_written:bytes_rate", Unit::BytesPerSecond, "Disk writes", kEndless, "rate(node_disk_written_bytes_total[$step])"},
     kWritten},
    {{"instance_device:node_disk_utilisation:ratio", Unit::Ratio, "Disk utilisation", 1,
      "clamp_max(rate(node_disk_io_time_seconds_total[$step]), 1)"},
     kDiskShare},
    {{"instance_device:node_disk_latency:seconds", Unit::Seconds, "Disk latency", kEndless,
      "(rate(node_disk_read_time_seconds_total[$step]) + rate(node_disk_write_time_seconds_total[$step])) / "
      "((rate(node_disk_reads_completed_total[$step]) + rate(node_disk_writes_completed_total[$step])) > 0)"},
     kDiskLatency},
    {{"instance_mountpoint:node_filesystem_utilisation:ratio", Unit::Ratio, "File system use", 1,
      R"(1 - node_filesystem_avail_bytes{fstype!~"tmpfs|..."} / (node_filesystem_size_bytes > 0) unless node_filesystem_readonly == 1)"},
     kFilesystemShare},
    {{"instance_mountpoint:node_filesystem_free:bytes", Unit::Bytes, "File system space left", kEndless,
      R"(node_filesystem_avail_bytes{fstype!~"tmpfs|..."} unless node_filesystem_readonly == 1)"},
     kFilesystemBytes},
    {{"instance_mountpoint:node_filesystem_full_in:seconds", Unit::Seconds, "File system full in", kEndless,
      R"(node_filesystem_avail_bytes{fstype!~"tmpfs|..."} / -(deriv(node_filesystem_avail_bytes[1h]) < 0), the gentler of [1h] and [15m])"},
     kFilesystemFullIn},
    {{"instance_mountpoint:node_filesystem_inodes_utilisation:ratio", Unit::Ratio, "File system inodes in use", 1,
      R"(1 - node_filesystem_files_free{fstype!~"tmpfs|..."} / (node_filesystem_files > 0) unless node_filesystem_readonly == 1)"},
     kInodeShare},
    {{"instance_device:node_network_receive:bytes_rate", Unit::BytesPerSecond, "Network received", kEndless,
      R"(rate(node_network_receive_bytes_total{device!~"lo|veth.+"}[$step]))"},
     kReceive},
    {{"instance_device:node_network_transmit:bytes_rate", Unit::BytesPerSecond, "Network sent", kEndless,
      R"(rate(node_network_transmit_bytes_total{device!~"lo|veth.+"}[$step]))"},
     kTransmit},
    {{"instance_device:node_network_errors:rate", Unit::PerSecond, "Network errors and drops", kEndless,
      "rate(node_network_receive_errs_total[$step]) + rate(node_network_receive_drop_total[$step]) + "
      "rate(node_network_transmit_errs_total[$step]) + rate(node_network_transmit_drop_total[$step])"},
     kErrors},
    {{"instance_sensor:node_temperature:celsius", Unit::Celsius, "Temperature", kEndless,
      "node_hwmon_temp_celsius * on (instance, chip, sensor) group_left (label) node_hwmon_sensor_label or node_thermal_zone_temp"},
     kTemperature},
    {{"instance_groupname:process_cpu:ratio", Unit::Ratio, "CPU use by process group", kEndless,
      "sum by (instance, groupname) (rate(namedprocess_namegroup_cpu_seconds_total[$step]))"},
     kProcessGroup},
    {{"instance:vedette_samples:rate", Unit::PerSecond, "Samples taken", kEndless, "sum by (instance) (rate(vedette_samples_total[$step]))"},
     kSamples},
    {{"instance:process_cpu:ratio", Unit::Ratio, "CPU use of the console", kEndless, R"(rate(process_cpu_seconds_total{job="vedette"}[$step]))"},
     kConsole},
};

} // namespace

std::span<const Figure> figureTable() { return kFigures; }

const Figure *findFigure(std::string_view name)
{
    const auto found = std::find_if(std::begin(kFigures), std::end(kFigures), [&](const Figure &figure) { return figure.info.name == name; });
    return found == std::end(kFigures) ? nullptr : found;
}

const std::vector<series::Matcher> &filterOf(const FigureInput &input)
{
    static const auto kCompiled = [] {
        std::map<std::string_view, std::vector<series::Matcher>> compiled;
        for (const auto &figure : kFigures) {
            for (const auto &variant : figure.variants) {
                for (const auto &each : variant.inputs) {
                    if (auto parsed = parseExpression("x{" + std::string(each.filter) + "}"))
                        compiled[each.filter] = std::move(parsed->selector.matchers);
                }
            }
        }
        return compiled;
    }();
    return kCompiled.at(input.filter);
}

} // namespace query
