#pragma once

#include "models/targets/check_kind.h"
#include "models/targets/own_network.h"

#include <QtCore/QList>

#include <span>

namespace targets {

// Whether `wanted` is met on the way from any of `from` to what those are behind, by any number of steps.
bool leadsTo(const QStringList &from, const QString &wanted, std::span<const Target> all);
// Ids of those that cannot be behind anything that is behind this one, nor it itself: what may be chosen.
QStringList possiblyBehind(const QString &id, std::span<const Target> others);

// What this one should be behind: the check of the host that it runs on, else that of the gateway where it is beyond it. Hosts are compared
// as they are written, without regard to case. Empty: neither is watched, or it is behind this one.
QString suggestedBehind(const Target &target, const CheckKind &kind, std::span<const Target> others, const OwnNetwork &network = {});

// A check of the gateway, which nobody has yet, and then those of `all` that are beyond it, as they would be then: behind it or their host. What
// is behind anything already stays as it is. Empty: there is no gateway, it is checked, or nothing would be behind it.
QList<Target> gatewayOffer(std::span<const Target> all, const OwnNetwork &network);

} // namespace targets
