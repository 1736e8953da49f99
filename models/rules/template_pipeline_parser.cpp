// What stands within an action: pipelines, commands, operands.
#include "models/query/string_literal.h"
#include "models/rules/template_functions.h"
#include "models/rules/template_parser.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace rules {

namespace {

bool beginsOperand(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Boolean:
    case TokenKind::CharacterConstant:
    case TokenKind::Dot:
    case TokenKind::Field:
    case TokenKind::Identifier:
    case TokenKind::Number:
    case TokenKind::Nil:
    case TokenKind::RawString:
    case TokenKind::String:
    case TokenKind::Variable:
    case TokenKind::LeftParenthesis: return true;
    default: return false;
    }
}

struct SignedText {
    bool isNegative;
    std::string digits;
};

// An underscore stands after a digit or the base's prefix, and before a digit.
std::optional<SignedText> withoutUnderscores(std::string_view text)
{
    SignedText result{text.starts_with('-'), {}};
    if (text.starts_with('-') || text.starts_with('+'))
        text.remove_prefix(1);
    const bool hasPrefix = text.size() > 1 && text[0] == '0' && std::string_view("xXoObB").find(text[1]) != std::string_view::npos;
    const auto isDigit = [&](std::size_t at) {
        return at < text.size() && ((text[at] >= '0' && text[at] <= '9') || (hasPrefix && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'f')));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_')
            result.digits += text[i];
        else if (i == 0 || !(isDigit(i - 1) || (hasPrefix && i == 2)) || !isDigit(i + 1))
            return std::nullopt;
    }
    return result;
}

// As strconv.ParseUint of base 0 reads it.
std::optional<std::uint64_t> wholeNumber(std::string_view digits)
{
    int base = 10;
    if (digits.size() > 1 && digits[0] == '0') {
        const char letter = char(digits[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
        digits.remove_prefix(letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
    }
    std::uint64_t number = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    if (digits.empty() || error != std::errc() || stop != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

std::optional<double> decimalNumber(std::string_view digits)
{
    auto format = std::chars_format::general;
    if (digits.size() > 1 && digits[0] == '0' && (digits[1] | 0x20) == 'x') {
        if (digits.find_first_of("pP") == std::string_view::npos)
            return std::nullopt;
        digits.remove_prefix(2);
        format = std::chars_format::hex;
    }
    double number = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, format);
    if (digits.empty() || error != std::errc() || stop != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

bool isHexadecimalInteger(std::string_view digits)
{
    return digits.size() > 2 && digits[0] == '0' && (digits[1] | 0x20) == 'x' && digits.find_first_of("pP") == std::string_view::npos;
}

} // namespace

Pipeline TemplateParser::pipeline(std::string_view context, TokenKind end)
{
    Pipeline result{peekWord().at};
    if (enter(result.at)) {
        declarations(result, context);
        for (auto token = peekWord(); token.kind != end; token = peekWord()) {
            if (!beginsOperand(token.kind)) {
                unexpected(token, context);
                break;
            }
            result.commands.push_back(command());
        }
        if (!m_error) {
            next();
            check(result, context);
        }
    }
    --m_depth;
    return result;
}

// $x :=, $x =, $i, $x :=
void TemplateParser::declarations(Pipeline &pipeline, std::string_view context)
{
    while (peekWord().kind == TokenKind::Variable) {
        const auto before = m_at;
        const auto variable = next();
        const auto following = peekWord();
        if (following.kind == TokenKind::Assign || following.kind == TokenKind::Declare) {
            next();
            pipeline.isAssignment = following.kind == TokenKind::Assign;
            pipeline.variables.emplace_back(variable.text);
            declare(std::string(variable.text));
            return;
        }
        if (following.kind != TokenKind::Character || following.text != ",") {
            m_at = before;
            return;
        }
        next();
        pipeline.variables.emplace_back(variable.text);
        declare(std::string(variable.text));
        if (context != "range" || pipeline.variables.size() > 1)
            return fail(following.at, fmt::format("too many declarations in {}", context));
        const auto kind = peekWord().kind;
        if (kind != TokenKind::Variable && kind != TokenKind::RightDelimiter && kind != TokenKind::RightParenthesis)
            return fail(following.at, "range can only initialize variables");
    }
}

void TemplateParser::check(const Pipeline &pipeline, std::string_view context)
{
    if (pipeline.commands.empty())
        return fail(pipeline.at, fmt::format("missing value for {}", context));
    for (std::size_t i = 1; i < pipeline.commands.size(); ++i) {
        const auto kind = pipeline.commands[i].operands.front().kind;
        if (kind == Operand::Kind::Constant || kind == Operand::Kind::Dot || kind == Operand::Kind::Nil)
            return fail(pipeline.commands[i].at, fmt::format("non executable command in pipeline stage {}", i + 1));
    }
}

Command TemplateParser::command()
{
    Command result{peekWord().at, 0, {}};
    while (true) {
        peekWord();
        if (auto word = operand()) {
            result.end = word->end;
            result.operands.push_back(std::move(*word));
        }
        const auto token = peek();
        if (token.kind == TokenKind::Space) {
            next();
            continue;
        }
        if (token.kind == TokenKind::Pipe)
            next();
        else if (token.kind != TokenKind::RightDelimiter && token.kind != TokenKind::RightParenthesis)
            unexpected(token, "operand");
        break;
    }
    if (result.operands.empty())
        fail(result.at, "empty command");
    return result;
}

std::optional<Operand> TemplateParser::operand()
{
    using Kind = Operand::Kind;
    auto word = term();
    if (!word || peek().kind != TokenKind::Field)
        return word;
    if (word->kind == Kind::Constant || word->kind == Kind::Nil || word->kind == Kind::Dot) {
        fail(peek().at, fmt::format("unexpected . after term {}", query::quoted(m_text.substr(word->at, word->end - word->at))));
        return std::nullopt;
    }
    if (word->kind == Kind::Function || word->kind == Kind::Pipeline) {
        auto base = std::make_unique<Operand>(std::move(*word));
        word = Operand{Kind::Chain, base->at, base->end};
        word->base = std::move(base);
    }
    while (peek().kind == TokenKind::Field) {
        const auto field = next();
        word->fields.emplace_back(field.text.substr(1));
        word->end = field.at + field.text.size();
    }
    return word;
}

std::optional<Operand> TemplateParser::term()
{
    using Kind = Operand::Kind;
    const auto token = peekWord();
    const auto end = token.at + token.text.size();
    switch (token.kind) {
    case TokenKind::Identifier: {
        Operand word{Kind::Function, token.at, end};
        word.name = token.text;
        word.function = findTemplateFunction(token.text);
        next();
        if (!word.function)
            fail(token.at, fmt::format("function {} not defined", query::quoted(token.text)));
        return word;
    }
    case TokenKind::Dot: next(); return Operand{Kind::Dot, token.at, end};
    case TokenKind::Nil: next(); return Operand{Kind::Nil, token.at, end};
    case TokenKind::Field: {
        Operand word{Kind::Field, token.at, end};
        word.fields.emplace_back(token.text.substr(1));
        next();
        return word;
    }
    case TokenKind::Variable: {
        Operand word{Kind::Variable, token.at, end};
        word.name = token.text;
        next();
        if (const auto known = m_known.find(word.name); known == m_known.end() || known->second == 0)
            fail(token.at, fmt::format("undefined variable {}", query::quoted(token.text)));
        return word;
    }
    case TokenKind::LeftParenthesis: {
        next();
        Operand word{Kind::Pipeline, token.at, end};
        word.pipeline = std::make_unique<Pipeline>(pipeline("parenthesized pipeline", TokenKind::RightParenthesis));
        word.end = std::max(end, peek().at);
        return word;
    }
    default: return constant(token);
    }
}

std::optional<Operand> TemplateParser::constant(const Token &token)
{
    Operand word{Operand::Kind::Constant, token.at, token.at + token.text.size()};
    switch (token.kind) {
    case TokenKind::Boolean:
        next();
        word.constant = token.text == "true";
        return word;
    case TokenKind::String:
    case TokenKind::RawString: {
        next();
        auto text = TemplateLexer::unquoted(token);
        if (!text) {
            fail(token.at, text.error());
            return std::nullopt;
        }
        word.constant = std::move(*text);
        return word;
    }
    case TokenKind::CharacterConstant: {
        next();
        const auto read = query::readString(token.text);
        const auto character = query::firstCharacter(read ? read->value : "");
        if (character.length == 0 || std::size_t(character.length) != read->value.size()) {
            fail(token.at, fmt::format("malformed character constant: {}", token.text));
            return std::nullopt;
        }
        word.constant = std::int64_t(character.character);
        return word;
    }
    case TokenKind::Number: return number(token);
    default: return std::nullopt;
    }
}

std::optional<Operand> TemplateParser::number(const Token &token)
{
    next();
    Operand word{Operand::Kind::Constant, token.at, token.at + token.text.size()};
    const auto text = withoutUnderscores(token.text);
    if (const auto whole = text ? wholeNumber(text->digits) : std::nullopt) {
        constexpr auto kLargest = std::uint64_t(std::numeric_limits<std::int64_t>::max());
        if (*whole > kLargest + (text->isNegative ? 1 : 0)) {
            fail(token.at, fmt::format("{} overflows int", token.text));
            return std::nullopt;
        }
        word.constant = text->isNegative ? std::int64_t(0 - *whole) : std::int64_t(*whole);
        return word;
    }
    const auto decimal = text ? decimalNumber(text->digits) : std::nullopt;
    if (!decimal || isHexadecimalInteger(text->digits)) {
        fail(token.at, fmt::format("illegal number syntax: {}", query::quoted(token.text)));
        return std::nullopt;
    }
    if (text->digits.find_first_of(".eEpP") == std::string::npos) {
        fail(token.at, fmt::format("integer overflow: {}", query::quoted(token.text)));
        return std::nullopt;
    }
    word.constant = text->isNegative ? -*decimal : *decimal;
    return word;
}

} // namespace rules
