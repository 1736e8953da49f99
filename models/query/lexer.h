#pragma once

#include "models/query/tree.h"

#include <string>
#include <string_view>

namespace query {

enum class TokenKind : std::uint8_t {
    End,
    Error, // value: the message; nothing but End follows
    Identifier,
    MetricIdentifier, // one with a colon
    String,           // value: without quotes and escapes
    Number,
    Duration,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    Assign,      // =
    RegexMatch,  // =~
    RegexDiffer, // !~
    At,
    Operator, // + - == and unless ...: op
    Aggregator,
    // Words with a meaning of their own; in braces they are identifiers.
    Bool,
    By,
    GroupLeft,
    GroupRight,
    Ignoring,
    Offset,
    On,
    Without,
    Start,
    Finish, // "end"
    Step
};

// A word or sign of an expression.
struct Token {
    TokenKind kind = TokenKind::End;
    Span span;
    std::string_view text; // as written
    std::string value = {};
    BinaryOp op = BinaryOp::Add;
    AggregateOp aggregator = AggregateOp::Sum;

    bool isSign() const { return is(BinaryOp::Add) || is(BinaryOp::Subtract); }
    bool is(BinaryOp which) const { return kind == TokenKind::Operator && op == which; }
};

// Cuts an expression into tokens, as promql/parser/lex.go of Prometheus 3.5 does; blanks and comments lie between them. For the
// parser, and for whoever colours an expression. Any bytes will do; REQUIRES: fewer than 4 GiB, and the text outlives the tokens.
class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    // End again and again once the text is over.
    Token next();

private:
    Token insideBraces();
    Token statement();
    Token durationPart();
    Token bracketWord();
    Token word();
    Token number();
    Token string();

    Token token(TokenKind kind);
    Token operation(BinaryOp op);
    Token error(std::string message);

    char32_t peek() const;
    bool take(char c);
    bool takeAny(std::string_view characters);
    bool isAt(std::string_view characters) const;
    bool scanNumber();
    bool scanDurationRest();

    std::string_view m_text;
    std::size_t m_begin = 0; // of the token being read
    std::size_t m_at = 0;
    int m_parentheses = 0;
    bool m_inBraces = false;
    bool m_inBrackets = false;
    bool m_hasDuration = false; // since the bracket
    bool m_hasColon = false;
    bool m_failed = false;
};

} // namespace query
