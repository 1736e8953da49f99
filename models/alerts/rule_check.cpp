#include "models/alerts/rule_check.h"

#include "models/metric/utf8.h"
#include "models/query/figure.h"
#include "models/rules/rule_check.h"
#include "models/rules/template.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace alerts {

using Problem = FieldError::Problem;

namespace {

constexpr std::size_t kLongestName = 200;
constexpr metric::Duration kLongestHold = std::chrono::hours(24 * 7);

bool isBlank(const std::string &text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

void checkValue(const AlertRule &rule, std::vector<FieldError> &errors)
{
    if (!std::isfinite(rule.value)) {
        errors.push_back({RuleField::Value, Problem::NotANumber, "the value is not a number"});
        return;
    }
    const auto *figure = query::figureOf(rule.expression);
    const auto unit = query::unitOf(rule.expression);
    // Only temperatures go below zero among what has a unit; a metric without one may mean anything.
    const bool neverNegative =
        figure ? unit != metric::Unit::Celsius : unit == metric::Unit::Ratio || unit == metric::Unit::Bytes || unit == metric::Unit::Seconds;
    const double highest = figure ? figure->highest : std::numeric_limits<double>::infinity();
    if (neverNegative && rule.value < 0)
        errors.push_back({RuleField::Value, Problem::Negative, "the value can never be below zero"});
    else if (rule.value > highest)
        errors.push_back({RuleField::Value, Problem::AboveHighest, "the value is above what can ever be measured"});
    else if ((rule.comparison == Comparison::Above && rule.value >= highest) ||
             (rule.comparison == Comparison::Below && neverNegative && rule.value <= 0))
        errors.push_back({RuleField::Value, Problem::NeverTrue, "no value can ever break this threshold"});
}

void checkTexts(RuleField field, const NamedTexts &texts, std::vector<FieldError> &errors)
{
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto &[name, text] = texts[i];
        const auto isSame = [&](const auto &other) { return other.first == name; };
        const bool isLabel = field == RuleField::Label;
        if (name.empty())
            errors.push_back({field, Problem::Empty, "the text needs a name", i});
        else if (isLabel ? !rules::labelNameFault(name).empty() : !metric::isUtf8(name))
            errors.push_back({field, Problem::BadName, "it can not be called that", i});
        else if ((isLabel && name == kSeverityLabel) || std::any_of(texts.begin(), texts.begin() + std::ptrdiff_t(i), isSame))
            errors.push_back({field, Problem::Twice, "the name is there already", i});
        if (const auto parsed = rules::Template::parse(text); !parsed)
            errors.push_back({field, Problem::BadTemplate, parsed.error().message, i, parsed.error().line, parsed.error().column});
    }
}

} // namespace

std::vector<FieldError> validate(const AlertRule &rule, const query::Engine &engine)
{
    std::vector<FieldError> errors;
    if (isBlank(rule.name))
        errors.push_back({RuleField::Name, Problem::Empty, "the rule needs a name"});
    else if (rule.name.size() > kLongestName)
        errors.push_back({RuleField::Name, Problem::TooLong, "the name is too long"});

    if (isBlank(rule.expression)) {
        errors.push_back({RuleField::Expression, Problem::Empty, "say what is measured"});
    } else if (const auto answer = engine.instant(rule.expression, metric::Timestamp{});
               !answer && answer.error().code == metric::ErrorCode::InvalidArgument)
    {
        errors.push_back({RuleField::Expression, Problem::UnknownExpression, answer.error().message});
    }
    if (rule.isThreshold)
        checkValue(rule, errors);

    for (const auto &[field, time] : {std::pair(RuleField::HoldFor, rule.holdFor), std::pair(RuleField::KeepFiringFor, rule.keepFiringFor)}) {
        if (time < metric::Duration::zero())
            errors.push_back({field, Problem::Negative, "the time can not be negative"});
        else if (time > kLongestHold)
            errors.push_back({field, Problem::AboveHighest, "the time is longer than a week"});
    }
    checkTexts(RuleField::Label, rule.labels, errors);
    checkTexts(RuleField::Annotation, rule.annotations, errors);
    return errors;
}

} // namespace alerts
