#include "models/items/rule_texts.h"

namespace items {

static constexpr const char *kTexts[] = {
    QT_TRANSLATE_NOOP("rules", "CPU above 70 %"),
    QT_TRANSLATE_NOOP("rules", "The processor has been busy for a quarter of an hour; little is left for peaks."),
    QT_TRANSLATE_NOOP("rules", "Sort the process table by CPU to see who uses it; end or slow down what need not run now."),
    QT_TRANSLATE_NOOP("rules", "CPU above 90 %"),
    QT_TRANSLATE_NOOP("rules", "The processor is nearly saturated; programs wait for it and answer slowly."),
    QT_TRANSLATE_NOOP("rules", "Load per core above 2"),
    QT_TRANSLATE_NOOP("rules", "Twice as many tasks as cores want to run or wait for a disk."),
    QT_TRANSLATE_NOOP("rules", "Compare CPU use and disk pressure to see which of them the tasks wait for."),
    QT_TRANSLATE_NOOP("rules", "Memory above 80 %"),
    QT_TRANSLATE_NOOP("rules", "Little memory is left; caches shrink and everything that reads files slows down."),
    QT_TRANSLATE_NOOP("rules", "Sort the process table by memory; restart what grew, close what is not needed, or add memory."),
    QT_TRANSLATE_NOOP("rules", "Memory above 95 %"),
    QT_TRANSLATE_NOOP("rules", "Memory is nearly exhausted; the kernel may soon kill a process to go on."),
    QT_TRANSLATE_NOOP("rules", "Swap above 80 %"),
    QT_TRANSLATE_NOOP("rules", "Most of the swap space is in use; once it is full, processes are killed."),
    QT_TRANSLATE_NOOP("rules", "File system above 80 %"),
    QT_TRANSLATE_NOOP("rules", "The file system fills up."),
    QT_TRANSLATE_NOOP("rules", "Delete or move what is not needed: package caches, old logs, container images, core dumps."),
    QT_TRANSLATE_NOOP("rules", "File system above 90 %"),
    QT_TRANSLATE_NOOP("rules", "The file system is nearly full; programs that write to it will soon fail."),
    QT_TRANSLATE_NOOP("rules", "File system full within 24 h"),
    QT_TRANSLATE_NOOP("rules", "At the last hour's pace no space is left within a day."),
    QT_TRANSLATE_NOOP("rules", "Find out what is written: a log that grew, a backup, a download."),
    QT_TRANSLATE_NOOP("rules", "File system inodes above 90 %"),
    QT_TRANSLATE_NOOP("rules", "Nearly as many files as the file system can hold; new ones will be refused although space is left."),
    QT_TRANSLATE_NOOP("rules", "Look for directories with very many small files, for example mail queues, sessions and caches."),
    QT_TRANSLATE_NOOP("rules", "Disk busy above 95 %"),
    QT_TRANSLATE_NOOP("rules",
                      "The disk has had something to do nearly all the time; a single slow disk is then saturated, a fast parallel one need not be."),
    QT_TRANSLATE_NOOP("rules", "Look at the disk's latency, and sort the process table by reads and writes."),
    QT_TRANSLATE_NOOP("rules", "CPU pressure above 50 %"),
    QT_TRANSLATE_NOOP("rules", "Half of the time some task is ready to run and gets no core."),
    QT_TRANSLATE_NOOP("rules", "Disk pressure above 30 %"),
    QT_TRANSLATE_NOOP("rules", "A third of the time nothing runs because every task waits for a disk."),
    QT_TRANSLATE_NOOP("rules", "Sort the process table by reads and writes, and look at the disks' latency."),
    QT_TRANSLATE_NOOP("rules", "Memory pressure above 10 %"),
    QT_TRANSLATE_NOOP("rules", "The machine spends its time moving memory in and out and hardly gets on."),
    QT_TRANSLATE_NOOP("rules", "Temperature above 85 °C"),
    QT_TRANSLATE_NOOP("rules", "A sensor is hot; the processor will lower its speed."),
    QT_TRANSLATE_NOOP("rules", "Check fans, dust and the room; take load off the machine until it has cooled."),
    QT_TRANSLATE_NOOP("rules", "Temperature above 95 °C"),
    QT_TRANSLATE_NOOP("rules", "A sensor is close to the temperature at which machines switch off."),
    QT_TRANSLATE_NOOP("rules", "Network errors above 10/s"),
    QT_TRANSLATE_NOOP("rules", "The interface loses packets; connections through it are slow or break."),
    QT_TRANSLATE_NOOP("rules", "Check cable, switch port and duplex, and whether the machine keeps up with the traffic."),
    QT_TRANSLATE_NOOP("rules", "Too many series"),
    QT_TRANSLATE_NOOP("rules", "A target brings more series than the limit allows; new ones are refused, those that are known go on."),
    QT_TRANSLATE_NOOP("rules", "Look at the metric and the label that are named: values that are ever new (paths, ids) do not belong into a label."),
    QT_TRANSLATE_NOOP("rules", "A probe fails"),
    QT_TRANSLATE_NOOP("rules", "What this probe measures is unknown at the moment; its other alerts can not fire."),
    QT_TRANSLATE_NOOP("rules", "Read the reason in the Health tab; often a permission is missing or a file is not there."),
    QT_TRANSLATE_NOOP("rules", "The history is not written"),
    QT_TRANSLATE_NOOP("rules", "What is measured now waits in memory; once that is full the oldest is lost, and all of it if the console ends."),
    QT_TRANSLATE_NOOP("rules", "Make room on the data directory's disk, or mend its permissions; the log has the reason. Writing resumes by itself."),
};

// What the console itself writes beside an alert's events (alerts::AlertBook).
[[maybe_unused]] static constexpr const char *kReasons[] = {
    QT_TRANSLATE_NOOP("rules", "back within the limits"),    QT_TRANSLATE_NOOP("rules", "no data"),
    QT_TRANSLATE_NOOP("rules", "the rule was changed"),      QT_TRANSLATE_NOOP("rules", "the rule was deleted"),
    QT_TRANSLATE_NOOP("rules", "the rule was switched off"),
};

std::span<const char *const> shippedRuleTexts() { return kTexts; }

} // namespace items
