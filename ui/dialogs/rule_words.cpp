#include "ui/dialogs/rule_words.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace ui {

using alerts::FieldError;
using alerts::RuleField;
using Problem = FieldError::Problem;

QString wordsFor(const FieldError &error)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("ui::RuleEditor", text); };
    const bool isTime = error.field == RuleField::HoldFor || error.field == RuleField::KeepFiringFor;
    const bool isText = error.field == RuleField::Label || error.field == RuleField::Annotation;
    auto message = QString::fromStdString(error.message);
    switch (error.problem) {
    case Problem::Empty:
        return error.field == RuleField::Name ? say(QT_TRANSLATE_NOOP("ui::RuleEditor", "Give the threshold a name."))
               : isText                       ? say(QT_TRANSLATE_NOOP("ui::RuleEditor", "Give it a name."))
                                              : say(QT_TRANSLATE_NOOP("ui::RuleEditor", "Say what is measured."));
    case Problem::TooLong: return say(QT_TRANSLATE_NOOP("ui::RuleEditor", "This name is too long."));
    case Problem::UnknownExpression: return say(QT_TRANSLATE_NOOP("ui::RuleEditor", "This can not be evaluated: %1")).arg(message);
    case Problem::NotANumber: return say(QT_TRANSLATE_NOOP("ui::RuleEditor", "This is not a number."));
    case Problem::Negative:
        return isTime ? say(QT_TRANSLATE_NOOP("ui::RuleEditor", "Say how long, or 0 for at once."))
                      : say(QT_TRANSLATE_NOOP("ui::RuleEditor", "This can never be below zero."));
    case Problem::AboveHighest:
        return error.field == RuleField::HoldFor         ? say(QT_TRANSLATE_NOOP("ui::RuleEditor", "Longer than a week: it would hardly ever fire."))
               : error.field == RuleField::KeepFiringFor ? say(QT_TRANSLATE_NOOP("ui::RuleEditor", "Longer than a week: it would hardly ever end."))
                                                         : say(QT_TRANSLATE_NOOP("ui::RuleEditor", "This is more than can ever be measured."));
    case Problem::NeverTrue: return say(QT_TRANSLATE_NOOP("ui::RuleEditor", "No value can ever be beyond this threshold."));
    case Problem::BadName: return say(QT_TRANSLATE_NOOP("ui::RuleEditor", "It can not be called that."));
    case Problem::Twice: return say(QT_TRANSLATE_NOOP("ui::RuleEditor", "There is one of that name already."));
    case Problem::BadTemplate:
        return say(QT_TRANSLATE_NOOP("ui::RuleEditor", "Line %1, column %2: %3")).arg(error.line).arg(error.column).arg(message);
    }
    return message;
}

QString wordsFor(const std::vector<FieldError> &errors, RuleField field)
{
    const auto found = std::ranges::find(errors, field, &FieldError::field);
    return found == errors.end() ? QString() : wordsFor(*found);
}

} // namespace ui
