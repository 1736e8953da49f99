#pragma once

#include "models/items/operation_model.h"
#include "models/query/engine.h"
#include "models/series/reader.h"
#include "ui/tabs/chart_card.h"

#include <stop_token>
#include <vector>

namespace ui {

// The operations of the subject from `from` to `to`, asked of the engine; takes its time: beside the gui thread.
std::vector<items::OperationRow> readOperations(const query::Engine &engine, const Subject &subject,
                                                const std::vector<items::OperationFamily> &families, metric::Timestamp from, metric::Timestamp to,
                                                const std::stop_token &stop);

// Rate, errors and duration of each of the subject's families as charts, read over the window.
std::vector<ChartSpec> operationCharts(const std::vector<items::OperationFamily> &families, metric::Duration window);

} // namespace ui
