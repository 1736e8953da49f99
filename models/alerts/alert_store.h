#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/incident.h"
#include "models/alerts/outbox_table.h"
#include "models/alerts/silence_table.h"
#include "models/metric/result.h"
#include "models/sqlite/database.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace alerts {

struct AlertChange;

// Alerts and their events in one SQLite file. Every change is one transaction, synced before it returns: a crash
// or a power cut in the middle leaves the state before it or after it. Used by one thread; a second, read-only store on
// the same file may be used by another.
class AlertStore {
public:
    // Opens or creates the file. A damaged file is renamed to <name>.damaged-<time>, kept, and a new one started: notice() says so. Fails where the
    // file can not be read or written, or was written by a newer version.
    static metric::Result<AlertStore> open(const std::filesystem::path &file, metric::Timestamp now);
    // For history queries from another thread. REQUIRES: open() was called on the file before.
    static metric::Result<AlertStore> openReadOnly(const std::filesystem::path &file);

    const std::filesystem::path &file() const { return m_file; }
    // One sentence for people, empty normally.
    const std::string &notice() const { return m_notice; }

    // The rules of a file of version 1, which kept them itself; empty once they were forgotten, or where there were none.
    metric::Result<std::vector<AlertRule>> oldRules();
    [[nodiscard]] metric::Result<void> forgetOldRules();

    // Alerts as they are now, and their new events: all or nothing. Writing the same change twice adds its events twice,
    // the alert once.
    [[nodiscard]] metric::Result<void> write(std::span<const AlertChange> changes);

    metric::Result<LoadedSilences> silences();
    // All or nothing, too.
    [[nodiscard]] metric::Result<void> write(std::span<const Silence> changed, std::span<const std::string> forgotten);

    // For what is kept beside them in the same file. All that is written within is there together or not at all.
    [[nodiscard]] metric::Result<void> transact(const std::function<metric::Result<void>(sqlite::Database &)> &steps);
    // REQUIRES: within transact().
    [[nodiscard]] metric::Result<void> writeWithin(std::span<const AlertChange> changes);

    // As dropOldAlerts(), in one transaction.
    metric::Result<std::size_t> dropOld(metric::Timestamp before, std::size_t most);

    metric::Result<std::vector<Alert>> alerts(std::span<const std::int64_t> ids); // those that are there
    metric::Result<std::vector<Alert>> openAlerts();
    metric::Result<std::vector<Alert>> resolvedAlerts(std::size_t limit); // newest first
    metric::Result<std::vector<Delivery>> deliveries(std::size_t limit);
    metric::Result<std::optional<Alert>> alert(std::int64_t alertId);     // none: it was never stored, or is forgotten
    metric::Result<std::vector<AlertEvent>> events(std::int64_t alertId); // oldest first
    // As loadIncidents().
    metric::Result<Incidents> incidents(const TimeRange &range, std::size_t most);
    // No id comes twice, even if its alert is forgotten.
    metric::Result<std::int64_t> nextAlertId();

private:
    AlertStore(sqlite::Database database, std::filesystem::path file) : m_database(std::move(database)), m_file(std::move(file)) {}
    metric::Result<std::vector<Alert>> alertsWhere(std::string_view condition, std::size_t limit);

    sqlite::Database m_database;
    std::filesystem::path m_file;
    std::string m_notice;
};

} // namespace alerts
