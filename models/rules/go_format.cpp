#include "models/rules/go_format.h"

#include "models/query/string_literal.h"
#include "models/rules/go_text.h"
#include "models/rules/template.h"
#include "models/rules/value_printer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace rules {

namespace {

constexpr int kMostWidth = 1'000'000; // Go refuses more

// A format and its values, as fmt.Sprintf walks them.
class FormatRun {
public:
    FormatRun(std::string_view format, std::span<const Value> values) : m_format(format), m_values(values) {}

    std::string run()
    {
        while (!m_format.empty() && m_text.size() <= kMaxRenderedBytes) {
            const auto percent = std::min(m_format.find('%'), m_format.size());
            m_text += m_format.substr(0, percent);
            m_format.remove_prefix(percent);
            if (!m_format.empty())
                directive();
        }
        if (!m_isReordered && m_next < m_values.size())
            extra();
        return std::move(m_text);
    }

private:
    void directive()
    {
        m_format.remove_prefix(1);
        FormatFlags flags;
        while (!m_format.empty() && readFlag(flags, m_format.front()))
            m_format.remove_prefix(1);
        m_hasGoodIndex = true;
        bool isAfterIndex = readIndex();
        flags.width = readNumber("%!(BADWIDTH)", isAfterIndex, true);
        if (flags.width && *flags.width < 0) {
            flags.width = -*flags.width;
            flags.minus = true;
        }
        if (m_format.starts_with('.')) {
            m_format.remove_prefix(1);
            if (isAfterIndex)
                m_hasGoodIndex = false;
            isAfterIndex = readIndex();
            const bool isStar = m_format.starts_with('*');
            flags.precision = readNumber("%!(BADPREC)", isAfterIndex, false);
            if (!isStar && !flags.precision)
                flags.precision = 0;
            if (flags.precision && *flags.precision < 0) {
                flags.precision.reset();
                m_text += "%!(BADPREC)";
            }
        }
        if (!isAfterIndex)
            readIndex();
        verb(flags);
    }

    void verb(const FormatFlags &flags)
    {
        const auto [letter, length] = query::firstCharacter(m_format);
        if (length == 0) {
            m_text += "%!(NOVERB)";
            return;
        }
        m_format.remove_prefix(std::size_t(length));
        if (letter == '%') {
            m_text += '%';
        } else if (!m_hasGoodIndex) {
            mistake(letter, "BADINDEX");
        } else if (m_next >= m_values.size()) {
            mistake(letter, "MISSING");
        } else {
            // %+v speaks of the fields of structures.
            auto used = flags;
            used.names = flags.plus && letter == 'v';
            used.plus = flags.plus && letter != 'v';
            appendValue(m_text, used, m_values[m_next++], letter);
        }
    }

    void mistake(char32_t letter, std::string_view name)
    {
        m_text += "%!";
        appendCharacter(m_text, letter);
        m_text += fmt::format("({})", name);
    }

    static bool readFlag(FormatFlags &flags, char c)
    {
        switch (c) {
        case '-': flags.minus = true; return true;
        case '+': flags.plus = true; return true;
        case '#': flags.sharp = true; return true;
        case ' ': flags.space = true; return true;
        case '0': flags.zero = true; return true;
        default: return false;
        }
    }

    // [3]: the value that comes next.
    bool readIndex()
    {
        if (!m_format.starts_with('['))
            return false;
        m_isReordered = true;
        const auto end = m_format.find(']');
        if (end == std::string_view::npos) {
            m_hasGoodIndex = false;
            m_format.remove_prefix(1);
            return false;
        }
        std::size_t index = 0;
        const auto digits = m_format.substr(1, end - 1);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
        m_format.remove_prefix(end + 1);
        if (digits.empty() || error != std::errc() || stop != digits.data() + digits.size() || index < 1 || index > m_values.size()) {
            m_hasGoodIndex = false;
            return false;
        }
        m_next = index - 1;
        return true;
    }

    // Digits, or a star for the next value. Nothing where there is neither, or where it is too much.
    std::optional<int> readNumber(std::string_view complaint, bool &isAfterIndex, bool isWidth)
    {
        if (m_format.starts_with('*')) {
            m_format.remove_prefix(1);
            const auto *value = m_next < m_values.size() ? m_values[m_next++].as<std::int64_t>() : nullptr;
            isAfterIndex = false;
            if (value && *value >= (isWidth ? -kMostWidth : 0) && *value <= kMostWidth)
                return int(*value);
            m_text += complaint;
            return std::nullopt;
        }
        int number = 0;
        const auto [stop, error] = std::from_chars(m_format.data(), m_format.data() + m_format.size(), number);
        if (stop == m_format.data() || m_format.front() == '-')
            return std::nullopt;
        if (isAfterIndex && isWidth)
            m_hasGoodIndex = false; // "%[3]2d"
        m_format.remove_prefix(std::size_t(stop - m_format.data()));
        if (error != std::errc() || number > kMostWidth)
            return std::nullopt;
        return number;
    }

    void extra()
    {
        m_text += "%!(EXTRA ";
        for (std::size_t i = m_next; i < m_values.size() && m_text.size() <= kMaxRenderedBytes; ++i) {
            if (i > m_next)
                m_text += ", ";
            if (m_values[i].isNil()) {
                m_text += "<nil>";
                continue;
            }
            m_text += typeNameOf(m_values[i]);
            m_text += '=';
            appendText(m_text, m_values[i]);
        }
        m_text += ')';
    }

    std::string_view m_format;
    std::span<const Value> m_values;
    std::string m_text;
    std::size_t m_next = 0;
    bool m_isReordered = false;
    bool m_hasGoodIndex = true;
};

} // namespace

void appendText(std::string &text, const Value &value) { appendValue(text, {}, value, 'v'); }

std::string printedText(const Value &value)
{
    if (value.isNil())
        return "<no value>";
    std::string text;
    appendText(text, value);
    // What a pointer points to.
    if (value.as<SampleValue>() && text.starts_with('&'))
        text.erase(0, 1);
    return text;
}

std::string sprintText(std::span<const Value> values)
{
    std::string text;
    for (std::size_t i = 0; i < values.size() && text.size() <= kMaxRenderedBytes; ++i) {
        if (i > 0 && !values[i].as<std::string>() && !values[i - 1].as<std::string>())
            text += ' ';
        appendText(text, values[i]);
    }
    return text;
}

std::string sprintlnText(std::span<const Value> values)
{
    std::string text;
    for (std::size_t i = 0; i < values.size() && text.size() <= kMaxRenderedBytes; ++i) {
        if (i > 0)
            text += ' ';
        appendText(text, values[i]);
    }
    return text + '\n';
}

std::string sprintfText(std::string_view format, std::span<const Value> values) { return FormatRun(format, values).run(); }

} // namespace rules
