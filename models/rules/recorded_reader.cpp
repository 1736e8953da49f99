#include "models/rules/recorded_reader.h"

#include <algorithm>

namespace rules {

void RecordedReader::begin(metric::Timestamp time)
{
    m_time = time;
    m_samples.clear();
}

void RecordedReader::write(const metric::Sample &sample) { m_samples[std::string(sample.labels->metricName())].push_back(sample); }

metric::Result<std::vector<series::Series>> RecordedReader::select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                                   series::SelectHints) const
{
    std::vector<series::Series> found;
    if (m_time < range.from || m_time > range.to)
        return found;
    const auto add = [&](const std::vector<metric::Sample> &samples) {
        for (const auto &sample : samples) {
            if (series::matchesAll(matchers, *sample.labels))
                found.push_back({sample.labels, {{m_time, sample.value}}});
        }
    };
    const auto named = std::find_if(matchers.begin(), matchers.end(), [](const series::Matcher &matcher) {
        return matcher.name() == metric::kMetricName && matcher.op() == series::Matcher::Op::Equal;
    });
    if (named != matchers.end()) {
        if (const auto samples = m_samples.find(std::string(named->value())); samples != m_samples.end())
            add(samples->second);
        return found;
    }
    for (const auto &[name, samples] : m_samples)
        add(samples);
    return found;
}

metric::Result<std::shared_ptr<const metric::Table>> RecordedReader::table(std::string_view, std::string_view, metric::Timestamp,
                                                                           metric::Duration) const
{
    return metric::fail(metric::ErrorCode::NotFound, "rules write no tables");
}

} // namespace rules
