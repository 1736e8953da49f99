#include "models/alerts/flapping.h"
#include "tests/support/registry.h"

#include <QtCore/QStringList>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kFlappingStart{1'700'000'000s};
const Labels kDoor{{"alertname", "Door"}, {"instance", "barn"}};

} // namespace

class TstFlapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each word is a moment: b a beginning, e an end, ? a look; then the minute. Where it flaps afterwards the word ends with "!".
    void it_flaps_from_the_fourth_beginning_until_a_quiet_window_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("once") << QStringLiteral("b0 e1 ?2");
        QTest::newRow("three times") << QStringLiteral("b0 e1 b2 e3 b4 ?5");
        QTest::newRow("the fourth") << QStringLiteral("b0 e1 b2 e3 b4 e5 b6! ?6! e7! ?20!");
        QTest::newRow("just within the window") << QStringLiteral("b0 b10 b20 b29!");
        QTest::newRow("just beyond it") << QStringLiteral("b0 b10 b20 b30");
        QTest::newRow("the window moves on") << QStringLiteral("b0 b10 b20 b30 b39!");
        QTest::newRow("quiet after the last beginning") << QStringLiteral("b0 b1 b2 b3! ?32! ?33 b34");
        QTest::newRow("quiet after the last end") << QStringLiteral("b0 b1 b2 b3! e20! ?49! ?50");
        QTest::newRow("not quiet in between") << QStringLiteral("b0 b1 b2 b3! b30! ?59! b59! ?88! ?89");
        QTest::newRow("an end alone after the quiet") << QStringLiteral("b0 b1 b2 b3! e40 ?41");
        QTest::newRow("anew after the quiet") << QStringLiteral("b0 b1 b2 b3! b40 b41 b42 ?43 b44! ?44!");
        QTest::newRow("slowly for ever") << QStringLiteral("b0 e5 b11 e16 b22 e27 b33 e38 b44 e49 b55 ?56");
        QTest::newRow("the clock goes back") << QStringLiteral("b1000 b1001 b1002 b0 b1 b2 b3!");
    }
    void it_flaps_from_the_fourth_beginning_until_a_quiet_window()
    {
        QFETCH(QString, script);
        Flapping flapping;
        for (auto word : script.split(QLatin1Char(' '))) {
            const bool expected = word.endsWith(QLatin1Char('!'));
            const auto minute = word.mid(1).remove(QLatin1Char('!')).toInt();
            const auto now = kFlappingStart + std::chrono::minutes(minute);
            if (word[0] == QLatin1Char('b'))
                QCOMPARE(flapping.began(kDoor, now), expected);
            if (word[0] == QLatin1Char('e'))
                flapping.ended(kDoor, now);
            QVERIFY2(flapping.isFlapping(kDoor, now) == expected, qPrintable(word));
        }
    }

    void who_becomes_calm_is_said_once_and_forgotten()
    {
        const Labels gate{{"alertname", "Gate"}};
        Flapping flapping(2, 10min);
        flapping.began(kDoor, kFlappingStart);
        QVERIFY(!flapping.nextCalm());
        QVERIFY(flapping.began(kDoor, kFlappingStart + 1min));
        flapping.began(gate, kFlappingStart + 2min); // does not flap
        QVERIFY(!flapping.isFlapping(gate, kFlappingStart + 2min));
        QVERIFY(flapping.nextCalm() == kFlappingStart + 11min);
        QVERIFY(flapping.calmed(kFlappingStart + 11min - 1ms).empty());
        QVERIFY(flapping.calmed(kFlappingStart + 11min) == std::vector{kDoor});
        QVERIFY(flapping.calmed(kFlappingStart + 11min).empty() && !flapping.nextCalm());
        QCOMPARE(flapping.size(), std::size_t(1));
        QVERIFY(flapping.calmed(kFlappingStart + 12min).empty());
        QCOMPARE(flapping.size(), std::size_t(0));
    }

    void a_clock_that_is_set_back_makes_nothing_flap_for_longer()
    {
        Flapping flapping(2, 10min);
        flapping.began(kDoor, kFlappingStart);
        flapping.began(kDoor, kFlappingStart);
        QVERIFY(flapping.calmed(kFlappingStart - 24h).empty());
        QVERIFY(flapping.calmed(kFlappingStart - 24h + 10min) == std::vector{kDoor});
    }

    void what_began_a_million_times_is_remembered_in_a_few_times()
    {
        Flapping flapping;
        for (int i = 0; i < 1'000'000; ++i)
            flapping.began(kDoor, kFlappingStart + i * 1ms);
        QCOMPARE(flapping.size(), std::size_t(1));
        QVERIFY(flapping.isFlapping(kDoor, kFlappingStart + 1'000'000ms));
    }
};

VEDETTE_TEST(TstFlapping)
#include "tst_flapping.moc"
