#include "models/targets/guess.h"
#include "models/targets/target_rules.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryFile>

using namespace targets;

namespace {

constexpr const char *kModes[] = {"strict", "loose"};
constexpr Field kFields[] = {{"address", "Address", FieldType::Line},
                             {"timeout", "Timeout", FieldType::Number, "10", "seconds", true, 0.1, 120},
                             {"tls", "TLS", FieldType::Flag, "false"},
                             {"mode", "Mode", FieldType::Choice, "strict", "", false, 0, 0, kModes},
                             {"authority_file", "Authority", FieldType::File},
                             {"expected", "Expected", FieldType::Lines},
                             {"user", "User", FieldType::Line},
                             {"password", "Password", FieldType::Secret}};
CheckKind kindNamed(const char *id)
{
    CheckKind kind{};
    kind.id = id;
    kind.target = Kind::Service;
    kind.address = "address";
    kind.fields = kFields;
    return kind;
}
const CheckKind kKind = kindNamed("tcp");

Target good()
{
    Target target{QStringLiteral("1"), Kind::Service, QStringLiteral("db:5432"), QStringLiteral("db")};
    target.check = QStringLiteral("tcp");
    target.options = {{"address", "db:5432"}};
    return target;
}

Target with(const QString &key, const QString &value)
{
    auto target = good();
    target.options.insert(key, value);
    return target;
}

QString faults(const Target &target, const CheckKind &kind = kKind, std::span<const Target> others = {})
{
    QStringList lines;
    for (const auto &fault : validate(target, kind, others))
        lines << fault.field + QStringLiteral(": ") + fault.message;
    return lines.join(u'\n');
}

} // namespace

class TstTargetRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_target_that_can_be_watched_has_no_fault()
    {
        QCOMPARE(faults(good()), QString());
        auto whole = good();
        QTemporaryFile file;
        QVERIFY(file.open());
        whole.options = {{"address", "[::1]:25"}, {"timeout", "0.5"}, {"tls", "true"},      {"mode", "loose"}, {"authority_file", file.fileName()},
                         {"expected", "a\nb"},    {"user", "x"},      {"password", "ref:1"}};
        whole.interval = 0.9999999;
        QCOMPARE(faults(whole), QStringLiteral("@interval: It is checked once a second at most and once a day at least."));
        whole.interval = 1;
        QCOMPARE(faults(whole), QString());
    }

    void each_field_is_held_against_its_type()
    {
        const auto number = QStringLiteral("timeout: Here belongs a number from 0.1 to 120.");
        for (const auto *text : {"soon", "0.09", "121", "nan", "inf", "1,000", "-1"})
            QCOMPARE(faults(with("timeout", text)), number);
        QCOMPARE(faults(with("tls", "yes")), QStringLiteral("tls: Here belongs \"true\" or \"false\"."));
        QCOMPARE(faults(with("mode", "lax")), QStringLiteral("mode: Here belongs one of: strict, loose."));
        QCOMPARE(faults(with("authority_file", "/nonexistent.pem")), QStringLiteral("authority_file: There is no such file."));
        QCOMPARE(faults(with("authority_file", "/")), QStringLiteral("authority_file: There is no such file."));
        QCOMPARE(faults(with("user", "a\nb")), QStringLiteral("user: Here belongs one line."));
        QCOMPARE(faults(with("user", "  ")), QString()); // nothing is said, and so its fallback holds
    }

    void the_address_is_of_the_form_of_its_kind()
    {
        QCOMPARE(faults(with("address", "")), QStringLiteral("address: Say where it is."));
        QCOMPARE(faults(with("address", "two words")), QStringLiteral("address: This is no address."));
        QCOMPARE(faults(with("address", "db")),
                 QStringLiteral("address: The port is missing: write it behind the host, such as mail.example.org:25."));
        QCOMPARE(faults(with("address", "db"), kindNamed("redis")), QString());
        QVERIFY(faults(with("address", "https://db/")).startsWith(QStringLiteral("address: Here belongs a host with a port")));
        QCOMPARE(faults(with("address", "x:s3cret@db:1")), QStringLiteral("address: A password does not belong into the address."));
        auto page = good();
        page.check = QStringLiteral("http");
        page.options = {{"url", "shop.example.org"}};
        QCOMPARE(faults(page, kHttpCheck), QStringLiteral("url: The address begins with http:// or https://."));
        page.options = {{"url", "https://shop.example.org/"}};
        QCOMPARE(faults(page, kHttpCheck), QString());
        page.options = {{"address", "gw:1/x"}};
        QVERIFY(faults(page, kIcmpCheck).startsWith(QStringLiteral("address: Here belongs the name")));
    }

    void what_all_checks_have_is_held_against_its_bounds()
    {
        auto target = good();
        target.name = QStringLiteral(" ");
        target.interval = 5; // the timeout's fallback is 10
        target.retries = -1;
        target.slowAfter = std::numeric_limits<double>::quiet_NaN();
        target.objective = 1;
        QCOMPARE(faults(target), QStringLiteral("@name: Give it a name.\n"
                                                "@interval: It is longer than the timeout, which is 10 seconds.\n"
                                                "@retries: Here belongs a number from 0 to 10.\n"
                                                "@slow_after: Here belongs a time; 0 for never.\n"
                                                "@objective: Here belongs a share of the time between 0 % and 100 %, such as 99.9 %."));
        target = with("timeout", "4");
        target.interval = 4;
        QCOMPARE(faults(target), QString());
    }

    void no_message_holds_a_secret()
    {
        auto target = with("password", "s3cret\ns3cret");
        target.options["address"] = QStringLiteral("x:s3cret@db:1");
        QVERIFY(!faults(target).contains(QStringLiteral("s3cret")));
    }

    void nothing_is_watched_twice_in_the_same_way()
    {
        auto other = good();
        other.id = QStringLiteral("2");
        other.name = QStringLiteral("the other");
        const std::vector others{good(), other};
        QCOMPARE(faults(good(), kKind, others), QStringLiteral("address: the other watches this already in the same way."));
        QCOMPARE(faults(good(), kKind, std::span(others).first(1)), QString());
        auto job = good();
        job.options.insert(QStringLiteral("job"), QStringLiteral("orders")); // another series
        QCOMPARE(faults(job, kKind, others), QString());
    }

    void behind_is_somebody_who_is_there_and_never_in_a_circle()
    {
        std::vector<Target> others;
        for (const auto *id : {"1", "2", "3", "4"}) {
            auto each = good();
            each.id = each.name = QString::fromLatin1(id);
            each.instance = each.id;
            others.push_back(each);
        }
        others[1].behind = {"1"};
        others[2].behind = {"2"};
        auto target = others[0];
        const auto behind = [&](const QStringList &ids) {
            target.behind = ids;
            return faults(target, kKind, others);
        };
        QCOMPARE(behind({"4"}), QString());
        QCOMPARE(behind({"1"}), QStringLiteral("@behind: It cannot be behind itself."));
        QCOMPARE(behind({"4", "3"}), QStringLiteral("@behind: 3 is behind this one already."));
        QCOMPARE(behind({"5"}), QStringLiteral("@behind: What it is said to be behind is not there any more."));
        others[3].behind = {"4"}; // a circle that came in a file ends the search all the same
        QCOMPARE(behind({"4"}), QString());
    }

    void the_tables_of_the_kinds_are_sound()
    {
        for (const auto *kind : checkKinds()) {
            QStringList keys;
            for (const auto &field : kind->fields) {
                const auto key = QString::fromLatin1(field.key);
                QVERIFY2(!keys.contains(key), qPrintable(key));
                keys << key;
                auto target = good();
                target.check = QString::fromLatin1(kind->id);
                // A fallback is what could be typed, too.
                if (field.type != FieldType::File && key != QLatin1String(kind->address))
                    target.options = {{key, QString::fromUtf8(field.fallback)}};
                target.interval = 120;
                for (const auto &fault : validate(target, *kind, {}))
                    QVERIFY2(fault.field != key || key == QLatin1String(kind->address), qPrintable(QString::fromLatin1(kind->id) + u'/' + key));
                QVERIFY2(field.type != FieldType::Choice || !field.words.empty(), field.key);
                QVERIFY2(field.type != FieldType::Number || field.least < field.most, field.key);
                QVERIFY2(*field.title, field.key);
            }
            QVERIFY2(keys.contains(QLatin1String(kind->address)), kind->id);
        }
    }
};

VEDETTE_TEST(TstTargetRules)
#include "tst_target_rules.moc"
