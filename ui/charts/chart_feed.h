#pragma once

#include "models/query/engine.h"
#include "ui/charts/chart_series.h"

#include <QtCore/QObject>
#include <QtCore/QThreadPool>

#include <memory>
#include <stop_token>

namespace ui {

class ChartWidget;

// One expression of a chart. Each series it answers with is a line, called after the label's value, with the text behind it
// where both are given ("sda read"); after the text alone where there is no label.
struct FeedLine {
    std::string expression;
    std::string label;
    QString text;
    bool onlyWhenMoving = false; // a series that is zero all the time is left out
};

// Keeps the visible charts supplied: asks the engine in one job at a time on a thread of its own, for the whole window when
// it changed or a chart came into view, and else only for what is new since the last tick. What comes while a job runs is
// merged into one next job. The gui thread never waits, except in the destructor, which cancels the job. Gui thread;
// the engine outlives it.
class ChartFeed : public QObject {
    Q_OBJECT

public:
    // `interval`: how often the targets are asked; no step is finer.
    ChartFeed(const query::Engine &engine, metric::Duration interval, QObject *parent = nullptr);
    ~ChartFeed() override;

    // Replaces the chart's lines where it was added before; forgets the chart when it is destroyed.
    void add(ChartWidget *chart, std::vector<FeedLine> lines);
    // The last `span` until each tick.
    void setLive(metric::Duration span);
    void setFixed(metric::Timestamp from, metric::Timestamp to);
    void tick(metric::Timestamp now);

    metric::Duration step() const { return m_step; }

Q_SIGNALS:
    // From any chart.
    void windowRequested(metric::Timestamp from, metric::Timestamp to);
    void liveRequested();
    void exploreRequested(const ChartWidget *chart);
    void thresholdMoved(qint64 ruleId, double value);
    void thresholdWanted(qint64 ruleId);

private:
    struct Line; // one expression and the rings of its series
    struct Entry;
    struct Job;

    void invalidate();
    void start();
    void finish(const std::shared_ptr<Job> &job);
    void deliver(Entry &entry);

    const query::Engine &m_engine;
    metric::Duration m_interval;
    metric::Duration m_step{1000};
    metric::Duration m_span{std::chrono::minutes(15)};
    bool m_live = true;
    metric::Timestamp m_from{};
    metric::Timestamp m_to{};
    metric::Timestamp m_now{};

    std::vector<std::unique_ptr<Entry>> m_entries;
    std::uint64_t m_ids = 0;
    std::uint64_t m_generation = 0; // changes with the window: answers of another one are stale
    bool m_running = false;
    bool m_again = false;
    std::stop_source m_stop;
    QThreadPool m_pool;
};

} // namespace ui
