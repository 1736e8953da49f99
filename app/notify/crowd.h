#pragma once

#include "models/alerts/delivery.h"
#include "models/metric/clock.h"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace notify {

// The notification that stands for the crowd; no group has this key.
inline constexpr std::string_view kCrowdKey = "crowd";

// Keeps a screen readable: when more groups come up within a while than people can read, the further ones are shown as one notification
// until they are over. After a restart the end of a group that nobody sees any more is such a one, too. No clock: time comes in. Used by one
// thread.
class Crowd {
public:
    explicit Crowd(std::size_t alone = 5, metric::Duration window = std::chrono::minutes(1)) : m_alone(alone), m_window(window) {}

    // Whether this group is one of the crowd: message() tells it then.
    bool takes(const alerts::GroupMessage &message, metric::Timestamp now);
    // All of it as one, with what is new and over since this was asked.
    alerts::GroupMessage message();

private:
    std::size_t m_alone;
    metric::Duration m_window;
    std::set<std::string> m_shownAlone;     // keys of groups that fire
    std::deque<metric::Timestamp> m_lately; // when a group was shown alone for the first time, within the window
    std::map<std::string, alerts::GroupMessage> m_groups;
    std::vector<alerts::Alert> m_over;
    std::vector<std::int64_t> m_fresh;
};

} // namespace notify
