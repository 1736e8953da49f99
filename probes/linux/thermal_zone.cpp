#include "probes/linux/thermal_zone.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <cstdint>

namespace probes {

using metric::Result;

Result<void> ThermalZoneProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    constexpr std::string_view kThermal = "/sys/class/thermal";
    constexpr std::string_view kZone = "thermal_zone";
    constexpr std::string_view kCooling = "cooling_device";
    std::vector<std::string> names;
    if (auto listed = source.list(kThermal, names); !listed) {
        if (isAbsence(listed.error()))
            return {};
        return listed;
    }
    scan::sortNaturally(names);
    Attributes attributes(source);
    for (const auto &name : names) {
        const auto directory = std::string(kThermal) + "/" + name;
        const auto type = scan::validUtf8(attributes.text(directory, "type").value_or(""));
        if (name.starts_with(kZone)) {
            // A zone that sleeps or whose sensor is off answers with an error: it has no temperature now.
            const auto temperature = attributes.number<std::int64_t>(directory, "temp", Source::Keep::Yes);
            if (!temperature)
                return tl::unexpected(temperature.error());
            if (*temperature)
                batch.add("node_thermal_zone_temp", {{"zone", std::string_view(name).substr(kZone.size())}, {"type", type}},
                          double(**temperature) / 1000.0);
        } else if (name.starts_with(kCooling)) {
            const auto number = std::string_view(name).substr(kCooling.size());
            for (const auto &[file, series] :
                 {std::pair("cur_state", "node_cooling_device_cur_state"), std::pair("max_state", "node_cooling_device_max_state")}) {
                const auto state = attributes.number<std::int64_t>(directory, file, Source::Keep::Yes);
                if (!state)
                    return tl::unexpected(state.error());
                if (*state)
                    batch.add(series, {{"name", number}, {"type", type}}, double(**state));
            }
        }
    }
    return {};
}

} // namespace probes
