// Prometheus's own tests of PromQL. What each case came to is printed, and written beside the executable.
#include "tests/conformance/promql_run.h"
#include "tests/support/registry.h"

#include <QtCore/QCoreApplication>

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

using Outcome = tests::CaseReport::Outcome;
namespace fs = std::filesystem;

namespace {

// How many cases of each script are left out, and how many it has: none may be left out that was not.
struct Script {
    const char *name;
    std::size_t leftOut;
    std::size_t cases;
};
constexpr std::array<Script, 17> kScripts{{
    {"aggregators", 35, 160},
    {"at_modifier", 0, 45},
    {"collision", 0, 2},
    {"duration_expression", 0, 54},
    {"functions", 105, 362},
    {"histograms", 60, 117},
    {"limit", 36, 37},
    {"literals", 0, 20},
    {"name_label_dropping", 0, 20},
    {"native_histograms", 328, 328},
    {"operators", 72, 205},
    {"range_queries", 0, 8},
    {"selectors", 0, 31},
    {"staleness", 0, 17},
    {"subquery", 2, 34},
    {"trig_functions", 0, 19},
    {"type_and_unit", 0, 58},
}};

std::string contentOf(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string summaryOf(const std::string &name, const tests::ScriptReport &report)
{
    const auto leftOut = report.count(Outcome::LeftOut);
    return fmt::format("{}.test: {} of {}, left out {} (native histograms)", name, report.count(Outcome::Passed), report.cases.size() - leftOut,
                       leftOut);
}

} // namespace

class TstPromql : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_wrong_answer_is_found_data()
    {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("reason");
        const QString load = "load 1m\n up{job=\"a\"} 1 2 stale\n up{job=\"b\"} 3+1x4\n\n";
        QTest::newRow("right") << load + "eval instant at 1m up\n up{job=\"a\"} 2\n up{job=\"b\"} 4\n"
                               << "";
        QTest::newRow("another value") << load + "eval instant at 1m up\n up{job=\"a\"} 2\n up{job=\"b\"} 4.1\n"
                                       << "expected up{job=\"b\"} 4.1, got 4";
        QTest::newRow("a series too many") << load + "eval instant at 1m up\n up{job=\"a\"} 2\n"
                                           << "got up{job=\"b\"} 4, which is not expected";
        QTest::newRow("a series too few") << load + "eval instant at 2m up\n up{job=\"a\"} 2\n up{job=\"b\"} 5\n"
                                          << "expected up{job=\"a\"}, which is not there";
        QTest::newRow("another order") << load + "eval instant at 1m sort(up)\n expect ordered\n up{job=\"b\"} 4\n up{job=\"a\"} 2\n"
                                       << "at position";
        QTest::newRow("no scalar") << load + "eval instant at 1m up\n 4\n"
                                   << "expected a scalar";
        QTest::newRow("another point") << load + "eval range from 0 to 2m step 1m up{job=\"a\"}\n up{job=\"a\"} 1 2 2\n"
                                       << "got 1@0 2@60000";
        QTest::newRow("no failure") << load + "eval instant at 1m up\n expect fail\n"
                                    << "expected a failure";
        QTest::newRow("another failure") << load + "eval instant at 1m up * on() up\n expect fail msg: something else\n"
                                         << "expected the failure \"something else\"";
        QTest::newRow("no info") << load +
                                        "eval instant at 1m rate(up[5m])\n expect no_info\n {job=\"b\"} 0.013333333333\n {job=\"a\"} 0.01333333333\n"
                                 << "expected no info";
    }
    void a_wrong_answer_is_found()
    {
        QFETCH(QString, expected);
        QFETCH(QString, reason);
        const auto report = tests::PromqlRun().run(expected.toStdString());
        QVERIFY2(report.error.empty(), report.error.c_str());
        QCOMPARE(report.cases.size(), std::size_t(1));
        const auto told = QString::fromStdString(report.cases.front().reason);
        QVERIFY2(reason.isEmpty() ? told.isEmpty() : told.contains(reason), qPrintable(told));
    }

    void every_case_without_native_histograms_passes_data()
    {
        QTest::addColumn<int>("script");
        for (std::size_t i = 0; i < kScripts.size(); ++i)
            QTest::newRow(kScripts[i].name) << int(i);
    }
    void every_case_without_native_histograms_passes()
    {
        QFETCH(int, script);
        const auto &[name, leftOut, cases] = kScripts[std::size_t(script)];
        const fs::path path = fs::path(qgetenv("VEDETTE_SHARED").toStdString()) / "conformance/promql" / fmt::format("{}.test", name);
        if (!fs::exists(path))
            QSKIP("the PromQL tests of Prometheus are not here (VEDETTE_SHARED)");
        const auto report = tests::PromqlRun().run(contentOf(path));
        QVERIFY2(report.error.empty(), report.error.c_str());
        m_summary += summaryOf(name, report) + '\n';
        std::string failures;
        for (const auto &[line, expression, outcome, reason] : report.cases) {
            const auto text = fmt::format("{}.test:{}: {}: {}\n", name, line, expression, outcome == Outcome::Passed ? "passed" : reason);
            (outcome == Outcome::LeftOut ? m_leftOut : m_cases) += text;
            if (outcome == Outcome::Failed)
                failures += text;
        }
        m_total += report.cases.size();
        m_passed += report.count(Outcome::Passed);
        m_outside += report.count(Outcome::LeftOut);
        QVERIFY2(failures.empty(), ('\n' + failures + summaryOf(name, report)).c_str());
        QCOMPARE(report.count(Outcome::LeftOut), leftOut);
        QCOMPARE(report.cases.size(), cases);
    }

    void cleanupTestCase()
    {
        if (m_total == 0)
            return;
        const auto summary = fmt::format("{}all: {} of {}, left out {} (native histograms)\n", m_summary, m_passed, m_total - m_outside, m_outside);
        std::ofstream file(fs::path(QCoreApplication::applicationDirPath().toStdString()) / "promql_conformance.txt");
        file << summary << "\nLeft out\n" << m_leftOut << "\nAsked\n" << m_cases;
        std::fputs(summary.c_str(), stdout);
    }

private:
    std::string m_summary;
    std::string m_leftOut;
    std::string m_cases;
    std::size_t m_total = 0;
    std::size_t m_passed = 0;
    std::size_t m_outside = 0;
};

VEDETTE_TEST(TstPromql)
#include "tst_promql.moc"
