#include "probes/postgres/sql_state.h"
#include "probes/postgres/values.h"
#include "tests/support/registry.h"

#include <cmath>

using namespace postgres;

class TstPostgresValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_time_is_read_as_the_server_writes_it()
    {
        QCOMPARE(unixTime("1970-01-01 00:00:00+00").value(), 0.0);
        QCOMPARE(unixTime("2026-11-22 08:07:29.25+00").value(), 1795334849.25);
        QCOMPARE(unixTime("1969-12-31 23:59:59.5+00").value(), -0.5);
        QVERIFY(std::isinf(unixTime("infinity").value()));
        QVERIFY(unixTime("-infinity").value() < 0);
        for (const auto *none : {"", "2026", "2026-13-01 00:00:00+00", "2026-02-30 00:00:00+00", "2026-11-22 08:07:29", "2026-11-22 08:07:29+02",
                                 "2026-11-22 08:07:29.+00", "2026-11-22 08:07:29+00 BC", "22.11.2026 08:07:29+00"})
            QVERIFY2(!unixTime(none), none);
    }

    void numbers_are_read_whole_or_not_at_all()
    {
        QCOMPARE(numberOf("42"), 42.0);
        QCOMPARE(numberOf("-1.5e-05"), -1.5e-05);
        QCOMPARE(numberOf("t"), 1.0);
        QCOMPARE(numberOf("f"), 0.0);
        QVERIFY(std::isinf(numberOf("Infinity")));
        for (const auto *none : {"", "NaN", "12 kB", "true", "0/16B3748", " 1"})
            QVERIFY2(std::isnan(numberOf(none)), none);
    }

    void texts_are_bounded_and_utf8()
    {
        QCOMPARE(boundedText("café", 4), std::string("café"));
        QCOMPARE(boundedText("cafés", 4), std::string("caf…"));
        QCOMPARE(boundedText("ééééé", 3), std::string("éé…"));
        QCOMPARE(boundedText("caf\xe9 noir", 20), std::string("caf\uFFFD noir"));
        QCOMPARE(boundedText("\xf0\x9f", 20), std::string("\uFFFD\uFFFD"));
        QCOMPARE(boundedText(std::string_view("a\0b", 3), 20), std::string("a\uFFFDb"));
        QCOMPARE(boundedText(std::string(5'000, 'x'), 2'000).size(), std::size_t(1'999 + 3));
    }

    void passwords_in_queries_are_not_shown_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("shown");
        QTest::newRow("none") << "SELECT password FROM users WHERE id = $1"
                              << "SELECT password FROM users WHERE id = $1";
        QTest::newRow("role") << "ALTER ROLE a PASSWORD 'hush'; SELECT 1"
                              << "ALTER ROLE a PASSWORD '***'; SELECT 1";
        QTest::newRow("quote") << "create user a encrypted password 'hu''sh' login"
                               << "create user a encrypted password '***' login";
        QTest::newRow("escape") << "alter role a password E'hu\\'sh' login"
                                << "alter role a password '***' login";
        QTest::newRow("dollar") << "ALTER ROLE a PASSWORD $x$hush$x$;"
                                << "ALTER ROLE a PASSWORD '***';";
        QTest::newRow("parameter") << "WHERE password = $1 AND name = $2"
                                   << "WHERE password = $1 AND name = $2";
        QTest::newRow("cut") << "ALTER ROLE a PASSWORD 'hush"
                             << "ALTER ROLE a PASSWORD '***'";
        QTest::newRow("two") << "PASSWORD 'one' PASSWORD  'two'"
                             << "PASSWORD '***' PASSWORD  '***'";
        QTest::newRow("options") << "OPTIONS (user 'a', password 'hush')"
                                 << "OPTIONS (user 'a', password '***')";
        QTest::newRow("last") << "the PASSWORD"
                              << "the PASSWORD";
        // The connection string of dblink and of a subscription.
        QTest::newRow("word") << "SELECT dblink('host=b password=hush user=a')"
                              << "SELECT dblink('host=b password=*** user=a')";
        QTest::newRow("word that ends") << "CONNECTION 'host=b password=hush'"
                                        << "CONNECTION 'host=b password=***'";
    }
    void passwords_in_queries_are_not_shown()
    {
        QFETCH(QString, query);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(queryText(query.toStdString(), 200)), shown);
    }

    void settings_are_named_and_scaled_as_the_exporter_does()
    {
        const auto sample = [](const char *name, const char *setting, const char *unit, const char *type) {
            const auto made = settingSample(name, setting, unit, type);
            return made ? QString("%1 %2").arg(QString::fromStdString(made->first)).arg(made->second, 0, 'g', 15) : QString();
        };
        QCOMPARE(sample("autovacuum", "on", "", "bool"), QString("pg_settings_autovacuum 1"));
        QCOMPARE(sample("work_mem", "4096", "kB", "integer"), QString("pg_settings_work_mem_bytes 4194304"));
        QCOMPARE(sample("bgwriter_flush_after", "64", "8kB", "integer"), QString("pg_settings_bgwriter_flush_after_bytes 524288"));
        QCOMPARE(sample("autovacuum_work_mem", "-1", "kB", "integer"), QString("pg_settings_autovacuum_work_mem_bytes -1"));
        QCOMPARE(sample("bgwriter_delay", "200", "ms", "integer"), QString("pg_settings_bgwriter_delay_seconds 0.2"));
        QCOMPARE(sample("checkpoint_timeout", "5", "min", "integer"), QString("pg_settings_checkpoint_timeout_seconds 300"));
        QCOMPARE(sample("pg_stat_statements.max", "5000", "", "integer"), QString("pg_settings_pg_stat_statements_max 5000"));
        QCOMPARE(sample("seq_page_cost", "1.1", "", "real"), QString("pg_settings_seq_page_cost 1.1"));
        QCOMPARE(sample("strange", "1", "furlong", "integer"), QString());
        QCOMPARE(sample("strange", "none", "", "integer"), QString());
    }

    void the_code_of_an_error_is_found_in_every_language()
    {
        const auto english =
            saidBy("connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  28P01: password authentication failed for user \"a\"\n"
                   "LOCATION:  auth_failed, auth.c:326\n");
        QCOMPARE(english.code, std::string("28P01"));
        QCOMPARE(english.text, std::string("password authentication failed for user \"a\""));
        QCOMPARE(saidBy("Verbindung fehlgeschlagen: SCHWERWIEGEND:  3D000: Datenbank »x« existiert nicht").code, std::string("3D000"));
        const auto own = saidBy("server closed the connection unexpectedly\n\tThis probably means ...");
        QCOMPARE(own.code, std::string());
        QCOMPARE(own.text, std::string("server closed the connection unexpectedly"));
        QCOMPARE(saidBy("ERROR:  abc").code, std::string());
        QCOMPARE(saidBy("ERROR:  ").text, std::string("ERROR:  "));
    }

    void an_error_is_of_the_kind_that_people_can_act_on()
    {
        using metric::Reason;
        QCOMPARE(reasonOf("28P01"), Reason::Authentication);
        QCOMPARE(reasonOf("28000"), Reason::Authentication);
        QCOMPARE(reasonOf("42501"), Reason::Permission);
        QCOMPARE(reasonOf("3D000"), Reason::Options);
        QCOMPARE(reasonOf("53300"), Reason::Refused);
        QCOMPARE(reasonOf("57P03"), Reason::Refused);
        QCOMPARE(reasonOf("57P01"), Reason::Closed);
        QCOMPARE(reasonOf("57014"), Reason::Timeout);
        QCOMPARE(reasonOf("42P01"), Reason::Answer);
        QCOMPARE(reasonOf(""), Reason::Answer);
    }
};

VEDETTE_TEST(TstPostgresValues)
#include "tst_postgres_values.moc"
