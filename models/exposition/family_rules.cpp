#include "models/exposition/family_rules.h"

#include "models/exposition/fault.h"
#include "models/exposition/number.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <utility>

namespace exposition {

using metric::wordOf;

namespace {

tl::unexpected<metric::Error> wrong(std::string message) { return metric::fail(metric::ErrorCode::Malformed, std::move(message)); }

} // namespace

std::optional<MetricType> metricTypeOf(std::string_view word, Format format)
{
    if (format == Format::Prometheus && word == "untyped")
        return MetricType::Unknown;
    return metric::metricTypeOf(word);
}

std::span<const FamilyRules::Suffix> FamilyRules::suffixesOf(MetricType type)
{
    static constexpr std::array kPlain{Suffix{"", Role::Any}};
    static constexpr std::array kCounter{Suffix{"_total", Role::Total}, Suffix{"_created", Role::Any}};
    static constexpr std::array kSummary{Suffix{"", Role::Quantile}, Suffix{"_count", Role::Count}, Suffix{"_sum", Role::Sum},
                                         Suffix{"_created", Role::Any}};
    static constexpr std::array kHistogram{Suffix{"_bucket", Role::Bucket}, Suffix{"_count", Role::HistogramCount},
                                           Suffix{"_sum", Role::HistogramSum}, Suffix{"_created", Role::Created}};
    static constexpr std::array kGaugeHistogram{Suffix{"_bucket", Role::Bucket}, Suffix{"_gcount", Role::HistogramCount},
                                                Suffix{"_gsum", Role::GaugeSum}};
    static constexpr std::array kInfo{Suffix{"_info", Role::Info}};
    static constexpr std::array kStateSet{Suffix{"", Role::State}};
    switch (type) {
    case MetricType::Counter: return kCounter;
    case MetricType::Summary: return kSummary;
    case MetricType::Histogram: return kHistogram;
    case MetricType::GaugeHistogram: return kGaugeHistogram;
    case MetricType::Info: return kInfo;
    case MetricType::StateSet: return kStateSet;
    case MetricType::Unknown:
    case MetricType::Gauge: break;
    }
    return kPlain;
}

std::vector<std::string_view> sampleSuffixesOf(MetricType type)
{
    std::vector<std::string_view> texts;
    for (const auto &suffix : FamilyRules::suffixesOf(type))
        texts.push_back(suffix.text);
    return texts;
}

metric::Result<void> FamilyRules::header(const Header &header)
{
    if (!m_open || m_samples || m_name != header.name) {
        if (auto opened = open(header.name, true); !opened)
            return opened;
    }
    const auto twice = [&](std::string_view keyword) { return wrong(fmt::format("a second {} of {}", keyword, printable(header.name))); };
    switch (header.keyword) {
    case Keyword::Help:
        if (std::exchange(m_help, true))
            return twice("HELP");
        return {};
    case Keyword::Type:
        if (m_type)
            return twice("TYPE");
        m_type = header.type;
        if (m_again && m_type != MetricType::Counter)
            return afterSamples();
        m_again = false;
        for (const auto &suffix : suffixesOf(header.type)) {
            if (suffix.text.empty())
                continue;
            if (auto claimed = claim(m_name + std::string(suffix.text)); !claimed)
                return claimed;
        }
        return checkUnit();
    case Keyword::Unit:
        if (m_unit)
            return twice("UNIT");
        m_unit = header.unit;
        return checkUnit();
    }
    return {};
}

metric::Result<void> FamilyRules::checkUnit() const
{
    if (!m_unit || m_unit->empty())
        return {};
    if (!m_name.ends_with("_" + *m_unit))
        return wrong(fmt::format("the unit {} is not the end of the name {}", printable(*m_unit), printable(m_name)));
    if (m_type == MetricType::Info || m_type == MetricType::StateSet)
        return wrong(fmt::format("metrics of type {} have no unit", wordOf(*m_type)));
    return {};
}

metric::Result<void> FamilyRules::open(std::string_view name, bool byHeader)
{
    if (auto finished = close(); !finished)
        return finished;
    const bool plain = m_type.value_or(MetricType::Unknown) == MetricType::Unknown || m_type == MetricType::Gauge;
    if (m_open && m_samples && plain)
        m_names.find(m_name)->second = Name::Plain;
    const auto taken = m_names.find(name);
    if (byHeader && taken != m_names.end() && taken->second == Name::Plain) {
        taken->second = Name::Taken;
        m_again = true;
    } else if (byHeader && m_open && m_samples && m_name == name) {
        return afterSamples();
    } else if (auto claimed = claim(name); !claimed) {
        return claimed;
    }
    m_open = true;
    ++m_family;
    m_name = name;
    m_type.reset();
    m_unit.reset();
    m_help = false;
    m_samples = false;
    m_groups.clear();
    m_left.clear();
    m_group.reset();
    return {};
}

metric::Result<void> FamilyRules::claim(std::string_view name)
{
    if (m_names.emplace(name, Name::Taken).second)
        return {};
    if (m_open && m_type && name.starts_with(m_name)) {
        std::vector<std::string> names;
        for (const auto &suffix : suffixesOf(*m_type))
            names.push_back(m_name + std::string(suffix.text));
        return wrong(fmt::format("expected a sample of the {} {}, which is named {}, got {}", wordOf(*m_type), printable(m_name),
                                 fmt::join(names, " or "), printable(name)));
    }
    return wrong(fmt::format("the name {} is taken by lines before: those of one metric stand together", printable(name)));
}

const FamilyRules::Suffix *FamilyRules::suffixOf(std::string_view sampleName) const
{
    if (!m_open || !sampleName.starts_with(m_name))
        return nullptr;
    for (const auto &suffix : suffixesOf(m_type.value_or(MetricType::Unknown))) {
        if (sampleName.substr(m_name.size()) == suffix.text)
            return &suffix;
    }
    return nullptr;
}

metric::Result<void> FamilyRules::add(SeriesNumber number, const metric::Labels &labels)
{
    if (m_again)
        return afterSamples();
    const auto *suffix = suffixOf(labels.metricName());
    if (!suffix) {
        if (auto opened = open(labels.metricName(), false); !opened)
            return opened;
        suffix = suffixOf(labels.metricName());
    }
    const auto member = memberOf(labels, suffix->role);
    if (!member)
        return tl::unexpected(member.error());
    m_members.resize(std::max<std::size_t>(m_members.size(), number + std::size_t(1)));
    m_members[number] = *member;
    return {};
}

metric::Result<FamilyRules::Member> FamilyRules::memberOf(const metric::Labels &labels, Role role)
{
    Member member{m_family, 0, 0, role};
    std::string_view own = metric::kMetricName; // the label that tells the samples of one metric apart
    if (role == Role::Bucket) {
        own = "le";
        const auto bound = labels.get(own);
        const auto value = valueOf(bound);
        // Of all ways to write infinity only this one is allowed.
        if (!value || std::isnan(*value) || (*value == INFINITY && bound != "+Inf"))
            return expected("a number or +Inf as the label le of a bucket", bound);
        member.bound = *value;
    } else if (role == Role::Quantile) {
        own = "quantile";
        const auto value = valueOf(labels.get(own));
        if (!value || !(*value >= 0 && *value <= 1))
            return expected("a number from 0 to 1 as the label quantile of a summary", labels.get(own));
    } else if (role == Role::State) {
        own = m_name;
        if (!labels.has(own))
            return wrong(fmt::format("a state of {} needs a label of that name", printable(m_name)));
    }
    const std::array without{metric::kMetricName, own};
    member.group = m_groups.try_emplace(labels.without(without), std::uint32_t(m_groups.size())).first->second;
    m_left.resize(m_groups.size());
    return member;
}

metric::Result<void> FamilyRules::select(SeriesNumber number)
{
    const auto &member = m_members[number];
    if (m_again)
        return afterSamples();
    if (member.family != m_family)
        return wrong(fmt::format("a sample among those of {}: the lines of one metric stand together", printable(m_name)));
    m_role = member.role;
    m_bound = member.bound;
    // All info samples of a family are one group: nothing tells them apart.
    if (m_group != member.group && m_role != Role::Info) {
        if (m_left[member.group])
            return wrong(fmt::format("samples of one metric of {} stand together, this one comes back", printable(m_name)));
        if (m_group)
            m_left[*m_group] = true;
        m_first = true;
    }
    m_group = member.group;
    m_samples = true;
    return {};
}

metric::Result<void> FamilyRules::sample(double value, std::optional<metric::Timestamp> time)
{
    if (m_role != Role::Info) {
        if (std::exchange(m_first, false))
            m_timed = time.has_value();
        if (m_timed != time.has_value())
            return wrong("samples of one metric with and without a time");
    }
    if (auto checked = checkValue(value); !checked)
        return checked;
    if (m_type == MetricType::Histogram || m_type == MetricType::GaugeHistogram)
        return takeHistogramSample(value, time);
    return {};
}

metric::Result<void> FamilyRules::checkValue(double value) const
{
    switch (m_role) {
    case Role::Any:
    case Role::Created: return {};
    case Role::Info: return value == 1 ? metric::Result<void>() : wrong(fmt::format("an info has the value 1, not {}", value));
    case Role::State: return value == 0 || value == 1 ? metric::Result<void>() : wrong(fmt::format("a state has the value 0 or 1, not {}", value));
    case Role::GaugeSum: return std::isnan(value) ? wrong("a sum cannot be NaN") : metric::Result<void>();
    case Role::Quantile: return value < 0 ? wrong(fmt::format("a quantile cannot be negative, as {}", value)) : metric::Result<void>();
    case Role::Total:
    case Role::Sum:
    case Role::HistogramSum: return value >= 0 ? metric::Result<void>() : wrong(fmt::format("a total cannot be negative or NaN, as {}", value));
    case Role::Count:
    case Role::HistogramCount:
    case Role::Bucket:
        return value >= 0 && value == std::floor(value) ? metric::Result<void>() : wrong(fmt::format("a count is a whole number, not {}", value));
    }
    return {};
}

metric::Result<void> FamilyRules::takeHistogramSample(double value, std::optional<metric::Timestamp> time)
{
    // Two points may fall into one millisecond: a bucket after the last one begins the next point then.
    const bool again = m_point && time && m_role == Role::Bucket && m_point->bound == INFINITY;
    if (m_point && (m_point->group != *m_group || m_point->time != time || again)) {
        if (auto finished = finishPoint(); !finished)
            return finished;
    }
    if (!m_point)
        m_point = HistogramPoint{*m_group, time};
    auto &point = *m_point;
    if (m_role == Role::Bucket) {
        if (point.bound && m_bound <= *point.bound)
            return wrong(fmt::format("buckets in rising order, {} comes after {}", m_bound, *point.bound));
        if (value < point.value)
            return wrong(fmt::format("buckets hold what those below hold, {} comes after {}", value, point.value));
        point.negativeBuckets = point.negativeBuckets || m_bound < 0;
        point.bound = m_bound;
        point.value = value;
    } else if (m_role == Role::HistogramCount) {
        point.count = value;
    } else if (m_role == Role::HistogramSum) {
        point.sum = true;
    } else if (m_role == Role::GaugeSum) {
        point.gaugeSum = true;
        point.negativeSum = value < 0;
    }
    return {};
}

metric::Result<void> FamilyRules::finishPoint()
{
    if (!m_point)
        return {};
    const auto point = *std::exchange(m_point, std::nullopt);
    const auto fault = [&](std::string_view what) { return wrong(fmt::format("the histogram {} before this line {}", printable(m_name), what)); };
    if (point.bound != INFINITY)
        return fault("has no bucket le=\"+Inf\" at its end");
    if (point.count && *point.count != point.value)
        return fault("counts other than its last bucket");
    if ((point.sum || point.gaugeSum) && !point.count)
        return fault("has a sum and no count");
    if (point.count && !point.sum && !point.gaugeSum)
        return fault("has a count and no sum");
    if (point.negativeBuckets && point.sum)
        return fault("has buckets below zero and therefore can have no sum");
    if (!point.negativeBuckets && point.negativeSum)
        return fault("has a sum below zero and no bucket there");
    return {};
}

metric::Result<void> FamilyRules::close()
{
    if (m_again)
        return afterSamples();
    return finishPoint();
}

metric::Result<void> FamilyRules::afterSamples() const { return wrong(fmt::format("metadata of {} after its samples", printable(m_name))); }

} // namespace exposition
