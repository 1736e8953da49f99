#include "models/health/check_state.h"
#include "models/health/score.h"
#include "models/items/check_texts.h"
#include "tests/support/registry.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTranslator>

using namespace items;
using namespace std::chrono_literals;
using metric::Reason;

namespace {

// A language in which every text that can be translated stands in brackets.
class Brackets : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return QStringLiteral("[%1]").arg(QLatin1String(source));
    }
};

// A check and what it says after each step.
struct Script {
    health::CheckPlan plan;
    health::CheckState check{plan};
    health::Surroundings around{metric::Timestamp(1'700'000'000s)};

    explicit Script(health::CheckPlan of = {}) : plan(std::move(of)), check(plan) {}
    QString says()
    {
        check.settle(around);
        return messageText(check.message());
    }
    QString takes(Reason reason, const char *message, metric::Duration response = 100ms)
    {
        around.now += 5s;
        check.take({reason, message, response, nullptr}, around.now);
        return says();
    }
};

health::CheckPlan plan()
{
    health::CheckPlan plan;
    plan.target = "shop";
    plan.name = "shop";
    plan.instance = "https://shop.example/";
    plan.job = "http";
    plan.interval = 30s;
    plan.retries = 0;
    plan.slowAfter = 2s;
    return plan;
}

} // namespace

class TstCheckTexts : public QObject {
    Q_OBJECT

    Brackets brackets;

private Q_SLOTS:
    void init() { QCoreApplication::installTranslator(&brackets); }
    void cleanup() { QCoreApplication::removeTranslator(&brackets); }

    void what_a_check_says_of_itself_is_told_in_the_language_of_the_user()
    {
        Script script(plan());
        QCOMPARE(script.says(), QStringLiteral("[not asked yet]"));
        for (int i = 0; i < 4; ++i)
            script.takes(Reason::None, "200 OK", 3s);
        QCOMPARE(script.says(), QStringLiteral("[answers slowly: most of the last answers took longer than 2 s]"));
        script.around.now += 1h;
        QCOMPARE(script.says(), QStringLiteral("[it was not asked for more than 100 s]"));
        script.check.takeError("", script.around.now);
        QCOMPARE(script.says(), QStringLiteral("[it could not be asked]"));
        script.around.blockedBy = script.around.blockedName = "gateway";
        QCOMPARE(script.takes(Reason::Timeout, "no answer"), QStringLiteral("[behind gateway, which is down]"));
        script.around.blockedBy.clear();
        QCOMPARE(script.says(), QStringLiteral("[it is being asked again]"));
        script.around.offline = true;
        QCOMPARE(script.says(), QStringLiteral("[this machine is offline]"));
        auto turned = plan();
        turned.upsideDown = true;
        Script upsideDown(turned);
        QCOMPARE(upsideDown.takes(Reason::None, ""), QStringLiteral("[it answers, and should not]"));
        QCOMPARE(upsideDown.takes(Reason::None, "200 OK"), QStringLiteral("[it answers, and should not: 200 OK]"));
        QCOMPARE(upsideDown.takes(Reason::Refused, "%1 is off"), QStringLiteral("[it does not answer, as it should: %1 is off]"));
    }

    void what_a_server_says_stays_as_it_is()
    {
        for (const auto *message : {"", "200 OK", "behind the times", "the database is down", "this machine is offline!"})
            QCOMPARE(messageText(message), QString::fromUtf8(message));
        QCOMPARE(causeText(Reason::Status, "500 Internal Server Error"), QStringLiteral("[status]: 500 Internal Server Error"));
        QCOMPARE(causeText(Reason::Network, "this machine is offline"), QStringLiteral("[network]: [this machine is offline]"));
        QCOMPARE(causeText(Reason::Timeout, ""), QStringLiteral("[timeout]"));
    }

    void a_summary_is_told_in_the_language_of_the_user_data()
    {
        QTest::addColumn<health::State>("state");
        QTest::addColumn<QString>("says");
        QTest::newRow("down") << health::State::Down << QStringLiteral("[a is down");
        QTest::newRow("slow") << health::State::Degraded << QStringLiteral("[a answers slowly");
        QTest::newRow("unknown") << health::State::Unknown << QStringLiteral("[a is unknown");
    }
    void a_summary_is_told_in_the_language_of_the_user()
    {
        QFETCH(health::State, state);
        QFETCH(QString, says);
        std::vector<health::CheckStatus> checks(3);
        for (auto &check : checks) {
            check.plan.name = "a";
            check.state = state;
        }
        QCOMPARE(summaryText(health::overallOf(checks, false).why), says + QStringLiteral(", and 2 more]"));
        checks.resize(1);
        QCOMPARE(summaryText(health::overallOf(checks, false).why), says + u']');
        QCOMPARE(summaryText(health::scoreOf(checks).losses.at(0).why), says + u']');
        QCOMPARE(summaryText(health::overallOf({}, true).why), QStringLiteral("[this machine is offline]"));
    }
};

VEDETTE_TEST(TstCheckTexts)
#include "tst_check_texts.moc"
