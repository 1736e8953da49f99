#pragma once

#include "models/alerts/alert.h"
#include "models/series/matcher.h"

#include <QtCore/QString>

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace items {

// What an alert can be, each shown or hidden by itself. One state and one severity is true of every alert, the others of some.
enum class AlertTrait { Firing, Pending, Resolved, Emergency, Critical, Warning, Info, Muted, Dismissed };
inline constexpr std::size_t kAlertTraitCount = std::size_t(AlertTrait::Dismissed) + 1;
using AlertTraits = std::bitset<kAlertTraitCount>;

// How a trait is read ("firing"), and what showing it means ("Show what fires"); translated.
QString traitText(AlertTrait trait);
QString traitHint(AlertTrait trait);

// Those of which an alert has exactly one, this among them; of what some have, it alone.
AlertTraits kindOf(AlertTrait trait);
// At that moment. Firing is what somebody has acknowledged too; muted what is silenced, inhibited or snoozed.
AlertTraits traitsOf(const alerts::Alert &alert, metric::Timestamp now);

// A text to find alerts by, as the searches of other tables have it: plain words without regard to case, or with a leading "!" a regular
// expression (RE2). An empty one, and an expression that is none, is in everything.
class AlertSearch {
public:
    AlertSearch() = default;
    explicit AlertSearch(const QString &text);

    // What is wrong with the regular expression, empty if nothing.
    const std::string &error() const { return m_error; }
    bool isInEverything() const { return m_words.empty() && !m_expression; }
    bool isIn(std::string_view text) const;

private:
    std::string m_words; // where they are ASCII in lower case
    bool m_isAscii = true;
    std::optional<series::Matcher> m_expression;
    std::string m_error;
};

// What was dismissed is shown to who asks for it.
inline constexpr AlertTraits kHiddenAtFirst{1ULL << std::size_t(AlertTrait::Dismissed)};

// Which alerts a list shows: those without a trait that is hidden, whose labels all matchers match, and that the search finds. A value.
struct AlertFilter {
    AlertTraits hidden = kHiddenAtFirst;
    std::vector<series::Matcher> matchers;
    AlertSearch search;
};

// A filter at work on many alerts. What it finds of a rule's name it remembers: REQUIRES the rules to live as long.
class AlertSieve {
public:
    explicit AlertSieve(const AlertFilter &filter) : m_filter(filter) {}
    // Searches names as they are read, the values of labels, and comments. REQUIRES: traits are the alert's.
    bool passes(const alerts::Alert &alert, AlertTraits traits);

private:
    bool isFound(const alerts::Alert &alert);

    const AlertFilter &m_filter;
    std::unordered_map<const alerts::AlertRule *, bool> m_named;
};

} // namespace items
