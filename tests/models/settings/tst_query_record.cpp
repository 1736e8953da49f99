#include "models/settings/query_record.h"
#include "tests/support/registry.h"

using namespace settings;

namespace {

QString told(const QueryHistory &history)
{
    QString text;
    for (const auto &record : history)
        text += QStringLiteral("%1%2@%3 ").arg(record.starred ? QStringLiteral("*") : QString(), record.expression).arg(record.askedMs);
    return text.trimmed();
}

} // namespace

class TstQueryRecord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void each_expression_stands_once_the_newest_first()
    {
        QueryHistory history;
        for (const auto *expression : {"a", "b", "a", "c"})
            history = remembered(history, QString::fromLatin1(expression), history.size());
        QCOMPARE(told(history), QStringLiteral("c@2 a@2 b@1"));
        history = forgotten(history, QStringLiteral("a"));
        QCOMPARE(told(history), QStringLiteral("c@2 b@1"));
    }

    void a_star_keeps_what_is_old()
    {
        QueryHistory history = remembered({}, QStringLiteral("kept"), 0);
        history = starred(history, QStringLiteral("kept"), true);
        for (int i = 1; i <= kMostQueries + 5; ++i)
            history = remembered(history, QString::number(i), i);
        QCOMPARE(history.size(), kMostQueries + 1);
        QCOMPARE(told(history.mid(kMostQueries - 1)), QStringLiteral("6@6 *kept@0"));
        history = remembered(history, QStringLiteral("kept"), 999);
        QCOMPARE(told(history.mid(0, 1)), QStringLiteral("*kept@999"));
        history = starred(history, QStringLiteral("kept"), false);
        history = remembered(history, QStringLiteral("last"), 1000);
        QCOMPARE(history.size(), kMostQueries);
    }

    void what_is_no_record_is_refused()
    {
        const auto read = [](const QJsonObject &json) { return Codec<QueryRecord>::fromJson(json); };
        QVERIFY(read({{"expression", "up"}, {"asked_ms", 5}}));
        QVERIFY(!read({{"expression", 1}, {"asked_ms", 5}}));
        QVERIFY(!read({{"expression", "up"}}));
        QVERIFY(!Codec<QueryRecord>::fromJson(QJsonValue(3)));
    }
};

VEDETTE_TEST(TstQueryRecord)
#include "tst_query_record.moc"
