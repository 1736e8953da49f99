#pragma once

#include "models/metric/clock.h"
#include "ui/tabs/chart_card.h"

#include <string>
#include <vector>

namespace ui {

// A list that a probe keeps beside its samples, as a card: a metric::Table by name.
struct TableSpec {
    const char *table; // "postgres_activity"
    const char *title; // source texts in the context "ui::ChartCard"
    const char *empty; // where it has no rows
};

// Part of an application's page, shown where the target tells what it is about: a new one is one row of a list. In its expressions
// "[window]" stands for a range that fits how often the target is asked.
struct PageSection {
    const char *id;
    std::string needs; // a metric that the target must have: "nodejs_version_info"
    std::vector<ChartSpec> charts;
    std::vector<TableSpec> tables = {};
};

// The charts with that in the place of "[window]". Gaps stay gaps: a rate is shown once its whole window is known, over no gap longer than
// a quarter of it, so the window is a little more than four rounds, and 5 minutes at most.
std::vector<ChartSpec> chartsOver(metric::Duration window, std::vector<ChartSpec> charts);
metric::Duration windowOf(metric::Duration interval);

// In the order in which a page shows them: what the target is, its operations apart, then what it runs on.
std::vector<PageSection> databaseSections();
std::vector<PageSection> runtimeSections();
std::vector<PageSection> checkSections();

} // namespace ui
