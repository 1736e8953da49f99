#include "app/core.h"

#include "app/remote/alertmanager_address.h"
#include "app/secrets/passphrase_file.h"
#include "app/watch/own_network.h"
#include "app/zones.h"
#include "models/alerts/rule_migration.h"
#include "models/query/figure.h"
#include "models/settings/settings.h"
#include "probes/linux/node_probes.h"
#include "probes/source/local_source.h"

#include <QtCore/QFileInfo>
#include <QtCore/QSysInfo>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

#include <sys/resource.h>

namespace app {

using namespace std::chrono_literals;

// Memory answers what happens now; what is older comes from the history.
static constexpr metric::Duration kMemorySpan = 15min;
// More than a window ever leaves unread; beyond it the oldest are dropped and the charts read them from the store anyway.
static constexpr std::size_t kWindowQueue = 64;
static constexpr auto kLagInterval = 500ms;
// Of one rule's alerts, one notification: at once, and brought up to date without a flicker.
static const alerts::NotificationRoute kDesktopRoute{.groupBy = {"alertname"}, .groupWait = 0s, .groupInterval = 10s, .repeatInterval = 4h};

metric::Result<std::unique_ptr<Core>> Core::open(const CommandLine &line, Log &log)
{
    auto settings = settings::SettingsStore::open(QString::fromStdString(line.configDir.string()));
    if (!settings)
        return tl::unexpected(settings.error());
    // Before anything is opened: what the command line asks for is done or refused, what a setting asks for is told where it fails.
    auto access = line.access;
    const bool demanded = !access.listen.empty();
    if (!demanded)
        access.listen = (*settings)->value(settings::kApiListen).toStdString();
    if (demanded) {
        if (const auto checked = api::Access::make(access); !checked)
            return tl::unexpected(checked.error());
    }
    const SystemClock clock;
    history::Options options;
    const auto days = [&](const settings::Setting<qint64> &setting) { return std::chrono::hours(24 * (*settings)->value(setting)); };
    options.retention = {days(settings::kRetentionDays), days(settings::kRetention5mDays), days(settings::kRetention1hDays)};
    options.maxBytes = std::uint64_t((*settings)->value(settings::kMaxMegabytes)) << 20;
    auto history = history::History::open(line.dataDir, options);
    if (!history)
        return tl::unexpected(history.error());
    auto alertStore = alerts::AlertStore::open(line.dataDir / "alerts.sqlite", clock.now());
    if (!alertStore)
        return tl::unexpected(alertStore.error());
    auto targets = targets::TargetStore::open(QString::fromStdString(line.configDir.string()));
    if (!targets)
        return tl::unexpected(targets.error());
    auto health = health::HealthFile::open(line.dataDir / "health.sqlite", clock.now());
    if (!health)
        return tl::unexpected(health.error());
    alerts::RuleLibrary rules(line.configDir / "rules");
    if (const auto adopted = alerts::adoptOldRules(*alertStore, rules); !adopted)
        log.room("alerts")->error("the thresholds of an older version could not be taken over: {}", adopted.error().message);
    const auto interval = line.intervalSeconds ? metric::Duration(std::llround(*line.intervalSeconds * 1000))
                                               : metric::Duration(std::chrono::seconds((*settings)->value(settings::kInterval)));
    std::unique_ptr<Core> core(
        new Core({std::move(*settings), std::move(*targets), std::move(*history), std::move(*alertStore), std::move(rules), std::move(*health)}, log,
                 interval));
    if (!line.passphraseFile.empty()) {
        if (const auto opened = core->openSecrets(line.passphraseFile); !opened)
            return tl::unexpected(opened.error());
    }
    if (!access.listen.empty()) {
        if (const auto listening = core->listen(access, line.dataDir); !listening && demanded)
            return tl::unexpected(listening.error());
        else if (!listening)
            log.room("api")->error("{} (the setting {})", listening.error().message, settings::kApiListen.key);
    }
    return core;
}

// Half of what the program may have, after asking for more than the usual thousand: each process has a file that is read every
// round, and opening it costs as much as reading it.
static std::size_t descriptorsToKeep()
{
    constexpr rlim_t kPlenty = 8192;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 256;
    if (limit.rlim_cur < kPlenty) {
        rlimit more = limit;
        more.rlim_cur = std::min(limit.rlim_max, kPlenty);
        if (::setrlimit(RLIMIT_NOFILE, &more) == 0)
            limit = more;
    }
    return std::size_t(std::min(limit.rlim_cur, kPlenty)) / 2;
}

static series::AdmissionLimits admissionLimits(const settings::SettingsStore &settings)
{
    return {std::size_t(settings.value(settings::kSeriesPerTarget)), std::size_t(settings.value(settings::kSeriesInAll)),
            std::chrono::seconds(settings.value(settings::kLateSeconds))};
}

Core::Core(Opened opened, Log &log, metric::Duration interval)
    : m_log(log),
      m_settings(std::move(opened.settings)),
      m_interval(interval),
      m_targets(std::move(opened.targets)),
      m_secrets(QFileInfo(m_settings->path()).path()),
      m_admission(admissionLimits(*m_settings), m_clock),
      m_memory(kMemorySpan),
      m_history(std::move(opened.history)),
      m_reader({&m_memory, m_history.get()}),
      m_engine(m_reader, {}, query::figureDefinitions()),
      m_forWindow(kWindowQueue),
      m_alertmanagers({.clock = m_clock, .tell = [this](const std::string &address, const std::string &trouble) {
                           if (trouble.empty())
                               m_log.room("alertmanager")->info("{} takes alerts", address);
                           else
                               m_log.room("alertmanager")->error("{} {}", address, trouble);
                       }})
{
    const auto host = QSysInfo::machineHostName();
    m_own = {{QStringLiteral("local"), targets::Kind::ThisMachine, host, host},
             {QStringLiteral("vedette"), targets::Kind::Application, host, QStringLiteral("vedette")}};

    m_historyNotice = m_history->openNotice();
    const std::pair<const char *, std::string> notices[] = {
        {"history", m_historyNotice}, {"alerts", opened.alerts.notice()}, {"health", opened.health.notice}};
    for (const auto &[room, notice] : notices) {
        if (!notice.empty())
            m_log.room(room)->warn("{}", notice);
    }
    m_maintenance.setTargets(m_targets->all());
    startAlerts(opened);
    startHealth(opened);

    m_focus = std::make_shared<probes::ProcessFocus>();
    m_runner = std::make_unique<probes::Runner>(m_clock, [this](metric::BatchRef batch) { onBatch(std::move(batch)); });
    probes::TargetPlan plan;
    plan.id = m_own.front().id.toStdString();
    plan.instance = host.toStdString();
    plan.interval = m_interval;
    probes::LocalSourceOptions options;
    options.keptDescriptors = descriptorsToKeep();
    plan.source = std::make_unique<probes::LocalSource>("/", options);
    plan.probes = probes::nodeProbes();
    for (auto &probe : probes::processProbes(m_focus))
        plan.probes.push_back(std::move(probe));
    plan.probes.push_back(std::make_unique<probes::SelfProbe>([this](metric::BatchBuilder &batch) { tellFigures(batch); }));
    m_runner->add(std::move(plan));
    m_watcher = std::make_unique<Watcher>(*m_targets, m_secrets, *m_runner, m_clock);
    connect(m_targets.get(), &targets::TargetStore::changed, this, &Core::followTargets);

    connect(m_settings.get(), &settings::SettingsStore::saveFailed, this,
            [this](const QString &message) { m_log.room("settings")->error("{}", message.toStdString()); });
    connect(m_settings.get(), &settings::SettingsStore::changed, this, &Core::onSettingChanged);
    connect(&m_lagTimer, &QTimer::timeout, this, &Core::measureLoopLag);
}

Core::~Core() = default;

void Core::startAlerts(Opened &opened)
{
    // The listener is called on the rules thread; the signal is queued to whoever lives elsewhere.
    alerts::AlertParts parts{.reader = m_reader, .clock = m_clock};
    parts.evaluation.definitions = query::figureDefinitions();
    parts.sink = [this](metric::BatchRef batch) { keep(std::move(batch)); };
    parts.notifications = {.receivers = {&m_notifier},
                           .route = kDesktopRoute,
                           .quietHours = quietHours(),
                           .utcOffset = utcOffsetOf,
                           .pausedUntil = metric::Timestamp(metric::Duration(m_settings->value(settings::kNotificationsPausedUntil)))};
    parts.notificationFile = std::filesystem::path(m_settings->path().toStdString()).replace_filename("notifications.yaml");
    parts.retention = std::chrono::hours(24 * std::max({m_settings->value(settings::kRetentionDays), m_settings->value(settings::kRetention5mDays),
                                                        m_settings->value(settings::kRetention1hDays)}));
    parts.isInMaintenance = [this](const metric::Labels &labels, metric::Timestamp time) {
        return m_maintenance.isOnInstance(labels.get("instance"), time);
    };
    parts.listener = [this](alerts::AlertSnapshotRef snapshot) {
        reportFaults(*snapshot);
        m_alertmanagers.take(snapshot);
        Q_EMIT alertsChanged(std::move(snapshot));
    };
    m_alerts = std::make_unique<alerts::AlertService>(std::move(opened.alerts), std::move(opened.rules), std::move(parts));
    connectNotifier();
}

static std::vector<health::CheckPlan> checkPlansOf(const QList<targets::Target> &targets)
{
    std::vector<health::CheckPlan> plans;
    std::ranges::transform(targets, std::back_inserter(plans), checkPlanOf);
    return plans;
}

void Core::startHealth(Opened &opened)
{
    std::vector<std::string> anchors;
    for (const auto &anchor : m_settings->value(settings::kNetworkAnchors))
        anchors.push_back(anchor.toStdString());
    // All but networkIsThere are called on the health thread.
    health::HealthParts parts{.clock = m_clock};
    parts.listener = [this](health::HealthSnapshotRef snapshot) { Q_EMIT healthChanged(std::move(snapshot)); };
    parts.sink = [this](metric::BatchRef batch) { keep(std::move(batch)); };
    parts.askAgain = [this](const std::string &target) {
        QMetaObject::invokeMethod(
            this, [this, target] { m_watcher->checkNow(QString::fromStdString(target)); }, Qt::QueuedConnection);
    };
    parts.networkIsThere = [this, anchors] { return ownNetworkIsThere(anchors, m_clock); };
    parts.isInMaintenance = [this](const health::CheckPlan &plan, metric::Timestamp time) { return m_maintenance.isOn(plan.target, time); };
    m_health = std::make_unique<health::HealthService>(std::move(opened.health), checkPlansOf(m_targets->all()), std::move(parts));
}

void Core::followTargets()
{
    m_maintenance.setTargets(m_targets->all());
    m_health->setPlans(checkPlansOf(m_targets->all()));
}

metric::Result<void> Core::openSecrets(const std::filesystem::path &passphraseFile)
{
    const auto passphrase = secrets::readPassphrase(passphraseFile);
    if (!passphrase)
        return tl::unexpected(passphrase.error());
    auto opened = m_secrets.isLocked() ? m_secrets.unlock(*passphrase) : m_secrets.createFile(*passphrase);
    if (!opened)
        opened.error().message = fmt::format("--passphrase-file {}: {}", passphraseFile.string(), opened.error().message);
    return opened;
}

metric::Result<void> Core::listen(const api::AccessOptions &options, const std::filesystem::path &dataDir)
{
    auto access = api::Access::make(options);
    if (!access)
        return tl::unexpected(access.error());
    auto server = api::ApiServer::start({.engine = m_engine,
                                         .reader = m_reader,
                                         .clock = m_clock,
                                         .alerts = *m_alerts,
                                         .metadata = [this](std::string_view name) { return m_history->metadata(name); },
                                         .version = VEDETTE_VERSION,
                                         .retention = fmt::format("{}d", m_settings->value(settings::kRetentionDays)),
                                         .interval = m_interval,
                                         .directory = dataDir.string()},
                                        std::move(*access));
    if (!server)
        return tl::unexpected(server.error());
    m_api = std::move(*server);
    QUrl own(QString::fromStdString(m_api->address()));
    if (own.host() == u"0.0.0.0" || own.host() == u"::")
        own.setHost(QSysInfo::machineHostName());
    m_alertmanagers.setOwnAddress(own);
    m_log.room("api")->info("listening on {}", m_api->address());
    return {};
}

void Core::start()
{
    readAlertmanagers();
    m_runner->start();
    m_watcher->start();
    m_lagTimer.start(std::chrono::duration_cast<std::chrono::milliseconds>(10 * kLagInterval));
    m_log.room("app")->info("watching {} every {} ms", machine().instance.toStdString(), m_interval.count());
}

void Core::stop()
{
    m_lagTimer.stop();
    if (const auto hanging = m_runner->stop(); hanging > 0)
        m_log.room("probes")->warn("{} target(s) did not stop in time and were left behind", hanging);
    m_api.reset();
    m_health.reset();
    m_alerts.reset();
    m_history->flush();
    if (auto saved = m_settings->flush(); !saved)
        m_log.room("settings")->error("{}", saved.error().message);
    m_log.room("app")->info("stopped");
}

void Core::onBatch(metric::BatchRef batch)
{
    ++m_batches;
    batch = keep(std::move(batch));
    m_alerts->post(batch);
    m_health->post(batch);
    m_forWindow.push(std::move(batch));
    if (!m_windowKnows.exchange(true))
        Q_EMIT batchArrived();
}

metric::BatchRef Core::keep(metric::BatchRef batch)
{
    batch = m_admission.admit(std::move(batch));
    m_memory.append(*batch);
    m_history->append(batch);
    return batch;
}

std::vector<metric::BatchRef> Core::takeBatches()
{
    m_windowKnows = false;
    std::vector<metric::BatchRef> batches;
    while (auto batch = m_forWindow.tryPop())
        batches.push_back(std::move(*batch));
    return batches;
}

// How long an event waits for the main loop: a queued call's delay, sampled now and then.
void Core::measureLoopLag()
{
    const auto posted = m_clock.monotonic();
    QMetaObject::invokeMethod(
        this,
        [this, posted] {
            m_loopLag = std::chrono::duration<double>(m_clock.monotonic() - posted).count();
            reportHistory();
        },
        Qt::QueuedConnection);
}

void Core::reportHistory()
{
    const auto stats = m_history->stats();
    if (stats.lastError == m_lastHistoryError)
        return;
    m_lastHistoryError = stats.lastError;
    if (m_lastHistoryError.empty())
        m_log.room("history")->info("writing again");
    else
        m_log.room("history")->error("{}", m_lastHistoryError);
    Q_EMIT historyTroubleChanged(QString::fromStdString(m_lastHistoryError));
}

// Called where the listener is, one call after the other.
void Core::reportFaults(const alerts::AlertSnapshot &snapshot)
{
    if (snapshot.faults == m_reportedFaults)
        return;
    m_reportedFaults = snapshot.faults;
    for (const auto &[file, fault] : m_reportedFaults)
        m_log.room("rules")->error("{}:{}:{}: {}", file, fault.place.line, fault.place.column, fault.message);
    if (m_reportedFaults.empty())
        m_log.room("rules")->info("every rule file is good again");
}

void Core::tellFigures(metric::BatchBuilder &batch) const
{
    const auto history = m_history->stats();
    const auto refused = m_admission.refused();
    batch.add("vedette_batches_total", double(m_batches.load()));
    batch.add("vedette_queue_length", {{"queue", "history"}}, double(history.queueLength));
    batch.add("vedette_queue_length", {{"queue", "window"}}, double(m_forWindow.size()));
    batch.add("vedette_queue_dropped_total", {{"queue", "history"}}, double(history.batchesDropped));
    batch.add("vedette_queue_dropped_total", {{"queue", "window"}}, double(m_forWindow.dropped()));
    batch.add("vedette_queue_dropped_total", {{"queue", "rules"}}, double(m_alerts->droppedBatches()));
    batch.add("vedette_queue_dropped_total", {{"queue", "health"}}, double(m_health->droppedBatches()));
    batch.add("vedette_history_series", double(history.series));
    batch.add("vedette_history_bytes", double(history.fileBytes));
    batch.add("vedette_history_writing", history.lastError.empty() ? 1 : 0);
    batch.add("vedette_history_samples_total", double(history.samplesWritten));
    batch.add("vedette_series", double(m_admission.seriesCount()));
    batch.add("vedette_samples_refused_total", {{"reason", "late"}}, double(refused.late));
    batch.add("vedette_samples_refused_total", {{"reason", "limit"}}, double(refused.overLimit));
    batch.add("vedette_samples_refused_total", {{"reason", "duplicate"}}, double(m_memory.conflicts()));
    for (const auto &excess : m_admission.excesses())
        batch.add("vedette_series_refused", {{"target", excess.target}, {"metric", excess.metric}, {"label", excess.label}}, double(excess.refused));
    batch.add("vedette_event_loop_lag_seconds", m_loopLag.load());
    for (const auto &each : m_alertmanagers.figures()) {
        batch.add("vedette_alertmanager_sent_total", {{"alertmanager", each.address}}, double(each.sent));
        batch.add("vedette_alertmanager_errors_total", {{"alertmanager", each.address}}, double(each.errors));
        batch.add("vedette_alertmanager_left_out", {{"alertmanager", each.address}}, double(each.leftOut));
        if (each.isUp)
            batch.add("vedette_alertmanager_up", {{"alertmanager", each.address}}, *each.isUp);
    }
}

void Core::readAlertmanagers()
{
    auto read = remote::alertmanagerAddresses(m_settings->value(settings::kAlertmanagers));
    for (const auto &fault : read.faults)
        m_log.room("alertmanager")->error("{} (the setting {})", fault, settings::kAlertmanagers.key);
    m_alertmanagers.setAddresses(std::move(read.addresses));
}

void Core::connectNotifier()
{
    static const std::string kAuthor = qEnvironmentVariable("USER", QStringLiteral("user")).toStdString();
    m_notifier.setSounds(m_settings->value(settings::kSounds));
    connect(&m_notifier, &notify::DesktopNotifier::acknowledgeRequested, this, [this](const QList<qint64> &ids) {
        for (const auto id : ids)
            m_alerts->acknowledge(id, kAuthor);
    });
    connect(&m_notifier, &notify::DesktopNotifier::snoozeRequested, this, [this](const QList<qint64> &ids) {
        for (const auto id : ids)
            m_alerts->snooze(id, m_clock.now() + 1h, kAuthor);
    });
    connect(this, &Core::alertsChanged, &m_notifier,
            [this](const alerts::AlertSnapshotRef &snapshot) { m_notifier.follow(*snapshot, m_clock.now()); });
}

std::vector<alerts::TimeInterval> Core::quietHours() const
{
    const auto range = settings::DayRange::parse(m_settings->value(settings::kQuietHours));
    if (!range)
        return {};
    alerts::TimeInterval interval;
    interval.location = kLocalZone;
    if (range->from < range->until)
        interval.times = {{range->from, range->until}};
    else if (range->from > range->until) // over midnight
        interval.times = {{range->from, 24 * 60}, {0, range->until}};
    std::erase_if(interval.times, [](const alerts::MinuteRange &each) { return each.start == each.end; });
    return {interval};
}

void Core::onSettingChanged(const QString &key)
{
    if (key == QLatin1String(settings::kQuietHours.key))
        m_alerts->setQuietHours(quietHours());
    else if (key == QLatin1String(settings::kSounds.key))
        m_notifier.setSounds(m_settings->value(settings::kSounds));
    else if (key == QLatin1String(settings::kAlertmanagers.key))
        readAlertmanagers();
}

} // namespace app
