#include "models/query/parser.h"
#include "tests/support/registry.h"
#include "ui/tabs/operations_feed.h"
#include "ui/tabs/page_section.h"

#include <set>

using namespace std::chrono_literals;

class TstPageSections : public QObject {
    Q_OBJECT

    static std::vector<ui::PageSection> all()
    {
        std::vector<ui::PageSection> sections;
        for (auto list : {ui::databaseSections(), ui::checkSections(), ui::runtimeSections()})
            sections.insert(sections.end(), list.begin(), list.end());
        return sections;
    }
    static void verifyPromql(const std::vector<ui::ChartSpec> &charts)
    {
        const ui::Subject subject{"job", "db:5432"};
        for (const auto &chart : charts) {
            std::vector<std::string> expressions{chart.headline, chart.whole};
            for (const auto &line : chart.lines)
                expressions.push_back(line.expression);
            for (const auto &expression : expressions) {
                if (expression.empty())
                    continue;
                const auto asked = ui::askedOf(subject, expression);
                QVERIFY2(query::parse(asked), asked.c_str());
                QVERIFY2(asked.find("instance=\"db:5432\"") != asked.npos, asked.c_str());
            }
        }
    }

private Q_SLOTS:
    void every_chart_asks_promql_of_its_subject_and_has_a_name_of_its_own()
    {
        std::set<std::string> ids;
        for (const auto &section : all()) {
            QVERIFY(!section.needs.empty() && !section.charts.empty());
            for (const auto &chart : section.charts)
                QVERIFY2(ids.insert(chart.id).second, chart.id);
            verifyPromql(ui::chartsOver(30s, section.charts));
        }
        QVERIFY(ids.size() > 40);
    }

    void charts_of_operations_are_promql_too()
    {
        using Kind = items::OperationFamily::Kind;
        const auto charts = ui::operationCharts(
            {{Kind::Histogram, "http_request_duration_seconds", {"method", "route"}, "code", 1}, {Kind::Counter, "jobs_total", {}, "", 1}}, 2min);
        QCOMPARE(charts.size(), std::size_t(3));
        QCOMPARE(charts[0].lines.size(), std::size_t(2));
        QCOMPARE(charts[1].lines.size(), std::size_t(1));
        verifyPromql(charts);
        QVERIFY(ui::operationCharts({}, 2min).empty());
    }

    void the_window_follows_the_interval()
    {
        QCOMPARE(ui::windowOf(1s), metric::Duration(10s));
        QCOMPARE(ui::windowOf(30s), metric::Duration(135s));
        QCOMPARE(ui::windowOf(10min), metric::Duration(5min));
        const auto charts =
            ui::chartsOver(135s, {{.id = "a", .title = "", .unit = metric::Unit::None, .lines = {{"rate(x[window]) / rate(y[window])"}}}});
        QCOMPARE(charts[0].lines[0].expression, std::string("rate(x[135s]) / rate(y[135s])"));
    }
};

VEDETTE_TEST(TstPageSections)
#include "tst_page_sections.moc"
