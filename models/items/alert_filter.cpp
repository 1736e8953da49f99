#include "models/items/alert_filter.h"

#include "models/alerts/matchers.h"
#include "models/items/alert_model.h"
#include "models/items/rule_texts.h"

#include <algorithm>

namespace items {

using alerts::Alert;
using alerts::AlertState;

namespace {

struct TraitTexts {
    const char *text;
    const char *hint;
};

// In the order of AlertTrait.
constexpr TraitTexts kTraits[] = {
    {QT_TRANSLATE_NOOP("items", "firing"), QT_TRANSLATE_NOOP("items", "Show what fires")},
    {QT_TRANSLATE_NOOP("items", "pending"), QT_TRANSLATE_NOOP("items", "Show what is about to fire")},
    {QT_TRANSLATE_NOOP("items", "resolved"), QT_TRANSLATE_NOOP("items", "Show what is over")},
    {QT_TRANSLATE_NOOP("items", "emergency"), QT_TRANSLATE_NOOP("items", "Show emergencies")},
    {QT_TRANSLATE_NOOP("items", "critical"), QT_TRANSLATE_NOOP("items", "Show what is critical")},
    {QT_TRANSLATE_NOOP("items", "warning"), QT_TRANSLATE_NOOP("items", "Show warnings")},
    {QT_TRANSLATE_NOOP("items", "info"), QT_TRANSLATE_NOOP("items", "Show what is only to be known")},
    {QT_TRANSLATE_NOOP("items", "muted"), QT_TRANSLATE_NOOP("items", "Show what nobody is told of: silenced, inhibited, snoozed")},
    {QT_TRANSLATE_NOOP("items", "dismissed"), QT_TRANSLATE_NOOP("items", "Show what was dismissed")},
};
static_assert(std::size(kTraits) == kAlertTraitCount);

AlertTrait stateTrait(AlertState state)
{
    switch (state) {
    case AlertState::Pending: return AlertTrait::Pending;
    case AlertState::Resolved: return AlertTrait::Resolved;
    case AlertState::Firing:
    case AlertState::Acknowledged: break;
    }
    return AlertTrait::Firing;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

} // namespace

QString traitText(AlertTrait trait) { return translated(kTraits[std::size_t(trait)].text); }
QString traitHint(AlertTrait trait) { return translated(kTraits[std::size_t(trait)].hint); }

AlertTraits kindOf(AlertTrait trait)
{
    constexpr AlertTraits kStates(0b000000111), kSeverities(0b001111000);
    const auto own = AlertTraits().set(std::size_t(trait));
    for (const auto &kind : {kStates, kSeverities}) {
        if ((kind & own).any())
            return kind;
    }
    return own;
}

AlertTraits traitsOf(const Alert &alert, metric::Timestamp now)
{
    AlertTraits traits;
    traits.set(std::size_t(stateTrait(alert.state)));
    traits.set(std::size_t(AlertTrait::Info) - std::size_t(alert.rule->severity));
    traits.set(std::size_t(AlertTrait::Muted),
               !alert.silencedBy.empty() || !alert.inhibitedBy.empty() || alert.inMaintenance || alert.snoozedUntil > now);
    traits.set(std::size_t(AlertTrait::Dismissed), alert.dismissedAt != metric::Timestamp());
    return traits;
}

AlertSearch::AlertSearch(const QString &text)
{
    const auto trimmed = text.trimmed();
    if (trimmed.startsWith(u'!')) {
        // A matcher is for the whole of a value.
        auto expression = series::Matcher::make({}, series::Matcher::Op::Matches, "(?is).*(?:" + trimmed.mid(1).toStdString() + ").*");
        if (expression)
            m_expression = std::move(*expression);
        else
            m_error = expression.error().message;
        return;
    }
    m_words = trimmed.toCaseFolded().toStdString();
    m_isAscii = std::ranges::all_of(m_words, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool AlertSearch::isIn(std::string_view text) const
{
    if (m_expression)
        return m_expression->matches(text);
    if (!m_isAscii)
        return QString::fromUtf8(text.data(), qsizetype(text.size())).contains(QString::fromStdString(m_words), Qt::CaseInsensitive);
    return !std::ranges::search(text, m_words, {}, lower).empty() || m_words.empty();
}

bool AlertSieve::isFound(const Alert &alert)
{
    const auto &search = m_filter.search;
    const auto [named, isNew] = m_named.try_emplace(alert.rule.get());
    if (isNew)
        named->second = search.isIn(alert.rule->name) || search.isIn(ruleText(alert.rule->name).toStdString());
    return named->second || search.isIn(alert.comment) || search.isIn(alert.rule->target) ||
           (alert.labels && std::any_of(alert.labels->begin(), alert.labels->end(), [&](metric::Label label) { return search.isIn(label.value); }));
}

bool AlertSieve::passes(const Alert &alert, AlertTraits traits)
{
    static const metric::Labels kNone;
    return (traits & m_filter.hidden).none() && alerts::matchesAllQuickly(m_filter.matchers, alert.labels ? *alert.labels : kNone) &&
           (m_filter.search.isInEverything() || isFound(alert));
}

} // namespace items
