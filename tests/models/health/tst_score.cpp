#include "models/health/score.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using namespace health;

namespace {

// Letters: o ok, s slow, d down, u unknown, b behind something, p paused, m maintenance; named by their places.
std::vector<CheckStatus> checks(std::string_view letters)
{
    std::vector<CheckStatus> result;
    for (const char letter : letters) {
        CheckStatus check;
        check.plan.target = check.plan.name = std::to_string(result.size());
        const auto at = std::string_view("osdupm").find(letter == 'b' ? 'u' : letter);
        check.state = std::array{State::Ok, State::Degraded, State::Down, State::Unknown, State::Paused, State::Maintenance}[at];
        check.excused = letter == 'b';
        result.push_back(check);
    }
    return result;
}

QByteArray text(std::string_view letters)
{
    const auto score = scoreOf(checks(letters));
    std::string words = std::to_string(score.value);
    int lost = 0;
    for (const auto &loss : score.losses) {
        words += fmt::format(", -{} {}", loss.points, loss.why);
        lost += loss.points;
    }
    return lost == 100 - score.value ? QByteArray::fromStdString(words) : QByteArray("the losses do not add up");
}

} // namespace

class TstScore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_score_says_what_is_wrong_data()
    {
        QTest::addColumn<QByteArray>("checks");
        QTest::addColumn<QByteArray>("score");
        QTest::newRow("none") << QByteArray("") << QByteArray("100");
        QTest::newRow("all well") << QByteArray("oopm") << QByteArray("100");
        QTest::newRow("one of ten") << QByteArray("odoooooooo") << QByteArray("80, -20 1 is down");
        QTest::newRow("one of a hundred") << QByteArray(99, 'o') + "d" << QByteArray("80, -20 99 is down");
        QTest::newRow("one of two") << QByteArray("od") << QByteArray("50, -50 1 is down");
        QTest::newRow("all") << QByteArray("ddd") << QByteArray("0, -41 0 is down, -33 1 is down, -26 2 is down");
        QTest::newRow("two of twenty") << QByteArray(18, 'o') + "dd" << QByteArray("64, -20 18 is down, -16 19 is down");
        QTest::newRow("slow costs less") << QByteArray(9, 'o') + "s" << QByteArray("94, -6 9 answers slowly");
        QTest::newRow("unknown least") << QByteArray(9, 'o') + "u" << QByteArray("97, -3 9 is unknown");
        QTest::newRow("behind costs nothing") << QByteArray(9, 'o') + "dbbbbb" << QByteArray("80, -20 9 is down");
        QTest::newRow("the gravest first") << QByteArray(20, 'o') + "sd" << QByteArray("75, -20 21 is down, -5 20 answers slowly");
        QTest::newRow("all behind") << QByteArray("bbb") << QByteArray("100");
    }
    void the_score_says_what_is_wrong()
    {
        QFETCH(QByteArray, checks);
        QFETCH(QByteArray, score);
        QCOMPARE(text(checks.toStdString()), score);
    }

    void worse_is_never_better()
    {
        constexpr std::string_view kWorse = "ousd";
        for (int all = 1; all < 30; ++all) {
            std::string letters(std::size_t(all), 'o');
            int last = 100;
            for (const char letter : kWorse.substr(1)) {
                for (auto &each : letters) {
                    each = letter;
                    const int value = scoreOf(checks(letters)).value;
                    QVERIFY2(value <= last, letters.c_str());
                    QVERIFY(!text(letters).startsWith("the"));
                    last = value;
                }
            }
            QCOMPARE(last, 0);
        }
    }

    void overall_is_the_worst_that_counts()
    {
        const auto said = [](std::string_view letters, bool offline = false) {
            const auto overall = overallOf(checks(letters), offline);
            return QByteArray::fromStdString(fmt::format("{}: {}", stateWord(overall.state), overall.why));
        };
        QCOMPARE(said("oopm"), "ok: ");
        QCOMPARE(said("obo"), "ok: ");
        QCOMPARE(said("osudo"), "down: 3 is down");
        QCOMPARE(said("oddd"), "down: 1 is down, and 2 more");
        QCOMPARE(said("osu"), "degraded: 1 answers slowly");
        QCOMPARE(said("ou"), "unknown: 1 is unknown");
        QCOMPARE(said("os", true), "unknown: this machine is offline");
        QCOMPARE(said("od", true), "down: 1 is down");
    }
};

VEDETTE_TEST(TstScore)
#include "tst_score.moc"
