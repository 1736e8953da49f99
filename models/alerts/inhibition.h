#pragma once

#include "models/metric/labels.h"
#include "models/series/matcher.h"

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace alerts {

// Alertmanager's inhibit_rules: while an alert fires that the source matchers match, alerts that the target matchers match are not
// told of where both have the same values of the labels in `equal`; a label that neither has is the same. No matchers match all.
// "The host is down" is one: {alertname="HostDown"} inhibits all with an equal instance.
struct InhibitRule {
    std::vector<series::Matcher> sourceMatchers;
    std::vector<series::Matcher> targetMatchers;
    std::vector<std::string> equal;
};

// Which alerts mute which, of those that fire. As in Alertmanager an alert that is source and target of a rule is by it only
// inhibited by such as are source alone: so none inhibits itself, and no two each other. Used by one thread at a time.
class Inhibition {
public:
    explicit Inhibition(std::vector<InhibitRule> rules);

    // An alert fires; twice is once. REQUIRES: not null.
    void add(const metric::LabelsRef &labels);
    // It fires no more; nothing happens where it did not.
    void remove(const metric::Labels &labels);
    void clear();

    bool isInhibited(const metric::Labels &labels) const;
    // The firing alerts that inhibit it, each once, `limit` at most: many can.
    std::vector<metric::LabelsRef> inhibitors(const metric::Labels &labels, std::size_t limit = 20) const;

private:
    struct InOrder {
        using is_transparent = void;
        bool operator()(const metric::LabelsRef &a, const metric::LabelsRef &b) const { return *a < *b; }
        bool operator()(const metric::LabelsRef &a, const metric::Labels &b) const { return *a < b; }
        bool operator()(const metric::Labels &a, const metric::LabelsRef &b) const { return a < *b; }
    };
    using Alerts = std::set<metric::LabelsRef, InOrder>;
    struct Sources {
        Alerts alone; // source and not target
        Alerts both;
    };
    struct Rule {
        InhibitRule rule;
        std::unordered_map<metric::Labels, Sources, metric::LabelsHash> byEqual;
    };
    static metric::Labels equalOf(const Rule &rule, const metric::Labels &labels);
    static bool isSource(const Rule &rule, const metric::Labels &labels);
    static bool isTarget(const Rule &rule, const metric::Labels &labels);

    std::vector<Rule> m_rules;
};

} // namespace alerts
