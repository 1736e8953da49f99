#include "models/alerts/outbox.h"

#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace alerts {

using metric::Duration;
using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;
using sqlite::Database;

namespace {

using AlertIds = std::vector<std::int64_t>;

constexpr std::size_t kMaxReason = 500;

AlertIds eitherOf(const AlertIds &a, const AlertIds &b)
{
    AlertIds ids;
    std::ranges::set_union(a, b, std::back_inserter(ids));
    return ids;
}

AlertIds bothOf(const AlertIds &a, const AlertIds &b)
{
    AlertIds ids;
    std::ranges::set_intersection(a, b, std::back_inserter(ids));
    return ids;
}

AlertIds firstAlone(const AlertIds &a, const AlertIds &b)
{
    AlertIds ids;
    std::ranges::set_difference(a, b, std::back_inserter(ids));
    return ids;
}

// Whoever hears the newer one alone must miss nothing. What the older one told as firing and the newer one does not know was muted since.
void carry(const GroupNotification &older, GroupNotification &newer)
{
    newer.fresh = eitherOf(newer.fresh, bothOf(older.fresh, newer.firing));
    newer.resolved = eitherOf(newer.resolved, firstAlone(older.resolved, newer.firing));
    newer.isRepeat = newer.isRepeat && older.isRepeat;
}

// What the other side says is shown in a table.
std::string oneLine(std::string_view reason)
{
    std::string line(reason.substr(0, kMaxReason));
    if (!metric::isUtf8(reason))
        std::ranges::replace_if(
            line, [](char c) { return (c & 0x80) != 0; }, '?');
    while (!metric::isUtf8(line)) // cut off within a character
        line.pop_back();
    std::ranges::replace_if(
        line, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, ' ');
    return line;
}

bool isHopeless(const Delivery &delivery, Timestamp now)
{
    const bool isOld = now - delivery.created >= kGiveUpAfter && delivery.attempts >= kMinAttempts;
    return isOld || delivery.attempts >= kMaxAttempts;
}

Duration backOffAfter(int attempts, double jitter)
{
    Duration backOff = kFirstBackOff;
    for (int i = 1; i < attempts && backOff < kLastBackOff; ++i)
        backOff = std::min(backOff * 2, kLastBackOff);
    return backOff - Duration(std::int64_t(jitter * double(backOff.count()) / 2));
}

} // namespace

Result<void> Outbox::enqueue(Database &database, const GroupNotification &notification, std::span<const std::string> receivers, Timestamp now)
{
    for (const auto &receiver : receivers) {
        Delivery delivery;
        delivery.receiver = receiver;
        delivery.what = notification;
        delivery.created = now;
        delivery.nextAttempt = now;
        if (auto id = addDelivery(database, delivery); !id)
            return tl::unexpected(id.error());
    }
    return {};
}

Result<std::vector<Delivery>> Outbox::ready(Database &database, Timestamp now, std::size_t limit)
{
    if (auto asked = askAgain(database, now); !asked)
        return tl::unexpected(asked.error());
    // An attempt that is further away than any is put off was set by a clock that went wrong.
    const auto waiting = waitingDeliveries(database, now, now + kLastBackOff);
    if (!waiting)
        return tl::unexpected(waiting.error());
    std::vector<Delivery> deliveries;
    for (const auto &each : *waiting) {
        if (deliveries.size() >= limit)
            break;
        Way way(each.key, each.receiver);
        if (m_underWay.contains(way))
            continue;
        auto newest = newestOf(database, way, now);
        if (!newest)
            return tl::unexpected(newest.error());
        if (!*newest)
            continue;
        m_underWay.emplace(std::move(way), UnderWay{(*newest)->id, now});
        deliveries.push_back(std::move(**newest));
    }
    return deliveries;
}

Result<std::optional<Timestamp>> Outbox::nextReady(Database &database) const
{
    std::optional<Timestamp> next;
    for (const auto &[way, underWay] : m_underWay)
        next = std::min(next.value_or(Timestamp::max()), underWay.since + kAnswerTimeout);
    const auto waiting = waitingDeliveries(database, Timestamp::max(), Timestamp::max());
    if (!waiting)
        return tl::unexpected(waiting.error());
    const auto free = std::ranges::find_if(*waiting, [this](const auto &each) { return !m_underWay.contains({each.key, each.receiver}); });
    if (free != waiting->end())
        next = std::min(next.value_or(Timestamp::max()), free->nextAttempt);
    return next;
}

Result<Delivery> Outbox::done(Database &database, std::int64_t id, const DeliveryResult &result, Timestamp now)
{
    auto found = findDelivery(database, id);
    if (!found)
        return found;
    auto &delivery = *found;
    const auto underWay = m_underWay.find({delivery.what.key, delivery.receiver});
    const bool wasUnderWay = underWay != m_underWay.end() && underWay->second.id == id;
    if (wasUnderWay)
        m_underWay.erase(underWay);
    // Without an answer in time it counted as failed already.
    if (delivery.state != DeliveryState::Queued || (!wasUnderWay && result.kind == DeliveryResult::Kind::Retry))
        return found;

    ++delivery.attempts;
    delivery.result = oneLine(result.reason);
    delivery.finishedAt = now;
    switch (result.kind) {
    case DeliveryResult::Kind::Delivered: delivery.state = DeliveryState::Delivered; break;
    case DeliveryResult::Kind::Refused: delivery.state = DeliveryState::Refused; break;
    case DeliveryResult::Kind::Retry: {
        const auto all = waitingDeliveries(database, delivery.what.key, delivery.receiver);
        if (!all)
            return tl::unexpected(all.error());
        const bool isLast = all->empty() || all->back() == id; // a later one carries what this one says
        if (isLast && isHopeless(delivery, now)) {
            delivery.state = DeliveryState::GivenUp;
        } else {
            delivery.finishedAt = {};
            delivery.nextAttempt = now + backOffAfter(delivery.attempts, m_jitter());
        }
        break;
    }
    }
    if (auto saved = saveDelivery(database, delivery); !saved)
        return tl::unexpected(saved.error());
    return found;
}

Result<void> Outbox::forgetOld(Database &database, Timestamp now)
{
    return forgetDeliveries(database, now - kDeliveryRetention, kMaxFinishedDeliveries);
}

Result<void> Outbox::askAgain(Database &database, Timestamp now)
{
    AlertIds silent;
    for (auto &[way, underWay] : m_underWay) {
        underWay.since = std::min(underWay.since, now);
        if (now - underWay.since >= kAnswerTimeout)
            silent.push_back(underWay.id);
    }
    const auto reason = fmt::format("no answer within {} minutes", std::chrono::duration_cast<std::chrono::minutes>(kAnswerTimeout).count());
    for (const auto id : silent) {
        if (auto put = done(database, id, DeliveryResult::retry(reason), now); !put)
            return tl::unexpected(put.error());
    }
    return {};
}

// The newest of those that wait on a way; the older ones are superseded by it. None where none can be read.
Result<std::optional<Delivery>> Outbox::newestOf(Database &database, const Way &way, Timestamp now)
{
    const auto ids = waitingDeliveries(database, way.first, way.second);
    if (!ids)
        return tl::unexpected(ids.error());
    std::optional<Delivery> newest;
    for (auto id = ids->rbegin(); id != ids->rend(); ++id) {
        auto found = findDelivery(database, *id);
        if (!found && found.error().code != ErrorCode::Corrupt)
            return tl::unexpected(found.error());
        Result<void> saved;
        if (!found) {
            saved = refuseDamaged(database, *id, found.error().message, now);
        } else if (!newest) {
            newest = std::move(*found);
        } else {
            carry(found->what, newest->what);
            found->state = DeliveryState::Superseded;
            found->finishedAt = now;
            saved = saveDelivery(database, *found);
        }
        if (!saved)
            return tl::unexpected(saved.error());
    }
    if (newest && ids->size() > 1) {
        if (auto saved = saveDelivery(database, *newest); !saved)
            return tl::unexpected(saved.error());
    }
    return newest;
}

} // namespace alerts
