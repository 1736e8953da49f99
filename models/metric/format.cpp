#include "models/metric/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

namespace metric {
namespace {

struct Scale {
    double factor;
    std::string_view suffix;
};

constexpr std::array kBinary{Scale{1.0, "B"},
                             Scale{1024.0, "KiB"},
                             Scale{1048576.0, "MiB"},
                             Scale{1073741824.0, "GiB"},
                             Scale{1099511627776.0, "TiB"},
                             Scale{1125899906842624.0, "PiB"}};
constexpr std::array kBinaryRate{Scale{1.0, "B/s"}, Scale{1024.0, "KiB/s"}, Scale{1048576.0, "MiB/s"}, Scale{1073741824.0, "GiB/s"},
                                 Scale{1099511627776.0, "TiB/s"}};
constexpr std::array kBits{Scale{1.0, "bit/s"}, Scale{1e3, "kbit/s"}, Scale{1e6, "Mbit/s"}, Scale{1e9, "Gbit/s"}};
constexpr std::array kSeconds{Scale{1e-9, "ns"}, Scale{1e-6, "µs"}, Scale{1e-3, "ms"}, Scale{1.0, "s"}};
constexpr std::array kCount{Scale{1.0, ""}, Scale{1e3, "k"}, Scale{1e6, "M"}, Scale{1e9, "G"}, Scale{1e12, "T"}};
constexpr std::array kRate{Scale{1.0, "/s"}, Scale{1e3, "k/s"}, Scale{1e6, "M/s"}, Scale{1e9, "G/s"}};
constexpr std::array kHertz{Scale{1.0, "Hz"}, Scale{1e3, "kHz"}, Scale{1e6, "MHz"}, Scale{1e9, "GHz"}};
constexpr std::array kRatio{Scale{0.01, "%"}};
constexpr std::array kCelsius{Scale{1.0, "°C"}};
constexpr std::array kVolts{Scale{1.0, "V"}};
constexpr std::array kWatts{Scale{1.0, "W"}};
constexpr std::array kRpm{Scale{1.0, "rpm"}};

std::span<const Scale> scalesOf(Unit unit)
{
    switch (unit) {
    case Unit::Ratio: return kRatio;
    case Unit::Bytes: return kBinary;
    case Unit::BytesPerSecond: return kBinaryRate;
    case Unit::BitsPerSecond: return kBits;
    case Unit::Seconds: return kSeconds;
    case Unit::PerSecond: return kRate;
    case Unit::Celsius: return kCelsius;
    case Unit::Hertz: return kHertz;
    case Unit::Volts: return kVolts;
    case Unit::Watts: return kWatts;
    case Unit::RevolutionsPerMinute: return kRpm;
    case Unit::None:
    case Unit::UnixTime: return kCount;
    }
    return kCount;
}

Scale scaleFor(double value, Unit unit)
{
    const auto scales = scalesOf(unit);
    const double size = std::abs(value);
    // Zero and numbers that round to nothing in the smallest unit read best in the plain one.
    if (size == 0)
        return unit == Unit::Seconds ? Scale{1.0, "s"} : scales.front();
    Scale chosen = scales.front();
    for (const auto &scale : scales) {
        // 999.6 would print as "1000": move up as soon as rounding would.
        if (size >= scale.factor * 0.9995)
            chosen = scale;
    }
    return chosen;
}

std::string threeDigits(double value)
{
    const double size = std::abs(value);
    if (size == 0)
        return "0";
    std::string text;
    if (size >= 99.95)
        text = fmt::format("{:.0f}", value);
    else if (size >= 9.995)
        text = fmt::format("{:.1f}", value);
    else if (size >= 0.01)
        text = fmt::format("{:.2f}", value);
    else
        return fmt::format("{:.1g}", value);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.')
            text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

} // namespace

FormattedValue formatParts(double value, Unit unit)
{
    if (std::isnan(value))
        return {"–", ""};
    if (std::isinf(value))
        return {value > 0 ? "∞" : "−∞", ""};
    if (unit == Unit::Seconds && std::abs(value) >= 60)
        return {formatDuration(Duration(std::llround(std::min(std::abs(value), 1e12) * 1000)) * (value < 0 ? -1 : 1)), ""};
    const auto scale = scaleFor(value, unit);
    const double scaled = value / scale.factor;
    if (unit == Unit::Ratio || unit == Unit::Celsius) {
        // Tenths of a per cent or degree are noise above ten, and below ten they are the news.
        return {std::abs(scaled) >= 9.95 ? fmt::format("{:.0f}", scaled) : fmt::format("{:.1f}", scaled), std::string(scale.suffix)};
    }
    return {threeDigits(scaled), std::string(scale.suffix)};
}

std::string formatValue(double value, Unit unit)
{
    const auto parts = formatParts(value, unit);
    return parts.unit.empty() ? parts.number : parts.number + " " + parts.unit;
}

std::string formatDuration(Duration duration)
{
    const bool negative = duration < Duration::zero();
    const auto all = (negative ? -duration : duration).count();
    std::string text;
    const auto seconds = all / 1000;
    if (all < 1000)
        text = fmt::format("{} ms", all);
    else if (seconds < 60)
        text = fmt::format("{} s", seconds);
    else if (seconds < 3600)
        text = seconds % 60 && seconds < 600 ? fmt::format("{} min {:02} s", seconds / 60, seconds % 60) : fmt::format("{} min", seconds / 60);
    else if (seconds < 86400)
        text = fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
    else
        text = seconds / 3600 % 24 ? fmt::format("{} d {} h", seconds / 86400, seconds / 3600 % 24) : fmt::format("{} d", seconds / 86400);
    return negative ? "−" + text : text;
}

AxisMarks axisMarks(double low, double high, Unit unit, int most)
{
    if (!(high > low))
        high = low + (unit == Unit::Ratio ? 0.01 : 1.0);
    const auto scale = scaleFor(std::max(std::abs(high), std::abs(low)), unit);
    const bool binary = unit == Unit::Bytes || unit == Unit::BytesPerSecond;
    const double wanted = (high - low) / scale.factor / (most - 1);
    double step = 0;
    if (binary) {
        step = std::exp2(std::ceil(std::log2(wanted)));
    } else {
        const double power = std::pow(10.0, std::floor(std::log10(wanted)));
        for (const double nice : {1.0, 2.0, 2.5, 5.0, 10.0}) {
            step = nice * power;
            if (step >= wanted * 0.9999)
                break;
        }
    }
    AxisMarks marks;
    marks.step = step * scale.factor;
    marks.low = std::floor(low / marks.step + 1e-9) * marks.step;
    marks.high = std::ceil(high / marks.step - 1e-9) * marks.step;
    const int count = int(std::lround((marks.high - marks.low) / marks.step)) + 1;
    for (int i = 0; i < count; ++i) {
        const double value = marks.low + i * marks.step;
        marks.values.push_back(value);
        std::string label = fmt::format("{:g}", std::round(value / scale.factor * 1e6) / 1e6);
        if (i + 1 == count && !scale.suffix.empty())
            label.append(" ").append(scale.suffix);
        marks.labels.push_back(std::move(label));
    }
    return marks;
}

} // namespace metric
