#include "app/command_line.h"
#include "tests/support/registry.h"

class TstCommandLine : public QObject {
    Q_OBJECT

    static auto parse(std::vector<const char *> arguments)
    {
        arguments.insert(arguments.begin(), "vedette");
        return app::parseCommandLine(int(arguments.size()), arguments.data());
    }

private Q_SLOTS:
    void directories_follow_xdg_and_fall_back_below_home()
    {
        qputenv("HOME", "/home/ada");
        qputenv("XDG_DATA_HOME", "/srv/data");
        qunsetenv("XDG_CONFIG_HOME");
        auto line = parse({});
        QVERIFY(line);
        QCOMPARE(line->dataDir.string(), std::string("/srv/data/vedette"));
        QCOMPARE(line->configDir.string(), std::string("/home/ada/.config/vedette"));
        // The specification: a relative path is to be ignored.
        qputenv("XDG_DATA_HOME", "relative");
        QCOMPARE(parse({})->dataDir.string(), std::string("/home/ada/.local/share/vedette"));
    }

    void every_option_is_taken()
    {
        const auto line = parse({"--headless", "--data-dir", "/d", "--config-dir=/c", "--interval", "0.5", "--tab", "alerts", "--log-level", "debug",
                                 "--passphrase-file", "/p"});
        QVERIFY(line);
        QVERIFY(line->headless);
        QCOMPARE(line->dataDir.string(), std::string("/d"));
        QCOMPARE(line->configDir.string(), std::string("/c"));
        QCOMPARE(*line->intervalSeconds, 0.5);
        QCOMPARE(*line->tab, std::string("alerts"));
        QCOMPARE(line->logLevel, std::string("debug"));
        QCOMPARE(line->passphraseFile.string(), std::string("/p"));
        const auto listening =
            parse({"--listen", "[::]:9090", "--listen-certificate", "c", "--listen-key", "k", "--listen-token-file", "t", "--cors-origin", "o"});
        QVERIFY(listening);
        QCOMPARE(listening->access.listen, std::string("[::]:9090"));
        QCOMPARE(listening->access.certificate.string() + listening->access.key.string() + listening->access.tokenFile.string(), std::string("ckt"));
        QCOMPARE(listening->access.corsOrigin, std::string("o"));
        QVERIFY(line->access.listen.empty());
    }

    void what_is_wrong_is_one_line_with_code_2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown option") << QStringList{"--colour"} << "--colour";
        QTest::newRow("stray word") << QStringList{"now"} << "now";
        QTest::newRow("interval of nothing") << QStringList{"--interval", "0"} << "--interval";
        QTest::newRow("interval too long") << QStringList{"--interval", "99999"} << "--interval";
        QTest::newRow("interval in words") << QStringList{"--interval", "often"} << "--interval";
        QTest::newRow("unknown tab") << QStringList{"--tab", "weather"} << "--tab";
        QTest::newRow("unknown level") << QStringList{"--log-level", "loud"} << "--log-level";
        QTest::newRow("missing value") << QStringList{"--data-dir"} << "--data-dir";
    }
    void what_is_wrong_is_one_line_with_code_2()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        std::vector<QByteArray> bytes;
        for (const auto &argument : std::as_const(arguments))
            bytes.push_back(argument.toUtf8());
        std::vector<const char *> pointers;
        for (const auto &argument : bytes)
            pointers.push_back(argument.constData());
        const auto line = parse(pointers);
        QVERIFY(!line);
        QCOMPARE(line.error().code, 2);
        const auto text = QString::fromStdString(line.error().text);
        QVERIFY2(text.contains(named), qPrintable(text));
        QCOMPARE(text.count(u'\n'), 1);
    }

    void help_and_version_are_no_errors()
    {
        QCOMPARE(parse({"--help"}).error().code, 0);
        QVERIFY(parse({"--help"}).error().text.find("--data-dir") != std::string::npos);
        QCOMPARE(parse({"--version"}).error().code, 0);
        QVERIFY(parse({"--version"}).error().text.starts_with("vedette 0."));
    }
};

VEDETTE_TEST(TstCommandLine)
#include "tst_command_line.moc"
