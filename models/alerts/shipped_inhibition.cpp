#include "models/alerts/shipped_inhibition.h"

#include "models/alerts/matchers.h"

namespace alerts {

std::vector<InhibitRule> shippedInhibitRules()
{
    struct Written {
        const char *source;
        const char *target;
        std::vector<std::string> equal;
    };
    const Written written[] = {
        {R"(alertname="Target does not answer")", R"(alertname!="Target does not answer",instance!="")", {"instance"}},
        {R"(alertname="Service is down")", R"(alertname!~"Service is down|Target does not answer",instance!="")", {"instance"}},
        {R"(severity=~"critical|emergency")", R"(severity=~"warning|info")", {"alertname", "instance", "job"}},
    };
    std::vector<InhibitRule> rules;
    for (const auto &each : written) {
        auto source = parseMatchers(each.source);
        auto target = parseMatchers(each.target);
        if (source && target)
            rules.push_back({std::move(*source), std::move(*target), each.equal});
    }
    return rules;
}

} // namespace alerts
