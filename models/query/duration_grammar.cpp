#include "models/query/duration_grammar.h"

#include "models/query/number_literal.h"

#include <algorithm>
#include <cmath>

namespace query {

using TokenKind = TokenKind;
namespace {

struct TermOp {
    BinaryOp op;
    DurationTerm::Op term;
    int precedence;
};
constexpr int kLowestTerm = 1;
constexpr int kPowerTerm = 3;
constexpr TermOp kTermOps[] = {{BinaryOp::Add, DurationTerm::Op::Add, kLowestTerm}, {BinaryOp::Subtract, DurationTerm::Op::Subtract, kLowestTerm},
                               {BinaryOp::Multiply, DurationTerm::Op::Multiply, 2}, {BinaryOp::Divide, DurationTerm::Op::Divide, 2},
                               {BinaryOp::Modulo, DurationTerm::Op::Modulo, 2},     {BinaryOp::Power, DurationTerm::Op::Power, kPowerTerm}};

const TermOp *termOpOf(const Token &token)
{
    const auto *found = std::find_if(std::begin(kTermOps), std::end(kTermOps), [&](const TermOp &each) { return token.is(each.op); });
    return found == std::end(kTermOps) ? nullptr : found;
}

bool isZero(const DurationTerm &term) { return term.op == DurationTerm::Op::Value && term.seconds == 0; }

} // namespace

Length DurationGrammar::range(std::string_view context, std::string_view expected)
{
    m_context = context;
    m_expected = expected;
    return lengthOf(binary(kLowestTerm), true);
}

Length DurationGrammar::offset()
{
    m_context = "offset";
    m_expected = "number, duration, or step()";
    // Prometheus's grammar reads on only behind plain parentheses.
    if (m_tokens.at(TokenKind::LeftParen))
        return lengthOf(binary(kLowestTerm), false);
    return lengthOf(signedPrimary(), false);
}

DurationGrammar::Built DurationGrammar::signedPrimary()
{
    const DepthGuard guard(m_depth, m_tokens);
    if (!m_tokens.peek().isSign())
        return primary();
    const auto sign = m_tokens.take();
    auto operand = signedPrimary();
    return sign.is(BinaryOp::Subtract) ? negated(sign.span, std::move(operand)) : std::move(operand);
}

DurationGrammar::Built DurationGrammar::binary(int precedence)
{
    const DepthGuard guard(m_depth, m_tokens);
    auto left = unary();
    for (;;) {
        const auto *op = termOpOf(m_tokens.peek());
        if (!left.term || !op || op->precedence < precedence)
            return left;
        const auto sign = m_tokens.take();
        auto right = binary(op->precedence == kPowerTerm ? kPowerTerm : op->precedence + 1);
        left = combined(op->op, sign.span, std::move(left), std::move(right));
    }
}

DurationGrammar::Built DurationGrammar::unary()
{
    const DepthGuard guard(m_depth, m_tokens);
    if (!m_tokens.peek().isSign())
        return primary();
    const auto sign = m_tokens.take();
    auto operand = binary(kPowerTerm);
    return sign.is(BinaryOp::Subtract) ? negated(sign.span, std::move(operand)) : std::move(operand);
}

DurationGrammar::Built DurationGrammar::primary()
{
    switch (m_tokens.peek().kind) {
    case TokenKind::Number:
    case TokenKind::Duration: return literal();
    case TokenKind::Aggregator: return extreme();
    case TokenKind::LeftParen: return parenthesised();
    case TokenKind::Step: {
        const auto word = m_tokens.take();
        if (!m_tokens.expect(TokenKind::LeftParen, m_context, m_expected) || !m_tokens.expect(TokenKind::RightParen, m_context, m_expected))
            return {};
        auto term = std::make_unique<DurationTerm>();
        term->op = DurationTerm::Op::Step;
        term->span = {word.span.begin, m_tokens.lastEnd()};
        return {std::move(term), 1};
    }
    default: m_tokens.failUnexpected(m_context, m_expected); return {};
    }
}

DurationGrammar::Built DurationGrammar::literal()
{
    const auto token = m_tokens.take();
    auto term = std::make_unique<DurationTerm>();
    term->span = token.span;
    term->isDuration = token.kind == TokenKind::Duration;
    if (term->isDuration) {
        auto read = readDuration(token.text);
        if (!read) {
            m_tokens.fail(token.span, std::move(read.error()));
            return {};
        }
        term->seconds = double(read->count()) / 1000;
    } else {
        auto read = readNumber(token.text);
        if (!read || !(std::fabs(*read) <= kMaxDurationSeconds)) {
            m_tokens.fail(token.span, read ? "duration out of range" : std::move(read.error()));
            return {};
        }
        term->seconds = *read;
    }
    return {std::move(term), 1};
}

DurationGrammar::Built DurationGrammar::extreme()
{
    if (m_tokens.peek().aggregator != AggregateOp::Min && m_tokens.peek().aggregator != AggregateOp::Max) {
        m_tokens.failUnexpected(m_context, m_expected);
        return {};
    }
    const auto word = m_tokens.take();
    if (!m_tokens.expect(TokenKind::LeftParen, m_context, m_expected))
        return {};
    auto left = binary(kLowestTerm);
    if (!m_tokens.expect(TokenKind::Comma, m_context, m_expected))
        return {};
    auto right = binary(kLowestTerm);
    if (!m_tokens.expect(TokenKind::RightParen, m_context, m_expected))
        return {};
    auto term = std::make_unique<DurationTerm>();
    term->op = word.aggregator == AggregateOp::Min ? DurationTerm::Op::Min : DurationTerm::Op::Max;
    term->span = {word.span.begin, m_tokens.lastEnd()};
    term->left = std::move(left.term);
    term->right = std::move(right.term);
    return checked({std::move(term), 1 + std::max(left.height, right.height)});
}

DurationGrammar::Built DurationGrammar::parenthesised()
{
    const auto open = m_tokens.take();
    auto inner = binary(kLowestTerm);
    if (!m_tokens.expect(TokenKind::RightParen, m_context, m_expected) || !inner.term)
        return {};
    inner.term->inParentheses = true;
    inner.term->span = {open.span.begin, m_tokens.lastEnd()};
    return inner;
}

DurationGrammar::Built DurationGrammar::negated(Span sign, Built operand)
{
    if (!operand.term)
        return {};
    const Span span{sign.begin, operand.term->span.end};
    if (operand.term->op == DurationTerm::Op::Value) {
        operand.term->seconds = -operand.term->seconds;
        operand.term->inParentheses = false;
        operand.term->span = span;
        return operand;
    }
    auto term = std::make_unique<DurationTerm>();
    term->op = DurationTerm::Op::Negate;
    term->span = span;
    term->left = std::move(operand.term);
    return checked({std::move(term), operand.height + 1});
}

DurationGrammar::Built DurationGrammar::combined(BinaryOp op, Span sign, Built left, Built right)
{
    if (!left.term || !right.term)
        return {};
    if ((op == BinaryOp::Divide || op == BinaryOp::Modulo) && isZero(*right.term)) {
        m_tokens.fail(sign, op == BinaryOp::Divide ? "division by zero" : "modulo by zero");
        return {};
    }
    auto term = std::make_unique<DurationTerm>();
    term->op = std::find_if(std::begin(kTermOps), std::end(kTermOps), [&](const TermOp &each) { return each.op == op; })->term;
    term->span = {left.term->span.begin, right.term->span.end};
    term->left = std::move(left.term);
    term->right = std::move(right.term);
    return checked({std::move(term), 1 + std::max(left.height, right.height)});
}

// Sums lean to the left without the grammar going deeper, but whoever walks them does.
DurationGrammar::Built DurationGrammar::checked(Built built)
{
    if (built.height <= kMaxTreeDepth)
        return built;
    m_tokens.fail(built.term->span, std::string(kTooDeep));
    return {};
}

Length DurationGrammar::lengthOf(Built built, bool positive)
{
    if (!built.term || m_tokens.failed())
        return {};
    if (built.term->op != DurationTerm::Op::Value)
        return {metric::Duration::zero(), std::move(built.term)};
    // As Prometheus: rounded to nanoseconds, then cut to milliseconds.
    const metric::Duration fixed(std::int64_t(std::round(built.term->seconds * 1e9) / 1e6));
    if (positive && fixed <= metric::Duration::zero()) {
        m_tokens.fail(built.term->span, "duration must be greater than 0");
        return {};
    }
    return {fixed, nullptr};
}

} // namespace query
