#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

namespace alerts {

// An alert flaps from its kFlappingBegins-th beginning within the window on, until nothing of it began or ended for a whole window. Counting
// beginnings, and not weighted shares of the last 21 checks as Nagios does, it means the same whatever the interval of the rule.
inline constexpr std::size_t kFlappingBegins = 4;
inline constexpr metric::Duration kFlappingWindow = std::chrono::minutes(30);

// Which alerts begin and end so often that telling each time helps nobody. Alerts are known by their labels, because each incident is
// another one. No clock: time comes in. Used by one thread.
class Flapping {
public:
    explicit Flapping(std::size_t begins = kFlappingBegins, metric::Duration window = kFlappingWindow) : m_begins(begins), m_window(window) {}

    // Whether it flaps now, this beginning counted.
    bool began(const metric::Labels &labels, metric::Timestamp now);
    // An end brings no alert to flap, but one that flaps is not quiet yet.
    void ended(const metric::Labels &labels, metric::Timestamp now);

    bool isFlapping(const metric::Labels &labels, metric::Timestamp now) const;
    // Those that flapped and are quiet since; each is answered once. Forgets all that are quiet.
    std::vector<metric::Labels> calmed(metric::Timestamp now);
    // When the next of those that flap will be quiet, if nothing of it happens before.
    std::optional<metric::Timestamp> nextCalm() const;

    std::size_t size() const { return m_known.size(); } // of what is remembered

private:
    struct Known {
        std::vector<metric::Timestamp> begins; // the newest, at most as many as make it flap
        metric::Timestamp changedAt{};
        bool isFlapping = false;
    };
    bool isQuiet(const Known &known, metric::Timestamp now) const { return now - known.changedAt >= m_window; }

    std::size_t m_begins;
    metric::Duration m_window;
    std::unordered_map<metric::Labels, Known, metric::LabelsHash> m_known;
};

} // namespace alerts
