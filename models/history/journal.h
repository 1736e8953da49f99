#pragma once

#include "models/history/packing.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace history {

using SeriesId = std::uint32_t;

// One entry of the journal: a batch's time and values, the series by their numbers.
struct JournalEntry {
    std::uint64_t stream; // which target's
    metric::Timestamp time;
    bool newLayout; // the series are others than in the stream's last entry
};

// What one target's last entry said; the next one is written as what differs from it.
struct JournalStream {
    std::vector<SeriesId> ids;
    std::vector<std::uint64_t> values; // the bits of doubles
};

// Writes entries that a JournalReader reads in the same order. After reset() (the journal was emptied, or an entry did not
// reach the disk) every target's next entry stands on its own.
class JournalWriter {
public:
    // REQUIRES: one id per sample.
    Bytes entry(const metric::Batch &batch, const std::vector<SeriesId> &ids);
    void reset() { m_streams.clear(); }
    std::size_t streams() const { return m_streams.size(); }

private:
    struct Named {
        std::uint64_t number;
        JournalStream stream;
    };
    std::unordered_map<std::string, Named> m_streams;
};

class JournalReader {
public:
    // Malformed for bytes that are no entry, or one whose predecessor is missing; the stream is then lost until its next
    // entry that stands on its own.
    metric::Result<JournalEntry> read(ByteView bytes);
    // The series and values of the entry read last.
    const JournalStream &stream(const JournalEntry &entry) const { return m_streams.at(entry.stream); }
    std::size_t streams() const { return m_streams.size(); }

private:
    std::unordered_map<std::uint64_t, JournalStream> m_streams;
};

} // namespace history
