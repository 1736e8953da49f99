#include "probes/options.h"
#include "tests/support/registry.h"

class TstOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void options_are_read_as_what_they_are()
    {
        const probes::Options options{
            {"url", "http://a/"}, {"follow", "false"}, {"timeout", " 2.5 "}, {"codes", " 200-299 \n\n404\n"}, {"family", "v6"}};
        probes::OptionReader reader(options);
        QCOMPARE(reader.required("url"), std::string("http://a/"));
        QCOMPARE(reader.flag("follow", true), false);
        QCOMPARE(reader.number("timeout", 10, 0.1, 120), 2.5);
        QCOMPARE(reader.lines("codes"), (std::vector<std::string>{"200-299", "404"}));
        QCOMPARE(reader.choice("family", {"any", "v4", "v6"}, "any"), std::string("v6"));
        QCOMPARE(reader.text("method", "GET"), std::string("GET"));
        QVERIFY(reader.finish().has_value());
    }

    void the_first_fault_is_told_with_its_option_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("message");
        QTest::newRow("number") << "timeout"
                                << "soon"
                                << "timeout: expected a number from 0.1 to 120, got \"soon\"";
        QTest::newRow("range") << "timeout"
                               << "1e9"
                               << "timeout: expected a number from 0.1 to 120, got \"1e9\"";
        QTest::newRow("nan") << "timeout"
                             << "nan"
                             << "timeout: expected a number from 0.1 to 120, got \"nan\"";
        QTest::newRow("flag") << "follow"
                              << "yes"
                              << "follow: expected true or false, got \"yes\"";
        QTest::newRow("choice") << "family"
                                << "v5"
                                << "family: expected one of any, v4, v6, got \"v5\"";
        QTest::newRow("missing") << "url"
                                 << "  "
                                 << "url: is missing";
        QTest::newRow("unknown") << "ulr"
                                 << "x"
                                 << "ulr: there is no such option";
    }
    void the_first_fault_is_told_with_its_option()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        probes::Options options{{"url", "http://a/"}};
        options[name.toStdString()] = value.toStdString();
        probes::OptionReader reader(options);
        reader.required("url");
        reader.number("timeout", 10, 0.1, 120);
        reader.flag("follow", true);
        reader.choice("family", {"any", "v4", "v6"}, "any");
        const auto finished = reader.finish();
        QVERIFY(!finished);
        QTEST(QString::fromStdString(finished.error().message), "message");
    }
};

VEDETTE_TEST(TstOptions)
#include "tst_options.moc"
