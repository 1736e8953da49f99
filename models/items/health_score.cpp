#include "models/items/health_score.h"

#include "models/items/rule_texts.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace items {

namespace {

struct Loss {
    int points;
    QString why;
};

int pointsOf(const alerts::Alert &alert)
{
    constexpr std::array kPoints{1, 8, 20, 40}; // by severity
    const int full = kPoints[std::size_t(alert.rule->severity)];
    return alert.state == alerts::AlertState::Acknowledged ? std::max(1, full / 2) : full;
}

} // namespace

HealthScore healthScore(const alerts::AlertSnapshot &snapshot, std::span<const HealthRow> checks)
{
    std::vector<Loss> losses;
    for (const auto &alert : snapshot.firing) {
        // What fires for a check lowers the score of the checks already, see health/score.h.
        if (alert.rule->expression.find("vedette_check_") != std::string::npos || alert.rule->expression.find("vedette_slo_") != std::string::npos)
            continue;
        auto why = ruleText(alert.rule->name);
        if (const auto instance = alert.labels ? alert.labels->get("instance") : std::string_view(); !instance.empty())
            why += QStringLiteral(" (%1)").arg(QString::fromUtf8(instance.data(), qsizetype(instance.size())));
        losses.push_back({pointsOf(alert), why});
    }
    const bool probeAlert = std::any_of(snapshot.firing.begin(), snapshot.firing.end(),
                                        [](const alerts::Alert &alert) { return alert.rule->expression.find("probe_success") != std::string::npos; });
    for (const auto &check : checks) {
        if (check.kind != "probe" || probeAlert)
            continue;
        const auto name = QString::fromStdString(check.check);
        if (check.state == Health::Down)
            losses.push_back({5, QCoreApplication::translate("items", "%1 fails").arg(name)});
        else if (check.state == Health::Unknown)
            losses.push_back({2, QCoreApplication::translate("items", "%1 is unknown").arg(name)});
    }
    std::stable_sort(losses.begin(), losses.end(), [](const Loss &a, const Loss &b) { return a.points > b.points; });
    HealthScore score;
    for (const auto &loss : losses) {
        score.value = std::max(0, score.value - loss.points);
        score.reasons << QStringLiteral("−%1 %2").arg(loss.points).arg(loss.why);
    }
    return score;
}

} // namespace items
