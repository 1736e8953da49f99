#include "models/settings/day_range.h"
#include "tests/support/registry.h"

using settings::DayRange;

class TstDayRange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_is_written_is_read()
    {
        const auto night = DayRange::parse(QStringLiteral("22:30-07:00"));
        QVERIFY(night && night->from == 22 * 60 + 30 && night->until == 7 * 60);
        QCOMPARE(night->toString(), QStringLiteral("22:30-07:00"));
    }

    void what_is_no_range_is_none()
    {
        for (const char *text : {"", "22:30", "-", "22:30-", "24:00-07:00", "22:60-07:00", "a-b", "22:30-07:00-08:00", "22:30–07:00"})
            QVERIFY2(!DayRange::parse(QString::fromUtf8(text)), text);
    }
};

VEDETTE_TEST(TstDayRange)
#include "tst_day_range.moc"
