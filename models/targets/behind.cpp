#include "models/targets/behind.h"

#include "models/targets/guess.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>
#include <QtCore/QUuid>

#include <algorithm>

namespace targets {

bool leadsTo(const QStringList &from, const QString &wanted, std::span<const Target> all)
{
    QSet<QString> seen;
    auto open = from;
    while (!open.isEmpty()) {
        const auto id = open.takeLast();
        if (id == wanted)
            return true;
        if (seen.contains(id))
            continue;
        seen.insert(id);
        if (const auto target = std::ranges::find(all, id, &Target::id); target != all.end())
            open << target->behind;
    }
    return false;
}

QStringList possiblyBehind(const QString &id, std::span<const Target> others)
{
    QStringList ids;
    for (const auto &other : others) {
        if (other.id != id && !other.check.isEmpty() && !leadsTo(other.behind, id, others))
            ids << other.id;
    }
    return ids;
}

// The check of the host itself; null: there is none.
static const Target *checkOf(const QString &host, std::span<const Target> all)
{
    const auto found = std::ranges::find_if(all, [&](const Target &each) {
        const auto *kind = checkKind(each.check);
        return kind && each.kind == Kind::Host && hostOf(*kind, each.options) == host;
    });
    return found == all.end() ? nullptr : &*found;
}

QString suggestedBehind(const Target &target, const CheckKind &kind, std::span<const Target> others, const OwnNetwork &network)
{
    const auto host = hostOf(kind, target.options);
    if (host.isEmpty())
        return {};
    const auto *found = kind.target == Kind::Host ? nullptr : checkOf(host, others);
    if (!found && network.isBeyond(host))
        found = checkOf(network.gateway, others);
    return !found || found->id == target.id || leadsTo(found->behind, target.id, others) ? QString() : found->id;
}

QList<Target> gatewayOffer(std::span<const Target> all, const OwnNetwork &network)
{
    if (network.gateway.isEmpty() || checkOf(network.gateway, all))
        return {};
    Target gateway{QUuid::createUuid().toString(QUuid::WithoutBraces),
                   kIcmpCheck.target,
                   {},
                   QCoreApplication::translate("items", QT_TRANSLATE_NOOP("items", "Gateway"))};
    gateway.check = QString::fromLatin1(kIcmpCheck.id);
    gateway.options.insert(QString::fromLatin1(kIcmpCheck.address), network.gateway);
    gateway.instance = instanceLabel(kIcmpCheck, gateway.options);
    gateway.slowAfter = kIcmpCheck.slowAfter;
    QList<Target> offer{gateway};
    std::vector<Target> then(all.begin(), all.end());
    then.push_back(gateway);
    for (auto &each : then) {
        const auto *kind = checkKind(each.check);
        if (!kind || !each.behind.isEmpty() || !network.isBeyond(hostOf(*kind, each.options)))
            continue;
        if (const auto id = suggestedBehind(each, *kind, then, network); !id.isEmpty()) {
            each.behind << id;
            offer << each;
        }
    }
    return offer.size() > 1 ? offer : QList<Target>();
}

} // namespace targets
