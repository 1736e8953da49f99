#include "models/health/check_state.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using namespace health;
using namespace std::chrono_literals;
using metric::Reason;
using metric::Timestamp;

namespace {

const Timestamp kStart{1'700'000'000s};

CheckPlan shopPlan()
{
    CheckPlan plan;
    plan.target = "shop";
    plan.name = "Shop";
    plan.instance = "https://shop.example/";
    plan.job = "http";
    plan.interval = 30s;
    plan.slowAfter = 2s;
    return plan;
}

} // namespace

// A script of what happens to a check, and what it says after each step.
class TstCheckState : public QObject {
    Q_OBJECT

    std::unique_ptr<CheckState> m_check;
    Surroundings m_around;

    void begin(CheckPlan plan = shopPlan())
    {
        m_check = std::make_unique<CheckState>(std::move(plan));
        m_around = {};
        m_around.now = kStart;
    }
    QByteArray settle()
    {
        m_check->settle(m_around);
        return state();
    }
    QByteArray state() const { return QByteArray::fromStdString(std::string(stateWord(m_check->state()))); }
    // Seconds from the start.
    int since() const { return int((m_check->since() - kStart) / 1s); }
    QByteArray passes(metric::Duration time)
    {
        m_around.now += time;
        return settle();
    }
    QByteArray answers(metric::Duration response = 100ms, metric::Duration later = 30s)
    {
        m_around.now += later;
        m_check->take({Reason::None, "200 OK", response, nullptr}, m_around.now);
        return settle();
    }
    QByteArray fails(Reason reason = Reason::Timeout, metric::Duration later = 5s)
    {
        m_around.now += later;
        m_check->take({reason, "no answer within 10 s", 0ns, nullptr}, m_around.now);
        return settle();
    }
    void blockedBy(const char *target)
    {
        m_around.blockedBy = target;
        m_around.blockedName = target;
    }

private Q_SLOTS:
    void init() { begin(); }

    void nothing_is_known_before_the_first_verdict()
    {
        QCOMPARE(settle(), "unknown");
        QCOMPARE(m_check->message(), std::string("not asked yet"));
        QVERIFY(!m_check->isSeen());
        QCOMPARE(answers(), "ok");
        QCOMPARE(since(), 30);
        QCOMPARE(m_check->message(), std::string("200 OK"));
    }

    void a_failure_is_asked_again_before_the_check_is_down()
    {
        answers();
        QCOMPARE(fails(Reason::Timeout, 30s), "ok");
        QCOMPARE(m_check->failures(), 1);
        QCOMPARE(int((*m_check->askAgainAt() - m_around.now) / 1ms), 5000);
        QCOMPARE(m_check->nextRun(), m_around.now + 5s);
        QCOMPARE(fails(), "ok");
        QCOMPARE(fails(), "down");
        QCOMPARE(since(), 60); // since the first of them
        QCOMPARE(m_check->failures(), 0);
        QCOMPARE(int(m_check->reason()), int(Reason::Timeout));
        QCOMPARE(m_check->message(), std::string("no answer within 10 s"));
        QVERIFY(!m_check->askAgainAt());
        QCOMPARE(m_check->nextRun(), m_around.now + 30s);
        QCOMPARE(answers(), "ok");
        QCOMPARE(m_check->failures(), 0);
    }

    void a_hiccup_is_none()
    {
        answers();
        fails();
        fails();
        QCOMPARE(answers(), "ok");
        QCOMPARE(since(), 30);
        QCOMPARE(fails(), "ok");
        QCOMPARE(m_check->failures(), 1);
    }

    void without_retries_the_first_failure_counts()
    {
        auto plan = shopPlan();
        plan.retries = 0;
        begin(plan);
        QCOMPARE(fails(), "down");
    }

    void what_was_never_seen_up_is_down_when_it_is_confirmed()
    {
        QCOMPARE(fails(), "unknown");
        QCOMPARE(fails(), "unknown");
        QCOMPARE(fails(), "down");
    }

    void one_slow_answer_among_quick_ones_changes_nothing()
    {
        for (int i = 0; i < 20; ++i)
            QCOMPARE(answers(i % 5 == 0 ? 3s : 1s), "ok");
    }

    void most_answers_slow_is_degraded_until_few_are()
    {
        QCOMPARE(answers(3s), "ok");
        QCOMPARE(answers(1s), "ok");
        QCOMPARE(answers(3s), "ok");
        QCOMPARE(answers(3s), "degraded");
        QVERIFY(m_check->message().find("longer than 2 s") != std::string::npos);
        QCOMPARE(answers(1s), "degraded"); // one quick one among slow ones
        QCOMPARE(answers(3s), "degraded");
        QCOMPARE(answers(1900ms), "degraded"); // within the threshold, and near it
        QCOMPARE(answers(1s), "degraded");
        QCOMPARE(answers(1s), "degraded"); // 3, 1.9 of the last five
        QCOMPARE(answers(1s), "degraded");
        QCOMPARE(answers(1s), "ok");
    }

    void a_slow_check_that_fails_is_down_and_comes_back_quick()
    {
        for (int i = 0; i < 3; ++i)
            answers(3s);
        QCOMPARE(state(), "degraded");
        QCOMPARE(fails(), "degraded");
        fails();
        QCOMPARE(fails(), "down");
        QCOMPARE(answers(3s), "ok");
    }

    void what_is_behind_something_down_is_unknown_and_asked_anew_afterwards()
    {
        answers();
        fails(Reason::Timeout, 30s);
        blockedBy("gateway");
        QCOMPARE(settle(), "unknown");
        QCOMPARE(since(), 60); // since it failed
        QCOMPARE(m_check->blockedBy(), std::string("gateway"));
        QCOMPARE(m_check->message(), std::string("behind gateway, which is down"));
        for (int i = 0; i < 5; ++i)
            QCOMPARE(fails(), "unknown");
        blockedBy("");
        QCOMPARE(passes(1s), "unknown");
        QCOMPARE(*m_check->askAgainAt(), m_around.now); // at once
        QCOMPARE(fails(), "unknown");
        QCOMPARE(fails(), "unknown");
        QCOMPARE(fails(), "down");
        QCOMPARE(since(), 60 + 25 + 1 + 5);
    }

    void what_was_down_before_stays_down()
    {
        fails();
        fails();
        fails();
        blockedBy("gateway");
        QCOMPARE(passes(1s), "down");
        m_around.offline = true;
        QCOMPARE(fails(), "down");
        QCOMPARE(since(), 5);
    }

    void what_answers_is_ok_whatever_it_is_behind()
    {
        blockedBy("gateway");
        m_around.offline = true;
        QCOMPARE(answers(), "ok");
        QCOMPARE(fails(), "unknown");
        QCOMPARE(answers(), "ok");
    }

    void confirming_waits_until_it_is_known_whether_the_cause_is_elsewhere()
    {
        answers();
        m_around.undecided = true;
        fails();
        fails();
        QCOMPARE(fails(), "ok");
        QCOMPARE(passes(10s), "ok");
        m_around.undecided = false;
        QCOMPARE(passes(1s), "down");
        QCOMPARE(since(), 35);

        begin();
        m_around.undecided = true;
        for (int i = 0; i < 3; ++i)
            fails();
        QCOMPARE(passes(59s), "unknown");
        QCOMPARE(passes(2s), "down"); // and not for ever
    }

    void offline_excuses_what_needs_a_network()
    {
        answers();
        m_around.offline = true;
        QCOMPARE(settle(), "ok"); // it did not fail
        QCOMPARE(fails(Reason::Dns), "unknown");
        QCOMPARE(m_check->message(), std::string("this machine is offline"));
        QVERIFY(m_check->blockedBy().empty());
        // An answer that is the wrong one came over a network.
        begin();
        m_around.offline = true;
        for (int i = 0; i < 3; ++i)
            fails(Reason::Status);
        QCOMPARE(state(), "down");
    }

    void this_machine_needs_no_network_data()
    {
        QTest::addColumn<QString>("instance");
        QTest::addColumn<bool>("needs");
        QTest::newRow("name") << "shop.example" << true;
        QTest::newRow("url") << "https://shop.example:8443/localhost" << true;
        QTest::newRow("localhost") << "localhost:5432" << false;
        QTest::newRow("url of localhost") << "http://u@localhost/x" << false;
        QTest::newRow("127") << "127.0.0.1:80" << false;
        QTest::newRow("name with 127") << "127-0-0-1.example" << true;
        QTest::newRow("v6") << "[::1]:80" << false;
        QTest::newRow("v6 bare") << "::1" << false;
        QTest::newRow("socket") << "/run/postgresql" << false;
        QTest::newRow("not local") << "localhost.example.org" << true;
    }
    void this_machine_needs_no_network()
    {
        QFETCH(QString, instance);
        QFETCH(bool, needs);
        QCOMPARE(needsNetwork(Reason::Refused, instance.toStdString()), needs);
        QVERIFY(!needsNetwork(Reason::Body, instance.toStdString()));
    }

    void upside_down_is_applied_to_what_is_confirmed()
    {
        auto plan = shopPlan();
        plan.upsideDown = true;
        begin(plan);
        QCOMPARE(fails(), "unknown");
        QCOMPARE(fails(), "unknown");
        QCOMPARE(fails(), "ok");
        QVERIFY(m_check->message().starts_with("it does not answer, as it should"));
        QCOMPARE(fails(), "ok");
        QVERIFY(!m_check->askAgainAt());
        QCOMPARE(answers(), "down"); // no hiccup
        QCOMPARE(int(m_check->reason()), int(Reason::Answer));
        QCOMPARE(m_check->message(), std::string("it answers, and should not: 200 OK"));
        QCOMPARE(fails(), "down");
        QCOMPARE(fails(), "down");
        QCOMPARE(fails(), "ok");
        // Nobody can tell from here.
        m_around.offline = true;
        QCOMPARE(fails(), "unknown");
    }

    void paused_and_maintenance_go_before_what_is_found()
    {
        answers();
        m_around.maintenance = true;
        QCOMPARE(passes(1s), "maintenance");
        fails();
        fails();
        QCOMPARE(fails(), "maintenance");
        QVERIFY(m_check->isOut());
        m_around.maintenance = false;
        QCOMPARE(passes(1s), "down"); // at once
        QCOMPARE(since(), 47);

        auto plan = shopPlan();
        plan.paused = true;
        m_check->setPlan(plan);
        QCOMPARE(passes(1s), "paused");
        QVERIFY(!m_check->isOut() && !m_check->askAgainAt());
        QCOMPARE(m_check->nextRun(), Timestamp{});
        plan.paused = false;
        m_check->setPlan(plan);
        QCOMPARE(passes(1s), "unknown");
        QCOMPARE(m_check->message(), std::string("not asked yet"));
        QCOMPARE(fails(), "unknown");
    }

    void without_a_verdict_for_three_rounds_nothing_is_known()
    {
        answers();
        QCOMPARE(passes(100s), "ok"); // 3 x 30 s + 10 s
        QCOMPARE(passes(1s), "unknown");
        QCOMPARE(m_check->message(), std::string("it was not asked for more than 100 s"));
        QVERIFY(!m_check->settle(m_around)); // and it says so once
        QCOMPARE(answers(), "ok");
    }

    void what_goes_on_failing_after_silence_is_confirmed_again()
    {
        for (int i = 0; i < 3; ++i)
            fails();
        QCOMPARE(passes(101s), "unknown");
        QCOMPARE(since(), 116);
        QCOMPARE(fails(), "unknown");
        fails();
        QCOMPARE(fails(), "down");
    }

    void a_check_that_can_not_be_asked_is_unknown()
    {
        answers();
        m_around.now += 30s;
        m_check->takeError("no such file", m_around.now);
        QCOMPARE(settle(), "unknown");
        QCOMPARE(m_check->message(), std::string("no such file"));
        QCOMPARE(answers(), "ok");
    }

    void a_machine_that_slept_raises_no_storm()
    {
        answers();
        fails();
        fails();
        m_around.now += 8h;
        m_check->resume(m_around.now);
        QCOMPARE(settle(), "ok");
        QCOMPARE(passes(99s), "ok"); // not stale: it has all its time again
        QCOMPARE(fails(), "ok");
        QCOMPARE(m_check->failures(), 1); // two before the sleep do not count
        fails();
        QCOMPARE(fails(), "down");
    }

    void a_restart_goes_on_with_what_was_known()
    {
        m_check->restore(State::Down, kStart - 1h);
        QCOMPARE(settle(), "unknown");
        QCOMPARE(fails(), "down"); // needs no confirmation
        QCOMPARE(since(), -3600);
        QCOMPARE(answers(), "ok");
        QCOMPARE(since(), 35);

        begin();
        m_check->restore(State::Ok, kStart - 1h);
        settle();
        QCOMPARE(answers(), "ok");
        QCOMPARE(since(), -3600);

        begin();
        m_check->restore(State::Ok, kStart - 1h);
        settle();
        fails();
        fails();
        QCOMPARE(fails(), "down");
        QCOMPARE(answers(), "ok");
        QCOMPARE(since(), 45); // it was something else in between
    }
};

VEDETTE_TEST(TstCheckState)
#include "tst_check_state.moc"
