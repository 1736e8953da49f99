#pragma once

#include "models/rules/alert_state.h"
#include "models/rules/group_evaluation.h"

#include <cstdint>

// The life of one alert, from one look to the next. Private to the room.
namespace rules {

enum class Sight : std::uint8_t { Seen, Well, Missing }; // a value, none because it is well, nothing measured

// Moves the alert on; false where it is to be forgotten.
bool moveOn(ActiveAlert &alert, const metric::Labels &labels, Sight sight, const EvaluationRound &round, const Rule &rule);

} // namespace rules
