#pragma once

#include "app/api/api.h"
#include "app/command_line.h"
#include "app/log.h"
#include "app/notify/desktop_notifier.h"
#include "app/remote/alertmanager_sender.h"
#include "app/secrets/secret_store.h"
#include "app/system_clock.h"
#include "app/watch/maintenance.h"
#include "app/watch/watcher.h"
#include "models/alerts/alert_service.h"
#include "models/health/health_service.h"
#include "models/history/history.h"
#include "models/metric/bounded_queue.h"
#include "models/query/promql_engine.h"
#include "models/series/admission.h"
#include "models/series/fan_out_reader.h"
#include "models/series/series_store.h"
#include "models/settings/settings_store.h"
#include "models/targets/target_store.h"
#include "probes/linux/process_probes.h"
#include "probes/linux/self_probe.h"
#include "probes/runner/runner.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <atomic>
#include <memory>

namespace app {

// Everything but the window: probes, store, history, alerts, deliveries. All that --headless runs. Lives in the main thread;
// members stand in start order, so destruction is stop order.
class Core : public QObject {
    Q_OBJECT

public:
    // The message of an error is one line for the user. REQUIRES: the data directory is locked by us.
    static metric::Result<std::unique_ptr<Core>> open(const CommandLine &line, Log &log);
    ~Core() override;

    // Probes begin to run; until then nothing is sampled.
    void start();
    // Ends the probes, then everything that was still on its way is stored. Called once, before destruction.
    void stop();

    settings::SettingsStore &settings() { return *m_settings; }
    const series::Reader &reader() const { return m_reader; }
    const query::Engine &engine() const { return m_engine; }
    alerts::AlertService &alerts() { return *m_alerts; }
    notify::DesktopNotifier &notifier() { return m_notifier; }
    probes::ProcessFocus &processFocus() { return *m_focus; }
    const metric::Clock &clock() const { return m_clock; }
    // This machine, the console, and what the user added.
    QList<targets::Target> targets() const { return m_own + m_targets->all(); }
    const targets::Target &machine() const { return m_own.front(); }
    targets::TargetStore &targetStore() { return *m_targets; }
    secrets::SecretStore &secrets() { return m_secrets; }
    health::HealthService &health() { return *m_health; }
    Watcher &watcher() { return *m_watcher; }
    metric::Duration interval() const { return m_interval; }
    const std::string &historyNotice() const { return m_historyNotice; }

    // Batches for the window wait here; batchArrived() says that there are some, once until they are taken.
    std::vector<metric::BatchRef> takeBatches();

Q_SIGNALS:
    void batchArrived();
    void alertsChanged(alerts::AlertSnapshotRef snapshot);
    void healthChanged(health::HealthSnapshotRef snapshot);
    void historyTroubleChanged(const QString &trouble); // why it cannot be written; empty: it is again

private:
    // What is opened before there is a core.
    struct Opened {
        std::unique_ptr<settings::SettingsStore> settings;
        std::unique_ptr<targets::TargetStore> targets;
        std::unique_ptr<history::History> history;
        alerts::AlertStore alerts;
        alerts::RuleLibrary rules;
        health::HealthFile health;
    };
    Core(Opened opened, Log &log, metric::Duration interval);

    void onBatch(metric::BatchRef batch);          // on a lane's thread
    metric::BatchRef keep(metric::BatchRef batch); // what is admitted of it, in memory and in the history; on any thread
    void measureLoopLag();
    void tellFigures(metric::BatchBuilder &batch) const; // on a lane's thread
    void startAlerts(Opened &opened);
    void startHealth(Opened &opened);
    void followTargets();
    void connectNotifier();
    std::vector<alerts::TimeInterval> quietHours() const;
    void onSettingChanged(const QString &key);
    void readAlertmanagers();
    void reportHistory();
    void reportFaults(const alerts::AlertSnapshot &snapshot);
    metric::Result<void> openSecrets(const std::filesystem::path &passphraseFile);
    metric::Result<void> listen(const api::AccessOptions &options, const std::filesystem::path &dataDir);

    Log &m_log;
    SystemClock m_clock;
    std::unique_ptr<settings::SettingsStore> m_settings;
    metric::Duration m_interval;
    std::string m_historyNotice;
    QList<targets::Target> m_own; // this machine and the console
    std::unique_ptr<targets::TargetStore> m_targets;
    secrets::SecretStore m_secrets;
    Maintenance m_maintenance;
    series::Admission m_admission;
    series::SeriesStore m_memory;
    std::unique_ptr<history::History> m_history;
    series::FanOutReader m_reader;
    query::PromqlEngine m_engine;
    notify::DesktopNotifier m_notifier;
    metric::BoundedQueue<metric::BatchRef> m_forWindow;
    std::atomic<bool> m_windowKnows = false;
    std::vector<alerts::FileFault> m_reportedFaults;
    remote::AlertmanagerSender m_alertmanagers;
    std::unique_ptr<alerts::AlertService> m_alerts;
    std::unique_ptr<health::HealthService> m_health;
    std::unique_ptr<api::ApiServer> m_api; // null where nobody may ask
    std::shared_ptr<probes::ProcessFocus> m_focus;
    std::atomic<std::uint64_t> m_batches = 0;
    std::atomic<double> m_loopLag = 0; // seconds
    std::unique_ptr<probes::Runner> m_runner;
    std::unique_ptr<Watcher> m_watcher;
    QTimer m_lagTimer;
    std::string m_lastHistoryError;
};

} // namespace app
