#include "probes/linux/hwmon.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kHwmon = "/sys/class/hwmon";
constexpr std::array<std::string_view, 14> kSensorTypes{"vrm",  "beep_enable", "update_interval", "in",     "cpu",      "fan",       "pwm",
                                                        "temp", "curr",        "power",           "energy", "humidity", "intrusion", "freq"};

constexpr double kMilli = 0.001;
constexpr double kMicro = 1000000.0;

std::string lastPart(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

std::string_view parentOf(std::string_view path)
{
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// Where the chip sits, else its own name, else its number.
std::string nameOfChip(Source &source, const std::string &directory, const std::string &chipName, const std::string &hwmon)
{
    if (const auto device = source.resolve(directory + "/device"); device) {
        const auto name = cleanSensorName(lastPart(*device));
        const auto bus = cleanSensorName(lastPart(parentOf(*device)));
        if (!name.empty())
            return bus.empty() ? name : bus + "_" + name;
    }
    if (!chipName.empty())
        return chipName;
    const auto real = source.resolve(directory);
    return cleanSensorName(real ? lastPart(*real) : hwmon);
}

} // namespace

std::optional<SensorFile> parseSensorFile(std::string_view name)
{
    const auto digits = name.find_first_of("0123456789");
    const auto type = name.substr(0, digits);
    if (std::ranges::find(kSensorTypes, type) == kSensorTypes.end())
        return std::nullopt;
    auto rest = name.substr(type.size());
    const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
    auto number = rest.substr(0, end);
    rest.remove_prefix(end);
    if (!number.empty()) {
        const auto value = scan::number<unsigned>(number);
        if (!value)
            return std::nullopt;
    } else {
        number = "0";
    }
    while (number.size() > 1 && number.front() == '0')
        number.remove_prefix(1);
    if (!rest.empty() && (rest.front() != '_' || rest.size() == 1))
        return std::nullopt;
    if (!rest.empty())
        rest.remove_prefix(1);
    return SensorFile{type, std::string(type).append(number), rest};
}

std::string cleanSensorName(std::string_view name)
{
    std::string clean;
    for (const char c : scan::trimmed(name)) {
        const char lower = c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
        const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == ':' || lower == '_';
        clean += kept ? lower : '_';
    }
    const auto start = clean.find_first_not_of('_');
    if (start == std::string::npos)
        return {};
    return clean.substr(start, clean.find_last_not_of('_') - start + 1);
}

SensorSeries seriesOfSensor(std::string_view type, std::string_view property, bool hasBare)
{
    if (type == "beep_enable")
        return {"node_hwmon_beep_enabled"};
    if (type == "vrm")
        return {"node_hwmon_voltage_regulator_version"};
    if (type == "update_interval")
        return {"node_hwmon_update_interval_seconds", kMilli};

    auto name = std::string("node_hwmon_").append(type);
    if (property == "input") {
        if (hasBare)
            name += "_input";
    } else if (!property.empty()) {
        name.append("_").append(cleanSensorName(property));
    }
    if (property == "fault" || property == "alarm")
        return {name};
    if (property == "beep")
        return {name + "_enabled"};
    if (type == "in" || type == "cpu")
        return {name + "_volts", kMilli};
    if (type == "temp" && property != "type")
        return {name + "_celsius", kMilli}; // crit_alarm too, as everybody expects it by now: an alarm of 1 is told as 0.001
    if (type == "curr")
        return {name + "_amps", kMilli};
    if (type == "energy")
        return {name + "_joule_total", 1, kMicro};
    if (type == "power") {
        if (property == "accuracy")
            return {name, 1, kMicro};
        if (property.starts_with("average_interval"))
            return {name + "_seconds", kMilli};
        return {name + "_watt", 1, kMicro};
    }
    if (type == "humidity")
        return {name, 1, kMicro};
    if (type == "fan" && (property == "input" || property == "min" || property == "max" || property == "target"))
        return {name + "_rpm"};
    if (type == "freq" && property == "input")
        return {name + "_freq_mhz", 1, kMicro};
    return {name};
}

HwmonProbe::Chip HwmonProbe::look(Source &source, const std::string &hwmon)
{
    const auto directory = std::string(kHwmon) + "/" + hwmon;
    Chip chip;
    std::string text;
    if (source.read(directory + "/name", text))
        chip.chipName = cleanSensorName(text);
    chip.name = nameOfChip(source, directory, chip.chipName, hwmon);

    // Drivers of old keep their files beside the device and not in the monitor's own directory.
    std::map<std::string, std::map<std::string, std::string>> sensors; // sensor, property, path
    std::map<std::string, std::string> types;
    for (const auto &place : {directory, directory + "/device"}) {
        std::vector<std::string> files;
        if (!source.list(place, files))
            continue;
        for (const auto &name : files) {
            const auto file = parseSensorFile(name);
            if (!file)
                continue;
            types.emplace(file->sensor, file->type);
            sensors[file->sensor].insert_or_assign(std::string(file->property), fmt::format("{}/{}", place, name));
        }
    }
    for (const auto &[sensor, files] : sensors) {
        std::string label;
        if (const auto file = files.find("label"); file != files.end() && source.read(file->second, text)) {
            label = scan::validUtf8(scan::trimmed(text));
            chip.labels.push_back({sensor, label});
        }
        const auto &type = types[sensor];
        for (const auto &[property, path] : files) {
            if (property == "label")
                continue;
            const bool frequency = type == "freq" && property == "input";
            if (frequency && label.empty())
                continue; // told under its label alone
            // Some properties can only be written, and "power" of a device is a directory.
            if (const auto read = source.read(path, text); !read && read.error().code != metric::ErrorCode::Unavailable)
                continue;
            chip.readings.push_back({path, frequency ? cleanSensorName(label) : sensor, seriesOfSensor(type, property, files.contains(""))});
        }
    }
    return chip;
}

// Chips at one place (three radios of one card) get their own names added, or their numbers where these are the same too.
void HwmonProbe::tellApart(std::vector<Chip> &chips, const std::vector<std::string> &hwmons)
{
    std::map<std::string, int> places, names;
    for (const auto &chip : chips) {
        ++places[chip.name];
        ++names[chip.name + "\n" + chip.chipName];
    }
    for (std::size_t i = 0; i < chips.size(); ++i) {
        auto &chip = chips[i];
        if (places[chip.name] == 1)
            continue;
        const bool named = !chip.chipName.empty() && names[chip.name + "\n" + chip.chipName] == 1;
        chip.name += "_" + (named ? chip.chipName : cleanSensorName(hwmons[i]));
    }
}

Result<void> HwmonProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    std::vector<std::string> hwmons;
    if (auto listed = source.list(kHwmon, hwmons); !listed) {
        if (isAbsence(listed.error()))
            return {};
        return listed;
    }
    scan::sortNaturally(hwmons);
    if (hwmons != m_hwmons || !m_looked || batch.time() - *m_looked >= kLookInterval || batch.time() < *m_looked) {
        m_chips.clear();
        for (const auto &hwmon : hwmons)
            m_chips.push_back(look(source, hwmon));
        tellApart(m_chips, hwmons);
        m_hwmons = std::move(hwmons);
        m_looked = batch.time();
    }
    for (const auto &chip : m_chips) {
        if (!chip.chipName.empty())
            batch.add("node_hwmon_chip_names", {{"chip", chip.name}, {"chip_name", chip.chipName}}, 1);
        for (const auto &[sensor, label] : chip.labels)
            batch.add("node_hwmon_sensor_label", {{"chip", chip.name}, {"sensor", sensor}, {"label", label}}, 1);
        for (const auto &reading : chip.readings) {
            if (!source.read(reading.path, m_text, Source::Keep::Yes))
                continue; // no value now, says the driver
            if (const auto value = scan::number<double>(scan::trimmed(m_text)); value)
                batch.add(reading.series.name, {{"chip", chip.name}, {"sensor", reading.sensor}},
                          *value * reading.series.factor / reading.series.divisor);
        }
    }
    return {};
}

} // namespace probes
