#include "app/watch/maintenance.h"
#include "tests/support/registry.h"

using namespace std::chrono_literals;
using app::Maintenance;

class TstMaintenance : public QObject {
    Q_OBJECT

    static targets::Target target(const QString &id, const QString &instance)
    {
        targets::Target made{};
        made.id = id;
        made.instance = instance;
        return made;
    }

private Q_SLOTS:
    void it_lasts_until_the_time_that_was_set()
    {
        constexpr metric::Timestamp kUntil(1'800'000'000s);
        auto shop = target("a", "https://shop.example.org/");
        shop.maintenanceUntil = kUntil.time_since_epoch().count();
        Maintenance tested;
        QVERIFY(!tested.isOn("a", kUntil - 1s));
        tested.setTargets({shop, target("b", "db.example.org:5432")});
        QVERIFY(tested.isOn("a", kUntil - 1ms) && !tested.isOn("a", kUntil));
        QVERIFY(!tested.isOn("b", kUntil - 1ms));
        tested.setTargets({});
        QVERIFY(!tested.isOn("a", kUntil - 1ms));
    }

    void it_comes_back_every_week()
    {
        auto shop = target("a", "shop");
        shop.maintenance = QStringList{"Sun 02:00-04:00"};
        Maintenance tested;
        tested.setTargets({shop});
        constexpr metric::Timestamp kSundayAtThree(1'795'316'400s); // 22 November 2026, in UTC as the tests are
        QVERIFY(tested.isOn("a", kSundayAtThree) && tested.isOn("a", kSundayAtThree + 7 * 24h));
        QVERIFY(!tested.isOn("a", kSundayAtThree + 1h) && !tested.isOn("a", kSundayAtThree + 24h));
    }

    void whatever_has_the_instance_of_such_a_target_is_in_it()
    {
        constexpr metric::Timestamp kNow(1'800'000'000s);
        auto worked = target("a", "db.example.org:5432");
        worked.maintenanceUntil = (kNow + 1h).time_since_epoch().count();
        Maintenance tested;
        tested.setTargets({worked, target("b", "db.example.org:5432"), target("c", "other")});
        QVERIFY(tested.isOnInstance("db.example.org:5432", kNow) && !tested.isOnInstance("db.example.org:5432", kNow + 1h));
        QVERIFY(!tested.isOnInstance("other", kNow) && !tested.isOnInstance("", kNow));
    }
};

VEDETTE_TEST(TstMaintenance)
#include "tst_maintenance.moc"
