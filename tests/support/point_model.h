// The truth that stores are compared with: every point in a plain map. Of two points at one time the first counts.
#pragma once

#include "models/metric/batch.h"
#include "models/series/reader.h"

#include <bit>
#include <map>
#include <random>
#include <set>
#include <string>

namespace tests {

class PointModel {
public:
    using Points = std::map<metric::Timestamp, std::uint64_t>; // the values' bits

    void append(const metric::Batch &batch)
    {
        for (const auto &sample : batch.samples)
            m_series[*sample.labels].try_emplace(batch.time, std::bit_cast<std::uint64_t>(sample.value));
    }

    void forgetBefore(metric::Timestamp time)
    {
        for (auto &[labels, points] : m_series)
            points.erase(points.begin(), points.lower_bound(time));
    }

    std::map<metric::Labels, Points> select(std::span<const series::Matcher> matchers, series::TimeRange range) const
    {
        std::map<metric::Labels, Points> found;
        for (const auto &[labels, points] : m_series) {
            if (!series::matchesAll(matchers, labels))
                continue;
            for (const auto &[time, bits] : points) {
                if (time >= range.from && time <= range.to)
                    found[labels].emplace(time, bits);
            }
        }
        return found;
    }

    // Empty where the reader says the same; else what differs.
    std::string difference(const series::Reader &reader, std::span<const series::Matcher> matchers, series::TimeRange range) const
    {
        const auto answer = reader.select(matchers, range);
        if (!answer)
            return answer.error().message;
        std::map<metric::Labels, Points> said;
        for (const auto &series : *answer) {
            if (said.contains(*series.labels))
                return "twice: " + series.labels->toString();
            auto &points = said[*series.labels];
            for (const auto &point : series.points) {
                if (!points.empty() && point.time <= points.rbegin()->first)
                    return "not ascending: " + series.labels->toString();
                points.emplace(point.time, std::bit_cast<std::uint64_t>(point.value));
            }
        }
        const auto expected = select(matchers, range);
        for (const auto &[labels, points] : expected) {
            if (said[labels] != points)
                return labels.toString() + ": " + std::to_string(said[labels].size()) + " points or other values where " +
                       std::to_string(points.size()) + " are true";
        }
        if (said.size() != expected.size())
            return "series that should not be there";
        // Without the points there may be more of them, but none is left out or told twice.
        const auto listed = reader.series(matchers, range);
        if (!listed)
            return listed.error().message;
        std::set<metric::Labels> names;
        for (const auto &labels : *listed) {
            if (!names.insert(*labels).second || !series::matchesAll(matchers, *labels))
                return "listed twice or not asked for: " + labels->toString();
        }
        for (const auto &[labels, points] : expected) {
            if (!names.contains(labels))
                return "not listed: " + labels.toString();
        }
        return {};
    }

private:
    std::map<metric::Labels, Points> m_series;
};

// Batches of two targets with series that come and go, values of all kinds, pauses and now and then a clock set back.
class RandomBatches {
public:
    RandomBatches(std::uint64_t seed, metric::Timestamp start) : m_random(seed), m_time(start) {}

    // The clock is set back now and then, but never before `earliest`.
    metric::BatchRef next(metric::Timestamp earliest)
    {
        auto batch = std::make_shared<metric::Batch>();
        batch->target = m_random() % 4 == 0 ? "other" : "local";
        m_time += metric::Duration(1000) * (m_random() % 40 == 0 ? 30 : 1);
        // Beside the old grid, so that no time comes twice: which value would count then is left open.
        const auto back = m_time - metric::Duration(m_random() % 40 * 1000 + 1);
        if (m_random() % 100 == 0 && back >= earliest)
            m_time = back;
        batch->time = m_time;
        for (int i = 0; i < 12; ++i) {
            if (m_random() % 8 == 0)
                continue;
            // Sometimes the same labels by another pointer.
            auto &labels = m_labels[batch->target][i];
            if (!labels || m_random() % 50 == 0) {
                const auto name = "metric_" + std::to_string(i % 4);
                const auto device = std::to_string(i / 4);
                labels = std::make_shared<const metric::Labels>(
                    metric::Labels{{metric::kMetricName, name}, {"device", device}, {"instance", batch->target}});
            }
            batch->samples.push_back({labels, value(i)});
        }
        return batch;
    }

    metric::Timestamp time() const { return m_time; }
    void skipTo(metric::Timestamp time) { m_time = std::max(m_time, time); }
    std::mt19937_64 &random() { return m_random; }

private:
    double value(int kind)
    {
        if (m_random() % 30 == 0)
            return metric::staleMarker();
        switch (kind % 4) {
        case 0: return double(m_random() % 5);
        case 1: return m_counter += double(m_random() % 1000);
        case 2: return std::generate_canonical<double, 53>(m_random);
        default: return 42;
        }
    }

    std::mt19937_64 m_random;
    metric::Timestamp m_time;
    std::map<std::string, std::map<int, metric::LabelsRef>> m_labels;
    double m_counter = 0;
};

} // namespace tests
