#pragma once

#include "models/history/archive.h"
#include "models/history/history.h"
#include "models/history/journal.h"
#include "models/history/metadata_table.h"
#include "models/history/snapshots.h"

#include <optional>

namespace history {

// The writing side: owns the one writing connection. Opened by whoever opens the history, then used by the writer thread alone.
class Writer {
public:
    // Reads the series and replays the journal into the archive's head. Corrupt for a damaged file.
    static metric::Result<std::unique_ptr<Writer>> open(const HistoryFile &file, Archive &archive, const Options &options);

    // Fills the archive alone; nothing can be written.
    static metric::Result<void> openReadOnly(const HistoryFile &file, Archive &archive);

    // Writes as many of the first batches as belong into one transaction, and returns how many that were. After an error
    // nothing of them is stored, and they may be tried again. REQUIRES: at least one.
    metric::Result<std::size_t> write(std::span<const metric::BatchRef> batches);
    // Why the journal, though written, could not be sealed the last time; empty normally.
    const std::string &sealError() const { return m_sealError; }

    // A block of what is to be rolled up, if anything is: for when nobody waits.
    void rollUpSome();

    // Samples, since the opening, whose series had another value at that time already: the first one stays.
    std::uint64_t conflicts() const { return m_conflicts; }

    // Entries of the journal that could not be read back.
    int lostEntries() const { return m_lostEntries; }

private:
    Writer(sqlite::Database database, const HistoryFile &file, Archive &archive, const Options &options)
        : m_database(std::move(database)), m_file(file), m_archive(archive), m_options(options), m_snapshots(options.tableInterval)
    {
    }
    // What the journal holds.
    struct Entries {
        int count = 0;
        metric::Timestamp from; // of the earliest
        metric::Timestamp to;

        void add(metric::Timestamp time);
        bool canTake(metric::Timestamp time) const;
    };
    struct Statements {
        sqlite::Statement addSeries, addEntry, sawSeries;
    };

    metric::Result<void> prepare();
    metric::Result<void> loadSeries();
    metric::Result<void> replayJournal();
    metric::Result<std::size_t> store(std::span<const metric::BatchRef> batches);
    metric::Result<void> store(const metric::Batch &batch);
    metric::Result<void> seal();
    void noteDamage(const metric::Error &error) const;
    metric::Result<void> storeSegments();
    metric::Result<void> merge(metric::Timestamp now);
    metric::Result<void> dropOld(metric::Timestamp now);
    metric::Result<void> dropOldestUntilItFits();
    metric::Result<void> dropPartition(std::int64_t id);
    metric::Result<void> forgetUnused(metric::Timestamp now);
    metric::Result<std::uint64_t> bytesInUse();

    sqlite::Database m_database;
    const HistoryFile m_file;
    Archive &m_archive;
    const Options m_options;
    Statements m_statements;
    JournalWriter m_journal;
    std::vector<SeriesId> m_ids;   // of the batch at hand
    std::size_t m_seriesAdded = 0; // within the transaction at hand
    SnapshotWriter m_snapshots;
    MetadataWriter m_metadata;
    Entries m_entries;
    std::size_t m_streams = 1;                   // that these came from
    std::optional<metric::Timestamp> m_toRollUp; // the days before this one, where something may be left of them
    int m_untilDrop = 0;                         // seals until old data is dropped
    int m_lostEntries = 0;
    std::uint64_t m_conflicts = 0;
    std::string m_sealError;
};

} // namespace history
