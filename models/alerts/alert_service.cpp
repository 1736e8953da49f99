#include "models/alerts/alert_service.h"

#include "models/alerts/shipped_inhibition.h"

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
// How long batches may stay out before rules are evaluated without one.
constexpr metric::Duration kSilence = std::chrono::seconds(5);
constexpr auto kPatience = std::chrono::milliseconds(500);
constexpr auto kLook = std::chrono::seconds(1);
// What is old is dropped that often, and so many rows of it between two looks at the queue: a rule never waits long for it.
constexpr auto kDropEvery = std::chrono::hours(1);
constexpr std::size_t kDroppedAtOnce = 1'000;

} // namespace

AlertService::AlertService(AlertStore store, RuleLibrary library, AlertParts parts)
    : m_store(std::move(store)),
      m_library(std::move(library)),
      m_parts(std::move(parts)),
      m_clock(m_parts.clock),
      m_rounds(
          m_parts.reader, m_parts.evaluation, m_clock, m_parts.sink ? m_parts.sink : [](const metric::BatchRef &) {}),
      m_book(shippedInhibitRules(), m_parts.isInMaintenance),
      m_notice(m_store.notice()),
      m_lastEvaluation(m_clock.now()), // a first look before there is anything to see would be lost
      m_inbox(kQueuedBatches),
      m_notifications(
          m_parts.notifications,
          [random = std::minstd_rand(std::random_device()())]() mutable { return std::generate_canonical<double, 32>(random); },
          [this] { m_inbox.wake(); }),
      m_notificationFile(m_parts.notificationFile, {.route = m_parts.notifications.route}),
      m_file(m_store.file())
{
    auto open = m_store.openAlerts();
    const auto nextId = m_store.nextAlertId();
    if (!open || !nextId)
        complain(fmt::format("Alerts can not be read: {}", !open ? open.error().message : nextId.error().message));
    if (auto resolved = m_store.resolvedAlerts(AlertSnapshot::kRecentlyResolved))
        std::ranges::move(*resolved, std::back_inserter(m_resolved));
    if (auto silences = m_store.silences()) {
        for (const auto &damage : silences->damaged)
            complain(damage);
        m_book.silences().restore(std::move(silences->silences));
        m_book.silencesChanged();
    }
    m_rounds.setGroups(m_library.groups());
    m_received.goOn(open.value_or(std::vector<Alert>{}), m_clock.now());
    (void)m_received.takeRulesChanged();
    const auto now = m_clock.now();
    if (m_notificationFile.refresh())
        takeNotificationConfig();
    const auto told = m_notifications.restore(m_store, now);
    if (!told)
        complain(fmt::format("What was told can not be read: {}", told.error().message));
    take(m_book.restore(allRules(), open.value_or(std::vector<Alert>{}), nextId.value_or(1), now));
    const auto firing = m_book.snapshot().firing;
    for (const auto &alert : firing)
        m_notifications.set(alert, now);
    m_notifications.endUnseen(now);
    m_rounds.goOn(firing);
    publish();
    m_thread = std::thread([this] { work(); });
}

AlertService::~AlertService()
{
    m_inbox.close();
    m_thread.join();
}

void AlertService::post(metric::BatchRef batch) { m_inbox.post(std::move(batch)); }

void AlertService::acknowledge(std::int64_t alertId, std::string author, std::string comment)
{
    m_inbox.command([this, alertId, author = std::move(author), comment = std::move(comment)] {
        take(m_book.acknowledge(alertId, author, comment, m_clock.now()));
    });
}

void AlertService::acknowledgeAll(std::string author)
{
    m_inbox.command([this, author = std::move(author)] { take(m_book.acknowledgeAll(author, m_clock.now())); });
}

void AlertService::snooze(std::int64_t alertId, Timestamp until, std::string author)
{
    m_inbox.command([this, alertId, until, author = std::move(author)] { take(m_book.snooze(alertId, until, author, m_clock.now())); });
}

void AlertService::resolve(std::int64_t alertId, std::string author)
{
    m_inbox.command([this, alertId, author = std::move(author)] { take(m_book.resolve(alertId, author, m_clock.now())); });
}

void AlertService::dismiss(std::int64_t alertId, std::string author)
{
    m_inbox.command([this, alertId, author = std::move(author)] {
        const auto now = m_clock.now();
        take(m_book.dismiss(alertId, author, now));
        const auto over = std::ranges::find(m_resolved, alertId, &Alert::id);
        if (over == m_resolved.end() || over->dismissedAt != Timestamp{})
            return;
        over->dismissedAt = now;
        m_unsaved.push_back({*over, {{alertId, now, EventKind::Dismissed, author, {}, over->value}}});
        m_changed = true;
    });
}

void AlertService::pauseNotifications(Timestamp until)
{
    m_inbox.command([this, until] { m_notifications.pause(until); });
}

void AlertService::setQuietHours(std::vector<TimeInterval> quietHours)
{
    m_inbox.command([this, quietHours = std::move(quietHours)] { m_notifications.setQuietHours(quietHours); });
}

std::future<Result<std::string>> AlertService::setSilence(Silence silence)
{
    auto promise = std::make_shared<std::promise<Result<std::string>>>();
    auto answer = promise->get_future();
    m_inbox.command([this, promise, silence = std::move(silence)] {
        const auto random = [this] { return std::uint64_t(m_random()) << 32 | m_random(); };
        auto change = m_book.silences().set(silence, m_clock.now(), silenceId(random(), random()));
        if (!change)
            return promise->set_value(tl::unexpected(change.error()));
        const auto stored = storeSilences(change->changed);
        take(m_book.tick(m_clock.now()));
        settle();
        publishChanges(); // who asked sees what came of it
        promise->set_value(stored ? Result<std::string>(std::move(change->id)) : tl::unexpected(stored.error()));
    });
    return answer;
}

std::future<Result<void>> AlertService::expireSilence(std::string id)
{
    auto promise = std::make_shared<std::promise<Result<void>>>();
    auto answer = promise->get_future();
    m_inbox.command([this, promise, id = std::move(id)] {
        const auto ended = m_book.silences().expire(id, m_clock.now());
        if (!ended)
            return promise->set_value(tl::unexpected(ended.error()));
        const auto stored = storeSilences({&*ended, 1});
        take(m_book.tick(m_clock.now()));
        settle();
        publishChanges();
        promise->set_value(stored);
    });
    return answer;
}

Result<void> AlertService::storeSilences(std::span<const Silence> changed, std::span<const std::string> forgotten)
{
    m_book.silencesChanged();
    auto done = m_store.write(changed, forgotten);
    if (!done)
        complain(fmt::format("Silences can not be stored: {}", done.error().message));
    return done;
}

// What becomes of them by itself.
void AlertService::tendSilences()
{
    const auto ended = m_book.takeEndedSilences();
    const auto forgotten = m_book.silences().forgetOld(m_clock.now());
    if (!ended.empty() || !forgotten.empty())
        (void)storeSilences(ended, forgotten); // it says so itself where that fails
}

void AlertService::addRule(AlertRule rule)
{
    rule.id = 0;
    updateRule(std::move(rule));
}

void AlertService::updateRule(AlertRule rule)
{
    m_inbox.command([this, rule = std::move(rule)] {
        changeRules(fmt::format("The rule \"{}\" could not be stored", rule.name), [&] { return m_library.put(rule).map([](std::int64_t) {}); });
    });
}

void AlertService::setEnabled(std::int64_t ruleId, bool enabled)
{
    m_inbox.command(
        [this, ruleId, enabled] { changeRules("The rule could not be switched", [&] { return m_library.setEnabled(ruleId, enabled); }); });
}

void AlertService::setSourceEnabled(std::string source, bool enabled)
{
    m_inbox.command([this, source = std::move(source), enabled] {
        changeRules("The rules could not be switched", [&] { return m_library.setSourceEnabled(source, enabled); });
    });
}

void AlertService::removeRule(std::int64_t ruleId)
{
    m_inbox.command([this, ruleId] { changeRules("The rule could not be removed", [&] { return m_library.remove(ruleId); }); });
}

void AlertService::changeRules(std::string_view what, const std::function<Result<void>()> &change)
{
    const auto done = change();
    auto notice = done ? std::string() : fmt::format("{}: {}", what, done.error().message);
    m_changed |= notice != m_ruleNotice;
    m_ruleNotice = std::move(notice);
    takeRules();
}

void AlertService::takeRules()
{
    m_rounds.setGroups(m_library.groups());
    take(m_book.setRules(allRules(), m_clock.now()));
}

void AlertService::takeNotificationConfig()
{
    const auto &config = m_notificationFile.config();
    m_notifications.setRoute(config.route);
    m_notifications.setMutedTimes(config.mutedTimes);
    auto inhibitRules = shippedInhibitRules();
    std::ranges::copy(config.inhibitRules, std::back_inserter(inhibitRules));
    m_book.setInhibitRules(std::move(inhibitRules));
    take(m_book.tick(m_clock.now()));
    m_changed = true; // its fault
}

std::vector<AlertRuleRef> AlertService::allRules() const
{
    auto rules = m_library.rules();
    std::ranges::copy(m_received.rules(), std::back_inserter(rules));
    return rules;
}

std::future<Result<void>> AlertService::receive(std::vector<PostedAlert> posted)
{
    auto promise = std::make_shared<std::promise<Result<void>>>();
    auto answer = promise->get_future();
    m_inbox.command([this, promise, posted = std::move(posted)] {
        const auto now = m_clock.now();
        const auto taken = m_received.take(posted, now);
        if (m_received.takeRulesChanged())
            take(m_book.setRules(allRules(), now));
        if (taken)
            take(m_book.round(m_received.outcomes(now), now));
        settle();
        publishChanges();
        promise->set_value(taken);
    });
    return answer;
}

std::future<std::vector<GroupView>> AlertService::groups()
{
    auto promise = std::make_shared<std::promise<std::vector<GroupView>>>();
    auto answer = promise->get_future();
    m_inbox.command([this, promise] { promise->set_value(m_rounds.view()); });
    return answer;
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

Result<std::vector<Delivery>> AlertService::deliveries(std::size_t limit) const
{
    return ask([&](AlertStore &history) { return history.deliveries(limit); });
}

Result<std::vector<Alert>> AlertService::resolvedAlerts(std::size_t limit) const
{
    return ask([&](AlertStore &history) { return history.resolvedAlerts(limit); });
}

Result<std::optional<Alert>> AlertService::alert(std::int64_t alertId) const
{
    return ask([&](AlertStore &history) { return history.alert(alertId); });
}

Result<Incidents> AlertService::incidents(const TimeRange &range, std::size_t most) const
{
    return ask([&](AlertStore &history) { return history.incidents(range, most); });
}

void AlertService::work()
{
    while (true) {
        const auto batch = m_inbox.waitFor(kPatience);
        while (m_inbox.runCommands()) {
        }
        if (m_inbox.isDone() && !batch)
            break;
        lookAtRules();
        if (batch) {
            if (batch->gapBefore > metric::Duration::zero() && !batch->samples.empty())
                m_rounds.gap(batch->samples.front().labels->get("instance"));
            evaluate(batch->time);
        } else if (m_clock.now() - m_lastEvaluation >= kSilence) {
            evaluate(m_clock.now()); // nothing comes: what says so must be seen to
        }
        settle();
        dropOld();
        publishChanges();
    }
    while (m_inbox.runCommands()) {
    }
    settle();
    publish();
}

void AlertService::evaluate(Timestamp time)
{
    m_lastEvaluation = time;
    auto outcomes = m_rounds.evaluate(time);
    std::ranges::move(m_received.outcomes(m_clock.now()), std::back_inserter(outcomes));
    take(m_book.round(std::move(outcomes), time));
    tendSilences();
}

// People edit the files; asking a folder costs microseconds.
void AlertService::lookAtRules()
{
    if (const auto now = m_clock.monotonic(); now - m_lookedAtRules >= kLook)
        m_lookedAtRules = now;
    else
        return;
    if (m_library.refresh())
        takeRules();
    if (m_notificationFile.refresh())
        takeNotificationConfig();
}

void AlertService::dropOld()
{
    const auto now = m_clock.monotonic();
    const bool isDue = !m_beganDropping || now - *m_beganDropping >= kDropEvery;
    if (m_parts.retention <= metric::Duration::zero() || (!isDue && !m_isDropping) || m_storeRefused)
        return;
    if (!m_isDropping)
        m_beganDropping = now;
    const auto dropped = m_store.dropOld(m_clock.now() - m_parts.retention, kDroppedAtOnce);
    m_isDropping = dropped && *dropped == kDroppedAtOnce;
    if (!dropped)
        complain(fmt::format("Old alerts can not be dropped: {}", dropped.error().message));
}

void AlertService::take(std::vector<AlertChange> changes)
{
    const auto now = m_clock.now();
    for (auto &change : changes) {
        m_notifications.set(change.alert, now);
        if (change.alert.state == AlertState::Resolved) {
            m_resolved.push_front(change.alert);
            if (m_resolved.size() > AlertSnapshot::kRecentlyResolved)
                m_resolved.pop_back();
        }
        m_unsaved.push_back(std::move(change));
    }
}

// What was taken is stored, together with what is to be told of it, and told afterwards: a crash between tells twice rather than never.
void AlertService::settle()
{
    const auto now = m_clock.now();
    const auto find = [this](std::span<const std::int64_t> ids) { return this->find(ids); };
    for (const auto id : m_notifications.decide(now)) {
        if (auto told = m_book.told(id, now))
            m_unsaved.push_back(std::move(*told));
    }
    if (!m_unsaved.empty() || m_notifications.hasUnsaved()) {
        const auto done = m_store.transact([&](sqlite::Database &database) -> Result<void> {
            auto written = m_store.writeWithin(m_unsaved);
            return written ? m_notifications.save(database, now) : written;
        });
        if (done) {
            m_unsaved.clear();
            m_notifications.saved();
            if (m_storeRefused)
                complain({});
        } else {
            complain(fmt::format("Alerts can not be stored: {}", done.error().message));
            m_notifications.handOver(find);
            if (m_unsaved.size() > kMostUnsaved)
                m_unsaved.erase(m_unsaved.begin(), m_unsaved.end() - std::ptrdiff_t(kMostUnsaved));
            return; // what else is to be stored would wait as long
        }
    }
    const auto failure = m_notifications.failure();
    if (const auto done = m_notifications.deliver(m_store, find, now); !done)
        complain(fmt::format("Notifications can not be stored: {}", done.error().message));
    m_changed |= failure != m_notifications.failure();
}

// As they are now; those that are over, from the file.
std::vector<Alert> AlertService::find(std::span<const std::int64_t> ids)
{
    std::vector<Alert> found;
    std::vector<std::int64_t> over;
    for (const auto id : ids) {
        if (const auto *alert = m_book.open(id))
            found.push_back(*alert);
        else if (const auto recent = std::ranges::find(m_resolved, id, &Alert::id); recent != m_resolved.end())
            found.push_back(*recent);
        else
            over.push_back(id);
    }
    if (auto stored = m_store.alerts(over))
        std::ranges::move(*stored, std::back_inserter(found));
    return found;
}

void AlertService::publishChanges()
{
    if (m_book.takeChanged() || std::exchange(m_changed, false) || m_notifications.pausedUntil() != m_snapshot->pausedUntil)
        publish();
}

void AlertService::publish()
{
    auto snapshot = std::make_shared<AlertSnapshot>(m_book.snapshot());
    snapshot->version = ++m_version;
    snapshot->resolved.assign(m_resolved.begin(), m_resolved.end());
    snapshot->faults = m_library.faults();
    if (m_notificationFile.fault())
        snapshot->faults.push_back(*m_notificationFile.fault());
    snapshot->pausedUntil = m_notifications.pausedUntil();
    snapshot->notice = !m_notice.empty() ? m_notice : !m_ruleNotice.empty() ? m_ruleNotice : m_notifications.failure();
    {
        const std::lock_guard lock(m_snapshotMutex);
        m_snapshot = snapshot;
    }
    if (m_parts.listener)
        m_parts.listener(std::move(snapshot));
}

void AlertService::complain(std::string notice)
{
    m_storeRefused = !notice.empty();
    m_changed |= notice != m_notice;
    m_notice = std::move(notice);
}

} // namespace alerts
