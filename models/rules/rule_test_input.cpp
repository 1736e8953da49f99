#include "models/rules/rule_test_input.h"

#include <fmt/format.h>

namespace rules {

RuleTestInput::RuleTestInput(const std::vector<InputSeries> &series, metric::Duration interval) : m_interval(interval)
{
    for (const auto &line : series) {
        if (!read(line))
            break;
    }
}

// promtool makes lines of a script of all series, and the first empty or commented one ends it.
bool RuleTestInput::read(const InputSeries &series)
{
    const auto text = series.series + ' ' + series.values;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = std::string_view(text).substr(begin, end - begin);
        const auto first = line.find_first_not_of(" \t\r");
        if (first == std::string_view::npos || line[first] == '#')
            return false;
        auto description = query::parseSeriesDescription(line);
        if (!description)
            return fail(series.place, fmt::format("series {:?}: {}", series.series, description.error().message));
        if (!add(std::move(*description), series.place))
            return false;
        begin = end + 1;
    }
    return true;
}

bool RuleTestInput::add(query::SeriesDescription description, Position place)
{
    if (description.hasNativeHistograms) {
        if (m_faults.size() < kMaxFaults)
            m_faults.push_back({place, fmt::format("series {}: native histograms are not supported", description.labels.toString())});
        return true;
    }
    m_samples += description.values.size();
    if (m_samples > kMaxTestSamples)
        return fail(place, fmt::format("the series have more than {} values", kMaxTestSamples));
    m_longest = std::max(m_longest, description.values.size());
    const auto [known, isNew] = m_places.try_emplace(description.labels, m_lines.size());
    if (isNew)
        m_lines.push_back({std::make_shared<const metric::Labels>(std::move(description.labels)), {}});
    m_lines[known->second].values = std::move(description.values); // of two lines with one series the later counts
    return true;
}

bool RuleTestInput::fail(Position place, std::string message)
{
    m_faults.push_back({place, std::move(message)});
    m_isComplete = false;
    return false;
}

void RuleTestInput::appendTill(metric::Duration time, RuleTestStore &store)
{
    for (; m_next < m_longest && std::int64_t(m_next) <= time / m_interval; ++m_next) {
        for (const auto &[labels, values] : m_lines) {
            if (m_next < values.size() && values[m_next])
                store.append(labels, {metric::Timestamp(std::int64_t(m_next) * m_interval), *values[m_next]});
        }
    }
}

} // namespace rules
