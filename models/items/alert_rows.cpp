#include "models/items/alert_rows.h"

#include "models/items/alert_model.h"
#include "models/items/rule_texts.h"

#include <algorithm>
#include <numeric>

namespace items {

using alerts::Alert;
using alerts::AlertState;

namespace {

QString orNone(QString text) { return text.isEmpty() ? translated(QT_TRANSLATE_NOOP("items", "none")) : text; }

const AlertGrouping kGroupings[] = {
    {"alert", QT_TRANSLATE_NOOP("items", "alert"), [](const Alert &alert) { return RowKey::of(alert.rule->name); },
     [](const Alert &alert) { return ruleText(alert.rule->name); }},
    {"target", QT_TRANSLATE_NOOP("items", "target"), [](const Alert &alert) { return RowKey::of(instanceOf(alert)); },
     [](const Alert &alert) { return cellText(instanceOf(alert), metric::Unit::None); }},
    {"severity", QT_TRANSLATE_NOOP("items", "severity"),
     [](const Alert &alert) {
         return RowKey{std::uint64_t(alert.rule->severity), 0};
     },
     [](const Alert &alert) { return severityText(alert.rule->severity); }},
    {"rules", QT_TRANSLATE_NOOP("items", "rule group"),
     [](const Alert &alert) {
         return RowKey{metric::hashBytes(alert.rule->source), metric::hashBytes(alert.rule->group)};
     },
     [](const Alert &alert) {
         const auto source = QString::fromStdString(alert.rule->source), group = QString::fromStdString(alert.rule->group);
         return source == group || group.isEmpty() ? source : QStringLiteral("%1 / %2").arg(source, group);
     }},
};

void add(AlertGroup &group, const Alert &alert)
{
    const bool isOver = alert.state == AlertState::Resolved;
    const auto severity = alert.rule->severity;
    const auto since = alert.state == AlertState::Pending ? alert.pendingSince : alert.firingSince;
    const bool isFirst = group.isOver() && group.over == 0;
    if (isFirst || (group.isOver() && !isOver)) { // what is over does not count beside what is not
        group.worst = severity;
        group.since = since;
    } else if (isOver == group.isOver()) {
        group.worst = std::max(group.worst, severity);
        group.since = std::min(group.since, since);
    }
    ++(isOver ? group.over : group.counts[std::size_t(severity)]);
}

} // namespace

RowKey alertKey(const Alert &alert)
{
    const std::uint64_t labels = alert.labels ? alert.labels->hash() : 0;
    const auto since = std::uint64_t(alert.pendingSince.time_since_epoch().count());
    return {std::uint64_t(alert.rule->id) ^ (labels * 0x9e3779b97f4a7c15ULL), since};
}

std::string_view instanceOf(const Alert &alert)
{
    const auto instance = alert.labels ? alert.labels->get("instance") : std::string_view();
    return instance.empty() ? std::string_view(alert.rule->target) : instance;
}

std::span<const AlertGrouping> alertGroupings() { return kGroupings; }

const AlertGrouping *alertGrouping(QStringView id)
{
    const auto found = std::ranges::find_if(kGroupings, [&](const AlertGrouping &each) { return id == QLatin1String(each.id); });
    return found == std::end(kGroupings) ? nullptr : &*found;
}

bool AlertGroup::isOver() const
{
    return std::ranges::all_of(counts, [](int count) { return count == 0; });
}

QString countsText(const AlertGroup &group)
{
    const auto kinds = std::ranges::count_if(group.counts, [](int count) { return count > 0; });
    if (kinds == 1 && group.over == 0)
        return QString::number(group.counts[std::size_t(group.worst)]);
    QStringList parts;
    const auto tell = [&](AlertTrait trait, int count) {
        if (count > 0)
            parts << traitText(trait) + QLatin1Char(' ') + QString::number(count);
    };
    for (std::size_t severity = group.counts.size(); severity-- > 0;)
        tell(AlertTrait(std::size_t(AlertTrait::Info) - severity), group.counts[severity]);
    tell(AlertTrait::Resolved, group.over);
    return parts.join(QStringLiteral(", "));
}

AlertRows alertRows(const alerts::AlertSnapshotRef &snapshot, const AlertFilter &filter, const AlertGrouping *grouping, metric::Timestamp now)
{
    struct Made {
        RowKey key;
        AlertGroup group;
    };
    AlertRows list;
    list.rows.reserve(snapshot->firing.size() + snapshot->pending.size() + snapshot->resolved.size());
    std::vector<Made> groups;
    std::unordered_map<RowKey, std::size_t, RowKeyHash> known;
    AlertSieve sieve(filter);
    for (const auto *alerts : {&snapshot->firing, &snapshot->pending, &snapshot->resolved}) {
        for (const Alert &alert : *alerts) {
            const auto traits = traitsOf(alert, now);
            for (std::size_t trait = 0; trait < kAlertTraitCount; ++trait)
                list.counts[trait] += traits[trait];
            if (!sieve.passes(alert, traits))
                continue;
            AlertRow row{std::shared_ptr<const Alert>(snapshot, &alert), nullptr, alertKey(alert)};
            if (grouping) {
                auto key = grouping->key(alert);
                key.high ^= metric::hashBytes(grouping->id); // alerts have keys too
                const auto [found, isNew] = known.try_emplace(key, groups.size());
                if (isNew)
                    groups.push_back({key, {.title = orNone(grouping->groupTitle(alert)).toStdString()}});
                add(groups[found->second].group, alert);
                row.parent = key;
            }
            list.rows.push_back(std::move(row));
        }
    }
    list.shown = int(list.rows.size());
    std::ranges::stable_sort(groups, [](const Made &a, const Made &b) {
        const auto rank = [](const AlertGroup &group) {
            return std::tuple(group.isOver(), -int(group.worst), -std::accumulate(group.counts.begin(), group.counts.end(), group.over));
        };
        return rank(a.group) < rank(b.group);
    });
    std::vector<AlertRow> heads;
    heads.reserve(groups.size());
    for (auto &made : groups)
        heads.push_back({nullptr, std::make_shared<const AlertGroup>(std::move(made.group)), made.key});
    list.rows.insert(list.rows.begin(), std::make_move_iterator(heads.begin()), std::make_move_iterator(heads.end()));
    return list;
}

} // namespace items
