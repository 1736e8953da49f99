#include "models/query/lexer.h"
#include "tests/support/registry.h"

using namespace query;

namespace {

std::vector<Token> tokensOf(std::string_view text)
{
    Lexer lexer(text);
    std::vector<Token> tokens;
    do
        tokens.push_back(lexer.next());
    while (tokens.back().kind != TokenKind::End && tokens.back().kind != TokenKind::Error);
    return tokens;
}

std::vector<TokenKind> kindsOf(std::string_view text)
{
    std::vector<TokenKind> kinds;
    for (const auto &token : tokensOf(text))
        kinds.push_back(token.kind);
    return kinds;
}

using Kinds = std::vector<TokenKind>;

} // namespace

class TstLexer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_are_keywords_outside_of_braces_alone()
    {
        using enum TokenKind;
        QVERIFY(kindsOf("SUM By Inf on:x and _a9") == (Kinds{Aggregator, By, Number, MetricIdentifier, Operator, Identifier, End}));
        QVERIFY(kindsOf("{SUM by inf}") == (Kinds{LeftBrace, Identifier, Identifier, Identifier, RightBrace, End}));
        QVERIFY(kindsOf("step [step] start end") == (Kinds{Step, LeftBracket, Step, RightBracket, Start, Finish, End}));
    }

    void signs_are_cut_the_longest_first()
    {
        using enum TokenKind;
        QVERIFY(kindsOf("=={=,=~,!~,!=}<=>=<>") == (Kinds{Operator, LeftBrace, Assign, Comma, RegexMatch, Comma, RegexDiffer, Comma, Operator,
                                                          RightBrace, Operator, Operator, Operator, Operator, End}));
        const auto tokens = tokensOf("a != b >= c");
        QVERIFY(tokens[1].is(BinaryOp::NotEqual) && tokens[3].is(BinaryOp::GreaterOrEqual));
    }

    void tokens_know_their_bytes_and_comments_are_none()
    {
        const auto tokens = tokensOf("é # x\n");
        QCOMPARE(tokens.size(), std::size_t(1));
        const auto two = tokensOf("# one\r a # two\n+ 'b\\'' #");
        QCOMPARE(two.size(), std::size_t(4));
        QVERIFY(two[0].text == "a" && two[0].span == (Span{7, 8}));
        QVERIFY(two[2].text == "'b\\''" && two[2].value == "b'" && two[2].span.end == 22);
        QVERIFY(two[3].kind == TokenKind::End);
    }

    void numbers_and_durations_are_told_apart()
    {
        using enum TokenKind;
        QVERIFY(kindsOf("1 .5 1e3 0x1e 1m 1ms 1h30m 1.5m") == (Kinds{Number, Number, Number, Number, Duration, Duration, Duration, Duration, End}));
        QVERIFY(kindsOf("1e3m").back() == End); // looks like one; the parser refuses it
        QVERIFY(kindsOf("5mx").back() == Error);
    }

    void after_an_error_the_text_is_over()
    {
        Lexer lexer("a ; b");
        QVERIFY(lexer.next().kind == TokenKind::Identifier);
        const auto error = lexer.next();
        QVERIFY(error.kind == TokenKind::Error && error.span == (Span{2, 5}));
        QCOMPARE(error.value, std::string("unexpected character: ';'"));
        QVERIFY(lexer.next().kind == TokenKind::End && lexer.next().kind == TokenKind::End);
    }
};

VEDETTE_TEST(TstLexer)
#include "tst_lexer.moc"
