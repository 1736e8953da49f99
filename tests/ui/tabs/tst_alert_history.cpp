#include "models/query/promql_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"
#include "ui/tabs/alert_history.h"
#include "ui/tabs/alert_hours.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtGui/QHelpEvent>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QToolTip>

using namespace ui;
using namespace std::chrono_literals;

namespace {

const metric::Timestamp kNoon{1'700'049'600s}; // 15 Nov 2023, 12:00 UTC

alerts::AlertChange pastAlert(std::int64_t id, const char *rule, alerts::Severity severity, metric::Duration ago,
                              std::optional<metric::Duration> lasted)
{
    alerts::AlertRule of;
    of.id = rule[0];
    of.name = rule;
    of.severity = severity;
    alerts::Alert alert;
    alert.id = id;
    alert.rule = std::make_shared<const alerts::AlertRule>(of);
    alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"alertname", rule}, {"instance", id % 2 == 0 ? "anvil" : "forge"}});
    alert.firingSince = kNoon - ago;
    alert.state = lasted ? alerts::AlertState::Resolved : alerts::AlertState::Firing;
    if (lasted)
        alert.resolvedAt = alert.firingSince + *lasted;
    return {alert, {}};
}

} // namespace

class TstAlertHistory : public QObject {
    Q_OBJECT

    struct Stage {
        QTemporaryDir folder;
        std::filesystem::path file = folder.filePath("alerts.sqlite").toStdString();
        Theme theme{Theme::Choice::Light};
        tests::FakeClock clock{kNoon};
        tests::FakeReader reader;
        query::PromqlEngine engine{reader};
        std::unique_ptr<alerts::AlertService> alerts;
        std::unique_ptr<settings::SettingsStore> settings = std::move(*settings::SettingsStore::open(folder.path()));
        ChartFeed feed{engine, 1s};
        CrosshairHub crosshair;
        Background background;
        items::FileSystemModel fileSystems;
        items::HealthModel health;
        items::TargetModel targets;
        std::unique_ptr<Context> context;

        explicit Stage(const std::vector<alerts::AlertChange> &past)
        {
            auto store = *alerts::AlertStore::open(file, kNoon);
            if (!store.write(past))
                qFatal("not written");
            alerts = std::make_unique<alerts::AlertService>(std::move(store), alerts::RuleLibrary(folder.filePath("rules").toStdString()),
                                                            alerts::AlertParts{.reader = reader, .clock = clock});
            context = std::make_unique<Context>(
                Context{theme, clock, reader, engine, *alerts, *settings, feed, crosshair, background, fileSystems, health, targets, "user"});
        }
    };
    std::unique_ptr<Stage> stage;
    std::unique_ptr<AlertHistory> history;

    static std::vector<alerts::AlertChange> somePast()
    {
        auto taken = pastAlert(2, "Disk", alerts::Severity::Critical, 3h, 30min);
        taken.alert.acknowledgedBy = "ada";
        taken.alert.acknowledgedAt = taken.alert.firingSince + 10min;
        return {pastAlert(1, "CPU", alerts::Severity::Warning, 5h, 40s), taken, pastAlert(3, "CPU", alerts::Severity::Warning, 2h, 20min),
                pastAlert(4, "CPU", alerts::Severity::Warning, 5 * 24h, 1h)};
    }
    void open(const std::vector<alerts::AlertChange> &past = somePast())
    {
        history.reset();
        stage = std::make_unique<Stage>(past);
        history = std::make_unique<AlertHistory>(*stage->context);
        history->resize(900, 700);
        history->show();
    }
    template <class Widget>
    Widget *the(const char *name) const
    {
        auto *found = history->findChild<Widget *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    QString table(const QList<int> &columns = {1, 2, 3, 4}) const { return tests::printed(*the<TableView>("incidents")->model(), columns); }
    bool shows(int rows) const
    {
        return QTest::qWaitFor([&] { return the<TableView>("incidents")->model()->rowCount() == rows && page() == 1; }, 5000);
    }
    int page() const { return history->findChild<QStackedWidget *>()->currentIndex(); }
    QString message() const { return the<QLabel>("historyMessage")->text(); }
    void click(const char *text) const
    {
        for (auto *each : history->findChildren<QAbstractButton *>()) {
            if (each->text() == QString::fromUtf8(text))
                return each->click();
        }
        qFatal("no button %s", text);
    }
    AlertTimeline *timeline() const { return the<AlertTimeline>("alertTimeline"); }
    QString figure(const char *name) const
    {
        for (auto *each : history->findChildren<QLabel *>()) {
            if (each->accessibleName() == QLatin1String(name))
                return each->text();
        }
        qFatal("no figure %s", name);
    }

private Q_SLOTS:
    void cleanup()
    {
        history.reset();
        stage.reset();
    }

    void a_day_is_shown_first_and_a_longer_range_when_it_is_chosen()
    {
        open();
        QVERIFY(shows(3));
        QCOMPARE(table(), QStringLiteral("CPU | forge | 15 Nov 10:00:00 | 20 min\n"
                                         "Disk | anvil | 15 Nov 09:00:00 | 30 min\n"
                                         "CPU | forge | 15 Nov 07:00:00 | 40 s\n"));
        QCOMPARE(figure("Incidents"), QStringLiteral("3"));
        QCOMPARE(figure("MTTA"), QStringLiteral("10 min"));
        QCOMPARE(figure("Noise"), QStringLiteral("33 %"));
        click("7 d");
        QVERIFY(shows(4));
        QCOMPARE(figure("Incidents"), QStringLiteral("4"));
        QCOMPARE(timeline()->window().to - timeline()->window().from, metric::Duration(7 * 24h));
    }

    void a_range_of_its_own_is_shown_until_another_is_chosen()
    {
        open();
        history->showRange({kNoon - 4h, kNoon - 150min});
        QVERIFY(shows(1));
        QVERIFY(table().startsWith(QStringLiteral("Disk")));
        click("24 h");
        QVERIFY(shows(3));
    }

    void nothing_and_not_yet_and_not_at_all_are_said()
    {
        open({});
        QCOMPARE(message(), QStringLiteral("The history is being read…"));
        QVERIFY(QTest::qWaitFor([&] { return message().startsWith(QStringLiteral("Nothing fired")); }, 5000));
        QCOMPARE(page(), 0);
        history.reset();

        stage = std::make_unique<Stage>(somePast());
        std::filesystem::remove(stage->file); // the connection that reads is opened with the first question
        history = std::make_unique<AlertHistory>(*stage->context);
        history->show();
        QVERIFY2(QTest::qWaitFor([&] { return message().startsWith(QStringLiteral("The history of alerts can not be read: ")); }, 5000),
                 qPrintable(message()));
    }

    void a_click_on_a_bar_and_on_a_row_choose_the_same_incident()
    {
        open();
        QVERIFY(shows(3));
        QSignalSpy chosen(history.get(), &AlertHistory::incidentChosen);
        auto *view = timeline();
        // The second lane's only bar, wherever it is.
        const auto *port = view->viewport();
        bool found = false;
        for (int x = port->width() / 4; x < port->width() && !found; x += 3) {
            QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(x, 30));
            found = view->current() == 2;
        }
        QVERIFY(found);
        QVERIFY(QTest::qWaitFor([&] { return !chosen.isEmpty(); }, 5000));
        QCOMPARE(chosen.back().front().value<alerts::Alert>().acknowledgedBy, std::string("ada"));
        auto *rows = the<TableView>("incidents");
        QCOMPARE(rows->currentIndex().siblingAtColumn(1).data().toString(), QStringLiteral("Disk"));
        chosen.clear();
        rows->setCurrentIndex(rows->model()->index(2, 0));
        QCOMPARE(view->current(), qint64(1));
        QVERIFY(QTest::qWaitFor([&] { return !chosen.isEmpty(); }, 5000));
        QCOMPARE(chosen.back().front().value<alerts::Alert>().id, std::int64_t(1));
    }

    void arrows_walk_through_the_incidents()
    {
        open();
        QVERIFY(shows(3));
        auto *view = timeline();
        view->setFocus();
        QList<qint64> walked;
        for (const auto key : {Qt::Key_Down, Qt::Key_Left, Qt::Key_Left, Qt::Key_Right, Qt::Key_Down, Qt::Key_Up, Qt::Key_Home}) {
            QTest::keyClick(view, key);
            walked << view->current();
        }
        // The lane with the most first, its newest; nothing beyond an end; then the nearest of the lane below, and back.
        QCOMPARE(walked, (QList<qint64>{3, 1, 1, 3, 2, 3, 1}));
        QVERIFY(view->accessibleDescription().startsWith(QStringLiteral("CPU, forge, Warning, resolved")));
    }

    void the_wheel_looks_closer_a_drag_goes_on_and_a_double_click_shows_all()
    {
        open();
        QVERIFY(shows(3));
        auto *view = timeline();
        const auto whole = view->window();
        const auto middle = QPointF(view->viewport()->width() * 0.6, 10);
        const auto turn = [&](int by) {
            QWheelEvent event(middle, view->viewport()->mapToGlobal(middle), {}, {0, by}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(view->viewport(), &event);
        };
        turn(120);
        turn(120);
        const auto closer = view->window();
        QVERIFY(closer.from > whole.from && closer.to < whole.to);
        QCOMPARE(std::chrono::round<std::chrono::minutes>(closer.to - closer.from),
                 std::chrono::round<std::chrono::minutes>((whole.to - whole.from) * 64 / 100));
        QTest::mousePress(view->viewport(), Qt::LeftButton, {}, QPoint(400, 150));
        QTest::mouseMove(view->viewport(), QPoint(430, 150));
        QTest::mouseMove(view->viewport(), QPoint(460, 150));
        QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, QPoint(460, 150));
        QVERIFY(view->window().from < closer.from);
        QCOMPARE(view->window().to - view->window().from, closer.to - closer.from);
        QCOMPARE(view->current(), qint64(0)); // a drag chooses nothing
        // Looking closer lasts while the range goes on.
        stage->clock.advance(1min);
        const auto before = view->window();
        view->setIncidents(std::make_shared<const std::vector<alerts::Incident>>(), {whole.from + 1min, whole.to + 1min});
        QVERIFY(view->window() == before);
        QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, QPoint(400, 150));
        QVERIFY((view->window() == alerts::TimeRange{whole.from + 1min, whole.to + 1min}));
        for (int i = 0; i < 100; ++i)
            turn(120);
        QVERIFY(view->window().to - view->window().from >= 1min);
    }

    void the_tooltip_has_the_facts_and_says_when_nobody_watched()
    {
        open();
        QVERIFY(shows(3));
        auto *view = timeline();
        const auto hintAt = [&](const QPoint &place) {
            QToolTip::hideText();
            QHelpEvent event(QEvent::ToolTip, place, view->viewport()->mapToGlobal(place));
            QApplication::sendEvent(view->viewport(), &event);
            return QToolTip::text();
        };
        QVERIFY(hintAt(QPoint(10, 8)).startsWith(QStringLiteral("CPU\n2 incident")));
        QStringList hints;
        for (int x = 250; x < view->viewport()->width(); x += 4)
            hints << hintAt(QPoint(x, 30));
        QVERIFY(hints.join(QStringLiteral("; ")).contains(QStringLiteral("over 15 Nov 09:30:00, after 30 min\nacknowledged by ada, after 10 min")));
        view->setGaps({{kNoon - 24h, kNoon - 12h}});
        const auto gap = hintAt(QPoint(view->viewport()->width() * 4 / 10, 30));
        QVERIFY2(gap.startsWith(QStringLiteral("Nobody watched from 14 Nov 12:00:00")), qPrintable(gap));
    }

    void when_nobody_watched_is_asked_of_the_past()
    {
        history.reset();
        stage = std::make_unique<Stage>(somePast());
        for (auto ago = 6h; ago > 0h; ago -= 1h) {
            for (auto within = 0min; within < 60min && (ago != 4h); within += 1min)
                stage->reader.add({{"__name__", "up"}, {"instance", "anvil"}}, kNoon - ago + within, 1);
        }
        history = std::make_unique<AlertHistory>(*stage->context);
        history->resize(900, 700);
        history->show();
        QVERIFY(shows(3));
        history->showRange({kNoon - 6h, kNoon});
        const auto hatched = [&] {
            // The gap's middle, between the bars: 3.5 h of 6 h before the end.
            auto *view = timeline();
            const double left = std::clamp(view->viewport()->width() * 0.28, 80.0, 210.0), width = view->viewport()->width() - 12 - left;
            const QPoint place(int(left + width * 2.5 / 6), view->viewport()->height() - 40);
            QToolTip::hideText();
            QHelpEvent event(QEvent::ToolTip, place, view->viewport()->mapToGlobal(place));
            QApplication::sendEvent(view->viewport(), &event);
            return QToolTip::text().startsWith(QStringLiteral("Nobody watched"));
        };
        QVERIFY(QTest::qWaitFor(hatched, 5000));
    }

    void analytics_name_the_noisiest_rule_first_and_are_copied_as_csv()
    {
        open();
        QVERIFY(shows(3));
        the<QToolButton>("historyAnalytics")->click();
        QCOMPARE(page(), 2);
        QCOMPARE(tests::printed(*the<TableView>("noisiestRules")->model(), {1, 2, 9}), QStringLiteral("CPU | 2 | 50 %\nDisk | 1 | 0.0 %\n"));
        QVERIFY(the<AlertHours>("alertHours")->accessibleDescription().startsWith(QStringLiteral("Wednesday, ")));
        click("Copy as CSV");
        const auto lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines[0], QStringLiteral("severity,rule,incidents,time firing,each,MTTA,not acknowledged,MTTR,still firing,noise,flapping"));
        QCOMPARE(lines[2], QStringLiteral("2,Disk,1,1800,1800,600,0,1800,0,0,0"));
        the<QToolButton>("historyAnalytics")->click();
        QCOMPARE(page(), 1);
    }

    void what_begins_meanwhile_is_listed_by_itself()
    {
        open();
        QVERIFY(shows(3));
        auto store = *alerts::AlertStore::open(stage->file, kNoon);
        const auto now = pastAlert(9, "New", alerts::Severity::Emergency, 0s, std::nullopt);
        QVERIFY(store.write({&now, 1}));
        stage->clock.advance(1min);
        auto snapshot = std::make_shared<alerts::AlertSnapshot>();
        snapshot->firing = {now.alert};
        history->setAlerts(snapshot);
        QVERIFY(shows(4));
    }

    void many_incidents_are_drawn_and_the_newest_listed()
    {
        std::vector<alerts::AlertChange> past;
        for (int i = 1; i <= 20'000; ++i)
            past.push_back(pastAlert(i, i % 3 == 0 ? "CPU" : "Disk", alerts::Severity(i % 4), metric::Duration(24h * 60) * i / 20'000,
                                     std::chrono::seconds(i % 4'000)));
        open(past);
        click("90 d");
        QVERIFY(shows(5'000));
        QCOMPARE(figure("Incidents"), QStringLiteral("20000"));
        const auto image = timeline()->grab().toImage();
        int drawn = 0;
        for (int x = 250; x < image.width(); ++x)
            drawn += image.pixelColor(x, 30) != image.pixelColor(image.width() - 1, 1);
        QVERIFY(drawn > 100);
    }
};

VEDETTE_TEST(TstAlertHistory)
#include "tst_alert_history.moc"
