// Series and values as a sorted map of text, from probes and from the Prometheus text format, to compare whole.
#pragma once

#include "models/metric/batch_builder.h"
#include "probes/probe.h"
#include "probes/source/source.h"
#include "tests/support/fake_clock.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

// "name{label="value"}" -> value; labels sorted, empty ones left out.
using Exposition = std::map<std::string, double>;

// One line "name{a="b"} 1" of the text format; empty where it is none.
inline std::pair<metric::Labels, double> parseSeriesLine(std::string_view line)
{
    std::vector<std::pair<std::string, std::string>> labels;
    auto end = line.find_first_of("{ ");
    if (end == std::string_view::npos)
        return {};
    labels.emplace_back(metric::kMetricName, line.substr(0, end));
    std::size_t at = end;
    if (line[at] == '{') {
        ++at;
        while (at < line.size() && line[at] != '}') {
            if (line[at] == ',') {
                ++at;
                continue;
            }
            const auto equals = line.find("=\"", at);
            if (equals == std::string_view::npos)
                return {};
            std::string value;
            std::size_t i = equals + 2;
            for (; i < line.size() && line[i] != '"'; ++i) {
                if (line[i] == '\\' && i + 1 < line.size())
                    value += line[++i] == 'n' ? '\n' : line[i];
                else
                    value += line[i];
            }
            labels.emplace_back(line.substr(at, equals - at), value);
            at = i + 1;
        }
        ++at;
    }
    std::vector<metric::Label> views;
    for (const auto &[name, value] : labels)
        views.push_back({name, value});
    while (at < line.size() && line[at] == ' ')
        ++at;
    double value = 0;
    std::from_chars(line.data() + at, line.data() + line.size(), value);
    return {metric::Labels(std::span<const metric::Label>(views)), value};
}

inline Exposition parseExposition(std::string_view text)
{
    Exposition series;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#')
            continue;
        const auto [labels, value] = parseSeriesLine(line);
        series.emplace(labels.toString(), value);
    }
    return series;
}

inline std::string metricNameOf(std::string_view series) { return std::string(series.substr(0, series.find('{'))); }

// One probe's round; its samples in `into`, its reason in the result. A series told twice is told as a failure.
inline metric::Result<void> collectInto(probes::Probe &probe, probes::Source &source, const metric::Clock &clock, Exposition &into)
{
    metric::SeriesInterner interner{metric::Labels{}};
    metric::Batch batch{"target", clock.now(), {}, {}, {}, {}};
    metric::BatchBuilder builder(batch, interner);
    const auto result = probe.collect(source, clock, builder);
    if (!result)
        return result;
    for (const auto &[labels, value] : batch.samples) {
        if (!into.emplace(labels->toString(), value).second)
            return metric::fail(metric::ErrorCode::Conflict, "told twice: " + labels->toString());
    }
    return result;
}

// What differs, one line each: "- expected", "+ told", "! both, with other values".
inline std::vector<std::string> differences(const Exposition &expected, const Exposition &told)
{
    std::vector<std::string> lines;
    for (const auto &[series, value] : expected) {
        const auto found = told.find(series);
        if (found == told.end())
            lines.push_back(fmt::format("- {} {}", series, value));
        else if (found->second != value && !(std::isnan(value) && std::isnan(found->second)))
            lines.push_back(fmt::format("! {} expected {} told {}", series, value, found->second));
    }
    for (const auto &[series, value] : told) {
        if (!expected.contains(series))
            lines.push_back(fmt::format("+ {} {}", series, value));
    }
    return lines;
}

// As golden files hold it.
inline std::string printed(const Exposition &series)
{
    std::string text;
    for (const auto &[name, value] : series)
        text += fmt::format("{} {}\n", name, value);
    return text;
}

} // namespace tests
