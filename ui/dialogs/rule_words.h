#pragma once

#include "models/alerts/rule_check.h"

#include <QtCore/QString>

namespace ui {

// What is wrong with a rule's field, in the user's words.
QString wordsFor(const alerts::FieldError &error);
// Of the first error of that field; empty where it has none.
QString wordsFor(const std::vector<alerts::FieldError> &errors, alerts::RuleField field);

} // namespace ui
