#include "tests/support/registry.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_widget.h"
#include "ui/charts/crosshair_hub.h"

#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QMenu>

#include <cmath>

using namespace std::chrono_literals;
using metric::Timestamp;

Q_DECLARE_METATYPE(metric::Timestamp)

static constexpr Timestamp kTo{1'700'000'100s};
static constexpr Timestamp kFrom{kTo - 100s};

static ui::ChartSeries line(const char *id, int color, double value)
{
    ui::ChartSeries series{id, QString::fromLatin1(id), color, color == 0, {}};
    for (auto time = kFrom; time <= kTo; time += 1s)
        series.points.push_back({time, value});
    return series;
}

class TstChartWidget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_chart.reset(); }

    void itSaysItsValues();
    void aLineThatEndedIsUnknownNotOld();
    void itDrawsItsLinesInTheirColours();
    void aGapIsNotDrawn();
    void anEmptyChartSaysWhatToDo();
    void pausedItKeepsWhatItShows();
    void isolatingShowsOneAndOnceMoreAll();
    void theLegendIsolatesAndToggles();
    void theLegendIsReachedByKeys();
    void dragPansAndAsksOnce();
    void theWheelZoomsAtThePointer();
    void shiftDragSelects();
    void doubleClickAsksForLive();
    void arrowsMoveTheSharedCrosshair();
    void theCrosshairIsForgottenWithItsHub();
    void csvHoldsTheWindowAndQuotesNames();
    void aSlideOfLessThanAPixelKeepsThePictureButNotTheValues();
    void hiddenItDoesNoWork();
    void itFollowsTheTheme();
    void hostileValuesDoNoHarm();
    void aThresholdIsDraggedToARoundValue();
    void escapePutsAThresholdBack();
    void theNearestThresholdCountsAndOnlyWhatMayBeMoved();
    void besideAThresholdTheChartPans();
    void theMenuOffersTheThresholds();

private:
    // The place of a value at the plot's middle: the axis is 0 to 1.
    QPoint placeOf(double value);
    void setMovable(std::vector<double> values);
    void moveTo(QPoint at, Qt::MouseButtons buttons);
    int pixels(const QColor &color, QRect area);
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {});
    ui::ChartLegend &legend() { return *m_chart->findChild<ui::ChartLegend *>(); }

    ui::Theme m_theme{ui::Theme::Choice::Light};
    std::unique_ptr<ui::ChartWidget> m_chart;
};

void TstChartWidget::init()
{
    m_theme.setChoice(ui::Theme::Choice::Light);
    m_chart = std::make_unique<ui::ChartWidget>(m_theme);
    m_chart->resize(400, 200);
    m_chart->setUnit(metric::Unit::Ratio);
    m_chart->setHigh(1);
    m_chart->setWindow(kFrom, kTo);
    m_chart->setSeries({line("user", 0, 0.5), line("system", 1, 0.25)});
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    m_chart->flush();
}

// How many pixels have that hue: a line that lies between two rows is paler in both.
int TstChartWidget::pixels(const QColor &color, QRect area)
{
    const auto image = m_chart->image();
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += pixel.hsvSaturation() > 70 && std::abs(pixel.hsvHue() - color.hsvHue()) < 8;
        }
    }
    return count;
}

void TstChartWidget::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers)
{
    QTest::mousePress(m_chart.get(), Qt::LeftButton, modifiers, from);
    for (const auto &at : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, at, m_chart->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers);
        QApplication::sendEvent(m_chart.get(), &move);
    }
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, modifiers, to);
}

QPoint TstChartWidget::placeOf(double value)
{
    // Where the threshold is drawn, found by its colour.
    m_chart->setThresholds({{value, items::State::Critical, {}}});
    m_chart->setSeries({});
    m_chart->flush();
    const auto image = m_chart->image();
    const auto color = m_theme.color(ui::Theme::Color::Critical);
    for (int y = 0; y < image.height(); ++y) {
        int found = 0;
        for (int x = 0; x < image.width(); ++x)
            found += image.pixelColor(x, y) == color;
        if (found > 100)
            return {200, y};
    }
    qFatal("no threshold");
}

void TstChartWidget::setMovable(std::vector<double> values)
{
    std::vector<ui::ChartThreshold> thresholds;
    for (const double value : values)
        thresholds.push_back({value, items::State::Warning, QStringLiteral("at %1").arg(value), qint64(thresholds.size()) + 1, true});
    m_chart->setThresholds(std::move(thresholds));
    m_chart->flush();
}

void TstChartWidget::moveTo(QPoint at, Qt::MouseButtons buttons)
{
    QMouseEvent move(QEvent::MouseMove, at, m_chart->mapToGlobal(at), Qt::NoButton, buttons, {});
    QApplication::sendEvent(m_chart.get(), &move);
}

void TstChartWidget::aThresholdIsDraggedToARoundValue()
{
    const auto from = placeOf(0.7), to = placeOf(0.434);
    setMovable({0.7});
    QSignalSpy moved(m_chart.get(), &ui::ChartWidget::thresholdMoved);
    QSignalSpy panned(m_chart.get(), &ui::ChartWidget::windowRequested);
    moveTo(from + QPoint(0, 3), Qt::NoButton);
    QCOMPARE(m_chart->cursor().shape(), Qt::SizeVerCursor);
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, from + QPoint(0, 3));
    moveTo(to + QPoint(0, 3), Qt::LeftButton);
    m_chart->setSeries({line("user", 0, 5)}); // would change the axis: it waits
    m_chart->flush();
    moveTo(to + QPoint(1, 3), Qt::LeftButton);
    QVERIFY(moved.isEmpty());
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, to + QPoint(0, 3));
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved[0][0].toLongLong(), 1);
    QVERIFY2(std::abs(moved[0][1].toDouble() - 0.434) < 0.02, qPrintable(moved[0][1].toString()));
    QVERIFY2(moved[0][1].toString().size() <= 5, qPrintable(moved[0][1].toString())); // 0.43, and no more
    QVERIFY(panned.isEmpty());
    moveTo({200, 5}, Qt::NoButton);
    QCOMPARE(m_chart->cursor().shape(), Qt::ArrowCursor);
    // Where nothing moves, nothing is told.
    m_chart->setSeries({});
    setMovable({0.7});
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, from);
    QCOMPARE(moved.size(), 1);
}

void TstChartWidget::escapePutsAThresholdBack()
{
    const auto from = placeOf(0.7), to = placeOf(0.3);
    setMovable({0.7});
    QSignalSpy moved(m_chart.get(), &ui::ChartWidget::thresholdMoved);
    QSignalSpy panned(m_chart.get(), &ui::ChartWidget::windowRequested);
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, from);
    moveTo(to, Qt::LeftButton);
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    moveTo(to + QPoint(50, 0), Qt::LeftButton);
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, to);
    QVERIFY(moved.isEmpty() && panned.isEmpty());
    m_chart->flush();
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, from); // it is where it was
    moveTo(to, Qt::LeftButton);
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, to);
    QCOMPARE(moved.size(), 1);
}

void TstChartWidget::theNearestThresholdCountsAndOnlyWhatMayBeMoved()
{
    const auto at = placeOf(0.5);
    const double pixel = (0.7 - 0.3) / (placeOf(0.3).y() - placeOf(0.7).y());
    QSignalSpy moved(m_chart.get(), &ui::ChartWidget::thresholdMoved);
    setMovable({0.5 + 3 * pixel, 0.5 - 1 * pixel});
    drag(at, at + QPoint(0, 40));
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved[0][0].toLongLong(), 2);
    m_chart->setThresholds({{0.5, items::State::Warning, {}, 7, false}});
    m_chart->flush();
    drag(at, at + QPoint(0, 40));
    QCOMPARE(moved.size(), 1);
}

void TstChartWidget::besideAThresholdTheChartPans()
{
    const auto at = placeOf(0.5);
    setMovable({0.5});
    QSignalSpy moved(m_chart.get(), &ui::ChartWidget::thresholdMoved);
    QSignalSpy windows(m_chart.get(), &ui::ChartWidget::windowRequested);
    drag(at + QPoint(0, 6), at + QPoint(60, 6));
    QCOMPARE(windows.size(), 1);
    drag(at, at + QPoint(60, 0), Qt::ShiftModifier); // selects
    QCOMPARE(windows.size(), 2);
    QVERIFY(moved.isEmpty());
}

void TstChartWidget::theMenuOffersTheThresholds()
{
    const auto at = placeOf(0.5);
    QSignalSpy wanted(m_chart.get(), &ui::ChartWidget::thresholdWanted);
    const auto offered = [&](QContextMenuEvent::Reason reason, QPoint where) {
        QContextMenuEvent event(reason, where, m_chart->mapToGlobal(where));
        QApplication::sendEvent(m_chart.get(), &event);
        QList<QAction *> actions;
        for (auto *action : m_chart->findChildren<QMenu *>().last()->actions()) {
            if (action->text().startsWith(QStringLiteral("Change the threshold")))
                actions << action;
        }
        return actions;
    };
    setMovable({0.5, 0.9});
    auto actions = offered(QContextMenuEvent::Keyboard, {5, 5});
    QCOMPARE(actions.size(), 2);
    QVERIFY(actions[1]->text().contains(QStringLiteral("at 0.9")));
    actions[1]->trigger();
    QCOMPARE(wanted.takeFirst()[0].toLongLong(), 2);
    actions = offered(QContextMenuEvent::Mouse, at + QPoint(0, 2));
    QCOMPARE(actions.size(), 1);
    actions[0]->trigger();
    QCOMPARE(wanted.takeFirst()[0].toLongLong(), 1);
    m_chart->setThresholds({{0.5, items::State::Warning, {}}});
    QVERIFY(offered(QContextMenuEvent::Keyboard, {5, 5}).isEmpty());
}

void TstChartWidget::itSaysItsValues()
{
    m_chart->setTitle(QStringLiteral("Processor"));
    QCOMPARE(m_chart->accessibleName(), QStringLiteral("Processor"));
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("user 50 %, system 25 %"));
}

void TstChartWidget::aLineThatEndedIsUnknownNotOld()
{
    auto ended = line("user", 0, 0.5);
    ended.points.resize(50);
    m_chart->setSeries({ended});
    m_chart->flush();
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("user –"));
}

void TstChartWidget::itDrawsItsLinesInTheirColours()
{
    const QRect plot(40, 5, 355, 150);
    QVERIFY(pixels(m_theme.series(0), plot) > 150);
    QVERIFY(pixels(m_theme.series(1), plot) > 150);
    QCOMPARE(pixels(m_theme.series(2), plot), 0);
}

void TstChartWidget::aGapIsNotDrawn()
{
    const QRect plot(40, 5, 355, 150);
    const int whole = pixels(m_theme.series(1), plot);
    auto gapped = line("system", 1, 0.25);
    gapped.points.erase(gapped.points.begin() + 20, gapped.points.begin() + 80);
    m_chart->setSeries({line("user", 0, 0.5), gapped});
    const int left = pixels(m_theme.series(1), plot);
    QVERIFY2(left < whole / 2 && left > whole / 5, qPrintable(QStringLiteral("%1 of %2").arg(left).arg(whole)));
}

void TstChartWidget::anEmptyChartSaysWhatToDo()
{
    m_chart->setEmptyText(QStringLiteral("No disks are visible here."));
    m_chart->setSeries({});
    m_chart->flush();
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("No disks are visible here."));
    // Something stands in the middle that the lines' absence alone would not leave there.
    const auto said = m_chart->image();
    m_chart->setEmptyText({});
    QVERIFY(m_chart->image() != said);
}

void TstChartWidget::pausedItKeepsWhatItShows()
{
    QTest::keyClick(m_chart.get(), Qt::Key_Space);
    QVERIFY(m_chart->paused());
    m_chart->setWindow(kFrom + 10s, kTo + 10s);
    m_chart->setSeries({line("user", 0, 0.9)});
    m_chart->flush();
    QCOMPARE(m_chart->to(), kTo);
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("Paused, user 50 %, system 25 %"));
    QTest::keyClick(m_chart.get(), Qt::Key_Space);
    QCOMPARE(m_chart->to(), kTo + 10s);
    QCOMPARE(m_chart->series().size(), std::size_t(1));
}

void TstChartWidget::isolatingShowsOneAndOnceMoreAll()
{
    const QRect plot(40, 5, 355, 150);
    m_chart->isolate("system");
    QVERIFY(m_chart->seriesHidden("user"));
    QCOMPARE(pixels(m_theme.series(0), plot), 0);
    m_chart->setSeries({line("user", 0, 0.6), line("system", 1, 0.25)});
    QVERIFY(m_chart->seriesHidden("user")); // a refresh changes nothing
    m_chart->isolate("system");
    QVERIFY(!m_chart->seriesHidden("user"));
}

void TstChartWidget::theLegendIsolatesAndToggles()
{
    QTest::mouseClick(&legend(), Qt::LeftButton, {}, legend().place(1).center());
    QVERIFY(m_chart->seriesHidden("user") && !m_chart->seriesHidden("system"));
    QTest::mouseClick(&legend(), Qt::LeftButton, Qt::ControlModifier, legend().place(0).center());
    QVERIFY(!m_chart->seriesHidden("user"));
}

void TstChartWidget::theLegendIsReachedByKeys()
{
    QVERIFY(legend().focusPolicy() & Qt::TabFocus);
    QTest::keyClick(&legend(), Qt::Key_Right);
    QTest::keyClick(&legend(), Qt::Key_Return);
    QVERIFY(m_chart->seriesHidden("user"));
    QTest::keyClick(&legend(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(m_chart->seriesHidden("system"));
    QVERIFY(!m_chart->paused());
}

void TstChartWidget::dragPansAndAsksOnce()
{
    QSignalSpy asked(m_chart.get(), &ui::ChartWidget::windowRequested);
    drag({200, 80}, {300, 80});
    QCOMPARE(asked.count(), 1);
    const auto from = asked[0][0].value<Timestamp>();
    const auto to = asked[0][1].value<Timestamp>();
    QCOMPARE((to - from).count(), (kTo - kFrom).count());
    QVERIFY(from < kFrom - 20s && from > kFrom - 40s);
    QCOMPARE(m_chart->from(), from); // shown at once
}

void TstChartWidget::theWheelZoomsAtThePointer()
{
    QSignalSpy asked(m_chart.get(), &ui::ChartWidget::windowRequested);
    const QPointF right(396, 80);
    QWheelEvent wheel(right, m_chart->mapToGlobal(right), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(m_chart.get(), &wheel);
    QCOMPARE(asked.count(), 1);
    const auto from = asked[0][0].value<Timestamp>();
    const auto to = asked[0][1].value<Timestamp>();
    QCOMPARE((to - from).count(), 80'000);
    QVERIFY(std::chrono::abs(to - kTo) < 1s);
}

void TstChartWidget::shiftDragSelects()
{
    QSignalSpy asked(m_chart.get(), &ui::ChartWidget::windowRequested);
    drag({300, 80}, {200, 80}, Qt::ShiftModifier);
    QCOMPARE(asked.count(), 1);
    const auto from = asked[0][0].value<Timestamp>();
    const auto to = asked[0][1].value<Timestamp>();
    QVERIFY(from > kFrom && to < kTo && to - from > 20s && to - from < 40s);
}

void TstChartWidget::doubleClickAsksForLive()
{
    QSignalSpy live(m_chart.get(), &ui::ChartWidget::liveRequested);
    QSignalSpy asked(m_chart.get(), &ui::ChartWidget::windowRequested);
    m_chart->setPaused(true);
    QTest::mouseDClick(m_chart.get(), Qt::LeftButton, {}, {200, 80});
    QCOMPARE(live.count(), 1);
    QCOMPARE(asked.count(), 0);
    QVERIFY(!m_chart->paused());
}

void TstChartWidget::arrowsMoveTheSharedCrosshair()
{
    ui::CrosshairHub hub;
    m_chart->setCrosshairHub(&hub);
    auto falling = line("user", 0, 0.5);
    falling.points.back().value = 0.1;
    m_chart->setSeries({falling});
    m_chart->flush();
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(*hub.time(), kTo);
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("user 10 %"));
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(*hub.time(), kTo - 1s);
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("user 50 %"));
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QVERIFY(!hub.time());
}

void TstChartWidget::theCrosshairIsForgottenWithItsHub()
{
    {
        ui::CrosshairHub hub;
        m_chart->setCrosshairHub(&hub);
        hub.setTime(kTo - 10s);
    }
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QTest::mouseMove(m_chart.get(), {100, 80});
}

void TstChartWidget::csvHoldsTheWindowAndQuotesNames()
{
    auto odd = line("a", 0, 0.5);
    odd.name = QStringLiteral("say \"hi\", you");
    auto formula = line("b", 1, 2);
    formula.name = QStringLiteral("=1+1");
    formula.points.erase(formula.points.begin());
    m_chart->setSeries({odd, formula});
    m_chart->setWindow(kFrom, kFrom + 1s);
    QCOMPARE(m_chart->csv(), QStringLiteral("time,\"say \"\"hi\"\", you\",'=1+1\r\n"
                                            "2023-11-14T22:13:20.000Z,0.5,\r\n"
                                            "2023-11-14T22:13:21.000Z,0.5,2\r\n"));
}

void TstChartWidget::aSlideOfLessThanAPixelKeepsThePictureButNotTheValues()
{
    // A pixel is some 280 ms here.
    const auto slide = [&](metric::Duration by, double value) {
        m_chart->setWindow(kFrom + by, kTo + by);
        auto moved = line("user", 0, 0.5);
        moved.points.back().value = value;
        m_chart->setSeries({moved, line("system", 1, 0.25)});
        m_chart->flush();
    };
    const QRect plot(40, 5, 355, 150);
    const auto before = m_chart->image().copy(plot);
    slide(100ms, 0.9);
    QCOMPARE(m_chart->image().copy(plot), before);
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("user 90 %, system 25 %"));
    slide(200ms, 0.9);
    slide(400ms, 0.9);
    QVERIFY(m_chart->image().copy(plot) != before);

    // What is no slide is drawn at once: another answer for the same window, another line.
    const auto slid = m_chart->image().copy(plot);
    slide(400ms, 0.1);
    QVERIFY(m_chart->image().copy(plot) != slid);
    const auto two = m_chart->image().copy(plot);
    m_chart->setWindow(kFrom + 500ms, kTo + 500ms);
    m_chart->setSeries({line("user", 0, 0.5)});
    m_chart->flush();
    QVERIFY(m_chart->image().copy(plot) != two);
}

void TstChartWidget::hiddenItDoesNoWork()
{
    m_chart->hide();
    m_chart->setSeries({line("user", 0, 0.75)});
    QTest::qWait(60);
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("user 50 %, system 25 %"));
    m_chart->show();
    QTRY_COMPARE(m_chart->accessibleDescription(), QStringLiteral("user 75 %"));
}

void TstChartWidget::itFollowsTheTheme()
{
    const QRect plot(40, 5, 355, 150);
    m_theme.setChoice(ui::Theme::Choice::Dark);
    QVERIFY(pixels(m_theme.series(0), plot) > 150);
}

void TstChartWidget::hostileValuesDoNoHarm()
{
    auto wild = line("user", 0, 0.5);
    const double values[] = {INFINITY, -INFINITY, 1e308, -1e308, 5e-324, metric::staleMarker()};
    for (std::size_t i = 0; i < wild.points.size(); ++i)
        wild.points[i].value = values[i % 6];
    m_chart->setThresholds({{std::nan(""), items::State::Warning, {}}, {INFINITY, items::State::Critical, {}}});
    m_chart->setSeries({wild});
    m_chart->image();
    m_chart->resize(20, 20);
    m_chart->image();
    m_chart->setWindow(kTo, kFrom); // makes no sense: ignored
    QCOMPARE(m_chart->from(), kFrom);
}

VEDETTE_TEST(TstChartWidget)
#include "tst_chart_widget.moc"
