#include "models/items/expression_model.h"
#include "models/query/parser.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

#include <QtTest/QAbstractItemModelTester>

using namespace items;

class TstExpressionModel : public QObject {
    Q_OBJECT

    static std::vector<ExpressionRow> rows(const std::string &expression, std::size_t most = 50)
    {
        const auto tree = query::parse(expression);
        return tree ? expressionRows(**tree, most) : std::vector<ExpressionRow>();
    }

private Q_SLOTS:
    void an_expression_becomes_a_tree_of_its_parts()
    {
        ExpressionModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto parts = rows(R"(topk by (mode) (3, (rate(node_cpu{cpu="0"}[5m]))) / on (mode) group_left (x) -max_over_time(up[1h:5m]) > bool 0.5)");
        QVERIFY(!parts.empty());
        parts[0].series = 3;
        parts[1].trouble = "many to many";
        model.setRows(parts);
        QCOMPARE(tests::printed(model, {0, 1, 2}), QStringLiteral("> bool 0.5 | instant vector | 3\n"
                                                                  "  / on (mode) group_left (x) | instant vector | fails\n"
                                                                  "    topk(3, …) by (mode) | instant vector | –\n"
                                                                  "      rate(…) | instant vector | –\n"
                                                                  "        node_cpu{cpu=\"0\"}[5m] | range vector | –\n"
                                                                  "    - | instant vector | –\n"
                                                                  "      max_over_time(…) | instant vector | –\n"
                                                                  "        …[1h:5m] | range vector | –\n"
                                                                  "          up | instant vector | –\n"));
        model.setRows(rows("up"));
        QCOMPARE(tests::printed(model, {0, 1}), QStringLiteral("up | instant vector\n"));
    }

    void every_part_knows_its_place_in_the_text_and_what_to_ask()
    {
        const std::string text = "sum(rate(a[5m])) by (x)\n  +  time()";
        for (const auto &row : rows(text)) {
            const auto place = text.substr(row.span.begin, row.span.end - row.span.begin);
            const auto again = query::parse(place);
            QVERIFY2(again, place.c_str());
            const auto asked = query::parse(row.expression);
            QVERIFY2(asked && (*asked)->type == row.type, row.expression.c_str());
        }
        QCOMPARE(rows(text).size(), std::size_t(5));
    }

    void a_very_large_expression_shows_its_first_parts()
    {
        std::string text = "a";
        for (int i = 0; i < 200; ++i)
            text += " + a";
        const auto some = rows(text, 50);
        QCOMPARE(some.size(), std::size_t(50));
        ExpressionModel model;
        model.setRows(some);
        QCOMPARE(model.size(), std::size_t(50));
        QCOMPARE(model.rowCount(), 1);
    }
};

VEDETTE_TEST(TstExpressionModel)
#include "tst_expression_model.moc"
