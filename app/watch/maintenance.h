#pragma once

#include "models/metric/clock.h"
#include "models/targets/target.h"
#include "models/targets/weekly_window.h"

#include <QtCore/QList>

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace app {

// Which targets are being worked on, and when. Told in the main thread, asked in any.
class Maintenance {
public:
    void setTargets(const QList<targets::Target> &targets);
    bool isOn(const std::string &target, metric::Timestamp time) const;
    // Whether some target with that instance label is.
    bool isOnInstance(std::string_view instance, metric::Timestamp time) const;

private:
    struct Plan {
        std::string instance;
        metric::Timestamp until;
        std::vector<targets::WeeklyWindow> windows; // local time
        bool isOn(metric::Timestamp time) const;
    };
    mutable std::mutex m_mutex;
    std::map<std::string, Plan, std::less<>> m_plans; // of targets that have any
};

} // namespace app
