#include "probes/scrape/exposition_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace probes {

using metric::ErrorCode;
using metric::Label;
using metric::Labels;
using metric::LabelsRef;
using metric::Result;

namespace {

constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kMostMetadata = 100'000;
// So many series that come no more are no reason to begin anew.
constexpr std::size_t kSparedSeries = 1000;

// The labels of a sample with those of its target.
Labels withTarget(const Labels &told, const SampleRules &rules)
{
    std::vector<Label> labels(told.begin(), told.end());
    if (rules.honorLabels) {
        for (const auto &own : rules.target) {
            if (!told.has(own.name))
                labels.push_back(own);
        }
        return Labels(std::span<const Label>(labels));
    }
    std::vector<Label> conflicting;
    for (const auto &own : rules.target) {
        if (const auto value = told.get(own.name); !value.empty())
            conflicting.push_back({own.name, value});
        labels.push_back(own); // the later wins
    }
    if (conflicting.empty())
        return Labels(std::span<const Label>(labels));
    // Shorter names first, so that what is called exported_a already moves on to exported_exported_a.
    std::ranges::stable_sort(conflicting, {}, [](const Label &label) { return label.name.size(); });
    Labels merged{std::span<const Label>(labels)};
    for (const auto &[name, value] : conflicting) {
        auto renamed = "exported_" + std::string(name);
        while (merged.has(renamed))
            renamed.insert(0, "exported_");
        merged = merged.with({{renamed, value}});
    }
    return merged;
}

std::string_view beginning(std::string_view text) { return text.substr(0, 50); }

// In Prometheus's words; empty: within the limits.
std::string faultOf(const Labels &labels, const ScrapeLimits &limits)
{
    if (labels.metricName().empty())
        return fmt::format("a series without a name: {}", beginning(labels.toString()));
    for (const auto &[name, value] : labels) {
        const bool isName = name == metric::kMetricName;
        if (isName ? !isMetricName(value) : !isLabelName(name))
            return fmt::format("invalid metric name or label names: {}", beginning(labels.toString()));
    }
    const auto metricName = beginning(labels.metricName());
    if (limits.labels > 0 && labels.size() > limits.labels)
        return fmt::format("label_limit exceeded (metric: {}, number of labels: {}, limit: {})", metricName, labels.size(), limits.labels);
    for (const auto &[name, value] : labels) {
        if (limits.labelNameLength > 0 && name.size() > limits.labelNameLength)
            return fmt::format("label_name_length_limit exceeded (metric: {}, label name: {}, length: {}, limit: {})", metricName, beginning(name),
                               name.size(), limits.labelNameLength);
        if (limits.labelValueLength > 0 && value.size() > limits.labelValueLength)
            return fmt::format("label_value_length_limit exceeded (metric: {}, label name: {}, value: {:?}, length: {}, limit: {})", metricName,
                               beginning(name), beginning(value), value.size(), limits.labelValueLength);
    }
    return {};
}

} // namespace

// A parser of one format, and what became of the series that it numbered.
class ExpositionSamples::Reading final : public exposition::Sink {
public:
    Reading(exposition::Format format, const SampleRules &rules) : m_format(format), m_rules(rules), m_parser(format, *this) {}

    exposition::Format format() const { return m_format; }
    bool hasForgotten() const { return m_slotOf.size() > 2 * m_told.samples + kSparedSeries; }

    Result<Told> read(std::string_view text, metric::BatchBuilder &batch)
    {
        m_batch = &batch;
        m_told = {};
        m_added = 0;
        m_fault.clear();
        m_metadata.clear();
        ++m_round;
        m_parser.restart();
        auto result = m_parser.feed(text);
        if (result)
            result = m_parser.finish();
        m_batch = nullptr;
        batch.setScraped(m_told.samples);
        if (!result)
            return tl::unexpected(result.error());
        if (!m_fault.empty())
            return metric::fail(ErrorCode::LimitExceeded, m_fault);
        if (m_rules.limits.samples > 0 && m_added > m_rules.limits.samples)
            return metric::fail(ErrorCode::LimitExceeded,
                                fmt::format("sample limit exceeded: {} samples, limit: {}", m_added, m_rules.limits.samples));
        return m_told;
    }

    // Labels of the round before, for the parser that comes next.
    void inherit(const Reading &before)
    {
        for (const auto &slot : before.m_slots) {
            if (slot.round == before.m_round)
                slotOf(slot.labels);
        }
    }
    std::vector<metric::Metadata> &metadata() { return m_metadata; }

private:
    struct Slot {
        LabelsRef labels;
        std::uint32_t round; // in which it was told last
    };

    void series(exposition::SeriesNumber, const Labels &told) override
    {
        auto labels = m_rules.relabeling.apply(withTarget(told, m_rules));
        if (!labels || labels->empty()) {
            m_slotOf.push_back(kDropped);
            return;
        }
        if (auto fault = faultOf(*labels, m_rules.limits); !fault.empty()) {
            // It counts whenever the series is told again, too.
            m_faults.emplace(m_slotOf.size(), std::move(fault));
            m_slotOf.push_back(kDropped);
            return;
        }
        m_slotOf.push_back(slotOf(std::make_shared<const Labels>(std::move(*labels))));
    }

    void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp>) override
    {
        ++m_told.samples;
        const auto at = m_slotOf[number];
        if (at == kDropped) {
            if (m_fault.empty() && !m_faults.empty()) {
                if (const auto fault = m_faults.find(number); fault != m_faults.end())
                    m_fault = fault->second;
            }
            return;
        }
        auto &slot = m_slots[at];
        if (std::exchange(slot.round, m_round) == m_round) {
            ++m_told.duplicates;
            return;
        }
        ++m_added;
        if (m_rules.limits.samples == 0 || m_added <= m_rules.limits.samples)
            m_batch->add(slot.labels, value);
    }

    void metadata(const metric::Metadata &metadata) override { m_metadata.push_back(metadata); }

    std::uint32_t slotOf(const LabelsRef &labels)
    {
        const auto [found, isNew] = m_byLabels.try_emplace(labels, std::uint32_t(m_slots.size()));
        if (isNew)
            m_slots.push_back({labels, 0});
        return found->second;
    }

    struct ByContent {
        std::size_t operator()(const LabelsRef &labels) const { return std::size_t(labels->hash()); }
        bool operator()(const LabelsRef &a, const LabelsRef &b) const { return *a == *b; }
    };

    const exposition::Format m_format;
    const SampleRules &m_rules;
    exposition::TextParser m_parser;
    std::vector<std::uint32_t> m_slotOf; // by the parser's number
    std::vector<Slot> m_slots;           // two numbers may come to the same labels
    std::unordered_map<LabelsRef, std::uint32_t, ByContent, ByContent> m_byLabels;
    std::unordered_map<std::size_t, std::string> m_faults; // by the parser's number

    // This round.
    std::uint32_t m_round = 0;
    metric::BatchBuilder *m_batch = nullptr;
    Told m_told;
    std::size_t m_added = 0;
    std::string m_fault;
    std::vector<metric::Metadata> m_metadata;
};

ExpositionSamples::ExpositionSamples(SampleRules rules) : m_rules(std::move(rules)) {}
ExpositionSamples::~ExpositionSamples() = default;

Result<ExpositionSamples::Told> ExpositionSamples::read(exposition::Format format, std::string_view text, metric::BatchBuilder &batch)
{
    if (!m_reading || m_reading->format() != format || m_reading->hasForgotten()) {
        auto reading = std::make_unique<Reading>(format, m_rules);
        if (m_reading)
            reading->inherit(*m_reading);
        m_reading = std::move(reading);
    }
    auto told = m_reading->read(text, batch);
    if (!told)
        return told;
    std::vector<metric::Metadata> changed;
    for (auto &metadata : m_reading->metadata()) {
        if (m_metadata.size() >= kMostMetadata)
            m_metadata.clear();
        auto &known = m_metadata[metadata.name];
        if (known == metadata)
            continue;
        known = metadata;
        changed.push_back(std::move(metadata));
    }
    batch.describe(std::move(changed));
    return told;
}

} // namespace probes
