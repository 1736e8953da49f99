#include "models/items/alert_filter.h"
#include "tests/support/alert_rule.h"
#include "tests/support/registry.h"

#include <QtCore/QStringList>

using namespace items;
using namespace std::chrono_literals;
using alerts::Alert;
using alerts::AlertState;
using alerts::Severity;

namespace {

const metric::Timestamp kNow(1795265527s);

Alert alert(const char *name, const char *instance, Severity severity = Severity::Warning, AlertState state = AlertState::Firing)
{
    Alert made;
    made.rule = tests::ruleWith([&](alerts::AlertRule &rule) {
        rule.name = name;
        rule.severity = severity;
    });
    made.labels = std::make_shared<metric::Labels>(metric::Labels{{"alertname", name}, {"instance", instance}, {"job", "node"}});
    made.state = state;
    return made;
}

} // namespace

class TstAlertFilter : public QObject {
    Q_OBJECT

    // The instances of what passes.
    static QString shown(const AlertFilter &filter, const std::vector<Alert> &all)
    {
        QStringList passed;
        AlertSieve sieve(filter);
        for (const auto &each : all) {
            if (sieve.passes(each, traitsOf(each, kNow)))
                passed << QString::fromUtf8(each.labels->get("instance").data(), qsizetype(each.labels->get("instance").size()));
        }
        return passed.join(u' ');
    }
    static QString found(const QString &text, const std::vector<Alert> &all)
    {
        AlertFilter filter;
        filter.search = AlertSearch(text);
        return shown(filter, all);
    }

private Q_SLOTS:
    void every_alert_has_one_state_and_one_severity()
    {
        for (const auto state : {AlertState::Pending, AlertState::Firing, AlertState::Acknowledged, AlertState::Resolved}) {
            for (const auto severity : {Severity::Info, Severity::Warning, Severity::Critical, Severity::Emergency})
                QCOMPARE(traitsOf(alert("x", "a", severity, state), kNow).count(), std::size_t(2));
        }
        for (const auto of : {AlertTrait::Pending, AlertTrait::Emergency, AlertTrait::Info}) {
            const auto traits = traitsOf(alert("x", "a"), kNow);
            QVERIFY(kindOf(of).test(std::size_t(of)));
            QCOMPARE((kindOf(of) & traits).count(), std::size_t(1));
        }
        QCOMPARE(kindOf(AlertTrait::Muted).count(), std::size_t(1));
        QVERIFY(traitsOf(alert("x", "a", Severity::Info, AlertState::Acknowledged), kNow).test(std::size_t(AlertTrait::Firing)));
        QVERIFY(traitsOf(alert("x", "a", Severity::Emergency), kNow).test(std::size_t(AlertTrait::Emergency)));
        QVERIFY(traitsOf(alert("x", "a", Severity::Info), kNow).test(std::size_t(AlertTrait::Info)));
    }

    void what_nobody_is_told_of_is_muted()
    {
        const auto muted = [](const Alert &each) { return traitsOf(each, kNow).test(std::size_t(AlertTrait::Muted)); };
        auto silenced = alert("x", "a"), inhibited = silenced, snoozed = silenced, awake = silenced, maintained = silenced;
        silenced.silencedBy = {"id"};
        inhibited.inhibitedBy = {silenced.labels};
        snoozed.snoozedUntil = kNow + 1s;
        maintained.inMaintenance = true;
        awake.snoozedUntil = kNow;
        QVERIFY(muted(silenced) && muted(inhibited) && muted(snoozed) && muted(maintained));
        QVERIFY(!muted(awake));
    }

    void a_hidden_trait_hides_all_that_have_it()
    {
        const std::vector<Alert> all{alert("x", "a", Severity::Critical), alert("x", "b", Severity::Info),
                                     alert("x", "c", Severity::Critical, AlertState::Resolved)};
        AlertFilter filter;
        QCOMPARE(shown(filter, all), QStringLiteral("a b c"));
        filter.hidden.set(std::size_t(AlertTrait::Resolved));
        QCOMPARE(shown(filter, all), QStringLiteral("a b"));
        filter.hidden.set(std::size_t(AlertTrait::Info));
        QCOMPARE(shown(filter, all), QStringLiteral("a"));
    }

    void what_was_dismissed_is_shown_to_who_asks_for_it()
    {
        std::vector<Alert> all{alert("x", "a"), alert("x", "b")};
        all[1].dismissedAt = kNow;
        AlertFilter filter;
        QCOMPARE(shown(filter, all), QStringLiteral("a"));
        filter.hidden.reset();
        QCOMPARE(shown(filter, all), QStringLiteral("a b"));
    }

    void all_matchers_must_match()
    {
        std::vector<Alert> all{alert("Hot", "a"), alert("Hot", "b"), alert("Full", "a")};
        AlertFilter filter;
        filter.matchers = {series::Matcher::equal("instance", "a")};
        QCOMPARE(shown(filter, all), QStringLiteral("a a"));
        filter.matchers.push_back(series::Matcher::equal("alertname", "Full"));
        QCOMPARE(shown(filter, all), QStringLiteral("a"));
        all.front().labels = nullptr;
        filter.matchers = {series::Matcher::equal("instance", "")};
        QVERIFY(AlertSieve(filter).passes(all.front(), {}));
    }

    void words_are_found_in_names_labels_and_comments_whatever_their_case()
    {
        std::vector<Alert> all{alert("CPU above 90 %", "anvil"), alert("Disk", "gw-paris"), alert("Tür offen", "KÖLN")};
        all[0].comment = "Nightly build";
        QCOMPARE(found({}, all), QStringLiteral("anvil gw-paris KÖLN"));
        QCOMPARE(found(QStringLiteral(" cpu ABOVE "), all), QStringLiteral("anvil"));
        QCOMPARE(found(QStringLiteral("PARIS"), all), QStringLiteral("gw-paris"));
        QCOMPARE(found(QStringLiteral("nightly"), all), QStringLiteral("anvil"));
        QCOMPARE(found(QStringLiteral("köln"), all), QStringLiteral("KÖLN"));
        QCOMPARE(found(QStringLiteral("TÜR"), all), QStringLiteral("KÖLN"));
        QCOMPARE(found(QStringLiteral("nowhere"), all), QString());
    }

    void an_exclamation_mark_begins_a_regular_expression()
    {
        const std::vector<Alert> all{alert("Hot", "web-1"), alert("Hot", "web-22"), alert("Hot", "db-1")};
        QCOMPARE(found(QStringLiteral("!^WEB-\\d$"), all), QStringLiteral("web-1"));
        QCOMPARE(found(QStringLiteral("!-1|-22"), all), QStringLiteral("web-1 web-22 db-1"));
        const AlertSearch broken(QStringLiteral("!(web"));
        QVERIFY(!broken.error().empty() && broken.isInEverything());
        QCOMPARE(found(QStringLiteral("!(web"), all), QStringLiteral("web-1 web-22 db-1"));
    }
};

VEDETTE_TEST(TstAlertFilter)
#include "tst_alert_filter.moc"
