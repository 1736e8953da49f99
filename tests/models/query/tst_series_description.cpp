#include "models/metric/batch.h"
#include "models/query/series_description.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

#include <cmath>

using metric::ErrorCode;

namespace {

std::string printed(const metric::Result<query::SeriesDescription> &description)
{
    if (!description)
        return description.error().message;
    std::string text = description->labels.toString();
    for (const auto &value : description->values)
        text += !value ? " _" : metric::isStale(*value) ? " stale" : fmt::format(" {}", *value);
    return text + (description->hasNativeHistograms ? " histogram" : "");
}

} // namespace

class TstSeriesDescription : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_line_is_read_as_labels_and_values_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("read");
        QTest::newRow("a name alone") << "up"
                                      << "up";
        QTest::newRow("blanks around") << "  up \t 1  2 "
                                       << "up 1 2";
        QTest::newRow("labels with blanks and braces in quotes") << "up{job=\"a } b\", x='\"'} 1"
                                                                 << "up{job=\"a } b\",x=\"\\\"\"} 1";
        QTest::newRow("no name") << "{job=\"a\"} 1"
                                 << "{job=\"a\"} 1";
        QTest::newRow("empty braces") << "{} 1"
                                      << " 1";
        QTest::newRow("all kinds of numbers") << "a 1 -2.5 +.5 1. 1e3 2E-1 Inf -inf +INF NaN"
                                              << "a 1 -2.5 0.5 1 1000 0.2 inf -inf inf nan";
        QTest::newRow("none and stale") << "a _ stale _x2 stalex1 1"
                                        << "a expected a number, \"stale\" or \"_\" in the series' values at \"stalex1 1\"";
        QTest::newRow("none several times") << "a _ stale _x2 1 _x0"
                                            << "a _ stale _ _ 1";
        QTest::newRow("one value more than is counted") << "a 1x2 0+5x2 10-5x2 -1-1x1"
                                                        << "a 1 1 1 0 5 10 10 5 0 -1 -2";
        QTest::newRow("hexadecimal is a repetition") << "a 0x2 0"
                                                     << "a 0 0 0 0";
        QTest::newRow("a native histogram is said to be one") << "a 1 {{schema:0 sum:5 buckets:[1 2]}}x3 {{sum:1}}+{{sum:2}}x4"
                                                              << "a histogram";
    }
    void a_line_is_read_as_labels_and_values()
    {
        QFETCH(QString, line);
        QFETCH(QString, read);
        const auto description = query::parseSeriesDescription(line.toStdString());
        // Errors are compared without the series in front.
        const auto told = QString::fromStdString(printed(description));
        QCOMPARE(description ? told : "a " + told, read);
    }

    void what_is_none_is_refused_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto *line :
             {"",      "a 1+", "a 1+-1x1",     "a 1+2",   "a 1+2x",      "a 1x",         "a _x",        "a 1x-2",        "a 1+2x3x4",
              "a 1,2", "a 1_", "a stale+1x2x", "a Infx3", "a 1 {{sum:1", "a 1 {sum:1}}", "a{b=\"c\" 1", "a{b!=\"c\"} 1", "a{b=~\"c\"} 1",
              "a - 1", "a 1e", "a .",          "a 0x1f"})
            QTest::newRow(line) << line;
    }
    void what_is_none_is_refused()
    {
        QFETCH(QString, line);
        const auto description = query::parseSeriesDescription(line.toStdString());
        QVERIFY2(!description, printed(description).c_str());
        QCOMPARE(description.error().code, ErrorCode::InvalidArgument);
    }

    void repetition_is_limited()
    {
        QCOMPARE(query::parseSeriesValues("0x999999")->values.size(), query::kMaxDescribedValues);
        for (const auto *text : {"0x1000000", "0x99999999999999999999999", "_x1000000000", "0x600000 0x600000", "1+1x18446744073709551615"}) {
            const auto description = query::parseSeriesValues(text);
            QVERIFY2(!description, text);
            QCOMPARE(description.error().code, ErrorCode::LimitExceeded);
        }
    }

    void a_rising_sequence_is_summed_step_by_step()
    {
        const auto values = query::parseSeriesValues("0+0.1x3")->values;
        QCOMPARE(*values[3], 0.1 + 0.1 + 0.1);
        QVERIFY(*values[3] != 0.3);
    }
};

VEDETTE_TEST(TstSeriesDescription)
#include "tst_series_description.moc"
