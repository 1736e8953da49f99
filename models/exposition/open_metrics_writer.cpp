#include "models/exposition/open_metrics_writer.h"

#include "models/exposition/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace exposition {

namespace {

constexpr std::size_t kWrittenAtOnce = 64 * 1024; // bytes

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

bool isPlainName(std::string_view name, bool ofMetric)
{
    const auto isPart = [&](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (ofMetric && c == ':') || isDigit(c); };
    return !name.empty() && !isDigit(name.front()) && std::ranges::all_of(name, isPart);
}

std::string nameText(std::string_view name, bool ofMetric) { return isPlainName(name, ofMetric) ? std::string(name) : '"' + escaped(name) + '"'; }

std::string seriesText(const metric::Labels &labels)
{
    auto name = nameText(labels.metricName(), true);
    const bool quoted = name.starts_with('"'); // then it stands among the labels
    std::string inner = quoted ? name : std::string();
    for (const auto label : labels) {
        if (label.name != metric::kMetricName)
            inner += fmt::format("{}{}=\"{}\"", inner.empty() ? "" : ",", nameText(label.name, false), escaped(label.value));
    }
    if (inner.empty())
        return name;
    return (quoted ? std::string() : name) + '{' + inner + '}';
}

} // namespace

void OpenMetricsWriter::beginFamily(const metric::Metadata &family)
{
    m_series.clear();
    const auto name = nameText(family.name, true);
    // No TYPE means unknown, and that word the older format's readers refuse.
    if (family.type != metric::MetricType::Unknown)
        m_lines += fmt::format("# TYPE {} {}\n", name, metric::wordOf(family.type));
    if (!family.unit.empty())
        m_lines += fmt::format("# UNIT {} {}\n", name, family.unit);
    if (!family.help.empty())
        m_lines += fmt::format("# HELP {} {}\n", name, escaped(family.help));
}

void OpenMetricsWriter::tell(SeriesNumber number, const metric::Labels &labels, std::span<const metric::Point> points)
{
    m_series.resize(std::max<std::size_t>(m_series.size(), number + std::size_t(1)));
    auto &series = m_series[number];
    if (series.empty())
        series = seriesText(labels);
    for (const auto &point : points) {
        const auto ms = point.time.time_since_epoch().count();
        fmt::format_to(std::back_inserter(m_lines), "{} {} ", series, textOf(point.value));
        if (ms % 1000 == 0)
            fmt::format_to(std::back_inserter(m_lines), "{}\n", ms / 1000);
        else
            fmt::format_to(std::back_inserter(m_lines), "{:.3f}\n", double(ms) / 1000);
        if (m_lines.size() >= kWrittenAtOnce)
            m_out(std::exchange(m_lines, {}));
    }
}

void OpenMetricsWriter::end()
{
    m_lines += "# EOF\n";
    m_out(std::exchange(m_lines, {}));
}

} // namespace exposition
