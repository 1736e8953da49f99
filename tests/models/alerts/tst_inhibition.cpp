#include "models/alerts/inhibition.h"
#include "models/alerts/matchers.h"
#include "tests/support/registry.h"

#include <algorithm>
#include <random>

using namespace alerts;
using metric::Label;
using metric::Labels;
using metric::LabelsRef;

namespace {

InhibitRule inhibitRule(std::string_view source, std::string_view target, std::vector<std::string> equal)
{
    return {*parseMatchers(source), *parseMatchers(target), std::move(equal)};
}

LabelsRef firing(std::initializer_list<Label> labels) { return std::make_shared<const Labels>(labels); }

// Alertmanager's rule said plainly, over all that fire.
bool isMuted(std::span<const InhibitRule> rules, std::span<const LabelsRef> sources, const Labels &labels)
{
    for (const auto &rule : rules) {
        if (!series::matchesAll(rule.targetMatchers, labels))
            continue;
        const bool isTwoSided = series::matchesAll(rule.sourceMatchers, labels);
        for (const auto &source : sources) {
            const bool isEqual = std::ranges::all_of(rule.equal, [&](const std::string &name) { return source->get(name) == labels.get(name); });
            if (isEqual && series::matchesAll(rule.sourceMatchers, *source) && !(isTwoSided && series::matchesAll(rule.targetMatchers, *source)))
                return true;
        }
    }
    return false;
}

} // namespace

class TstInhibition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_host_that_is_down_inhibits_all_on_it()
    {
        Inhibition inhibition({inhibitRule("alertname=HostDown", "", {"instance"})});
        const auto down = firing({{"alertname", "HostDown"}, {"instance", "web-1"}, {"job", "ping"}});
        const Labels disk{{"alertname", "DiskFull"}, {"instance", "web-1"}};
        const Labels other{{"alertname", "DiskFull"}, {"instance", "web-2"}};
        QVERIFY(!inhibition.isInhibited(disk));
        inhibition.add(down);
        QVERIFY(inhibition.isInhibited(disk));
        QCOMPARE(inhibition.inhibitors(disk), std::vector<LabelsRef>{down});
        QVERIFY(!inhibition.isInhibited(other));
        QVERIFY(!inhibition.isInhibited(*down)); // one outage, one message
        inhibition.remove(*down);
        QVERIFY(!inhibition.isInhibited(disk));
        inhibition.remove(*down);
    }

    void the_graver_inhibits_the_lesser_of_the_same_name()
    {
        Inhibition inhibition({inhibitRule("severity=critical", "severity=~\"warning|info\"", {"alertname", "instance"})});
        inhibition.add(firing({{"alertname", "Cpu"}, {"instance", "a"}, {"severity", "critical"}}));
        QVERIFY(inhibition.isInhibited({{"alertname", "Cpu"}, {"instance", "a"}, {"severity", "warning"}}));
        QVERIFY(!inhibition.isInhibited({{"alertname", "Cpu"}, {"instance", "a"}, {"severity", "critical"}}));
        QVERIFY(!inhibition.isInhibited({{"alertname", "Cpu"}, {"instance", "a"}}));
        QVERIFY(!inhibition.isInhibited({{"alertname", "Memory"}, {"instance", "a"}, {"severity", "info"}}));
    }

    void a_label_that_neither_has_is_equal()
    {
        Inhibition inhibition({inhibitRule("alertname=Source", "alertname=Target", {"cluster", "zone"})});
        inhibition.add(firing({{"alertname", "Source"}, {"zone", "z"}}));
        QVERIFY(inhibition.isInhibited({{"alertname", "Target"}, {"zone", "z"}}));
        QVERIFY(inhibition.isInhibited({{"alertname", "Target"}, {"zone", "z"}, {"cluster", ""}}));
        QVERIFY(!inhibition.isInhibited({{"alertname", "Target"}, {"zone", "z"}, {"cluster", "c"}}));
        QVERIFY(!inhibition.isInhibited({{"alertname", "Target"}}));
    }

    void two_that_are_source_and_target_do_not_inhibit_each_other()
    {
        Inhibition inhibition({inhibitRule("s=1", "t=1", {"e"})});
        const auto both = firing({{"s", "1"}, {"t", "1"}, {"e", "x"}, {"n", "1"}});
        const auto another = firing({{"s", "1"}, {"t", "1"}, {"e", "x"}, {"n", "2"}});
        inhibition.add(both);
        inhibition.add(another);
        QVERIFY(!inhibition.isInhibited(*both));
        QVERIFY(!inhibition.isInhibited(*another));
        QVERIFY(inhibition.isInhibited({{"t", "1"}, {"e", "x"}})); // a target alone is
        const auto source = firing({{"s", "1"}, {"e", "x"}});
        inhibition.add(source);
        QCOMPARE(inhibition.inhibitors(*both), std::vector<LabelsRef>{source});
        QVERIFY(!inhibition.isInhibited(*source));
    }

    void many_inhibitors_are_named_once_and_not_all()
    {
        Inhibition inhibition({inhibitRule("s=1", "t=1", {}), inhibitRule("s=~\"1|2\"", "", {})});
        for (int i = 0; i < 50; ++i) {
            const auto number = std::to_string(i);
            inhibition.add(firing({{"s", "1"}, {"n", number}}));
            inhibition.add(firing({{"s", "1"}, {"n", number}})); // again
        }
        const Labels target{{"t", "1"}};
        QCOMPARE(inhibition.inhibitors(target).size(), 20U);
        QCOMPARE(inhibition.inhibitors(target, 1'000).size(), 50U);
        inhibition.remove({{"s", "1"}, {"n", "7"}});
        QCOMPARE(inhibition.inhibitors(target, 1'000).size(), 49U);
        inhibition.clear();
        QVERIFY(!inhibition.isInhibited(target));
    }

    void it_answers_what_the_rule_says_whatever_fires()
    {
        std::mt19937 random(11);
        const std::vector<InhibitRule> rules{inhibitRule("a=1", "b=~\"1|2\"", {"e"}), inhibitRule("a!=1", "b=\"\"", {"e", "f"}),
                                             inhibitRule("e=1", "a=2", {})};
        Inhibition inhibition(rules);
        std::vector<LabelsRef> sources;
        int muted = 0;
        for (int step = 0; step < 5'000; ++step) {
            const auto any = [&] {
                constexpr std::string_view kValues[] = {"", "1", "2"};
                return kValues[random() % 3];
            };
            const auto labels = firing({{"a", any()}, {"b", any()}, {"e", any()}, {"f", any()}});
            if (random() % 3 == 0) {
                inhibition.add(labels);
                sources.push_back(labels);
            } else if (random() % 2 == 0) {
                inhibition.remove(*labels);
                std::erase_if(sources, [&](const LabelsRef &one) { return *one == *labels; });
            }
            if (step % 500 == 0) {
                inhibition.clear();
                sources.clear();
            }
            const Labels asked{{"a", any()}, {"b", any()}, {"e", any()}, {"f", any()}};
            const bool expected = isMuted(rules, sources, asked);
            muted += expected ? 1 : 0;
            QCOMPARE(inhibition.isInhibited(asked), expected);
        }
        QVERIFY(muted > 500 && muted < 4'500);
    }
};

VEDETTE_TEST(TstInhibition)
#include "tst_inhibition.moc"
