#include "models/health/availability.h"
#include "tests/support/registry.h"

#include <cmath>

using namespace health;
using namespace std::chrono_literals;
using metric::Duration;
using metric::Timestamp;

namespace {

const Timestamp kMidnight{std::chrono::seconds(1'700'006'400)};

bool isNear(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

} // namespace

class TstAvailability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // 30 days seen, down for 43.2 min of them at the end: the whole budget of 99.9 %.
    void a_budget_is_used_up_by_what_the_objective_allows()
    {
        Timeline line;
        const auto now = kMidnight;
        line.add({now - 40 * 24h, State::Ok});
        line.add({now - 43min - 12s, State::Down});
        auto slo = sloOf(line, 0.999, now);
        QCOMPARE(slo.budget, Duration(43min + 12s));
        QCOMPARE(slo.budgetLeft, Duration(0));
        QVERIFY(isNear(*slo.achieved, 0.999));
        QVERIFY(isNear(slo.burn[0], 1000)); // 5 m: down all the time
        QVERIFY(isNear(slo.burn[1], 1000)); // 30 m
        QVERIFY(isNear(slo.burn[2], 720));  // 43.2 of 60 min are 72 %
        QVERIFY(isNear(slo.burn[3], 360));
        QVERIFY(isNear(slo.burn[4], 120));
        QVERIFY(isNear(slo.burn[5], 30)); // 43.2 of 1440 min are 3 %
        QVERIFY(isNear(slo.burn[6], 10));

        slo = sloOf(line, 0.998, now);
        QCOMPARE(slo.budgetLeft, Duration(43min + 12s));
        QVERIFY(isNear(slo.burn[2], 360));
        QCOMPARE(sloOf(line, 0.999, now + 1min).budgetLeft, Duration(0)); // never negative
    }

    void an_objective_of_all_the_time_allows_nothing()
    {
        Timeline line;
        line.add({kMidnight - 1h, State::Ok});
        auto slo = sloOf(line, 1, kMidnight);
        QCOMPARE(slo.burn[2], 0.0);
        QCOMPARE(slo.budget, Duration(0));
        line.add({kMidnight - 1min, State::Down});
        slo = sloOf(line, 1, kMidnight);
        QVERIFY(std::isinf(slo.burn[0]) && slo.burn[0] > 0);
        QCOMPARE(sloOf(line, 7, kMidnight).objective, 1.0); // what a file may say
    }

    void where_nothing_counts_nothing_is_said()
    {
        Timeline line;
        line.add({kMidnight - 1h, State::Unknown});
        const auto slo = sloOf(line, 0.999, kMidnight);
        QVERIFY(!slo.achieved);
        QCOMPARE(slo.budgetLeft, slo.budget);
        QCOMPARE(slo.burn[0], 0.0);
    }

    // Seen for 20 days, maintenance for one of them, unknown for two: 17 count, of which 12 h down in three outages.
    void figures_count_what_was_seen()
    {
        Timeline line;
        const auto now = kMidnight;
        line.add({now - 20 * 24h, State::Ok});
        line.add({now - 19 * 24h, State::Down}); // 2 h
        line.add({now - 19 * 24h + 2h, State::Degraded});
        line.add({now - 18 * 24h, State::Maintenance}); // 24 h
        line.add({now - 17 * 24h, State::Down});        // 4 h
        line.add({now - 17 * 24h + 4h, State::Ok});
        line.add({now - 10 * 24h, State::Unknown}); // 48 h
        line.add({now - 8 * 24h, State::Ok});
        line.add({now - 12h, State::Down}); // 6 h
        line.add({now - 6h, State::Ok});
        CheckStatus status;
        fillFigures(status, line, now);
        const auto &month = status.spent[std::size_t(Span::Month)];
        QCOMPARE(month.counted(), Duration(17 * 24h));
        QCOMPARE(month.down(), Duration(12h));
        QCOMPARE(month.in[std::size_t(State::Maintenance)], Duration(24h));
        QVERIFY(isNear(*month.availability(), 396.0 / 408));
        QVERIFY(isNear(*status.spent[std::size_t(Span::Day)].availability(), 18.0 / 24));
        QCOMPARE(status.spent[std::size_t(Span::Quarter)].in, month.in);
        QCOMPARE(status.outages, 3);
        QCOMPARE(*status.mttr, Duration(4h));
        QCOMPARE(*status.mtbf, Duration(132h)); // 396 h up
        QVERIFY(isNear(*status.slo.achieved, 396.0 / 408));

        Timeline well;
        well.add({now - 24h, State::Ok});
        fillFigures(status, well, now);
        QVERIFY(!status.mttr && !status.mtbf && status.outages == 0);
    }

    void a_bar_is_on_the_grid_and_its_last_piece_ends_now()
    {
        Timeline line;
        const auto now = kMidnight + 10h + 40min;
        line.add({now - 5h, State::Ok});
        line.add({now - 20min, State::Down}); // 10:20
        const auto bar = barOf(kBarShapes[0], line, now);
        QCOMPARE(bar.size(), std::size_t(48));
        QVERIFY(bar.back().from == kMidnight + 10h + 30min && bar.front().from == kMidnight + 10h + 30min - 47 * 30min);
        QCOMPARE(bar[47].spent.down(), Duration(10min));
        QCOMPARE(bar[46].spent.down(), Duration(10min));
        QCOMPARE(bar[46].spent.up(), Duration(20min));
        QCOMPARE(bar[37].spent.up(), Duration(20min)); // began at 5:40
        QCOMPARE(bar[36].spent.counted(), Duration(0));
        constexpr int kPieces[] = {48, 56, 60, 90};
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(kBarShapes[i].count, kPieces[i]);
            QCOMPARE(kBarShapes[i].piece * kBarShapes[i].count, Duration(kSpans[i]));
        }
    }

    void a_bar_that_goes_on_is_as_one_made_anew()
    {
        Timeline line;
        std::vector<BarPiece> bar;
        Timestamp last{};
        auto now = kMidnight;
        line.add({now, State::Ok});
        for (int i = 0; i < 2'000; ++i) {
            // Steps of all sizes, once longer than the bar.
            const auto begun = now;
            now += i == 700 ? Duration(60h) : Duration(std::chrono::seconds(1 + (i * 7919) % 2400));
            auto changed = begun;
            if (i % 3 == 0) {
                changed = i % 7 == 0 ? begun - 45min : now - (now - begun) / 2; // found out late
                line.add({changed, i % 2 == 0 ? State::Down : State::Ok});
            }
            extendBar(bar, kBarShapes[0], line, now, std::min(last, changed));
            last = now;
            const auto anew = barOf(kBarShapes[0], line, now);
            QCOMPARE(bar.size(), anew.size());
            for (std::size_t at = 0; at < bar.size(); ++at)
                QVERIFY(bar[at].from == anew[at].from && bar[at].spent.in == anew[at].spent.in);
        }
        now -= 3h; // set back
        extendBar(bar, kBarShapes[0], line, now, {});
        QVERIFY(bar.back().from == metric::onGrid(now, 30min) && bar.size() == 48);
    }
};

VEDETTE_TEST(TstAvailability)
#include "tst_availability.moc"
