#include "app/notify/crowd.h"
#include "tests/support/registry.h"

using namespace std::chrono_literals;
using alerts::GroupMessage;
using notify::Crowd;

namespace {

const metric::Timestamp kCrowdStart{1'700'000'000s};

alerts::Alert alertWith(std::int64_t id)
{
    alerts::Alert alert;
    alert.id = id;
    return alert;
}

GroupMessage begins(const std::string &key, std::int64_t id) { return {key, {}, {alertWith(id)}, {}, {id}, false}; }
GroupMessage ends(const std::string &key, std::int64_t id) { return {key, {}, {}, {alertWith(id)}, {}, false}; }

} // namespace

class TstCrowd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_people_can_read_is_shown_alone()
    {
        Crowd crowd(3, 1min);
        for (int i = 0; i < 10; ++i)
            QVERIFY(!crowd.takes(begins(std::to_string(i), i), kCrowdStart + i * 21s));
    }

    void what_is_more_is_one_until_it_is_over()
    {
        Crowd crowd(3, 1min);
        for (int i = 1; i <= 10; ++i)
            QCOMPARE(crowd.takes(begins(std::to_string(i), i), kCrowdStart), i > 3);
        auto message = crowd.message();
        QCOMPARE(message.key, std::string(notify::kCrowdKey));
        QCOMPARE(message.firing.size(), std::size_t(7));
        QCOMPARE(message.fresh.size(), std::size_t(7));
        // What was shown alone goes on alone, what was not does not, however calm it is by now.
        QVERIFY(!crowd.takes(begins("2", 22), kCrowdStart + 1h));
        QVERIFY(crowd.takes(begins("5", 55), kCrowdStart + 1h));
        message = crowd.message();
        QCOMPARE(message.fresh, std::vector<std::int64_t>{55});
        QCOMPARE(message.firing.size(), std::size_t(7));
        QVERIFY(crowd.takes(ends("5", 55), kCrowdStart + 1h));
        message = crowd.message();
        QVERIFY(message.firing.size() == 6 && message.resolved.size() == 1 && message.fresh.empty() && !message.isRepeat);
        QVERIFY(crowd.message().isRepeat);
        QVERIFY(!crowd.takes(begins("new", 99), kCrowdStart + 1h));
    }

    void what_ended_while_nobody_was_there_is_one_too()
    {
        Crowd crowd(3, 1min);
        for (int i = 1; i <= 10; ++i)
            QCOMPARE(crowd.takes(ends(std::to_string(i), i), kCrowdStart), i > 3);
        const auto message = crowd.message();
        QVERIFY(message.firing.empty());
        QCOMPARE(message.resolved.size(), std::size_t(7));
    }

    void a_clock_that_was_set_back_makes_no_crowd()
    {
        Crowd crowd(1, 1min);
        QVERIFY(!crowd.takes(begins("A", 1), kCrowdStart + 24h));
        QVERIFY(!crowd.takes(begins("B", 2), kCrowdStart));
        QVERIFY(crowd.takes(begins("C", 3), kCrowdStart + 59s));
        QVERIFY(!crowd.takes(begins("D", 4), kCrowdStart + 61s));
    }
};

VEDETTE_TEST(TstCrowd)
#include "tst_crowd.moc"
