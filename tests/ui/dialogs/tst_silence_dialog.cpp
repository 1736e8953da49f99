#include "tests/support/alert_rule.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"
#include "ui/dialogs/silence_dialog.h"
#include "ui/dialogs/silences_dialog.h"
#include "ui/widgets/table_view.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace std::chrono_literals;
using alerts::Alert;
using alerts::Silence;

namespace {

Alert firing(const char *name, const char *instance)
{
    Alert alert;
    alert.rule = tests::ruleWith([&](alerts::AlertRule &rule) { rule.name = name; });
    alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"alertname", name}, {"instance", instance}});
    alert.state = alerts::AlertState::Firing;
    return alert;
}

} // namespace

class TstSilenceDialog : public QObject {
    Q_OBJECT

    tests::FakeClock clock;
    std::shared_ptr<alerts::AlertSnapshot> snapshot;
    std::unique_ptr<QWidget> window;
    std::vector<Silence> confirmed;

    ui::SilenceDialog *open(const std::vector<Alert> &chosen)
    {
        auto *dialog = new ui::SilenceDialog(clock, snapshot, chosen, window.get());
        connect(dialog, &ui::SilenceDialog::confirmed, this, [this](const Silence &silence) { confirmed.push_back(silence); });
        dialog->show();
        return dialog;
    }
    static QString preview(QWidget *dialog) { return dialog->findChild<QLabel *>(QStringLiteral("silencePreview"))->text(); }
    static QPushButton *confirm(QWidget *dialog) { return dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok); }
    static void type(QWidget *dialog, const QString &matchers)
    {
        auto *line = dialog->findChild<QLineEdit *>(QStringLiteral("silenceMatchers"));
        line->selectAll();
        QTest::keyClicks(line, matchers);
    }

private Q_SLOTS:
    void init()
    {
        window = std::make_unique<QWidget>();
        confirmed.clear();
        snapshot = std::make_shared<alerts::AlertSnapshot>();
        for (const char *instance : {"a", "b", "c", "d", "e", "f"})
            snapshot->firing.push_back(firing("Down", instance));
        snapshot->firing.push_back(firing("Hot", "a"));
    }

    void it_begins_with_what_the_alerts_have_in_common()
    {
        auto *dialog = open({snapshot->firing[0]});
        QCOMPARE(preview(dialog), QStringLiteral("Would silence now: Down (a)"));
        dialog->close();
        dialog = open({snapshot->firing[0], snapshot->firing[1]});
        QCOMPARE(preview(dialog), QStringLiteral("Would silence now: Down (a), Down (b), Down (c), Down (d), and 2 more"));
        dialog->findChild<QLineEdit *>(QStringLiteral("silenceComment"))->setText(QStringLiteral(" swapped "));
        confirm(dialog)->click();
        QCOMPARE(confirmed.size(), std::size_t(1));
        const auto &silence = confirmed[0];
        QVERIFY(silence.matchers.size() == 1 && silence.matchers[0].name() == "alertname" && silence.matchers[0].value() == "Down");
        QVERIFY(silence.endsAt == clock.now() + 1h && silence.comment == "swapped" && !silence.endsWhenUnmatched);
    }

    void what_is_typed_is_checked_and_previewed()
    {
        auto *dialog = open({});
        QVERIFY(!confirm(dialog)->isEnabled());
        type(dialog, QStringLiteral("instance=~\"a|b\", alertname!=\"Hot\""));
        QCOMPARE(preview(dialog), QStringLiteral("Would silence now: Down (a), Down (b)"));
        QVERIFY(confirm(dialog)->isEnabled());
        type(dialog, QStringLiteral("instance=~\"(\""));
        QVERIFY(preview(dialog).startsWith(QStringLiteral("⚠")) && !confirm(dialog)->isEnabled());
        type(dialog, QStringLiteral("instance=~\".*\"")); // everything, also what is not there
        QVERIFY(!confirm(dialog)->isEnabled());
        type(dialog, QStringLiteral("instance=\"z\""));
        QCOMPARE(preview(dialog), QStringLiteral("Nothing that fires now would be silenced."));
        QVERIFY(confirm(dialog)->isEnabled());
    }

    void it_may_end_with_its_cause()
    {
        auto *dialog = open({snapshot->firing[0]});
        auto *duration = dialog->findChild<QComboBox *>(QStringLiteral("silenceDuration"));
        duration->setCurrentIndex(duration->count() - 1);
        clock.advance(1min); // somebody thinks
        confirm(dialog)->click();
        QVERIFY(confirmed.at(0).endsWhenUnmatched && confirmed[0].startsAt == clock.now());
    }

    void silences_are_listed_and_active_ones_can_be_ended()
    {
        auto *dialog = new ui::SilencesDialog(clock, window.get());
        Silence active, expired;
        active.id = "1";
        active.matchers = {series::Matcher::equal("alertname", "Down")};
        active.startsAt = clock.now();
        active.endsAt = clock.now() + 1h;
        expired = active;
        expired.id = "2";
        expired.startsAt = expired.endsAt = clock.now() - 1h;
        dialog->setSilences({active, expired});
        dialog->show();
        auto *table = dialog->findChild<ui::TableView *>(QStringLiteral("silenceList"));
        QCOMPARE(table->model()->rowCount(), 2);
        for (int row = 0; row < 2; ++row)
            QCOMPARE(table->model()->index(row, 0).data().toString(), QStringLiteral("{alertname=\"Down\"}"));
        auto *end = dialog->findChildren<QPushButton *>().at(0);
        for (auto *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("End now"))
                end = button;
        }
        QVERIFY(!end->isEnabled());
        QSignalSpy ended(dialog, &ui::SilencesDialog::expireWanted);
        table->selectAll();
        QVERIFY(end->isEnabled());
        end->click();
        QCOMPARE(ended.count(), 1);
        QCOMPARE(ended.at(0).at(0).toString(), QStringLiteral("1"));
        active.endsAt = clock.now();
        dialog->setSilences({active, expired});
        QVERIFY(!end->isEnabled());
    }
};

VEDETTE_TEST(TstSilenceDialog)
#include "tst_silence_dialog.moc"
