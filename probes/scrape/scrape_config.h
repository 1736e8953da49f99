#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"
#include "models/yaml/fault.h"
#include "probes/scrape/exposition_samples.h"
#include "probes/scrape/relabel.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace probes {

// Addresses and the labels that they share, as in static_configs and in the files of file_sd_configs.
struct TargetGroup {
    std::vector<std::string> addresses;
    metric::Labels labels;
};

// Who we are to an endpoint and how it proves who it is. The files are named as written: relative to that of the configuration.
struct HttpAccess {
    std::string user{}, password{}, passwordFile{};
    std::string authorizationType{}; // "Bearer" where there are credentials and nothing is said
    std::string credentials{}, credentialsFile{};
    std::string authorityFile{}, certificateFile{}, keyFile{}, serverName{};
    std::string proxy{};
    bool followRedirects = true;
};

// One of scrape_configs, with Prometheus's meanings and what holds where nothing is written.
struct ScrapeConfig {
    std::string jobName{};
    metric::Duration interval{0};
    metric::Duration timeout{0};
    std::string metricsPath = "/metrics";
    std::string scheme = "http";
    std::map<std::string, std::vector<std::string>> params{};
    bool honorLabels = false;
    bool honorTimestamps = true; // read, not followed: see ExpositionSamples
    HttpAccess access{};
    ScrapeLimits limits{};
    std::uint64_t targetLimit = 0;
    std::uint64_t bodyLimit = 0; // bytes
    std::vector<TargetGroup> staticGroups{};
    std::vector<std::string> filePatterns{}; // of file_sd_configs: paths, with * in the last part
    std::vector<RelabelConfig> relabel{};
    std::vector<RelabelConfig> metricRelabel{};
    yaml::Position place{};
};

struct ScrapeFile {
    std::vector<ScrapeConfig> scrapes{};
    // What is right in Prometheus and not done here: other ways of finding targets, say. The rest goes on without it.
    std::vector<yaml::Fault> notes{};
};

// A whole prometheus.yml, as Prometheus 2.42 reads it; settings of later versions pass. What is of no concern to scrapes (rule
// files, alerting, remote storage) is not looked at. The faults are in the order of the file, with promtool's words where it has some;
// no secret of the file is in them.
tl::expected<ScrapeFile, std::vector<yaml::Fault>> readScrapeFile(std::string_view yaml);

// A file of file_sd_configs, by its name's ending JSON or YAML. The error says what is wrong with it; then nothing of it counts.
metric::Result<std::vector<TargetGroup>> readTargetGroups(std::string_view text, bool isJson);

} // namespace probes
