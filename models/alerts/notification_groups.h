#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alerts {

// Of a route's groupBy: every label, so that each alert is told alone.
inline constexpr std::string_view kEveryLabel = "...";

// How alerts are told together; Alertmanager's words. No duration is negative.
struct NotificationRoute {
    std::vector<std::string> groupBy = {"alertname"};
    metric::Duration groupWait{0}; // for more to come; Alertmanager waits 30 s
    metric::Duration groupInterval = std::chrono::minutes(5);
    metric::Duration repeatInterval = std::chrono::hours(4);
};

// What the groups have to know of an alert, at every change of it. Its labels stay the same.
struct GroupedAlert {
    std::int64_t id; // of the incident: the same thing failing again is another one
    const metric::Labels &labels;
    bool isFiring;         // resolved otherwise
    bool isMuted;          // silenced, inhibited, snoozed, acknowledged: it is not told
    bool isUrgent = false; // worth waking somebody
};

// To be told now, to everybody whom the route concerns: the group as it is, whole. Ids ascend.
struct GroupNotification {
    std::string key; // the labels as text: textOfLabels()
    metric::Labels labels;
    std::vector<std::int64_t> firing;
    std::vector<std::int64_t> fresh;    // of those firing, what was not told before
    std::vector<std::int64_t> resolved; // what was told as firing and ended since
    bool isRepeat = false;              // nothing changed; it still fires
    friend bool operator==(const GroupNotification &, const GroupNotification &) = default;
};

// What was told of a group, for restarts.
struct GroupState {
    metric::Labels labels;
    metric::Timestamp toldAt;
    std::vector<std::int64_t> firing; // ids, ascending; none: the group can be forgotten
    friend bool operator==(const GroupState &, const GroupState &) = default;
};

// Decides when which alerts are told together, as Alertmanager's dispatcher and deduplication do: a group is told groupWait after its first
// alert; changes are told at most every groupInterval; what fires on unchanged is repeated after repeatInterval; an end is told
// where the beginning was. An alert that is muted is no change; when it is muted no more it is new. It differs in two things: a
// change after a quiet interval waits for groupWait alone and not for the next tick, and an incident that ended and began anew
// in between is told as both, because people act on incidents. No clock, no thread: time comes in. Used by one thread at a time.
class NotificationGroups {
public:
    explicit NotificationGroups(NotificationRoute route) : m_route(std::move(route)) {}

    // Holds from now on; a group that there is keeps what its alerts have in common.
    void setRoute(NotificationRoute route);
    // What state() answered in an earlier run. REQUIRES: nothing was set before, no id is there twice.
    void restore(std::span<const GroupState> states, metric::Timestamp now);
    // After restore(), when all alerts there are were set: told ones that were not among them have ended meanwhile.
    void endUnseen(metric::Timestamp now);

    void set(const GroupedAlert &alert, metric::Timestamp now);

    enum class Which { All, Urgent }; // groups, of the latter kind those in which something urgent is new
    // What is to be told now, ordered by key. It counts as told when this returns.
    std::vector<GroupNotification> due(metric::Timestamp now, Which which = Which::All);
    // When due() will answer something if nothing is set before.
    std::optional<metric::Timestamp> nextDue() const;

    // Of every group of which something was told.
    std::vector<GroupState> state() const;
    // Of those alone where it changed since this was asked, or since restore(). Stored in one transaction with what due() answered, nothing is
    // forgotten and nothing told again, whenever the program ends.
    std::vector<GroupState> takeChangedStates();

    std::size_t groupCount() const { return m_groups.size(); }

private:
    struct Member {
        bool isFiring = false;
        bool isMuted = false;
        bool isTold = false;   // as firing
        bool isUnseen = false; // restored and not set since
        bool isUrgent = false;

        bool isShown() const { return isFiring && !isMuted; }
        bool isFresh() const { return isShown() && !isTold; }
        bool hasEnded() const { return !isFiring && isTold; }
    };
    struct Group {
        metric::Labels labels;
        std::map<std::int64_t, Member> members;
        std::optional<metric::Timestamp> toldAt;
        std::optional<metric::Timestamp> changedAt; // since when something has to be told
        std::size_t shown = 0;
        std::size_t pending = 0; // members that have to be told
        std::size_t urgent = 0;  // of those that begin, what is urgent
        std::optional<metric::Timestamp> dueAt;
    };

    Group &groupOf(metric::Labels labels);
    metric::Labels groupLabels(const metric::Labels &labels) const;
    void count(Group &group, const Member &member, int sign);
    std::optional<metric::Timestamp> dueOf(const Group &group) const;
    void settle(Group &group, metric::Timestamp now);
    void schedule(Group &group);
    void notice(metric::Timestamp now);
    GroupNotification tell(Group &group, metric::Timestamp now);
    GroupState stateOf(const Group &group) const;

    NotificationRoute m_route;
    std::unordered_map<metric::Labels, Group, metric::LabelsHash> m_groups; // none without members
    std::unordered_map<std::int64_t, Group *> m_groupOf;                    // by the alert's id
    std::set<std::pair<metric::Timestamp, Group *>> m_schedule;
    std::set<metric::Labels> m_changed; // groups whose state has to be stored
    metric::Timestamp m_now{};
};

} // namespace alerts
