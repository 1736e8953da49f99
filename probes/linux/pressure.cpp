#include "probes/linux/pressure.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <array>

namespace probes {

using metric::Result;

namespace {

struct PressureFile {
    std::string_view path;
    std::string_view waiting; // the series of "some"; empty: not told
    std::string_view stalled; // of "full"
};

// "full" of the processor means nothing for the whole machine (it is told since 5.13, as zero), "some" of interrupts does not exist.
constexpr std::array kPressureFiles{
    PressureFile{"/proc/pressure/cpu", "node_pressure_cpu_waiting_seconds_total", ""},
    PressureFile{"/proc/pressure/io", "node_pressure_io_waiting_seconds_total", "node_pressure_io_stalled_seconds_total"},
    PressureFile{"/proc/pressure/memory", "node_pressure_memory_waiting_seconds_total", "node_pressure_memory_stalled_seconds_total"},
    PressureFile{"/proc/pressure/irq", "", "node_pressure_irq_stalled_seconds_total"},
};

// Two divisions, as node_exporter does them: the last digit is the same.
double secondsOfMicroseconds(std::uint64_t microseconds) { return double(microseconds) / 1000.0 / 1000.0; }

} // namespace

Result<Stall> parsePressure(std::string_view text)
{
    Stall stall;
    while (!text.empty()) {
        const auto full = scan::line(text);
        auto line = full;
        const auto kind = scan::field(line);
        std::optional<std::uint64_t> total;
        for (auto word = scan::field(line); !word.empty(); word = scan::field(line)) {
            if (word.starts_with("total="))
                total = scan::number<std::uint64_t>(word.substr(6));
        }
        if (!total || (kind != "some" && kind != "full"))
            return scan::malformed("/proc/pressure", full);
        (kind == "some" ? stall.some : stall.full) = total;
    }
    if (!stall.some && !stall.full)
        return metric::fail(metric::ErrorCode::Malformed, "/proc/pressure: is empty");
    return stall;
}

Result<void> PressureProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    std::array<Stall, kPressureFiles.size()> stalls;
    for (std::size_t i = 0; i < kPressureFiles.size(); ++i) {
        if (auto read = source.read(kPressureFiles[i].path, m_text, Source::Keep::Yes); !read) {
            if (isAbsence(read.error()))
                continue;
            return read;
        }
        const auto stall = parsePressure(m_text);
        if (!stall)
            return tl::unexpected(stall.error());
        stalls[i] = *stall;
    }
    for (std::size_t i = 0; i < kPressureFiles.size(); ++i) {
        if (stalls[i].some && !kPressureFiles[i].waiting.empty())
            batch.add(kPressureFiles[i].waiting, secondsOfMicroseconds(*stalls[i].some));
        if (stalls[i].full && !kPressureFiles[i].stalled.empty())
            batch.add(kPressureFiles[i].stalled, secondsOfMicroseconds(*stalls[i].full));
    }
    return {};
}

} // namespace probes
