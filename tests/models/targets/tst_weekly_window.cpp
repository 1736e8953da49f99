#include "models/targets/weekly_window.h"
#include "tests/support/registry.h"

using targets::WeeklyWindow;

class TstWeeklyWindow : public QObject {
    Q_OBJECT

    static bool covers(const char *window, const char *moment)
    {
        const auto parsed = WeeklyWindow::parse(QString::fromLatin1(window));
        return parsed && parsed->contains(QDateTime::fromString(QString::fromLatin1(moment), Qt::ISODate));
    }

private Q_SLOTS:
    void a_window_holds_its_hours_of_its_day()
    {
        QVERIFY(covers("Sun 02:00-04:00", "2026-11-22T02:00:00")); // a Sunday
        QVERIFY(covers("sun 02:00 - 04:00", "2026-11-22T03:59:59"));
        QVERIFY(!covers("Sun 02:00-04:00", "2026-11-22T04:00:00"));
        QVERIFY(!covers("Sun 02:00-04:00", "2026-11-23T03:00:00"));
        QVERIFY(covers("daily 02:00-04:00", "2026-11-23T03:00:00"));
        QVERIFY(covers("Mon 00:00-24:00", "2026-11-23T23:59:00"));
    }

    void a_window_reaches_over_midnight_into_the_next_day()
    {
        QVERIFY(covers("Sun 23:30-00:30", "2026-11-22T23:45:00"));
        QVERIFY(covers("Sun 23:30-00:30", "2026-11-23T00:15:00"));
        QVERIFY(!covers("Sun 23:30-00:30", "2026-11-22T00:15:00"));
        QVERIFY(!covers("Sun 23:30-00:30", "2026-11-23T23:45:00"));
    }

    void what_is_none_is_refused_and_what_is_one_reads_the_same_again()
    {
        for (const char *bad :
             {"", "Sun", "Sun 2:00-4:00", "Sun 25:00-26:00", "Sun 02:60-03:00", "Xyz 02:00-04:00", "Sun 02:00-02:00", "Sun 24:00-01:00"})
            QVERIFY2(!WeeklyWindow::parse(QString::fromLatin1(bad)), bad);
        for (const char *good : {"daily 00:00-24:00", "Sat 22:00-06:00"})
            QCOMPARE(WeeklyWindow::parse(QString::fromLatin1(good))->text(), QString::fromLatin1(good));
    }
};

VEDETTE_TEST(TstWeeklyWindow)
#include "tst_weekly_window.moc"
