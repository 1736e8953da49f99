#include "models/query/lexer.h"

#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace query {

namespace {

constexpr char32_t kEndOfText = char32_t(-1);

bool isBlank(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool isDigitCharacter(char32_t c) { return c >= '0' && c <= '9'; }
bool isLetter(char32_t c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isWordCharacter(char32_t c) { return isLetter(c) || isDigitCharacter(c); }

struct Keyword {
    std::string_view word;
    TokenKind kind;
    BinaryOp op = BinaryOp::Add;
};
constexpr Keyword kKeywords[] = {{"and", TokenKind::Operator, BinaryOp::And},
                                 {"or", TokenKind::Operator, BinaryOp::Or},
                                 {"unless", TokenKind::Operator, BinaryOp::Unless},
                                 {"atan2", TokenKind::Operator, BinaryOp::Atan2},
                                 {"bool", TokenKind::Bool},
                                 {"by", TokenKind::By},
                                 {"group_left", TokenKind::GroupLeft},
                                 {"group_right", TokenKind::GroupRight},
                                 {"ignoring", TokenKind::Ignoring},
                                 {"offset", TokenKind::Offset},
                                 {"on", TokenKind::On},
                                 {"without", TokenKind::Without},
                                 {"start", TokenKind::Start},
                                 {"end", TokenKind::Finish},
                                 {"step", TokenKind::Step},
                                 {"inf", TokenKind::Number},
                                 {"nan", TokenKind::Number}};

struct Sign {
    char character;
    TokenKind kind;
};
constexpr Sign kSigns[] = {{',', TokenKind::Comma}, {'@', TokenKind::At}, {'(', TokenKind::LeftParen}, {')', TokenKind::RightParen}};
struct Operation {
    char character;
    BinaryOp op;
};
constexpr Operation kOperations[] = {{'+', BinaryOp::Add},    {'-', BinaryOp::Subtract}, {'*', BinaryOp::Multiply},
                                     {'/', BinaryOp::Divide}, {'%', BinaryOp::Modulo},   {'^', BinaryOp::Power}};

std::string lowerWord(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return result;
}

// Go prints the end of the text as the rune -1.
std::string quotedRune(char32_t c) { return c == kEndOfText ? "'\\ufffd'" : quotedCharacter(c); }

} // namespace

Token Lexer::next()
{
    for (;;) {
        while (isBlank(peek()))
            ++m_at;
        m_begin = m_at;
        if (m_failed)
            return token(TokenKind::End);
        // Prometheus knows no comment where a duration has only begun.
        if (peek() != '#' || (m_inBrackets && !m_hasDuration))
            break;
        while (m_at < m_text.size() && m_text[m_at] != '\n' && m_text[m_at] != '\r')
            ++m_at;
    }
    if (m_inBraces)
        return insideBraces();
    return m_inBrackets && !m_hasDuration ? durationPart() : statement();
}

Token Lexer::insideBraces()
{
    const auto c = peek();
    if (c == kEndOfText)
        return error("unexpected end of input inside braces");
    if (isLetter(c)) {
        while (isWordCharacter(peek()))
            ++m_at;
        return token(TokenKind::Identifier);
    }
    if (c == '"' || c == '\'' || c == '`')
        return string();
    if (take(','))
        return token(TokenKind::Comma);
    if (take('='))
        return token(take('~') ? TokenKind::RegexMatch : TokenKind::Assign);
    if (take('!')) {
        if (take('~'))
            return token(TokenKind::RegexDiffer);
        if (take('='))
            return operation(BinaryOp::NotEqual);
        return error(fmt::format("unexpected character after '!' inside braces: {}", quotedRune(peek())));
    }
    if (take('}')) {
        m_inBraces = false;
        return token(TokenKind::RightBrace);
    }
    if (c == '{')
        return error("unexpected left brace '{'");
    return error(fmt::format("unexpected character inside braces: {}", quotedRune(c)));
}

Token Lexer::statement()
{
    const auto c = peek();
    if (c == kEndOfText) {
        if (m_parentheses != 0)
            return error("unclosed left parenthesis");
        return m_inBrackets ? error("unclosed left bracket") : token(TokenKind::End);
    }
    if (isDigitCharacter(c) || (c == '.' && m_at + 1 < m_text.size() && isDigitCharacter(static_cast<unsigned char>(m_text[m_at + 1]))))
        return number();
    if (isLetter(c) || c == ':')
        return m_inBrackets ? bracketWord() : word();
    if (c == '"' || c == '\'' || c == '`')
        return string();
    ++m_at;
    for (const auto &[character, op] : kOperations) {
        if (c == char32_t(character))
            return operation(op);
    }
    for (const auto &[character, kind] : kSigns) {
        if (c != char32_t(character))
            continue;
        m_parentheses += kind == TokenKind::LeftParen ? 1 : kind == TokenKind::RightParen ? -1 : 0;
        return m_parentheses < 0 ? error("unexpected right parenthesis ')'") : token(kind);
    }
    switch (c) {
    case '=':
        if (isAt("~"))
            return error("unexpected character after '=': '~'");
        return take('=') ? operation(BinaryOp::Equal) : token(TokenKind::Assign);
    case '!':
        if (take('='))
            return operation(BinaryOp::NotEqual);
        return error(fmt::format("unexpected character after '!': {}", quotedRune(peek())));
    case '<': return operation(take('=') ? BinaryOp::LessOrEqual : BinaryOp::Less);
    case '>': return operation(take('=') ? BinaryOp::GreaterOrEqual : BinaryOp::Greater);
    case '{': m_inBraces = true; return token(TokenKind::LeftBrace);
    case '[':
        if (m_inBrackets)
            return error("unexpected left bracket '['");
        m_inBrackets = true;
        m_hasDuration = false;
        m_hasColon = false;
        return token(TokenKind::LeftBracket);
    case ']':
        if (!m_inBrackets)
            return error("unexpected right bracket ']'");
        m_inBrackets = false;
        return token(TokenKind::RightBracket);
    default: break;
    }
    --m_at;
    return error(fmt::format("unexpected character: {}", quotedRune(c)));
}

Token Lexer::durationPart()
{
    const auto c = peek();
    if (c == kEndOfText)
        return error("unexpected end of input in duration expression");
    if (c == ':')
        return error("unexpected colon before duration in duration expression");
    constexpr std::string_view kPlain = "])(+-*/%^,";
    if ((isDigitCharacter(c) || c == '.' || (c < 0x80 && kPlain.find(char(c)) != std::string_view::npos)))
        return statement();
    return isLetter(c) ? bracketWord() : error(fmt::format("unexpected character in duration expression: {}", quotedRune(c)));
}

Token Lexer::bracketWord()
{
    const auto c = peek();
    if (take(':')) {
        if (m_hasColon)
            return error("unexpected colon ':'");
        m_hasColon = true;
        return token(TokenKind::Colon);
    }
    while (isLetter(peek()))
        ++m_at;
    const auto word = lowerWord(m_text.substr(m_begin, m_at - m_begin));
    if (word == "step") {
        m_hasDuration = true;
        return token(TokenKind::Step);
    }
    if (word == "min" || word == "max") {
        auto found = token(TokenKind::Aggregator);
        found.aggregator = *aggregateOpOf(word);
        return found;
    }
    return error(m_hasDuration ? fmt::format("unexpected character: {}, expected ':'", quotedRune(c))
                               : fmt::format("unexpected character in duration expression: {}", quotedRune(c)));
}

Token Lexer::word()
{
    while (isWordCharacter(peek()) || peek() == ':')
        ++m_at;
    const auto text = m_text.substr(m_begin, m_at - m_begin);
    const auto lowered = lowerWord(text);
    const auto *keyword = std::find_if(std::begin(kKeywords), std::end(kKeywords), [&](const Keyword &each) { return each.word == lowered; });
    if (keyword != std::end(kKeywords)) {
        auto found = token(keyword->kind);
        found.op = keyword->op;
        return found;
    }
    if (const auto aggregator = aggregateOpOf(lowered)) {
        auto found = token(TokenKind::Aggregator);
        found.aggregator = *aggregator;
        return found;
    }
    return token(text.find(':') == std::string_view::npos ? TokenKind::Identifier : TokenKind::MetricIdentifier);
}

Token Lexer::number()
{
    m_hasDuration = true;
    if (scanNumber())
        return token(TokenKind::Number);
    if (scanDurationRest())
        return token(TokenKind::Duration);
    return error(fmt::format("bad number or duration syntax: {}", quoted(m_text.substr(m_begin, m_at - m_begin))));
}

// Takes what looks like a number; whether it is one the parser sees. False where something else begins within it.
bool Lexer::scanNumber()
{
    std::string_view digits = "0123456789";
    bool isHex = false;
    if (take('0') && takeAny("xX")) {
        take('_');
        digits = "0123456789abcdefABCDEF";
        isHex = true;
    }
    bool hasDot = take('.');
    bool hasExponent = false;
    const auto isFollowedBy = [&](std::string_view wrong) { return takeAny(wrong); };
    for (;;) {
        if (takeAny(digits))
            continue;
        if (isAt(".")) {
            if (hasDot || isHex) {
                take('.');
                return false;
            }
            take('.');
            hasDot = true;
            if (isFollowedBy("_."))
                return false;
        } else if (!isHex && isAt("eE")) {
            if (hasExponent) {
                takeAny("eE");
                return false;
            }
            takeAny("eE");
            hasExponent = true;
            takeAny("+-");
            if (isFollowedBy("._eE") || peek() == kEndOfText)
                return false;
        } else if (take('_')) {
            if (isFollowedBy("._eE") || peek() == kEndOfText)
                return false;
        } else {
            break;
        }
    }
    return !isWordCharacter(peek());
}

bool Lexer::scanDurationRest()
{
    if (!takeAny("smhdwy"))
        return false;
    take('s'); // of ms; whether the unit is one the parser sees
    while (takeAny("0123456789")) {
        while (takeAny("0123456789")) {
        }
        if (!takeAny("smhdw"))
            return false;
        take('s');
    }
    if (!isWordCharacter(peek()))
        return true;
    ++m_at; // shown in the message, as Prometheus does
    return false;
}

Token Lexer::string()
{
    auto read = readString(m_text.substr(m_at));
    if (!read)
        return error(std::move(read.error()));
    m_at += read->length;
    auto found = token(TokenKind::String);
    found.value = std::move(read->value);
    return found;
}

Token Lexer::token(TokenKind kind) { return {kind, {std::uint32_t(m_begin), std::uint32_t(m_at)}, m_text.substr(m_begin, m_at - m_begin)}; }

Token Lexer::operation(BinaryOp op)
{
    auto found = token(TokenKind::Operator);
    found.op = op;
    return found;
}

Token Lexer::error(std::string message)
{
    m_failed = true;
    m_at = m_text.size();
    auto found = token(TokenKind::Error);
    found.value = std::move(message);
    return found;
}

char32_t Lexer::peek() const
{
    const auto next = firstCharacter(m_text.substr(std::min(m_at, m_text.size())));
    return next.length == 0 ? kEndOfText : next.character;
}

bool Lexer::take(char c) { return takeAny({&c, 1}); }

bool Lexer::isAt(std::string_view characters) const { return m_at < m_text.size() && characters.find(m_text[m_at]) != std::string_view::npos; }

bool Lexer::takeAny(std::string_view characters)
{
    if (!isAt(characters))
        return false;
    ++m_at;
    return true;
}

} // namespace query
