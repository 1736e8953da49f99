#pragma once

#include "models/metric/labels.h"
#include "models/metric/metadata.h"

#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace exposition {

// Which metric family of OpenMetrics a series belongs to, by what was told of metrics in either format. A series of which nothing
// is known, or whose family turned out not to be what it was told to be, is a family of type unknown by itself, which is always right.
class MetricFamilies {
public:
    explicit MetricFamilies(std::span<const metric::Metadata> told);

    // Named as OpenMetrics demands: without the suffixes of its samples' names. The same object for the samples of one family,
    // until that is made unknown.
    const metric::Metadata &familyOf(std::string_view sampleName);
    // Series of one family that must stand together have the same text.
    static std::string metricOf(const metric::Metadata &family, const metric::Labels &labels);

    // From now on its samples are of families of their own.
    void makeUnknown(const metric::Metadata &family);
    // Makes those unknown that claim a name of another's samples. REQUIRES: familyOf() was asked for every sample there will be.
    void settleNames();

private:
    const metric::Metadata *known(std::string_view sampleName) const;
    const metric::Metadata &unknown(std::string_view sampleName, std::string_view help);

    // By name; a counter may have that of a metric without suffixes.
    std::map<std::string, metric::Metadata, std::less<>> m_counters;
    std::map<std::string, metric::Metadata, std::less<>> m_others;
    std::deque<metric::Metadata> m_unknown;
    std::map<std::string, const metric::Metadata *, std::less<>> m_bySample;
};

} // namespace exposition
