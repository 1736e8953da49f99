#include "models/alerts/default_rules.h"

#include <utility>

namespace alerts {

namespace {

using namespace std::chrono_literals;
using enum Comparison;
using enum Severity;

struct DefaultRule {
    const char *name;
    const char *expression;
    Comparison comparison;
    double value;
    metric::Duration holdFor;
    Severity severity;
    const char *meaning;
    const char *action;
};

constexpr const char *kCpu = "instance:node_cpu_utilisation:ratio";
constexpr const char *kMemory = "instance:node_memory_utilisation:ratio";
constexpr const char *kFilesystem = "instance_mountpoint:node_filesystem_utilisation:ratio";
constexpr const char *kTemperature = "instance_sensor:node_temperature:celsius";

constexpr const char *kCpuAction = "Sort the process table by CPU to see who uses it; end or slow down what need not run now.";
constexpr const char *kMemoryAction = "Sort the process table by memory; restart what grew, close what is not needed, or add memory.";
constexpr const char *kFilesystemAction = "Delete or move what is not needed: package caches, old logs, container images, core dumps.";
constexpr const char *kTemperatureAction = "Check fans, dust and the room; take load off the machine until it has cooled.";

constexpr DefaultRule kDefaults[] = {
    {"CPU above 70 %", kCpu, Above, 0.7, 15min, Warning, "The processor has been busy for a quarter of an hour; little is left for peaks.",
     kCpuAction},
    {"CPU above 90 %", kCpu, Above, 0.9, 5min, Critical, "The processor is nearly saturated; programs wait for it and answer slowly.", kCpuAction},
    {"Load per core above 2", "instance:node_load1_per_cpu:ratio", Above, 2, 10min, Warning,
     "Twice as many tasks as cores want to run or wait for a disk.", "Compare CPU use and disk pressure to see which of them the tasks wait for."},
    {"Memory above 80 %", kMemory, Above, 0.8, 10min, Warning, "Little memory is left; caches shrink and everything that reads files slows down.",
     kMemoryAction},
    {"Memory above 95 %", kMemory, Above, 0.95, 5min, Critical, "Memory is nearly exhausted; the kernel may soon kill a process to go on.",
     kMemoryAction},
    {"Swap above 80 %", "instance:node_swap_utilisation:ratio", Above, 0.8, 10min, Warning,
     "Most of the swap space is in use; once it is full, processes are killed.", kMemoryAction},
    {"File system above 80 %", kFilesystem, Above, 0.8, 15min, Warning, "The file system fills up.", kFilesystemAction},
    {"File system above 90 %", kFilesystem, Above, 0.9, 5min, Critical, "The file system is nearly full; programs that write to it will soon fail.",
     kFilesystemAction},
    {"File system full within 24 h", "instance_mountpoint:node_filesystem_full_in:seconds", Below, 86400, 15min, Warning,
     "At the last hour's pace no space is left within a day.", "Find out what is written: a log that grew, a backup, a download."},
    {"File system inodes above 90 %", "instance_mountpoint:node_filesystem_inodes_utilisation:ratio", Above, 0.9, 15min, Warning,
     "Nearly as many files as the file system can hold; new ones will be refused although space is left.",
     "Look for directories with very many small files, for example mail queues, sessions and caches."},
    {"Disk busy above 95 %", "instance_device:node_disk_utilisation:ratio", Above, 0.95, 15min, Warning,
     "The disk has had something to do nearly all the time; a single slow disk is then saturated, a fast parallel one need not be.",
     "Look at the disk's latency, and sort the process table by reads and writes."},
    {"CPU pressure above 50 %", "instance_resource:node_pressure:ratio{resource=\"cpu\",kind=\"waiting\"}", Above, 0.5, 10min, Warning,
     "Half of the time some task is ready to run and gets no core.", kCpuAction},
    {"Disk pressure above 30 %", "instance_resource:node_pressure:ratio{resource=\"io\",kind=\"stalled\"}", Above, 0.3, 10min, Warning,
     "A third of the time nothing runs because every task waits for a disk.",
     "Sort the process table by reads and writes, and look at the disks' latency."},
    {"Memory pressure above 10 %", "instance_resource:node_pressure:ratio{resource=\"memory\",kind=\"stalled\"}", Above, 0.1, 5min, Warning,
     "The machine spends its time moving memory in and out and hardly gets on.", kMemoryAction},
    {"Temperature above 85 °C", kTemperature, Above, 85, 10min, Warning, "A sensor is hot; the processor will lower its speed.", kTemperatureAction},
    {"Temperature above 95 °C", kTemperature, Above, 95, 5min, Critical, "A sensor is close to the temperature at which machines switch off.",
     kTemperatureAction},
    {"Network errors above 10/s", "instance_device:node_network_errors:rate", Above, 10, 15min, Warning,
     "The interface loses packets; connections through it are slow or break.",
     "Check cable, switch port and duplex, and whether the machine keeps up with the traffic."},
    {"Too many series", "vedette_series_refused", Above, 0, 1min, Warning,
     "A target brings more series than the limit allows; new ones are refused, those that are known go on.",
     "Look at the metric and the label that are named: values that are ever new (paths, ids) do not belong into a label."},
    {"A probe fails", "vedette_probe_success", Below, 1, 5min, Warning,
     "What this probe measures is unknown at the moment; its other alerts can not fire.",
     "Read the reason in the Health tab; often a permission is missing or a file is not there."},
    {"The history is not written", "vedette_history_writing", Below, 1, 10s, Critical,
     "What is measured now waits in memory; once that is full the oldest is lost, and all of it if the console ends.",
     "Make room on the data directory's disk, or mend its permissions; the log has the reason. Writing resumes by itself."},
};

} // namespace

std::vector<AlertRule> defaultRules()
{
    std::vector<AlertRule> rules;
    for (const auto &each : kDefaults) {
        AlertRule rule;
        rule.name = each.name;
        rule.expression = each.expression;
        rule.comparison = each.comparison;
        rule.value = each.value;
        rule.holdFor = each.holdFor;
        rule.severity = each.severity;
        rule.meaning = each.meaning;
        rule.action = each.action;
        rules.push_back(std::move(rule));
    }
    return rules;
}

} // namespace alerts
