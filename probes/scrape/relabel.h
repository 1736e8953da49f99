#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

enum class RelabelAction : std::uint8_t { Replace, Keep, Drop, KeepEqual, DropEqual, HashMod, LabelMap, LabelDrop, LabelKeep, Lowercase, Uppercase };

// "keepequal"; nullopt where there is no such action. In any case of letters, as Prometheus reads it.
std::optional<RelabelAction> relabelActionOf(std::string_view word);
std::string_view wordOf(RelabelAction action);

// One step of relabel_configs or metric_relabel_configs, with what holds in Prometheus where nothing is written.
struct RelabelConfig {
    RelabelAction action = RelabelAction::Replace;
    std::vector<std::string> sourceLabels{};
    std::string separator = ";";
    std::string regex = "(.*)"; // RE2, of the whole text
    std::string targetLabel{};
    std::string replacement = "$1";
    std::uint64_t modulus = 0;
};

// The steps of one scrape in order, made ready. Any number of threads at once.
// https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
class Relabeling {
public:
    // None: nothing changes.
    Relabeling() = default;
    // InvalidArgument in Prometheus's words.
    static metric::Result<Relabeling> make(std::span<const RelabelConfig> configs);

    bool empty() const { return m_steps.empty(); }
    // nullopt: dropped.
    std::optional<metric::Labels> apply(const metric::Labels &labels) const;

private:
    struct Step;
    std::vector<std::shared_ptr<const Step>> m_steps; // immutable
};

// As Prometheus's data model has it: a letter or _, then letters, digits and _.
bool isLabelName(std::string_view text);
// A colon, too.
bool isMetricName(std::string_view text);

} // namespace probes
