// Everything that a history does at once: batches come, are sealed, joined, described by tables and forgotten, while readers ask in
// every way there is. For the thread sanitizer too.
#include "models/history/history.h"
#include "models/history/upkeep.h"
#include "models/series/fan_out_reader.h"
#include "models/series/series_store.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <atomic>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;
using history::History;
using metric::Timestamp;
using series::Matcher;

namespace {

constexpr int kBatches = 400;     // four days of them
constexpr int kSeries = 80;       // in two blocks
constexpr int kPerFlush = 5;      // batches that wait for the writer at most
constexpr int kPassing = 20;      // batches that a passing series is there for
constexpr int kAlwaysThere = 150; // batches that the retention does not reach
constexpr auto kStep = 15min;

const Timestamp kFirst = Timestamp(metric::Duration(1'700'000'000'000));

Timestamp timeOfBatch(std::int64_t batch) { return kFirst + kStep * batch; }
double valueOf(std::int64_t batch) { return double(batch) / 4; }

class Batches {
public:
    Batches()
    {
        for (int i = 0; i < kSeries; ++i)
            m_lasting.push_back(named("lasting", i));
    }

    metric::BatchRef next(std::int64_t batch) const
    {
        metric::Batch made;
        made.target = "local";
        made.time = timeOfBatch(batch);
        for (const auto &labels : m_lasting)
            made.samples.push_back({labels, valueOf(batch)});
        made.samples.push_back({named("passing", batch / kPassing), valueOf(batch)});
        made.tables.push_back(std::make_shared<const metric::Table>(
            metric::Table{"processes", made.time, {{"pid", metric::Unit::None, std::vector<double>{double(batch)}}}}));
        return std::make_shared<const metric::Batch>(std::move(made));
    }

private:
    static metric::LabelsRef named(std::string_view name, std::int64_t number)
    {
        return std::make_shared<const metric::Labels>(
            metric::Labels{{metric::kMetricName, name}, {"number", std::to_string(number)}, {"instance", "anvil"}});
    }
    std::vector<metric::LabelsRef> m_lasting;
};

// What the readers found wrong first, and how often they asked.
class Findings {
public:
    void expect(bool holds, const std::string &what)
    {
        ++m_asked;
        const std::lock_guard lock(m_mutex);
        if (!holds && m_fault.empty())
            m_fault = what;
    }
    std::string fault() const
    {
        const std::lock_guard lock(m_mutex);
        return m_fault;
    }
    int asked() const { return m_asked; }

private:
    std::atomic<int> m_asked = 0;
    mutable std::mutex m_mutex;
    std::string m_fault;
};

// One batch after the other, none left out.
bool withoutHoles(const std::vector<metric::Point> &points)
{
    const auto first = (points.front().time - kFirst) / kStep;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto batch = first + std::int64_t(i);
        if (points[i].time != timeOfBatch(batch) || points[i].value != valueOf(batch))
            return false;
    }
    return true;
}

const std::vector<Matcher> kLasting{Matcher::equal(metric::kMetricName, "lasting")};
constexpr series::TimeRange kAlways{Timestamp::min(), Timestamp::max()};

// What was written before the question must be in the answer. REQUIRES: `written` is.
bool isThere(const series::Series &series, std::int64_t written)
{
    const auto from = std::max<std::int64_t>(0, written - kAlwaysThere);
    return !series.points.empty() && withoutHoles(series.points) && series.points.front().time <= timeOfBatch(from) &&
           series.points.back().time >= timeOfBatch(written);
}

void select(const series::Reader &reader, std::int64_t written, Findings &findings)
{
    const auto from = timeOfBatch(std::max<std::int64_t>(0, written - kAlwaysThere));
    for (const series::TimeRange range : {series::TimeRange{from, Timestamp::max()}, kAlways}) {
        const auto found = reader.select(kLasting, range);
        findings.expect(found && found->size() == kSeries, "a series is missing");
        for (std::size_t i = 0; found && i < found->size(); ++i)
            findings.expect(isThere((*found)[i], written), "a hole in a series");
    }
}

// So little that it asks very often: what is away for a moment only is missed by nobody else.
void selectOne(const History &history, std::int64_t written, Findings &findings)
{
    static const std::vector<Matcher> kOne{Matcher::equal(metric::kMetricName, "lasting"), Matcher::equal("number", "70")};
    const auto found = history.select(kOne, {timeOfBatch(written), timeOfBatch(written)});
    findings.expect(found && found->size() == 1 && found->front().points.size() == 1, "the newest point is missing");
}

void visit(const History &history, std::int64_t written, Findings &findings)
{
    int lasting = 0;
    const auto visited = history.walk({}, kAlways, [&](const series::Series &series) {
        if (series.labels->metricName() == "lasting") {
            ++lasting;
            findings.expect(isThere(series, written), "a hole in a visited series");
        } else {
            findings.expect(withoutHoles(series.points), "a hole in a passing series");
        }
        return true;
    });
    findings.expect(visited && lasting == kSeries, "a series was not visited");
}

void askForTables(const History &history, std::int64_t written, Findings &findings)
{
    const auto table = history.table("anvil", "processes", timeOfBatch(written), 1ms);
    findings.expect(table && (*table)->numbers("pid")->front() == double(written), "a table is missing");
    (void)history.stats();
}

} // namespace

class TstThreads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void no_reader_misses_what_was_there_while_all_of_it_is_moved()
    {
        QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        history::Options options;
        options.batchesPerSegment = 4;
        options.retention[history::kRaw] = 24h;
        options.tableInterval = 1ms;
        auto opened = History::open(path, options);
        QVERIFY(opened);
        auto &history = **opened;
        series::SeriesStore memory(6h);
        const series::FanOutReader both({&memory, &history});

        Findings findings;
        std::atomic<std::int64_t> written = -1;
        const Batches batches;
        std::jthread writer([&] {
            std::uint64_t samples = 0;
            for (std::int64_t batch = 0; batch < kBatches; ++batch) {
                const auto next = batches.next(batch);
                samples += next->samples.size();
                memory.append(*next);
                history.append(next);
                if ((batch + 1) % kPerFlush != 0)
                    continue;
                // Not what flush() says: it gives up where the machine is slow.
                while (history.stats().samplesWritten < samples)
                    history.flush();
                written = batch;
            }
        });
        const auto reading = [&](auto ask) {
            return std::jthread([&, ask] {
                std::int64_t last = -1;
                while (last < kBatches - 1) {
                    last = written;
                    if (last >= 0)
                        ask(last);
                    else
                        std::this_thread::yield();
                }
            });
        };
        {
            const std::jthread readers[] = {
                reading([&](std::int64_t last) { select(history, last, findings); }),
                reading([&](std::int64_t last) { select(both, last, findings); }),
                reading([&](std::int64_t last) { selectOne(history, last, findings); }),
                reading([&](std::int64_t last) { visit(history, last, findings); }),
                reading([&](std::int64_t last) { askForTables(history, last, findings); }),
            };
            writer.join();
        }
        QCOMPARE(QString::fromStdString(findings.fault()), QString());
        QVERIFY(findings.asked() > kSeries * 4);

        const auto stats = history.stats();
        QCOMPARE(stats.batchesDropped, std::uint64_t(0));
        const auto all = history.select(kLasting, kAlways);
        QCOMPARE(all->front().points.size(), std::size_t(kBatches)); // of the days that were dropped, what they were rolled up to
        opened->reset();
        QCOMPARE(history::statsOf(path, 0)->tiers[history::kRaw].partitions, std::uint64_t(3)); // of five days
        opened->reset();
        const auto verdict = history::verify(path);
        QVERIFY(verdict);
        QVERIFY2(verdict->faults.empty(), verdict->faults.empty() ? "" : verdict->faults.front().c_str());
    }
};

VEDETTE_TEST(TstThreads)
#include "tst_threads.moc"
