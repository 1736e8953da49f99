#pragma once

#include "models/metric/clock.h"
#include "models/metric/metadata.h"
#include "models/query/engine.h"
#include "models/series/reader.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace alerts {
class AlertService;
}

namespace api {

// What the controllers answer from. All of it is safe from any thread and outlives the API.
struct Sources {
    const query::Engine &engine;
    const series::Reader &reader;
    const metric::Clock &clock;
    alerts::AlertService &alerts;
    // What was told of metrics: of one by name, or of all where that is empty.
    std::function<metric::Result<std::vector<metric::Metadata>>(std::string_view name)> metadata;
    std::string version;          // the console's own
    std::string retention;        // "15d", as people read it
    metric::Duration interval{0}; // between two rounds of samples
    std::string directory;        // where the data stand
};

} // namespace api
