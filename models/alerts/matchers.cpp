#include "models/alerts/matchers.h"

#include "models/metric/utf8.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace alerts {

using metric::ErrorCode;
using metric::Result;
using series::Matcher;

namespace {

struct WrittenMatcher {
    std::string name;
    Matcher::Op op;
    std::string value;
};

struct MatcherOperator {
    std::string_view text;
    Matcher::Op op;
};
// The longer first.
constexpr MatcherOperator kMatcherOperators[] = {
    {"=~", Matcher::Op::Matches}, {"!~", Matcher::Op::NotMatches}, {"!=", Matcher::Op::NotEqual}, {"=", Matcher::Op::Equal}};

const MatcherOperator *operatorAt(std::string_view text)
{
    const auto *found = std::ranges::find_if(kMatcherOperators, [&](const MatcherOperator &one) { return text.starts_with(one.text); });
    return found == std::end(kMatcherOperators) ? nullptr : found;
}

bool isClassicNameByte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view withoutBlanks(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\n\f\r";
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    text.remove_suffix(text.size() - (text.find_last_not_of(kBlanks) + 1));
    return text;
}

// A backslash before anything but n, " and \ is one: regular expressions are written without doubling it.
std::optional<std::string> readClassicValue(std::string_view raw)
{
    const bool isQuoted = raw.starts_with('"');
    if (isQuoted) {
        raw.remove_prefix(1);
        if (!raw.ends_with('"'))
            return std::nullopt;
        raw.remove_suffix(1);
    }
    std::string value;
    for (std::size_t at = 0; at < raw.size(); ++at) {
        const char c = raw[at];
        if (c == '"')
            return std::nullopt;
        if (c != '\\') {
            value += c;
            continue;
        }
        const bool isLast = at + 1 == raw.size();
        if (isLast && isQuoted)
            return std::nullopt; // it escapes the quote that should close
        const char next = isLast ? '\0' : raw[at + 1];
        if (next == 'n' || next == '"' || next == '\\') {
            value += next == 'n' ? '\n' : next;
            ++at;
        } else {
            value += c;
        }
    }
    return value;
}

std::optional<WrittenMatcher> readClassicMatcher(std::string_view text)
{
    text = withoutBlanks(text);
    const auto nameEnd = std::ranges::find_if_not(text, isClassicNameByte);
    const auto name = text.substr(0, std::size_t(nameEnd - text.begin()));
    if (name.empty() || isDigit(name.front()))
        return std::nullopt;
    text = withoutBlanks(text.substr(name.size()));
    const auto *op = operatorAt(text);
    if (!op)
        return std::nullopt;
    auto value = readClassicValue(withoutBlanks(text.substr(op->text.size())));
    if (!value)
        return std::nullopt;
    return WrittenMatcher{std::string(name), op->op, std::move(*value)};
}

// Commas part the matchers where no quote is open; braces are taken off, not asked for.
std::optional<std::vector<WrittenMatcher>> readClassic(std::string_view text)
{
    if (text.starts_with('{'))
        text.remove_prefix(1);
    if (text.ends_with('}'))
        text.remove_suffix(1);
    std::vector<WrittenMatcher> matchers;
    bool isQuoted = false;
    bool isEscaped = false;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const bool isEnd = at == text.size();
        if (isEnd || (text[at] == ',' && !isQuoted)) {
            const auto one = text.substr(begin, at - begin);
            begin = at + 1;
            if (isEnd && withoutBlanks(one).empty())
                break;
            auto matcher = readClassicMatcher(one);
            if (!matcher)
                return std::nullopt;
            matchers.push_back(std::move(*matcher));
        } else if (text[at] == '"') {
            isQuoted = isQuoted == isEscaped;
            isEscaped = false;
        } else {
            isEscaped = text[at] == '\\' && !isEscaped;
        }
    }
    return matchers;
}

// The UTF-8 notation: one pass, and errors that say where.
class MatcherReader {
public:
    explicit MatcherReader(std::string_view text) : m_text(text) {}

    Result<std::vector<WrittenMatcher>> read()
    {
        std::vector<WrittenMatcher> matchers;
        const bool isBraced = take('{');
        while (!isAtEnd() && !isAt('}')) {
            auto matcher = readOne();
            if (!matcher)
                return tl::unexpected(matcher.error());
            matchers.push_back(std::move(*matcher));
            if (!take(',') && !isAtEnd() && !isAt('}'))
                return expected(isBraced ? "a comma or \"}\"" : "a comma");
        }
        if (isBraced && !take('}'))
            return expected("\"}\"");
        if (!isAtEnd())
            return expected("the end of the text");
        return matchers;
    }

private:
    Result<WrittenMatcher> readOne()
    {
        auto name = readWord("a label name");
        if (!name)
            return tl::unexpected(name.error());
        skipBlanks();
        const auto *op = operatorAt(m_text.substr(m_at));
        if (!op)
            return expected("one of = != =~ !~");
        m_at += op->text.size();
        auto value = readWord("a label value");
        if (!value)
            return tl::unexpected(value.error());
        return WrittenMatcher{std::move(*name), op->op, std::move(*value)};
    }

    Result<std::string> readWord(std::string_view what)
    {
        skipBlanks();
        const auto begin = m_at;
        if (isAt('"')) {
            auto read = query::readString(m_text.substr(m_at));
            if (!read)
                return metric::fail(ErrorCode::InvalidArgument, fmt::format("character {}: expected {}: {}", position(), what, read.error()));
            if (!metric::isUtf8(read->value))
                return metric::fail(ErrorCode::InvalidArgument, fmt::format("character {}: expected {} in UTF-8", position(), what));
            m_at += read->length;
            return std::move(read->value);
        }
        for (auto next = character(); next.length > 0 && !isReserved(next.character); next = character())
            m_at += std::size_t(next.length);
        if (m_at == begin)
            return expected(what);
        return std::string(m_text.substr(begin, m_at - begin));
    }

    query::Utf8Character character() const { return query::firstCharacter(m_text.substr(m_at)); }
    // Unicode's White_Space.
    static bool isBlank(char32_t c)
    {
        return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
               c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
    }
    static bool isReserved(char32_t c)
    {
        return isBlank(c) || (c < 0x80 && std::string_view("{}!=~,\\\"'`").find(char(c)) != std::string_view::npos);
    }
    void skipBlanks()
    {
        for (auto next = character(); next.length > 0 && isBlank(next.character); next = character())
            m_at += std::size_t(next.length);
    }
    bool isAtEnd()
    {
        skipBlanks();
        return m_at == m_text.size();
    }
    bool isAt(char c)
    {
        skipBlanks();
        return m_at < m_text.size() && m_text[m_at] == c;
    }
    bool take(char c)
    {
        const bool is = isAt(c);
        m_at += is ? 1 : 0;
        return is;
    }
    std::size_t position() const { return metric::countCharacters(m_text.substr(0, m_at)) + 1; }
    tl::unexpected<metric::Error> expected(std::string_view what)
    {
        const auto found = isAtEnd() ? std::string("the end of the text") : query::quotedCharacter(character().character);
        return metric::fail(ErrorCode::InvalidArgument, fmt::format("character {}: expected {}, found {}", position(), what, found));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

Result<std::vector<Matcher>> compiled(std::vector<WrittenMatcher> written)
{
    // Before any expression is compiled.
    if (written.size() > kMaxMatchers)
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("{} matchers are more than {}: name fewer", written.size(), kMaxMatchers));
    std::vector<Matcher> matchers;
    std::size_t size = 0;
    for (auto &[name, op, value] : written) {
        auto made = Matcher::make(std::move(name), op, std::move(value));
        if (!made)
            return tl::unexpected(made.error());
        size += made->regexSize();
        if (size > kMaxMatchersRegexSize)
            break; // what checkMatchers() says of it is enough
        matchers.push_back(std::move(*made));
    }
    if (size > kMaxMatchersRegexSize)
        return metric::fail(ErrorCode::LimitExceeded, "the regular expressions are too large: repeat less in them");
    if (auto checked = checkMatchers(matchers); !checked)
        return tl::unexpected(checked.error());
    return matchers;
}

std::string quotedMatcherText(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '\n') {
            quoted += "\\n";
            continue;
        }
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace

Result<std::vector<Matcher>> parseMatchers(std::string_view text)
{
    if (text.size() > kMaxMatchersBytes)
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("{} bytes of matchers are more than {}: name fewer, or use a regular expression",
                                                                  text.size(), kMaxMatchersBytes));
    if (!metric::isUtf8(text))
        return metric::fail(ErrorCode::InvalidArgument, "the matchers are not in UTF-8");
    // Where both notations read the text the classic one decides, as Alertmanager does: "\d" stays a digit's class.
    std::optional<metric::Error> classicError;
    if (auto written = readClassic(text)) {
        auto matchers = compiled(std::move(*written));
        if (matchers || matchers.error().code == ErrorCode::LimitExceeded)
            return matchers;
        classicError = std::move(matchers.error());
    }
    auto written = MatcherReader(text).read();
    if (!written)
        return tl::unexpected(classicError.value_or(written.error()));
    return compiled(std::move(*written));
}

Result<void> checkMatchers(std::span<const Matcher> matchers)
{
    if (matchers.size() > kMaxMatchers)
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("{} matchers are more than {}: name fewer", matchers.size(), kMaxMatchers));
    std::size_t regexSize = 0;
    for (const auto &matcher : matchers) {
        if (matcher.name().empty())
            return metric::fail(ErrorCode::InvalidArgument, "a matcher has no label name");
        if (!metric::isUtf8(matcher.name()) || !metric::isUtf8(matcher.value()))
            return metric::fail(ErrorCode::InvalidArgument, "a matcher is not in UTF-8");
        regexSize += matcher.regexSize();
    }
    if (const auto bytes = textOf(matchers).size(); bytes > kMaxMatchersBytes)
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("{} bytes of matchers are more than {}: name fewer", bytes, kMaxMatchersBytes));
    if (regexSize > kMaxMatchersRegexSize)
        return metric::fail(ErrorCode::LimitExceeded, "the regular expressions are too large: repeat less in them");
    return {};
}

std::string textOf(const Matcher &matcher)
{
    const auto &name = matcher.name();
    const bool isPlain = !name.empty() && !isDigit(name.front()) && std::ranges::all_of(name, isClassicNameByte);
    const auto *op = std::ranges::find(kMatcherOperators, matcher.op(), &MatcherOperator::op);
    return fmt::format("{}{}{}", isPlain ? name : quotedMatcherText(name), op->text, quotedMatcherText(matcher.value()));
}

std::string textOf(std::span<const Matcher> matchers)
{
    std::string text = "{";
    for (const auto &matcher : matchers)
        text.append(text.size() > 1 ? "," : "") += textOf(matcher);
    return text + '}';
}

bool matchesAllQuickly(std::span<const Matcher> matchers, const metric::Labels &labels)
{
    return std::ranges::all_of(matchers, [&](const Matcher &matcher) { return matcher.matchesQuickly(labels.get(matcher.name())); });
}

std::vector<std::size_t> matchedBy(std::span<const Matcher> matchers, std::span<const metric::Labels *const> labels)
{
    std::vector<std::size_t> matched;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (matchesAllQuickly(matchers, *labels[i]))
            matched.push_back(i);
    }
    return matched;
}

} // namespace alerts
