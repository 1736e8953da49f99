#pragma once

#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/probe.h"

#include <QtCore/QStringView>

#include <memory>

namespace app {

// The probe of a kind of check, see targets::CheckKind::id. InvalidArgument: an option makes no sense, in words for who typed it.
metric::Result<std::unique_ptr<probes::Probe>> makeProbe(QStringView kind, const probes::Options &options);

} // namespace app
