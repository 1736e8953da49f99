#pragma once

#include "models/metric/labels.h"

#include <QtCore/QString>

#include <span>
#include <vector>

namespace ui {

// What tells series apart, as short as it can be: the labels that not all of them share; the value alone where that is one label.
// Series of which there is one are called `alone`, or by their metric where that is empty.
std::vector<QString> seriesNames(std::span<const metric::LabelsRef> series, const QString &alone = {});

} // namespace ui
