#include "ui/explore/expression_highlighter.h"

#include "models/query/function.h"
#include "ui/explore/expression_text.h"

#include <QtGui/QTextDocument>

#include <optional>

namespace ui {

namespace {

using query::TokenKind;

// By the token itself and the one behind it; names in braces and in by (...) are labels.
std::optional<ExpressionHighlighter::Part> partOf(const query::Token &token, const query::Token *next, bool labels)
{
    using Part = ExpressionHighlighter::Part;
    switch (token.kind) {
    case TokenKind::Identifier:
    case TokenKind::MetricIdentifier:
        if (labels)
            return Part::Label;
        return next && next->kind == TokenKind::LeftParen && query::findFunction(token.text) ? Part::Function : Part::Metric;
    case TokenKind::Aggregator: return Part::Function;
    case TokenKind::String: return Part::String;
    case TokenKind::Number:
    case TokenKind::Duration: return Part::Number;
    case TokenKind::Bool:
    case TokenKind::By:
    case TokenKind::GroupLeft:
    case TokenKind::GroupRight:
    case TokenKind::Ignoring:
    case TokenKind::Offset:
    case TokenKind::On:
    case TokenKind::Without:
    case TokenKind::Start:
    case TokenKind::Finish:
    case TokenKind::Step:
    case TokenKind::At: return labels ? Part::Label : Part::Keyword;
    case TokenKind::Operator: return Part::Keyword;
    default: return std::nullopt;
    }
}

bool opensLabels(TokenKind kind)
{
    return kind == TokenKind::By || kind == TokenKind::Without || kind == TokenKind::On || kind == TokenKind::Ignoring ||
           kind == TokenKind::GroupLeft || kind == TokenKind::GroupRight;
}

} // namespace

ExpressionHighlighter::ExpressionHighlighter(const Theme &theme, QTextDocument *document) : QSyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

QTextCharFormat ExpressionHighlighter::format(const Theme &theme, Part part)
{
    // The lines' colours are made for lines; small type on white wants more.
    const auto ink = [&](int series) {
        const auto color = theme.series(series);
        return theme.dark() ? color : color.darker(125);
    };
    QTextCharFormat format;
    switch (part) {
    case Part::Function: format.setForeground(ink(0)); break;
    case Part::Keyword: format.setForeground(ink(3)); break;
    case Part::Metric: format.setForeground(theme.color(Theme::Color::Text)); break;
    case Part::Label: format.setForeground(ink(5)); break;
    case Part::String: format.setForeground(ink(2)); break;
    case Part::Number: format.setForeground(ink(1)); break;
    case Part::Comment: format.setForeground(theme.color(Theme::Color::Dim)); break;
    }
    return format;
}

void ExpressionHighlighter::read()
{
    const auto text = document()->toPlainText();
    if (text == m_text)
        return;
    m_text = text;
    m_ranges.clear();
    const ExpressionText expression(text);
    const auto tokens = expression.tokens();
    int before = 0;
    const auto comment = [&](int until) {
        // Nothing but blanks and comments lies between tokens.
        if (const auto from = text.indexOf(u'#', before); from >= 0 && from < until)
            m_ranges.push_back({int(from), until, Part::Comment});
    };
    bool inBraces = false, inGrouping = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto &token = tokens[i];
        const auto begin = expression.positionAt(token.span.begin);
        comment(begin);
        before = expression.positionAt(token.span.end);
        if (token.kind == TokenKind::LeftBrace || token.kind == TokenKind::RightBrace)
            inBraces = token.kind == TokenKind::LeftBrace;
        else if (token.kind == TokenKind::LeftParen)
            inGrouping = i > 0 && opensLabels(tokens[i - 1].kind);
        else if (token.kind == TokenKind::RightParen)
            inGrouping = false;
        if (const auto part = partOf(token, i + 1 < tokens.size() ? &tokens[i + 1] : nullptr, inBraces || inGrouping))
            m_ranges.push_back({begin, before, *part});
    }
    if (tokens.empty() || tokens.back().kind != TokenKind::Error)
        comment(int(text.size()));
}

void ExpressionHighlighter::highlightBlock(const QString &text)
{
    read();
    const int from = currentBlock().position(), to = from + int(text.size());
    std::size_t seen = 0; // what later lines look like depends on what stands before them
    for (const auto &range : m_ranges) {
        if (range.begin < to && range.end > from)
            setFormat(std::max(range.begin, from) - from, std::min(range.end, to) - std::max(range.begin, from), format(m_theme, range.part));
        seen = seen * 31 + std::size_t(range.part) * 7 + 1;
    }
    setCurrentBlockState(int(seen & 0x7fffffff));
}

} // namespace ui
