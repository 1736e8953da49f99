#include "app/api/access.h"
#include "tests/support/registry.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

using namespace api;
using metric::ErrorCode;

namespace {

std::string fileWith(const QTemporaryDir &dir, const char *name, const QByteArray &content, QFile::Permissions permissions)
{
    QFile file(dir.filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.setPermissions(permissions))
        return {};
    return file.fileName().toStdString();
}

constexpr auto kMine = QFile::ReadOwner | QFile::WriteOwner;
constexpr auto kEverybodys = kMine | QFile::ReadGroup | QFile::ReadOther;

} // namespace

class TstAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void this_machine_alone_needs_nothing_and_others_a_certificate_and_a_token_data()
    {
        QTest::addColumn<QString>("listen");
        QTest::addColumn<bool>("fine");
        QTest::addColumn<QString>("named");
        for (const auto *listen : {"9090", "0", "127.0.0.1:9090", "127.8.8.8:1", "localhost:9090", "[::1]:9090"})
            QTest::newRow(listen) << QString::fromLatin1(listen) << true << QString();
        for (const auto *listen : {"0.0.0.0:9090", "[::]:9090", "192.168.1.2:9090", "[::ffff:127.0.0.1]:9090"})
            QTest::newRow(listen) << QString::fromLatin1(listen) << false << "--listen-certificate";
        for (const auto *listen :
             {"", ":9090", "99999", "9090x", "-1", "::1:9090", "example.org:9090", "127.0.0.1", "127.0.0.1:", "[::1", "[]:1", "127.1:9090"})
            QTest::newRow(qPrintable(QStringLiteral("wrong: %1").arg(QString::fromLatin1(listen))))
                << QString::fromLatin1(listen) << false << "ADDRESS:PORT";
    }
    void this_machine_alone_needs_nothing_and_others_a_certificate_and_a_token()
    {
        QFETCH(QString, listen);
        QFETCH(bool, fine);
        QFETCH(QString, named);
        const auto access = Access::make({.listen = listen.toStdString()});
        QCOMPARE(access.has_value(), fine);
        if (!fine)
            QVERIFY2(QString::fromStdString(access.error().message).contains(named), access.error().message.c_str());
        else
            QVERIFY(access->isLoopback());
    }

    void a_secret_that_others_can_read_is_none()
    {
        const QTemporaryDir dir;
        const auto certificate = fileWith(dir, "certificate.pem", "certificate", kEverybodys);
        const auto key = fileWith(dir, "key.pem", "key", kMine);
        const auto token = fileWith(dir, "token", "0123456789abcdef\n", kMine);
        AccessOptions options{"0.0.0.0:0", certificate, key, token, {}};
        QVERIFY(Access::make(options));
        QVERIFY(!Access::make(options)->isLoopback());
        options.tokenFile.clear();
        QVERIFY(!Access::make(options));
        options.tokenFile = fileWith(dir, "open", "0123456789abcdef\n", kEverybodys);
        QCOMPARE(Access::make(options).error().code, ErrorCode::PermissionDenied);
        QVERIFY(Access::make(options).error().message.find("0123456789") == std::string::npos);
        options.tokenFile = fileWith(dir, "short", "0123\n", kMine);
        QVERIFY(!Access::make(options));
        options.tokenFile = dir.filePath("missing").toStdString();
        QCOMPARE(Access::make(options).error().code, ErrorCode::Io);
        options.tokenFile = token;
        options.key = fileWith(dir, "openkey", "key", kEverybodys);
        QCOMPARE(Access::make(options).error().code, ErrorCode::PermissionDenied);
        options.key.clear();
        QVERIFY(!Access::make(options));
    }

    void a_token_counts_on_this_machine_too()
    {
        const QTemporaryDir dir;
        const auto access = Access::make({.listen = "0", .tokenFile = fileWith(dir, "token", "0123456789abcdef\n", kMine)});
        Request request{.method = "GET", .host = "localhost"};
        QCOMPARE(access->refusal(request)->status, 401);
        for (const auto *wrong :
             {"Bearer 0123456789abcdeX", "Bearer 0123456789abcde", "Bearer 0123456789abcdef0", "Bearer ", "Basic 0123456789abcdef"}) {
            request.authorization = wrong;
            QCOMPARE(access->refusal(request)->status, 401);
        }
        request.authorization = "Bearer 0123456789abcdef";
        QVERIFY(!access->refusal(request));
        request.authorization.clear();
        request.method = "OPTIONS";
        QVERIFY(!access->refusal(request));
    }

    void only_names_of_this_machine_are_its_names()
    {
        for (const auto *host : {"localhost", "localhost:9090", "127.0.0.1:80", "127.9.9.9", "[::1]:9090", "[::1]", "vedette.localhost:1"})
            QVERIFY2(isLoopbackHost(host), host);
        for (const auto *host : {"example.org", "localhost.example.org", "127.0.0.1.example.org:80", "10.0.0.1", "[::2]:1", "notlocalhost", ""})
            QVERIFY2(!isLoopbackHost(host), host);
    }

    void secrets_are_compared_whole()
    {
        QVERIFY(sameSecret("abc", "abc"));
        QVERIFY(!sameSecret("abd", "abc"));
        QVERIFY(!sameSecret("ab", "abc"));
        QVERIFY(!sameSecret("abcabc", "abc"));
        QVERIFY(!sameSecret("", "abc"));
        QVERIFY(!sameSecret("a", ""));
    }
};

VEDETTE_TEST(TstAccess)
#include "tst_access.moc"
