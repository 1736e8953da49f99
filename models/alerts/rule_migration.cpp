#include "models/alerts/rule_migration.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace alerts {

// The packs whose rules version 1 began with: those that came later were never deleted by anybody.
static bool wasInVersion1(const AlertRule &rule) { return rule.source == "machine" || rule.source == "vedette"; }

metric::Result<void> adoptOldRules(AlertStore &store, RuleLibrary &library)
{
    const auto old = store.oldRules();
    if (!old)
        return tl::unexpected(old.error());
    if (old->empty())
        return {};
    const auto shipped = library.rules();
    for (const auto &rule : shipped) {
        if (rule->origin != RuleOrigin::Pack || !wasInVersion1(*rule) || rule->isOverride)
            continue;
        const auto known = std::ranges::find(*old, rule->name, &AlertRule::name);
        if (known != old->end() && known->enabled)
            continue;
        if (auto done = library.setEnabled(rule->id, false); !done)
            return done;
    }
    for (auto rule : *old) {
        const auto found = std::ranges::find_if(shipped, [&](const AlertRuleRef &each) { return each->name == rule.name; });
        if (found != shipped.end() && (*found)->origin == RuleOrigin::Thresholds)
            continue; // an earlier attempt came this far
        if (found != shipped.end() && firesAlike(**found, rule) && meaningOf(**found) == meaningOf(rule) && actionOf(**found) == actionOf(rule))
            continue;
        rule.id = found != shipped.end() ? (*found)->id : 0;
        const auto name = rule.name;
        auto done = library.put(rule);
        // Names were not unique then.
        for (int i = 2; !done && done.error().code == metric::ErrorCode::Conflict && i < 100; ++i) {
            rule.name = name + ' ' + std::to_string(i);
            done = library.put(rule);
        }
        if (!done)
            return tl::unexpected(done.error());
    }
    return store.forgetOldRules();
}

} // namespace alerts
