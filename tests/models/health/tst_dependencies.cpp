#include "models/health/dependencies.h"
#include "tests/support/registry.h"

using namespace health;

namespace {

CheckPlan plan(std::string target, std::vector<std::string> behind = {}, std::string instance = {}, std::string job = "http")
{
    CheckPlan plan;
    plan.target = target;
    plan.name = target;
    plan.behind = std::move(behind);
    plan.instance = std::move(instance);
    plan.job = std::move(job);
    return plan;
}

} // namespace

class TstDependencies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_circle_is_refused_and_named()
    {
        QCOMPARE(dependencyFault(std::vector{plan("a", {"b"}), plan("b", {"c", "gone"}), plan("c")}), std::string());
        QCOMPARE(dependencyFault(std::vector{plan("a", {"a"})}), std::string("a is behind itself: a is behind a"));
        QCOMPARE(dependencyFault(std::vector{plan("x", {"a"}), plan("a", {"b"}), plan("b", {"c"}), plan("c", {"a"})}),
                 std::string("a is behind itself: a is behind b, which is behind c, which is behind a"));
        QCOMPARE(dependencyFault(std::vector{plan("a", {"b", "c"}), plan("b", {"d"}), plan("c", {"d"}), plan("d")}), std::string()); // a diamond
    }

    void what_is_behind_comes_after()
    {
        const std::vector plans{plan("shop", {"host", "dns"}), plan("host", {"gateway"}), plan("dns", {"gateway"}), plan("gateway")};
        QCOMPARE(dependencyOrder(plans), (std::vector<std::size_t>{3, 1, 2, 0}));
        QCOMPARE(dependencyOrder(std::vector{plan("a", {"b"}), plan("b", {"a"}), plan("c")}), (std::vector<std::size_t>{1, 0, 2}));
    }

    void a_long_chain_needs_no_stack()
    {
        std::vector<CheckPlan> plans;
        for (int i = 0; i < 100'000; ++i)
            plans.push_back(plan(std::to_string(i), {std::to_string(i + 1)}));
        QCOMPARE(dependencyOrder(plans).front(), std::size_t(99'999));
    }

    void a_host_is_read_from_an_instance_data()
    {
        QTest::addColumn<QString>("instance");
        QTest::addColumn<QString>("host");
        QTest::newRow("url") << "https://user:p@Shop.Example:8443/a?b@c#d"
                             << "shop.example";
        QTest::newRow("host and port") << "shop:9100"
                                       << "shop";
        QTest::newRow("v6 with port") << "[FE80::1]:53"
                                      << "fe80::1";
        QTest::newRow("v6") << "2001:db8::1"
                            << "2001:db8::1";
        QTest::newRow("half a bracket") << "[fe80"
                                        << "fe80";
        QTest::newRow("path") << "/run/postgresql"
                              << "";
        QTest::newRow("empty") << ""
                               << "";
    }
    void a_host_is_read_from_an_instance()
    {
        QFETCH(QString, instance);
        QFETCH(QString, host);
        QCOMPARE(hostOf(instance.toStdString()), host.toStdString());
    }
};

VEDETTE_TEST(TstDependencies)
#include "tst_dependencies.moc"
