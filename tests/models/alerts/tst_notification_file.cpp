#include "models/alerts/notification_file.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <fstream>

using namespace alerts;
using namespace std::chrono_literals;

namespace {

constexpr const char *kWhole = "route:\n"
                               "  group_by: [alertname, instance]\n"
                               "  group_wait: 5s\n"
                               "  group_interval: 1m\n"
                               "  repeat_interval: 12h\n"
                               "  mute_time_intervals: [nights, 'maintenance']\n"
                               "inhibit_rules:\n"
                               "  - source_matchers: [alertname=\"HostDown\"]\n"
                               "    target_matchers: ['severity=~\"warning|info\"', instance!=\"\"]\n"
                               "    equal: [instance]\n"
                               "time_intervals:\n"
                               "  - name: nights\n"
                               "    time_intervals:\n"
                               "      - times: [{start_time: '22:00', end_time: '24:00'}, {start_time: '00:00', end_time: '07:30'}]\n"
                               "        location: Europe/Berlin\n"
                               "  - name: maintenance\n"
                               "    time_intervals:\n"
                               "      - weekdays: ['monday:Friday', sunday]\n"
                               "        days_of_month: ['1:7', '-3:-1']\n"
                               "        months: ['january:march', 12]\n"
                               "        years: ['2026:2028']\n";

std::string faultOf(const std::string &text)
{
    const auto read = readNotificationConfig(text, {});
    if (read)
        return "none";
    const auto &fault = read.error().front();
    return std::to_string(fault.place.line) + ": " + fault.message;
}

} // namespace

class TstNotificationFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_people_wrote_is_read()
    {
        const auto config = readNotificationConfig(kWhole, {});
        QVERIFY2(config, config ? "" : config.error().front().message.c_str());
        const auto &route = config->route;
        QVERIFY((route.groupBy == std::vector<std::string>{"alertname", "instance"}));
        QVERIFY(route.groupWait == 5s && route.groupInterval == 1min && route.repeatInterval == 12h);
        QCOMPARE(config->inhibitRules.size(), std::size_t(1));
        const auto &rule = config->inhibitRules[0];
        QVERIFY(rule.sourceMatchers.size() == 1 && rule.targetMatchers.size() == 2 && rule.equal == std::vector<std::string>{"instance"});
        QCOMPARE(config->mutedTimes.size(), std::size_t(2));
        const auto &nights = config->mutedTimes[0];
        QVERIFY((nights.times == std::vector<MinuteRange>{{1320, 1440}, {0, 450}}));
        QCOMPARE(nights.location, std::string("Europe/Berlin"));
        const auto &maintenance = config->mutedTimes[1];
        QVERIFY((maintenance.weekdays == std::vector<CalendarRange>{{1, 5}, {0, 0}}));
        QVERIFY((maintenance.daysOfMonth == std::vector<CalendarRange>{{1, 7}, {-3, -1}}));
        QVERIFY((maintenance.months == std::vector<CalendarRange>{{1, 3}, {12, 12}}));
        QVERIFY((maintenance.years == std::vector<CalendarRange>{{2026, 2028}}));
    }

    void what_is_written_nowhere_is_as_before()
    {
        NotificationConfig defaults;
        defaults.route.groupInterval = 10s;
        const auto config = readNotificationConfig("route: {repeat_interval: 1h}\n", defaults);
        QVERIFY(config && config->route.groupInterval == 10s && config->route.repeatInterval == 1h);
        QVERIFY(config->route.groupBy == defaults.route.groupBy);
        QVERIFY(readNotificationConfig("", defaults)->route.groupInterval == 10s);
    }

    void a_fault_says_its_line_and_what_to_do()
    {
        QCOMPARE(faultOf("route:\n  group_wait: soon\n").substr(0, 2), std::string("2:"));
        QCOMPARE(faultOf("route:\n  mute_time_intervals:\n    - weekends\n"),
                 std::string("3: no time interval is called \"weekends\"; they stand in time_intervals"));
        QCOMPARE(faultOf("route: {repeat_interval: 0s}\n"), std::string("1: repeat_interval must be longer than nothing"));
        QCOMPARE(faultOf("inhibit_rules:\n  - source_matchers: [a=b]\n"),
                 std::string("2: an inhibit rule needs source_matchers and target_matchers"));
        QVERIFY(faultOf("inhibit_rules:\n  - source_matchers: ['a=~\"(\"']\n    target_matchers: [b=c]\n").starts_with("2: "));
        const std::string interval = "time_intervals:\n  - name: x\n    time_intervals:\n      - ";
        QCOMPARE(faultOf(interval + "times: [{start_time: '25:00'}]\n"),
                 std::string("4: a time is written HH:MM, from 00:00 to 24:00, not \"25:00\""));
        QVERIFY(faultOf(interval + "times: [{start_time: '12:00', end_time: '11:00'}]\n").find("ends before it starts") != std::string::npos);
        QCOMPARE(faultOf(interval + "weekdays: [funday]\n"), std::string("4: \"funday\" is no range of weekdays"));
        QVERIFY(faultOf(interval + "months: [13]\n").starts_with("4: "));
        QVERIFY(faultOf("routes: []\n").starts_with("1: "));
        QVERIFY(faultOf("- a\n- b\n").starts_with("1: "));
        QVERIFY(faultOf("route: [").starts_with("1: "));
    }

    void a_file_is_read_again_and_a_bad_one_keeps_what_it_said()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("notifications.yaml").toStdString();
        NotificationFile file(path, {});
        QVERIFY(!file.refresh()); // not there: nothing to say
        std::ofstream(path) << "route: {group_wait: 7s}\n";
        QVERIFY(file.refresh());
        QVERIFY(file.config().route.groupWait == 7s && !file.fault());
        QVERIFY(!file.refresh());
        std::ofstream(path) << "route: {group_wait: never}\n";
        QVERIFY(file.refresh());
        QVERIFY(file.fault() && file.fault()->file == "notifications.yaml" && file.fault()->fault.place.line == 1);
        QVERIFY(file.config().route.groupWait == 7s);
        std::filesystem::remove(path);
        QVERIFY(file.refresh());
        QVERIFY(file.config().route.groupWait == 0s && !file.fault());
    }
};

VEDETTE_TEST(TstNotificationFile)
#include "tst_notification_file.moc"
