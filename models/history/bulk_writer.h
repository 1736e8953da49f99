#pragma once

#include "models/history/catalogue.h"
#include "models/history/partitions.h"
#include "models/metric/metadata.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

namespace history {

// Writes much of the past at once, series after series or moment after moment, straight into large segments: what an import
// needs. Packs and writes on a thread of its own while the caller goes on. One thread calls it.
class BulkWriter {
public:
    // How far a source was taken in; kept with the data, in the same transaction.
    struct Progress {
        std::string source;
        std::uint64_t bytes = 0;
        std::uint64_t line = 0;
    };
    struct Totals {
        std::uint64_t samples = 0;
        std::uint64_t duplicates = 0; // the same time twice within what was written at once: the first was kept
        metric::Timestamp oldest = metric::Timestamp::max();
    };

    // Errors as History::open. REQUIRES: no History writes in `dir` meanwhile.
    static metric::Result<std::unique_ptr<BulkWriter>> open(const std::filesystem::path &dir);
    ~BulkWriter();

    // The number of a series, known or new.
    SeriesId series(const metric::LabelsRef &labels);
    void append(SeriesId id, metric::Point point) { m_filling.push_back({id, point}); }
    void describe(metric::Metadata metadata) { m_metadata.push_back(std::move(metadata)); }
    // Enough is waiting: call write().
    bool isFull() const { return m_filling.size() >= kWrittenAtOnce; }

    // Hands over what was appended. Waits for the part before it, whose error it returns; nothing of this part is then kept.
    metric::Result<void> write(const Progress &progress);
    // Everything that was handed over is on disk, rolled up but for the newest day, and the source's progress is forgotten: it is done.
    metric::Result<void> finish(const std::string &source);

    // Where an import of this source that was broken off goes on.
    std::optional<Progress> progressOf(const std::string &source);
    Totals totals() const { return m_totals; } // after finish()
    std::size_t seriesCount() const { return m_catalogue.size(); }

private:
    static constexpr std::size_t kWrittenAtOnce = std::size_t(1) << 20;

    struct Entry {
        SeriesId id;
        metric::Point point;
    };
    struct Part {
        std::vector<Entry> entries;
        std::vector<KnownSeries> newSeries;
        std::vector<metric::Metadata> metadata;
        Progress progress;
    };

    explicit BulkWriter(sqlite::Database database) : m_database(std::move(database)) {}
    void run(const std::stop_token &stop);
    metric::Result<void> store(Part &part);
    metric::Result<void> storeSegments(std::vector<Entry> &entries);
    metric::Result<void> waitForWorker();

    sqlite::Database m_database; // the worker's while a part waits or is written
    Catalogue m_catalogue;
    Partitions m_partitions;
    std::vector<Entry> m_filling;
    std::vector<KnownSeries> m_newSeries;
    std::vector<metric::Metadata> m_metadata;
    Totals m_totals;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::optional<Part> m_part; // handed over
    bool m_busy = false;
    metric::Result<void> m_result;
    std::jthread m_thread;
};

} // namespace history
