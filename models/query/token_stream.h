#pragma once

#include "models/query/lexer.h"
#include "models/query/parser.h"

#include <optional>

namespace query {

// The tokens for the grammar, one at a time, and the first error. After an error the text reads as ended, so that whoever reads on
// ends soon. Private to the room.
class TokenStream {
public:
    // REQUIRES: as Lexer.
    explicit TokenStream(std::string_view text);

    const Token &peek() const { return m_token; }
    bool at(TokenKind kind) const { return m_token.kind == kind; }
    Token take();
    // Takes it only where it is of that kind.
    bool accept(TokenKind kind);
    // Where what was taken last ends.
    std::uint32_t lastEnd() const { return m_lastEnd; }

    void fail(Span span, std::string message);
    // "unexpected identifier "x" in context, expected this"; what the lexer found wrong, where it did.
    void failUnexpected(std::string_view context = {}, std::string_view expected = {});
    // accept(), otherwise failUnexpected().
    bool expect(TokenKind kind, std::string_view context = {}, std::string_view expected = {});

    bool failed() const { return m_error.has_value(); }
    ParseError error() const { return *m_error; }

private:
    Lexer m_lexer;
    Token m_token;
    std::uint32_t m_lastEnd = 0;
    std::optional<ParseError> m_error;
};

// Counts how deep the grammar has gone, so that no input exhausts the stack.
class DepthGuard {
public:
    DepthGuard(int &depth, TokenStream &tokens);
    ~DepthGuard() { --m_depth; }
    DepthGuard(const DepthGuard &) = delete;
    DepthGuard &operator=(const DepthGuard &) = delete;

private:
    int &m_depth;
};

inline constexpr std::string_view kTooDeep = "the expression is nested too deeply";

} // namespace query
