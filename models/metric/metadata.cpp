#include "models/metric/metadata.h"

#include <array>

namespace metric {

// By type.
static constexpr std::array<std::string_view, 8> kWords{"unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "stateset", "info"};
static_assert(kWords.size() == std::size_t(MetricType::Info) + 1);

std::string_view wordOf(MetricType type) { return kWords[std::size_t(type)]; }

std::optional<MetricType> metricTypeOf(std::string_view word)
{
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (kWords[i] == word)
            return MetricType(i);
    }
    return std::nullopt;
}

} // namespace metric
