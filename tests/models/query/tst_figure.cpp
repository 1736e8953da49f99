#include "models/query/figure.h"
#include "models/query/parser.h"
#include "tests/support/registry.h"

#include <set>

using namespace query;
using metric::Unit;

class TstFigure : public QObject {
    Q_OBJECT

private Q_SLOTS:
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

VEDETTE_TEST(TstFigure)
#include "tst_figure.moc"
