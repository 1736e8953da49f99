#include "models/health/health_snapshot.h"

namespace health {

std::string_view stateWord(State state)
{
    switch (state) {
    case State::Ok: return "ok";
    case State::Degraded: return "degraded";
    case State::Down: return "down";
    case State::Unknown: return "unknown";
    case State::Paused: return "paused";
    case State::Maintenance: return "maintenance";
    }
    return "unknown";
}

} // namespace health
