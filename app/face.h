#pragma once

#include "app/core.h"
#include "app/model_updates.h"
#include "app/process_control.h"
#include "app/target_desk.h"
#include "ui/window/main_window.h"
#include "ui/window/tray.h"

#include <QtCore/QObject>

#include <memory>
#include <optional>
#include <string>

namespace app {

// The window and the tray on top of a Core: builds what ui needs, hands on what arrives and what the user wants. Members
// stand in start order.
class Face : public QObject {
    Q_OBJECT

public:
    Face(Core &core, Log &log, const std::optional<std::string> &tab);
    ~Face() override;

    void raise() { m_window->present(); }
    // Layouts into the settings; before the core stops.
    void save();

private:
    void onFrame();
    void onAlerts(const alerts::AlertSnapshotRef &snapshot);
    void onVisibility();
    void connectTray();
    void connectProcesses();
    void connectHealth();
    void refreshOverview(metric::Timestamp now);

    Core &m_core;
    Log &m_log;
    std::string m_user;
    ui::Theme m_theme;
    ui::CrosshairHub m_crosshair;
    ui::Background m_background;
    ui::ChartFeed m_feed;
    ModelUpdates m_models;
    ProcessControl m_processControl;
    std::unique_ptr<ui::MainWindow> m_window; // owns the desk
    ui::Tray m_tray;
    metric::Timestamp m_now{};
    metric::Timestamp m_overviewAt{};
    metric::Duration m_overviewReach{0};
    ui::Inquiry m_overview;
};

} // namespace app
