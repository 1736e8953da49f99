#include "models/query/completion.h"

#include "models/query/function.h"
#include "models/query/lexer.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace query {

namespace {

constexpr std::array<std::string_view, 12> kUsualLengths{"1m", "5m", "10m", "15m", "30m", "1h", "3h", "6h", "12h", "1d", "7d", "30d"};
constexpr std::array<std::string_view, 7> kLengthUnits{"s", "m", "h", "d", "w", "y", "ms"};

bool isWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':'; }

// A word, a number, or what is not finished; signs and strings with their end are over.
bool isTyped(const Token &token)
{
    return token.kind == TokenKind::Error || token.kind == TokenKind::Number || (token.kind != TokenKind::String && isWordByte(token.text.front()));
}

bool opensGrouping(TokenKind kind)
{
    return kind == TokenKind::By || kind == TokenKind::Without || kind == TokenKind::On || kind == TokenKind::Ignoring ||
           kind == TokenKind::GroupLeft || kind == TokenKind::GroupRight;
}

bool endsOperand(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Identifier:
    case TokenKind::MetricIdentifier:
    case TokenKind::RightParen:
    case TokenKind::RightBrace:
    case TokenKind::RightBracket:
    case TokenKind::Number:
    case TokenKind::Duration:
    case TokenKind::String: return true;
    default: return false;
    }
}

std::vector<Token> tokensOf(std::string_view text)
{
    std::vector<Token> tokens;
    Lexer lexer(text);
    for (auto token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        tokens.push_back(std::move(token));
        if (tokens.back().kind == TokenKind::Error)
            break;
    }
    return tokens;
}

std::optional<series::Matcher::Op> matcherOp(const Token &token)
{
    switch (token.kind) {
    case TokenKind::Assign: return series::Matcher::Op::Equal;
    case TokenKind::RegexMatch: return series::Matcher::Op::Matches;
    case TokenKind::RegexDiffer: return series::Matcher::Op::NotMatches;
    default: return token.is(BinaryOp::NotEqual) ? std::optional(series::Matcher::Op::NotEqual) : std::nullopt;
    }
}

// Follows the tokens up to the cursor: in which brackets it stands, and what stood there before it.
class Walk {
public:
    void take(const Token &token)
    {
        const auto kind = token.kind;
        if (m_inBraces)
            takeInBraces(token);
        else if (kind == TokenKind::LeftBrace)
            openBraces();
        else if (kind == TokenKind::LeftParen)
            m_groupings.push_back(m_last && opensGrouping(m_last->kind));
        else if (kind == TokenKind::RightParen && !m_groupings.empty())
            closeParenthesis();
        else if (kind == TokenKind::LeftBracket || kind == TokenKind::RightBracket)
            m_inBrackets = kind == TokenKind::LeftBracket;
        if (kind != TokenKind::RightParen)
            m_closedGrouping = false;
        m_last = token;
    }

    bool inBraces() const { return m_inBraces; }
    bool inBrackets() const { return m_inBrackets; }
    bool inGrouping() const { return !m_groupings.empty() && m_groupings.back(); }
    // by (...) has just ended: what comes is an operand or, behind an aggregation, the next operator.
    bool closedGrouping() const { return m_closedGrouping; }
    const Token *last() const { return m_last ? &*m_last : nullptr; }
    bool awaitsValue() const { return m_inBraces && m_op.has_value(); }
    const std::string &label() const { return m_label; }
    // A matcher is complete: only a comma or the end may follow.
    bool matcherOver() const { return m_inBraces && m_last && m_last->kind == TokenKind::String; }
    const std::vector<series::Matcher> &matchers() const { return m_matchers; }

private:
    void openBraces()
    {
        m_inBraces = true;
        m_matchers.clear();
        m_label.clear();
        m_op.reset();
        if (m_last && (m_last->kind == TokenKind::Identifier || m_last->kind == TokenKind::MetricIdentifier))
            m_matchers.push_back(series::Matcher::equal(metric::kMetricName, m_last->text));
    }

    void takeInBraces(const Token &token)
    {
        if (token.kind == TokenKind::RightBrace) {
            m_inBraces = false;
        } else if (token.kind == TokenKind::Identifier) {
            m_label = std::string(token.text);
        } else if (token.kind == TokenKind::Comma) {
            m_label.clear();
        } else if (const auto op = matcherOp(token)) {
            m_op = op;
            return;
        } else if (token.kind == TokenKind::String) {
            if (m_op && !m_label.empty()) {
                // What is no regular expression yet tells nothing.
                if (auto matcher = series::Matcher::make(m_label, *m_op, token.value))
                    m_matchers.push_back(std::move(*matcher));
            } else {
                m_label = token.value; // a label in quotes, or the metric itself
            }
        }
        m_op.reset();
    }

    void closeParenthesis()
    {
        m_closedGrouping = m_groupings.back();
        m_groupings.pop_back();
    }

    std::vector<bool> m_groupings; // of the parentheses that are open
    bool m_inBraces = false;
    bool m_inBrackets = false;
    bool m_closedGrouping = false;
    std::string m_label;
    std::optional<series::Matcher::Op> m_op;
    std::vector<series::Matcher> m_matchers;
    std::optional<Token> m_last;
};

// Every selector of the expression by its name: whose labels there are to group by.
std::vector<std::vector<series::Matcher>> namedSelectors(std::string_view text)
{
    std::vector<std::vector<series::Matcher>> selectors;
    Walk walk;
    const auto tokens = tokensOf(text);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto &token = tokens[i];
        const bool isName = token.kind == TokenKind::Identifier || token.kind == TokenKind::MetricIdentifier;
        const bool isCall = i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::LeftParen;
        if (isName && !isCall && !walk.inBraces() && !walk.inGrouping() && !walk.inBrackets())
            selectors.push_back({series::Matcher::equal(metric::kMetricName, token.text)});
        walk.take(token);
    }
    return selectors;
}

// Up to the quote that ends it; to the cursor where that quote is another string's beginning.
std::uint32_t endOfString(std::string_view text, std::uint32_t cursor, char quote, bool &closed)
{
    for (auto at = cursor; at < text.size(); ++at) {
        if (text[at] == quote) {
            closed = true;
            return at;
        }
        if (std::string_view(",{}=\n").find(text[at]) != std::string_view::npos)
            break;
    }
    closed = false;
    return cursor;
}

std::uint32_t endOfWord(std::string_view text, std::uint32_t cursor)
{
    while (cursor < text.size() && isWordByte(text[cursor]))
        ++cursor;
    return cursor;
}

std::vector<std::string> lengthWords(std::string_view prefix, bool inBrackets)
{
    std::vector<std::string> words;
    const auto digits =
        prefix.substr(0, std::size_t(std::find_if(prefix.begin(), prefix.end(), [](char c) { return !std::isdigit(static_cast<unsigned char>(c)); }) -
                                     prefix.begin()));
    if (digits.empty()) {
        words.assign(kUsualLengths.begin(), kUsualLengths.end());
        if (inBrackets)
            words.emplace_back("step()");
    } else {
        for (const auto unit : kLengthUnits)
            words.push_back(fmt::format("{}{}", digits, unit));
    }
    return words;
}

// What may come behind the token that is before the word being typed.
void placeOutside(CompletionPlace &place, const Walk &walk)
{
    place.kind = CompletionKind::Expression;
    const auto *last = walk.last();
    if (!last)
        return;
    const auto keywords = [&](std::vector<std::string> words) {
        place.kind = CompletionKind::Keyword;
        place.words = std::move(words);
    };
    if (last->kind == TokenKind::Aggregator)
        return keywords({"by", "without"});
    if (last->kind == TokenKind::At)
        return keywords({"start()", "end()"});
    if (last->kind == TokenKind::Offset) {
        place.kind = CompletionKind::Duration;
        place.words = lengthWords(place.prefix, false);
        return;
    }
    if (last->kind == TokenKind::Operator) {
        place.words = {"on", "ignoring"};
        if (isComparison(last->op))
            place.words.emplace_back("bool");
        return;
    }
    if (walk.closedGrouping()) {
        place.words = {"group_left", "group_right", "and", "or", "unless"};
        return;
    }
    if (endsOperand(last->kind))
        keywords({"and", "or", "unless", "offset", "by", "without", "atan2"});
    else if (opensGrouping(last->kind))
        place.kind = last->kind == TokenKind::GroupLeft || last->kind == TokenKind::GroupRight ? CompletionKind::Expression : CompletionKind::Nothing;
}

} // namespace

CompletionPlace completionAt(std::string_view text, std::uint32_t cursor)
{
    CompletionPlace place;
    place.replaced = {cursor, cursor};
    const auto before = text.substr(0, cursor);
    auto tokens = tokensOf(before);
    Walk walk;

    // That the text ends too soon is no news: somebody is typing.
    if (!tokens.empty() && tokens.back().kind == TokenKind::Error && tokens.back().text.empty())
        tokens.pop_back();
    // The token that the cursor touches is the one being typed; the others are what stands before it.
    std::uint32_t begin = cursor;
    if (!tokens.empty() && isTyped(tokens.back()) && tokens.back().span.end == cursor) {
        begin = tokens.back().span.begin;
        tokens.pop_back();
    }
    for (const auto &token : tokens)
        walk.take(token);
    const auto typed = before.substr(begin);
    if (typed.empty()) {
        const auto gap = before.substr(walk.last() ? walk.last()->span.end : 0);
        const auto comment = gap.rfind('#');
        if (comment != std::string_view::npos && gap.find('\n', comment) == std::string_view::npos)
            return place;
    }
    const bool isString = !typed.empty() && std::string_view("\"'`").find(typed.front()) != std::string_view::npos;

    if (walk.inBraces()) {
        if (walk.matcherOver())
            return place;
        place.selectors = walk.matchers().empty() ? decltype(place.selectors){} : decltype(place.selectors){walk.matchers()};
        if (walk.awaitsValue()) {
            place.kind = CompletionKind::LabelValue;
            place.label = walk.label();
            if (isString) {
                place.quote = typed.front();
                place.prefix = std::string(typed.substr(1));
                place.replaced = {begin + 1, endOfString(text, cursor, place.quote, place.closed)};
            } else if (!typed.empty()) {
                place.kind = CompletionKind::Nothing;
            }
            return place;
        }
        if (isString)
            return place; // a name in quotes
        if (!walk.label().empty() && walk.last() && walk.last()->kind == TokenKind::Identifier)
            return place; // an operator is due
        place.kind = CompletionKind::LabelName;
    } else if (walk.inGrouping()) {
        if (isString || (walk.last() && walk.last()->kind == TokenKind::Identifier))
            return place;
        place.kind = CompletionKind::LabelName;
        place.selectors = namedSelectors(fmt::format("{} {}", before.substr(0, begin), text.substr(endOfWord(text, cursor))));
    } else if (isString) {
        return place;
    } else if (walk.inBrackets()) {
        place.kind = CompletionKind::Duration;
        place.words = lengthWords(typed, true);
    } else {
        const bool afterOffset = walk.last() && walk.last()->kind == TokenKind::Offset;
        const bool isName = !typed.empty() && isWordByte(typed.front()) && !std::isdigit(static_cast<unsigned char>(typed.front()));
        if (!typed.empty() && !isName && !afterOffset)
            return place;
        place.prefix = std::string(typed);
        placeOutside(place, walk);
    }
    place.prefix = std::string(typed);
    place.replaced = {begin, endOfWord(text, cursor)};
    return place;
}

const std::vector<LanguageWord> &languageWords()
{
    static const auto kWords = [] {
        std::vector<LanguageWord> words;
        for (const auto &function : functions()) {
            if (function.nativeHistogramsOnly)
                continue;
            std::string arguments;
            const auto count = function.arguments.size();
            const auto required = function.optional < 0 ? count - 1 : count - std::size_t(function.optional);
            for (std::size_t i = 0; i < count; ++i) {
                const bool mayMiss = i >= required;
                arguments += fmt::format("{}{}{}{}", i ? ", " : "", mayMiss ? "[" : "", wordOf(function.arguments[i]),
                                         mayMiss ? function.optional < 0 ? ", ...]" : "]" : "");
            }
            words.push_back({std::string(function.name), fmt::format("{}({})", function.name, arguments)});
        }
        for (int i = 0; i <= int(AggregateOp::LimitRatio); ++i) {
            const auto op = AggregateOp(i);
            words.push_back({std::string(wordOf(op)),
                             fmt::format("{} by (label, ...) ({}instant vector)", wordOf(op), takesParameter(op) ? "parameter, " : ""), true});
        }
        std::sort(words.begin(), words.end(), [](const auto &a, const auto &b) { return a.name < b.name; });
        return words;
    }();
    return kWords;
}

std::string completed(const CompletionPlace &place, std::string_view choice)
{
    if (place.kind == CompletionKind::LabelValue) {
        if (place.quote != 0 && place.quote != '"')
            return fmt::format("{}{}", choice, place.closed ? "" : std::string(1, place.quote));
        const auto text = quoted(choice);
        const auto from = std::size_t(place.quote ? 1 : 0);
        return text.substr(from, text.size() - from - (place.closed ? 1 : 0));
    }
    const bool isPlain = std::all_of(choice.begin(), choice.end(), [](char c) { return isWordByte(c) || c == '(' || c == ')'; });
    if (isPlain)
        return std::string(choice);
    return place.kind == CompletionKind::LabelName ? quoted(choice) : fmt::format("{{{}}}", quoted(choice));
}

int completionRank(std::string_view candidate, std::string_view prefix)
{
    const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b)); };
    int rank = -1;
    for (auto from = candidate.begin(); rank != 1;) {
        const auto found = std::search(from, candidate.end(), prefix.begin(), prefix.end(), same);
        if (found == candidate.end() && !prefix.empty())
            break;
        if (found == candidate.begin())
            return 0;
        const char before = *(found - 1);
        rank = before == '_' || before == ':' || before == '/' || before == '.' || before == '-' ? 1 : std::max(rank, 2);
        from = found + 1;
    }
    return rank;
}

} // namespace query
