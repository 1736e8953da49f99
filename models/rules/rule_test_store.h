#pragma once

#include "models/series/reader.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace rules {

// The series of one test: what was loaded, what rules have written. Points are taken as Prometheus's storage takes them. Private to the
// room, for one thread.
class RuleTestStore : public series::Reader {
public:
    // Conflict: another value is there at that time; OutOfOrder: something later is there. What is there again is taken.
    enum class Taken { Yes, Conflict, OutOfOrder };
    Taken append(const metric::LabelsRef &labels, metric::Point point);

    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                       series::SelectHints hints = {}) const override;
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                               metric::Duration maxAge) const override;

private:
    using Slots = std::vector<std::size_t>;

    std::vector<series::Series> m_series;
    std::unordered_map<metric::Labels, std::size_t, metric::LabelsHash> m_slots;
    std::unordered_map<std::string, Slots> m_named; // by the metric's name, by which nearly everybody asks
};

} // namespace rules
