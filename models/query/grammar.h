#pragma once

#include "models/query/duration_grammar.h"
#include "models/query/token_stream.h"

namespace query {

// Builds the tree of an expression, without looking at types: promql/parser/generated_parser.y of Prometheus 3.5 by recursive
// descent. Used once for one text; private to the room.
class Grammar {
public:
    // REQUIRES: the text is not longer than kMaxExpressionBytes.
    explicit Grammar(std::string_view text) : m_tokens(text), m_durations(m_tokens, m_depth) {}

    // Null where error() says why.
    NodePtr expression();
    // A vector selector and nothing else.
    NodePtr selector();

    ParseError error() const { return m_tokens.error(); }

private:
    using MutableNode = std::unique_ptr<Node>;
    // What is still being put together: modifiers come behind what they modify.
    struct Built {
        MutableNode node;
        int height = 0;
        Shift *shift = nullptr; // of the selector or subquery that offset and @ would belong to
    };

    Built binary(int precedence);
    Built unary();
    Built modified();
    Built primary();
    Built number();
    Built string();
    Built parenthesised();
    Built call(const Token &name);
    Built aggregation(const Token &word);
    Built vectorSelector(const Token *name);

    Built combined(BinaryOp op, bool returnBool, std::optional<Matching> matching, Built left, Built right);
    Built bracketed(Built operand);
    void offset(const Built &operand);
    void at(const Built &operand);
    std::optional<double> signedNumber();

    std::optional<Matching> matching();
    std::vector<std::string> groupingLabels();
    std::vector<Built> arguments();
    bool matcher(std::vector<series::Matcher> &matchers);

    template <class T>
    Built built(Span span, ValueType type, T is, int height = 1);
    NodePtr finished(Built built);

    TokenStream m_tokens;
    int m_depth = 0;
    std::size_t m_regexSize = 0;
    DurationGrammar m_durations;
};

} // namespace query
