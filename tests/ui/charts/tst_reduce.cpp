#include "tests/support/registry.h"
#include "ui/charts/reduce.h"
#include "ui/charts/time_axis.h"

#include <algorithm>

using namespace std::chrono_literals;
using metric::Point;
using metric::Timestamp;

static Timestamp second(int s) { return Timestamp(std::chrono::seconds(s)); }

static std::vector<Point> everySecond(int count, double value = 1)
{
    std::vector<Point> points;
    for (int i = 0; i < count; ++i)
        points.push_back({second(i), value});
    return points;
}

class TstReduce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fewPointsStayAsTheyAre();
    void manyPointsBecomeFourPerColumn();
    void extremesSurvive();
    void orderOfTimeSurvives();
    void aMissingValueEndsTheRun();
    void aWideStepEndsTheRun();
    void oneMissedPointIsNoGap();
    void neighboursOutsideTheWindowAreKept();
    void aSlidingWindowKeepsItsPoints();
    void nothingStaysNothing();
    void aValueFartherThanTheReachIsUnknown();
    void timeLabelsAreRoundAndFew();
    void longWindowsNameTheDay();
};

void TstReduce::fewPointsStayAsTheyAre()
{
    const auto points = everySecond(100);
    const auto reduced = ui::reduce(points, second(0), second(99), 300);
    QCOMPARE(reduced.points.size(), points.size());
    QCOMPARE(reduced.ends, std::vector<std::size_t>{100});
}

void TstReduce::manyPointsBecomeFourPerColumn()
{
    auto points = everySecond(100'000);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].value = double((i * 7919) % 1009);
    const auto reduced = ui::reduce(points, second(0), second(99'999), 300);
    QVERIFY2(reduced.points.size() <= 4 * 301, qPrintable(QString::number(reduced.points.size())));
    QVERIFY(reduced.points.size() > 600);
    QCOMPARE(reduced.ends.size(), std::size_t(1));
}

void TstReduce::extremesSurvive()
{
    auto points = everySecond(100'000);
    points[54'321].value = 99;
    points[54'323].value = -7;
    const auto reduced = ui::reduce(points, second(0), second(99'999), 300);
    const auto [least, greatest] =
        std::minmax_element(reduced.points.begin(), reduced.points.end(), [](const Point &a, const Point &b) { return a.value < b.value; });
    QCOMPARE(greatest->value, 99.0);
    QCOMPARE(least->value, -7.0);
    QCOMPARE(greatest->time, second(54'321));
}

void TstReduce::orderOfTimeSurvives()
{
    auto points = everySecond(10'000);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].value = double((i * 31) % 97);
    const auto reduced = ui::reduce(points, second(0), second(9'999), 100);
    QVERIFY(std::is_sorted(reduced.points.begin(), reduced.points.end(), [](const Point &a, const Point &b) { return a.time < b.time; }));
}

void TstReduce::aMissingValueEndsTheRun()
{
    auto points = everySecond(10);
    points[4].value = metric::staleMarker();
    points[7].value = std::nan("");
    const auto reduced = ui::reduce(points, second(0), second(9), 300);
    QCOMPARE(reduced.ends, (std::vector<std::size_t>{4, 6, 8}));
    for (const auto &point : reduced.points)
        QVERIFY(!std::isnan(point.value));
}

void TstReduce::aWideStepEndsTheRun()
{
    auto points = everySecond(100);
    points.erase(points.begin() + 50, points.begin() + 60);
    QCOMPARE(ui::reduce(points, second(0), second(99), 100).ends, (std::vector<std::size_t>{50, 90}));
    // Less than two columns wide, it can not be seen.
    QCOMPARE(ui::reduce(points, second(0), second(99), 10).ends.size(), std::size_t(1));
}

void TstReduce::oneMissedPointIsNoGap()
{
    auto points = everySecond(100);
    points.erase(points.begin() + 50);
    QCOMPARE(ui::reduce(points, second(0), second(99), 300).ends.size(), std::size_t(1));
}

void TstReduce::neighboursOutsideTheWindowAreKept()
{
    const auto points = everySecond(100);
    const auto reduced = ui::reduce(points, second(20) + 500ms, second(30) + 500ms, 300);
    QCOMPARE(reduced.points.front().time, second(20));
    QCOMPARE(reduced.points.back().time, second(31));
}

void TstReduce::aSlidingWindowKeepsItsPoints()
{
    auto points = everySecond(2'000);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].value = double((i * 7919) % 1009);
    const auto before = ui::reduce(points, second(0), second(1'500), 100).points;
    const auto after = ui::reduce(points, second(1), second(1'501), 100).points;
    // All but the columns at the edges are the same points.
    int missing = 0;
    for (const auto &point : after)
        missing += std::none_of(before.begin(), before.end(), [&](const Point &other) { return other.time == point.time; });
    QVERIFY2(missing <= 5, qPrintable(QString::number(missing)));
}

void TstReduce::nothingStaysNothing()
{
    QVERIFY(ui::reduce({}, second(0), second(9), 300).ends.empty());
    const std::vector<Point> unknown{{second(1), std::nan("")}, {second(2), std::nan("")}};
    QVERIFY(ui::reduce(unknown, second(0), second(9), 300).ends.empty());
}

void TstReduce::aValueFartherThanTheReachIsUnknown()
{
    const std::vector<Point> points{{second(10), 1}, {second(20), 2}};
    QCOMPARE(ui::valueAt(points, second(12), 3s), 1.0);
    QCOMPARE(ui::valueAt(points, second(18), 3s), 2.0);
    QCOMPARE(ui::valueAt(points, second(22), 3s), 2.0);
    QCOMPARE(ui::valueAt(points, second(8), 3s), 1.0);
    QVERIFY(std::isnan(ui::valueAt(points, second(15), 3s)));
    QVERIFY(std::isnan(ui::valueAt(points, second(24), 3s)));
    QVERIFY(std::isnan(ui::valueAt({}, second(24), 3s)));
}

void TstReduce::timeLabelsAreRoundAndFew()
{
    const auto texts = [](Timestamp from, Timestamp to) {
        QStringList list;
        for (const auto &label : ui::timeLabels(from, to, 4))
            list << label.text;
        return list.join(u' ');
    };
    QCOMPARE(texts(second(37), second(37 + 900)), QStringLiteral("00:05 00:10 00:15"));
    QCOMPARE(texts(second(3), second(123)), QStringLiteral("00:00:30 00:01:00 00:01:30 00:02:00"));
    QCOMPARE(texts(second(0), second(3600)), QStringLiteral("00:00 00:15 00:30 00:45 01:00"));
}

void TstReduce::longWindowsNameTheDay()
{
    QStringList list;
    for (const auto &label : ui::timeLabels(second(7200), second(7200 + 7 * 86400), 4))
        list << label.text;
    QCOMPARE(list.join(u' '), QStringLiteral("3 Jan 5 Jan 7 Jan"));
}

VEDETTE_TEST(TstReduce)
#include "tst_reduce.moc"
