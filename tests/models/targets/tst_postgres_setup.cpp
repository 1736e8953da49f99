#include "models/targets/postgres_setup.h"

#include "tests/support/registry.h"

#include <algorithm>

class TstPostgresSetup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_role_is_quoted_whatever_it_is_called()
    {
        QVERIFY(targets::postgresSetupSql("watcher").find("GRANT pg_monitor TO \"watcher\";\n") != std::string::npos);
        QVERIFY(targets::postgresSetupSql("").find("CREATE ROLE \"vedette\" LOGIN") != std::string::npos);
        const auto hostile = targets::postgresSetupSql("a\"; DROP DATABASE shop; --\n\\! id");
        QVERIFY(hostile.find("GRANT pg_monitor TO \"a\"\"; DROP DATABASE shop; --\\! id\";\n") != std::string::npos);
        const auto plain = targets::postgresSetupSql("a");
        QCOMPARE(std::ranges::count(hostile, '\n'), std::ranges::count(plain, '\n'));
    }

    void it_asks_for_a_password_and_writes_none_down()
    {
        const auto sql = targets::postgresSetupSql("watcher");
        QVERIFY(sql.find("\n\\password \"watcher\"\n") != std::string::npos);
        QVERIFY(sql.find("PASSWORD '") == std::string::npos);
        QVERIFY(sql.find("SUPERUSER") == std::string::npos);
    }
};

VEDETTE_TEST(TstPostgresSetup)
#include "tst_postgres_setup.moc"
