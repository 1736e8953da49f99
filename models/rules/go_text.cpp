#include "models/rules/go_text.h"

#include "models/query/string_literal.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace rules {

namespace {

// Where large and small letters stand side by side: `distance` apart, or in turn (distance 1: the even one is large; -1: the odd one).
struct LetterPairs {
    char32_t first; // large
    char32_t last;
    int distance;
};
constexpr std::array<LetterPairs, 20> kPairs{{{'A', 'Z', 32},     {0xC0, 0xD6, 32},   {0xD8, 0xDE, 32},     {0x100, 0x12F, 1},  {0x132, 0x137, 1},
                                              {0x139, 0x148, -1}, {0x14A, 0x177, 1},  {0x178, 0x178, -121}, {0x179, 0x17E, -1}, {0x386, 0x386, 38},
                                              {0x388, 0x38A, 37}, {0x38C, 0x38C, 64}, {0x38E, 0x38F, 63},   {0x391, 0x3A1, 32}, {0x3A3, 0x3AB, 32},
                                              {0x400, 0x40F, 80}, {0x410, 0x42F, 32}, {0x460, 0x481, 1},    {0x531, 0x556, 48}, {0x1E00, 0x1E95, 1}}};

bool isInTurn(const LetterPairs &pairs) { return pairs.distance == 1 || pairs.distance == -1; }
bool isLargeInTurn(const LetterPairs &pairs, char32_t c) { return (c % 2 == 0) == (pairs.distance == 1); }

std::optional<char32_t> smallOf(char32_t c)
{
    for (const auto &pairs : kPairs) {
        if (c < pairs.first || c > pairs.last)
            continue;
        if (!isInTurn(pairs))
            return char32_t(std::int32_t(c) + pairs.distance);
        if (isLargeInTurn(pairs, c))
            return c + 1;
    }
    return std::nullopt;
}

std::optional<char32_t> largeOf(char32_t c)
{
    for (const auto &pairs : kPairs) {
        if (isInTurn(pairs)) {
            if (c >= pairs.first && c <= pairs.last && !isLargeInTurn(pairs, c))
                return c - 1;
            continue;
        }
        const auto large = std::int64_t(c) - pairs.distance;
        if (large >= pairs.first && large <= pairs.last)
            return char32_t(large);
    }
    if (c == 0xB5)
        return 0x39C;
    if (c == 0x3C2)
        return 0x3A3;
    return std::nullopt;
}

template <class Change>
std::string changed(std::string_view text, Change change)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto at = query::firstCharacter(text);
        if (at.isValid())
            appendCharacter(result, change(at.character));
        else
            appendCharacter(result, U'\uFFFD');
        text.remove_prefix(std::size_t(at.length));
    }
    return result;
}

// Within a word between letters: it's, 10.5, a:b.
bool isMiddle(char32_t c)
{
    constexpr std::array<char32_t, 9> kMiddles{'\'', '.', ':', 0xB7, 0x387, 0x2018, 0x2019, 0x2024, 0x2027};
    return std::ranges::find(kMiddles, c) != kMiddles.end();
}

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
}

struct HostAndPort {
    std::string_view host;
    std::string_view port;
};

std::optional<HostAndPort> split(std::string_view text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    auto host = text.substr(0, colon);
    std::size_t opening = 0;
    std::size_t closing = 0;
    if (text.front() == '[') {
        const auto end = text.find(']');
        if (end == std::string_view::npos || end + 1 != colon)
            return std::nullopt;
        host = text.substr(1, end - 1);
        opening = 1;
        closing = end + 1;
    } else if (host.find(':') != std::string_view::npos) {
        return std::nullopt;
    }
    if (text.find('[', opening) != std::string_view::npos || text.find(']', closing) != std::string_view::npos)
        return std::nullopt;
    return HostAndPort{host, text.substr(colon + 1)};
}

bool isAddress(std::string_view host)
{
    const std::string text(host);
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return inet_pton(AF_INET, text.c_str(), address.data()) == 1 || inet_pton(AF_INET6, text.c_str(), address.data()) == 1;
}

} // namespace

void appendCharacter(std::string &text, char32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = U'\uFFFD';
    if (c < 0x80) {
        text += char(c);
        return;
    }
    const int following = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    constexpr std::array<unsigned, 4> kLeads{0, 0xC0, 0xE0, 0xF0};
    text += char(kLeads[std::size_t(following)] | (c >> (6 * following)));
    for (int i = following - 1; i >= 0; --i)
        text += char(0x80 | ((c >> (6 * i)) & 0x3F));
}

bool isLetterOrDigit(char32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    struct Range {
        char32_t first;
        char32_t last;
    };
    // What is no letter: blanks, punctuation, symbols, marks, pictures, private planes.
    constexpr Range kOthers[] = {{0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},       {0xD7, 0xD7},       {0xF7, 0xF7},
                                 {0x300, 0x36F},   {0x37E, 0x37E},   {0x387, 0x387},   {0x483, 0x489},     {0x2000, 0x2070},   {0x2072, 0x207E},
                                 {0x20A0, 0x2101}, {0x2190, 0x2BFF}, {0x2E00, 0x3004}, {0x3007, 0x3030},   {0xD800, 0xF8FF},   {0xFE00, 0xFE6F},
                                 {0xFEFF, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFFE0, 0xFFFF}, {0x1D000, 0x1D3FF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF}};
    return std::none_of(std::begin(kOthers), std::end(kOthers), [c](Range range) { return range.first <= c && c <= range.last; });
}

std::string codePointText(char32_t character, bool isSharp)
{
    auto text = fmt::format("U+{:04X}", std::uint32_t(character));
    const bool isVisible = (character >= ' ' && character < 0x7F) || (character > 0xA0 && isLetterOrDigit(character));
    if (isSharp && isVisible) {
        text += " '";
        appendCharacter(text, character);
        text += '\'';
    }
    return text;
}

std::string toUpper(std::string_view text)
{
    return changed(text, [](char32_t c) { return largeOf(c).value_or(c); });
}

std::string toLower(std::string_view text)
{
    return changed(text, [](char32_t c) { return smallOf(c).value_or(c); });
}

std::string titled(std::string_view text)
{
    bool isInWord = false;
    bool wasMiddle = false;
    return changed(text, [&](char32_t c) {
        const bool isMiddleNow = isMiddle(c);
        if (wasMiddle && isMiddleNow)
            isInWord = false;
        wasMiddle = isMiddleNow;
        if (!largeOf(c) && !smallOf(c)) {
            isInWord = isInWord && (isMiddleNow || isLetterOrDigit(c));
            return c;
        }
        return std::exchange(isInWord, true) ? c : largeOf(c).value_or(c);
    });
}

std::string htmlEscaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '\0': result += "\uFFFD"; break;
        case '"': result += "&#34;"; break;
        case '\'': result += "&#39;"; break;
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        default: result += c;
        }
    }
    return result;
}

std::string scriptEscaped(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const auto at = query::firstCharacter(text);
        const char32_t c = at.character;
        if (c == '\\' || c == '\'' || c == '"') {
            result += '\\';
            result += char(c);
        } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '=' || (c >= 0x7F && !isLetterOrDigit(c) && c < 0xA1)) {
            result += fmt::format("\\u{:04X}", std::uint32_t(c));
        } else {
            appendCharacter(result, c);
        }
        text.remove_prefix(std::size_t(at.length));
    }
    return result;
}

std::string queryEscaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (c == ' ')
            result += '+';
        else if (isUnreserved(c))
            result += c;
        else
            result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return result;
}

std::string pathOf(std::string_view url)
{
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
        url.remove_prefix(scheme + 3);
        url.remove_prefix(std::min(url.find_first_of("/?#"), url.size()));
    }
    url = url.substr(0, url.find_first_of("?#"));
    std::string path;
    for (std::size_t i = 0; i < url.size(); ++i) {
        const auto digits = url.substr(i + 1, 2);
        const auto value = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
        if (url[i] == '%' && digits.size() == 2 && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos) {
            path += char(value(digits[0]) * 16 + value(digits[1]));
            i += 2;
        } else {
            path += url[i];
        }
    }
    return path;
}

std::string withoutPort(std::string_view hostAndPort)
{
    const auto parts = split(hostAndPort);
    return std::string(parts ? parts->host : hostAndPort);
}

std::string withoutDomain(std::string_view hostAndPort)
{
    const auto parts = split(hostAndPort);
    auto host = parts ? parts->host : hostAndPort;
    if (isAddress(host))
        return std::string(hostAndPort);
    host = host.substr(0, host.find('.'));
    if (!parts || parts->port.empty())
        return std::string(host);
    const bool needsBrackets = host.find_first_of(":%") != std::string_view::npos;
    return needsBrackets ? fmt::format("[{}]:{}", host, parts->port) : fmt::format("{}:{}", host, parts->port);
}

} // namespace rules
