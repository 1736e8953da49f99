#include "models/query/expression.h"
#include "models/query/parser.h"
#include "models/query/figure.h"
#include "models/query/figure_table.h"
#include "models/query/parser.h"
#include "tests/support/registry.h"

#include <set>

using namespace query;
using metric::Unit;

class TstExpression : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_selector_has_a_name_and_conditions()
    {
        const auto parsed = parseExpression(" node_load1 { job = \"no\\\"de\" , mode !~ 'idle|iowait', } ");
        QVERIFY(parsed);
        QCOMPARE(parsed->selector.name, std::string("node_load1"));
        QCOMPARE(parsed->selector.matchers.size(), std::size_t(2));
        QCOMPARE(parsed->selector.matchers[0].value(), std::string("no\"de"));
        QVERIFY(!parsed->selector.matchers[1].matches("idle"));
        QVERIFY(parsed->rateWindow == metric::Duration::zero());
    }

    void a_rate_has_a_window()
    {
        const auto parsed = parseExpression("rate(x_total{a=\"b\"}[1m30s])");
        QVERIFY(parsed);
        QVERIFY(parsed->rateWindow == std::chrono::seconds(90));
        // A metric may be called rate.
        QVERIFY(parseExpression("rate{a=\"b\"}"));
    }

    void anything_else_is_refused_with_a_message_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"",
                                 "1",
                                 "a + b",
                                 "sum(a)",
                                 "a{",
                                 "a{b}",
                                 "a{b=}",
                                 "a{b=\"c}",
                                 "a{b=\"\\",
                                 "a{b=\"c\"",
                                 "a{b==\"c\"}",
                                 "rate(a)",
                                 "rate(a[])",
                                 "rate(a[5])",
                                 "rate(a[5m]",
                                 "rate(a[0s])",
                                 "rate(a[99999999999999999999h])",
                                 "a{b=~\"(\"}",
                                 "a b",
                                 "a{__name__=\"b\"}",
                                 "\xff\xfe",
                                 "a{b=\"\\q\"}"})
            QTest::newRow(*text ? text : "(empty)") << QString::fromLatin1(text);
    }
    void anything_else_is_refused_with_a_message()
    {
        QFETCH(QString, text);
        const auto parsed = parseExpression(text.toLatin1().toStdString());
        QVERIFY(!parsed);
        QVERIFY(parsed.error().code == metric::ErrorCode::InvalidArgument);
        QVERIFY(!parsed.error().message.empty());
    }

    void labels_are_read_back_as_they_were_written()
    {
        for (const auto &labels :
             {metric::Labels{}, metric::Labels{{"a", "1"}}, metric::Labels{{"__name__", "m"}, {"a", "x\"y\\z\n,}"}, {"b", "ü'"}}}) {
            const auto read = parseLabels(labels.toString());
            QVERIFY2(read, read ? "" : read.error().message.c_str());
            QVERIFY(*read == labels);
        }
        QVERIFY(!parseLabels("m{a=~\"b\"}"));
    }

    void every_figure_is_an_expression_with_a_unit_and_a_title()
    {
        std::set<std::string_view> names;
        for (const auto &figure : figures()) {
            QVERIFY(names.insert(figure.name).second);
            QCOMPARE(figureOf(figure.name), &figure);
            QVERIFY(!figure.title.empty() && !figure.promql.empty());
            QVERIFY(unitOf(std::string(figure.name) + "{instance=\"a\"}") == figure.unit);
        }
        QCOMPARE(names.size(), std::size_t(26));
        for (const auto &figure : figureTable()) {
            for (const auto &variant : figure.variants) {
                for (const auto &input : variant.inputs)
                    QCOMPARE(filterOf(input).empty(), input.filter.empty()); // every filter compiles
            }
        }
        QVERIFY(!figureOf("node_load1"));
    }

    void units_are_read_from_names()
    {
        QVERIFY(unitOf("node_memory_MemFree_bytes") == Unit::Bytes);
        QVERIFY(unitOf("rate(node_disk_read_bytes_total[1m])") == Unit::BytesPerSecond);
        QVERIFY(unitOf("rate(node_cpu_seconds_total{mode=\"idle\"}[1m])") == Unit::Ratio);
        QVERIFY(unitOf("rate(node_forks_total[1m])") == Unit::PerSecond);
        QVERIFY(unitOf("node_boot_time_seconds") == Unit::UnixTime);
        QVERIFY(unitOf("vedette_probe_duration_seconds") == Unit::Seconds);
        QVERIFY(unitOf("nonsense(") == Unit::None);
    }
};

VEDETTE_TEST(TstExpression)
#include "tst_expression.moc"
