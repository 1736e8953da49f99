#include "models/query/narrowed.h"
#include "models/query/parser.h"
#include "tests/support/registry.h"

class TstNarrowed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_selector_is_narrowed_where_it_says_nothing_of_the_label_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("expected");
        QTest::newRow("name") << "up"
                              << "up{i=\"a\\\"b\"}";
        QTest::newRow("braces") << "up { job = \"x\" } > 1"
                                << "up {i=\"a\\\"b\", job = \"x\" } > 1";
        QTest::newRow("empty braces") << "up{}"
                                      << "up{i=\"a\\\"b\",}";
        QTest::newRow("no name") << "{job=\"x\"}"
                                 << "{i=\"a\\\"b\",job=\"x\"}";
        QTest::newRow("quoted name") << "{\"a.b\"}"
                                     << "{i=\"a\\\"b\",\"a.b\"}";
        QTest::newRow("said already") << "up{i=~\".*\"} + down"
                                      << "up{i=~\".*\"} + down{i=\"a\\\"b\"}";
        QTest::newRow("range") << "sum by (i) (rate(x[5m] offset 1m)) / on () y @ end()"
                               << "sum by (i) (rate(x{i=\"a\\\"b\"}[5m] offset 1m)) / on () y{i=\"a\\\"b\"} @ end()";
        QTest::newRow("subquery") << "max_over_time(rate(x{a=\"{\"}[1m])[5m:1m])"
                                  << "max_over_time(rate(x{i=\"a\\\"b\",a=\"{\"}[1m])[5m:1m])";
        QTest::newRow("comment") << "x # {y}\n"
                                 << "x{i=\"a\\\"b\"} # {y}\n";
        QTest::newRow("figure") << "instance:node_load1_per_cpu:ratio"
                                << "instance:node_load1_per_cpu:ratio{i=\"a\\\"b\"}";
        QTest::newRow("none") << "vector(1) + time()"
                              << "vector(1) + time()";
    }
    void every_selector_is_narrowed_where_it_says_nothing_of_the_label()
    {
        QFETCH(QString, given);
        const metric::Label labels[] = {{"i", "a\"b"}};
        const auto narrowed = query::narrowed(given.toStdString(), labels);
        QVERIFY(narrowed);
        QTEST(QString::fromStdString(*narrowed), "expected");
        QVERIFY(query::parse(*narrowed));
    }

    void what_is_no_expression_is_refused()
    {
        const auto narrowed = query::narrowed("sum(", {});
        QVERIFY(!narrowed && narrowed.error().code == metric::ErrorCode::Malformed);
    }
};

VEDETTE_TEST(TstNarrowed)
#include "tst_narrowed.moc"
