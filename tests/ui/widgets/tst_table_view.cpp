#include "models/items/process_model.h"
#include "models/items/row_filter.h"
#include "tests/support/process_tables.h"
#include "tests/support/registry.h"
#include "ui/widgets/table_view.h"

#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>

#include <sys/resource.h>

using namespace ui;

namespace {

double cpuMilliseconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval &time) { return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3; };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

std::vector<tests::FakeProcess> many(int count, int round = 0)
{
    std::vector<tests::FakeProcess> all;
    for (int pid = 1; pid <= count; ++pid) {
        const bool busy = pid % 10 == 0;
        all.push_back({double(pid), pid > 1 ? double(pid / 4) : 0, "process" + std::to_string(pid), "user",
                       busy ? double((pid * 31 + round * 17) % 97) / 97 : 0, 1048576.0 * (pid % 50 + 1), 1.79e9, busy ? 1024.0 * round : 0, 0,
                       double(pid % 9 + 1), "session-2.scope"});
    }
    return all;
}

struct Table {
    items::ProcessModel model;
    items::ProcessFilter filter;
    TableView view;

    explicit Table(bool tree = false)
    {
        model.setTree(tree);
        filter.setSourceModel(&model);
        view.setModel(&filter);
        view.resize(900, 400);
        view.show();
    }
    QString nameAt(const QModelIndex &index) const { return index.siblingAtColumn(0).data().toString(); }
};

} // namespace

class TstTableView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void selection_and_scroll_stay_when_rows_come_and_go()
    {
        Table table;
        table.view.sortByColumnId(QStringLiteral("name"), Qt::AscendingOrder);
        table.model.setTable(tests::processTable(many(300)));
        QCoreApplication::processEvents();
        table.view.verticalScrollBar()->setValue(500);
        const QModelIndex chosen = table.filter.index(40, 0);
        const QString name = table.nameAt(chosen);
        table.view.selectionModel()->setCurrentIndex(chosen, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        table.view.verticalScrollBar()->setValue(500);
        auto processes = many(310, 1);
        processes.erase(processes.begin() + 200, processes.begin() + 205);
        table.model.setTable(tests::processTable(processes));
        QCoreApplication::processEvents();
        QCOMPARE(table.view.verticalScrollBar()->value(), 500);
        QCOMPARE(table.view.selectedRowsInOrder().size(), 1);
        QCOMPARE(table.nameAt(table.view.selectedRowsInOrder().at(0)), name);
    }

    void the_end_of_a_selected_row_selects_no_other()
    {
        Table table;
        table.model.setTable(tests::processTable({{1, 0, "a"}, {2, 0, "b"}, {3, 0, "c"}}));
        table.view.setCurrentIndex(table.filter.index(1, 0));
        QCOMPARE(table.view.selectedRowsInOrder().size(), 1);
        table.model.setTable(tests::processTable({{1, 0, "a"}, {3, 0, "c"}}));
        // Otherwise the next press of Delete would end a process that nobody chose.
        QCOMPARE(table.view.selectedRowsInOrder().size(), 0);
    }

    void a_click_on_the_header_sorts_numbers_from_the_largest()
    {
        Table table;
        table.model.setTable(tests::processTable({{1, 0, "b", "u", 0.1}, {2, 0, "a", "u", 0.7}, {3, 0, "c", "u", 0.4}}));
        auto *header = table.view.header();
        const auto click = [&](int column) {
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {header->sectionViewportPosition(column) + 12, header->height() / 2});
        };
        click(table.model.columnOf(u"cpu"));
        QCOMPARE(table.nameAt(table.filter.index(0, 0)), QStringLiteral("a"));
        click(table.model.columnOf(u"cpu"));
        QCOMPARE(table.nameAt(table.filter.index(0, 0)), QStringLiteral("b"));
        click(0);
        QCOMPARE(table.nameAt(table.filter.index(0, 0)), QStringLiteral("a"));
    }

    void the_selection_is_copied_as_text_with_tabs_in_the_order_shown()
    {
        Table table;
        table.model.setTable(tests::processTable({{1, 0, "b", "root", 0.1}, {2, 0, "a\tx", "user", 0.7}, {3, 0, "c", "user", 0.4}}));
        table.view.setHiddenColumns({});
        QStringList hidden;
        for (int column = 0; column < table.model.columnCount(); ++column) {
            const QString id = table.model.headerData(column, Qt::Horizontal, items::ColumnIdRole).toString();
            if (id != QStringLiteral("name") && id != QStringLiteral("pid") && id != QStringLiteral("cpu"))
                hidden << id;
        }
        table.view.setHiddenColumns(hidden);
        table.view.header()->moveSection(table.view.header()->visualIndex(1), 0);
        table.view.sortByColumnId(QStringLiteral("cpu"), Qt::DescendingOrder);
        table.view.selectAll();
        table.view.setFocus();
        QTest::keySequence(&table.view, QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("2\ta x\t70 %\n3\tc\t40 %\n1\tb\t10 %\n"));
    }

    void letters_typed_in_the_table_go_to_the_search_box()
    {
        Table table;
        QLineEdit search;
        search.show();
        table.view.setSearchBox(&search);
        QTest::keyClicks(&table.view, QStringLiteral("n"));
        QTest::keyClick(&table.view, Qt::Key_Down);
        QCOMPARE(search.text(), QStringLiteral("n"));
    }

    void the_last_visible_column_cannot_be_hidden()
    {
        Table table;
        QStringList all;
        for (int column = 1; column < table.model.columnCount(); ++column)
            all << table.model.headerData(column, Qt::Horizontal, items::ColumnIdRole).toString();
        table.view.setHiddenColumns(all);
        Q_EMIT table.view.header()->customContextMenuRequested({5, 5});
        auto *menu = table.view.findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), qsizetype(table.model.columnCount()));
        QVERIFY(!menu->actions().at(0)->isEnabled());
        menu->actions().at(1)->trigger();
        QVERIFY(!table.view.isColumnHidden(1));
        QVERIFY(!table.view.isColumnHidden(0));
        menu->close();
        // Nor by a saved state that hides them all.
        QByteArray state = table.view.state();
        state.replace("\"hidden\":false", "\"hidden\":true");
        QVERIFY(table.view.restoreState(state));
        QVERIFY(table.view.header()->hiddenSectionCount() < table.model.columnCount());
    }

    void widths_order_visibility_and_sorting_are_restored()
    {
        Table one;
        QSignalSpy edited(&one.view, &TableView::stateEdited);
        one.view.setHiddenColumns({QStringLiteral("nice"), QStringLiteral("unit")});
        one.view.header()->moveSection(3, 1);
        one.view.header()->resizeSection(one.model.columnOf(u"memory"), 123);
        one.view.sortByColumnId(QStringLiteral("memory"), Qt::DescendingOrder);
        QVERIFY(edited.count() >= 3);
        Table other;
        QVERIFY(other.view.restoreState(one.view.state()));
        QCOMPARE(other.view.state(), one.view.state());
        QCOMPARE(other.view.header()->sectionSize(one.model.columnOf(u"memory")), 123);
        QVERIFY(other.view.isColumnHidden(one.model.columnOf(u"nice")));
        QCOMPARE(other.view.header()->sortIndicatorSection(), one.model.columnOf(u"memory"));
    }

    void a_damaged_state_changes_nothing()
    {
        Table table;
        const QByteArray before = table.view.state();
        for (const QByteArray bytes : {"", "garbage", "[]", "{\"columns\":7}"})
            QVERIFY(!table.view.restoreState(bytes));
        QCOMPARE(table.view.state(), before);
        QVERIFY(
            table.view.restoreState("{\"columns\":[1,{\"id\":\"none\"},{\"id\":\"pid\",\"width\":-5},{\"id\":\"user\",\"width\":1e9}],\"sort\":4}"));
        QVERIFY(table.view.header()->sectionSize(table.model.columnOf(u"user")) <= 4000);
    }

    void the_first_column_takes_the_width_that_is_left()
    {
        Table table;
        table.view.setHiddenColumns({QStringLiteral("command"), QStringLiteral("started"), QStringLiteral("nice"), QStringLiteral("pss"),
                                     QStringLiteral("unit"), QStringLiteral("parent"), QStringLiteral("state")});
        table.view.resize(1400, 300);
        QCOMPARE(table.view.header()->length(), table.view.viewport()->width());
        table.view.resize(1000, 300);
        QCOMPARE(table.view.header()->length(), table.view.viewport()->width());
    }

    void a_refresh_of_600_rows_costs_little()
    {
        for (const bool tree : {false, true}) {
            Table table(tree);
            table.view.resize(1120, 560);
            table.view.setOpensNewParents(true);
            table.view.sortByColumnId(QStringLiteral("cpu"), Qt::DescendingOrder);
            std::vector<metric::Table> tables;
            for (int round = 0; round < 20; ++round)
                tables.push_back(tests::processTable(many(600, round)));
            table.model.setTable(tables[0]);
            QVERIFY(QTest::qWaitForWindowExposed(&table.view));
            constexpr int kRounds = 60;
            const double before = cpuMilliseconds();
            double modelOnly = 0;
            for (int round = 1; round <= kRounds; ++round) {
                const double start = cpuMilliseconds();
                table.model.setTable(tables[std::size_t(round % 20)]);
                modelOnly += cpuMilliseconds() - start;
                QCoreApplication::processEvents();
            }
            const double each = (cpuMilliseconds() - before) / kRounds;
            qInfo("600 processes, 60 of them changed, %s: %.2f ms CPU per refresh, %.2f of it model and sorting", tree ? "tree" : "flat", each,
                  modelOnly / kRounds);
            // Only the magnitude: builds without optimisation and with sanitizers run this too.
            QVERIFY(each < 200);
        }
    }
};

VEDETTE_TEST(TstTableView)
#include "tst_table_view.moc"
