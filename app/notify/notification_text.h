#pragma once

#include "models/alerts/delivery.h"

#include <QtCore/QString>

namespace notify {

// A group of alerts in the words of a desktop notification: plain text, translated, a few lines however many alerts there are.
struct NotificationText {
    QString summary;
    QString body;
    alerts::Severity severity = alerts::Severity::Info; // the gravest; of those that ended where all did
    bool isOver = false;                                // nothing of it fires any more
};

NotificationText textOf(const alerts::GroupMessage &message);

} // namespace notify
