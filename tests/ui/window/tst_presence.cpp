#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"
#include "ui/window/presence.h"

#include <QtTest/QSignalSpy>

using namespace ui;
using namespace std::chrono_literals;

class TstPresence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void who_comes_back_after_a_while_is_told_since_when()
    {
        tests::FakeClock clock;
        Presence presence(clock);
        QSignalSpy returned(&presence, &Presence::returned);
        clock.advance(1s);
        presence.setActive(true); // the program has just begun
        QVERIFY(returned.isEmpty() && presence.isLooking());
        clock.advance(1h);
        presence.setActive(false);
        const auto left = clock.now();
        clock.advance(4min);
        presence.setActive(true); // not for long
        QVERIFY(returned.isEmpty());
        presence.setActive(false);
        const auto leftAgain = clock.now();
        clock.advance(10min);
        presence.setActive(true);
        QCOMPARE(returned.size(), 1);
        QVERIFY(leftAgain > left && (returned[0][0].value<alerts::TimeRange>() == alerts::TimeRange{leftAgain, clock.now()}));
    }

    void a_locked_session_is_looked_at_by_nobody()
    {
        tests::FakeClock clock;
        Presence presence(clock);
        QSignalSpy returned(&presence, &Presence::returned);
        presence.setActive(true);
        presence.setLocked(true);
        QVERIFY(!presence.isLooking());
        const auto left = clock.now();
        clock.advance(3min);
        presence.setActive(false); // the locker's window is in front
        clock.advance(3min);
        presence.setActive(true);
        QVERIFY(returned.isEmpty());
        presence.setLocked(false);
        QCOMPARE(returned.size(), 1);
        QCOMPARE(returned[0][0].value<alerts::TimeRange>().from, left);
    }

    void the_sentence_says_what_happened_data()
    {
        QTest::addColumn<int>("fired");
        QTest::addColumn<int>("over");
        QTest::addColumn<int>("ended");
        QTest::addColumn<QString>("said");
        const auto row = [](int fired, int over, int ended, const char *said) {
            QTest::newRow(said) << fired << over << ended << QString::fromUtf8(said);
        };
        row(0, 0, 0, "");
        row(3, 2, 0, "While you were away since 03:12: 3 alert(s) fired, 2 of them is over.");
        row(3, 0, 0, "While you were away since 03:12: 3 alert(s) fired.");
        row(3, 3, 0, "While you were away since 03:12: 3 alert(s) fired, all of them are over.");
        row(1, 1, 2, "While you were away since 03:12: 1 alert(s) fired, it is over; 2 earlier alert(s) ended.");
        row(0, 0, 1, "While you were away since 03:12: 1 earlier alert(s) ended.");
    }
    void the_sentence_says_what_happened()
    {
        QFETCH(int, fired);
        QFETCH(int, over);
        QFETCH(int, ended);
        QFETCH(QString, said);
        const metric::Timestamp since{1'700'017'920s}; // 15 Nov 2023, 03:12 UTC
        const alerts::AbsenceReport report{since, std::size_t(fired), std::size_t(over), std::size_t(ended)};
        QCOMPARE(absenceText(report, since + 5h), said);
        if (!said.isEmpty())
            QVERIFY(absenceText(report, since + 25h).contains(QStringLiteral("since 15 Nov 03:12")));
    }
};

VEDETTE_TEST(TstPresence)
#include "tst_presence.moc"
