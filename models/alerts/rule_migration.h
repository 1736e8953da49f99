#pragma once

#include "models/alerts/alert_store.h"
#include "models/alerts/rule_library.h"

namespace alerts {

// Takes over the rules that an older alerts file kept itself: what was changed becomes an override, what was deleted or switched off is off,
// what was added is a threshold. They stay in the file until all of that is written.
metric::Result<void> adoptOldRules(AlertStore &store, RuleLibrary &library);

} // namespace alerts
