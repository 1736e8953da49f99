#include "models/alerts/matchers.h"
#include "models/alerts/silence_table.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Timestamp;

namespace {

Silence tableSilence(std::uint64_t number)
{
    Silence silence;
    silence.id = silenceId(7, number);
    silence.matchers = *parseMatchers("{alertname=\"it's; DROP TABLE silences\",instance=~\"\\\\d+\\n\",\"Σ x\"!~\"é|\\\"\"}");
    silence.startsAt = Timestamp(1'700'000'000'123ms);
    silence.endsAt = Timestamp(1'700'000'100'456ms);
    silence.updatedAt = Timestamp(1'700'000'000'789ms);
    silence.createdBy = "Ada";
    silence.comment = "line\nline '; --";
    silence.endsWhenUnmatched = number % 2 == 0;
    return silence;
}

} // namespace

class TstSilenceTable : public QObject {
    Q_OBJECT

    QTemporaryDir folder;

    sqlite::Database open(const char *name)
    {
        auto database = sqlite::Database::open(folder.filePath(QString::fromLatin1(name)).toStdString(), sqlite::Database::Mode::ReadWrite);
        if (!database || !createSilenceTable(*database))
            qFatal("no database");
        return std::move(*database);
    }

private Q_SLOTS:
    void a_silence_comes_back_as_it_was_saved()
    {
        {
            auto database = open("whole");
            for (const int number : {3, 2, 1})
                QVERIFY(saveSilence(database, tableSilence(std::uint64_t(number))));
            auto changed = tableSilence(3);
            changed.endsAt += 1h;
            changed.comment.clear();
            QVERIFY(saveSilence(database, changed));
            QVERIFY(forgetSilence(database, silenceId(7, 1)));
            QVERIFY(forgetSilence(database, "never"));
        }
        auto database = open("whole"); // and its table is left as it is
        const auto loaded = loadSilences(database);
        QVERIFY(loaded && loaded->damaged.empty());
        auto first = tableSilence(3);
        first.endsAt += 1h;
        first.comment.clear();
        QCOMPARE(loaded->silences, (std::vector<Silence>{first, tableSilence(2)}));
    }

    void a_damaged_row_is_left_out_and_named_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("matchers") << QByteArray("matchers='{a'") << QByteArray("character 3: expected one of");
        QTest::newRow("no matchers") << QByteArray("matchers=''") << QByteArray("no matcher");
        QTest::newRow("expression") << QByteArray("matchers='a=~\"[\"'") << QByteArray("missing ]");
        QTest::newRow("huge matchers") << QByteArray("matchers=printf('%.*c', 1000000, 'x')") << QByteArray("more than");
        QTest::newRow("bytes") << QByteArray("matchers=x'00ff'") << QByteArray("column 2");
        QTest::newRow("id") << QByteArray("id='../../etc/passwd'") << QByteArray("no UUID");
        QTest::newRow("huge id") << QByteArray("id=printf('%.*c', 1000000, 'x')") << QByteArray("no UUID");
        QTest::newRow("time") << QByteArray("ends_at=-9223372036854775807") << QByteArray("1970");
        QTest::newRow("late") << QByteArray("starts_at=9223372036854775807") << QByteArray("9999");
        QTest::newRow("time as text") << QByteArray("updated_at='soon'") << QByteArray("column 5");
        QTest::newRow("comment") << QByteArray("comment=printf('%.*c', 100000, 'x')") << QByteArray("too long");
        QTest::newRow("no UTF-8") << QByteArray("created_by=CAST(x'ff' AS TEXT)") << QByteArray("UTF-8");
    }
    void a_damaged_row_is_left_out_and_named()
    {
        QFETCH(QByteArray, damage);
        QFETCH(QByteArray, named);
        auto database = open(QTest::currentDataTag());
        for (const int number : {1, 2, 3})
            QVERIFY(saveSilence(database, tableSilence(std::uint64_t(number))));
        QVERIFY(database.execute("UPDATE silences SET " + damage.toStdString() + " WHERE id='" + silenceId(7, 2) + "'"));
        const auto loaded = loadSilences(database);
        QVERIFY(loaded);
        QCOMPARE(loaded->silences, (std::vector<Silence>{tableSilence(1), tableSilence(3)}));
        QCOMPARE(loaded->damaged.size(), 1U);
        const auto &sentence = loaded->damaged.front();
        QVERIFY2(sentence.find(named.toStdString()) != std::string::npos, sentence.c_str());
        QVERIFY(sentence.size() < 400);
    }

    void without_its_table_there_is_an_error_and_no_crash()
    {
        auto database = open("missing");
        QVERIFY(database.execute("DROP TABLE silences"));
        QVERIFY(!loadSilences(database));
        QVERIFY(!saveSilence(database, tableSilence(1)));
        QVERIFY(!forgetSilence(database, "x"));
    }
};

VEDETTE_TEST(TstSilenceTable)
#include "tst_silence_table.moc"
