#include "models/series/literal_regex.h"
#include "models/series/matcher.h"
#include "tests/support/registry.h"

#include <cstdio>
#include <random>

using namespace series;

class TstLiteralRegex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void texts_are_read_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QStringList>("values");
        QTest::newRow("a text") << QStringLiteral("node") << QStringList{QStringLiteral("node")};
        QTest::newRow("nothing") << QString() << QStringList{QString()};
        QTest::newRow("alternatives") << QStringLiteral("b|a|c|a") << QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
        QTest::newRow("an empty alternative") << QStringLiteral("a|") << QStringList{QString(), QStringLiteral("a")};
        QTest::newRow("anchors") << QStringLiteral("^(?:a|b)$") << QStringList{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("anchors of each") << QStringLiteral("^a$|^b$") << QStringList{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("escapes") << QStringLiteral("10\\.0\\.(1|2):9100")
                                 << QStringList{QStringLiteral("10.0.1:9100"), QStringLiteral("10.0.2:9100")};
        QTest::newRow("groups") << QStringLiteral("(a|(b|c)d)(x|y)")
                                << QStringList{QStringLiteral("ax"),  QStringLiteral("ay"),  QStringLiteral("bdx"),
                                               QStringLiteral("bdy"), QStringLiteral("cdx"), QStringLiteral("cdy")};
    }

    void texts_are_read()
    {
        QFETCH(QString, expression);
        QFETCH(QStringList, values);
        const auto regex = LiteralRegex::read(expression.toStdString());
        QVERIFY(regex && regex->isValues());
        QStringList read;
        for (const auto &value : regex->values())
            read.append(QString::fromStdString(value));
        QCOMPARE(read, values);
    }

    void a_long_list_is_read_with_what_stands_around_it()
    {
        std::string list;
        for (int i = 0; i < 9000; ++i)
            list += (i > 0 ? "|" : "") + std::to_string(i);
        const auto regex = LiteralRegex::read("node-(" + list + ")\\.example\\.org:9100");
        QVERIFY(regex && regex->isValues());
        QCOMPARE(regex->values().size(), std::size_t(9000));
        QVERIFY(regex->matches("node-8999.example.org:9100") == true);
    }

    void what_would_be_put_together_too_often_is_left_to_the_expression()
    {
        QVERIFY(LiteralRegex::read("(||)(||)(||)(a|b)"));
        QVERIFY(!LiteralRegex::read("(||)(||)(||)(||)(||)(||)(||)(||)"));
        QVERIFY(!LiteralRegex::read("(a|b)(c|d)(e|f)(g|h)(i|j)(k|l)(m|n)(o|p)(q|r)(s|t)(u|v)(w|x)"));
    }

    void beginnings_are_read()
    {
        const auto regex = LiteralRegex::read("^(foo|ba\\.).+$|x.*|whole");
        QVERIFY(regex && !regex->isValues());
        for (const auto *yes : {"foo1", "ba.\n", "x", "xy", "whole"})
            QVERIFY2(regex->matches(yes) == true, yes);
        for (const auto *no : {"foo", "bay", "whole1", ""})
            QVERIFY2(regex->matches(no) == false, no);
        QVERIFY2(!regex->matches("x\xff").has_value(), "no broken UTF-8 matches a dot: the expression decides");
    }

    void what_says_more_is_left_to_the_expression()
    {
        for (const auto *expression : {"a.b", "a*", "ab+", "a?", "a{2}", "[ab]", "\\d", "(?i)a", "a.*b", "(a.*)b", "(a$)b", "a(^b)", "(a|^b|c)x*",
                                       "\\Qa.b\\E", "(?P<n>a)", "(a)+", "(ab)*", "^*", ".*.*"})
        {
            QVERIFY2(!LiteralRegex::read(expression), expression);
        }
        QVERIFY2(!LiteralRegex::read("(a|b|c|d|e|f|g|h|i|j)(a|b|c|d|e|f|g|h|i|j)(a|b|c|d|e|f|g|h|i|j)(a|b|c|d|e|f|g|h|i|j)(a|b)"), "too many texts");
        QVERIFY2(!LiteralRegex::read(std::string(1000, '(') + std::string(1000, ')')), "too deep");
    }

    void whatever_is_read_says_what_the_expression_says()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937 random(seed);
        const auto of = [&](std::initializer_list<std::string_view> parts) { return std::string(parts.begin()[random() % parts.size()]); };
        int read = 0;
        for (int run = 0; run < 20'000; ++run) {
            std::string expression, value;
            for (auto parts = random() % 7; parts > 0; --parts)
                expression += of({"a", "b", "|", "|", "(", ")", "(?:", "^", "$", ".*", ".+", "\\.", "\\|", "\xc3\xa4", "[ab]", "a?", "\n"});
            for (auto parts = random() % 4; parts > 0; --parts)
                value += of({"a", "b", ".", "|", "\xc3\xa4", "\xff", "\n", "^"});
            const auto matcher = Matcher::make("x", Matcher::Op::Matches, expression);
            const auto regex = matcher ? LiteralRegex::read(expression) : std::nullopt;
            read += regex ? 1 : 0;
            const auto said = regex ? regex->matches(value) : std::nullopt;
            if (said)
                QVERIFY2(*said == matcher->matches(value), (expression + " of " + value).c_str());
            if (matcher)
                QVERIFY2(matcher->matchesQuickly(value) == matcher->matches(value), (expression + " of " + value).c_str());
        }
        QVERIFY2(read > 2000, "the parser gives up on nearly everything");
    }
};

VEDETTE_TEST(TstLiteralRegex)
#include "tst_literal_regex.moc"
