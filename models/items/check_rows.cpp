#include "models/items/check_rows.h"

#include "models/items/check_texts.h"
#include "models/targets/check_kind.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace items {

using health::CheckStatus;

namespace {

using Names = std::unordered_map<std::string_view, std::string_view>; // target -> name

std::string_view nameIn(const Names &names, std::string_view target)
{
    const auto found = names.find(target);
    return found == names.end() ? target : found->second;
}

// `blocker`: what people call that which it is behind.
QString why(const CheckStatus &status, std::string_view blocker, metric::Timestamp now)
{
    if (status.since == metric::Timestamp() && status.lastRun == metric::Timestamp() && status.blockedBy.empty())
        return translated(QT_TRANSLATE_NOOP("items", "not asked yet"));
    QStringList parts;
    const auto duration =
        status.since == metric::Timestamp()
            ? QString()
            : translated(QT_TRANSLATE_NOOP("items", "for %1")).arg(durationText(std::max(now - status.since, metric::Duration::zero())));
    const bool good = status.state == health::State::Ok || status.state == health::State::Paused || status.state == health::State::Maintenance;
    if (!status.blockedBy.empty())
        parts << translated(QT_TRANSLATE_NOOP("items", "behind %1, which does not answer")).arg(utf8Text(blocker));
    else if (!good)
        parts << causeText(status.reason, status.message);
    parts << duration;
    if (good && status.failures > 0) {
        parts << translated(QT_TRANSLATE_NOOP("items", "asked again (%1 of %2)")).arg(status.failures).arg(status.plan.retries + 1)
              << causeText(status.reason, status.message);
    } else if (good && status.state == health::State::Ok) {
        parts << messageText(status.message);
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QString whyText(const CheckStatus &status, const health::HealthSnapshot &snapshot, metric::Timestamp now)
{
    const auto blocker = std::ranges::find(snapshot.checks, status.blockedBy, [](const CheckStatus &each) { return each.plan.target; });
    return why(status, blocker == snapshot.checks.end() ? status.blockedBy : blocker->plan.name, now);
}

std::shared_ptr<const CheckStatus> checkOf(const health::HealthSnapshotRef &snapshot, std::string_view target)
{
    if (!snapshot)
        return nullptr;
    const auto found = std::ranges::find_if(snapshot->checks, [&](const CheckStatus &each) { return each.plan.target == target; });
    return found == snapshot->checks.end() ? nullptr : std::shared_ptr<const CheckStatus>(snapshot, &*found);
}

CheckList checkRows(const CheckInput &input, const CheckFilter &filter)
{
    std::unordered_map<std::string, const char *> kinds;
    for (const auto &target : input.targets) {
        if (const auto *kind = targets::checkKind(target.check))
            kinds.emplace(target.id.toStdString(), kind->title);
    }
    Names names;
    for (const auto &check : input.snapshot->checks)
        names.emplace(check.plan.target, check.plan.name);
    CheckList list;
    list.rows.reserve(input.snapshot->checks.size());
    for (const auto &check : input.snapshot->checks) {
        ++list.counts[std::size_t(check.state)];
        if (filter.hidden[std::size_t(check.state)])
            continue;
        CheckRow row{
            .status = {input.snapshot, &check}, .why = why(check, nameIn(names, check.blockedBy), input.now).toStdString(), .span = input.span};
        if (const auto kind = kinds.find(check.plan.target); kind != kinds.end())
            row.kind = kind->second;
        const auto &search = filter.search;
        if (search.isInEverything() || search.isIn(check.plan.name) || search.isIn(check.plan.instance) || search.isIn(row.why) ||
            search.isIn(translated(row.kind.c_str()).toStdString()))
            list.rows.push_back(std::move(row));
    }
    std::ranges::stable_sort(list.rows, {}, [](const CheckRow &row) { return checkStateRank(row.status->state); });
    return list;
}

std::vector<CheckRow> sloRows(const health::HealthSnapshotRef &snapshot)
{
    std::vector<CheckRow> rows;
    for (const auto &check : snapshot->checks) {
        if (check.slo.objective > 0)
            rows.push_back({.status = {snapshot, &check}});
    }
    std::ranges::stable_sort(rows, {}, [](const CheckRow &row) {
        const auto &slo = row.status->slo;
        const double left = slo.budget > metric::Duration::zero() ? double(slo.budgetLeft.count()) / double(slo.budget.count()) : 0;
        return std::tuple(!slo.achieved, left);
    });
    return rows;
}

} // namespace items
