#include "models/rules/alert_moves.h"

namespace rules {

std::string_view wordOf(AlertPhase phase)
{
    switch (phase) {
    case AlertPhase::Inactive: return "inactive";
    case AlertPhase::Pending: return "pending";
    case AlertPhase::Firing: break;
    }
    return "firing";
}

bool moveOn(ActiveAlert &alert, const metric::Labels &labels, Sight sight, const EvaluationRound &round, const Rule &rule)
{
    const auto now = round.time;
    if (sight == Sight::Seen) {
        alert.keepFiringSince.reset();
        alert.missingSince.reset();
    } else {
        bool keepsFiring = false;
        if (alert.phase == AlertPhase::Firing && rule.keepFiringFor > metric::Duration::zero()) {
            alert.keepFiringSince = alert.keepFiringSince.value_or(now);
            keepsFiring = now - *alert.keepFiringSince < rule.keepFiringFor;
        }
        if (alert.phase == AlertPhase::Firing && sight == Sight::Missing) {
            alert.missingSince = alert.missingSince.value_or(now);
            keepsFiring |= now - *alert.missingSince < round.noDataGrace;
        } else if (alert.phase == AlertPhase::Firing) {
            alert.missingSince.reset();
        }
        if (alert.phase == AlertPhase::Pending || (alert.resolvedAt && now - *alert.resolvedAt > kResolvedRetention))
            return false;
        if (!keepsFiring && alert.phase != AlertPhase::Inactive) {
            alert.phase = AlertPhase::Inactive;
            alert.resolvedAt = now;
        }
    }
    if (alert.phase == AlertPhase::Pending && now - alert.activeAt >= rule.forDuration && (!round.mayFire || round.mayFire(labels))) {
        alert.phase = AlertPhase::Firing;
        alert.firedAt = now;
    }
    return true;
}

} // namespace rules
