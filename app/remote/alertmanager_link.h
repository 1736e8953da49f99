#pragma once

#include "app/remote/alertmanager_queue.h"
#include "models/metric/clock.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtCore/QUrl>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

class QNetworkAccessManager;
class QNetworkReply;

namespace remote {

// How it goes with one Alertmanager.
struct AlertmanagerFigures {
    std::string address;
    std::uint64_t sent = 0;                  // alerts that it took
    std::uint64_t errors = 0;                // alerts that it did not take
    std::size_t leftOut = 0;                 // that fire and are not sent, because there are too many
    std::optional<bool> isUp = std::nullopt; // whether it answered last; nothing before the first answer
    std::string trouble = {};                // what is wrong with it; empty: it takes what it is given
};

struct AlertmanagerLimits {
    metric::Duration timeout = std::chrono::seconds(10);  // of one request as a whole, however much comes meanwhile
    metric::Duration firstRest = std::chrono::seconds(1); // after a failure; each following one doubles it
    metric::Duration longestRest = std::chrono::minutes(1);
    qint64 mostAnswer = 64 * 1024; // bytes
};

// One Alertmanager: one request after the other, from its own queue. What it does not take because it is not there, or not well, is kept and sent
// as it is by then; what it refuses as wrong (4xx) comes again only when it is repeated anyway, so that one bad alert holds up no other.
// Redirects are not followed. Lives in the thread of its owner.
class AlertmanagerLink : public QObject {
    Q_OBJECT

public:
    // REQUIRES: network and clock outlive it. `changed` is called when the figures are others.
    AlertmanagerLink(const QUrl &address, QNetworkAccessManager &network, const metric::Clock &clock, const AlertmanagerLimits &limits,
                     std::function<void(const AlertmanagerFigures &)> changed);
    ~AlertmanagerLink() override;

    const QUrl &address() const { return m_address; }
    // Where this console can be asked; empty: nowhere.
    void setOwnAddress(const QUrl &address) { m_ownAddress = address; }
    void take(const alerts::AlertSnapshot &snapshot);

private:
    void send();
    void wait();
    void readAnswer();
    void onFinished();
    // What came of the request. The sentence is empty where all is well.
    void judge(int status, bool isAnswered, std::string trouble);

    const QUrl m_address;
    QUrl m_ownAddress;
    QNetworkAccessManager &m_network;
    const metric::Clock &m_clock;
    const AlertmanagerLimits m_limits;
    const std::function<void(const AlertmanagerFigures &)> m_changed;
    AlertmanagerFigures m_figures;
    AlertmanagerQueue m_queue;
    QTimer m_due;
    QTimer m_deadline;
    QTimer m_rest; // while it runs nothing is sent
    metric::Duration m_nextRest;
    QNetworkReply *m_reply = nullptr; // the one on its way
    std::size_t m_onTheWay = 0;       // alerts in it
    QByteArray m_answer;
    std::string m_abortedBecause;
};

} // namespace remote
