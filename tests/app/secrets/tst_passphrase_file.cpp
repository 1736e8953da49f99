#include "app/secrets/passphrase_file.h"
#include "tests/support/registry.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <string_view>

#include <sys/stat.h>
#include <unistd.h>

using metric::ErrorCode;
using secrets::readPassphrase;

class TstPassphraseFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path written(const QByteArray &bytes, unsigned mode = 0600) const
    {
        const auto path = m_folder.filePath("passphrase");
        QFile::remove(path);
        QFile file(path);
        [&] { QVERIFY(file.open(QIODevice::WriteOnly)); }();
        file.write(bytes);
        file.close();
        ::chmod(path.toLocal8Bit().constData(), mode);
        return path.toStdString();
    }

private Q_SLOTS:
    void the_first_line_is_the_passphrase_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("passphrase");
        QTest::newRow("a line") << QByteArray("open sesame\n") << "open sesame";
        QTest::newRow("without an end") << QByteArray("open sesame") << "open sesame";
        QTest::newRow("of Windows") << QByteArray("open sesame\r\n") << "open sesame";
        QTest::newRow("more lines") << QByteArray("open\nsesame\n") << "open";
        QTest::newRow("blanks belong to it") << QByteArray(" open \n") << " open ";
        QTest::newRow("UTF-8") << QByteArray("Sés\xc3\xa4m\n") << QStringLiteral("Sésäm");
        QTest::newRow("the longest") << QByteArray(4096, 'x') + "\nmore" << QString(4096, 'x');
    }
    void the_first_line_is_the_passphrase()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, passphrase);
        const auto read = readPassphrase(written(bytes));
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(*read, passphrase);
    }

    void what_is_none_is_refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<unsigned>("mode");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("the group reads it") << QByteArray("hunter2") << 0640U << int(ErrorCode::PermissionDenied) << "chmod 600";
        QTest::newRow("everybody reads it") << QByteArray("hunter2") << 0604U << int(ErrorCode::PermissionDenied) << "chmod 600";
        QTest::newRow("empty") << QByteArray() << 0600U << int(ErrorCode::Malformed) << "first line is empty";
        QTest::newRow("an empty line") << QByteArray("\nhunter2") << 0600U << int(ErrorCode::Malformed) << "first line is empty";
        QTest::newRow("too long") << QByteArray(4097, 'x') << 0600U << int(ErrorCode::Malformed) << "4096";
        QTest::newRow("no text") << QByteArray("\xff\xfe") << 0600U << int(ErrorCode::Malformed) << "UTF-8";
    }
    void what_is_none_is_refused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(unsigned, mode);
        QFETCH(int, code);
        QFETCH(QString, says);
        const auto path = written(bytes, mode);
        const auto read = readPassphrase(path);
        QVERIFY(!read);
        QCOMPARE(int(read.error().code), code);
        const auto message = QString::fromStdString(read.error().message);
        QVERIFY2(message.contains(says) && message.startsWith("--passphrase-file " + QString::fromStdString(path.string())), qPrintable(message));
        QVERIFY(!message.contains("hunter2"));
    }

    void a_file_that_is_not_there_is_told()
    {
        const auto read = readPassphrase("/nonexistent/passphrase");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Io);
    }

    void a_pipe_that_is_open_already_will_do()
    {
        int ends[2];
        QVERIFY(::pipe(ends) == 0);
        constexpr std::string_view kText = "open sesame\n";
        QCOMPARE(::write(ends[1], kText.data(), kText.size()), ssize_t(kText.size()));
        ::close(ends[1]);
        const auto read = readPassphrase("/dev/fd/" + std::to_string(ends[0]));
        ::close(ends[0]);
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(*read, QStringLiteral("open sesame"));
    }

    void a_credential_of_systemd_may_carry_an_access_list()
    {
        const auto path = written("open sesame\n", 0440);
        QVERIFY(!readPassphrase(path));
        qputenv("CREDENTIALS_DIRECTORY", m_folder.path().toLocal8Bit());
        const auto read = readPassphrase(path);
        qputenv("CREDENTIALS_DIRECTORY", "/nonexistent");
        QVERIFY(read.has_value());
        QVERIFY(!readPassphrase(path));
        qunsetenv("CREDENTIALS_DIRECTORY");
    }
};

VEDETTE_TEST(TstPassphraseFile)
#include "tst_passphrase_file.moc"
