#include "probes/scrape/relabel_reader.h"

#include "models/yaml/scalar.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace probes {

using yaml::Node;

bool ScrapeFieldReader::readFlag(const Node &node)
{
    if (node.kind == Node::Kind::Null)
        return false;
    const auto flag = node.kind == Node::Kind::Scalar && node.isPlain ? yaml::flagOf(node.value) : std::nullopt;
    if (!flag)
        fault(node.place, node.kind == Node::Kind::Scalar ? fmt::format("true or false is expected, not `{}`", node.value)
                                                          : fmt::format("true or false is expected, not {}", yaml::wordOf(node.kind)));
    return flag.value_or(false);
}

std::uint64_t ScrapeFieldReader::readCount(const Node &node)
{
    if (node.kind == Node::Kind::Null)
        return 0;
    const auto count = node.kind == Node::Kind::Scalar && node.isPlain ? yaml::integerOf(node.value) : std::nullopt;
    if (!count || *count < 0) {
        fault(node.place, node.kind == Node::Kind::Scalar ? fmt::format("a whole number from 0 is expected, not `{}`", node.value)
                                                          : fmt::format("a whole number from 0 is expected, not {}", yaml::wordOf(node.kind)));
        return 0;
    }
    return std::uint64_t(*count);
}

std::vector<std::string> ScrapeFieldReader::readList(const Node &sequence, std::string_view what)
{
    std::vector<std::string> texts;
    for (const auto *item : itemsOf(sequence, what))
        texts.push_back(readText(*item));
    return texts;
}

std::vector<RelabelConfig> ScrapeFieldReader::readRelabels(const Node &sequence, std::string_view which)
{
    std::vector<RelabelConfig> configs;
    for (const auto *item : itemsOf(sequence, "relabeling rules")) {
        if (item->kind == Node::Kind::Null) {
            fault(item->place, fmt::format("empty or null {} relabeling rule in scrape config", which));
            continue;
        }
        const auto before = faultCount();
        auto config = readRelabel(*item);
        if (!config || faultCount() > before)
            continue;
        if (const auto made = Relabeling::make({&*config, 1}); !made)
            fault(item->place, made.error().message);
        else
            configs.push_back(std::move(*config));
    }
    return configs;
}

std::optional<RelabelConfig> ScrapeFieldReader::readRelabel(const Node &node)
{
    RelabelConfig config;
    for (const auto &[key, value] : fieldsOf(node, "a relabeling rule")) {
        const bool isNothing = value->kind == Node::Kind::Null; // then what holds without it holds
        if (key->value == "source_labels")
            config.sourceLabels = readList(*value, "labels");
        else if (key->value == "separator")
            config.separator = isNothing ? config.separator : readText(*value);
        else if (key->value == "regex")
            config.regex = isNothing ? config.regex : readText(*value);
        else if (key->value == "modulus")
            config.modulus = readCount(*value);
        else if (key->value == "target_label")
            config.targetLabel = readText(*value);
        else if (key->value == "replacement")
            config.replacement = isNothing ? config.replacement : readText(*value);
        else if (key->value != "action")
            unknownField(*key, "a relabeling rule");
        else if (const auto word = readText(*value); !isNothing) {
            const auto action = relabelActionOf(word);
            if (!action) {
                fault(value->place, fmt::format("unknown relabel action {:?}", word));
                return std::nullopt;
            }
            config.action = *action;
        }
    }
    return config;
}

metric::Result<std::vector<RelabelConfig>> readRelabelConfigs(std::string_view text)
{
    return readSection<ScrapeFieldReader>(text,
                                          [](ScrapeFieldReader &reader, const yaml::Node &root) { return reader.readRelabels(root, "metric"); });
}

std::string relabelText(std::span<const RelabelConfig> configs)
{
    // A text in JSON is one in YAML.
    const auto quoted = [](const std::string &text) { return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace); };
    const RelabelConfig standard;
    std::string text;
    for (const auto &config : configs) {
        text += fmt::format("- {{action: {}", wordOf(config.action));
        if (!config.sourceLabels.empty())
            text += fmt::format(", source_labels: [{}]", fmt::join(config.sourceLabels, ", "));
        if (config.separator != standard.separator)
            text += ", separator: " + quoted(config.separator);
        if (config.regex != standard.regex)
            text += ", regex: " + quoted(config.regex);
        if (config.modulus != standard.modulus)
            text += fmt::format(", modulus: {}", config.modulus);
        if (!config.targetLabel.empty())
            text += ", target_label: " + quoted(config.targetLabel);
        if (config.replacement != standard.replacement)
            text += ", replacement: " + quoted(config.replacement);
        text += "}\n";
    }
    return text;
}

} // namespace probes
