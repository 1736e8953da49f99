#include "tests/support/registry.h"
#include "ui/charts/chart_feed.h"
#include "ui/charts/chart_widget.h"

#include <QtTest/QSignalSpy>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

using namespace std::chrono_literals;
using metric::Duration;
using metric::Timestamp;

static constexpr Timestamp kNow{1'700'000'000s};

namespace {

// Answers each expression with its series, at every step the seconds since kNow; remembers what it was asked; can be held.
class RangeEngine : public query::Engine {
public:
    struct Question {
        std::string expression;
        Timestamp start, end;
        Duration step;
    };

    void set(const std::string &expression, std::vector<metric::Labels> series)
    {
        const std::lock_guard lock(m_mutex);
        m_series[expression] = std::move(series);
    }
    void hold(bool held)
    {
        const std::lock_guard lock(m_mutex);
        m_held = held;
        m_changed.notify_all();
    }
    // Held, it answers one question, as an engine would that does not listen to being stopped.
    void answerOne()
    {
        const std::lock_guard lock(m_mutex);
        ++m_permits;
        m_changed.notify_all();
    }
    void setDeaf(bool deaf) { m_deaf = deaf; }
    void fail(bool failing)
    {
        const std::lock_guard lock(m_mutex);
        m_failing = failing;
    }
    std::vector<Question> asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

    metric::Result<query::Answer> answer(const query::Question &question, std::stop_token stop) const override
    {
        const auto [expression, start, end, step] = std::tuple(question.expression, question.start, question.end, question.step);
        std::unique_lock lock(m_mutex);
        m_asked.push_back({std::string(expression), start, end, step});
        const std::stop_callback wake(stop, [this] { m_changed.notify_all(); });
        while (m_held && m_permits == 0 && (m_deaf || !stop.stop_requested()))
            m_changed.wait_for(lock, 20ms);
        m_permits -= m_permits > 0;
        if (stop.stop_requested() && !m_deaf)
            return metric::fail(metric::ErrorCode::Cancelled, "cancelled");
        if (m_failing)
            return metric::fail(metric::ErrorCode::Unavailable, "does not answer");
        query::Matrix answer;
        const auto found = m_series.find(std::string(expression));
        if (found == m_series.end())
            return query::Answer{answer};
        for (const auto &labels : found->second) {
            query::RangeSeries series{std::make_shared<const metric::Labels>(labels), {}};
            for (auto time = start; time <= end; time += step)
                series.points.push_back({time, std::chrono::duration<double>(time - kNow).count()});
            answer.push_back(std::move(series));
        }
        return query::Answer{std::move(answer)};
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::map<std::string, std::vector<metric::Labels>> m_series;
    mutable std::vector<Question> m_asked;
    mutable int m_permits = 0;
    std::atomic<bool> m_deaf = false;
    bool m_held = false;
    bool m_failing = false;
};

} // namespace

class TstChartFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theFirstTickFetchesTheWholeWindow();
    void laterTicksFetchTheTail();
    void whatLeftTheWindowIsDropped();
    void linesAreCalledAfterLabelAndText();
    void colorsStayWithTheirSeries();
    void hiddenChartsAreNotAsked();
    void ticksWhileAJobRunsAreMerged();
    void anAnswerToAnOldWindowIsDropped();
    void aFailureIsAskedAgainWithoutAHole();
    void wideWindowsHaveWideSteps();
    void aFixedWindowIsAskedOnce();
    void wishesOfAnyChartAreForwarded();
    void aDestroyedChartIsForgotten();
    void destructionDoesNotWaitForTheEngine();

private:
    void settle(std::size_t asked) { QTRY_VERIFY_WITH_TIMEOUT(m_engine->asked().size() >= asked && !m_chart->series().empty(), 5000); }

    ui::Theme m_theme{ui::Theme::Choice::Dark};
    std::unique_ptr<RangeEngine> m_engine;
    std::unique_ptr<ui::ChartFeed> m_feed;
    std::unique_ptr<ui::ChartWidget> m_chart;
};

void TstChartFeed::init()
{
    m_engine = std::make_unique<RangeEngine>();
    m_engine->set("read", {metric::Labels{{"device", "sda"}}, metric::Labels{{"device", "sdb"}}});
    m_chart = std::make_unique<ui::ChartWidget>(m_theme);
    m_chart->resize(300, 150);
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    m_feed = std::make_unique<ui::ChartFeed>(*m_engine, 1s);
    m_feed->setLive(60s);
    m_feed->add(m_chart.get(), {{"read", "device", QStringLiteral("read")}});
}

void TstChartFeed::cleanup()
{
    m_engine->hold(false);
    m_feed.reset();
    m_chart.reset();
}

void TstChartFeed::theFirstTickFetchesTheWholeWindow()
{
    QVERIFY(m_engine->asked().empty()); // nobody said what time it is
    m_feed->tick(kNow);
    settle(1);
    const auto asked = m_engine->asked();
    QCOMPARE(asked[0].start, kNow - 60s);
    QCOMPARE(asked[0].end, kNow);
    QCOMPARE(asked[0].step, Duration(1s));
    QCOMPARE(m_chart->series()[0].points.size(), std::size_t(61));
    QCOMPARE(m_chart->to(), kNow);
    QVERIFY(m_chart->series()[0].filled && !m_chart->series()[1].filled);
}

void TstChartFeed::laterTicksFetchTheTail()
{
    m_feed->tick(kNow);
    settle(1);
    m_feed->tick(kNow + 3s);
    QTRY_COMPARE(m_chart->to(), kNow + 3s);
    // The last step is asked again: its values may have come late.
    QCOMPARE(m_engine->asked()[1].start, kNow);
    QCOMPARE(m_engine->asked()[1].end, kNow + 3s);
    const auto &points = m_chart->series()[0].points;
    QCOMPARE(points.back().time, kNow + 3s);
    QVERIFY(std::adjacent_find(points.begin(), points.end(), [](const auto &a, const auto &b) { return b.time - a.time != 1s; }) == points.end());
}

void TstChartFeed::whatLeftTheWindowIsDropped()
{
    m_feed->tick(kNow);
    settle(1);
    for (int i = 1; i <= 30; ++i) {
        m_feed->tick(kNow + i * 1s);
        QTRY_COMPARE(m_chart->to(), kNow + i * 1s);
    }
    QVERIFY(m_chart->series()[0].points.size() <= 62);
    QCOMPARE(m_chart->series()[0].points.front().time, kNow + 29s - 60s);
}

void TstChartFeed::linesAreCalledAfterLabelAndText()
{
    m_engine->set("busy", {metric::Labels{{"device", "sdc"}}});
    m_engine->set("total", {metric::Labels{{"device", "sdd"}}});
    m_feed->add(m_chart.get(), {{"read", "device", QStringLiteral("read")}, {"busy", "device", {}}, {"total", {}, QStringLiteral("all")}});
    m_feed->tick(kNow);
    settle(3);
    QStringList names;
    for (const auto &series : m_chart->series())
        names << series.name;
    QCOMPARE(names.join(u','), QStringLiteral("sda read,sdb read,sdc,all"));
}

void TstChartFeed::colorsStayWithTheirSeries()
{
    m_feed->tick(kNow);
    settle(1);
    m_engine->set("read", {metric::Labels{{"device", "sdb"}}});
    m_feed->setLive(30s);
    QTRY_COMPARE(m_chart->series().size(), std::size_t(1));
    QCOMPARE(m_chart->series()[0].name, QStringLiteral("sdb read"));
    QCOMPARE(m_chart->series()[0].color, 1);
}

void TstChartFeed::hiddenChartsAreNotAsked()
{
    m_chart->hide();
    m_feed->tick(kNow);
    QTest::qWait(30);
    QVERIFY(m_engine->asked().empty());
    m_chart->show(); // no tick is needed
    settle(1);
}

void TstChartFeed::ticksWhileAJobRunsAreMerged()
{
    m_engine->hold(true);
    for (int i = 0; i < 10; ++i)
        m_feed->tick(kNow + i * 1s);
    QTRY_COMPARE(m_engine->asked().size(), std::size_t(1));
    m_engine->hold(false);
    QTRY_COMPARE(m_chart->series().empty() ? kNow : m_chart->series()[0].points.back().time, kNow + 9s);
    QCOMPARE(m_engine->asked().size(), std::size_t(2));
}

void TstChartFeed::anAnswerToAnOldWindowIsDropped()
{
    m_feed->setFixed(kNow - 600s, kNow - 540s);
    QTRY_VERIFY(!m_chart->series().empty());
    m_engine->setDeaf(true);
    m_engine->hold(true);
    m_feed->setFixed(kNow - 1000s, kNow - 900s);
    QTRY_COMPARE(m_engine->asked().size(), std::size_t(2));
    m_feed->setFixed(kNow - 100s, kNow - 50s);
    m_engine->answerOne();
    QTRY_COMPARE(m_engine->asked().size(), std::size_t(3));
    QCOMPARE(m_chart->to(), kNow - 540s);
    QCOMPARE(m_chart->series()[0].points.back().time, kNow - 540s);
    m_engine->hold(false);
    QTRY_COMPARE(m_chart->to(), kNow - 50s);
    QCOMPARE(m_chart->series()[0].points.front().time, kNow - 100s);
    QCOMPARE(m_chart->series()[0].points.back().time, kNow - 50s);
}

void TstChartFeed::aFailureIsAskedAgainWithoutAHole()
{
    m_feed->tick(kNow);
    settle(1);
    m_engine->fail(true);
    m_feed->tick(kNow + 5s);
    QTRY_COMPARE(m_chart->to(), kNow + 5s); // the window moves on, the lines do not
    QCOMPARE(m_chart->series()[0].points.back().time, kNow);
    m_engine->fail(false);
    m_feed->tick(kNow + 6s);
    QTRY_COMPARE(m_chart->series()[0].points.back().time, kNow + 6s);
    QCOMPARE(m_engine->asked().back().start, kNow);
}

void TstChartFeed::wideWindowsHaveWideSteps()
{
    m_feed->setLive(24h);
    QCOMPARE(m_feed->step(), Duration(58s)); // 86400 / 1500, in whole intervals
    m_feed->tick(kNow);
    settle(1);
    QCOMPARE(m_engine->asked().back().start.time_since_epoch() % 58s, Duration(0));
    QVERIFY(m_chart->series()[0].points.size() <= 1502);
}

void TstChartFeed::aFixedWindowIsAskedOnce()
{
    m_feed->setFixed(kNow - 600s, kNow - 300s);
    settle(1);
    for (int i = 0; i < 5; ++i)
        m_feed->tick(kNow + i * 1s);
    QTest::qWait(30);
    QCOMPARE(m_engine->asked().size(), std::size_t(1));
}

void TstChartFeed::wishesOfAnyChartAreForwarded()
{
    QSignalSpy window(m_feed.get(), &ui::ChartFeed::windowRequested);
    QSignalSpy live(m_feed.get(), &ui::ChartFeed::liveRequested);
    Q_EMIT m_chart->windowRequested(kNow - 5s, kNow);
    Q_EMIT m_chart->liveRequested();
    QCOMPARE(window.count(), 1);
    QCOMPARE(live.count(), 1);
}

void TstChartFeed::aDestroyedChartIsForgotten()
{
    m_engine->hold(true);
    m_feed->tick(kNow);
    QTRY_COMPARE(m_engine->asked().size(), std::size_t(1));
    m_chart.reset();
    m_engine->hold(false);
    QTest::qWait(30);
    m_feed->tick(kNow + 1s);
    QTest::qWait(30);
    QCOMPARE(m_engine->asked().size(), std::size_t(1));
}

void TstChartFeed::destructionDoesNotWaitForTheEngine()
{
    m_engine->hold(true);
    m_feed->tick(kNow);
    QTRY_COMPARE(m_engine->asked().size(), std::size_t(1));
    QElapsedTimer timer;
    timer.start();
    m_feed.reset();
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

VEDETTE_TEST(TstChartFeed)
#include "tst_chart_feed.moc"
