#include "tests/support/process_tables.h"
#include "tests/support/registry.h"
#include "ui/tabs/process_panel.h"
#include "ui/widgets/table_view.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QToolButton>

using namespace ui;

namespace {

constexpr double kKiB = 1024, kMiB = 1048576, kGiB = 1073741824;
const metric::Timestamp kNoon = metric::Timestamp(metric::Duration(1795265527000)); // 2026-11-21 12:52:07 UTC

// A developer's machine in the middle of a build.
std::vector<tests::FakeProcess> realistic()
{
    using tests::kUnknown;
    const double start = 1795200000;
    return {
        {1, 0, "systemd", "root", 0.001, 13 * kMiB, start, 0, 0, 1, "init.scope", "/sbin/init"},
        {412, 1, "systemd-journald", "root", 0.002, 68 * kMiB, start, 0, 12 * kKiB, 1, "systemd-journald.service"},
        {988, 1, "dockerd", "root", 0.011, 96 * kMiB, start, kUnknown, 4 * kKiB, 24, "docker.service"},
        {1201, 1, "containerd", "root", 0.004, 52 * kMiB, start, kUnknown, kUnknown, 19, "containerd.service"},
        {1401, 1, "postgres", "postgres", 0.0, 28 * kMiB, start, kUnknown, kUnknown, 1, "postgresql@15-main.service"},
        {1412, 1401, "postgres: checkpointer", "postgres", 0.06, 148 * kMiB, start, kUnknown, 42 * kMiB, 1, "postgresql@15-main.service"},
        {1413, 1401, "postgres: walwriter", "postgres", 0.003, 10 * kMiB, start, kUnknown, 220 * kKiB, 1, "postgresql@15-main.service"},
        {2210, 1, "sshd", "root", 0.0, 8.2 * kMiB, start, kUnknown, kUnknown, 1, "ssh.service"},
        {3320, 1, "firefox", "user", 0.044, 1.6 * kGiB, start, 0, 220 * kKiB, 118, "app-firefox.scope"},
        {3398, 3320, "Web Content", "user", 0.021, 412 * kMiB, start, 0, 0, 31, "app-firefox.scope"},
        {3401, 3320, "Web Content", "user", 0.0, 288 * kMiB, start, 0, 0, 29, "app-firefox.scope"},
        {4711, 1, "vedette", "user", 0.003, 41 * kMiB, start, 0, 2 * kKiB, 9, "app-vedette.scope"},
        {20100, 1, "bash", "user", 0.0, 5.4 * kMiB, start, 0, 0, 1, "session-2.scope"},
        {20114, 20100, "ninja", "user", 0.431, 38 * kMiB, start, 0, 0, 17, "session-2.scope"},
        {20931, 20114, "cc1plus", "user", 0.98, 412 * kMiB, start, 1.2 * kMiB, 0, 1, "session-2.scope", "cc1plus models/query/eval.cpp"},
        {20934, 20114, "cc1plus", "user", 1.0, 388 * kMiB, start, 0, 0, 1, "session-2.scope", "cc1plus models/query/lexer.cpp"},
        {20940, 20114, "ld.lld", "user", kUnknown, 210 * kMiB, start, kUnknown, kUnknown, 8, "session-2.scope"},
    };
}

std::shared_ptr<const metric::Table> table(const std::vector<tests::FakeProcess> &processes)
{
    return std::make_shared<const metric::Table>(tests::processTable(processes, kNoon));
}

QPalette look(bool dark)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const char *darkColor, const char *lightColor) {
        palette.setColor(role, QColor(QLatin1String(dark ? darkColor : lightColor)));
    };
    set(QPalette::Window, "#1c2129", "#ffffff");
    set(QPalette::Base, "#1c2129", "#ffffff");
    set(QPalette::Button, "#1c2129", "#ffffff");
    set(QPalette::Text, "#dfe5ec", "#1b2430");
    set(QPalette::WindowText, "#dfe5ec", "#1b2430");
    set(QPalette::ButtonText, "#dfe5ec", "#1b2430");
    set(QPalette::PlaceholderText, "#8b97a6", "#647080");
    set(QPalette::Highlight, "#22324a", "#e6effc");
    set(QPalette::HighlightedText, "#dfe5ec", "#1b2430");
    set(QPalette::Link, "#6ea3f5", "#2f6fd6");
    return palette;
}

struct Panel {
    ProcessPanel panel;
    const items::ProcessModel &model = panel.model();

    QStringList names()
    {
        QStringList all;
        const auto *rows = panel.view().model();
        for (int row = 0; row < rows->rowCount(); ++row)
            all << rows->index(row, 0).data().toString();
        return all;
    }
    void select(const QString &name)
    {
        const auto *rows = panel.view().model();
        const auto found = rows->match(rows->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
        QVERIFY(!found.isEmpty());
        panel.view().setCurrentIndex(found.at(0));
    }
    // The open confirmation, null if there is none.
    QMessageBox *box() const { return panel.findChild<QMessageBox *>(); }
    void press(const QString &button)
    {
        for (auto *candidate : box()->buttons()) {
            if (candidate->text().remove(QLatin1Char('&')) == button)
                candidate->click();
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
};

} // namespace

class TstProcessPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void it_tells_when_and_how_many()
    {
        Panel p;
        p.panel.show();
        p.panel.setTable(table(realistic()));
        QStringList texts;
        for (const auto *label : p.panel.findChildren<QLabel *>())
            texts << label->text();
        QVERIFY2(texts.contains(QStringLiteral("Processes")) && texts.filter(QStringLiteral("at 12:52:07 · 17 processes")).size() == 1,
                 qPrintable(texts.join(QLatin1Char('|'))));
        QCOMPARE(p.names().value(0), QStringLiteral("cc1plus")); // the busiest first
        QCOMPARE(p.names().last(), QStringLiteral("ld.lld"));    // the unknown last
    }

    void a_hidden_panel_takes_the_newest_table_when_it_is_shown()
    {
        Panel p;
        p.panel.setTable(table({{1, 0, "old"}}));
        p.panel.setTable(table(realistic()));
        QCOMPARE(p.model.rowCount(), 0);
        p.panel.show();
        QCOMPARE(int(p.model.size()), 17);
        p.panel.setTable(nullptr);
        QCOMPARE(p.model.rowCount(), 0);
    }

    void the_tree_shows_children_below_their_parents_and_is_open()
    {
        Panel p;
        p.panel.show();
        p.panel.setTable(table(realistic()));
        p.select(QStringLiteral("ninja"));
        p.panel.findChild<QToolButton *>()->click();
        QCOMPARE(p.names(), QStringList{QStringLiteral("systemd")});
        QVERIFY(p.panel.view().isExpanded(p.panel.view().model()->index(0, 0)));
        QCOMPARE(p.panel.view().selectedRowsInOrder().value(0).data().toString(), QStringLiteral("ninja"));
        // A process that comes to have children is open too.
        auto processes = realistic();
        processes.push_back({30000, 4711, "helper"});
        p.panel.setTable(table(processes));
        const auto found = p.panel.view().model()->match(p.panel.view().model()->index(0, 0), Qt::DisplayRole, QStringLiteral("vedette"), 1,
                                                         Qt::MatchExactly | Qt::MatchRecursive);
        QVERIFY(p.panel.view().isExpanded(found.value(0)));
        p.panel.findChild<QToolButton *>()->click();
        QCOMPARE(p.names().size(), 18);
    }

    void typing_filters_and_escape_shows_all_again()
    {
        Panel p;
        p.panel.show();
        p.panel.setTable(table(realistic()));
        QTest::keyClicks(&p.panel.view(), QStringLiteral("p"));
        auto *search = p.panel.findChild<QLineEdit *>();
        QTest::keyClicks(search, QStringLiteral("ostgres"));
        QCOMPARE(p.names().size(), 3);
        search->setText(QStringLiteral("!("));
        QVERIFY(!search->toolTip().isEmpty());
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(p.names().size(), 17);
    }

    void terminate_asks_first_and_names_process_pid_and_user()
    {
        Panel p;
        p.panel.show();
        p.panel.setTable(table(realistic()));
        QSignalSpy asked(&p.panel, &ProcessPanel::terminateRequested), killed(&p.panel, &ProcessPanel::killRequested);
        QVERIFY(QTest::qWaitForWindowActive(&p.panel));
        p.panel.view().setFocus();
        QTest::keyClick(&p.panel.view(), Qt::Key_Delete);
        QVERIFY(!p.box()); // nothing is selected
        p.select(QStringLiteral("ninja"));
        QTest::keyClick(&p.panel.view(), Qt::Key_Delete);
        QVERIFY(p.box());
        QVERIFY2(p.box()->informativeText().contains(QStringLiteral("ninja (pid 20114, user user)")), qPrintable(p.box()->informativeText()));
        QCOMPARE(asked.count(), 0);
        p.press(QStringLiteral("Cancel"));
        QCOMPARE(asked.count(), 0);
        p.panel.terminateSelected();
        // What was confirmed counts, not what is selected by then.
        p.select(QStringLiteral("vedette"));
        p.press(QStringLiteral("Terminate"));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.at(0), (QVariantList{qint64(20114), 1795200000.0, QStringLiteral("ninja")}));
        QCOMPARE(killed.count(), 0);
    }

    void kill_has_its_own_key_and_signal_and_takes_several()
    {
        Panel p;
        p.panel.show();
        p.panel.setTable(table(realistic()));
        QSignalSpy killed(&p.panel, &ProcessPanel::killRequested);
        p.panel.findChild<QLineEdit *>()->setText(QStringLiteral("cc1plus"));
        QVERIFY(QTest::qWaitForWindowActive(&p.panel));
        p.panel.view().setFocus();
        p.panel.view().selectAll();
        QTest::keyClick(&p.panel.view(), Qt::Key_Delete, Qt::ShiftModifier);
        QVERIFY(p.box());
        p.press(QStringLiteral("Kill"));
        QCOMPARE(killed.count(), 2);
    }

    void the_selection_is_told_as_pids()
    {
        Panel p;
        p.panel.show();
        p.panel.setTable(table(realistic()));
        QSignalSpy focus(&p.panel, &ProcessPanel::focusChanged);
        p.select(QStringLiteral("firefox"));
        QCOMPARE(focus.last().at(0).value<QList<qint64>>(), QList<qint64>{3320});
        p.panel.view().clearSelection();
        QVERIFY(focus.last().at(0).value<QList<qint64>>().isEmpty());
    }

    void it_can_be_looked_at()
    {
        QApplication::setStyle(QStringLiteral("fusion"));
        const QString folder = qEnvironmentVariable("VEDETTE_SHOTS");
        for (const bool dark : {false, true}) {
            for (const bool tree : {false, true}) {
                QApplication::setPalette(look(dark));
                Panel p;
                p.panel.resize(1130, 330);
                p.panel.setContentsMargins(12, 10, 12, 10);
                p.panel.show();
                p.panel.setTable(table(realistic()));
                p.panel.setTree(tree);
                p.select(QStringLiteral("ninja"));
                QCoreApplication::processEvents();
                const QPixmap shot = p.panel.grab();
                QVERIFY(!shot.isNull());
                if (!folder.isEmpty())
                    QVERIFY(shot.save(QStringLiteral("%1/processes-%2-%3.png")
                                          .arg(folder, dark ? QStringLiteral("dark") : QStringLiteral("light"),
                                               tree ? QStringLiteral("tree") : QStringLiteral("flat"))));
            }
        }
    }
};

VEDETTE_TEST(TstProcessPanel)
#include "tst_process_panel.moc"
