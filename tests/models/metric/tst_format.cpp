#include "models/metric/format.h"
#include "tests/support/registry.h"

#include <cmath>
#include <limits>

using namespace metric;

class TstFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_read_as_a_person_writes_them_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("text");
        const auto row = [](double value, Unit unit, const char *text) { QTest::newRow(text) << value << int(unit) << QString::fromUtf8(text); };
        row(0.382, Unit::Ratio, "38 %");
        row(0.0042, Unit::Ratio, "0.4 %");
        row(1.0, Unit::Ratio, "100 %");
        row(11.2 * 1024 * 1024 * 1024, Unit::Bytes, "11.2 GiB");
        row(1023.9, Unit::Bytes, "1 KiB");
        row(0, Unit::Bytes, "0 B");
        row(0.084, Unit::Seconds, "84 ms");
        row(0.00012, Unit::Seconds, "120 µs");
        row(0, Unit::Seconds, "0 s");
        row(7440, Unit::Seconds, "2 h 04 min");
        row(12400000, Unit::BitsPerSecond, "12.4 Mbit/s");
        row(1234, Unit::None, "1.23 k");
        row(999.7, Unit::None, "1 k");
        row(55.4, Unit::Celsius, "55 °C");
        row(std::numeric_limits<double>::quiet_NaN(), Unit::Bytes, "–");
        row(std::numeric_limits<double>::infinity(), Unit::Bytes, "∞");
    }
    void values_read_as_a_person_writes_them()
    {
        QFETCH(double, value);
        QFETCH(int, unit);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(formatValue(value, Unit(unit))), text);
    }

    void durations_have_two_parts_at_most()
    {
        using namespace std::chrono_literals;
        QCOMPARE(formatDuration(740ms), std::string("740 ms"));
        QCOMPARE(formatDuration(12s), std::string("12 s"));
        QCOMPARE(formatDuration(125s), std::string("2 min 05 s"));
        QCOMPARE(formatDuration(740s), std::string("12 min"));
        QCOMPARE(formatDuration(26h + 10min), std::string("1 d 2 h"));
        QCOMPARE(formatDuration(-12s), std::string("−12 s"));
    }

    void an_axis_has_few_round_marks_with_the_unit_on_top()
    {
        const auto percent = axisMarks(0, 1, Unit::Ratio);
        QCOMPARE(percent.labels, (std::vector<std::string>{"0", "25", "50", "75", "100 %"}));
        const auto memory = axisMarks(0, 30.0 * 1024 * 1024 * 1024, Unit::Bytes);
        QCOMPARE(memory.labels, (std::vector<std::string>{"0", "8", "16", "24", "32 GiB"}));
        const auto flat = axisMarks(0, 0, Unit::BytesPerSecond);
        QVERIFY(flat.high > flat.low);
        for (const double high : {1e-9, 0.37, 7.3, 1e5, 3.3e12}) {
            const auto marks = axisMarks(0, high, Unit::None);
            QVERIFY(marks.values.size() <= 6 && marks.values.size() >= 2);
            QVERIFY(marks.high >= high);
        }
    }
};

VEDETTE_TEST(TstFormat)
#include "tst_format.moc"
