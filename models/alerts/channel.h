#pragma once

#include "models/alerts/alert.h"

#include <string>

namespace alerts {

enum class NotificationKind { Fired, Updated, Resolved };

struct Notification {
    NotificationKind kind;
    Alert alert;
};

// Where notifications go: the desktop now; mail and chat later. deliver() never blocks: it takes the notification and
// reports through the log; alerts decide, channels deliver.
class Channel {
public:
    virtual ~Channel() = default;
    virtual std::string name() const = 0;
    virtual void deliver(const Notification &notification) = 0;
};

} // namespace alerts
