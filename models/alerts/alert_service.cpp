#include "models/alerts/alert_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace alerts {

using metric::Result;
using metric::Timestamp;

namespace {

constexpr std::size_t kQueuedBatches = 256;
// What a full disk may hold back before the oldest is given up.
constexpr std::size_t kMostUnsaved = 10'000;

} // namespace

AlertService::AlertService(AlertStore store, const query::Engine &engine, const metric::Clock &clock, std::vector<Channel *> channels,
                           Listener listener)
    : m_store(std::move(store)),
      m_book(engine),
      m_clock(clock),
      m_channels(std::move(channels)),
      m_listener(std::move(listener)),
      m_notice(m_store.notice()),
      m_batches(kQueuedBatches),
      m_file(m_store.file())
{
    auto rules = m_store.rules();
    auto open = m_store.openAlerts();
    const auto nextId = m_store.nextAlertId();
    if (!rules || !open || !nextId) {
        const auto &error = !rules ? rules.error() : !open ? open.error() : nextId.error();
        complain(fmt::format("Alerts can not be read: {}", error.message));
    }
    if (auto resolved = m_store.resolvedAlerts(AlertSnapshot::kRecentlyResolved))
        std::ranges::move(*resolved, std::back_inserter(m_resolved));
    apply(m_book.restore(rules.value_or(std::vector<AlertRule>{}), open.value_or(std::vector<Alert>{}), nextId.value_or(1), m_clock.now()));
    publish();
    m_thread = std::thread([this] { work(); });
}

AlertService::~AlertService()
{
    m_batches.close();
    m_thread.join();
}

void AlertService::post(metric::BatchRef batch) { m_batches.push(std::move(batch)); }

void AlertService::command(Command command)
{
    {
        const std::lock_guard lock(m_commandsMutex);
        m_commands.push_back(std::move(command));
    }
    m_batches.push(nullptr);
}

void AlertService::acknowledge(std::int64_t alertId, std::string author, std::string comment)
{
    command([this, alertId, author = std::move(author), comment = std::move(comment)] {
        apply(m_book.acknowledge(alertId, author, comment, m_clock.now()));
    });
}

void AlertService::acknowledgeAll(std::string author)
{
    command([this, author = std::move(author)] { apply(m_book.acknowledgeAll(author, m_clock.now())); });
}

void AlertService::snooze(std::int64_t alertId, Timestamp until, std::string author)
{
    command([this, alertId, until, author = std::move(author)] { apply(m_book.snooze(alertId, until, author, m_clock.now())); });
}

void AlertService::resolve(std::int64_t alertId, std::string author)
{
    command([this, alertId, author = std::move(author)] { apply(m_book.resolve(alertId, author, m_clock.now())); });
}

void AlertService::pauseNotifications(Timestamp until)
{
    command([this, until] { m_book.pauseNotifications(until); });
}

void AlertService::addRule(AlertRule rule)
{
    command([this, rule = std::move(rule)] {
        auto stored = m_store.addRule(rule);
        if (!stored)
            return complain(fmt::format("The rule \"{}\" could not be stored: {}", rule.name, stored.error().message));
        apply(m_book.setRule(*stored, m_clock.now()));
    });
}

void AlertService::updateRule(AlertRule rule)
{
    command([this, rule = std::move(rule)] { replaceRule(rule); });
}

void AlertService::setEnabled(std::int64_t ruleId, bool enabled)
{
    command([this, ruleId, enabled] {
        if (const auto *known = m_book.rule(ruleId)) {
            auto rule = *known;
            rule.enabled = enabled;
            replaceRule(rule);
        }
    });
}

void AlertService::removeRule(std::int64_t ruleId)
{
    command([this, ruleId] {
        if (!m_book.rule(ruleId))
            return;
        auto changes = m_book.removeRule(ruleId, m_clock.now());
        if (const auto done = m_store.removeRule(ruleId, changes); !done) {
            complain(fmt::format("The rule is off, but could not be deleted from the file: {}", done.error().message));
            return apply(std::move(changes));
        }
        tell(changes);
    });
}

void AlertService::replaceRule(const AlertRule &rule)
{
    if (!m_book.rule(rule.id))
        return;
    auto changes = m_book.setRule(rule, m_clock.now());
    if (const auto done = m_store.updateRule(rule, changes); !done) {
        complain(fmt::format("The rule \"{}\" counts until the end of this run, but could not be stored: {}", rule.name, done.error().message));
        return apply(std::move(changes));
    }
    tell(changes);
}

AlertSnapshotRef AlertService::snapshot() const
{
    const std::lock_guard lock(m_snapshotMutex);
    return m_snapshot;
}

Result<std::vector<AlertEvent>> AlertService::events(std::int64_t alertId) const
{
    return ask([&](AlertStore &history) { return history.events(alertId); });
}

Result<std::vector<Alert>> AlertService::resolvedAlerts(std::size_t limit) const
{
    return ask([&](AlertStore &history) { return history.resolvedAlerts(limit); });
}

void AlertService::work()
{
    while (auto batch = m_batches.pop()) {
        runCommands();
        if (*batch)
            evaluate(**batch);
        if (m_book.takeChanged() || m_noticeChanged)
            publish();
    }
    runCommands();
    publish();
}

void AlertService::runCommands()
{
    while (true) {
        std::deque<Command> commands;
        {
            const std::lock_guard lock(m_commandsMutex);
            commands.swap(m_commands);
        }
        if (commands.empty())
            return;
        for (const auto &each : commands)
            each();
    }
}

void AlertService::evaluate(const metric::Batch &batch)
{
    if (batch.gapBefore > metric::Duration::zero() && !batch.samples.empty())
        m_book.gap(batch.samples.front().labels->get("instance"));
    apply(m_book.evaluate(batch.time));
}

// Stored first, told afterwards, then noted that it was told: a crash between tells twice rather than never.
void AlertService::apply(std::vector<AlertChange> changes)
{
    if (changes.empty() && m_unsaved.empty())
        return;
    save(changes);
    tell(changes);
}

void AlertService::save(std::vector<AlertChange> changes)
{
    std::ranges::move(changes, std::back_inserter(m_unsaved));
    if (m_unsaved.size() > kMostUnsaved)
        m_unsaved.erase(m_unsaved.begin(), m_unsaved.end() - std::ptrdiff_t(kMostUnsaved));
    if (const auto done = m_store.write(m_unsaved); !done)
        return complain(fmt::format("Alerts can not be stored: {}", done.error().message));
    m_unsaved.clear();
    if (m_storeRefused)
        complain({});
    m_storeRefused = false;
}

void AlertService::tell(const std::vector<AlertChange> &changes)
{
    std::vector<AlertChange> noted;
    for (const auto &change : changes) {
        if (change.alert.state == AlertState::Resolved) {
            m_resolved.push_front(change.alert);
            if (m_resolved.size() > AlertSnapshot::kRecentlyResolved)
                m_resolved.pop_back();
        }
        if (!change.notify)
            continue;
        for (auto *channel : m_channels)
            channel->deliver({*change.notify, change.alert});
        if (*change.notify != NotificationKind::Fired)
            continue;
        if (auto told = m_book.told(change.alert.id, m_clock.now()))
            noted.push_back(std::move(*told));
    }
    if (!noted.empty())
        save(std::move(noted));
}

void AlertService::publish()
{
    auto snapshot = std::make_shared<AlertSnapshot>(m_book.snapshot());
    snapshot->version = ++m_version;
    snapshot->resolved.assign(m_resolved.begin(), m_resolved.end());
    snapshot->notice = m_notice;
    m_noticeChanged = false;
    {
        const std::lock_guard lock(m_snapshotMutex);
        m_snapshot = snapshot;
    }
    if (m_listener)
        m_listener(std::move(snapshot));
}

void AlertService::complain(std::string notice)
{
    m_storeRefused = !notice.empty();
    m_noticeChanged |= notice != m_notice;
    m_notice = std::move(notice);
}

} // namespace alerts
