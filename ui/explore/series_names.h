#pragma once

#include "models/metric/labels.h"

#include <QtCore/QString>

#include <span>
#include <vector>

namespace ui {

// What tells series apart, as short as it can be: the labels that not all of them share; the value alone where that is one label.
// What nothing tells apart is called by its metric and labels, "" where the metric has no name.
std::vector<QString> seriesNames(std::span<const metric::LabelsRef> series);

} // namespace ui
