#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

// What a person may ask of a history file that no console writes at the moment.
namespace history {

struct FileStats {
    std::uint64_t bytes = 0;     // of the file and its log
    std::uint64_t freeBytes = 0; // in it, used again before it grows
    std::uint64_t series = 0;
    std::uint64_t samples = 0; // sealed
    std::uint64_t segments = 0;
    std::uint64_t segmentBytes = 0; // of the samples alone
    struct Tier {
        const char *name;
        std::uint64_t partitions = 0;
        std::uint64_t points = 0;
        std::uint64_t bytes = 0;
        metric::Timestamp from = metric::Timestamp::max(); // of what it holds; after `to` where that is nothing
        metric::Timestamp to = metric::Timestamp::min();
    };
    std::vector<Tier> tiers; // from fine to coarse; the first is the samples as they came
    std::uint64_t journalEntries = 0;
    std::uint64_t tables = 0;
    std::uint64_t tableBytes = 0;
    struct Day {
        metric::Timestamp day;
        std::uint64_t samples;
        std::uint64_t bytes;
    };
    std::vector<Day> days;                                         // of the samples
    std::vector<std::pair<std::string, std::uint64_t>> topMetrics; // by number of series, the most first
};

// NotFound where there is no history. Safe beside a running console.
metric::Result<FileStats> statsOf(const std::filesystem::path &dir, std::size_t topMetrics);

struct Verdict {
    std::uint64_t segments = 0;
    std::uint64_t chunks = 0;
    std::uint64_t points = 0;
    std::uint64_t journalEntries = 0;
    std::uint64_t tables = 0;
    std::vector<std::string> faults; // empty: clean
};

// Reads everything there is: SQLite's own structure, every segment's checksum, every chunk, the journal and the tables.
// Safe beside a running console.
metric::Result<Verdict> verify(const std::filesystem::path &dir);

// Takes damaged segments, journal entries and tables out and keeps their bytes beside the history, in history.sqlite.damaged-<UTC
// time>.rows; a file whose structure is damaged is copied row by row as far as it can be read, and itself set aside. Returns one
// line per thing done; none: nothing had to be. REQUIRES: no console writes it.
metric::Result<std::vector<std::string>> repair(const std::filesystem::path &dir);

// Joins small segments and gives free pages back. Returns the bytes before and after. REQUIRES: no console writes it.
metric::Result<std::pair<std::uint64_t, std::uint64_t>> compact(const std::filesystem::path &dir);

} // namespace history
