#pragma once

#include "models/exposition/family_rules.h"
#include "models/exposition/metric_families.h"
#include "models/metric/batch.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace exposition {

// Takes series with all their points, and tells them family by family as OpenMetrics orders them: a histogram's point by point,
// all others' series by series. Staleness markers, for which the format has no word, are passed over.
class FamilyStream {
public:
    // REQUIRES: the families outlive it.
    explicit FamilyStream(MetricFamilies &families) : m_families(families) {}
    FamilyStream(const FamilyStream &) = delete;
    FamilyStream &operator=(const FamilyStream &) = delete;
    virtual ~FamilyStream();

    // REQUIRES: the series of a family come together, and in it those of one metricOf(); each has a name.
    void add(const metric::LabelsRef &labels, std::span<const metric::Point> points);
    void finish();

protected:
    virtual void beginFamily(const metric::Metadata &family) = 0;
    // A series' samples, or some of them. Series are numbered by family, from 0 and in the order in which they are told first.
    virtual void tell(SeriesNumber number, const metric::Labels &labels, std::span<const metric::Point> points) = 0;
    virtual void end() = 0;

    MetricFamilies &families() { return m_families; }

private:
    struct Held {
        metric::LabelsRef labels;
        std::vector<metric::Point> points;
        double bound; // of a bucket; infinite for what comes after them
        bool isBucket;
        std::size_t told = 0; // of its points
        SeriesNumber number = 0;
    };
    void tellHeld();

    MetricFamilies &m_families;
    const metric::Metadata *m_family = nullptr;
    SeriesNumber m_next = 0;
    std::string m_metric;     // that is held
    std::vector<Held> m_held; // the series of one histogram
    std::vector<metric::Point> m_points;
};

// Finds the families whose samples are not what their type says, and makes them unknown at the end.
class FamilyCheck final : public FamilyStream {
public:
    using FamilyStream::FamilyStream;

private:
    void beginFamily(const metric::Metadata &family) override;
    void tell(SeriesNumber number, const metric::Labels &labels, std::span<const metric::Point> points) override;
    void end() override;
    void judge();
    metric::Result<void> take(SeriesNumber number, const metric::Labels &labels, std::span<const metric::Point> points);

    const metric::Metadata *m_judged = nullptr; // while it fits
    std::optional<FamilyRules> m_rules;
    SeriesNumber m_added = 0;
    std::vector<const metric::Metadata *> m_unfit;
};

} // namespace exposition
