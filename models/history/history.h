#pragma once

#include "models/history/history_file.h"
#include "models/history/tier.h"
#include "models/history/visit_order.h"
#include "models/metric/batch.h"
#include "models/metric/bounded_queue.h"
#include "models/series/reader.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace history {

struct Options {
    // By tier; a coarser one is kept as long as a finer one at least.
    Retention retention{kTiers[0].kept, kTiers[1].kept, kTiers[2].kept};
    // Of all that is kept; beyond it the oldest raw days are dropped, then the oldest roll-ups.
    std::uint64_t maxBytes = std::uint64_t(4) << 30;
    // Batches that wait for the writer; beyond it the oldest are dropped and counted.
    std::size_t queueCapacity = 512;
    // Batches after which the journal is sealed into segments.
    int batchesPerSegment = 300;
    // Tables of one name and instance are kept at most this often.
    metric::Duration tableInterval = std::chrono::seconds(10);
};

struct Stats {
    std::uint64_t samplesWritten = 0;
    std::uint64_t batchesDropped = 0;
    // Samples whose series had another value at that time already, as far as that was not sealed yet. The first one stays.
    std::uint64_t conflicts = 0;
    std::size_t queueLength = 0;
    std::size_t series = 0;
    std::uint64_t fileBytes = 0;
    std::string lastError; // of writing; empty once writing works again
};

class Writer;
class Archive;

// The past in SQLite (history.sqlite). append() only enqueues; one writer thread owns the one writing connection. A batch is
// on its way to the disk as soon as the writer has seen it, in one transaction, as a row of the journal; from time to time
// the journal is sealed into compressed segments. Reads from any thread, through connections of their own.
class History : public series::Reader {
public:
    // Creates what is missing in `dir`. A damaged file is repaired (upkeep.h), and set aside where it cannot be; openNotice() says
    // so. A file of a newer schema is refused (Conflict). REQUIRES: no other History writes in `dir`.
    static metric::Result<std::unique_ptr<History>> open(const std::filesystem::path &dir, const Options &options);
    // To look at what is there, beside a console that writes it or not: as it is at this moment. NotFound where there is none.
    static metric::Result<std::unique_ptr<History>> openReadOnly(const std::filesystem::path &dir);
    // Writes what is queued.
    ~History() override;

    void append(metric::BatchRef batch);
    // Returns when everything appended so far is on disk, or cannot be written within a second and a half.
    void flush();

    // What a person should know about the opening (a damaged file was set aside); empty normally.
    const std::string &openNotice() const { return m_openNotice; }
    Stats stats() const;

    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                       series::SelectHints hints = {}) const override;
    metric::Result<void> visit(std::span<const series::Matcher> matchers, series::TimeRange range, series::SelectHints hints,
                               const SeriesVisitor &visitor) const override;
    metric::Result<std::vector<metric::LabelsRef>> series(std::span<const series::Matcher> matchers, series::TimeRange range) const override;
    // Series by series, a family's together and in it a group's, without holding them all; the visitor answers whether to go on.
    metric::Result<void> walk(std::span<const series::Matcher> matchers, series::TimeRange range,
                              const std::function<bool(const series::Series &)> &visitor, const VisitOrder &order = byMetric) const;
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                               metric::Duration maxAge) const override;
    // What was told of metrics, by name; of one name, or of all where it is empty.
    metric::Result<std::vector<metric::Metadata>> metadata(std::string_view name = {}) const;

private:
    struct Job {
        metric::BatchRef batch;                      // or
        std::shared_ptr<std::promise<void>> flushed; // kept when everything before it is written
    };

    History(const std::filesystem::path &dir, const Options &options);
    void run(const std::stop_token &stop);
    void write(std::span<const metric::BatchRef> batches, const std::stop_token &stop);

    const HistoryFile m_file;
    std::string m_openNotice;
    metric::BoundedQueue<Job> m_queue;
    std::unique_ptr<Archive> m_archive; // what readers see
    std::unique_ptr<Writer> m_writer;   // the writer thread's own
    std::atomic<std::uint64_t> m_samplesWritten = 0;
    std::atomic<std::uint64_t> m_batchesGivenUp = 0;
    std::atomic<std::uint64_t> m_conflicts = 0;
    mutable std::mutex m_errorMutex;
    std::string m_lastError;
    std::jthread m_thread; // last: ends first
};

} // namespace history
