#pragma once

#include "models/history/archive.h"
#include "models/history/history.h"
#include "models/history/journal.h"

#include <map>

namespace history {

// The writing side: owns the one writing connection. Opened by whoever opens the history, then used by the writer thread alone.
class Writer {
public:
    // Reads the series and replays the journal into the archive's head. Corrupt for a damaged file.
    static metric::Result<std::unique_ptr<Writer>> open(const HistoryFile &file, Archive &archive, const Options &options);

    // Fills the archive alone; nothing can be written.
    static metric::Result<void> openReadOnly(const HistoryFile &file, Archive &archive);

    // One transaction. After an error nothing of the batch is stored, and it may be tried again.
    metric::Result<void> write(const metric::Batch &batch);
    // Why the journal, though written, could not be sealed the last time; empty normally.
    const std::string &sealError() const { return m_sealError; }

    // Entries of the journal that could not be read back.
    int lostEntries() const { return m_lostEntries; }

private:
    Writer(sqlite::Database database, const HistoryFile &file, Archive &archive, const Options &options)
        : m_database(std::move(database)), m_file(file), m_archive(archive), m_options(options)
    {
    }
    struct Statements {
        sqlite::Statement addSeries, addEntry, addSnapshot, sawSeries;
    };

    metric::Result<void> prepare();
    metric::Result<void> loadSeries();
    metric::Result<void> replayJournal();
    metric::Result<void> store(const metric::Batch &batch);
    metric::Result<void> storeTables(const metric::Batch &batch);
    metric::Result<void> seal();
    void noteDamage(const metric::Error &error) const;
    metric::Result<void> storeSegments();
    metric::Result<void> merge();
    metric::Result<void> dropOld(metric::Timestamp now);
    metric::Result<void> dropOldestUntilItFits();
    metric::Result<std::uint64_t> bytesInUse();
    void journalled(metric::Timestamp time);

    sqlite::Database m_database;
    const HistoryFile m_file;
    Archive &m_archive;
    const Options m_options;
    Statements m_statements;
    JournalWriter m_journal;
    std::vector<SeriesId> m_ids;                                                   // of the batch at hand
    std::map<std::pair<std::string, std::string>, metric::Timestamp> m_lastTables; // by instance and name
    int m_entries = 0;                                                             // in the journal
    std::size_t m_streams = 1;                                                     // that these came from
    metric::Timestamp m_headFrom;                                                  // of the journal's earliest entry
    metric::Timestamp m_headTo;
    int m_untilDrop = 0; // seals until old data is dropped
    int m_lostEntries = 0;
    std::string m_sealError;
};

} // namespace history
