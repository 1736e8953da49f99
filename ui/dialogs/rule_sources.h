#pragma once

#include "models/metric/clock.h"
#include "models/query/engine.h"
#include "models/series/reader.h"
#include "ui/widgets/background.h"

namespace ui {

// What is asked while a rule is written; all of it outlives the dialog.
struct RuleSources {
    const query::Engine &engine;
    const series::Reader &reader; // the names that complete an expression
    const metric::Clock &clock;
    Background &background;
};

} // namespace ui
