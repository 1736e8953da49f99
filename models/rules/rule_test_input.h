#pragma once

#include "models/query/series_description.h"
#include "models/rules/rule_test.h"
#include "models/rules/rule_test_store.h"

namespace rules {

// No test loads or records more samples than this.
inline constexpr std::size_t kMaxTestSamples = 10'000'000;

// The series that a test begins with, put into a store as time goes by. Private to the room.
class RuleTestInput {
public:
    // `interval` (above zero) lies between two values of a series. What can not be read ends it; series of native histograms are left out.
    RuleTestInput(const std::vector<InputSeries> &series, metric::Duration interval);

    bool isComplete() const { return m_isComplete; } // but for those left out
    std::vector<Fault> takeFaults() { return std::move(m_faults); }
    std::size_t sampleCount() const { return m_samples; } // of all series

    // What lies up to that time and is not there yet.
    void appendTill(metric::Duration time, RuleTestStore &store);

private:
    struct Line {
        metric::LabelsRef labels;
        std::vector<std::optional<double>> values;
    };
    // Whether there may be series behind this one.
    bool read(const InputSeries &series);
    bool add(query::SeriesDescription description, Position place);
    bool fail(Position place, std::string message);

    const metric::Duration m_interval;
    std::vector<Line> m_lines;
    std::unordered_map<metric::Labels, std::size_t, metric::LabelsHash> m_places; // in m_lines
    std::size_t m_samples = 0;
    std::size_t m_longest = 0; // of the series' values
    std::size_t m_next = 0;    // of a series' values, what is to be put into the store
    bool m_isComplete = true;
    std::vector<Fault> m_faults;
};

} // namespace rules
