#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "models/settings/settings.h"
#include "tests/support/alert_rule.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"
#include "ui/tabs/alert_detail.h"
#include "ui/tabs/alert_filter_bar.h"
#include "ui/tabs/alerts_tab.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace std::chrono_literals;
using namespace ui;
using alerts::Alert;
using alerts::AlertState;
using alerts::Severity;

namespace {

const metric::Timestamp kStart(1795265527s);

} // namespace

class TstAlertsTab : public QObject {
    Q_OBJECT

    struct Stage {
        QTemporaryDir folder;
        Theme theme{Theme::Choice::Light};
        tests::FakeClock clock{kStart + 10min};
        tests::FakeReader reader;
        query::PromqlEngine engine{reader, {}, query::figureDefinitions()};
        alerts::AlertService alerts{*alerts::AlertStore::open(folder.filePath("alerts.sqlite").toStdString(), kStart),
                                    alerts::RuleLibrary(folder.filePath("rules").toStdString()),
                                    {.reader = reader, .clock = clock}};
        std::unique_ptr<settings::SettingsStore> settings = std::move(*settings::SettingsStore::open(folder.path()));
        ChartFeed feed{engine, 1s};
        CrosshairHub crosshair;
        Background background;
        items::FileSystemModel fileSystems;
        items::HealthModel health;
        items::TargetModel targets;
        Context context{theme, clock, reader, engine, alerts, *settings, feed, crosshair, background, fileSystems, health, targets, "user"};
    };
    std::unique_ptr<Stage> stage;
    std::unique_ptr<AlertsTab> tab;
    std::shared_ptr<alerts::AlertSnapshot> snapshot;

    static Alert alert(std::int64_t id, const char *name, const char *instance, Severity severity, AlertState state = AlertState::Firing)
    {
        Alert made;
        made.id = id;
        made.rule = tests::ruleWith([&](alerts::AlertRule &rule) {
            rule.id = id;
            rule.name = name;
            rule.severity = severity;
        });
        made.labels = std::make_shared<metric::Labels>(metric::Labels{{"alertname", name}, {"instance", instance}});
        made.state = state;
        made.pendingSince = made.firingSince = kStart;
        return made;
    }
    void open()
    {
        tab = std::make_unique<AlertsTab>(stage->context);
        tab->setAlerts(snapshot);
        tab->resize(1100, 760);
        tab->show();
        QVERIFY(QTest::qWaitForWindowActive(tab.get()));
    }
    QString list() const
    {
        const auto &model = *tab->table().model();
        const auto &items = static_cast<const items::ItemModel &>(model);
        return tests::printed(model, {items.columnOf(u"alert"), items.columnOf(u"target")});
    }
    template <class Button = QToolButton>
    Button *button(const QString &text) const
    {
        for (auto *each : tab->findChildren<Button *>()) {
            if (each->text() == text && !each->isHidden())
                return each;
        }
        return nullptr;
    }
    void selectAll()
    {
        tab->table().selectAll();
        QCoreApplication::processEvents();
    }
    // What the menu of the selection offers.
    void choose(const QString &text)
    {
        QMenu menu;
        Q_EMIT tab->table().menuRequested(&menu);
        for (auto *action : menu.actions()) {
            if (action->text() == text && action->isEnabled())
                return action->trigger();
        }
        QFAIL(qPrintable("not offered: " + text + " of " + tab->table().selectionAsText()));
    }

private Q_SLOTS:
    void init()
    {
        stage = std::make_unique<Stage>();
        snapshot = std::make_shared<alerts::AlertSnapshot>();
        snapshot->firing = {alert(1, "Disk", "b", Severity::Critical), alert(2, "Heat", "a", Severity::Warning),
                            alert(3, "Heat", "b", Severity::Warning)};
        snapshot->resolved = {alert(4, "Load", "c", Severity::Info, AlertState::Resolved)};
        open();
    }
    void cleanup()
    {
        tab.reset();
        stage.reset();
    }

    void a_chip_hides_what_it_is_for_and_says_how_many()
    {
        QCOMPARE(list(), QStringLiteral("Disk | b\nHeat | a\nHeat | b\nLoad | c\n"));
        QVERIFY(button(QStringLiteral("warning 2")) && button(QStringLiteral("resolved 1")) && button(QStringLiteral("pending 0")));
        QVERIFY(!button(QStringLiteral("emergency 0")) && !button(QStringLiteral("muted 0"))); // there are none
        button(QStringLiteral("warning 2"))->click();
        QCOMPARE(list(), QStringLiteral("Disk | b\nLoad | c\n"));
        button(QStringLiteral("resolved 1"))->click();
        QCOMPARE(list(), QStringLiteral("Disk | b\n"));
        QTest::mouseClick(button(QStringLiteral("info 1")), Qt::LeftButton, Qt::ControlModifier);
        QVERIFY(!button(QStringLiteral("critical 1"))->isChecked() && button(QStringLiteral("info 1"))->isChecked());
        QCOMPARE(list(), QString());
        tab->filterBar().showAll();
        QCOMPARE(list().count(u'\n'), 4);
    }

    void what_was_dismissed_is_seen_by_who_asks_for_it()
    {
        snapshot->firing[0].dismissedAt = kStart;
        tab->setAlerts(snapshot);
        QCOMPARE(list(), QStringLiteral("Heat | a\nHeat | b\nLoad | c\n"));
        button(QStringLiteral("dismissed 1"))->click();
        QCOMPARE(list(), QStringLiteral("Disk | b\nHeat | a\nHeat | b\nLoad | c\n"));
    }

    void a_label_of_the_selection_becomes_a_chip_that_a_click_removes()
    {
        tab->select(3);
        choose(QStringLiteral("Only this target"));
        QCOMPARE(list(), QStringLiteral("Disk | b\nHeat | b\n"));
        choose(QStringLiteral("Only this alert"));
        QCOMPARE(list(), QStringLiteral("Heat | b\n"));
        button(QStringLiteral("instance = b  ✕"))->click();
        QVERIFY(!button(QStringLiteral("instance = b  ✕")));
        QCOMPARE(list(), QStringLiteral("Heat | a\nHeat | b\n"));
    }

    void what_is_typed_in_the_table_searches()
    {
        tab->table().setFocus();
        QTest::keyClicks(&tab->table(), QStringLiteral("he"));
        QTest::keyClicks(tab->filterBar().searchBox(), QStringLiteral("at"));
        QCOMPARE(list(), QStringLiteral("Heat | a\nHeat | b\n"));
        QTest::keyClick(tab->filterBar().searchBox(), Qt::Key_Escape);
        QCOMPARE(list().count(u'\n'), 4);
    }

    void groups_are_remembered_and_stand_for_their_alerts()
    {
        button(QStringLiteral("Grouped"))->click();
        QCOMPARE(list(), QStringLiteral("Disk · 1 | \n  Disk | b\nHeat · 2 | \n  Heat | a\n  Heat | b\nLoad · resolved 1 | \n  Load | c\n"));
        for (auto *choice : button(QStringLiteral("by alert"))->menu()->actions()) {
            if (choice->text() == QStringLiteral("by target"))
                choice->trigger();
        }
        const auto byTarget =
            QStringLiteral("b · critical 1, warning 1 | \n  Disk | b\n  Heat | b\na · 1 | \n  Heat | a\nc · resolved 1 | \n  Load | c\n");
        QCOMPARE(list(), byTarget);
        open();
        QCOMPARE(list(), byTarget);
        tab->table().setCurrentIndex(tab->table().model()->index(0, 0));
        button<QPushButton>(QStringLiteral("Clear"))->click();
        auto *box = tab->findChild<QMessageBox *>(QStringLiteral("confirmAlerts"));
        QVERIFY(box);
        QCOMPARE(box->text(), QStringLiteral("End 2 alerts?"));
        QCOMPARE(box->informativeText(), QStringLiteral("Disk (b)\nHeat (b)"));
        tab->select(2); // below a line that is closed
        QCOMPARE(tab->table().currentIndex().parent().row(), 1);
        QVERIFY(tab->table().isExpanded(tab->table().model()->index(1, 0)));
    }

    void buttons_are_for_what_can_be_done()
    {
        tab->select(4);
        QVERIFY(!button<QPushButton>(QStringLiteral("Clear"))->isEnabled());
        QVERIFY(button<QPushButton>(QStringLiteral("Dismiss"))->isEnabled());
        selectAll();
        QVERIFY(button<QPushButton>(QStringLiteral("Clear"))->isEnabled());
        button<QPushButton>(QStringLiteral("Dismiss"))->click();
        QCOMPARE(tab->findChild<QMessageBox *>(QStringLiteral("confirmAlerts"))->text(), QStringLiteral("Take 4 alerts off the list?"));
    }

    void an_alert_that_is_asked_for_is_shown_whatever_the_filters_say()
    {
        button(QStringLiteral("warning 2"))->click();
        tab->filterBar().addMatcher("instance", "c");
        QCOMPARE(list(), QStringLiteral("Load | c\n"));
        tab->select(2);
        QCOMPARE(list().count(u'\n'), 4);
        QCOMPARE(tab->table().currentIndex().row(), 1);
    }

    void the_detail_tells_all_that_the_rule_says()
    {
        snapshot->firing[1].annotations = std::make_shared<const alerts::Annotations>(
            alerts::Annotations{{"summary", "It is <b>hot</b>"}, {"runbook_url", "https://example.org/heat"}, {"owner", "facilities"}});
        tab->setAlerts(std::make_shared<alerts::AlertSnapshot>(*snapshot));
        tab->select(2);
        QCoreApplication::processEvents(); // what is new is shown then
        QStringList texts;
        for (const auto *label : tab->detail().findChildren<QLabel *>()) {
            if (label->isVisibleTo(&tab->detail()) && !label->text().isEmpty())
                texts << label->text();
        }
        const auto all = texts.join(u'\n');
        for (const char *part :
             {"It is <b>hot</b>", "owner\nfacilities", "Runbook\n<a href=\"https://example.org/heat\">https://example.org/heat</a>",
              "Nothing is known of processes there at that time."})
            QVERIFY2(all.contains(QString::fromUtf8(part)), qPrintable(all));
        QVERIFY(tab->detail().asText().startsWith(QStringLiteral("Heat (a)\n")));
        QVERIFY(tab->detail().asMarkdown().contains(QStringLiteral("- **Runbook:** <https://example.org/heat>")));
        selectAll();
        QCOMPARE(tab->detail().title(), QStringLiteral("4 alerts chosen"));
        QVERIFY(tab->detail().asText().isEmpty());
    }

    void a_label_of_the_detail_filters()
    {
        tab->select(2);
        QTRY_VERIFY(button(QStringLiteral("instance = a")));
        button(QStringLiteral("instance = a"))->click();
        QCOMPARE(list(), QStringLiteral("Heat | a\n"));
    }

    void processes_of_the_onset_stand_in_the_detail()
    {
        for (int second = -60; second <= 60; second += 5) {
            const auto time = kStart + std::chrono::seconds(second);
            stage->reader.add(metric::Labels{{"__name__", "namedprocess_namegroup_cpu_seconds_total"}, {"instance", "a"}, {"groupname", "cc1plus"}},
                              time, second * 0.5);
        }
        tab->select(1);
        tab->select(2);
        auto *table = tab->detail().findChild<TableView *>(QStringLiteral("alertProcesses"));
        QTRY_VERIFY(table->isVisibleTo(&tab->detail()));
        QCOMPARE(tests::printed(*table->model()), QStringLiteral("cc1plus | 50 % | –\n"));
        tab->select(1); // of another machine
        QVERIFY(!table->isVisibleTo(&tab->detail()));
    }

    void a_hidden_tab_takes_the_newest_when_it_is_shown()
    {
        tab->hide();
        auto later = std::make_shared<alerts::AlertSnapshot>(*snapshot);
        later->firing.pop_back();
        tab->setAlerts(later);
        QCOMPARE(list().count(u'\n'), 4);
        tab->show();
        QCOMPARE(list().count(u'\n'), 3);
    }
};

VEDETTE_TEST(TstAlertsTab)
#include "tst_alerts_tab.moc"
