#pragma once

#include "probes/probe.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// A file of a hardware monitor, taken apart: "temp1_crit_alarm" is type temp, sensor temp1, property crit_alarm.
struct SensorFile {
    std::string_view type;
    std::string sensor;
    std::string_view property; // empty in "pwm1"
};
// Nothing where it is no file of a sensor (Documentation/hwmon/sysfs-interface).
std::optional<SensorFile> parseSensorFile(std::string_view name);

// The series a property is told as, and how its number becomes base units. `hasBare`: the sensor has a file without a property
// too, so its input needs another name.
struct SensorSeries {
    std::string name;
    double factor = 1;
    double divisor = 1;
};
SensorSeries seriesOfSensor(std::string_view type, std::string_view property, bool hasBare);

// Lower case, everything but letters, digits, ":" and "_" as "_", none of these at the ends.
std::string cleanSensorName(std::string_view name);

// node_hwmon_*. A chip is named after its place in the machine, which does not change with the order in which drivers load:
// platform_coretemp_0; its own name and those of its sensors are in node_hwmon_chip_names and node_hwmon_sensor_label.
// Every 5 s: a sensor behind a slow bus takes milliseconds. Which files there are is looked up again when chips come or go, and
// every minute. A machine without sensors has nothing to tell, which is no failure.
class HwmonProbe final : public Probe {
public:
    std::string_view name() const override { return "hwmon"; }
    metric::Duration interval() const override { return metric::Duration(5000); }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    struct Reading {
        std::string path, sensor;
        SensorSeries series;
    };
    struct SensorLabel {
        std::string sensor, label;
    };
    struct Chip {
        std::string name;     // the label "chip"
        std::string chipName; // of its file "name", cleaned; may be empty
        std::vector<SensorLabel> labels;
        std::vector<Reading> readings;
    };
    static constexpr metric::Duration kLookInterval{60000};

    static Chip look(Source &source, const std::string &hwmon);
    static void tellApart(std::vector<Chip> &chips, const std::vector<std::string> &hwmons);

    std::vector<std::string> m_hwmons; // names in /sys/class/hwmon
    std::vector<Chip> m_chips;         // one for each
    std::optional<metric::Timestamp> m_looked;
    std::string m_text;
};

} // namespace probes
