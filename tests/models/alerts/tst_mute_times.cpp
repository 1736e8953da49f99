#include "models/alerts/mute_times.h"
#include "tests/support/registry.h"

using namespace alerts;
using namespace std::chrono_literals;
using metric::Timestamp;

namespace {

Timestamp moment(int year, unsigned month, unsigned day, int hour = 12, int minute = 0)
{
    using namespace std::chrono;
    return sys_days(year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day))) + hours(hour) + minutes(minute);
}

bool isIn(const TimeInterval &interval, Timestamp time) { return contains(interval, time, 0s); }

QByteArray fault(const TimeInterval &interval)
{
    const auto valid = validate(interval);
    return valid ? QByteArray() : QByteArray::fromStdString(valid.error().message);
}

} // namespace

class TstMuteTimes : public QObject {
    Q_OBJECT

    static TimeInterval daysOfMonth(std::vector<CalendarRange> ranges)
    {
        TimeInterval interval;
        interval.daysOfMonth = std::move(ranges);
        return interval;
    }

private Q_SLOTS:
    void without_ranges_it_is_always()
    {
        QVERIFY(isIn({}, moment(2024, 2, 29)));
        QVERIFY(isIn({}, moment(1969, 12, 31)));
    }

    void minutes_count_from_their_start_until_before_their_end()
    {
        TimeInterval night;
        night.times = {{22 * 60, 24 * 60}, {0, 6 * 60}};
        QVERIFY(!isIn(night, moment(2024, 5, 1, 21, 59) + 59s + 999ms));
        QVERIFY(isIn(night, moment(2024, 5, 1, 22, 0)));
        QVERIFY(isIn(night, moment(2024, 5, 1, 23, 59) + 59s + 999ms));
        QVERIFY(isIn(night, moment(2024, 5, 2, 0, 0)));
        QVERIFY(isIn(night, moment(2024, 5, 2, 5, 59)));
        QVERIFY(!isIn(night, moment(2024, 5, 2, 6, 0)));
        QVERIFY(isIn(night, moment(1969, 12, 31, 23, 0))); // before the epoch
        QVERIFY(!isIn(night, moment(1969, 12, 31, 12, 0)));
    }

    void sunday_is_the_first_day_of_the_week()
    {
        TimeInterval interval;
        interval.weekdays = {{0, 0}, {2, 4}};
        std::string days;
        for (unsigned day = 5; day < 12; ++day) // 2024-05-05 was a Sunday
            days += isIn(interval, moment(2024, 5, day)) ? 'x' : '-';
        QCOMPARE(days, std::string("x-xxx--"));
    }

    void days_count_from_both_ends_of_the_month()
    {
        const auto last = daysOfMonth({{-1, -1}});
        QVERIFY(isIn(last, moment(2024, 2, 29)) && !isIn(last, moment(2024, 2, 28)));
        QVERIFY(isIn(last, moment(2023, 2, 28)) && isIn(last, moment(2100, 2, 28)));
        QVERIFY(isIn(last, moment(2023, 12, 31)) && isIn(last, moment(2023, 4, 30)));
        const auto week = daysOfMonth({{-7, -1}});
        QVERIFY(isIn(week, moment(2023, 4, 24)) && !isIn(week, moment(2023, 4, 23)));
        const auto all = daysOfMonth({{1, -1}});
        QVERIFY(isIn(all, moment(2023, 2, 1)) && isIn(all, moment(2023, 2, 28)));
        const auto late = daysOfMonth({{30, 31}});
        QVERIFY(!isIn(late, moment(2023, 2, 28)) && isIn(late, moment(2023, 4, 30)));
        const auto first = daysOfMonth({{-31, -28}}); // cut to the month
        QVERIFY(isIn(first, moment(2023, 2, 1)) && !isIn(first, moment(2023, 2, 2)));
        QVERIFY(isIn(first, moment(2023, 1, 4)) && !isIn(first, moment(2023, 1, 5)));
    }

    void every_kind_must_have_the_moment()
    {
        TimeInterval interval;
        interval.times = {{9 * 60, 17 * 60}};
        interval.weekdays = {{1, 5}};
        interval.daysOfMonth = {{1, 15}};
        interval.months = {{3, 5}, {12, 12}};
        interval.years = {{2023, 2024}};
        QVERIFY(isIn(interval, moment(2024, 5, 6)));
        QVERIFY(!isIn(interval, moment(2024, 5, 6, 17)));
        QVERIFY(!isIn(interval, moment(2024, 5, 5)));
        QVERIFY(!isIn(interval, moment(2024, 5, 20)));
        QVERIFY(!isIn(interval, moment(2024, 6, 6)));
        QVERIFY(isIn(interval, moment(2024, 12, 6)));
        QVERIFY(!isIn(interval, moment(2025, 5, 6)));
    }

    void it_is_meant_in_its_zone()
    {
        TimeInterval interval;
        interval.times = {{0, 60}};
        interval.weekdays = {{1, 1}};
        interval.location = "Europe/Berlin";
        const auto berlin = [](const std::string &location, Timestamp time) -> std::chrono::seconds {
            return location != "Europe/Berlin" ? 0h : time < moment(2024, 3, 31, 1) ? 1h : 2h;
        };
        const std::vector<TimeInterval> intervals{TimeInterval{{{600, 601}}, {}, {}, {}, {}, "UTC"}, interval};
        QVERIFY(anyContains(intervals, moment(2024, 3, 24, 23, 30), berlin)); // Monday, 0:30
        QVERIFY(!anyContains(intervals, moment(2024, 3, 25, 0, 30), berlin));
        QVERIFY(anyContains(intervals, moment(2024, 4, 7, 22, 30), berlin)); // an hour earlier in summer
        QVERIFY(!anyContains(intervals, moment(2024, 4, 7, 23, 30), berlin));
        QVERIFY(anyContains(intervals, moment(2024, 4, 7, 10, 0), berlin)); // the other one
        QVERIFY(!anyContains({}, moment(2024, 4, 7), berlin));
        QVERIFY(contains(interval, moment(2024, 5, 5, 9, 30), 14h + 45min)); // Monday elsewhere
        QVERIFY(contains(interval, moment(2024, 5, 6, 12, 0), -12h));
    }

    void what_can_never_be_is_refused_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        const auto row = [](const char *error, int kind, int first, int last) {
            QTest::addRow("%d %d:%d", kind, first, last) << QByteArray(error) << kind << first << last;
        };
        row("", 0, 0, 1440);
        row("minutes 0:1441: a day has 0 to 1440", 0, 0, 1441);
        row("minutes -1:5: a day has 0 to 1440", 0, -1, 5);
        row("minutes 5:5: it ends before it starts; write two where it passes midnight", 0, 5, 5);
        row("minutes 1320:360: it ends before it starts; write two where it passes midnight", 0, 1320, 360);
        row("", 1, 0, 6);
        row("weekdays 1:7: there are 0 to 6", 1, 1, 7);
        row("weekdays 6:1: it ends before it starts", 1, 6, 1);
        row("", 2, 1, 31);
        row("", 2, -31, -1);
        row("", 2, 1, -1);
        row("days of the month 0:1: there are 1 to 31 and -31 to -1", 2, 0, 1);
        row("days of the month 1:32: there are 1 to 31 and -31 to -1", 2, 1, 32);
        row("days of the month -32:-1: there are 1 to 31 and -31 to -1", 2, -32, -1);
        row("days of the month -1:1: what starts from the month's end must end from it", 2, -1, 1);
        row("days of the month 20:-20: it ends before it starts", 2, 20, -20);
        row("months 0:3: there are 1 to 12", 3, 0, 3);
        row("months 5:3: it ends before it starts", 3, 5, 3);
        row("", 4, 2020, 2020);
        row("years 2021:2020: it ends before it starts", 4, 2021, 2020);
        row("years 2021:2147483647: there are 0 to 9999", 4, 2021, 2147483647);
    }
    void what_can_never_be_is_refused()
    {
        QFETCH(int, kind);
        QFETCH(int, first);
        QFETCH(int, last);
        TimeInterval interval;
        std::vector<CalendarRange> *const kinds[] = {nullptr, &interval.weekdays, &interval.daysOfMonth, &interval.months, &interval.years};
        if (kind == 0)
            interval.times = {{first, last}};
        else
            *kinds[kind] = {{first, last}};
        QTEST(fault(interval), "fault");
    }

    void ranges_without_end_are_refused()
    {
        TimeInterval interval;
        interval.times.assign(1'001, {0, 1});
        QVERIFY(fault(interval).contains("more than"));
        interval = {};
        interval.location.clear();
        QVERIFY(fault(interval).contains("zone"));
    }
};

VEDETTE_TEST(TstMuteTimes)
#include "tst_mute_times.moc"
