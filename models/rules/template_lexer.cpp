#include "models/rules/template_lexer.h"

#include "models/query/string_literal.h"
#include "models/rules/go_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace rules {

namespace {

constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kLeft = "{{";
constexpr std::string_view kRight = "}}";
constexpr std::size_t kTrimMarker = 2; // a minus and the space beside it

bool isSpace(char c) { return kSpaces.find(c) != std::string_view::npos; }

constexpr std::array<std::pair<std::string_view, TokenKind>, 14> kKeywords{{{"block", TokenKind::Block},
                                                                            {"break", TokenKind::Break},
                                                                            {"continue", TokenKind::Continue},
                                                                            {"define", TokenKind::Define},
                                                                            {"else", TokenKind::Else},
                                                                            {"end", TokenKind::EndKeyword},
                                                                            {"false", TokenKind::Boolean},
                                                                            {"if", TokenKind::If},
                                                                            {"nil", TokenKind::Nil},
                                                                            {"range", TokenKind::Range},
                                                                            {"template", TokenKind::Template},
                                                                            {"true", TokenKind::Boolean},
                                                                            {"with", TokenKind::With},
                                                                            {".", TokenKind::Dot}}};

TokenKind kindOfWord(std::string_view word)
{
    const auto found = std::ranges::find(kKeywords, word, &std::pair<std::string_view, TokenKind>::first);
    return found == kKeywords.end() ? TokenKind::Identifier : found->second;
}

} // namespace

std::string TemplateLexer::wordOf(const Token &token)
{
    if (token.kind == TokenKind::End)
        return "EOF";
    if (token.kind == TokenKind::Error)
        return std::string(token.text);
    if (token.kind >= TokenKind::Block || token.kind == TokenKind::Dot)
        return fmt::format("<{}>", token.text);
    constexpr std::size_t kShown = 10;
    return token.text.size() > kShown ? query::quotedShort(token.text, kShown) : query::quoted(token.text);
}

tl::expected<std::string, std::string> TemplateLexer::unquoted(const Token &token)
{
    auto read = query::readString(token.text);
    if (!read || read->length != token.text.size())
        return tl::unexpected<std::string>("invalid syntax");
    // Raw strings lose their carriage returns, as in Go.
    if (token.kind == TokenKind::RawString)
        std::erase(read->value, '\r');
    return std::move(read->value);
}

Token TemplateLexer::make(TokenKind kind)
{
    const Token token{kind, m_start, m_text.substr(m_start, m_at - m_start)};
    m_start = m_at;
    return token;
}

Token TemplateLexer::fail(std::string message)
{
    m_error = std::move(message);
    m_hasFailed = true;
    return {TokenKind::Error, m_start, m_error};
}

Token TemplateLexer::next()
{
    if (m_hasFailed)
        return {TokenKind::Error, m_start, m_error};
    return m_isInside ? insideAction() : plainText();
}

Token TemplateLexer::plainText()
{
    // A loop, because comments leave nothing behind.
    while (m_at < m_text.size()) {
        const auto left = std::min(m_text.find(kLeft, m_at), m_text.size());
        auto end = left;
        const bool trims = left + 3 < m_text.size() && m_text[left + 2] == '-' && isSpace(m_text[left + 3]);
        if (trims) {
            while (end > m_at && isSpace(m_text[end - 1]))
                --end;
        }
        if (end > m_at) {
            m_start = m_at;
            m_at = end;
            auto token = make(TokenKind::Text);
            m_at = m_start = left;
            return token;
        }
        m_at = m_start = left;
        if (m_at == m_text.size())
            break;
        if (!startsWith("/*", kLeft.size() + (trims ? kTrimMarker : 0)))
            return leftDelimiter();
        if (auto token = comment(); token.kind == TokenKind::Error)
            return token;
    }
    return make(TokenKind::End);
}

Token TemplateLexer::leftDelimiter()
{
    m_at += kLeft.size();
    auto token = make(TokenKind::LeftDelimiter);
    if (startsWith("-") && m_at + 1 < m_text.size() && isSpace(m_text[m_at + 1]))
        m_start = m_at += kTrimMarker;
    m_isInside = true;
    m_parentheses = 0;
    return token;
}

bool TemplateLexer::atRightDelimiter(bool &trims) const
{
    trims = m_at + 1 < m_text.size() && isSpace(m_text[m_at]) && m_text[m_at + 1] == '-' && startsWith(kRight, kTrimMarker);
    return trims || startsWith(kRight);
}

Token TemplateLexer::comment()
{
    const auto end = m_text.find("*/", m_at + kLeft.size() + 2);
    if (end == std::string_view::npos)
        return fail("unclosed comment");
    m_at = end + 2;
    bool trims = false;
    if (!atRightDelimiter(trims))
        return fail("comment ends before closing delimiter");
    return rightDelimiter();
}

Token TemplateLexer::rightDelimiter()
{
    bool trims = false;
    atRightDelimiter(trims);
    m_start = m_at += trims ? kTrimMarker : 0;
    m_at += kRight.size();
    auto token = make(TokenKind::RightDelimiter);
    if (trims)
        m_start = m_at = std::min(m_text.find_first_not_of(kSpaces, m_at), m_text.size());
    m_isInside = false;
    return token;
}

Token TemplateLexer::insideAction()
{
    m_start = m_at;
    bool trims = false;
    if (atRightDelimiter(trims))
        return m_parentheses == 0 ? rightDelimiter() : fail("unclosed left paren");
    const auto [character, length] = query::firstCharacter(m_text.substr(m_at));
    if (length == 0)
        return fail("unclosed action");
    const char first = m_text[m_at];
    if (isSpace(first))
        return space();
    if (first == '+' || first == '-' || (first >= '0' && first <= '9'))
        return number();
    if (first == '.' && m_at + 1 < m_text.size() && m_text[m_at + 1] >= '0' && m_text[m_at + 1] <= '9')
        return number();
    if (isLetterOrDigit(character))
        return word(TokenKind::Identifier);
    ++m_at;
    switch (first) {
    case '=': return make(TokenKind::Assign);
    case ':':
        if (!accept("="))
            return fail("expected :=");
        return make(TokenKind::Declare);
    case '|': return make(TokenKind::Pipe);
    case '"': return quoted(first, TokenKind::String, "quoted string");
    case '\'': return quoted(first, TokenKind::CharacterConstant, "character constant");
    case '`': {
        const auto end = m_text.find('`', m_at);
        if (end == std::string_view::npos)
            return fail("unterminated raw quoted string");
        m_at = end + 1;
        return make(TokenKind::RawString);
    }
    case '$': return word(TokenKind::Variable);
    case '.': return word(TokenKind::Field);
    case '(': ++m_parentheses; return make(TokenKind::LeftParenthesis);
    case ')':
        if (--m_parentheses < 0)
            return fail("unexpected right paren");
        return make(TokenKind::RightParenthesis);
    default: break;
    }
    if (first > ' ' && first < '\x7f')
        return make(TokenKind::Character);
    return fail("unrecognized character in action: " + codePointText(character));
}

Token TemplateLexer::space()
{
    const auto begin = m_at;
    m_at = std::min(m_text.find_first_not_of(kSpaces, m_at), m_text.size());
    // The last space may belong to the delimiter, " -}}".
    if (m_at > begin && startsWith("-}}")) {
        --m_at;
        if (m_at == begin)
            return m_parentheses == 0 ? rightDelimiter() : fail("unclosed left paren");
    }
    return make(TokenKind::Space);
}

Token TemplateLexer::word(TokenKind kind)
{
    // A dot and a dollar may stand alone.
    if (kind != TokenKind::Identifier && atTerminator())
        return make(kind == TokenKind::Field ? TokenKind::Dot : kind);
    auto following = query::firstCharacter(m_text.substr(m_at));
    while (following.length > 0 && isLetterOrDigit(following.character)) {
        m_at += std::size_t(following.length);
        following = query::firstCharacter(m_text.substr(m_at));
    }
    if (!atTerminator())
        return fail("bad character " + codePointText(following.character));
    return make(kind == TokenKind::Identifier ? kindOfWord(m_text.substr(m_start, m_at - m_start)) : kind);
}

bool TemplateLexer::atTerminator() const
{
    if (m_at == m_text.size())
        return true;
    return isSpace(m_text[m_at]) || std::string_view(".,|:()").find(m_text[m_at]) != std::string_view::npos || startsWith(kRight);
}

Token TemplateLexer::quoted(char quote, TokenKind kind, std::string_view name)
{
    for (; m_at < m_text.size() && m_text[m_at] != '\n'; ++m_at) {
        if (m_text[m_at] == quote) {
            ++m_at;
            return make(kind);
        }
        if (m_text[m_at] == '\\' && (++m_at == m_text.size() || m_text[m_at] == '\n'))
            break;
    }
    return fail(fmt::format("unterminated {}", name));
}

bool TemplateLexer::accept(std::string_view characters)
{
    if (m_at == m_text.size() || characters.find(m_text[m_at]) == std::string_view::npos)
        return false;
    ++m_at;
    return true;
}

Token TemplateLexer::number()
{
    if (!scanNumber())
        return fail("bad number syntax: " + query::quoted(m_text.substr(m_start, m_at - m_start)));
    return make(TokenKind::Number);
}

bool TemplateLexer::scanNumber()
{
    accept("+-");
    std::string_view digits = "0123456789_";
    bool isHexadecimal = false;
    bool isDecimal = true;
    if (accept("0")) {
        isHexadecimal = accept("xX");
        if (isHexadecimal)
            digits = "0123456789abcdefABCDEF_";
        else if (accept("oO"))
            digits = "01234567_";
        else if (accept("bB"))
            digits = "01_";
        isDecimal = digits.size() == 11;
    }
    const auto run = [this](std::string_view allowed) {
        while (accept(allowed)) {
        }
    };
    run(digits);
    if (accept("."))
        run(digits);
    if (accept(isHexadecimal ? "pP" : isDecimal ? "eE" : "")) {
        accept("+-");
        run("0123456789_");
    }
    const auto following = query::firstCharacter(m_text.substr(m_at));
    if (following.length > 0 && isLetterOrDigit(following.character)) {
        m_at += std::size_t(following.length);
        return false;
    }
    return true;
}

} // namespace rules
