#pragma once

#include <QtCore/QCoreApplication>
#include <QtCore/QString>

#include <span>
#include <string>

namespace items {

// A rule's name, meaning or action, or an event's reason, as people read it: the shipped ones in their language, a user's own as written.
inline QString ruleText(const std::string &text) { return QCoreApplication::translate("rules", text.c_str()); }

// The texts of the shipped rules, marked for translation; a test holds them against the packs.
std::span<const char *const> shippedRuleTexts();

} // namespace items
