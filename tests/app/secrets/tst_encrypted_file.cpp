#include "app/secrets/encrypted_file.h"
#include "tests/support/registry.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

using metric::ErrorCode;
using secrets::EncryptedFile;

class TstEncryptedFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private Q_SLOTS:
    void the_passphrase_alone_opens_what_was_put()
    {
        const auto at = path("a");
        auto file = EncryptedFile::create(at, "open sesame");
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        QVERIFY(file->put({{"shop/password", QStringLiteral("s3crét-of-the-shop")}, {"db/password", "other"}}));
        QVERIFY(file->remove("db/password"));

        const auto bytes = read(at);
        QVERIFY(!bytes.contains("s3cr") && !bytes.contains("shop") && !bytes.contains("sesame"));
        QCOMPARE(QFile::permissions(at) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());

        const auto again = EncryptedFile::open(at, "open sesame");
        QVERIFY(again);
        QCOMPARE(again->all(), (QMap<QString, QString>{{"shop/password", QStringLiteral("s3crét-of-the-shop")}}));
        const auto wrong = EncryptedFile::open(at, "open sesam");
        QVERIFY(!wrong && wrong.error().code == ErrorCode::PermissionDenied);
    }

    void every_change_has_a_nonce_of_its_own()
    {
        const auto at = path("b");
        auto file = EncryptedFile::create(at, "x");
        QVERIFY(file->put({{"a", "1"}}));
        const auto first = read(at);
        QVERIFY(file->put({{"a", "1"}}));
        const auto second = read(at);
        QCOMPARE(first.size(), second.size());
        QCOMPARE(first.left(30), second.left(30)); // magic and salt
        QVERIFY(first.mid(34, 24) != second.mid(34, 24));
    }

    void an_altered_file_is_not_believed()
    {
        const auto at = path("c");
        QVERIFY(EncryptedFile::create(at, "x")->put({{"a", "1"}}));
        auto bytes = read(at);
        bytes[bytes.size() - 1] = char(bytes.back() ^ 1);
        write(at, bytes);
        const auto opened = EncryptedFile::open(at, "x");
        QVERIFY(!opened && opened.error().code == ErrorCode::PermissionDenied);
        write(at, "something else");
        const auto other = EncryptedFile::open(at, "x");
        QVERIFY(!other && other.error().code == ErrorCode::Malformed);
        QCOMPARE(read(at), QByteArray("something else"));
    }

    void one_that_is_there_is_not_made_anew()
    {
        const auto at = path("d");
        QVERIFY(EncryptedFile::create(at, "x"));
        const auto again = EncryptedFile::create(at, "y");
        QVERIFY(!again && again.error().code == ErrorCode::Conflict);
        const auto empty = EncryptedFile::create(path("e"), "");
        QVERIFY(!empty && empty.error().code == ErrorCode::InvalidArgument);
        const auto absent = EncryptedFile::open(path("f"), "x");
        QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
    }
};

VEDETTE_TEST(TstEncryptedFile)
#include "tst_encrypted_file.moc"
