#pragma once

#include "models/alerts/incident.h"
#include "models/metric/result.h"
#include "models/sqlite/database.h"

// The past in the tables `alerts` and `events`: what fired in a time, and the end of what is too old.
namespace alerts {

// What the questions below need to be quick, where it is not there yet.
[[nodiscard]] metric::Result<void> createIncidentIndex(sqlite::Database &database);

// All that fired at any time of the range: those that still do first, then by their end, newest first; at most as many.
metric::Result<Incidents> loadIncidents(sqlite::Database &database, const TimeRange &range, std::size_t most);

// Drops alerts that ended before a moment, and their events, oldest first: at most `most` rows, in the caller's transaction. Answers how many;
// less than `most` where nothing is left to drop. An alert goes after its last event, so that no event is ever without its alert.
metric::Result<std::size_t> dropOldAlerts(sqlite::Database &database, metric::Timestamp before, std::size_t most);

} // namespace alerts
