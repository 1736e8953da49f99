#include "models/exposition/series_text.h"

#include "models/exposition/fault.h"
#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace exposition {

namespace {

bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isNamePart(char c) { return isNameStart(c) || (c >= '0' && c <= '9'); }
bool isMetricNameStart(char c) { return isNameStart(c) || c == ':'; }
bool isMetricNamePart(char c) { return isNamePart(c) || c == ':'; }

char at(std::string_view text, std::size_t place) { return place < text.size() ? text[place] : '\0'; }
std::string_view from(std::string_view text, std::size_t place) { return text.substr(std::min(place, text.size())); }

} // namespace

std::size_t SeriesText::skipBlanks(std::string_view line, std::size_t at) const
{
    // OpenMetrics has no blanks within a series.
    while (m_format == Format::Prometheus && at < line.size() && (line[at] == ' ' || line[at] == '\t'))
        ++at;
    return at;
}

std::size_t SeriesText::endOf(std::string_view line) const
{
    std::size_t i = 0;
    while (i < line.size() && line[i] != '{' && line[i] != ' ' && line[i] != '\t')
        ++i;
    const auto braces = skipBlanks(line, i);
    if (at(line, braces) != '{')
        return i;
    bool quoted = false;
    for (i = braces + 1; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted && c == '\\')
            ++i;
        else if (!quoted && c == '}')
            return i + 1;
    }
    return line.size();
}

void SeriesText::clear()
{
    m_named = false;
    m_text.clear();
    m_parts.clear();
    m_labels.clear();
}

void SeriesText::addName(std::string_view name)
{
    m_named = true;
    const auto start = m_text.size();
    m_text += metric::kMetricName;
    m_text += name;
    m_parts.push_back({start, start + metric::kMetricName.size(), m_text.size()});
}

metric::Result<std::size_t> SeriesText::read(std::string_view line)
{
    clear();
    std::size_t end = 0;
    if (isMetricNameStart(at(line, 0))) {
        while (isMetricNamePart(at(line, end)))
            ++end;
        addName(line.substr(0, end));
        const auto braces = skipBlanks(line, end);
        if (at(line, braces) != '{') {
            if (const auto done = finish(); !done)
                return tl::unexpected(done.error());
            return end;
        }
        auto read = readBraces(line, braces, false);
        if (!read)
            return read;
        end = *read;
    } else if (at(line, 0) == '{') {
        auto read = readBraces(line, 0, true);
        if (!read)
            return read;
        end = *read;
        if (!m_named)
            return metric::fail(metric::ErrorCode::Malformed, "the series has no metric name");
    } else {
        return expected("a metric name", line);
    }
    if (const auto done = finish(); !done)
        return tl::unexpected(done.error());
    return end;
}

metric::Result<std::size_t> SeriesText::readLabelSet(std::string_view text)
{
    clear();
    auto end = readBraces(text, 0, false);
    if (end) {
        if (const auto done = finish(); !done)
            return tl::unexpected(done.error());
    }
    return end;
}

metric::Result<std::size_t> SeriesText::readName(std::string_view text)
{
    clear();
    std::size_t end = 0;
    if (at(text, 0) == '"') {
        auto read = readQuoted(text, 0);
        if (!read)
            return read;
        end = *read;
        const auto name = std::exchange(m_text, {});
        if (name.empty())
            return expected("a metric name", text);
        addName(name);
    } else {
        if (isMetricNameStart(at(text, 0))) {
            while (isMetricNamePart(at(text, end)))
                ++end;
        }
        if (end == 0)
            return expected("a metric name", text);
        addName(text.substr(0, end));
    }
    if (const auto done = finish(); !done)
        return tl::unexpected(done.error());
    return end;
}

// From the opening brace; answers the place after the closing one.
metric::Result<std::size_t> SeriesText::readBraces(std::string_view line, std::size_t place, bool mayName)
{
    place = skipBlanks(line, place + 1);
    if (at(line, place) == '}')
        return place + 1;
    for (;;) {
        const auto start = m_text.size();
        const auto label = place;
        if (at(line, place) == '"') {
            auto end = readQuoted(line, place);
            if (!end)
                return end;
            place = skipBlanks(line, *end);
        } else {
            if (!isNameStart(at(line, place)))
                return expected("a label name", from(line, place));
            while (isNamePart(at(line, place)))
                ++place;
            m_text += line.substr(label, place - label);
            place = skipBlanks(line, place);
        }
        const std::size_t middle = m_text.size();
        if (middle == start)
            return expected("a name that is not empty", from(line, label));
        const bool isName = mayName && !m_named && line[label] == '"' && at(line, place) != '=';
        if (isName) {
            const auto name = m_text.substr(start);
            m_text.resize(start);
            addName(name);
        } else {
            if (at(line, place) != '=')
                return expected("an equals sign after the label name", from(line, place));
            if (std::string_view(m_text).substr(start) == metric::kMetricName)
                return metric::fail(metric::ErrorCode::Malformed, "the label __name__ is the metric's name and cannot be given by itself");
            place = skipBlanks(line, place + 1);
            if (at(line, place) != '"')
                return expected("a label value in quotes", from(line, place));
            auto end = readQuoted(line, place);
            if (!end)
                return end;
            place = skipBlanks(line, *end);
            m_parts.push_back({start, middle, m_text.size()});
            if (m_parts.size() > kMostLabels + (m_named ? 1 : 0))
                return metric::fail(metric::ErrorCode::LimitExceeded, fmt::format("the series has more than {} labels", kMostLabels));
        }
        if (at(line, place) == ',') {
            place = skipBlanks(line, place + 1);
            if (m_format == Format::Prometheus && at(line, place) == '}')
                return place + 1;
        } else if (at(line, place) == '}') {
            return place + 1;
        } else {
            return expected("a comma or a closing brace", from(line, place));
        }
    }
}

// From the opening quote; appends the unescaped text and answers the place after the closing quote.
metric::Result<std::size_t> SeriesText::readQuoted(std::string_view line, std::size_t place)
{
    const auto open = place;
    const auto start = m_text.size();
    for (++place; place < line.size() && line[place] != '"'; ++place) {
        if (line[place] != '\\') {
            m_text += line[place];
            continue;
        }
        const char escaped = at(line, ++place);
        if (place == line.size())
            break;
        if (escaped == 'n') {
            m_text += '\n';
        } else {
            // Other escapes mean themselves, backslash included: Windows paths occur, and OpenMetrics allows them.
            if (escaped != '\\' && escaped != '"')
                m_text += '\\';
            m_text += escaped;
        }
    }
    if (place >= line.size())
        return expected("a closing quote", from(line, open));
    if (m_text.size() - start > kLongestValue)
        return metric::fail(metric::ErrorCode::LimitExceeded, fmt::format("a name or label value is longer than {} bytes", kLongestValue));
    if (!metric::isUtf8(std::string_view(m_text).substr(start)))
        return expected("UTF-8", line.substr(open, place + 1 - open));
    return place + 1;
}

// The labels as views, of which no two may have one name.
metric::Result<void> SeriesText::finish()
{
    const std::string_view text = m_text;
    for (const auto &part : m_parts) {
        if (part.value - part.name > kLongestValue || part.end - part.value > kLongestValue)
            return metric::fail(metric::ErrorCode::LimitExceeded, fmt::format("a name or label value is longer than {} bytes", kLongestValue));
        m_labels.push_back({text.substr(part.name, part.value - part.name), text.substr(part.value, part.end - part.value)});
    }
    std::ranges::sort(m_labels, {}, &metric::Label::name);
    const auto twice = std::ranges::adjacent_find(m_labels, {}, &metric::Label::name);
    if (twice != m_labels.end())
        return metric::fail(metric::ErrorCode::Malformed, fmt::format("the label {} is there twice", printable(twice->name)));
    return {};
}

std::size_t SeriesText::characters() const { return metric::countCharacters(m_text); }

} // namespace exposition
