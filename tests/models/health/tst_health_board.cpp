#include "models/health/check_samples.h"
#include "models/health/health_board.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

using namespace health;
using namespace std::chrono_literals;
using metric::Reason;
using metric::Timestamp;

namespace {

const Timestamp kStart{1'700'006'400s}; // a midnight

CheckPlan plan(std::string target, std::vector<std::string> behind = {})
{
    CheckPlan plan;
    plan.target = target;
    plan.name = target;
    plan.instance = target + ".example";
    plan.job = "icmp";
    plan.interval = 10s;
    plan.behind = std::move(behind);
    return plan;
}

metric::Batch batchOf(std::string target, Timestamp time, Reason reason, std::string message = {})
{
    metric::Batch batch{std::move(target), time, {}, {}, {}};
    batch.outcomes.push_back(
        {"icmp", "icmp", 1ms, true, {}, metric::Verdict{reason, std::move(message), reason == Reason::None ? 20ms : 0ms, nullptr}});
    return batch;
}

} // namespace

class TstHealthBoard : public QObject {
    Q_OBJECT

    std::unique_ptr<HealthBoard> m_board;
    Timestamp m_now = kStart;
    std::set<std::string> m_maintained;

    void begin(std::vector<CheckPlan> plans, bool checksNetwork = false)
    {
        m_now = kStart;
        m_maintained.clear();
        m_board =
            std::make_unique<HealthBoard>([this](const CheckPlan &each, Timestamp) { return m_maintained.contains(each.target); }, checksNetwork);
        m_board->setPlans(std::move(plans), m_now);
    }
    void passes(metric::Duration time)
    {
        m_now += time;
        m_board->tick(m_now);
    }
    void says(const std::string &target, Reason reason) { m_board->take(batchOf(target, m_now, reason)); }
    void fails(const std::string &target) { says(target, Reason::Timeout); }
    void answers(const std::string &target) { says(target, Reason::None); }
    // "gateway down, shop unknown<gateway"
    QByteArray states()
    {
        std::string words;
        const auto snapshot = m_board->snapshot(m_now);
        for (const auto &check : snapshot->checks) {
            words += fmt::format("{}{} {}", words.empty() ? "" : ", ", check.plan.name, stateWord(check.state));
            if (!check.blockedBy.empty())
                words += "<" + check.blockedBy;
        }
        return QByteArray::fromStdString(words);
    }
    QByteArray asked()
    {
        std::string words;
        for (const auto &target : m_board->takeAskAgain(m_now))
            words += (words.empty() ? "" : " ") + target;
        return QByteArray::fromStdString(words);
    }
    QByteArray changes()
    {
        std::string words;
        for (const auto &change : m_board->takeChanges())
            words += fmt::format("{}{} {} {}", words.empty() ? "" : ", ", (change.time - kStart) / 1s, change.target,
                                 change.state ? stateWord(*change.state) : "-");
        return QByteArray::fromStdString(words);
    }

private Q_SLOTS:
    void a_router_that_goes_down_is_one_thing_that_is_down()
    {
        begin({plan("gateway"), plan("host", {"gateway"}), plan("shop", {"host"}), plan("other")});
        for (const auto *target : {"gateway", "host", "shop", "other"})
            answers(target);
        QCOMPARE(states(), "gateway ok, host ok, other ok, shop ok");
        (void)asked();
        passes(10s);
        fails("shop"); // what is at the end is seen first
        QCOMPARE(asked(), "host");
        passes(1s);
        fails("host");
        QCOMPARE(asked(), "gateway");
        for (int i = 0; i < 4; ++i) {
            passes(5s);
            fails("shop");
            fails("host");
            answers("other");
        }
        QCOMPARE(states(), "gateway ok, host ok, other ok, shop ok"); // it waits for what it is behind
        fails("gateway");
        passes(5s);
        fails("gateway");
        passes(5s);
        QVERIFY(m_board->take(batchOf("gateway", m_now, Reason::Timeout)));
        QCOMPARE(states(), "gateway down, host unknown<gateway, other ok, shop unknown<gateway");
        const auto snapshot = m_board->snapshot(m_now);
        QCOMPARE(snapshot->why, std::string("gateway is down"));
        QCOMPARE(snapshot->losses.size(), std::size_t(1));
        QCOMPARE(changes(), "0 gateway ok, 0 host ok, 0 shop ok, 0 other ok, 31 gateway down, 11 host unknown, 10 shop unknown");

        passes(10s);
        answers("gateway");
        QCOMPARE(states(), "gateway ok, host unknown, other ok, shop unknown");
        QCOMPARE(asked(), "host shop"); // at once
        answers("host");
        answers("shop");
        QCOMPARE(states(), "gateway ok, host ok, other ok, shop ok");
    }

    void a_check_whose_host_answers_is_down_for_a_reason_of_its_own()
    {
        begin({plan("host"), plan("shop", {"host"})});
        answers("host");
        answers("shop");
        passes(10s);
        for (int i = 0; i < 3; ++i) {
            fails("shop");
            passes(5s);
        }
        QCOMPARE(states(), "host ok, shop ok");
        answers("host");
        passes(1s);
        QCOMPARE(states(), "host ok, shop down");
        // And stays it, when the host goes down later.
        for (int i = 0; i < 3; ++i) {
            fails("host");
            passes(5s);
        }
        fails("shop");
        QCOMPARE(states(), "host down, shop down");
    }

    void what_is_asked_again_is_asked_once()
    {
        begin({plan("shop")});
        fails("shop");
        QCOMPARE(asked(), "");
        passes(5s);
        QCOMPARE(asked(), "shop");
        QCOMPARE(asked(), "");
        fails("shop");
        QCOMPARE(asked(), "");
        passes(5s);
        QCOMPARE(asked(), "shop");
    }

    void offline_is_said_once_for_all()
    {
        begin({plan("a"), plan("b"), plan("c")}, true);
        for (const auto *target : {"a", "b", "c"})
            answers(target);
        QVERIFY(!m_board->wantsSelfCheck(m_now));
        passes(10s);
        fails("a");
        QVERIFY(m_board->wantsSelfCheck(m_now));
        const auto askedAt = m_now;
        for (int i = 0; i < 3; ++i) {
            fails("b");
            fails("a");
            passes(1s);
        }
        QCOMPARE(states(), "a ok, b ok, c ok"); // the answer is awaited
        m_board->setNetwork(false, askedAt);
        passes(0s);
        QCOMPARE(states(), "a unknown, b unknown, c ok");
        const auto snapshot = m_board->snapshot(m_now);
        QVERIFY(snapshot->offline && snapshot->overall == State::Unknown);
        QCOMPARE(snapshot->why, std::string("this machine is offline"));
        QCOMPARE(snapshot->score, 100);
        passes(5s);
        QVERIFY(m_board->wantsSelfCheck(m_now)); // until it is over
        m_board->setNetwork(true, m_now);
        passes(1s);
        QCOMPARE(asked(), "a b");
        QCOMPARE(states(), "a unknown, b unknown, c ok");
        for (int i = 0; i < 3; ++i) {
            fails("a");
            answers("b");
            passes(5s);
        }
        QCOMPARE(states(), "a unknown, b ok, c ok"); // it fails anew, and that is asked anew
        m_board->setNetwork(true, m_now);
        passes(0s);
        QCOMPARE(states(), "a down, b ok, c ok");
    }

    void a_machine_that_slept_finds_the_time_unobserved()
    {
        begin({plan("a"), plan("b")});
        answers("a");
        answers("b");
        passes(100ms);
        m_board->resume(m_now, m_now + 8h);
        m_now += 8h;
        passes(1s);
        QCOMPARE(states(), "a ok, b ok");
        answers("a");
        fails("b");
        const auto day = m_board->snapshot(m_now)->checks[0].spent[0];
        QCOMPARE(day.counted(), metric::Duration(100ms));
        QCOMPARE(changes(), "0 a ok, 0 b ok, 0 a -, 0 b -, 28801 a ok, 28801 b ok");
        passes(10s);
        QCOMPARE(m_board->snapshot(m_now)->checks[0].spent[0].counted(), metric::Duration(10'100ms));
    }

    void a_gap_of_one_target_is_its_own()
    {
        begin({plan("a"), plan("b")});
        answers("a");
        answers("b");
        passes(20s);
        auto batch = batchOf("a", m_now, Reason::None);
        batch.gapBefore = 15s;
        m_board->take(batch);
        passes(10s);
        const auto snapshot = m_board->snapshot(m_now);
        QCOMPARE(snapshot->checks[0].spent[0].counted(), metric::Duration(15s));
        QCOMPARE(snapshot->checks[1].spent[0].counted(), metric::Duration(30s));
    }

    void the_past_goes_on_after_a_restart()
    {
        m_now = kStart;
        m_board = std::make_unique<HealthBoard>(HealthBoard::Maintenance(), false);
        Timeline timeline;
        timeline.add({kStart - 2h, State::Ok});
        timeline.add({kStart - 1h, State::Down});
        timeline.add({kStart - 30min, std::nullopt});
        m_board->restore({{"shop", timeline}}, {{"shop", kStart - 1h, State::Down, kStart - 90min, Reason::Timeout, "no answer"}}, {});
        m_board->setPlans({plan("shop")}, m_now);
        QCOMPARE(states(), "shop unknown");
        QCOMPARE(changes(), ""); // nobody asked yet
        passes(10s);
        fails("shop");
        const auto check = m_board->snapshot(m_now)->checks[0];
        QVERIFY(check.state == State::Down && check.since == kStart - 90min);
        QCOMPARE(changes(), "10 shop down");
        for (int i = 0; i < 600; ++i)
            passes(1s);
        QCOMPARE(m_board->snapshot(m_now)->checks[0].spent[0].down(), metric::Duration(30min + 41s)); // then it was not asked any more
    }

    void maintenance_and_pause_are_seen_without_a_verdict()
    {
        auto paused = plan("b");
        paused.paused = true;
        begin({plan("a"), paused});
        m_maintained.insert("a");
        passes(5s);
        QCOMPARE(states(), "a maintenance, b paused");
        QCOMPARE(changes(), "0 b paused, 5 a maintenance");
        m_maintained.clear();
        passes(5s);
        QCOMPARE(states(), "a unknown, b paused");
    }

    void plans_that_change_keep_what_is_known()
    {
        begin({plan("a"), plan("b")});
        answers("a");
        answers("b");
        passes(10s);
        auto renamed = plan("a");
        renamed.name = "z";
        m_board->setPlans({renamed, plan("c"), plan("c")}, m_now);
        QCOMPARE(states(), "c unknown, z ok");
        QCOMPARE(changes(), "0 a ok, 0 b ok, 10 b -");
        passes(10s);
        m_board->setPlans({renamed, plan("b")}, m_now);
        passes(10s);
        answers("b");
        QCOMPARE(m_board->snapshot(m_now)->checks[0].spent[0].counted(), metric::Duration(10s));
        QVERIFY(!m_board->take(batchOf("nobody", m_now, Reason::Timeout)));
    }

    void plans_in_a_circle_do_no_harm()
    {
        begin({plan("a", {"b"}), plan("b", {"a"}), plan("c", {"c"})});
        for (int i = 0; i < 30; ++i) {
            for (const auto *target : {"a", "b", "c"})
                fails(target);
            passes(5s);
        }
        QVERIFY(states().contains("c down"));
    }

    void samples_say_what_the_snapshot_says()
    {
        auto twin = plan("twin");
        twin.name = "a";
        twin.instance = "a.example";
        begin({plan("a"), twin, plan("p")});
        answers("a");
        for (int i = 0; i < 3; ++i)
            fails("twin");
        CheckSamples samples;
        const auto text = [&](bool withSlo) {
            QByteArrayList lines;
            for (const auto &sample : samples.batch(*m_board->snapshot(m_now), withSlo).samples)
                lines << QByteArray::fromStdString(sample.labels->toString() + " " +
                                                   (metric::isStale(sample.value) ? "stale" : fmt::format("{:.6g}", sample.value)));
            std::ranges::sort(lines);
            return lines.join('\n');
        };
        QCOMPARE(text(false), QByteArray("vedette_check_response_seconds{check=\"a\",instance=\"a.example\",job=\"icmp\"} 0.02\n"
                                         "vedette_check_state{check=\"a (2)\",instance=\"a.example\",job=\"icmp\"} 2\n"
                                         "vedette_check_state{check=\"a\",instance=\"a.example\",job=\"icmp\"} 0\n"
                                         "vedette_check_state{check=\"p\",instance=\"p.example\",job=\"icmp\"} 3\n"
                                         "vedette_check_up{check=\"a (2)\",instance=\"a.example\",job=\"icmp\"} 0\n"
                                         "vedette_check_up{check=\"a\",instance=\"a.example\",job=\"icmp\"} 1"));
        passes(36s);
        const auto slo = text(true);
        QVERIFY(slo.contains("vedette_slo_objective_ratio{check=\"p\",instance=\"p.example\",job=\"icmp\"} 0.999"));
        QVERIFY(slo.contains("vedette_slo_burn_rate{check=\"a (2)\",instance=\"a.example\",job=\"icmp\",window=\"5m\"} 1000"));
        QVERIFY(slo.contains("vedette_slo_burn_rate{check=\"a\",instance=\"a.example\",job=\"icmp\",window=\"3d\"} 0"));
        QVERIFY(slo.contains("vedette_slo_budget_left_seconds{check=\"a (2)\",instance=\"a.example\",job=\"icmp\"} 2556"));
        m_board->setPlans({plan("p")}, m_now);
        const auto ended = text(false);
        QCOMPARE(ended.count("stale"), 12 + 11); // and nothing of what is gone goes on
        QVERIFY(!text(false).contains("stale"));
    }
};

VEDETTE_TEST(TstHealthBoard)
#include "tst_health_board.moc"
