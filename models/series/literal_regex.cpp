#include "models/series/literal_regex.h"

#include <algorithm>

namespace series {

namespace {

constexpr std::size_t kMostTexts = 10'000;
constexpr std::size_t kMostBytes = std::size_t(1) << 20;
// Texts put together from two on the way: a long list is written out at length, but (a|b)(c|d)(e|f)... grows without that.
constexpr std::size_t mostCombined(std::size_t bytes) { return 1000 + 4 * bytes; }
constexpr int kDeepest = 50;

enum class Rest { Nothing, Anything, Something };

struct Form {
    std::string text;
    Rest rest = Rest::Nothing;
    bool ended = false; // by "$", or by a rest: nothing may come after
};
using Forms = std::vector<Form>;

// Reads what it understands and gives up on everything else.
class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    std::optional<Forms> whole()
    {
        auto forms = alternatives(true, 0);
        if (m_failed || m_at != m_text.size())
            return std::nullopt;
        return forms;
    }

private:
    bool nextIs(std::string_view any) const { return m_at < m_text.size() && any.find(m_text[m_at]) != std::string_view::npos; }
    Forms fail()
    {
        m_failed = true;
        return {};
    }

    Forms alternatives(bool atStart, int depth)
    {
        Forms all;
        do {
            for (auto &form : sequence(atStart, depth))
                all.push_back(std::move(form));
            if (m_failed || all.size() > kMostTexts)
                return fail();
        } while (nextIs("|") && ++m_at);
        return all;
    }

    Forms sequence(bool atStart, int depth)
    {
        Forms forms{Form{}};
        while (m_at < m_text.size() && !nextIs("|)")) {
            const bool atFront = atStart && std::ranges::all_of(forms, [](const Form &form) { return form.text.empty() && !form.ended; });
            const char c = m_text[m_at++];
            if (c == '^' && atFront) {
                // it begins here anyway
            } else if (c == '$') {
                for (auto &form : forms)
                    form.ended = true;
            } else {
                forms = product(forms, c == '(' ? group(atFront, depth) : Forms{run(c)});
            }
            if (m_failed || nextIs("*+?{"))
                return fail();
        }
        return forms;
    }

    Forms group(bool atStart, int depth)
    {
        if (depth == kDeepest)
            return fail();
        if (nextIs("?")) {
            if (!m_text.substr(m_at).starts_with("?:"))
                return fail();
            m_at += 2;
        }
        auto inner = alternatives(atStart, depth + 1);
        if (m_failed || !nextIs(")"))
            return fail();
        ++m_at;
        return inner;
    }

    Form single(char c)
    {
        constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~";
        if (c == '.' && nextIs("*+"))
            return {{}, m_text[m_at++] == '*' ? Rest::Anything : Rest::Something, true};
        if (c == '\\' && nextIs(kPunctuation))
            return {std::string(1, m_text[m_at++])};
        if (std::string_view(".\\^*+?{}[]").find(c) != std::string_view::npos)
            m_failed = true;
        return {std::string(1, c)};
    }

    // As many characters as come one after the other: what stands before them is put together with all of them at once.
    Form run(char c)
    {
        constexpr std::string_view kSpecial = ".\\^$*+?{}[]()|";
        auto form = single(c);
        while (!form.ended && m_at < m_text.size() && !nextIs(kSpecial))
            form.text += m_text[m_at++];
        return form;
    }

    Forms product(const Forms &before, const Forms &after)
    {
        const auto count = before.size() * after.size();
        m_combined += count > 1 ? count : 0;
        if (count > kMostTexts || m_combined > mostCombined(m_text.size()))
            return fail();
        Forms both;
        both.reserve(count);
        std::size_t bytes = 0;
        for (const auto &first : before) {
            if (first.ended)
                return fail();
            for (const auto &second : after) {
                both.push_back({first.text + second.text, second.rest, second.ended});
                bytes += both.back().text.size();
            }
        }
        return bytes > kMostBytes ? fail() : both;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_combined = 0;
    bool m_failed = false;
};

} // namespace

std::optional<LiteralRegex> LiteralRegex::read(std::string_view expression)
{
    auto forms = Parser(expression).whole();
    if (!forms)
        return std::nullopt;
    LiteralRegex regex;
    for (auto &form : *forms) {
        if (form.rest == Rest::Nothing)
            regex.m_values.push_back(std::move(form.text));
        else
            regex.m_beginnings.push_back({std::move(form.text), form.rest == Rest::Something});
    }
    std::ranges::sort(regex.m_values);
    regex.m_values.erase(std::unique(regex.m_values.begin(), regex.m_values.end()), regex.m_values.end());
    return regex;
}

std::optional<bool> LiteralRegex::matches(std::string_view value) const
{
    if (std::ranges::binary_search(m_values, value, std::less<>()))
        return true;
    bool perhaps = false;
    for (const auto &[text, more] : m_beginnings) {
        if (!value.starts_with(text) || (more && value.size() == text.size()))
            continue;
        if (std::ranges::all_of(value.substr(text.size()), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
            return true;
        perhaps = true;
    }
    return perhaps ? std::nullopt : std::optional(false);
}

} // namespace series
