#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/scrape/scrape_config.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace probes {

// One endpoint that a scrape config comes to.
struct ScrapeTarget {
    metric::Labels discovered; // before relabelling: __address__, __meta_filepath, __param_x ...
    metric::Labels labels;     // what its series get: job, instance and whatever was written or relabelled
    std::string url;           // with the parameters
    metric::Duration interval{0};
    metric::Duration timeout{0};
};

struct ScrapeTargets {
    std::vector<ScrapeTarget> targets;
    std::vector<metric::Labels> dropped; // by relabelling, as discovered
    std::vector<std::string> faults;     // addresses that are none, files that are not as they should be; one line each
};

// A file's content; NotFound and the like where there is none. And the files that a pattern with * names, sorted.
struct TargetFiles {
    std::function<metric::Result<std::string>(const std::string &path)> read;
    std::function<std::vector<std::string>(const std::string &pattern)> glob;

    // Of this machine; no more than 32 MiB of one are read.
    static TargetFiles local();
};

// What Prometheus would scrape for it at this moment, in the order written. Files are looked for in `directory`, that of the
// configuration, where their path is relative.
ScrapeTargets targetsOf(const ScrapeConfig &config, const std::string &directory, const TargetFiles &files);

// The options of a scrape check for it; see makeScrapeProbe(). Passwords and tokens are in them as plain texts, those in files are read.
// The error says which file is not there, or that something is asked for which the check cannot do.
metric::Result<Options> scrapeOptions(const ScrapeConfig &config, const ScrapeTarget &target, const std::string &directory, const TargetFiles &files);

} // namespace probes
