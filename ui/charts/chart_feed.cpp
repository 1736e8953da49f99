#include "ui/charts/chart_feed.h"

#include "ui/charts/chart_widget.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace ui {

static constexpr int kMostSteps = 1500;

// The last step is asked once more with the next: its values may not have been there yet.
static constexpr int kStepsAskedAgain = 1;

// What one expression has answered so far, by the series' labels.
struct ChartFeed::Line {
    struct Ring {
        metric::LabelsRef labels;
        std::vector<metric::Point> points;
    };
    FeedLine asked;
    std::vector<Ring> rings;               // in order of first appearance
    std::optional<metric::Timestamp> last; // complete up to here

    // Everything from `from` on is what the answer says.
    void take(std::vector<query::RangeSeries> answer, metric::Timestamp from)
    {
        for (auto &ring : rings)
            std::erase_if(ring.points, [&](const metric::Point &point) { return point.time >= from; });
        for (auto &series : answer) {
            const auto known = std::find_if(rings.begin(), rings.end(), [&](const Ring &ring) { return *ring.labels == *series.labels; });
            if (known == rings.end())
                rings.push_back({std::move(series.labels), std::move(series.points)});
            else
                known->points.insert(known->points.end(), series.points.begin(), series.points.end());
        }
    }
    void dropBefore(metric::Timestamp time)
    {
        for (auto &ring : rings) {
            const auto keep = std::find_if(ring.points.begin(), ring.points.end(), [&](const metric::Point &point) { return point.time >= time; });
            ring.points.erase(ring.points.begin(), keep);
        }
        std::erase_if(rings, [](const Ring &ring) { return ring.points.empty(); });
    }
    QString nameOf(const Ring &ring) const
    {
        const auto value = asked.label.empty() ? std::string_view() : ring.labels->get(asked.label);
        if (value.empty())
            return asked.text.isEmpty() ? QString::fromStdString(ring.labels->toString()) : asked.text;
        const auto name = QString::fromUtf8(value.data(), qsizetype(value.size()));
        return asked.text.isEmpty() ? name : name + u' ' + asked.text;
    }
};

struct ChartFeed::Entry {
    std::uint64_t id = 0;
    QPointer<ChartWidget> chart;
    std::vector<Line> lines;
    std::uint64_t generation = 0;      // the window that the rings belong to
    std::map<std::string, int> colors; // never forgotten, so that a line that comes back looks as before
};

// All that is asked in one go; made in the gui thread, answered in the pool's.
struct ChartFeed::Job {
    struct Question {
        std::uint64_t entry;
        std::size_t line;
        std::string expression;
        metric::Timestamp from;
        metric::Result<std::vector<query::RangeSeries>> answer = {};
    };
    std::uint64_t generation;
    metric::Timestamp to; // on the step's grid
    metric::Duration step;
    std::vector<Question> questions;
};

ChartFeed::ChartFeed(const query::Engine &engine, metric::Duration interval, QObject *parent)
    : QObject(parent), m_engine(engine), m_interval(interval)
{
    m_pool.setMaxThreadCount(1);
    setLive(m_span);
}

ChartFeed::~ChartFeed()
{
    m_stop.request_stop();
    m_pool.waitForDone();
}

void ChartFeed::add(ChartWidget *chart, std::vector<FeedLine> lines)
{
    auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto &entry) { return entry->chart == chart; });
    if (found == m_entries.end()) {
        m_entries.push_back(std::make_unique<Entry>());
        found = m_entries.end() - 1;
        connect(chart, &ChartWidget::windowRequested, this, &ChartFeed::windowRequested);
        connect(chart, &ChartWidget::liveRequested, this, &ChartFeed::liveRequested);
        connect(chart, &ChartWidget::exploreRequested, this, [this, chart] { Q_EMIT exploreRequested(chart); });
        connect(chart, &ChartWidget::thresholdMoved, this, &ChartFeed::thresholdMoved);
        connect(chart, &ChartWidget::thresholdWanted, this, &ChartFeed::thresholdWanted);
        connect(chart, &ChartWidget::shown, this, &ChartFeed::start, Qt::QueuedConnection);
        connect(chart, &QObject::destroyed, this, [this] { std::erase_if(m_entries, [](const auto &entry) { return entry->chart.isNull(); }); });
    }
    auto &entry = **found;
    entry.chart = chart;
    entry.id = ++m_ids; // answers to the lines of before are not for these
    entry.lines.clear();
    QStringList expressions;
    for (auto &line : lines) {
        expressions << QString::fromStdString(line.expression);
        entry.lines.push_back({std::move(line), {}, {}});
    }
    expressions.removeDuplicates();
    chart->setExpressions(std::move(expressions));
    start();
}

void ChartFeed::setLive(metric::Duration span)
{
    m_live = true;
    m_span = span;
    m_from = m_now - span;
    m_to = m_now;
    invalidate();
}

void ChartFeed::setFixed(metric::Timestamp from, metric::Timestamp to)
{
    m_live = false;
    m_span = to - from;
    m_from = from;
    m_to = to;
    invalidate();
}

void ChartFeed::invalidate()
{
    ++m_generation;
    m_stop.request_stop(); // whoever runs works for nobody
    const auto steps = std::max<std::int64_t>(1, (m_span / kMostSteps + m_interval - metric::Duration(1)) / m_interval);
    m_step = m_interval * steps;
    start();
}

void ChartFeed::tick(metric::Timestamp now)
{
    m_now = now;
    if (m_live) {
        m_from = now - m_span;
        m_to = now;
    }
    start();
}

void ChartFeed::start()
{
    if (m_running) {
        m_again = true;
        return;
    }
    m_again = false;
    if (m_now == metric::Timestamp{} && m_live)
        return; // nobody said yet what time it is
    auto job = std::make_shared<Job>();
    job->generation = m_generation;
    job->step = m_step;
    const bool future = m_now != metric::Timestamp{} && m_to > m_now;
    job->to = metric::onGrid(future ? m_now : m_to, m_step);
    const auto first = std::min(metric::onGrid(m_from, m_step), job->to);
    for (const auto &entry : m_entries) {
        if (!entry->chart || !entry->chart->inView())
            continue;
        if (std::exchange(entry->generation, m_generation) != m_generation) {
            for (auto &line : entry->lines)
                line.last.reset();
        }
        bool asked = false;
        for (std::size_t i = 0; i < entry->lines.size(); ++i) {
            const auto &last = entry->lines[i].last;
            if (last && *last >= job->to)
                continue;
            const auto from = last ? std::max(first, *last + m_step - m_step * kStepsAskedAgain) : first;
            job->questions.push_back({entry->id, i, entry->lines[i].asked.expression, from});
            asked = true;
        }
        if (!asked && m_live)
            deliver(*entry); // nothing new on the grid, but the window moves
    }
    if (job->questions.empty())
        return;
    m_running = true;
    m_stop = std::stop_source();
    m_pool.start([this, job, stop = m_stop.get_token()] {
        for (auto &question : job->questions) {
            if (stop.stop_requested())
                break;
            question.answer = m_engine.range(question.expression, question.from, job->to, job->step, stop);
        }
        // The destructor waits for this thread, so `this` is there; what is queued dies with it.
        QMetaObject::invokeMethod(
            this, [this, job] { finish(job); }, Qt::QueuedConnection);
    });
}

void ChartFeed::finish(const std::shared_ptr<Job> &job)
{
    m_running = false;
    if (job->generation == m_generation) {
        std::set<Entry *> answered;
        for (auto &question : job->questions) {
            const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto &entry) { return entry->id == question.entry; });
            if (found == m_entries.end())
                continue;
            answered.insert(found->get());
            // What failed is asked again from where it failed, so that no gap stays that need not be.
            if (!question.answer)
                continue;
            auto &line = (*found)->lines[question.line];
            if (!line.last)
                line.rings.clear();
            line.take(std::move(*question.answer), question.from);
            line.last = job->to;
        }
        for (auto *entry : answered)
            deliver(*entry);
    }
    if (m_again)
        start();
}

void ChartFeed::deliver(Entry &entry)
{
    std::vector<ChartSeries> series;
    for (auto &line : entry.lines) {
        line.dropBefore(m_from - m_step);
        for (const auto &ring : line.rings) {
            if (line.asked.onlyWhenMoving && std::ranges::all_of(ring.points, [](const metric::Point &point) { return point.value == 0; }))
                continue;
            const auto id = line.asked.expression + '\n' + ring.labels->toString();
            const int color = entry.colors.try_emplace(id, int(entry.colors.size())).first->second;
            series.push_back({id, line.nameOf(ring), color, series.empty(), ring.points});
        }
    }
    if (!entry.chart)
        return;
    entry.chart->setWindow(m_from, m_to);
    entry.chart->setSeries(std::move(series));
}

} // namespace ui
