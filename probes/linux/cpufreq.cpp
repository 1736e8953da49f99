#include "probes/linux/cpufreq.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <array>
#include <cstdint>

namespace probes {

using metric::Result;

namespace {

constexpr double kKilohertz = 1000;

struct Frequency {
    std::string_view file, name;
};
constexpr std::array kFrequencies{
    Frequency{"cpuinfo_cur_freq", "node_cpu_frequency_hertz"}, // root alone may read it
    Frequency{"cpuinfo_min_freq", "node_cpu_frequency_min_hertz"},
    Frequency{"cpuinfo_max_freq", "node_cpu_frequency_max_hertz"},
    Frequency{"scaling_cur_freq", "node_cpu_scaling_frequency_hertz"},
    Frequency{"scaling_min_freq", "node_cpu_scaling_frequency_min_hertz"},
    Frequency{"scaling_max_freq", "node_cpu_scaling_frequency_max_hertz"},
};

} // namespace

Result<void> CpufreqProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    constexpr std::string_view kCpufreqDirectory = "/sys/devices/system/cpu";
    std::vector<std::string> names, files;
    if (auto listed = source.list(kCpufreqDirectory, names); !listed) {
        if (isAbsence(listed.error()))
            return {};
        return listed;
    }
    std::erase_if(names,
                  [](const std::string &name) { return !name.starts_with("cpu") || !scan::number<unsigned>(std::string_view(name).substr(3)); });
    scan::sortNaturally(names);
    Attributes attributes(source);
    for (const auto &name : names) {
        const auto cpu = std::string_view(name).substr(3);
        const auto directory = std::string(kCpufreqDirectory) + "/" + name + "/cpufreq";
        if (!source.list(directory, files)) // as of every virtual processor
            continue;
        for (const auto &[file, series] : kFrequencies) {
            const auto value = attributes.number<std::uint64_t>(directory, file, Source::Keep::Yes);
            if (!value)
                return tl::unexpected(value.error());
            if (*value)
                batch.add(series, {{"cpu", cpu}}, double(**value) * kKilohertz);
        }
        const auto governor = scan::validUtf8(attributes.text(directory, "scaling_governor").value_or(""));
        auto available = scan::validUtf8(attributes.text(directory, "scaling_available_governors").value_or(""));
        std::string_view rest = available;
        for (auto one = scan::field(rest); !one.empty() && !governor.empty(); one = scan::field(rest))
            batch.add("node_cpu_scaling_governor", {{"cpu", cpu}, {"governor", one}}, one == governor ? 1 : 0);
    }
    return {};
}

} // namespace probes
