#include "app/watch/maintenance.h"

#include <QtCore/QDateTime>

#include <algorithm>

namespace app {

void Maintenance::setTargets(const QList<targets::Target> &targets)
{
    std::map<std::string, Plan, std::less<>> plans;
    for (const auto &target : targets) {
        Plan plan{target.instance.toStdString(), metric::Timestamp(metric::Duration(target.maintenanceUntil)), {}};
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

bool Maintenance::Plan::isOn(metric::Timestamp time) const
{
    if (time < until)
        return true;
    if (windows.empty())
        return false;
    const auto local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    return std::ranges::any_of(windows, [&](const targets::WeeklyWindow &window) { return window.contains(local); });
}

bool Maintenance::isOn(const std::string &target, metric::Timestamp time) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_plans.find(target);
    return found != m_plans.end() && found->second.isOn(time);
}

bool Maintenance::isOnInstance(std::string_view instance, metric::Timestamp time) const
{
    const std::lock_guard lock(m_mutex);
    return std::ranges::any_of(m_plans, [&](const auto &each) { return each.second.instance == instance && each.second.isOn(time); });
}

} // namespace app
