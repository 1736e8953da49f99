#include "models/targets/guess.h"
#include "tests/support/registry.h"

using namespace targets;

namespace {

constexpr Field kDatabaseFields[] = {{"address", "Address", FieldType::Line},
                                     {"database", "Database", FieldType::Line},
                                     {"user", "User", FieldType::Line},
                                     {"password", "Password", FieldType::Secret},
                                     {"sslmode", "TLS", FieldType::Line}};
constexpr Field kCacheFields[] = {{"address", "Address", FieldType::Line},
                                  {"user", "User", FieldType::Line},
                                  {"password", "Password", FieldType::Secret},
                                  {"tls", "TLS", FieldType::Flag}};
constexpr Field kPageFields[] = {{"url", "Address", FieldType::Line}, {"user", "User", FieldType::Line}, {"password", "Password", FieldType::Secret}};
CheckKind kindOf(const char *id, const char *address, std::span<const Field> fields)
{
    CheckKind kind{};
    kind.id = id;
    kind.address = address;
    kind.fields = fields;
    return kind;
}
const CheckKind kDatabase = kindOf("postgres", "address", kDatabaseFields);
const CheckKind kCache = kindOf("redis", "address", kCacheFields);
const CheckKind kPage = kindOf("http", "url", kPageFields);
const CheckKind *const kRich[] = {&kDatabase, &kCache, &kPage, &kTcpCheck, &kScrapeCheck};

// "postgres certain address=db:5432 user=reader | password=secret"
QString told(const std::optional<Guess> &guess)
{
    if (!guess)
        return QStringLiteral("none");
    QStringList words{QLatin1String(guess->kind->id)};
    if (guess->certain)
        words << QStringLiteral("certain");
    for (auto each = guess->options.begin(); each != guess->options.end(); ++each)
        words << each.key() + u'=' + each.value();
    for (auto each = guess->secrets.begin(); each != guess->secrets.end(); ++each)
        words << QStringLiteral("| ") + each.key() + u'=' + each.value();
    return words.join(u' ');
}

QMap<QString, QString> at(const CheckKind &kind, const QString &address) { return {{QString::fromLatin1(kind.address), address}}; }

} // namespace

class TstGuess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_pasted_address_says_what_it_is_data()
    {
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString::fromUtf8(expected); };
        row("https://shop.example.org/", "http url=https://shop.example.org/");
        row("  HTTPS://shop.example.org/cart?a=b#c  ", "http url=https://shop.example.org/cart?a=b#c");
        row("https://shop.example.org", "http url=https://shop.example.org/");
        row("https://medium.example.org/@author", "http url=https://medium.example.org/@author");
        row("https://reader:s3cret@shop.example.org/a", "http url=https://shop.example.org/a user=reader | password=s3cret");
        row("shop.example.org", "http url=https://shop.example.org/");
        row("shop.example.org/health", "http url=https://shop.example.org/health");
        row("shop.example.org:8080/health", "http url=http://shop.example.org:8080/health");
        row("shop.example.org:8443", "http url=https://shop.example.org:8443/");
        row("shop.example.org:443", "http url=https://shop.example.org/");
        row("localhost:8080", "http url=http://localhost:8080/");
        row("http://[::1]:8080", "http url=http://[::1]:8080/");
        row("http://[::1]/", "http url=http://[::1]/");
        row(":9100/metrics", "scrape url=http://localhost:9100/metrics");
        row("http://node:9100/metrics?collect[]=cpu", "scrape url=http://node:9100/metrics?collect[]=cpu");
        row("app.example.org/internal/metrics", "scrape url=http://app.example.org/internal/metrics");
        row("postgres://reader@db/orders", "postgres certain address=db:5432 database=orders user=reader");
        row("postgresql://reader:s3cret@db:6000/orders?sslmode=require",
            "postgres certain address=db:6000 database=orders sslmode=require user=reader | password=s3cret");
        row("postgres://reader:p%40ss%2Fw@db/orders", "postgres certain address=db:5432 database=orders user=reader | password=p@ss/w");
        row("postgres://reader:p@ss/w#?@db/orders", "postgres certain address=db:5432 database=orders user=reader | password=p@ss/w#?");
        row("postgres://db/orders?user=reader&password=s3cret", "postgres certain address=db:5432 database=orders user=reader | password=s3cret");
        row("jdbc:postgresql://db:5432/orders", "postgres certain address=db:5432 database=orders");
        row("postgres://a:5433,b:5434/orders", "postgres certain address=a:5433 database=orders");
        row("host=db port=5433 dbname=orders user=reader password='s3 c\\'ret'",
            "postgres certain address=db:5433 database=orders user=reader | password=s3 c'ret");
        row("host=/run/postgresql dbname=orders", "postgres certain address=/run/postgresql database=orders");
        row("/run/postgresql", "postgres address=/run/postgresql");
        row("db:5432", "postgres address=db:5432");
        row("[fd00::2]:5432", "postgres address=[fd00::2]:5432");
        row("redis://cache", "redis certain address=cache:6379");
        row("redis://:s3cret@cache:6380/0", "redis certain address=cache:6380 | password=s3cret");
        row("rediss://vedette:s3cret@cache", "redis certain address=cache:6379 tls=true user=vedette | password=s3cret");
        row("cache:6379", "redis address=cache:6379");
        row("mail.example.org:25", "tcp address=mail.example.org:25");
        row("smtp://mail.example.org", "tcp certain address=mail.example.org:25");
        row("mongodb://app:s3cret@db/orders", "tcp certain address=db:27017");
        row("warp://db", "tcp certain address=db");
    }
    void a_pasted_address_says_what_it_is()
    {
        QFETCH(QString, expected);
        QCOMPARE(told(guess(QString::fromUtf8(QTest::currentDataTag()), kRich)), expected);
    }

    void the_kinds_there_are_are_known_data()
    {
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString::fromUtf8(expected); };
        row("10.0.0.1", "icmp");
        row("::1", "icmp");
        row("fe80::1%eth0", "icmp");
        row("gw-paris", "icmp");
        row("ping://gw.example.org", "icmp");
        row("es.example.org:9200", "elasticsearch");
        row("http://es.example.org:9200/", "elasticsearch");
        row("tls://shop.example.org", "tls");
        row("dns://example.org", "dns");
        row("", "none");
        row("two words", "none");
        row("http://", "none");
        row("db:0", "none");
        row("db:65536", "none");
        row("db:+1", "none");
        row("-x", "none");
        row("[::1", "none");
        row("a= b= c= d= e= f= g= h= i= j= k= l= m= n= o= p= q= r= s= t= u= v= w= x= y= z= a= b= c= d= e= f= '", "none");
    }
    void the_kinds_there_are_are_known()
    {
        QFETCH(QString, expected);
        QCOMPARE(told(guess(QString::fromUtf8(QTest::currentDataTag()))).section(u' ', 0, 0), expected);
    }

    void a_password_for_which_there_is_no_field_is_nowhere()
    {
        QVERIFY(!told(guess(QStringLiteral("mongodb://app:s3cret@db/orders"), kRich)).contains(QStringLiteral("s3cret")));
    }

    void an_address_is_turned_into_that_of_the_chosen_kind()
    {
        const auto as = [](const CheckKind &kind, const char *text) { return told(guessAs(kind, QString::fromUtf8(text))); };
        QCOMPARE(as(kTcpCheck, "https://shop.example.org/"), QStringLiteral("tcp address=shop.example.org:443"));
        QCOMPARE(as(kTlsCheck, "shop.example.org"), QStringLiteral("tls address=shop.example.org:443"));
        QCOMPARE(as(kIcmpCheck, "https://shop.example.org:8443/"), QStringLiteral("icmp address=shop.example.org"));
        QCOMPARE(as(kPage, "db:5432"), QStringLiteral("http url=http://db:5432/"));
        QCOMPARE(as(kScrapeCheck, "node:9100"), QStringLiteral("scrape url=http://node:9100/metrics"));
        QCOMPARE(as(kScrapeCheck, "https://node/stats"), QStringLiteral("scrape certain url=https://node/stats"));
        QCOMPARE(as(kDatabase, "db"), QStringLiteral("postgres address=db:5432"));
        QCOMPARE(as(kElasticsearchCheck, "search"), QStringLiteral("elasticsearch url=http://search:9200/"));
    }

    void what_was_turned_stays_as_it_is()
    {
        for (const auto *kind : checkKinds()) {
            const auto once = guessAs(*kind, QStringLiteral("shop.example.org:8443"));
            QVERIFY(once);
            const auto address = once->options.value(QString::fromLatin1(kind->address));
            QCOMPARE(guessAs(*kind, address)->options.value(QString::fromLatin1(kind->address)), address);
        }
    }

    void the_instance_is_the_url_or_what_was_typed_with_its_port()
    {
        QCOMPARE(instanceLabel(kHttpCheck, at(kHttpCheck, " https://shop.example.org/ ")), QStringLiteral("https://shop.example.org/"));
        QCOMPARE(instanceLabel(kPostgresCheck, at(kPostgresCheck, "db")), QStringLiteral("db:5432"));
        QCOMPARE(instanceLabel(kPostgresCheck, at(kPostgresCheck, "db:6000")), QStringLiteral("db:6000"));
        QCOMPARE(instanceLabel(kPostgresCheck, at(kPostgresCheck, "/run/postgresql")), QStringLiteral("/run/postgresql"));
        QCOMPARE(instanceLabel(kRedisCheck, at(kRedisCheck, "::1")), QStringLiteral("[::1]:6379"));
        QCOMPARE(instanceLabel(kIcmpCheck, at(kIcmpCheck, "gw-paris")), QStringLiteral("gw-paris"));
    }

    void a_name_is_proposed_that_is_not_taken()
    {
        QCOMPARE(proposedName(kHttpCheck, at(kHttpCheck, "https://www.example.org/a"), {}), QStringLiteral("example.org"));
        QCOMPARE(proposedName(kHttpCheck, at(kHttpCheck, "http://localhost:3000/"), {}), QStringLiteral("localhost:3000"));
        QCOMPARE(proposedName(kPostgresCheck, at(kPostgresCheck, "db:5432"), {"DB", "db 2"}), QStringLiteral("db 3"));
        QCOMPARE(proposedName(kPostgresCheck, at(kPostgresCheck, "/run/postgresql"), {}), QStringLiteral("/run/postgresql"));
        QCOMPARE(proposedName(kHttpCheck, {}, {}), QString());
    }
};

VEDETTE_TEST(TstGuess)
#include "tst_guess.moc"
