#pragma once

#include "models/targets/target.h"

#include <QtCore/QJsonObject>

#include <optional>

namespace targets {

// How a target stands in targets.json. `before`: how it stood there, whose unknown keys are kept.
QJsonObject targetToJson(const Target &target, QJsonObject before = {});
// Empty where it is none; `wrong` then says why: "interval must be a number from 1 to 86400".
std::optional<Target> targetFromJson(const QJsonObject &json, QString &wrong);

} // namespace targets
