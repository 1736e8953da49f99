#include "models/history/history.h"

#include "models/history/archive.h"
#include "models/history/upkeep.h"
#include "models/history/writer.h"

#include <fmt/format.h>

#include <condition_variable>

namespace history {

using metric::ErrorCode;
using metric::Result;

// That are written in one transaction when so many wait.
static constexpr std::size_t kBatchesAtOnce = 64;
static constexpr auto kRetryInterval = std::chrono::seconds(1);
// A clean end takes two seconds at most, whatever the disk does.
static constexpr auto kFlushPatience = std::chrono::milliseconds(1500);

static std::string noticeOf(const std::vector<std::string> &mended)
{
    constexpr std::size_t kSome = 3;
    if (mended.empty())
        return {};
    const auto some = std::span(mended).first(std::min(kSome, mended.size()));
    auto notice = fmt::format("the history was damaged: {}", fmt::join(some, "; "));
    if (mended.size() > kSome)
        notice += fmt::format("; and {} more like it", mended.size() - kSome);
    return notice;
}

History::History(const std::filesystem::path &dir, const Options &options)
    : m_file(dir), m_queue(options.queueCapacity), m_archive(std::make_unique<Archive>(m_file))
{
}

Result<std::unique_ptr<History>> History::open(const std::filesystem::path &dir, const Options &options)
{
    std::error_code error;
    std::filesystem::create_directories(dir, error);
    if (error)
        return metric::fail(ErrorCode::Io, fmt::format("{} cannot be created: {}; choose another directory", dir.string(), error.message()));

    // What is whole is kept, what is damaged is set aside.
    std::vector<std::string> mended;
    if (HistoryFile(dir).isSuspect())
        mended = repair(dir).value_or(mended);
    std::unique_ptr<History> history;
    Result<std::unique_ptr<Writer>> writer;
    const auto attempt = [&] {
        writer = nullptr; // one at a time
        history.reset(new History(dir, options));
        writer = Writer::open(history->m_file, *history->m_archive, options);
    };
    attempt();
    if (writer ? (*writer)->lostEntries() > 0 : writer.error().code == ErrorCode::Corrupt) {
        writer = nullptr;
        mended = repair(dir).value_or(mended);
        attempt();
    }
    if (!writer && writer.error().code == ErrorCode::Corrupt) {
        const auto damaged = history->m_file.setAside();
        if (!damaged)
            return tl::unexpected(damaged.error());
        mended = {fmt::format("{}; it was set aside as {} and a new one begun", writer.error().message, *damaged)};
        attempt();
    }
    if (!writer)
        return tl::unexpected(writer.error());
    history->m_writer = std::move(*writer);
    history->m_openNotice = noticeOf(mended);
    history->m_thread = std::jthread([raw = history.get()](const std::stop_token &stop) { raw->run(stop); });
    return history;
}

Result<std::unique_ptr<History>> History::openReadOnly(const std::filesystem::path &dir)
{
    std::unique_ptr<History> history(new History(dir, {}));
    // What the writer knows when it begins, and then no writer.
    if (auto writer = Writer::openReadOnly(history->m_file, *history->m_archive); !writer)
        return tl::unexpected(writer.error());
    return history;
}

History::~History()
{
    m_thread.request_stop();
    m_queue.close();
}

void History::append(metric::BatchRef batch) { m_queue.push({std::move(batch), nullptr}); }

void History::flush()
{
    auto done = std::make_shared<std::promise<void>>();
    auto written = done->get_future();
    m_queue.push({nullptr, std::move(done)});
    // Ready too where the queue overran and dropped the mark: then everything before it is dealt with as well.
    written.wait_for(kFlushPatience);
}

void History::run(const std::stop_token &stop)
{
    std::vector<metric::BatchRef> batches;
    std::vector<std::shared_ptr<std::promise<void>>> flushed;
    while (auto job = m_queue.pop()) {
        for (; job; job = batches.size() < kBatchesAtOnce ? m_queue.tryPop() : std::nullopt) {
            if (job->batch)
                batches.push_back(std::move(job->batch));
            if (job->flushed)
                flushed.push_back(std::move(job->flushed));
        }
        write(batches, stop);
        for (const auto &done : flushed)
            done->set_value();
        if (m_queue.size() == 0)
            m_writer->rollUpSome();
        batches.clear();
        flushed.clear();
    }
}

void History::write(std::span<const metric::BatchRef> batches, const std::stop_token &stop)
{
    while (!batches.empty()) {
        const auto written = m_writer->write(batches);
        {
            const std::lock_guard lock(m_errorMutex);
            const auto &reason = written ? m_writer->sealError() : written.error().message;
            m_lastError = reason.empty() ? std::string() : m_file.path().string() + ": " + reason;
        }
        if (written) {
            m_conflicts = m_writer->conflicts();
            for (const auto &batch : batches.first(*written))
                m_samplesWritten += batch->samples.size();
            batches = batches.subspan(*written);
            continue;
        }
        // A full disk may be emptied; meanwhile the queue holds what it can. At the end one attempt must do.
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any wake;
        wake.wait_for(lock, stop, kRetryInterval, [] { return false; });
        if (stop.stop_requested()) {
            m_batchesGivenUp += batches.size();
            return;
        }
    }
}

Stats History::stats() const
{
    Stats stats;
    stats.samplesWritten = m_samplesWritten;
    stats.batchesDropped = m_queue.dropped() + m_batchesGivenUp;
    stats.conflicts = m_conflicts;
    stats.queueLength = m_queue.size();
    stats.series = m_archive->catalogue.size();
    stats.fileBytes = m_file.bytes();
    const std::lock_guard lock(m_errorMutex);
    stats.lastError = m_lastError;
    return stats;
}

Result<std::vector<series::Series>> History::select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                    series::SelectHints hints) const
{
    return m_archive->select(matchers, range, hints);
}

Result<void> History::visit(std::span<const series::Matcher> matchers, series::TimeRange range, series::SelectHints hints,
                            const SeriesVisitor &visitor) const
{
    return m_archive->visit(matchers, range, hints, visitor);
}

Result<std::vector<metric::LabelsRef>> History::series(std::span<const series::Matcher> matchers, series::TimeRange range) const
{
    return m_archive->series(matchers, range);
}

Result<void> History::walk(std::span<const series::Matcher> matchers, series::TimeRange range,
                           const std::function<bool(const series::Series &)> &visitor, const VisitOrder &order) const
{
    return m_archive->walk(matchers, range, visitor, order);
}

Result<std::shared_ptr<const metric::Table>> History::table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                            metric::Duration maxAge) const
{
    return m_archive->table(instance, name, time, maxAge);
}

Result<std::vector<metric::Metadata>> History::metadata(std::string_view name) const { return m_archive->metadata(name); }

} // namespace history
