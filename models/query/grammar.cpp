#include "models/query/grammar.h"

#include "models/query/function.h"
#include "models/query/number_literal.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace query {

namespace {

constexpr int kLowestPrecedence = 1;
constexpr int kPowerPrecedence = 6;

int precedenceOf(BinaryOp op)
{
    switch (op) {
    case BinaryOp::Or: return kLowestPrecedence;
    case BinaryOp::And:
    case BinaryOp::Unless: return 2;
    case BinaryOp::Add:
    case BinaryOp::Subtract: return 4;
    case BinaryOp::Multiply:
    case BinaryOp::Divide:
    case BinaryOp::Modulo:
    case BinaryOp::Atan2: return 5;
    case BinaryOp::Power: return kPowerPrecedence;
    default: return 3;
    }
}

// The words that may name a metric as well.
bool isMetricName(const Token &token)
{
    switch (token.kind) {
    case TokenKind::Identifier:
    case TokenKind::MetricIdentifier:
    case TokenKind::Aggregator:
    case TokenKind::By:
    case TokenKind::Without:
    case TokenKind::Offset:
    case TokenKind::Start:
    case TokenKind::Finish:
    case TokenKind::Step: return true;
    case TokenKind::Operator: return isSetOperation(token.op);
    default: return false;
    }
}

// The words that may name a label in by (...) and the like: all but numbers, without and those that are no words.
bool isGroupingLabel(const Token &token)
{
    if (token.kind == TokenKind::Operator)
        return isSetOperation(token.op) || token.op == BinaryOp::Atan2;
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::MetricIdentifier || token.kind == TokenKind::Aggregator ||
           (token.kind >= TokenKind::Bool && token.kind != TokenKind::Without);
}

bool opensCall(const Token &token) { return token.kind == TokenKind::LeftParen || token.kind == TokenKind::By || token.kind == TokenKind::Without; }

} // namespace

NodePtr Grammar::expression()
{
    if (m_tokens.at(TokenKind::End)) {
        m_tokens.fail({}, "no expression found in input");
        return nullptr;
    }
    return finished(binary(kLowestPrecedence));
}

NodePtr Grammar::selector()
{
    if (m_tokens.at(TokenKind::LeftBrace))
        return finished(vectorSelector(nullptr));
    if (!isMetricName(m_tokens.peek())) {
        m_tokens.failUnexpected();
        return nullptr;
    }
    const auto name = m_tokens.take();
    return finished(vectorSelector(&name));
}

NodePtr Grammar::finished(Built built)
{
    if (!m_tokens.at(TokenKind::End))
        m_tokens.failUnexpected();
    return m_tokens.failed() ? nullptr : std::move(built.node);
}

Grammar::Built Grammar::binary(int precedence)
{
    const DepthGuard guard(m_depth, m_tokens);
    auto left = unary();
    for (;;) {
        const auto op = m_tokens.peek().op;
        if (!left.node || !m_tokens.at(TokenKind::Operator) || precedenceOf(op) < precedence)
            return left;
        m_tokens.take();
        const bool returnBool = m_tokens.accept(TokenKind::Bool);
        auto matched = matching();
        auto right = binary(op == BinaryOp::Power ? kPowerPrecedence : precedenceOf(op) + 1);
        left = combined(op, returnBool, std::move(matched), std::move(left), std::move(right));
    }
}

Grammar::Built Grammar::combined(BinaryOp op, bool returnBool, std::optional<Matching> matched, Built left, Built right)
{
    if (!left.node || !right.node)
        return {};
    const bool isScalar = left.node->type == ValueType::Scalar && right.node->type == ValueType::Scalar;
    const bool areVectors = left.node->type == ValueType::Vector && right.node->type == ValueType::Vector;
    if (areVectors && !matched)
        matched.emplace();
    // Labels to match scalars on are left in place for the type check to refuse.
    if (!areVectors && matched && matched->labels.empty())
        matched.reset();
    if (matched && isSetOperation(op) && matched->card == Matching::Card::OneToOne)
        matched->card = Matching::Card::ManyToMany;
    const Span span{left.node->span.begin, right.node->span.end};
    const int height = 1 + std::max(left.height, right.height);
    return built(span, isScalar ? ValueType::Scalar : ValueType::Vector,
                 Binary{op, std::move(left.node), std::move(right.node), returnBool, std::move(matched)}, height);
}

std::optional<Matching> Grammar::matching()
{
    if (!m_tokens.at(TokenKind::On) && !m_tokens.at(TokenKind::Ignoring))
        return std::nullopt;
    Matching found;
    found.on = m_tokens.take().kind == TokenKind::On;
    found.labels = groupingLabels();
    if (m_tokens.at(TokenKind::GroupLeft) || m_tokens.at(TokenKind::GroupRight)) {
        found.card = m_tokens.take().kind == TokenKind::GroupLeft ? Matching::Card::ManyToOne : Matching::Card::OneToMany;
        if (m_tokens.at(TokenKind::LeftParen))
            found.include = groupingLabels();
    }
    return found;
}

Grammar::Built Grammar::unary()
{
    if (!m_tokens.peek().isSign())
        return modified();
    const auto sign = m_tokens.take();
    auto operand = binary(kPowerPrecedence);
    if (!operand.node)
        return {};
    operand.shift = nullptr;
    const Span span{sign.span.begin, operand.node->span.end};
    if (auto *literal = std::get_if<NumberLiteral>(&operand.node->is)) {
        literal->value = sign.is(BinaryOp::Subtract) ? -literal->value : literal->value;
        operand.node->span = span;
        return operand;
    }
    const auto type = operand.node->type;
    return built(span, type, Unary{sign.is(BinaryOp::Subtract), std::move(operand.node)}, operand.height + 1);
}

Grammar::Built Grammar::modified()
{
    auto operand = primary();
    for (;;) {
        if (!operand.node)
            return {};
        if (m_tokens.at(TokenKind::LeftBracket))
            operand = bracketed(std::move(operand));
        else if (m_tokens.at(TokenKind::Offset))
            offset(operand);
        else if (m_tokens.at(TokenKind::At))
            at(operand);
        else
            return operand;
    }
}

Grammar::Built Grammar::bracketed(Built operand)
{
    const auto open = m_tokens.take();
    const auto range = m_durations.range("subquery or range selector", "number, duration, or step()");
    const auto begin = operand.node->span.begin;
    if (m_tokens.accept(TokenKind::Colon)) {
        std::optional<Length> step;
        if (!m_tokens.at(TokenKind::RightBracket))
            step = m_durations.range("subquery selector", "number, duration, step(), or \"]\"");
        if (!m_tokens.expect(TokenKind::RightBracket, "subquery selector", "\"]\""))
            return {};
        auto subquery = built({begin, m_tokens.lastEnd()}, ValueType::Matrix, Subquery{std::move(operand.node), range, step, {}}, operand.height + 1);
        if (subquery.node)
            subquery.shift = &std::get<Subquery>(subquery.node->is).shift;
        return subquery;
    }
    if (!m_tokens.expect(TokenKind::RightBracket, "subquery or range", "\":\" or \"]\""))
        return {};
    const Span span{open.span.begin, m_tokens.lastEnd()};
    const auto *selector = operand.node->as<VectorSelector>();
    if (!selector)
        m_tokens.fail(span, "ranges only allowed for vector selectors");
    else if (selector->shift.offset.fixed != metric::Duration::zero() || selector->shift.offset.term)
        m_tokens.fail(span, "no offset modifiers allowed before range");
    else if (selector->shift.anchor != Shift::Anchor::None)
        m_tokens.fail(span, "no @ modifiers allowed before range");
    auto matrix = built({begin, span.end}, ValueType::Matrix, MatrixSelector{std::move(operand.node), range}, operand.height + 1);
    matrix.shift = operand.shift;
    return matrix;
}

void Grammar::offset(const Built &operand)
{
    m_tokens.take();
    auto length = m_durations.offset();
    if (!operand.shift)
        m_tokens.fail(operand.node->span, "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery");
    else if (operand.shift->offset.fixed != metric::Duration::zero() || operand.shift->offset.term)
        m_tokens.fail(operand.node->span, "offset may not be set multiple times");
    else
        operand.shift->offset = std::move(length);
    operand.node->span.end = m_tokens.lastEnd();
}

void Grammar::at(const Built &operand)
{
    m_tokens.take();
    Shift moment;
    if (m_tokens.at(TokenKind::Start) || m_tokens.at(TokenKind::Finish)) {
        moment.anchor = m_tokens.take().kind == TokenKind::Start ? Shift::Anchor::Start : Shift::Anchor::End;
        if (!m_tokens.expect(TokenKind::LeftParen, "@", "timestamp") || !m_tokens.expect(TokenKind::RightParen, "@", "timestamp"))
            return;
    } else {
        const auto seconds = signedNumber();
        if (!seconds)
            return;
        if (!(std::fabs(*seconds) <= kMaxTimestampSeconds)) {
            m_tokens.fail(operand.node->span, fmt::format("timestamp out of bounds for @ modifier: {}",
                                                          std::isfinite(*seconds) ? fmt::format("{:f}", *seconds) : printNumber(*seconds)));
            return;
        }
        moment.anchor = Shift::Anchor::Given;
        moment.at = metric::Timestamp(metric::Duration(std::llround(*seconds * 1000)));
    }
    if (!operand.shift) {
        m_tokens.fail(operand.node->span, "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery");
    } else if (operand.shift->anchor != Shift::Anchor::None) {
        m_tokens.fail(operand.node->span, "@ <timestamp> may not be set multiple times");
    } else {
        operand.shift->anchor = moment.anchor;
        operand.shift->at = moment.at;
    }
    operand.node->span.end = m_tokens.lastEnd();
}

std::optional<double> Grammar::signedNumber()
{
    const bool isNegative = m_tokens.peek().is(BinaryOp::Subtract);
    if (m_tokens.peek().isSign())
        m_tokens.take();
    if (!m_tokens.at(TokenKind::Number) && !m_tokens.at(TokenKind::Duration)) {
        m_tokens.failUnexpected("@", "timestamp");
        return std::nullopt;
    }
    const auto operand = number();
    if (!operand.node)
        return std::nullopt;
    const double value = operand.node->as<NumberLiteral>()->value;
    return isNegative ? -value : value;
}

Grammar::Built Grammar::primary()
{
    switch (m_tokens.peek().kind) {
    case TokenKind::Number:
    case TokenKind::Duration: return number();
    case TokenKind::String: return string();
    case TokenKind::LeftParen: return parenthesised();
    case TokenKind::LeftBrace: return vectorSelector(nullptr);
    default: break;
    }
    if (!isMetricName(m_tokens.peek())) {
        m_tokens.failUnexpected();
        return {};
    }
    const auto name = m_tokens.take();
    if (name.kind == TokenKind::Aggregator && opensCall(m_tokens.peek()))
        return aggregation(name);
    if (name.kind == TokenKind::Identifier && m_tokens.at(TokenKind::LeftParen))
        return call(name);
    return vectorSelector(&name);
}

Grammar::Built Grammar::number()
{
    const auto token = m_tokens.take();
    if (token.kind == TokenKind::Duration) {
        auto read = readDuration(token.text);
        if (read)
            return built(token.span, ValueType::Scalar, NumberLiteral{double(read->count()) / 1000, true});
        m_tokens.fail(token.span, std::move(read.error()));
        return {};
    }
    auto read = readNumber(token.text);
    if (read)
        return built(token.span, ValueType::Scalar, NumberLiteral{*read});
    m_tokens.fail(token.span, std::move(read.error()));
    return {};
}

Grammar::Built Grammar::string()
{
    auto token = m_tokens.take();
    return built(token.span, ValueType::String, StringLiteral{std::move(token.value)});
}

Grammar::Built Grammar::parenthesised()
{
    const auto open = m_tokens.take();
    auto inner = binary(kLowestPrecedence);
    if (!m_tokens.expect(TokenKind::RightParen) || !inner.node)
        return {};
    const auto type = inner.node->type;
    return built({open.span.begin, m_tokens.lastEnd()}, type, Parentheses{std::move(inner.node)}, inner.height + 1);
}

std::vector<Grammar::Built> Grammar::arguments()
{
    std::vector<Built> found;
    if (!m_tokens.expect(TokenKind::LeftParen) || m_tokens.accept(TokenKind::RightParen))
        return found;
    for (;;) {
        found.push_back(binary(kLowestPrecedence));
        if (!m_tokens.at(TokenKind::Comma))
            break;
        const auto comma = m_tokens.take();
        if (m_tokens.at(TokenKind::RightParen))
            m_tokens.fail(comma.span, "trailing commas not allowed in function call args");
    }
    m_tokens.expect(TokenKind::RightParen);
    return found;
}

Grammar::Built Grammar::call(const Token &name)
{
    auto given = arguments();
    const auto *function = findFunction(name.text);
    if (!function)
        m_tokens.fail(name.span, fmt::format("unknown function with name {}", quoted(name.text)));
    if (m_tokens.failed())
        return {};
    Call is{function, {}};
    int height = 0;
    for (auto &argument : given) {
        height = std::max(height, argument.height);
        is.arguments.push_back(std::move(argument.node));
    }
    return built({name.span.begin, m_tokens.lastEnd()}, function->result, std::move(is), height + 1);
}

Grammar::Built Grammar::aggregation(const Token &word)
{
    Aggregation is{word.aggregator, nullptr, nullptr, {}, false};
    const auto modifier = [&] {
        if (!m_tokens.at(TokenKind::By) && !m_tokens.at(TokenKind::Without))
            return false;
        is.without = m_tokens.take().kind == TokenKind::Without;
        is.grouping = groupingLabels();
        return true;
    };
    const bool isModified = modifier();
    auto given = arguments();
    if (!isModified)
        modifier();
    const Span span{word.span.begin, m_tokens.lastEnd()};
    const std::size_t wanted = takesParameter(is.op) ? 2 : 1;
    if (given.empty())
        m_tokens.fail(span, "no arguments for aggregate expression provided");
    else if (given.size() != wanted)
        m_tokens.fail(span, fmt::format("wrong number of arguments for aggregate expression provided, expected {}, got {}", wanted, given.size()));
    if (m_tokens.failed())
        return {};
    int height = given.back().height;
    is.expression = std::move(given.back().node);
    if (wanted == 2) {
        height = std::max(height, given.front().height);
        is.parameter = std::move(given.front().node);
    }
    return built(span, ValueType::Vector, std::move(is), height + 1);
}

std::vector<std::string> Grammar::groupingLabels()
{
    constexpr std::string_view kContext = "grouping opts";
    std::vector<std::string> labels;
    if (!m_tokens.expect(TokenKind::LeftParen, kContext, "\"(\""))
        return labels;
    while (!m_tokens.accept(TokenKind::RightParen)) {
        if (m_tokens.at(TokenKind::String)) {
            auto token = m_tokens.take();
            if (token.value.empty())
                m_tokens.fail(token.span, "invalid label name for grouping: \"\"");
            labels.push_back(std::move(token.value));
        } else if (isGroupingLabel(m_tokens.peek())) {
            labels.emplace_back(m_tokens.take().text);
        } else {
            m_tokens.failUnexpected(kContext, "label");
            return labels;
        }
        if (!m_tokens.at(TokenKind::RightParen) && !m_tokens.expect(TokenKind::Comma, kContext, "\",\" or \")\""))
            return labels;
    }
    return labels;
}

Grammar::Built Grammar::vectorSelector(const Token *name)
{
    VectorSelector is;
    std::uint32_t begin = m_tokens.peek().span.begin;
    if (name) {
        begin = name->span.begin;
        is.name = name->text;
        is.matchers.push_back(series::Matcher::equal(metric::kMetricName, is.name));
    }
    if (m_tokens.accept(TokenKind::LeftBrace)) {
        while (!m_tokens.accept(TokenKind::RightBrace)) {
            if (!matcher(is.matchers))
                return {};
            if (!m_tokens.at(TokenKind::RightBrace) && !m_tokens.expect(TokenKind::Comma, "label matching", "\",\" or \"}\""))
                return {};
        }
    }
    auto selector = built({begin, m_tokens.lastEnd()}, ValueType::Vector, std::move(is));
    if (selector.node)
        selector.shift = &std::get<VectorSelector>(selector.node->is).shift;
    return selector;
}

bool Grammar::matcher(std::vector<series::Matcher> &matchers)
{
    constexpr std::string_view kContext = "label matching";
    using Op = series::Matcher::Op;
    if (!m_tokens.at(TokenKind::Identifier) && !m_tokens.at(TokenKind::String)) {
        m_tokens.failUnexpected(kContext, "identifier or \"}\"");
        return false;
    }
    auto label = m_tokens.take();
    const bool isQuoted = label.kind == TokenKind::String;
    auto name = isQuoted ? std::move(label.value) : std::string(label.text);
    Op op = Op::Equal;
    if (m_tokens.at(TokenKind::RegexMatch)) {
        op = Op::Matches;
    } else if (m_tokens.at(TokenKind::RegexDiffer)) {
        op = Op::NotMatches;
    } else if (m_tokens.peek().is(BinaryOp::NotEqual)) {
        op = Op::NotEqual;
    } else if (!m_tokens.at(TokenKind::Assign)) {
        if (isQuoted) {
            matchers.push_back(series::Matcher::equal(metric::kMetricName, name));
            return true;
        }
        m_tokens.failUnexpected(kContext, "label matching operator");
        return false;
    }
    m_tokens.take();
    if (!m_tokens.at(TokenKind::String)) {
        m_tokens.failUnexpected(kContext, "string");
        return false;
    }
    auto value = m_tokens.take();
    auto made = series::Matcher::make(std::move(name), op, std::move(value.value));
    if (!made) {
        m_tokens.fail({label.span.begin, value.span.end}, std::move(made.error().message));
        return false;
    }
    m_regexSize += made->regexSize();
    if (m_regexSize > kMaxRegexSize) {
        m_tokens.fail({label.span.begin, value.span.end}, "the regular expressions are too large together");
        return false;
    }
    matchers.push_back(std::move(*made));
    return true;
}

template <class T>
Grammar::Built Grammar::built(Span span, ValueType type, T is, int height)
{
    // Chains lean to the left without the grammar going deeper, but whoever walks them does.
    if (height > kMaxTreeDepth)
        m_tokens.fail(span, std::string(kTooDeep));
    if (m_tokens.failed())
        return {};
    return {std::make_unique<Node>(Node{span, type, std::move(is)}), height, nullptr};
}

} // namespace query
