#include "models/health/timeline.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using namespace health;
using namespace std::chrono_literals;
using metric::Timestamp;

namespace {

// A midnight.
const Timestamp kDay{std::chrono::seconds(1'700'006'400)};

Timestamp minute(int minutes) { return kDay + std::chrono::minutes(minutes); }
int minutesOf(metric::Duration time) { return int(time / 1min); }

// Ok 10 min, down 20, unknown 5, down 5, ok 20, nobody 30, degraded.
Timeline sample()
{
    Timeline line;
    line.add({minute(0), State::Ok});
    line.add({minute(10), State::Down});
    line.add({minute(30), State::Unknown});
    line.add({minute(35), State::Down});
    line.add({minute(40), State::Ok});
    line.add({minute(60), std::nullopt});
    line.add({minute(90), State::Degraded});
    return line;
}

// Minutes by state, as text.
QByteArray text(const Spent &spent)
{
    std::string words;
    for (std::size_t i = 0; i < spent.in.size(); ++i)
        words += fmt::format("{}{}", i ? " " : "", minutesOf(spent.in[i]));
    return QByteArray::fromStdString(words);
}

} // namespace

class TstTimeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void time_is_spent_state_by_state()
    {
        const auto line = sample();
        QCOMPARE(text(line.spent(minute(0), minute(100))), "30 10 25 5 0 0");
        QCOMPARE(text(line.spent(minute(-100), minute(0))), "0 0 0 0 0 0");
        QCOMPARE(text(line.spent(minute(20), minute(37))), "0 0 12 5 0 0");
        QCOMPARE(text(line.spent(minute(65), minute(85))), "0 0 0 0 0 0");      // nobody looked
        QCOMPARE(text(line.spent(minute(1000), minute(1010))), "0 10 0 0 0 0"); // the last goes on
        QCOMPARE(*line.spent(minute(0), minute(60)).availability(), 30.0 / 55);
        QVERIFY(!line.spent(minute(65), minute(85)).availability());
        QVERIFY(line.at(minute(34)) == State::Unknown && !line.at(minute(61)) && !line.at(minute(-1)));
    }

    void an_outage_lasts_until_it_answers()
    {
        const auto line = sample();
        const auto outages = line.outages(minute(0), minute(100));
        QCOMPARE(outages.size(), std::size_t(1)); // what was unknown in between ended nothing
        QVERIFY(outages[0].from == minute(10) && outages[0].until == minute(40));
        QCOMPARE(minutesOf(outages[0].down), 25);
        QCOMPARE(line.outageCount(minute(0), minute(100)), 1);
        QCOMPARE(line.outageCount(minute(20), minute(100)), 1);
        QCOMPARE(line.outageCount(minute(32), minute(100)), 1); // seen to go on at 35
        QCOMPARE(line.outageCount(minute(41), minute(100)), 0);
        QCOMPARE(line.outageCount(minute(31), minute(34)), 0);
        QVERIFY(line.outages(minute(31), minute(34)).empty());
        QCOMPARE(line.outages(minute(32), minute(36)).size(), std::size_t(1));
        QVERIFY(line.outages(minute(32), minute(36))[0].from == minute(10));
    }

    void one_that_goes_on_has_no_end()
    {
        Timeline line;
        line.add({minute(0), State::Ok});
        line.add({minute(5), State::Down});
        const auto outages = line.outages(minute(0), minute(9));
        QCOMPARE(outages.size(), std::size_t(1));
        QVERIFY(!outages[0].until);
        QCOMPARE(minutesOf(outages[0].down), 4);
        QCOMPARE(line.outageCount(minute(6), minute(9)), 1);
    }

    void the_count_agrees_with_the_list()
    {
        Timeline line;
        constexpr std::optional<State> kStates[] = {State::Ok,       State::Down, State::Unknown,    std::nullopt,
                                                    State::Degraded, State::Down, State::Maintenance};
        for (int i = 0; i < 300; ++i)
            line.add({minute(i * 3), kStates[std::size_t(i * i + i / 7) % std::size(kStates)]});
        for (int from = 0; from < 900; from += 11) {
            for (int to = from; to < 900; to += 13)
                QCOMPARE(std::size_t(line.outageCount(minute(from), minute(to))), line.outages(minute(from), minute(to)).size());
        }
    }

    void what_changes_nothing_is_left_out()
    {
        Timeline line;
        line.add({minute(0), std::nullopt});
        QVERIFY(line.turns().empty());
        line.add({minute(0), State::Ok});
        line.add({minute(1), State::Ok});
        QCOMPARE(line.turns().size(), std::size_t(1));
        line.add({minute(2), State::Down});
        line.add({minute(2), State::Ok}); // in its place, which is no change then
        QCOMPARE(line.turns().size(), std::size_t(1));
    }

    void a_clock_set_back_forgets_what_was_to_come()
    {
        auto line = sample();
        line.add({minute(37), State::Unknown});
        QCOMPARE(text(line.spent(minute(0), minute(50))), "10 0 22 18 0 0");
        QCOMPARE(line.outageCount(minute(0), minute(50)), 1);
    }

    void what_is_over_is_dropped()
    {
        auto line = sample();
        const auto before = line.spent(minute(50), minute(100));
        line.dropBefore(minute(45));
        QCOMPARE(line.turns().size(), std::size_t(3));
        QCOMPARE(text(line.spent(minute(50), minute(100))), text(before));
        line.dropBefore(minute(0));
        QCOMPARE(line.turns().size(), std::size_t(3));
    }

    void a_flapping_check_stays_bounded_and_its_availability_right()
    {
        Timeline exact, line;
        std::size_t most = 0;
        // 9 days, a change every 45 s, with all kinds of states.
        int count = 0;
        for (auto time = minute(7); time < minute(9 * 1440); time += 45s, ++count) {
            constexpr std::optional<State> kStates[] = {State::Ok,      State::Down, State::Ok,   State::Degraded,
                                                        State::Unknown, State::Down, std::nullopt};
            const Turn turn{time, kStates[std::size_t(count * count / 3) % std::size(kStates)]};
            exact.add(turn);
            line.add(turn);
            if (const auto until = line.sumUp())
                QCOMPARE(metric::onGrid(*until, 30min), *until);
            most = std::max(most, line.turns().size());
        }
        QVERIFY(exact.turns().size() > 3 * Timeline::kMostTurns);
        QVERIFY2(most <= Timeline::kMostTurns, std::to_string(most).c_str());
        const auto end = minute(9 * 1440);
        for (int day = 0; day < 9; ++day)
            QCOMPARE(text(line.spent(minute(day * 1440), minute((day + 1) * 1440))), text(exact.spent(minute(day * 1440), minute((day + 1) * 1440))));
        QCOMPARE(line.spent(kDay, end).in, exact.spent(kDay, end).in); // to the millisecond
        // The last hours one by one, as they were.
        for (int i = 1; i < 500; ++i)
            QCOMPARE(line.turns()[line.turns().size() - std::size_t(i)], exact.turns()[exact.turns().size() - std::size_t(i)]);
        // No turn that changes nothing, none out of order.
        for (std::size_t i = 1; i < line.turns().size(); ++i)
            QVERIFY(line.turns()[i].time > line.turns()[i - 1].time && line.turns()[i].state != line.turns()[i - 1].state);
    }
};

VEDETTE_TEST(TstTimeline)
#include "tst_timeline.moc"
