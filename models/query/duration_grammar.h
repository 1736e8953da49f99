#pragma once

#include "models/query/token_stream.h"

namespace query {

// Reads lengths of time: a number of seconds, a duration, or arithmetic on them. Private to the room.
class DurationGrammar {
public:
    // `depth` is shared with the grammar that asks.
    DurationGrammar(TokenStream &tokens, int &depth) : m_tokens(tokens), m_depth(depth) {}

    // In brackets: above zero as far as it is known already.
    Length range(std::string_view context, std::string_view expected);
    // Behind "offset": without parentheses it is one operand, so that `a offset 1m + 2` adds 2 to what a was.
    Length offset();

private:
    using Term = std::unique_ptr<DurationTerm>;
    struct Built {
        Term term;
        int height = 0;
    };

    Built binary(int precedence);
    Built unary();
    Built signedPrimary();
    Built primary();
    Built literal();
    Built extreme();
    Built parenthesised();
    Built negated(Span sign, Built operand);
    Built combined(BinaryOp op, Span sign, Built left, Built right);
    Built checked(Built built);
    Length lengthOf(Built built, bool positive);

    TokenStream &m_tokens;
    int &m_depth;
    std::string_view m_context;
    std::string_view m_expected;
};

} // namespace query
