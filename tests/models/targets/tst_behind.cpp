#include "models/targets/behind.h"
#include "models/targets/guess.h"
#include "models/targets/target_rules.h"
#include "tests/support/registry.h"

using namespace targets;

namespace {

Target of(const QString &id, const QString &address, const QStringList &behind = {})
{
    const auto guessed = *guess(address);
    Target target{id, guessed.kind->target, instanceLabel(*guessed.kind, guessed.options), id};
    target.check = QString::fromLatin1(guessed.kind->id);
    target.options = guessed.options;
    target.behind = behind;
    return target;
}

OwnNetwork office()
{
    return {QStringLiteral("192.168.1.1"), {{0xC0A80100, 0xFFFFFF00}, {0x0A080000, 0xFFFF0000}}, {QStringLiteral("office.example")}};
}

QString suggested(const Target &target, const std::vector<Target> &others, const OwnNetwork &network = office())
{
    return suggestedBehind(target, *checkKind(target.check), others, network);
}

const auto kGateway = of(QStringLiteral("gw"), QStringLiteral("ping://192.168.1.1"));

} // namespace

class TstBehind : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_is_beyond_the_gateway_follows_from_its_address_data()
    {
        QTest::addColumn<bool>("beyond");
        for (const auto *host : {"198.51.100.7", "192.168.2.1", "shop.example", "backoffice.example", "256.1.1.1"})
            QTest::newRow(host) << true;
        for (const auto *host : {"192.168.1.1", "192.168.1.77", "10.8.200.3", "nas", "nas.lan", "NAS.LAN", "printer.local", "router.home.arpa",
                                 "db.office.example", "office.example", "2001:db8::1"})
            QTest::newRow(host) << false;
    }
    void what_is_beyond_the_gateway_follows_from_its_address()
    {
        QFETCH(bool, beyond);
        const auto host = QString::fromLatin1(QTest::currentDataTag());
        QCOMPARE(office().isBeyond(host), beyond);
        QVERIFY(!OwnNetwork{}.isBeyond(host)); // nothing is known
    }

    void what_leads_back_cannot_be_chosen()
    {
        const std::vector others{of("1", "a:1"), of("2", "b:1", {"1"}), of("3", "c:1", {"2"}), of("4", "d:1", {"4"})}; // and a circle
        QCOMPARE(possiblyBehind(QStringLiteral("1"), others), QStringList{"4"});
        QCOMPARE(possiblyBehind(QString(), others), (QStringList{"1", "2", "3", "4"}));
    }

    void a_service_is_suggested_behind_its_host_and_a_host_behind_the_gateway()
    {
        const auto host = of(QStringLiteral("web"), QStringLiteral("ping://Web.example"));
        const std::vector others{host, kGateway};
        const auto site = of(QStringLiteral("site"), QStringLiteral("https://web.EXAMPLE:8443/a"));
        QCOMPARE(suggested(site, others), QStringLiteral("web"));
        QCOMPARE(suggested(site, others, {}), QStringLiteral("web"));
        QCOMPARE(suggested(host, others), QStringLiteral("gw"));
        QCOMPARE(suggested(host, others, {}), QString());
        QCOMPARE(suggested(site, {kGateway}), QStringLiteral("gw"));
        QCOMPARE(suggested(of("db", "nas:5432"), others), QString());
        QCOMPARE(suggested(of("here", "localhost:6379"), others), QString());
        QCOMPARE(suggested(kGateway, others), QString());
    }

    void what_would_make_a_circle_is_not_suggested()
    {
        auto gateway = kGateway;
        gateway.behind = {"site"};
        QCOMPARE(suggested(of("site", "https://shop.example/"), {gateway}), QString());
    }

    void a_gateway_that_nobody_checks_is_offered_with_what_is_beyond_it()
    {
        const auto host = of(QStringLiteral("web"), QStringLiteral("ping://web.example"));
        const std::vector all{host, of("site", "https://web.example/", {"web"}), of("page", "https://web.example/b"),
                              of("shop", "https://shop.example/"), of("nas", "nas.lan:22")};
        const auto offer = gatewayOffer(all, office());
        QCOMPARE(offer.size(), 4);
        const auto &gateway = offer.front();
        QVERIFY(validate(gateway, kIcmpCheck, all).empty());
        QCOMPARE(gateway.instance, QStringLiteral("192.168.1.1"));
        QVERIFY(!gateway.id.isEmpty() && gateway.check == u"icmp" && gateway.kind == Kind::Host);
        auto then = all;
        then[0].behind = then[3].behind = {gateway.id};
        then[2].behind = {"web"}; // which is behind the gateway
        QCOMPARE(offer[1], then[0]);
        QCOMPARE(offer[2], then[2]);
        QCOMPARE(offer[3], then[3]);
        QVERIFY(gatewayOffer(all, {}).isEmpty());
        QVERIFY(gatewayOffer(std::vector{all[3], kGateway}, office()).isEmpty());
        QVERIFY(gatewayOffer(std::vector{all[1], all[4]}, office()).isEmpty());
    }
};

VEDETTE_TEST(TstBehind)
#include "tst_behind.moc"
