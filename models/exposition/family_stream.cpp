#include "models/exposition/family_stream.h"

#include "models/exposition/number.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace exposition {

using metric::Metadata;
using metric::MetricType;
using metric::Point;

FamilyStream::~FamilyStream() = default;

void FamilyStream::add(const metric::LabelsRef &labels, std::span<const Point> points)
{
    const auto name = labels->metricName();
    const auto &family = m_families.familyOf(name);
    const bool byPoint = family.type == MetricType::Histogram || family.type == MetricType::GaugeHistogram;
    auto metric = byPoint ? MetricFamilies::metricOf(family, *labels) : std::string();
    if (&family != m_family || metric != m_metric)
        tellHeld();
    m_metric = std::move(metric);
    if (&family != m_family) {
        m_family = &family;
        m_next = 0;
        beginFamily(family);
    }
    m_points.clear();
    std::ranges::copy_if(points, std::back_inserter(m_points), [](const Point &point) { return !metric::isStale(point.value); });
    if (m_points.empty())
        return;
    if (!byPoint) {
        tell(m_next++, *labels, m_points);
        return;
    }
    const bool isBucket = name.ends_with("_bucket");
    const auto bound = isBucket ? valueOf(labels->get("le")).value_or(INFINITY) : INFINITY;
    m_held.push_back({labels, m_points, std::isnan(bound) ? INFINITY : bound, isBucket, 0, 0});
}

void FamilyStream::tellHeld()
{
    std::ranges::sort(m_held, {}, [](const Held &held) { return std::tuple(!held.isBucket, held.bound, held.labels->metricName()); });
    while (true) {
        auto time = metric::Timestamp::max();
        bool any = false;
        for (const auto &held : m_held) {
            if (held.told == held.points.size())
                continue;
            any = true;
            time = std::min(time, held.points[held.told].time);
        }
        if (!any)
            break;
        for (auto &held : m_held) {
            if (held.told == held.points.size() || held.points[held.told].time != time)
                continue;
            if (held.told == 0)
                held.number = m_next++;
            tell(held.number, *held.labels, std::span<const Point>(held.points).subspan(held.told++, 1));
        }
    }
    m_held.clear();
}

void FamilyStream::finish()
{
    tellHeld();
    end();
}

void FamilyCheck::beginFamily(const Metadata &family)
{
    judge();
    m_judged = nullptr;
    if (family.type == MetricType::Unknown || family.type == MetricType::Gauge)
        return; // which may be anything
    m_judged = &family;
    m_rules.emplace();
    m_added = 0;
    (void)m_rules->header({FamilyRules::Keyword::Type, family.name, family.type, {}}); // the first of new rules
}

metric::Result<void> FamilyCheck::take(SeriesNumber number, const metric::Labels &labels, std::span<const Point> points)
{
    for (; m_added <= number; ++m_added) {
        if (auto added = m_rules->add(m_added, labels); !added)
            return added;
    }
    if (auto selected = m_rules->select(number); !selected)
        return selected;
    for (const auto &point : points) {
        if (m_rules->passes(point.value, true))
            continue;
        if (auto judged = m_rules->sample(point.value, point.time); !judged)
            return judged;
    }
    return {};
}

void FamilyCheck::tell(SeriesNumber number, const metric::Labels &labels, std::span<const Point> points)
{
    if (!m_judged || take(number, labels, points))
        return;
    m_unfit.push_back(m_judged);
    m_judged = nullptr;
}

void FamilyCheck::judge()
{
    if (m_judged && !m_rules->close())
        m_unfit.push_back(m_judged);
}

void FamilyCheck::end()
{
    judge();
    for (const auto *family : m_unfit)
        families().makeUnknown(*family);
    families().settleNames();
}

} // namespace exposition
