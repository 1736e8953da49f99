#include "models/query/promql_engine.h"
#include "models/settings/settings.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"
#include "ui/charts/chart_widget.h"
#include "ui/explore/explore_page.h"
#include "ui/explore/explore_result.h"
#include "ui/explore/expression_tree.h"
#include "ui/explore/history_popup.h"
#include "ui/explore/query_row.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <atomic>
#include <thread>

using namespace ui;
using namespace std::chrono_literals;

namespace {

const metric::Timestamp kStart = metric::Timestamp(1'700'000'000s);

// Answers as PromQL does; while it is held, only once nobody waits any more.
class SlowEngine : public query::Engine {
public:
    explicit SlowEngine(const series::Reader &reader) : m_engine(reader) {}
    metric::Result<query::Answer> answer(const query::Question &question, std::stop_token stop) const override
    {
        ++asked;
        while (held && !stop.stop_requested())
            std::this_thread::yield();
        stopped = stop.stop_requested();
        return m_engine.answer(question, stop);
    }
    std::atomic<bool> held = false;
    mutable std::atomic<int> asked = 0;
    mutable std::atomic<bool> stopped = false;

private:
    query::PromqlEngine m_engine;
};

} // namespace

class TstExplorePage : public QObject {
    Q_OBJECT

    struct Stage {
        QTemporaryDir folder;
        Theme theme{Theme::Choice::Light};
        tests::FakeClock clock{kStart + 10min};
        tests::FakeReader reader;
        SlowEngine engine{reader};
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
    std::unique_ptr<ExplorePage> page;

    void open()
    {
        page = std::make_unique<ExplorePage>(stage->context);
        page->resize(1100, 760);
        page->show();
        page->setTime(true, kStart - 5min, kStart + 10min);
        page->tick(kStart + 10min);
    }
    QString table() const { return tests::printed(*page->result().table().model()); }
    QStringList lines() const
    {
        QStringList names;
        for (const auto &series : page->result().chart().series())
            names << series.name;
        return names;
    }
    QAbstractButton *button(const char *text) const
    {
        for (auto *each : page->findChildren<QAbstractButton *>()) {
            if (each->text() == QString::fromUtf8(text))
                return each;
        }
        qFatal("no button %s", text);
    }
    void type(const char *expression)
    {
        auto &editor = page->rows().back()->editor();
        editor.setExpression(QString::fromUtf8(expression));
        QTest::keyClick(&editor, Qt::Key_Return);
    }
    QString notes() const
    {
        const auto *label = page->findChild<QLabel *>("exploreNotes");
        return label->isVisibleTo(page.get()) ? label->text() : QString();
    }

private Q_SLOTS:
    void init()
    {
        stage = std::make_unique<Stage>();
        for (int minute = 0; minute <= 10; ++minute) {
            for (const char *mode : {"idle", "user"})
                stage->reader.add({{"__name__", "busy"}, {"mode", mode}}, kStart + minute * 1min, minute + (*mode == 'u' ? 0.5 : 0));
        }
    }
    void cleanup()
    {
        page.reset();
        stage.reset();
    }

    void an_expression_is_drawn_and_listed()
    {
        open();
        QVERIFY(button("topk(5, rate(node_disk_written_bytes_total[5m]))")->isVisible());
        type("busy");
        QTRY_COMPARE(table(), QStringLiteral("busy | idle | 10\nbusy | user | 10.5\n"));
        QCOMPARE(lines(), QStringList({"idle", "user"}));
        QCOMPARE(page->result().chart().from(), kStart - 5min);
        QVERIFY(!button("topk(5, rate(node_disk_written_bytes_total[5m]))")->isVisible());
        QCOMPARE(notes(), QString());
    }

    void an_example_is_one_click_away()
    {
        open();
        QTest::mouseClick(button("topk(5, rate(node_disk_written_bytes_total[5m]))"), Qt::LeftButton);
        QCOMPARE(page->expressions(), QStringList({"topk(5, rate(node_disk_written_bytes_total[5m]))"}));
        QTRY_VERIFY(page->result().isVisible());
    }

    void several_expressions_share_the_chart_and_can_be_switched_off()
    {
        open();
        page->explore({"busy{mode=\"user\"}", "sum(busy)", "vector(1)"});
        QTRY_COMPARE(table(), QStringLiteral("A | busy | user | 10.5\nB |  |  | 20.5\nC |  |  | 1\n"));
        QCOMPARE(page->rows().size(), std::size_t(3));
        QTest::mouseClick(page->rows()[1]->findChild<QToolButton *>(), Qt::LeftButton);
        QTRY_COMPARE(lines().size(), 2);
        QTest::mouseClick(button("✕"), Qt::LeftButton);
        QCOMPARE(page->expressions(), QStringList({"sum(busy)", "vector(1)"}));
        QCOMPARE(page->rows().front()->letter(), QStringLiteral("A"));
        QTRY_COMPARE(lines(), QStringList({"vector(1)"}));
    }

    void what_is_wrong_is_said_in_a_sentence()
    {
        open();
        type("sum(busy");
        QTRY_VERIFY(page->result().chart().accessibleDescription().contains("unclosed left parenthesis"));
        QCOMPARE(lines(), QStringList());
        type("rate(busy[5m])");
        QTRY_VERIFY(notes().contains("PromQL info: metric might not be a counter"));
        QCOMPARE(lines().size(), 2);
    }

    void a_long_question_can_be_cancelled()
    {
        stage->engine.held = true;
        open();
        type("busy");
        QTRY_VERIFY(button("Cancel")->isVisible());
        QTest::mouseClick(button("Cancel"), Qt::LeftButton);
        QTRY_VERIFY(stage->engine.stopped);
        QVERIFY(!button("Cancel")->isVisible());
        stage->engine.held = false;
        type("busy");
        QTRY_COMPARE(lines().size(), 2);
    }

    void leaving_waits_for_no_answer()
    {
        stage->engine.held = true;
        open();
        type("busy");
        QTRY_VERIFY(stage->engine.asked > 0);
        page.reset();
        QVERIFY(stage->engine.stopped);
    }

    void the_time_bar_rules_and_live_time_goes_on()
    {
        open();
        type("busy");
        QTRY_COMPARE(lines().size(), 2);
        page->setTime(false, kStart, kStart + 5min);
        QTRY_COMPARE(table(), QStringLiteral("busy | idle | 5\nbusy | user | 5.5\n"));
        QCOMPARE(page->result().chart().to(), kStart + 5min);
        const int asked = stage->engine.asked;
        page->tick(kStart + 11min);
        QTest::qWait(50);
        QCOMPARE(int(stage->engine.asked), asked); // the past stays as it is
        page->setTime(true, kStart - 4min, kStart + 11min);
        page->tick(kStart + 11min);
        QTRY_COMPARE(page->result().chart().to(), kStart + 11min);
        page->tick(kStart + 12min);
        QTRY_COMPARE(page->result().chart().to(), kStart + 12min);
    }

    void the_parts_are_counted_where_somebody_looks()
    {
        open();
        type("sum(busy) / 2");
        QTRY_COMPARE(lines().size(), 1);
        QCOMPARE(page->tree().model().rowCount(), 0);
        QTest::mouseClick(button("Parts"), Qt::LeftButton);
        QTRY_COMPARE(tests::printed(page->tree().model(), {0, 1, 2}), QStringLiteral("/ 2 | instant vector | 1\n"
                                                                                     "  sum | instant vector | 1\n"
                                                                                     "    busy | instant vector | 2\n"));
        auto *view = page->findChild<TableView *>("expressionTree");
        const auto &model = page->tree().model();
        view->setCurrentIndex(model.index(0, 0, model.index(0, 0, model.index(0, 0))));
        QCOMPARE(page->rows().front()->editor().textCursor().selectedText(), QStringLiteral("busy"));
    }

    void what_was_asked_is_remembered_and_found_again()
    {
        open();
        type("busy");
        type("sum(busy)");
        type("sum(");
        const auto history = [this] {
            QStringList all;
            for (const auto &record : stage->settings->value(settings::kQueryHistory))
                all << (record.starred ? "*" : "") + record.expression;
            return all;
        };
        QCOMPARE(history(), QStringList({"sum(busy)", "busy"}));
        HistoryPopup popup(*stage->settings, page.get());
        QSignalSpy chosen(&popup, &HistoryPopup::chosen);
        popup.open(*page);
        auto *search = popup.findChild<QLineEdit *>();
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(search, Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(history(), QStringList({"sum(busy)", "*busy"}));
        QTest::keyClicks(search, "sum");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(chosen.value(0).value(0).toString(), QStringLiteral("sum(busy)"));
        popup.open(*page);
        QTest::keyClick(search, Qt::Key_Delete);
        QCOMPARE(history(), QStringList({"*busy"}));
    }

    void what_stood_there_is_there_again()
    {
        open();
        page->explore({"busy", "vector(1)"});
        QTRY_COMPARE(lines().size(), 3);
        open();
        QCOMPARE(page->expressions(), QStringList({"busy", "vector(1)"}));
        QTRY_COMPARE(lines().size(), 3);
    }

    void tab_goes_from_the_editors_to_the_buttons_below()
    {
        QWidget window;
        auto *rows = new QVBoxLayout(&window);
        auto *shown = new ExplorePage(stage->context, &window);
        rows->addWidget(shown);
        rows->addWidget(new QPushButton("behind", &window));
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        shown->explore({"busy", "vector(1)"});
        QStringList passed;
        for (int i = 0; i < 9; ++i) {
            auto *focus = QApplication::focusWidget();
            QVERIFY(focus);
            const auto *pressed = qobject_cast<QAbstractButton *>(focus);
            passed << (pressed ? pressed->text() : focus->accessibleName());
            QTest::keyClick(focus, Qt::Key_Tab);
        }
        QCOMPARE(passed, QStringList({"Expression A", QString::fromUtf8("✕"), "B", "Expression B", QString::fromUtf8("✕"), "Add query", "History",
                                      "Format", "Parts"}));
    }

    void values_are_copied_as_csv()
    {
        open();
        type("busy / 3");
        QTRY_COMPARE(lines().size(), 2);
        QTest::mouseClick(button("Copy as CSV"), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("mode,value\nidle,3.3333333333333335\nuser,3.5\n"));
    }
};

VEDETTE_TEST(TstExplorePage)
#include "tst_explore_page.moc"
