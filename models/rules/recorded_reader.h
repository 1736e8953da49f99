#pragma once

#include "models/series/reader.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace rules {

// What the rules of a group have written at one moment, so that the rules after them see it. Private to the room.
class RecordedReader : public series::Reader {
public:
    // Nothing is written any more, and the moment is this.
    void begin(metric::Timestamp time);
    void write(const metric::Sample &sample);

    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                       series::SelectHints hints = {}) const override;
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                               metric::Duration maxAge) const override;

private:
    metric::Timestamp m_time{};
    std::unordered_map<std::string, std::vector<metric::Sample>> m_samples; // by the metric's name, by which rules ask
};

} // namespace rules
