#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "models/settings/settings.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/health_snapshots.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"
#include "ui/charts/chart_widget.h"
#include "ui/dialogs/evidence_dialog.h"
#include "ui/tabs/check_filter_bar.h"
#include "ui/tabs/health_tab.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace std::chrono_literals;
using namespace ui;
using tests::checkNamed;
using tests::kCheckedAt;
using HealthState = health::State;

class TstHealthTab : public QObject {
    Q_OBJECT

    struct Stage {
        QTemporaryDir folder;
        Theme theme{Theme::Choice::Light};
        tests::FakeClock clock{kCheckedAt};
        tests::FakeReader reader;
        query::PromqlEngine engine{reader, {}, query::figureDefinitions()};
        alerts::AlertService alerts{*alerts::AlertStore::open(folder.filePath("alerts.sqlite").toStdString(), kCheckedAt),
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
    std::unique_ptr<HealthTab> tab;
    std::shared_ptr<health::HealthSnapshot> snapshot;

    QString list() const
    {
        const auto &model = *tab->checks().model();
        const auto &items = static_cast<const items::ItemModel &>(model);
        return tests::printed(model, {items.columnOf(u"name"), items.columnOf(u"state")});
    }
    template <class Button>
    Button *button(const QString &text) const
    {
        for (auto *each : tab->findChildren<Button *>()) {
            if (each->text() == text && each->isVisible())
                return each;
        }
        return nullptr;
    }
    QString texts() const
    {
        QStringList all;
        for (const auto *label : tab->findChildren<QLabel *>()) {
            if (label->isVisible())
                all << label->text();
        }
        return all.join(u'\n');
    }
    QStringList offered() const
    {
        QMenu menu;
        Q_EMIT tab->checks().menuRequested(&menu);
        QStringList all;
        for (const auto *action : menu.actions()) {
            if (action->isEnabled() && !action->isSeparator())
                all << action->text();
        }
        return all;
    }
    void choose(const QString &text)
    {
        QMenu menu;
        Q_EMIT tab->checks().menuRequested(&menu);
        for (auto *action : menu.actions()) {
            if (action->text() == text && action->isEnabled())
                return action->trigger();
        }
        QFAIL(qPrintable("not offered: " + text));
    }

private Q_SLOTS:
    void init()
    {
        stage = std::make_unique<Stage>();
        auto shop = checkNamed("shop", HealthState::Down);
        shop.reason = metric::Reason::Tls;
        shop.message = "certificate expired 2 h ago";
        shop.outages = 2;
        shop.mttr = 11min;
        auto wiki = checkNamed("wiki", HealthState::Paused);
        wiki.plan.paused = true;
        snapshot = tests::snapshotOf({checkNamed("api"), checkNamed("mail", HealthState::Maintenance), shop, wiki});
        snapshot->overall = HealthState::Down;
        snapshot->why = "shop is down";
        snapshot->score = 91;
        snapshot->losses = {{9, "id-shop", "shop is down"}};
        tab = std::make_unique<HealthTab>(stage->context);
        tab->setHealth(snapshot);
        tab->setScore(96, {QStringLiteral("−4 CPU above 90 % (anvil)")});
        tab->resize(1180, 780);
        tab->show();
        QVERIFY(QTest::qWaitForWindowActive(tab.get()));
    }
    void cleanup()
    {
        tab.reset();
        stage.reset();
    }

    void the_score_is_of_checks_and_machine_together_and_a_reason_leads_to_its_check()
    {
        QCOMPARE(tab->score(), 87);
        QCOMPARE(tab->reasons(), (QStringList{QStringLiteral("−9 shop is down"), QStringLiteral("−4 CPU above 90 % (anvil)")}));
        QVERIFY(texts().contains(QStringLiteral("\n87\n")) || texts().startsWith(QStringLiteral("87\n")));
        QVERIFY(texts().contains(QStringLiteral("\nshop is down\n")));
        tab->filterBar().searchBox()->setText(QStringLiteral("api"));
        button<QPushButton>(QStringLiteral("−9 shop is down"))->click();
        QCOMPARE(list().count(u'\n'), 4); // the search hid it
        QVERIFY(tab->checks().selectionAsText().startsWith(QStringLiteral("shop\t")));
        QVERIFY(texts().contains(QStringLiteral("tls: certificate expired 2 h ago · for 6 d")));
    }

    void the_worst_is_first_and_chips_and_words_choose_what_is_shown()
    {
        QCOMPARE(list(), QStringLiteral("shop | Down\napi | OK\nmail | Maintenance\nwiki | Paused\n"));
        QVERIFY(!button<QToolButton>(QStringLiteral("Unknown 0"))); // there are none
        button<QToolButton>(QStringLiteral("OK 1"))->click();
        QCOMPARE(list(), QStringLiteral("shop | Down\nmail | Maintenance\nwiki | Paused\n"));
        QTest::mouseClick(button<QToolButton>(QStringLiteral("Down 1")), Qt::LeftButton, Qt::ControlModifier);
        QCOMPARE(list(), QStringLiteral("shop | Down\n"));
        tab->filterBar().showAll();
        tab->checks().setFocus();
        QTest::keyClicks(&tab->checks(), QStringLiteral("wi"));
        QCOMPARE(list(), QStringLiteral("wiki | Paused\n"));
    }

    void another_span_tells_of_another_time()
    {
        tests::endBars(snapshot->checks[2], 4, HealthState::Down);
        tab->setHealth(snapshot);
        const auto share = [&] {
            const auto &model = static_cast<const items::CheckModel &>(*tab->checks().model());
            return model.index(0, model.columnOf(u"bar")).data().toString();
        };
        QCOMPARE(share(), QStringLiteral("91.66 % in 24 h, down for 2 h 00 min"));
        button<QToolButton>(QStringLiteral("90 d"))->click();
        QCOMPARE(share(), QStringLiteral("95.55 % in 90 d, down for 4 d"));
    }

    void what_can_be_done_is_what_the_chosen_are_for()
    {
        tab->select(QStringLiteral("id-wiki"));
        QCOMPARE(offered(), (QStringList{QStringLiteral("Resume"), QStringLiteral("Evidence…"), QStringLiteral("Open its page"),
                                         QStringLiteral("Edit…"), QStringLiteral("Remove")}));
        QSignalSpy paused(tab.get(), &HealthTab::pauseRequested);
        choose(QStringLiteral("Resume"));
        tab->checks().selectAll();
        choose(QStringLiteral("Pause"));
        QCOMPARE(paused.size(), 4);
        QCOMPARE(paused[0], (QVariantList{QStringLiteral("id-wiki"), false}));
        QCOMPARE(paused[1], (QVariantList{QStringLiteral("id-shop"), true}));
        tab->select(QStringLiteral("id-mail"));
        QSignalSpy maintained(tab.get(), &HealthTab::maintenanceRequested);
        choose(QStringLiteral("Maintenance for 1 h"));
        choose(QStringLiteral("End maintenance"));
        QCOMPARE(maintained[0][1].value<metric::Timestamp>(), kCheckedAt + 1h);
        QCOMPARE(maintained[1][1].value<metric::Timestamp>(), metric::Timestamp{});
        QSignalSpy times(tab.get(), &HealthTab::maintenanceTimesRequested);
        tab->checks().selectAll();
        choose(QStringLiteral("Maintenance…"));
        QCOMPARE(times.size(), 1);
        QCOMPARE(times[0][0].toStringList().size(), 3); // all but the paused one
    }

    void all_of_it_has_keys()
    {
        QSignalSpy now(tab.get(), &HealthTab::checkNowRequested), edited(tab.get(), &HealthTab::editRequested),
            removed(tab.get(), &HealthTab::removeRequested), opened(tab.get(), &HealthTab::pageRequested);
        tab->checks().setFocus();
        QTest::keyClick(&tab->checks(), Qt::Key_F5); // nothing is chosen
        QCOMPARE(now.size(), 0);
        QTest::keyClick(&tab->checks(), Qt::Key_Down);
        if (tab->checks().selectionAsText().isEmpty())
            QTest::keyClick(&tab->checks(), Qt::Key_Down);
        tab->select(QStringLiteral("id-shop"));
        QTest::keyClick(&tab->checks(), Qt::Key_F5);
        QTest::keyClick(&tab->checks(), Qt::Key_F2);
        QTest::keyClick(&tab->checks(), Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(&tab->checks(), Qt::Key_Delete);
        for (const auto *spy : {&now, &edited, &removed, &opened}) {
            QCOMPARE(spy->size(), 1);
            QCOMPARE(spy->at(0).at(0).toString(), QStringLiteral("id-shop"));
        }
        auto *detail = tab->findChild<QWidget *>(QStringLiteral("checkDetail"));
        QVERIFY(detail->isVisible());
        QTest::keyClick(&tab->checks(), Qt::Key_Escape);
        QVERIFY(!detail->isVisible());
        tab->filterBar().searchBox()->setFocus(); // Delete there deletes letters
        QTest::keyClick(tab->filterBar().searchBox(), Qt::Key_Delete);
        QCOMPARE(removed.size(), 1);
    }

    void several_are_removed_after_a_question()
    {
        QSignalSpy removed(tab.get(), &HealthTab::removeRequested);
        tab->checks().selectAll();
        choose(QStringLiteral("Remove"));
        QCOMPARE(removed.size(), 0);
        auto *box = tab->findChild<QMessageBox *>(QStringLiteral("confirmChecks"));
        QVERIFY(box && box->informativeText().contains(QStringLiteral("mail")));
        for (auto *each : box->buttons()) {
            if (box->buttonRole(each) == QMessageBox::AcceptRole)
                each->click();
        }
        QCOMPARE(removed.size(), 4);
    }

    void the_evidence_comes_from_its_source()
    {
        std::string asked;
        tab->setSources(
            [&](const std::string &target) -> metric::Result<std::vector<health::KeptEvidence>> {
                asked = target;
                return std::vector<health::KeptEvidence>{{.reason = metric::Reason::Tls, .message = "certificate expired"}};
            },
            {});
        tab->select(QStringLiteral("id-shop"));
        choose(QStringLiteral("Evidence…"));
        auto *dialog = tab->findChild<EvidenceDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->asText().contains(QStringLiteral("tls: certificate expired")));
        QCOMPARE(asked, std::string("id-shop"));
        tab->setSources([](const std::string &) { return metric::fail(metric::ErrorCode::Unavailable, "disk full"); }, {});
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        choose(QStringLiteral("Evidence…"));
        QTRY_VERIFY(tab->findChild<QLabel *>(QStringLiteral("evidenceMessage"))->text().contains(QStringLiteral("disk full")));
    }

    void the_pane_tells_of_the_one_that_is_chosen()
    {
        const metric::Labels labels{{"__name__", "probe_ssl_earliest_cert_expiry"}, {"instance", "https://shop/"}, {"job", "http"}};
        stage->reader.add(labels, kCheckedAt, double((kCheckedAt + 240h).time_since_epoch() / 1s));
        tab->setSources({}, [](const std::string &target) -> metric::Result<std::vector<items::StateChange>> {
            if (target != "id-shop")
                return std::vector<items::StateChange>{};
            return std::vector<items::StateChange>{{kCheckedAt - 48h, std::nullopt},
                                                   {kCheckedAt - 2h, HealthState::Down, metric::Reason::Tls, "expired"}};
        });
        tab->select(QStringLiteral("id-shop"));
        QVERIFY2(texts().contains(QStringLiteral("Certificate valid until 1 Dec 12:52:07 (for 10 d)")), qPrintable(texts()));
        QVERIFY(texts().contains(QStringLiteral("2 outage(s) in 30 days · repaired in 11 min on average")));
        QVERIFY(texts().contains(QStringLiteral("Asked next in 20 s · every 30 s · last 21 Nov 12:51:57")));
        QTRY_VERIFY(texts().contains(QStringLiteral("21 Nov 10:52:07  Down · tls: expired\n19 Nov 12:52:07  Not observed")));
        QVERIFY(tab->findChild<ChartWidget *>(QStringLiteral("responseChart"))
                    ->expressions()
                    .first()
                    .contains(QStringLiteral("probe_duration_seconds{instance=\"https://shop/\",job=\"http\"}")));
        tab->select(QStringLiteral("id-api"));
        QTRY_VERIFY(texts().contains(QStringLiteral("It has not changed since it is checked.")));
        QVERIFY(!texts().contains(QStringLiteral("Certificate")));
        tab->checks().selectAll();
        QVERIFY(!tab->findChild<QWidget *>(QStringLiteral("checkDetail"))->isVisible());
    }

    void a_refresh_keeps_what_is_chosen_and_tells_what_is_new()
    {
        tab->select(QStringLiteral("id-shop"));
        auto next = std::make_shared<health::HealthSnapshot>(*snapshot);
        next->checks[2].state = HealthState::Ok;
        next->checks[2].since = kCheckedAt;
        tab->setHealth(next);
        QVERIFY(tab->checks().selectionAsText().startsWith(QStringLiteral("shop\t")));
        QCOMPARE(list(), QStringLiteral("api | OK\nshop | OK\nmail | Maintenance\nwiki | Paused\n"));
        stage->clock.advance(60s);
        tab->tick(stage->clock.now());
        QVERIFY(texts().contains(QStringLiteral("for 1 min · certificate expired 2 h ago")));
    }

    void where_nothing_is_checked_there_is_a_button_to_begin_with()
    {
        QSignalSpy wanted(tab.get(), &HealthTab::addRequested);
        button<QPushButton>(QStringLiteral("Add a check…"))->click();
        tab->setHealth(tests::snapshotOf({}));
        QVERIFY(texts().contains(QStringLiteral("Nothing is checked yet")));
        QVERIFY(!tab->checks().isVisible());
        QVERIFY(tab->findChild<TableView *>(QStringLiteral("checks"))->isVisible()); // the console's own
        tab->findChild<QPushButton *>(QStringLiteral("addFirstCheck"))->click();
        QCOMPARE(wanted.size(), 2);
        tab->setHealth(snapshot);
        QVERIFY(tab->checks().isVisible());
    }

    void the_own_probes_are_folded_below_and_say_how_they_are()
    {
        stage->health.setRows({{.check = "cpu", .kind = "probe", .target = "local", .state = items::Health::Ok},
                               {.check = "meminfo", .kind = "probe", .target = "local", .state = items::Health::Down}});
        auto *fold = tab->findChild<QPushButton *>(QStringLiteral("foldOwn"));
        auto *own = tab->findChild<TableView *>(QStringLiteral("checks"));
        QCOMPARE(fold->text(), QStringLiteral("▸ This machine and the console itself · 2 check(s) · 1 down"));
        QVERIFY(!own->isVisible());
        fold->setFocus();
        QTest::keyClick(fold, Qt::Key_Space);
        QVERIFY(own->isVisible());
        tab->setHealth(snapshot); // stays as somebody wanted it
        QVERIFY(own->isVisible());
    }
};

VEDETTE_TEST(TstHealthTab)
#include "tst_health_tab.moc"
