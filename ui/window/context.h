#pragma once

#include "models/alerts/alert_service.h"
#include "models/items/alert_model.h"
#include "models/items/file_system_model.h"
#include "models/items/health_model.h"
#include "models/items/target_model.h"
#include "models/metric/clock.h"
#include "models/query/engine.h"
#include "models/series/reader.h"
#include "models/settings/settings_store.h"
#include "ui/charts/chart_feed.h"
#include "ui/charts/crosshair_hub.h"
#include "ui/theme/theme.h"
#include "ui/widgets/background.h"

#include <string>

namespace ui {

// What every page may use, built and owned by the app; everything in it outlives the window.
struct Context {
    Theme &theme;
    const metric::Clock &clock;
    const series::Reader &reader;
    const query::Engine &engine;
    alerts::AlertService &alerts;
    settings::SettingsStore &settings;
    ChartFeed &feed;
    CrosshairHub &crosshair;
    Background &background; // reads the past for whoever asks
    items::FileSystemModel &fileSystems;
    items::HealthModel &health;
    items::TargetModel &targets;
    std::string user;       // who acknowledges
    std::string instance{}; // of this machine: the label of its series
};

} // namespace ui
