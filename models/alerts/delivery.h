#pragma once

#include "models/alerts/alert.h"
#include "models/metric/labels.h"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace alerts {

// What a receiver tells people: a group of alerts as it was when it was decided, whole. A later message of the same key replaces an
// earlier one. At least one alert is in it; one whose end was told fires no more.
struct GroupMessage {
    std::string key;            // stable, so that a message shown earlier is found again
    metric::Labels groupLabels; // what the alerts have in common
    std::vector<Alert> firing;
    std::vector<Alert> resolved;
    std::vector<std::int64_t> fresh; // ids of those firing that are told for the first time
    bool isRepeat = false;           // nothing changed since it was told last
};

// How an attempt to deliver went. The reason is one line for people: what the other side said.
struct DeliveryResult {
    enum class Kind {
        Delivered,
        Retry,   // not now: no network, too busy
        Refused, // never: trying the same again would end the same
    };
    Kind kind = Kind::Delivered;
    std::string reason;

    static DeliveryResult delivered() { return {Kind::Delivered, {}}; }
    static DeliveryResult retry(std::string reason) { return {Kind::Retry, std::move(reason)}; }
    static DeliveryResult refused(std::string reason) { return {Kind::Refused, std::move(reason)}; }
    friend bool operator==(const DeliveryResult &, const DeliveryResult &) = default;
};

// Where messages go: the desktop, mail, chat, a webhook. Alerts decide what is told to whom and keep it until it was delivered; receivers
// deliver. Delivery is at least once: after a crash a message may come again.
class Receiver {
public:
    using Done = std::function<void(DeliveryResult)>;

    virtual ~Receiver() = default;
    // Stable over restarts and unique: deliveries are kept under it.
    virtual std::string name() const = 0;
    // Never blocks, and is not given another message of the same key before `done` was called, which happens once, on any thread,
    // also before this returns. No answer within kAnswerTimeout (outbox.h) counts as Retry.
    virtual void deliver(const GroupMessage &message, Done done) = 0;
};

} // namespace alerts
