#pragma once

#include "models/alerts/alert_snapshot.h"
#include "models/items/health_model.h"

#include <QtCore/QStringList>

#include <span>

namespace items {

struct HealthScore {
    int value = 100;     // 0 to 100
    QStringList reasons; // "−20 CPU above 90 % (anvil)", the gravest first, translated
};

// 100 less what is wrong now: 40 for an emergency, 20 for a critical alert, 8 for a warning, 1 for an info, each half of that
// once acknowledged (those of checks and their objectives are left to the score of the checks); 5 for a check that is down and 2 for one that is
// unknown, where no alert says so already. Never below 0.
HealthScore healthScore(const alerts::AlertSnapshot &snapshot, std::span<const HealthRow> checks);

} // namespace items
