#include "models/alerts/notifications.h"

#include "models/alerts/told_groups_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <mutex>

namespace alerts {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;
using sqlite::Database;

namespace {

constexpr std::size_t kHandedOverAtOnce = 100;
constexpr metric::Duration kForgetEvery = std::chrono::hours(1);

} // namespace

struct Notifications::Mailbox {
    std::mutex mutex;
    std::vector<Answer> answers;
    std::function<void()> wake; // empty: nobody listens any more

    void post(std::int64_t id, DeliveryResult result)
    {
        const std::lock_guard lock(mutex);
        if (!wake)
            return;
        answers.push_back({id, std::move(result)});
        wake();
    }
    std::vector<Answer> take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(answers, {});
    }
};

Notifications::Notifications(NotificationParts parts, Outbox::Jitter jitter, std::function<void()> wake)
    : m_parts(std::move(parts)), m_groups(m_parts.route), m_outbox(std::move(jitter)), m_mailbox(std::make_shared<Mailbox>())
{
    for (const auto *each : m_parts.receivers)
        m_names.push_back(each->name());
    m_mailbox->wake = std::move(wake);
}

Notifications::~Notifications()
{
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->wake = nullptr;
}

Result<std::vector<std::string>> Notifications::restore(AlertStore &store, Timestamp now)
{
    std::vector<std::string> damaged;
    const auto done = store.transact([&](Database &database) -> Result<void> {
        auto loaded = loadToldGroups(database);
        if (!loaded)
            return tl::unexpected(loaded.error());
        m_groups.restore(loaded->groups, now);
        damaged = std::move(loaded->damaged);
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return damaged;
}

void Notifications::set(const Alert &alert, Timestamp now)
{
    m_groups.set({.id = alert.id,
                  .labels = *alert.labels,
                  .isFiring = alert.state != AlertState::Resolved,
                  .isMuted = isMuted(alert, now),
                  .isUrgent = alert.rule->severity == Severity::Emergency},
                 now);
}

std::vector<std::int64_t> Notifications::decide(Timestamp now)
{
    if (now >= m_parts.pausedUntil)
        m_parts.pausedUntil = {};
    const auto isWithin = [&](const std::vector<TimeInterval> &intervals) { return anyContains(intervals, now, m_parts.utcOffset); };
    std::vector<std::int64_t> fresh;
    if (m_parts.pausedUntil == Timestamp{} && !isWithin(m_parts.mutedTimes)) {
        const bool isQuiet = isWithin(m_parts.quietHours);
        auto due = m_groups.due(now, isQuiet ? NotificationGroups::Which::Urgent : NotificationGroups::Which::All);
        for (const auto &each : due)
            fresh.insert(fresh.end(), each.fresh.begin(), each.fresh.end());
        std::ranges::move(due, std::back_inserter(m_decided));
    }
    for (auto &state : m_groups.takeChangedStates()) {
        auto labels = state.labels;
        m_states.insert_or_assign(std::move(labels), std::move(state));
    }
    return fresh;
}

Result<void> Notifications::save(Database &database, Timestamp now)
{
    for (const auto &each : m_decided) {
        if (auto done = m_outbox.enqueue(database, each, m_names, now); !done)
            return done;
    }
    std::vector<GroupState> states;
    for (const auto &[labels, state] : m_states)
        states.push_back(state);
    return saveToldGroups(database, states);
}

void Notifications::saved()
{
    if (!m_decided.empty())
        m_nextReady = Timestamp{};
    m_decided.clear();
    m_states.clear();
}

void Notifications::handOver(const Find &find)
{
    for (const auto &each : std::exchange(m_decided, {})) {
        for (auto *receiver : m_parts.receivers)
            receiver->deliver(messageOf(each, find), [](const DeliveryResult &) {});
    }
}

Result<void> Notifications::deliver(AlertStore &store, const Find &find, Timestamp now)
{
    std::ranges::move(m_mailbox->take(), std::back_inserter(m_answers));
    const bool isReady = m_nextReady && *m_nextReady <= now;
    const bool forgets = now - m_forgotAt >= kForgetEvery || now < m_forgotAt;
    if (m_answers.empty() && !isReady && !forgets)
        return {};
    std::vector<Delivery> ready;
    auto done = store.transact([&](Database &database) -> Result<void> {
        for (const auto &[id, result] : m_answers) {
            const auto delivery = m_outbox.done(database, id, result, now);
            if (delivery)
                note(*delivery);
            else if (delivery.error().code != ErrorCode::NotFound)
                return tl::unexpected(delivery.error());
        }
        if (forgets) {
            if (auto forgotten = Outbox::forgetOld(database, now); !forgotten)
                return forgotten;
        }
        auto taken = m_outbox.ready(database, now, kHandedOverAtOnce);
        if (!taken)
            return tl::unexpected(taken.error());
        ready = std::move(*taken);
        auto next = m_outbox.nextReady(database);
        if (!next)
            return tl::unexpected(next.error());
        m_nextReady = *next;
        return {};
    });
    if (done) {
        m_answers.clear();
        m_forgotAt = forgets ? now : m_forgotAt;
    }
    // Also where it failed: they are in the file and count as under way.
    for (const auto &delivery : ready) {
        const auto answer = [mailbox = m_mailbox, id = delivery.id](DeliveryResult result) { mailbox->post(id, std::move(result)); };
        if (auto *to = receiver(delivery.receiver))
            to->deliver(messageOf(delivery.what, find), answer);
        else
            answer(DeliveryResult::refused("there is no such receiver any more"));
    }
    return done;
}

void Notifications::note(const Delivery &delivery)
{
    if (delivery.state == DeliveryState::Delivered)
        m_failure.clear();
    else if (delivery.state == DeliveryState::Refused || delivery.state == DeliveryState::GivenUp)
        m_failure = fmt::format("A notification could not be delivered ({}): {}", delivery.receiver, delivery.result);
}

Receiver *Notifications::receiver(std::string_view name) const
{
    const auto found = std::ranges::find(m_names, name);
    return found == m_names.end() ? nullptr : m_parts.receivers[std::size_t(found - m_names.begin())];
}

GroupMessage messageOf(const GroupNotification &notification, const Notifications::Find &find)
{
    return {notification.key, notification.labels, find(notification.firing), find(notification.resolved), notification.fresh, notification.isRepeat};
}

} // namespace alerts
