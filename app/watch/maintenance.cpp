#include "app/watch/maintenance.h"

#include <QtCore/QDateTime>

#include <algorithm>

namespace app {

void Maintenance::setTargets(const QList<targets::Target> &targets)
{
    std::map<std::string, Plan, std::less<>> plans;
    for (const auto &target : targets) {
        Plan plan{metric::Timestamp(metric::Duration(target.maintenanceUntil)), {}};
        for (const auto &text : target.maintenance) {
            if (const auto window = targets::WeeklyWindow::parse(text))
                plan.windows.push_back(*window);
        }
        if (target.maintenanceUntil > 0 || !plan.windows.empty())
            plans.emplace(target.id.toStdString(), std::move(plan));
    }
    const std::lock_guard lock(m_mutex);
    m_plans = std::move(plans);
}

bool Maintenance::isOn(const std::string &target, metric::Timestamp time) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_plans.find(target);
    if (found == m_plans.end())
        return false;
    if (time < found->second.until)
        return true;
    const auto local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    return std::ranges::any_of(found->second.windows, [&](const targets::WeeklyWindow &window) { return window.contains(local); });
}

} // namespace app
