#pragma once

#include "app/remote/alertmanager_link.h"

#include <QtCore/QThread>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace remote {

struct AlertmanagerSenderParts {
    const metric::Clock &clock; // outlives the sender
    // What is wrong with that Alertmanager, once; empty: it takes alerts, again or for the first time. On the sender's thread.
    std::function<void(const std::string &address, const std::string &trouble)> tell;
    AlertmanagerLimits limits = {};
};

// Sends what fires to Alertmanagers, on a thread of its own. All public functions are safe from any thread, and none waits for the network.
class AlertmanagerSender {
public:
    explicit AlertmanagerSender(AlertmanagerSenderParts parts);
    // What is on its way is given up; whoever missed an end learns it from the end that the alert was given.
    ~AlertmanagerSender();
    AlertmanagerSender(const AlertmanagerSender &) = delete;
    AlertmanagerSender &operator=(const AlertmanagerSender &) = delete;

    // Those that there were before go on as they are. A new one is told of everything that fires.
    void setAddresses(std::vector<QUrl> addresses);
    // Where this console can be asked, for the link that comes with an alert; empty: nowhere.
    void setOwnAddress(QUrl address);
    // Only the newest counts, so nothing piles up.
    void take(alerts::AlertSnapshotRef snapshot);

    // One for each address, in their order.
    std::vector<AlertmanagerFigures> figures() const;

private:
    class Desk;

    void note(const AlertmanagerFigures &figures);

    const AlertmanagerSenderParts m_parts;
    mutable std::mutex m_mutex;
    alerts::AlertSnapshotRef m_snapshot; // null before the first
    bool m_isPosted = false;             // the thread knows that there is one
    std::vector<AlertmanagerFigures> m_figures;
    Desk *m_desk; // lives in the thread and ends with it
    QThread m_thread;
};

} // namespace remote
