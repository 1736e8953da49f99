#include "models/items/rule_texts.h"
#include "tests/support/registry.h"
#include "tests/support/shipped_rules.h"

#include <set>

class TstRuleTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_text_of_a_shipped_rule_is_marked_for_translation()
    {
        std::set<std::string> marked, shipped;
        for (const char *text : items::shippedRuleTexts())
            marked.insert(text);
        for (const auto &rule : tests::shippedRules())
            shipped.insert({rule.name, alerts::meaningOf(rule), alerts::actionOf(rule)});
        QVERIFY(shipped.size() > 30);
        for (const auto &text : shipped)
            QVERIFY2(marked.contains(text), text.c_str());
        QCOMPARE(marked.size(), shipped.size());
    }

    void a_users_own_text_stays_as_written() { QCOMPARE(items::ruleText("Größer als 3"), QStringLiteral("Größer als 3")); }
};

VEDETTE_TEST(TstRuleTexts)
#include "tst_rule_texts.moc"
