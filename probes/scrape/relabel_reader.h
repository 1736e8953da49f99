#pragma once

#include "models/metric/result.h"
#include "models/yaml/field_reader.h"
#include "probes/scrape/relabel.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// Reads what is in a file of Prometheus, and adds what several sections of one have in common.
class ScrapeFieldReader : protected yaml::FieldReader {
public:
    using yaml::FieldReader::takeFaults;
    ScrapeFieldReader() : FieldReader(false) {}

    // A list of relabel_configs; "target" or "metric" says which, for what is wrong with it.
    std::vector<RelabelConfig> readRelabels(const yaml::Node &sequence, std::string_view which);

protected:
    bool readFlag(const yaml::Node &node);
    std::uint64_t readCount(const yaml::Node &node);
    std::vector<std::string> readList(const yaml::Node &sequence, std::string_view what);

private:
    std::optional<RelabelConfig> readRelabel(const yaml::Node &node);
};

// Malformed, with the number of the line. None of an empty text.
metric::Result<std::vector<RelabelConfig>> readRelabelConfigs(std::string_view yaml);
// So that readRelabelConfigs() reads the same: a list, one entry a line.
std::string relabelText(std::span<const RelabelConfig> configs);

} // namespace probes
