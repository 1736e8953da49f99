#include "models/alerts/matchers.h"
#include "tests/support/registry.h"

#include <random>

using namespace alerts;
using metric::ErrorCode;
using metric::Labels;
using series::Matcher;

namespace {

std::string readAndWritten(std::string_view text)
{
    const auto matchers = parseMatchers(text);
    return matchers ? textOf(*matchers) : "error: " + matchers.error().message;
}

} // namespace

class TstMatchers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_alertmanager_reads_is_read_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("read");
        const std::pair<const char *, const char *> rows[] = {
            {"", "{}"},
            {"{}", "{}"},
            {" { } ", "{}"},
            {"alertname=\"x\"", "{alertname=\"x\"}"},
            {"foo=bar", "{foo=\"bar\"}"},
            {"{foo=bar,}", "{foo=\"bar\"}"},
            {"foo=bar,", "{foo=\"bar\"}"},
            {" foo = bar , bar != \"baz\" ", "{foo=\"bar\",bar!=\"baz\"}"},
            {"{foo=~[a-z]+}", "{foo=~\"[a-z]+\"}"},
            {"foo!~\"a|b\"", "{foo!~\"a|b\"}"},
            {"foo=~\"a,b\",bar=c", "{foo=~\"a,b\",bar=\"c\"}"},
            {"foo=", "{foo=\"\"}"},
            {"foo=\"\"", "{foo=\"\"}"},
            {"foo=a b", "{foo=\"a b\"}"},
            {"foo=a=b", "{foo=\"a=b\"}"},
            {"{foo=bar", "{foo=\"bar\"}"},
            {"foo=bar}", "{foo=\"bar\"}"},
            {"job:rate5m=x", "{job:rate5m=\"x\"}"},
            // Both notations read it, the classic one decides: only \" \\ and \n are escapes in it.
            {"foo=~\"\\d+\"", "{foo=~\"\\\\d+\"}"},
            {"foo=~\"\\\\d+\"", "{foo=~\"\\\\d+\"}"},
            {"foo=\"bar\\t\"", "{foo=\"bar\\\\t\"}"},
            {"foo=bar\\", "{foo=\"bar\\\\\"}"},
            {"{quote=\"She said: \\\"Hi, ladies!\\\"\"}", "{quote=\"She said: \\\"Hi, ladies!\\\"\"}"},
            {"foo=\"a\\nb\"", "{foo=\"a\\nb\"}"},
            {"foo=\"{a}\"", "{foo=\"{a}\"}"},
            // The UTF-8 notation alone.
            {"{\"foo\"=\"bar\"}", "{foo=\"bar\"}"},
            {"{\"my label\"=~\"a|b\",ok=1} ", "{\"my label\"=~\"a|b\",ok=\"1\"}"},
            {"\"Σ\"=\"\\U0001f642\"", "{\"Σ\"=\"🙂\"}"},
            {"🙂=Σ", "{\"🙂\"=\"Σ\"}"},
            {"\"a\"=\"\\xf0\\x9f\\x99\\x82\"", "{a=\"🙂\"}"},
            {"\"a\\\"b\"=\"\\t\"", "{\"a\\\"b\"=\"\t\"}"},
            {"\"a\"=b\u202f", "{a=\"b\"}"},
            {"foo=~\"\\u00e9\"", "{foo=~\"é\"}"}, // no regular expression as the classic notation has it
        };
        for (const auto &[text, read] : rows)
            QTest::newRow(*text ? text : "nothing") << QByteArray(text) << QByteArray(read);
    }
    void what_alertmanager_reads_is_read()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, read);
        QCOMPARE(QByteArray::fromStdString(readAndWritten(text.toStdString())), read);
        QCOMPARE(QByteArray::fromStdString(readAndWritten(read.toStdString())), read); // and comes back
    }

    void an_error_says_where_and_what_was_expected_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error");
        const std::pair<const char *, const char *> rows[] = {
            {",", "character 1: expected a label name, found ','"},
            {"{,}", "character 2: expected a label name, found ','"},
            {"{", "{}"}, // the classic notation takes braces off, whatever is between them
            {"foo", "character 4: expected one of = != =~ !~, found the end of the text"},
            {"foo bar", "character 5: expected one of = != =~ !~, found 'b'"},
            {"ü é", "character 3: expected one of = != =~ !~, found 'é'"},
            {"=bar", "character 1: expected a label name, found '='"},
            {"\"a\"=", "character 5: expected a label value, found the end of the text"},
            {"{\"a\"=b", "character 7: expected \"}\", found the end of the text"},
            {"\"a\"=b}", "character 6: expected the end of the text, found '}'"},
            {"\"a\"=b c", "character 7: expected a comma, found 'c'"},
            {"{\"a\"=\"b\"\"c\"}", "character 9: expected a comma or \"}\", found '\"'"},
            {"{{a=b}}", "character 2: expected a label name, found '{'"},
            {"a=\"b", "character 3: expected a label value: unterminated quoted string"},
            {"a=\"b\"c\"", "character 6: expected a comma, found 'c'"},
            {"a=\"\\\"\\\\\\\"", "character 3: expected a label value: unterminated quoted string"},
            {"\"\"=b", "a matcher has no label name"},
            {"\"a\"=\"\\xf0\\x9f\"", "character 5: expected a label value in UTF-8"},
            {"a=~\"[\"", "regular expression \"[\": missing ]: ["},
            {"a=~\"\\d[\"", "regular expression \"\\d[\": missing ]: ["},
            {"a=\xff", "the matchers are not in UTF-8"},
        };
        for (const auto &[text, error] : rows)
            QTest::newRow(text) << QByteArray(text) << QByteArray(error);
    }
    void an_error_says_where_and_what_was_expected()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        const auto expected = error.startsWith('{') ? error : "error: " + error;
        QCOMPARE(QByteArray::fromStdString(readAndWritten(text.toStdString())), expected);
    }

    void what_nobody_means_is_refused_in_a_sentence()
    {
        const auto failure = [](const std::string &text) {
            const auto matchers = parseMatchers(text);
            return matchers ? QByteArray("read") : matchers.error().code == ErrorCode::LimitExceeded ? QByteArray("limit") : QByteArray("invalid");
        };
        std::string many;
        for (int i = 0; i < 10'000; ++i)
            many += "a=b,";
        QCOMPARE(failure(many), QByteArray("limit"));
        QCOMPARE(failure("a=" + std::string(1'000'000, 'x')), QByteArray("limit"));
        QCOMPARE(failure(std::string(1'000'000, '{')), QByteArray("limit"));
        QCOMPARE(failure(std::string(kMaxMatchersBytes, '{')), QByteArray("invalid"));
        QCOMPARE(failure(std::string(kMaxMatchersBytes, '"')), QByteArray("invalid"));
        QCOMPARE(failure(std::string(kMaxMatchersBytes, '\\')), QByteArray("invalid"));
        QCOMPARE(failure("a=" + std::string(kMaxMatchersBytes - 2, '\\')), QByteArray("limit")); // twice as long when it is written
        std::string large;
        for (int i = 0; i < 100; ++i)
            large += "a=~(\\pL{20}),";
        QCOMPARE(failure(large), QByteArray("limit"));
        QVERIFY(checkMatchers({}));
        const std::vector<Matcher> wrong{Matcher::equal("a", "\xc0")};
        QVERIFY(!checkMatchers(wrong));
        const std::vector<Matcher> tooMany(kMaxMatchers + 1, Matcher::equal("a", "b"));
        QVERIFY(!checkMatchers(tooMany));
    }

    void whatever_bytes_come_the_answer_reads_back_as_itself()
    {
        std::mt19937 random(5);
        constexpr std::string_view kPieces[] = {"a", "=", "!", "~", ",", "{", "}", "\"", "\\", "n", " ", "é", "\n", "b", "\xff", "`", "'", "="};
        std::size_t read = 0;
        for (int run = 0; run < 100'000; ++run) {
            std::string text;
            for (auto left = random() % 12; left > 0; --left)
                text += kPieces[random() % std::size(kPieces)];
            const auto matchers = parseMatchers(text);
            if (!matchers) {
                QVERIFY2(!matchers.error().message.empty(), text.c_str());
                continue;
            }
            read += matchers->empty() ? 0 : 1;
            const auto again = parseMatchers(textOf(*matchers));
            QVERIFY2(again && *again == *matchers, text.c_str());
        }
        QVERIFY(read > 500);
    }

    void all_of_a_list_must_match_and_an_absent_label_is_empty()
    {
        const Labels web{{"alertname", "Down"}, {"instance", "web-1"}};
        const Labels db{{"alertname", "Down"}, {"instance", "db-1"}, {"team", "data"}};
        const Labels *const all[] = {&web, &db};
        const auto matched = [&](std::string_view text) { return matchedBy(*parseMatchers(text), all); };
        using Positions = std::vector<std::size_t>;
        QCOMPARE(matched("alertname=Down"), (Positions{0, 1}));
        QCOMPARE(matched("alertname=Down,instance=~\"db.*\""), Positions{1});
        QCOMPARE(matched("alertname=Down,instance=~b"), Positions{}); // anchored
        QCOMPARE(matched("team=\"\""), Positions{0});
        QCOMPARE(matched("team!=data"), Positions{0});
        QCOMPARE(matched("team=~\".+\""), Positions{1});
        QCOMPARE(matched("team!~\"x|\""), Positions{1});
    }
};

VEDETTE_TEST(TstMatchers)
#include "tst_matchers.moc"
