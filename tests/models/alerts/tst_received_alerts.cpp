#include "models/alerts/received_alerts.h"
#include "tests/support/registry.h"

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kNow{1'700'000'000s};
const Labels kDown{{"alertname", "Down"}, {"instance", "a"}, {"severity", "page"}};

PostedAlert posted(const Labels &labels, std::optional<Timestamp> end = std::nullopt) { return {.labels = labels, .endsAt = end}; }

} // namespace

class TstReceivedAlerts : public QObject {
    Q_OBJECT

    ReceivedAlerts received;

private Q_SLOTS:
    void init() { received = {}; }

    void it_fires_until_its_end()
    {
        auto down = posted(kDown, kNow + 60s);
        down.startsAt = kNow - 10s;
        down.annotations = {{"summary", "a is down"}};
        QVERIFY(received.take({down}, kNow));
        QVERIFY(received.takeRulesChanged() && !received.takeRulesChanged());
        QVERIFY(received.rules().at(0)->severity == Severity::Critical && received.rules()[0]->name == "Down");
        auto outcomes = received.outcomes(kNow);
        QCOMPARE(outcomes.size(), std::size_t(1));
        const auto active = outcomes[0].state->alerts.at(kDown);
        QVERIFY(active.phase == rules::AlertPhase::Firing && active.activeAt == kNow - 10s && active.annotations == down.annotations);
        QVERIFY(received.outcomes(kNow + 59s).empty()); // nothing changed
        outcomes = received.outcomes(kNow + 60s);
        QVERIFY(outcomes.size() == 1 && outcomes[0].state->alerts.empty());
    }

    void without_an_end_it_fires_as_long_as_somebody_says_so()
    {
        QVERIFY(received.take({posted(kDown)}, kNow));
        QVERIFY(received.take({posted(kDown)}, kNow + 4min));
        (void)received.outcomes(kNow + 4min);
        QVERIFY(received.outcomes(kNow + 8min).empty());
        QVERIFY(received.outcomes(kNow + 9min).at(0).state->alerts.empty());
    }

    void an_end_in_the_past_ends_what_is_known_and_makes_nothing_new()
    {
        QVERIFY(received.take({posted(kDown, kNow - 1s)}, kNow));
        QVERIFY(received.outcomes(kNow).empty());
        QVERIFY(received.take({posted(kDown)}, kNow));
        QVERIFY(received.take({posted(kDown, kNow + 1s)}, kNow + 1s));
        QVERIFY(received.outcomes(kNow + 1s).at(0).state->alerts.empty());
    }

    void one_rule_for_a_name_and_a_severity()
    {
        QVERIFY(received.take({posted(kDown), posted(kDown.with({{"instance", "b"}})), posted(kDown.with({{"severity", "info"}}))}, kNow));
        QCOMPARE(received.rules().size(), std::size_t(2));
        QCOMPARE(received.outcomes(kNow).size(), std::size_t(2));
    }

    void what_is_no_alert_is_refused_whole()
    {
        QVERIFY(!received.take({posted(kDown), posted({})}, kNow));
        QVERIFY(!received.take({posted(kDown), {.labels = kDown, .startsAt = kNow, .endsAt = kNow - 1s}}, kNow));
        QVERIFY(!received.take({posted(Labels{{"a\xff", "x"}})}, kNow));
        QVERIFY(received.outcomes(kNow).empty());
        std::vector<PostedAlert> many;
        for (std::size_t i = 0; i <= ReceivedAlerts::kMost; ++i)
            many.push_back(posted(kDown.with({{"instance", std::to_string(i)}})));
        QCOMPARE(received.take(many, kNow).error().code, metric::ErrorCode::LimitExceeded);
        many.pop_back();
        QVERIFY(received.take(many, kNow));
        QVERIFY(received.take(many, kNow)); // the same again are no more
    }

    void after_a_restart_it_goes_on_until_nobody_says_so()
    {
        Alert alert;
        AlertRule rule;
        rule.origin = RuleOrigin::Received;
        alert.rule = std::make_shared<const AlertRule>(rule);
        alert.labels = std::make_shared<const Labels>(kDown);
        alert.pendingSince = alert.firingSince = kNow - 1h;
        received.goOn({&alert, 1}, kNow);
        QCOMPARE(received.rules().size(), std::size_t(1));
        QVERIFY(received.outcomes(kNow + 4min).empty());
        QVERIFY(received.take({posted(kDown)}, kNow + 4min));
        QVERIFY(received.outcomes(kNow + 4min).at(0).state->alerts.at(kDown).activeAt == kNow - 1h);
        QVERIFY(received.outcomes(kNow + 9min).at(0).state->alerts.empty());
    }
};

VEDETTE_TEST(TstReceivedAlerts)
#include "tst_received_alerts.moc"
