#pragma once

#include "probes/scrape/relabel_reader.h"
#include "probes/scrape/scrape_config.h"
#include "probes/scrape/scrape_targets.h"

#include <string>
#include <string_view>

namespace tests {

// A prometheus.yml, a list of relabelling rules or a file of targets, by the first byte. What must hold: it is read or refused with a
// message of one line; what was read can be worked with, and rules that are written again are read as the same.
struct ScrapeConfigText {
    static std::string fault(std::string_view input)
    {
        if (input.empty())
            return {};
        const auto kind = static_cast<unsigned char>(input.front()) % 4;
        const auto text = input.substr(1);
        return kind == 0 ? faultOfFile(text) : kind == 1 ? faultOfRelabelling(text) : faultOfGroups(text, kind == 2);
    }

private:
    static bool isOneLine(const std::string &message) { return !message.empty() && message.find('\n') == std::string::npos; }

    static std::string faultOfFile(std::string_view text)
    {
        const auto file = probes::readScrapeFile(text);
        if (!file) {
            for (const auto &fault : file.error()) {
                if (!isOneLine(fault.message))
                    return "a fault is not one line";
            }
            return file.error().empty() ? "refused without a fault" : "";
        }
        probes::TargetFiles none;
        none.read = [](const std::string &path) -> metric::Result<std::string> { return metric::fail(metric::ErrorCode::NotFound, path); };
        none.glob = [](const std::string &) { return std::vector<std::string>(); };
        for (const auto &config : file->scrapes) {
            for (const auto &target : probes::targetsOf(config, "/", none).targets) {
                if (target.labels.get("instance").empty() || target.url.find("://") == std::string::npos)
                    return "a target without an instance or a URL";
                (void)probes::scrapeOptions(config, target, "/", none);
            }
        }
        return {};
    }

    static std::string faultOfRelabelling(std::string_view text)
    {
        const auto configs = probes::readRelabelConfigs(text);
        if (!configs)
            return isOneLine(configs.error().message) ? "" : "a fault is not one line";
        const auto rules = probes::Relabeling::make(*configs);
        if (!rules)
            return "rules that were read are refused";
        const auto written = probes::relabelText(*configs);
        const auto again = probes::readRelabelConfigs(written);
        if (!again || probes::relabelText(*again) != written)
            return "rules are not read as they were written";
        const metric::Labels labels{{"__name__", "http_requests_total"}, {"a", "foo"}, {"b", "bar;baz"}, {"job", "x"}};
        const auto first = rules->apply(labels);
        const auto second = probes::Relabeling::make(*again)->apply(labels);
        return first == second ? "" : "rules that are written again do something else";
    }

    static std::string faultOfGroups(std::string_view text, bool isJson)
    {
        const auto groups = probes::readTargetGroups(text, isJson);
        return groups || isOneLine(groups.error().message) ? "" : "a fault is not one line";
    }
};

} // namespace tests
