#include "models/alerts/told_groups_table.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

class TstToldGroupsTable : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;

    sqlite::Database open()
    {
        auto database = sqlite::Database::open(folder->filePath(QStringLiteral("a.sqlite")).toStdString(), sqlite::Database::Mode::ReadWrite);
        if (!database || !createToldGroupsTable(*database))
            qFatal("no database");
        return std::move(*database);
    }

private Q_SLOTS:
    void init() { folder = std::make_unique<QTemporaryDir>(); }

    void groups_come_back_as_they_were_saved_and_go_when_nothing_is_left()
    {
        const GroupState all{Labels{}, Timestamp(1'700'000'000'123ms), {1, 2, 9'000'000'000}};
        const GroupState one{Labels{{"alertname", "it's; \"\n"}, {"é", "Σ"}}, Timestamp(1'700'000'001'000ms), {3}};
        {
            auto database = open();
            QVERIFY(saveToldGroups(database, std::vector{all, one}));
        }
        auto database = open();
        auto loaded = loadToldGroups(database);
        QVERIFY(loaded && loaded->damaged.empty());
        QVERIFY((loaded->groups == std::vector{one, all}) || (loaded->groups == std::vector{all, one}));

        auto more = all;
        more.firing.push_back(9'000'000'001);
        QVERIFY(saveToldGroups(database, std::vector{more, GroupState{one.labels, {}, {}}}));
        QVERIFY((loadToldGroups(database)->groups == std::vector{more}));
        QVERIFY(saveToldGroups(database, {}));
    }

    void damaged_rows_are_left_out_with_a_sentence_each_data()
    {
        QTest::addColumn<QString>("row");
        QTest::newRow("labels") << QStringLiteral("'{oops', 1, '1'");
        QTest::newRow("labels are none") << QStringLiteral("x'00', 1, '1'");
        QTest::newRow("time") << QStringLiteral("'{a=\"b\"}', 'noon', '1'");
        QTest::newRow("letters") << QStringLiteral("'{a=\"b\"}', 1, '1 x'");
        QTest::newRow("descending") << QStringLiteral("'{a=\"b\"}', 1, '2 1'");
        QTest::newRow("twice") << QStringLiteral("'{a=\"b\"}', 1, '2 2'");
        QTest::newRow("negative") << QStringLiteral("'{a=\"b\"}', 1, '-1'");
        QTest::newRow("too large") << QStringLiteral("'{a=\"b\"}', 1, '99999999999999999999'");
        QTest::newRow("a space too many") << QStringLiteral("'{a=\"b\"}', 1, '1  2'");
        QTest::newRow("a space at the end") << QStringLiteral("'{a=\"b\"}', 1, '1 '");
    }
    void damaged_rows_are_left_out_with_a_sentence_each()
    {
        QFETCH(QString, row);
        auto database = open();
        const GroupState good{Labels{{"z", "z"}}, Timestamp(1s), {1}};
        QVERIFY(saveToldGroups(database, std::span(&good, 1)));
        QVERIFY(database.execute("INSERT INTO told_groups VALUES (" + row.toStdString() + ")"));
        const auto loaded = loadToldGroups(database);
        QVERIFY(loaded && loaded->groups == std::vector{good});
        QCOMPARE(loaded->damaged.size(), std::size_t(1));
    }
};

VEDETTE_TEST(TstToldGroupsTable)
#include "tst_told_groups_table.moc"
