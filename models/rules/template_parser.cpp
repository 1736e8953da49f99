#include "models/rules/template_parser.h"

#include "models/query/string_literal.h"
#include "models/rules/template_functions.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace rules {

namespace {

constexpr std::array<std::string_view, 5> kGivenVariables{"$", "$labels", "$externalLabels", "$externalURL", "$value"};

bool isBlank(const TemplateNodes &nodes)
{
    return std::ranges::all_of(nodes, [](const TemplateNode &node) {
        return node.kind == TemplateNode::Kind::Text && node.text.find_first_not_of(" \t\r\n\v\f") == std::string::npos;
    });
}

} // namespace

Place placeOf(std::string_view text, std::size_t at)
{
    const auto before = text.substr(0, at);
    const auto lineBegin = before.rfind('\n') + 1; // npos + 1 is 0
    return {1 + std::size_t(std::ranges::count(before, '\n')), before.size() - lineBegin + 1};
}

TemplateParser::TemplateParser(std::string_view text) : m_text(text), m_lexer(text), m_tree(std::make_shared<TemplateTree>())
{
    do
        m_tokens.push_back(m_lexer.next());
    while (m_tokens.back().kind != TokenKind::End && m_tokens.back().kind != TokenKind::Error);
    for (const auto name : kGivenVariables)
        declare(std::string(name));
}

const Token &TemplateParser::next()
{
    const auto &token = m_tokens[m_at];
    m_at += m_at + 1 < m_tokens.size() ? 1 : 0;
    return token;
}

const Token &TemplateParser::peekWord()
{
    while (peek().kind == TokenKind::Space)
        next();
    return peek();
}

const Token &TemplateParser::nextWord()
{
    peekWord();
    return next();
}

void TemplateParser::fail(std::size_t at, std::string message)
{
    if (!m_error) {
        const auto [line, column] = placeOf(m_text, at);
        m_error = TemplateError{line, column, std::move(message)};
    }
    m_tokens.push_back({TokenKind::End, m_text.size(), {}});
    m_tokens.erase(m_tokens.begin(), m_tokens.end() - 1);
    m_at = 0;
}

void TemplateParser::unexpected(const Token &token, std::string_view context)
{
    auto word = TemplateLexer::wordOf(token);
    fail(token.at, token.kind == TokenKind::Error ? std::move(word) : fmt::format("unexpected {} in {}", word, context));
}

bool TemplateParser::skip(TokenKind kind, std::string_view context)
{
    const auto token = nextWord();
    if (token.kind != kind)
        unexpected(token, context);
    return token.kind == kind;
}

bool TemplateParser::enter(std::size_t at)
{
    if (++m_depth > kMaxTemplateDepth)
        fail(at, fmt::format("nested more than {} levels deep", kMaxTemplateDepth));
    return m_depth <= kMaxTemplateDepth;
}

void TemplateParser::declare(std::string name)
{
    ++m_known[name];
    m_variables.push_back(std::move(name));
}

void TemplateParser::forgetVariables(std::size_t mark)
{
    for (; m_variables.size() > mark; m_variables.pop_back())
        --m_known[m_variables.back()];
}

tl::expected<std::shared_ptr<const TemplateTree>, TemplateError> TemplateParser::parse()
{
    if (m_text.size() > kMaxTemplateBytes)
        return tl::unexpected<TemplateError>({1, 1, fmt::format("the template is longer than {} bytes", kMaxTemplateBytes)});
    m_tree->source = m_text;
    while (peek().kind != TokenKind::End) {
        if (peek().kind == TokenKind::LeftDelimiter) {
            const auto before = m_at;
            next();
            if (nextWord().kind == TokenKind::Define) {
                definition();
                continue;
            }
            m_at = before;
        }
        const auto token = peek();
        auto stop = Stop::Nothing;
        auto node = action(stop);
        if (stop != Stop::Nothing)
            fail(token.at, stop == Stop::End ? "unexpected {{end}}" : "unexpected {{else}}");
        else if (node)
            m_tree->root.push_back(std::move(*node));
    }
    if (m_error)
        return tl::unexpected<TemplateError>(*m_error);
    return m_tree;
}

// Up to {{end}} or {{else}}.
TemplateNodes TemplateParser::list(Stop &stop)
{
    TemplateNodes nodes;
    stop = Stop::Nothing;
    while (peekWord().kind != TokenKind::End) {
        auto node = action(stop);
        if (stop != Stop::Nothing)
            return nodes;
        if (node)
            nodes.push_back(std::move(*node));
    }
    fail(m_text.size(), "unexpected EOF");
    return nodes;
}

// What is defined sees no variable of its surroundings.
TemplateNodes TemplateParser::separately(Stop &stop)
{
    auto variables = std::exchange(m_variables, {});
    auto known = std::exchange(m_known, {});
    const auto ranges = std::exchange(m_ranges, 0);
    declare("$");
    auto nodes = list(stop);
    m_variables = std::move(variables);
    m_known = std::move(known);
    m_ranges = ranges;
    return nodes;
}

std::string TemplateParser::quotedName(std::string_view context)
{
    const auto token = nextWord();
    if (token.kind != TokenKind::String && token.kind != TokenKind::RawString) {
        unexpected(token, context);
        return {};
    }
    auto name = TemplateLexer::unquoted(token);
    if (!name)
        fail(token.at, name.error());
    return name.value_or("");
}

void TemplateParser::definition()
{
    const auto at = peekWord().at;
    const auto name = quotedName("define clause");
    if (!skip(TokenKind::RightDelimiter, "define clause"))
        return;
    auto stop = Stop::Nothing;
    auto nodes = separately(stop);
    if (stop != Stop::End)
        return fail(at, "unexpected {{else}} in define clause");
    define(name, at, std::move(nodes));
}

void TemplateParser::define(const std::string &name, std::size_t at, TemplateNodes nodes)
{
    auto &known = m_tree->definitions[name];
    if (isBlank(known))
        known = std::move(nodes);
    else if (!isBlank(nodes))
        fail(at, fmt::format("template: multiple definition of template {}", query::quoted(name)));
}

std::optional<TemplateNode> TemplateParser::action(Stop &stop)
{
    using Kind = TemplateNode::Kind;
    const auto begin = nextWord();
    if (begin.kind == TokenKind::Text)
        return TemplateNode{Kind::Text, begin.at, std::string(begin.text)};
    if (begin.kind != TokenKind::LeftDelimiter) {
        unexpected(begin, "input");
        return std::nullopt;
    }
    const auto token = peekWord();
    switch (token.kind) {
    case TokenKind::Block: next(); return block(token.at);
    case TokenKind::Break: next(); return jump(Kind::Break, token);
    case TokenKind::Continue: next(); return jump(Kind::Continue, token);
    case TokenKind::Else:
        next();
        stop = elseStop();
        return std::nullopt;
    case TokenKind::EndKeyword:
        next();
        if (skip(TokenKind::RightDelimiter, "end"))
            stop = Stop::End;
        return std::nullopt;
    case TokenKind::If: next(); return control(Kind::If, token.at);
    case TokenKind::Range: next(); return control(Kind::Range, token.at);
    case TokenKind::Template: next(); return call(token.at);
    case TokenKind::With: next(); return control(Kind::With, token.at);
    default: return TemplateNode{Kind::Action, token.at, {}, pipeline("command", TokenKind::RightDelimiter)};
    }
}

TemplateParser::Stop TemplateParser::elseStop()
{
    const auto token = nextWord();
    if (token.kind == TokenKind::If)
        return Stop::ElseIf;
    if (token.kind == TokenKind::With)
        return Stop::ElseWith;
    if (token.kind != TokenKind::RightDelimiter) {
        unexpected(token, "else");
        return Stop::Nothing;
    }
    return Stop::Else;
}

std::optional<TemplateNode> TemplateParser::jump(TemplateNode::Kind kind, const Token &token)
{
    const auto word = fmt::format("{{{{{}}}}}", token.text);
    const auto at = token.at;
    if (const auto following = nextWord(); following.kind != TokenKind::RightDelimiter) {
        unexpected(following, word);
        return std::nullopt;
    }
    if (m_ranges == 0)
        fail(at, word + " outside {{range}}");
    return TemplateNode{kind, at};
}

TemplateNode TemplateParser::control(TemplateNode::Kind kind, std::size_t at)
{
    using Kind = TemplateNode::Kind;
    const auto mark = m_variables.size();
    TemplateNode node{kind, at};
    if (enter(at)) {
        node.pipeline = pipeline(kind == Kind::If ? "if" : kind == Kind::With ? "with" : "range", TokenKind::RightDelimiter);
        m_ranges += kind == Kind::Range ? 1 : 0;
        auto stop = Stop::Nothing;
        node.body = list(stop);
        m_ranges -= kind == Kind::Range ? 1 : 0;
        const auto elseAt = peek().at;
        if ((stop == Stop::ElseIf && kind == Kind::If) || (stop == Stop::ElseWith && kind == Kind::With)) {
            // One {{end}} ends them both.
            node.otherwise.push_back(control(kind, elseAt));
        } else if (stop == Stop::ElseIf || stop == Stop::ElseWith) {
            fail(elseAt, fmt::format("unexpected <{}> in else", stop == Stop::ElseIf ? "if" : "with"));
        } else if (stop == Stop::Else) {
            node.otherwise = list(stop);
            if (stop != Stop::End)
                fail(elseAt, "expected end; found {{else}}");
        }
    }
    --m_depth;
    forgetVariables(mark);
    return node;
}

TemplateNode TemplateParser::call(std::size_t at)
{
    TemplateNode node{TemplateNode::Kind::Call, at, quotedName("template clause")};
    if (peekWord().kind == TokenKind::RightDelimiter)
        next();
    else
        node.pipeline = pipeline("template clause", TokenKind::RightDelimiter);
    return node;
}

TemplateNode TemplateParser::block(std::size_t at)
{
    TemplateNode node{TemplateNode::Kind::Call, at, quotedName("block clause")};
    node.pipeline = pipeline("block clause", TokenKind::RightDelimiter);
    if (enter(at)) {
        auto stop = Stop::Nothing;
        auto nodes = separately(stop);
        if (stop != Stop::End)
            fail(at, "unexpected {{else}} in block clause");
        define(node.text, at, std::move(nodes));
    }
    --m_depth;
    return node;
}

} // namespace rules
