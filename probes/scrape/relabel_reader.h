#pragma once

#include "models/metric/result.h"
#include "models/yaml/field_reader.h"
#include "models/yaml/tree.h"
#include "probes/scrape/relabel.h"

#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
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

// What read(reader, root) makes of a text that is one section alone: empty of an empty text, Malformed with the number of the line of the first
// fault.
template <class Reader, class Read>
auto readSection(std::string_view text, Read read) -> metric::Result<std::invoke_result_t<Read, Reader &, const yaml::Node &>>
{
    const auto refused = [](const yaml::Fault &fault) {
        return metric::fail(metric::ErrorCode::Malformed, fmt::format("line {}: {}", fault.place.line, fault.message));
    };
    const auto tree = yaml::treeOf(text);
    if (!tree)
        return refused(tree.error());
    if (!tree->root())
        return {};
    Reader reader;
    auto section = read(reader, *tree->root());
    if (const auto faults = reader.takeFaults(); !faults.empty())
        return refused(faults.front());
    return section;
}

// Malformed, with the number of the line. None of an empty text.
metric::Result<std::vector<RelabelConfig>> readRelabelConfigs(std::string_view yaml);
// So that readRelabelConfigs() reads the same: a list, one entry a line.
std::string relabelText(std::span<const RelabelConfig> configs);

} // namespace probes
