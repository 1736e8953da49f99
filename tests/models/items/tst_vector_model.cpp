#include "models/items/completion_model.h"
#include "models/items/query_history_model.h"
#include "models/items/row_filter.h"
#include "models/items/vector_model.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

#include <QtTest/QAbstractItemModelTester>

using namespace items;

namespace {

VectorRow row(std::initializer_list<metric::Label> labels, double value, const std::string &query = "A", metric::Unit unit = metric::Unit::None)
{
    return {query, std::make_shared<const metric::Labels>(labels), value, {}, unit};
}

QString head(const QAbstractItemModel &model)
{
    QStringList titles;
    for (int column = 0; column < model.columnCount(); ++column)
        titles << model.headerData(column, Qt::Horizontal).toString();
    return titles.join(QLatin1String(" | "));
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

} // namespace

class TstVectorModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_label_that_occurs_has_a_column()
    {
        VectorModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({row({{"__name__", "up"}, {"job", "x"}}, 1), row({{"instance", "a"}, {"job", "y"}}, 0.25, "A", metric::Unit::Ratio)});
        QCOMPARE(head(model), QStringLiteral("metric | instance | job | value"));
        QCOMPARE(tests::printed(model), QStringLiteral("up |  | x | 1\n | a | y | 25 %\n"));
        model.setRows({row({}, 3)});
        QCOMPARE(head(model), QStringLiteral("value"));
        QCOMPARE(tests::printed(model), QStringLiteral("3\n"));
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void several_queries_stand_apart_by_their_name()
    {
        VectorModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({row({{"job", "x"}}, 1), row({{"job", "x"}}, 2, "B")});
        QCOMPARE(head(model), QStringLiteral("query | job | value"));
        QCOMPARE(tests::printed(model), QStringLiteral("A | x | 1\nB | x | 2\n"));
    }

    void new_values_keep_the_rows_and_the_order_is_the_answers()
    {
        VectorModel model;
        model.setRows({row({{"job", "b"}}, 1), row({{"job", "a"}}, 2)});
        const QPersistentModelIndex first(model.index(0, 0));
        model.setRows({row({{"job", "a"}}, 5), row({{"job", "b"}}, 6)});
        QCOMPARE(tests::printed(model), QStringLiteral("a | 5\nb | 6\n"));
        QCOMPARE(first.row(), 1);
        model.sort(model.columnOf(u"value"), Qt::DescendingOrder);
        QCOMPARE(tests::printed(model), QStringLiteral("b | 6\na | 5\n"));
        RowFilter filter;
        filter.setSourceModel(&model);
        filter.setSearch(QStringLiteral("a"));
        QCOMPARE(filter.rowCount(), 1);
    }

    void nan_and_infinity_are_values()
    {
        VectorModel model;
        model.setRows({row({{"l", "1"}}, kInfinity), row({{"l", "2"}}, -kInfinity), row({{"l", "3"}}, std::nan(""))});
        QCOMPARE(tests::printed(model), QStringLiteral("1 | +Inf\n2 | -Inf\n3 | NaN\n"));
        model.setRows({row({{"l", "3"}}, std::nan("")), {"A", std::make_shared<const metric::Labels>(), 0, "a text"}});
        QCOMPARE(tests::printed(model), QStringLiteral("3 | NaN\n | a text\n"));
    }

    void what_is_copied_has_all_digits()
    {
        VectorModel model;
        model.setRows({row({{"path", "a,\"b\""}}, 1234567.891), row({{"path", "c"}}, 0.1), row({{"path", "d"}}, std::nan(""))});
        QCOMPARE(asCsv(model), QStringLiteral("path,value\n\"a,\"\"b\"\"\",1234567.891\nc,0.1\nd,NaN\n"));
    }

    void completions_begin_with_what_is_typed_or_hold_it()
    {
        const std::vector<CompletionRow> all{{"load_node"}, {"node_cpu", "gauge"}, {"up"}, {"node_load"}};
        CompletionModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(matching(all, "node"));
        QCOMPARE(tests::printed(model), QStringLiteral("node_cpu | gauge\nnode_load | \nload_node | \n"));
        QCOMPARE(matching(all, "", 3).size(), std::size_t(3));
        QVERIFY(matching(all, "x").empty());
    }

    void the_history_says_what_is_kept()
    {
        QueryHistoryModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHistory({{QStringLiteral("up\n + 1"), 1795265527000, true}, {QStringLiteral("time()"), 0}});
        QCOMPARE(tests::printed(model), QStringLiteral("★ | up + 1 | 21 Nov 12:52:07\n☆ | time() | –\n"));
    }
};

VEDETTE_TEST(TstVectorModel)
#include "tst_vector_model.moc"
