#include "models/exposition/metric_families.h"

#include "models/exposition/family_rules.h"

#include <array>
#include <vector>

namespace exposition {

using metric::Metadata;
using metric::MetricType;

static constexpr std::string_view kTotal = "_total";

MetricFamilies::MetricFamilies(std::span<const Metadata> told)
{
    for (auto family : told) {
        const bool counter = family.type == MetricType::Counter;
        if (counter && family.name.ends_with(kTotal))
            family.name.resize(family.name.size() - kTotal.size());
        const bool mayHaveUnit = family.type != MetricType::Info && family.type != MetricType::StateSet;
        if (!mayHaveUnit || !family.name.ends_with("_" + family.unit))
            family.unit.clear();
        auto name = family.name;
        (counter ? m_counters : m_others).emplace(std::move(name), std::move(family));
    }
}

const Metadata *MetricFamilies::known(std::string_view sampleName) const
{
    if (const auto other = m_others.find(sampleName); other != m_others.end()) {
        for (const auto suffix : sampleSuffixesOf(other->second.type)) {
            if (suffix.empty())
                return &other->second;
        }
    }
    const auto underscore = sampleName.rfind('_');
    if (underscore == std::string_view::npos)
        return nullptr;
    for (const auto *families : {&m_counters, &m_others}) {
        const auto family = families->find(sampleName.substr(0, underscore));
        if (family == families->end())
            continue;
        for (const auto suffix : sampleSuffixesOf(family->second.type)) {
            if (suffix == sampleName.substr(underscore))
                return &family->second;
        }
    }
    return nullptr;
}

const Metadata &MetricFamilies::unknown(std::string_view sampleName, std::string_view help)
{
    return m_unknown.emplace_back(Metadata{std::string(sampleName), MetricType::Unknown, std::string(help), {}});
}

const Metadata &MetricFamilies::familyOf(std::string_view sampleName)
{
    if (const auto found = m_bySample.find(sampleName); found != m_bySample.end())
        return *found->second;
    const auto *family = known(sampleName);
    if (!family) {
        const auto named = m_counters.find(sampleName); // one whose samples lack _total
        family = &unknown(sampleName, named == m_counters.end() ? std::string_view() : named->second.help);
    }
    m_bySample.emplace(sampleName, family);
    return *family;
}

std::string MetricFamilies::metricOf(const Metadata &family, const metric::Labels &labels)
{
    std::string_view own;
    switch (family.type) {
    case MetricType::Unknown:
    case MetricType::Gauge:
    case MetricType::Info: return {};
    case MetricType::Counter: break;
    case MetricType::Histogram:
    case MetricType::GaugeHistogram: own = "le"; break;
    case MetricType::Summary: own = "quantile"; break;
    case MetricType::StateSet: own = family.name; break;
    }
    return labels.without(std::array{metric::kMetricName, own}).toString();
}

void MetricFamilies::makeUnknown(const Metadata &family)
{
    for (auto &[sampleName, of] : m_bySample) {
        if (of == &family)
            of = &unknown(sampleName, family.help);
    }
}

void MetricFamilies::settleNames()
{
    auto owners = m_bySample;
    std::vector<const Metadata *> clashing;
    const Metadata *last = nullptr;
    for (const auto &[sampleName, family] : m_bySample) {
        if (std::exchange(last, family) == family)
            continue;
        bool clashes = false;
        const auto isForeign = [&](const std::string &name) {
            const auto owner = owners.find(name);
            return owner != owners.end() && owner->second != family;
        };
        clashes = isForeign(family->name);
        for (const auto suffix : sampleSuffixesOf(family->type))
            clashes = clashes || isForeign(family->name + std::string(suffix));
        if (clashes) {
            clashing.push_back(family);
            continue;
        }
        owners.emplace(family->name, family);
        for (const auto suffix : sampleSuffixesOf(family->type))
            owners.emplace(family->name + std::string(suffix), family);
    }
    for (const auto *family : clashing)
        makeUnknown(*family);
}

} // namespace exposition
