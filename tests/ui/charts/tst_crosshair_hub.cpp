#include "tests/support/registry.h"
#include "ui/charts/crosshair_hub.h"

#include <QtTest/QSignalSpy>

using metric::Timestamp;

class TstCrosshairHub : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itPointsNowhereAtFirst();
    void itTellsOfEachMoveOnce();
};

void TstCrosshairHub::itPointsNowhereAtFirst() { QVERIFY(!ui::CrosshairHub().time()); }

void TstCrosshairHub::itTellsOfEachMoveOnce()
{
    ui::CrosshairHub hub;
    QSignalSpy moved(&hub, &ui::CrosshairHub::moved);
    const Timestamp time{std::chrono::seconds(5)};
    hub.setTime(time);
    hub.setTime(time);
    QCOMPARE(moved.count(), 1);
    QCOMPARE(*hub.time(), time);
    hub.setTime(std::nullopt);
    hub.setTime(std::nullopt);
    QCOMPARE(moved.count(), 2);
    QVERIFY(!hub.time());
}

VEDETTE_TEST(TstCrosshairHub)
#include "tst_crosshair_hub.moc"
