#include "models/alerts/notification_groups.h"

#include "models/alerts/row_text.h"

#include <algorithm>

namespace alerts {

using metric::Labels;
using metric::Timestamp;

void NotificationGroups::setRoute(NotificationRoute route)
{
    m_route = std::move(route);
    for (auto &[labels, group] : m_groups)
        schedule(group);
}

void NotificationGroups::restore(std::span<const GroupState> states, Timestamp now)
{
    m_now = now;
    for (const auto &state : states) {
        if (state.firing.empty())
            continue;
        auto &group = groupOf(state.labels);
        group.toldAt = std::clamp(state.toldAt, Timestamp{}, std::max(now, Timestamp{}));
        for (const auto id : state.firing) {
            const Member member{.isFiring = true, .isMuted = false, .isTold = true, .isUnseen = true};
            if (!m_groupOf.emplace(id, &group).second)
                continue;
            group.members.emplace(id, member);
            count(group, member, 1);
        }
        settle(group, now);
    }
}

void NotificationGroups::endUnseen(Timestamp now)
{
    std::vector<std::int64_t> unseen;
    for (const auto &[labels, group] : m_groups) {
        for (const auto &[id, member] : group.members) {
            if (member.isUnseen)
                unseen.push_back(id);
        }
    }
    for (const auto id : unseen)
        set({.id = id, .labels = m_groupOf.at(id)->labels, .isFiring = false, .isMuted = false}, now);
}

void NotificationGroups::set(const GroupedAlert &alert, Timestamp now)
{
    notice(now);
    auto known = m_groupOf.find(alert.id);
    if (known == m_groupOf.end()) {
        if (!alert.isFiring)
            return;
        known = m_groupOf.emplace(alert.id, &groupOf(groupLabels(alert.labels))).first;
    }
    auto &group = *known->second;
    const auto place = group.members.try_emplace(alert.id).first;
    auto &member = place->second;
    count(group, member, -1);
    const bool wasTold = member.isTold;
    if (member.isMuted && !alert.isMuted && alert.isFiring)
        member.isTold = false;
    member.isFiring = alert.isFiring;
    member.isMuted = alert.isMuted;
    member.isUnseen = false;
    member.isUrgent = alert.isUrgent;
    const bool isOver = !alert.isFiring && (alert.isMuted || !member.isTold);
    if (wasTold && (isOver || !member.isTold))
        m_changed.insert(group.labels);
    if (isOver) {
        group.members.erase(place);
        m_groupOf.erase(known);
    } else {
        count(group, member, 1);
    }
    settle(group, now);
}

std::vector<GroupNotification> NotificationGroups::due(Timestamp now, Which which)
{
    notice(now);
    std::vector<Group *> groups;
    for (auto next = m_schedule.begin(); next != m_schedule.end() && next->first <= now; ++next) {
        if (which == Which::All || next->second->urgent > 0)
            groups.push_back(next->second);
    }
    std::vector<GroupNotification> notifications;
    for (Group *group : groups)
        notifications.push_back(tell(*group, now));
    std::ranges::sort(notifications, {}, &GroupNotification::key);
    return notifications;
}

std::optional<Timestamp> NotificationGroups::nextDue() const { return m_schedule.empty() ? std::nullopt : std::optional(m_schedule.begin()->first); }

std::vector<GroupState> NotificationGroups::state() const
{
    std::vector<GroupState> states;
    for (const auto &[labels, group] : m_groups) {
        if (auto state = stateOf(group); !state.firing.empty())
            states.push_back(std::move(state));
    }
    std::ranges::sort(states, [](const GroupState &a, const GroupState &b) { return a.labels < b.labels; });
    return states;
}

std::vector<GroupState> NotificationGroups::takeChangedStates()
{
    std::vector<GroupState> states;
    for (const auto &labels : m_changed) {
        const auto group = m_groups.find(labels);
        states.push_back(group == m_groups.end() ? GroupState{labels, {}, {}} : stateOf(group->second));
    }
    m_changed.clear();
    return states;
}

NotificationGroups::Group &NotificationGroups::groupOf(Labels labels)
{
    auto &group = m_groups[labels];
    group.labels = std::move(labels);
    return group;
}

Labels NotificationGroups::groupLabels(const Labels &labels) const
{
    if (std::ranges::find(m_route.groupBy, kEveryLabel) != m_route.groupBy.end())
        return labels;
    const std::vector<std::string_view> names(m_route.groupBy.begin(), m_route.groupBy.end());
    return labels.only(names);
}

void NotificationGroups::count(Group &group, const Member &member, int sign)
{
    group.shown += std::size_t(sign * int(member.isShown()));
    group.pending += std::size_t(sign * int(member.isFresh() || member.hasEnded()));
    group.urgent += std::size_t(sign * int(member.isUrgent && member.isFresh()));
}

std::optional<Timestamp> NotificationGroups::dueOf(const Group &group) const
{
    if (group.changedAt) {
        const auto waited = *group.changedAt + m_route.groupWait;
        return group.toldAt ? std::max(waited, *group.toldAt + m_route.groupInterval) : waited;
    }
    if (group.toldAt && group.shown > 0)
        return *group.toldAt + m_route.repeatInterval;
    return std::nullopt;
}

// After every change of its members. The group may be gone afterwards.
void NotificationGroups::settle(Group &group, Timestamp now)
{
    if (group.pending == 0)
        group.changedAt.reset();
    else if (!group.changedAt)
        group.changedAt = now;
    schedule(group);
    if (group.members.empty())
        m_groups.erase(m_groups.find(group.labels));
}

void NotificationGroups::schedule(Group &group)
{
    const auto dueAt = dueOf(group);
    if (dueAt == group.dueAt)
        return;
    if (group.dueAt)
        m_schedule.erase({*group.dueAt, &group});
    if (dueAt)
        m_schedule.emplace(*dueAt, &group);
    group.dueAt = dueAt;
}

// A clock that was set back must hold nothing up for as long.
void NotificationGroups::notice(Timestamp now)
{
    if (now < m_now) {
        for (auto &[labels, group] : m_groups) {
            if (group.toldAt)
                group.toldAt = std::min(*group.toldAt, now);
            if (group.changedAt)
                group.changedAt = std::min(*group.changedAt, now);
            schedule(group);
        }
    }
    m_now = now;
}

GroupNotification NotificationGroups::tell(Group &group, Timestamp now)
{
    GroupNotification notification;
    notification.key = textOfLabels(group.labels);
    notification.labels = group.labels;
    notification.isRepeat = group.pending == 0;
    for (auto at = group.members.begin(); at != group.members.end();) {
        auto &[id, member] = *at;
        if (member.hasEnded()) {
            notification.resolved.push_back(id);
            m_groupOf.erase(id);
            at = group.members.erase(at);
            continue;
        }
        if (member.isFresh())
            notification.fresh.push_back(id);
        if (member.isShown()) {
            notification.firing.push_back(id);
            member.isTold = true;
        }
        ++at;
    }
    group.pending = 0;
    group.urgent = 0;
    group.toldAt = now;
    m_changed.insert(group.labels);
    settle(group, now);
    return notification;
}

GroupState NotificationGroups::stateOf(const Group &group) const
{
    GroupState state{group.labels, group.toldAt.value_or(Timestamp{}), {}};
    for (const auto &[id, member] : group.members) {
        if (member.isTold)
            state.firing.push_back(id);
    }
    return state;
}

} // namespace alerts
