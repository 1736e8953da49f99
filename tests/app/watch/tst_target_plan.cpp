#include "app/watch/check_factory.h"
#include "app/watch/maintenance.h"
#include "app/watch/own_network.h"
#include "app/watch/target_plan.h"
#include "models/metric/series_interner.h"
#include "models/targets/check_kind.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"

#include <set>

using namespace std::chrono_literals;

class TstTargetPlan : public QObject {
    Q_OBJECT

    static targets::Target shop()
    {
        targets::Target target{};
        target.id = "shop";
        target.kind = targets::Kind::Service;
        target.instance = "http://127.0.0.1:9/";
        target.name = "Shop";
        target.check = "http";
        target.options = {{"url", "http://127.0.0.1:9/"}, {"user", "probe"}};
        target.slowAfter = 0.5;
        return target;
    }

private Q_SLOTS:
    void every_kind_of_check_has_a_probe_that_knows_its_fields_data()
    {
        QTest::addColumn<QString>("id");
        for (const auto *kind : targets::checkKinds())
            QTest::newRow(kind->id) << QString::fromLatin1(kind->id);
    }
    // The tables of fields and the probes' readers are two lists of the same names.
    void every_kind_of_check_has_a_probe_that_knows_its_fields()
    {
        QFETCH(QString, id);
        const auto *kind = targets::checkKind(id);
        probes::Options options;
        for (const auto &field : kind->fields)
            options.emplace(field.key, ""); // an empty text is no text, but the name must be known
        options[kind->address] = QByteArray(kind->address) == "url" ? "http://127.0.0.1:9/" : "127.0.0.1:9";
        auto made = app::makeProbe(id, options);
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        options["no_such_option"] = "x";
        QVERIFY(!app::makeProbe(id, options));
        targets::Target target{};
        target.check = id;
        QCOMPARE(QString::fromUtf8((*made)->job().data(), qsizetype((*made)->job().size())), targets::jobOf(target));
    }

    void secrets_are_put_in_the_place_of_their_references()
    {
        auto target = shop();
        const auto reference = app::secretReference("shop", "password");
        target.options["password"] = reference;
        QCOMPARE(app::secretsOf(target), QStringList{reference});
        const auto options = app::optionsOf(target, {{{reference, "s3cret"}}, {}});
        QVERIFY(options);
        QCOMPARE(options->at("password"), std::string("s3cret"));
        QCOMPARE(options->at("user"), std::string("probe"));
        const auto missing = app::optionsOf(target, {{}, {{reference, "the secrets are locked"}}});
        QVERIFY(!missing);
        QCOMPARE(missing.error().message, std::string("password: the secrets are locked"));
    }

    void a_check_that_cannot_be_made_says_why_in_its_verdict()
    {
        auto target = shop();
        target.options["timeout"] = "soon";
        auto plan = app::planOf(target, {});
        QCOMPARE(plan.probes.size(), std::size_t(1));
        metric::Batch batch{};
        metric::SeriesInterner interner(metric::Labels{});
        metric::BatchBuilder builder(batch, interner);
        tests::FakeClock clock;
        QVERIFY(plan.probes.front()->collect(*plan.source, clock, builder));
        const auto verdict = builder.takeVerdict();
        QVERIFY(verdict && verdict->reason == metric::Reason::Options);
        QVERIFY2(verdict->message.starts_with("timeout: "), verdict->message.c_str());
    }

    void the_ticks_of_targets_are_spread_over_the_interval_and_stay_where_they_are()
    {
        auto target = shop();
        target.interval = 10;
        std::set<std::int64_t> seconds;
        for (int i = 0; i < 100; ++i) {
            target.id = QString::number(i);
            const auto plan = app::planOf(target, {});
            QVERIFY(plan.offset >= 0ms && plan.offset < 10s);
            QCOMPARE(app::planOf(target, {}).offset, plan.offset);
            seconds.insert(plan.offset / 1s);
        }
        QCOMPARE(seconds.size(), std::size_t(10)); // some in each
    }

    void maintenance_is_until_a_time_or_every_week()
    {
        auto once = shop(), weekly = shop();
        once.maintenanceUntil = 1'795'265'527'000;
        weekly.id = "db";
        weekly.maintenance = QStringList{"Sun 02:00-04:00"};
        app::Maintenance maintenance;
        maintenance.setTargets({once, weekly});
        const metric::Timestamp until(1'795'265'527s);
        QVERIFY(maintenance.isOn("shop", until - 1s));
        QVERIFY(!maintenance.isOn("shop", until));
        const auto sunday = metric::Timestamp(std::chrono::milliseconds(QDateTime(QDate(2026, 11, 22), QTime(3, 0)).toMSecsSinceEpoch()));
        QVERIFY(maintenance.isOn("db", sunday));
        QVERIFY(!maintenance.isOn("db", sunday + 2h));
        QVERIFY(!maintenance.isOn("never there", sunday));
    }

    void the_gateway_is_that_of_the_default_route()
    {
        const auto gateway = app::defaultGateway("Iface\tDestination\tGateway \tFlags\n"
                                                 "eth0\t0000A8C0\t00000000\t0001\n"
                                                 "eth0\t00000000\t0100A8C0\t0003\n");
        QVERIFY(gateway);
        QCOMPARE(gateway->text(), std::string("192.168.0.1"));
        QVERIFY(!app::defaultGateway("Iface\tDestination\tGateway\neth0\t0000A8C0\t00000000\n"));
        QVERIFY(!app::defaultGateway("heading\neth0 00000000 nonsense\n"));
        QVERIFY(!app::defaultGateway(""));
        // A tunnel that takes half of everything is no default route.
        QVERIFY(!app::defaultGateway("heading\ntun0\t00000000\t0100080A\t0003\t0\t0\t0\t00000080\n"));
        const std::string_view arp = "IP address HW type Flags HW address Mask Device\n"
                                     "192.168.0.1 0x1 0x2 00:11:22:33:44:55 * eth0\n"
                                     "192.168.0.9 0x1 0x0 00:00:00:00:00:00 * eth0\n";
        QVERIFY(app::isNeighbour(arp, *net::parseAddress("192.168.0.1")));
        QVERIFY(!app::isNeighbour(arp, *net::parseAddress("192.168.0.9")));
        QVERIFY(!app::isNeighbour(arp, *net::parseAddress("192.168.0.7")));
    }

    void the_own_network_is_what_has_a_route_of_its_own_and_the_domains_of_the_resolver()
    {
        const auto network = app::ownNetworkOf("Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\n"
                                               "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\n"
                                               "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\n"
                                               "tun0\t0000080A\t0100080A\t0003\t0\t0\t0\t0000FFFF\t0\n",
                                               "nameserver 192.168.0.1\n# search none\nsearch office.example . lab.example\n");
        const targets::OwnNetwork expected{"192.168.0.1", {{0xC0A80000, 0xFFFFFF00}, {0x0A080000, 0xFFFF0000}}, {"office.example", "lab.example"}};
        QCOMPARE(network, expected);
        QCOMPARE(app::ownNetworkOf("", ""), targets::OwnNetwork{});
    }
};

VEDETTE_TEST(TstTargetPlan)
#include "tst_target_plan.moc"
