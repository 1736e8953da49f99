#include "models/analysis/linear_trend.h"
#include "tests/support/registry.h"

#include <cmath>

using analysis::LinearTrend;

class TstLinearTrend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_straight_line_has_its_slope()
    {
        LinearTrend trend;
        for (int t = 0; t < 10; ++t)
            trend.add(t, 7 - 2.5 * t);
        QVERIFY(std::abs(trend.slope() + 2.5) < 1e-12);
    }

    void what_left_the_window_counts_no_more()
    {
        LinearTrend trend;
        for (int t = 0; t < 1000; ++t) {
            trend.add(t, t < 500 ? t * 1e6 : 5e8 - (t - 500));
            if (t >= 100)
                trend.remove(t - 100, t - 100 < 500 ? (t - 100) * 1e6 : 5e8 - (t - 600));
        }
        QCOMPARE(trend.count(), std::size_t(100));
        QVERIFY(std::abs(trend.slope() + 1) < 1e-3);
    }

    void one_moment_has_no_slope()
    {
        LinearTrend trend;
        QVERIFY(std::isnan(trend.slope()));
        trend.add(3, 1);
        trend.add(3, 2);
        QVERIFY(std::isnan(trend.slope()));
    }
};

VEDETTE_TEST(TstLinearTrend)
#include "tst_linear_trend.moc"
