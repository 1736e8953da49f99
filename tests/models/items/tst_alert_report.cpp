#include "models/items/alert_report.h"
#include "tests/support/alert_rule.h"
#include "tests/support/registry.h"

using namespace items;
using namespace std::chrono_literals;
using alerts::Alert;
using alerts::AlertEvent;
using alerts::AlertState;
using alerts::EventKind;

namespace {

const metric::Timestamp kStart(1795265527s);

Alert diskAlert()
{
    Alert alert;
    alert.rule = tests::ruleWith([](alerts::AlertRule &rule) {
        rule.name = "File system above 90 %";
        rule.severity = alerts::Severity::Critical;
    });
    alert.labels = std::make_shared<metric::Labels>(metric::Labels{{"instance", "anvil"}, {"mountpoint", "/home"}});
    alert.annotations = std::make_shared<const alerts::Annotations>(alerts::Annotations{{"summary", "/home is nearly full"},
                                                                                        {"action", "Delete old logs."},
                                                                                        {"owner", "team *disks*"},
                                                                                        {"runbook_url", "https://example.org/disk_full?a=b"}});
    alert.state = AlertState::Resolved;
    alert.unit = metric::Unit::Ratio;
    alert.value = 0.89;
    alert.worst = 0.97;
    alert.firingSince = kStart;
    alert.resolvedAt = kStart + 10min;
    return alert;
}

const std::vector<AlertEvent> kEvents{{1, kStart, EventKind::Fired, "vedette", "", 0.91},
                                      {1, kStart + 10min, EventKind::Acknowledged, "ada", "mine", 0.93}};

Alert withRunbook(const char *address)
{
    auto alert = diskAlert();
    alert.annotations = std::make_shared<const alerts::Annotations>(alerts::Annotations{{"runbook_url", address}});
    return alert;
}

} // namespace

class TstAlertReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_alert_is_told_as_text()
    {
        QCOMPARE(alertAsText(diskAlert(), kEvents, kStart + 1h), QStringLiteral("File system above 90 % (anvil)\n"
                                                                                "Severity: Critical\n"
                                                                                "State: resolved\n"
                                                                                "Target: anvil\n"
                                                                                "Value: 89 %\n"
                                                                                "Worst value: 97 %\n"
                                                                                "Since: 2026-11-21 12:52:07 UTC\n"
                                                                                "Lasted: 10 min\n"
                                                                                "What it means: /home is nearly full\n"
                                                                                "What to do: Delete old logs.\n"
                                                                                "Runbook: https://example.org/disk_full?a=b\n"
                                                                                "\n"
                                                                                "Labels\n"
                                                                                "  instance: anvil\n"
                                                                                "  mountpoint: /home\n"
                                                                                "\n"
                                                                                "Annotations\n"
                                                                                "  owner: team *disks*\n"
                                                                                "\n"
                                                                                "Events\n"
                                                                                "  2026-11-21 12:52:07 UTC: fired (vedette)\n"
                                                                                "  2026-11-21 13:02:07 UTC: acknowledged (ada): mine\n"));
    }

    void in_markdown_what_comes_from_outside_is_no_markup()
    {
        auto alert = diskAlert();
        alert.labels = std::make_shared<metric::Labels>(metric::Labels{{"instance", "a<b>\n# [x](http://y) `c` | @all"}});
        const auto text = alertAsMarkdown(alert, {}, kStart + 1h);
        QVERIFY(text.startsWith(
            QStringLiteral("## File system above 90 % (a\\<b\\> \\# \\[x\\](http://y) \\`c\\` \\| \\@all)\n\n- **Severity:** Critical\n")));
        QVERIFY(text.contains(QStringLiteral("- **owner:** team \\*disks\\*\n")));
        QVERIFY(text.contains(QStringLiteral("- **Runbook:** <https://example.org/disk_full?a=b>\n")));
        QVERIFY(text.contains(QStringLiteral("\n### Labels\n\n- **instance:** ")));
        QVERIFY(!text.contains(QStringLiteral("### Events")));
    }

    void what_goes_on_lasts_until_now()
    {
        Alert alert = diskAlert();
        alert.state = AlertState::Pending;
        alert.pendingSince = kStart + 58min;
        QVERIFY(alertAsText(alert, {}, kStart + 1h).contains(QStringLiteral("Since: 2026-11-21 13:50:07 UTC\nLasts: 2 min\n")));
        alert.labels = nullptr;
        alert.annotations = nullptr;
        QVERIFY(alertAsText(alert, {}, kStart + 1h).startsWith(QStringLiteral("File system above 90 %\nSeverity")));
    }

    void a_runbook_is_a_page_and_nothing_else()
    {
        QCOMPARE(runbookOf(withRunbook(" http://wiki/disk ")), std::optional(QUrl(QStringLiteral("http://wiki/disk"))));
        for (const char *other : {"", "disk.md", "/etc/passwd", "file:///etc/passwd", "javascript:alert(1)", "https://", "https:///x",
                                  "http://user:secret@host/", "https://example.org@evil.example/", "ssh://host", "http://a b"})
            QVERIFY2(!runbookOf(withRunbook(other)), other);
        QVERIFY(!runbookOf({}));
        QCOMPARE(otherAnnotations(withRunbook("https://wiki/x")).size(), std::size_t(0));
        auto alert = withRunbook("disk.md");
        alert.rule = tests::ruleWith([](alerts::AlertRule &rule) { rule.annotations = {{"action", "x"}}; });
        QCOMPARE(QString::fromStdString(alerts::actionOf(alert)), QStringLiteral("disk.md")); // told there
    }
};

VEDETTE_TEST(TstAlertReport)
#include "tst_alert_report.moc"
