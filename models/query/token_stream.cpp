#include "models/query/token_stream.h"

#include "models/query/string_literal.h"

#include <fmt/format.h>

namespace query {

namespace {

// As Prometheus names a token in "unexpected ...".
std::string describe(const Token &token)
{
    constexpr std::size_t kShown = 10;
    switch (token.kind) {
    case TokenKind::End: return "end of input";
    case TokenKind::Identifier: return "identifier " + quoted(token.text);
    case TokenKind::MetricIdentifier: return "metric identifier " + quoted(token.text);
    case TokenKind::String: return "string " + quotedShort(token.text, kShown);
    case TokenKind::Number: return "number " + quotedShort(token.text, kShown);
    case TokenKind::Duration: return "duration " + quotedShort(token.text, kShown);
    case TokenKind::Aggregator: return fmt::format("<aggr:{}>", token.text);
    case TokenKind::Operator:
    case TokenKind::RegexMatch:
    case TokenKind::RegexDiffer:
    case TokenKind::At: return fmt::format("<op:{}>", token.text);
    case TokenKind::Bool:
    case TokenKind::By:
    case TokenKind::GroupLeft:
    case TokenKind::GroupRight:
    case TokenKind::Ignoring:
    case TokenKind::Offset:
    case TokenKind::On:
    case TokenKind::Without: return fmt::format("<{}>", token.text);
    default: return quoted(token.text);
    }
}

} // namespace

TokenStream::TokenStream(std::string_view text) : m_lexer(text), m_token(m_lexer.next()) {}

Token TokenStream::take()
{
    auto taken = std::move(m_token);
    m_lastEnd = taken.span.end;
    m_token = failed() ? Token{TokenKind::End, taken.span, {}} : m_lexer.next();
    return taken;
}

bool TokenStream::accept(TokenKind kind)
{
    if (!at(kind))
        return false;
    take();
    return true;
}

void TokenStream::fail(Span span, std::string message)
{
    if (failed())
        return;
    m_error = ParseError{span, std::move(message)};
    m_token = Token{TokenKind::End, span, {}};
}

void TokenStream::failUnexpected(std::string_view context, std::string_view expected)
{
    if (at(TokenKind::Error))
        return fail(m_token.span, m_token.value);
    auto message = "unexpected " + describe(m_token);
    if (!context.empty())
        message.append(" in ").append(context);
    if (!expected.empty())
        message.append(", expected ").append(expected);
    fail(m_token.span, std::move(message));
}

bool TokenStream::expect(TokenKind kind, std::string_view context, std::string_view expected)
{
    if (accept(kind))
        return true;
    failUnexpected(context, expected);
    return false;
}

DepthGuard::DepthGuard(int &depth, TokenStream &tokens) : m_depth(depth)
{
    if (++m_depth > kMaxTreeDepth)
        tokens.fail(tokens.peek().span, std::string(kTooDeep));
}

} // namespace query
