#pragma once

#include "app/core.h"
#include "models/items/alert_model.h"
#include "models/items/file_system_model.h"
#include "models/items/health_model.h"
#include "models/items/health_score.h"
#include "models/items/target_model.h"
#include "ui/widgets/background.h"

#include <span>

namespace app {

// Moves what arrived into the item models, once per frame. Main thread.
class ModelUpdates {
public:
    ModelUpdates(Core &core, ui::Background &background);

    // `healthWatched`: somebody looks at the checks; otherwise they are brought up to date every few seconds only.
    void take(std::span<const metric::BatchRef> batches, metric::Timestamp now, bool healthWatched);

    items::FileSystemModel &fileSystems() { return m_fileSystems; }
    items::HealthModel &health() { return m_health; }
    items::TargetModel &targets() { return m_targets; }
    const items::HealthScore &score() const { return m_score; }
    // The newest process table, null until there is one.
    const std::shared_ptr<const metric::Table> &processes() const { return m_processes; }

private:
    struct Answers; // what the engine said
    void ask(metric::Timestamp now, bool slow);
    void showFileSystems(const Answers &answers);
    void showHealth(Answers &answers);
    void showTargets(Answers &answers);

    Core &m_core;
    items::FileSystemModel m_fileSystems;
    items::HealthModel m_health;
    items::TargetModel m_targets;
    std::vector<items::HealthRow> m_checks;
    items::HealthScore m_score;
    metric::BatchRef m_newest;
    std::shared_ptr<const metric::Table> m_processes;
    std::vector<items::FileSystemRow> m_fileSystemRows; // as the newest batch that told of them has them
    metric::Timestamp m_slowAt{};
    ui::Inquiry m_inquiry;
};

} // namespace app
