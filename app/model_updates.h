#pragma once

#include "app/core.h"
#include "models/items/alert_model.h"
#include "models/items/file_system_model.h"
#include "models/items/health_model.h"
#include "models/items/health_score.h"
#include "models/items/target_model.h"

#include <span>

namespace app {

// Moves what arrived into the item models, once per frame. Main thread.
class ModelUpdates {
public:
    explicit ModelUpdates(Core &core);

    // `healthWatched`: somebody looks at the checks; otherwise they are brought up to date every few seconds only.
    void take(std::span<const metric::BatchRef> batches, metric::Timestamp now, bool healthWatched);

    items::FileSystemModel &fileSystems() { return m_fileSystems; }
    items::HealthModel &health() { return m_health; }
    items::TargetModel &targets() { return m_targets; }
    const items::HealthScore &score() const { return m_score; }
    // The newest process table, null until there is one.
    const std::shared_ptr<const metric::Table> &processes() const { return m_processes; }

private:
    void updateFileSystems(const metric::Batch &batch, metric::Timestamp now);
    void updateHealth(metric::Timestamp now);
    void updateTargets(metric::Timestamp now);

    Core &m_core;
    items::FileSystemModel m_fileSystems;
    items::HealthModel m_health;
    items::TargetModel m_targets;
    std::vector<items::HealthRow> m_checks;
    items::HealthScore m_score;
    metric::BatchRef m_newest;
    std::shared_ptr<const metric::Table> m_processes;
    metric::Timestamp m_slowAt{};
};

} // namespace app
