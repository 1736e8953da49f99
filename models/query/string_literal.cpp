#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace query {

namespace {

constexpr char32_t kReplacement = U'\uFFFD';
constexpr char32_t kHighest = 0x10FFFF;

void appendUtf8(std::string &text, char32_t c)
{
    if (c < 0x80) {
        text += char(c);
    } else if (c < 0x800) {
        text += char(0xC0 | (c >> 6));
        text += char(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        text += char(0xE0 | (c >> 12));
        text += char(0x80 | ((c >> 6) & 0x3F));
        text += char(0x80 | (c & 0x3F));
    } else {
        text += char(0xF0 | (c >> 18));
        text += char(0x80 | ((c >> 12) & 0x3F));
        text += char(0x80 | ((c >> 6) & 0x3F));
        text += char(0x80 | (c & 0x3F));
    }
}

// What has no look of its own: blanks other than the space, marks that only steer, private and unassigned planes.
bool isVisible(char32_t c)
{
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr Range kHidden[] = {{0, 0x1F},        {0x7F, 0xA0},     {0xAD, 0xAD},       {0x600, 0x605},     {0x61C, 0x61C},
                                 {0x6DD, 0x6DD},   {0x70F, 0x70F},   {0x1680, 0x1680},   {0x180E, 0x180E},   {0x2000, 0x200F},
                                 {0x2028, 0x202F}, {0x205F, 0x206F}, {0x3000, 0x3000},   {0xD800, 0xF8FF},   {0xFEFF, 0xFEFF},
                                 {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF}};
    return std::none_of(std::begin(kHidden), std::end(kHidden), [&](Range range) { return range.first <= c && c <= range.last; });
}

struct StringEscape {
    char letter;
    char means;
};
constexpr StringEscape kEscapes[] = {{'a', '\a'}, {'b', '\b'}, {'f', '\f'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'v', '\v'}, {'\\', '\\'}};

void appendQuoted(std::string &text, Utf8Character at, unsigned char byte, char quote)
{
    if (!at.isValid()) {
        text += fmt::format("\\x{:02x}", byte);
        return;
    }
    const auto c = at.character;
    if (c > 0x1F && c < 0x7F && c != char32_t(quote) && c != '\\') {
        text += char(c);
        return;
    }
    if (c == char32_t(quote)) {
        text += '\\';
        text += quote;
        return;
    }
    for (const auto &[letter, means] : kEscapes) {
        if (c == char32_t(means)) {
            text += '\\';
            text += letter;
            return;
        }
    }
    if (isVisible(c))
        appendUtf8(text, c);
    else if (c < 0x80)
        text += fmt::format("\\x{:02x}", std::uint32_t(c));
    else if (c < 0x10000)
        text += fmt::format("\\u{:04x}", std::uint32_t(c));
    else
        text += fmt::format("\\U{:08x}", std::uint32_t(c));
}

// As Go's %#U says a character.
std::string namedRune(char32_t c)
{
    auto text = fmt::format("U+{:04X}", std::uint32_t(c));
    if (isVisible(c)) {
        text += " '";
        appendUtf8(text, c);
        text += '\'';
    }
    return text;
}

int digitOf(char32_t c)
{
    if (c >= '0' && c <= '9')
        return int(c - '0');
    if (c >= 'a' && c <= 'f')
        return int(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return int(c - 'A') + 10;
    return 16;
}

// Reads one escape; `at` stands behind the backslash and is moved on. An error is returned as text.
std::optional<std::string> readEscape(std::string_view text, std::size_t &at, char quote, std::string &value)
{
    const auto first = firstCharacter(text.substr(at));
    if (first.length == 0)
        return "escape sequence not terminated";
    const auto c = first.character;
    const auto *known = std::find_if(std::begin(kEscapes), std::end(kEscapes), [&](StringEscape escape) { return char32_t(escape.letter) == c; });
    if (known != std::end(kEscapes) || c == char32_t(quote)) {
        ++at;
        value += known != std::end(kEscapes) ? known->means : quote;
        return std::nullopt;
    }
    struct Form {
        char letter;
        int digits;
        char32_t base;
        char32_t highest;
    };
    constexpr Form kForms[] = {{'x', 2, 16, 0xFF}, {'u', 4, 16, kHighest}, {'U', 8, 16, kHighest}};
    Form form{'0', 3, 8, 0xFF};
    if (const auto *found = std::find_if(std::begin(kForms), std::end(kForms), [&](Form each) { return char32_t(each.letter) == c; });
        found != std::end(kForms))
    {
        form = *found;
        ++at;
    } else if (c < '0' || c > '7') {
        return "unknown escape sequence " + namedRune(c);
    }
    char32_t code = 0;
    for (int i = 0; i < form.digits; ++i) {
        const auto digit = firstCharacter(text.substr(at));
        if (digit.length == 0)
            return "escape sequence not terminated";
        if (char32_t(digitOf(digit.character)) >= form.base)
            return fmt::format("illegal character {} in escape sequence", namedRune(digit.character));
        code = code * form.base + char32_t(digitOf(digit.character));
        ++at;
    }
    if (code > form.highest || (code >= 0xD800 && code < 0xE000))
        return "escape sequence is an invalid Unicode code point";
    if (form.highest == 0xFF)
        value += char(code);
    else
        appendUtf8(value, code);
    return std::nullopt;
}

} // namespace

Utf8Character firstCharacter(std::string_view text)
{
    if (text.empty())
        return {kReplacement, 0};
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byteAt(0);
    if (lead < 0x80)
        return {lead, 1};
    const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < std::size_t(length))
        return {kReplacement, 1};
    char32_t code = lead & (0xFF >> (length + 1));
    for (int i = 1; i < length; ++i) {
        if ((byteAt(std::size_t(i)) & 0xC0) != 0x80)
            return {kReplacement, 1};
        code = (code << 6) | (byteAt(std::size_t(i)) & 0x3F);
    }
    constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    if (code < kLeast[std::size_t(length)] || code > kHighest || (code >= 0xD800 && code < 0xE000))
        return {kReplacement, 1};
    return {code, length};
}

tl::expected<ReadString, std::string> readString(std::string_view text)
{
    const char quote = text.front();
    const bool isRaw = quote == '`';
    ReadString read;
    for (std::size_t at = 1;;) {
        const auto next = firstCharacter(text.substr(at));
        if (next.length == 0 || (!isRaw && next.character == '\n'))
            return tl::unexpected<std::string>(isRaw ? "unterminated raw string" : "unterminated quoted string");
        if (!next.isValid())
            return tl::unexpected<std::string>("invalid UTF-8 rune");
        if (next.character == char32_t(quote)) {
            read.length = at + 1;
            return read;
        }
        if (!isRaw && next.character == '\\') {
            ++at;
            if (auto error = readEscape(text, at, quote, read.value))
                return tl::unexpected(std::move(*error));
            continue;
        }
        read.value += text.substr(at, std::size_t(next.length));
        at += std::size_t(next.length);
    }
}

std::string quotedShort(std::string_view value, std::size_t characters)
{
    std::string text = "\"";
    while (!value.empty() && characters-- > 0) {
        const auto next = firstCharacter(value);
        appendQuoted(text, next, static_cast<unsigned char>(value.front()), '"');
        value.remove_prefix(std::size_t(next.length));
    }
    text += value.empty() ? "\"" : "\"...";
    return text;
}

std::string quoted(std::string_view value) { return quotedShort(value, value.size()); }

std::string quotedCharacter(char32_t character)
{
    std::string text = "'";
    appendQuoted(text, {character, 3}, 0, '\'');
    return text + '\'';
}

} // namespace query
