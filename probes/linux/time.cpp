#include "probes/linux/time.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <chrono>

#include <time.h>

namespace probes {

using metric::Result;

Result<void> TimeProbe::collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch)
{
    const auto now = clock.now().time_since_epoch();
    batch.add("node_time_seconds", double(now.count()) / 1000);
    const auto seconds = time_t(std::chrono::floor<std::chrono::seconds>(now).count());
    tm local{};
    if (::localtime_r(&seconds, &local) && local.tm_zone)
        batch.add("node_time_zone_offset_seconds", {{"time_zone", local.tm_zone}}, double(local.tm_gmtoff));

    constexpr std::string_view kClock = "/sys/devices/system/clocksource/clocksource0";
    Attributes attributes(source);
    if (auto available = attributes.text(kClock, "available_clocksource", Source::Keep::Yes); available) {
        for (auto name = scan::field(*available); !name.empty(); name = scan::field(*available))
            batch.add("node_time_clocksource_available_info", {{"clocksource", scan::validUtf8(name, m_word)}, {"device", "0"}}, 1);
    }
    if (const auto current = attributes.text(kClock, "current_clocksource", Source::Keep::Yes); current && !current->empty())
        batch.add("node_time_clocksource_current_info", {{"clocksource", scan::validUtf8(*current, m_word)}, {"device", "0"}}, 1);
    return {};
}

} // namespace probes
