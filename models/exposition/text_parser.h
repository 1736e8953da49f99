#pragma once

#include "models/exposition/family_rules.h"
#include "models/exposition/series_text.h"
#include "models/exposition/sink.h"
#include "models/exposition/text_table.h"
#include "models/metric/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace exposition {

inline constexpr std::size_t kLongestLine = 1024 * 1024; // bytes

// Reads metrics in the Prometheus text format 0.0.4 or in OpenMetrics 1.0, in one pass and in any pieces, and tells them to a
// Sink. For one thread at a time; neither owns the sink nor keeps the bytes.
//
// A line that is wrong ends the reading: Malformed (LimitExceeded where it is only too large) with the number of the line, what
// was expected and what stood there. What came before it has been told. Every later call answers the same error.
//
// OpenMetrics is read strictly, including the rules about families (see FamilyRules) but for the order of times within a
// series. The Prometheus format is read as the Prometheus server reads it: blanks are free, comments and empty lines pass, the
// samples of a metric may stand anywhere, CR before the newline is a blank. Quoted names {"a.b",...} are read in both.
// https://prometheus.io/docs/instrumenting/exposition_formats, https://prometheus.io/docs/specs/om/open_metrics_spec
class TextParser {
public:
    TextParser(Format format, Sink &sink);
    TextParser(const TextParser &) = delete;
    TextParser &operator=(const TextParser &) = delete;

    metric::Result<void> feed(std::string_view bytes);
    // Reads a last line without a newline. OpenMetrics: "# EOF" must have been the last line.
    metric::Result<void> finish();
    // Ready for another exposition, after finish() or an error, whatever of the one before is unread. Series keep their numbers and
    // are not told again, which makes the second reading of an endpoint the quick one; metadata is told anew, lines count from 1.
    // Series that come no more are remembered too: begin a new parser where they have become many.
    void restart();
    // The number of the line at hand, from 1: within the sink's functions the one being told.
    std::uint64_t line() const { return m_line; }

private:
    metric::Result<void> readLines(std::string_view lines);
    bool readKnownLine(const char *&at, const char *end);
    metric::Result<void> readLine(std::string_view line);
    metric::Result<void> readSample(std::string_view line);
    metric::Result<void> readNumbers(std::string_view text);
    metric::Result<void> readExemplar(std::string_view text);
    metric::Result<void> readMetadata(std::string_view line);
    metric::Result<void> readKeyword(FamilyRules::Keyword keyword, std::string_view name, std::string_view text);
    metric::Result<void> selectSeries(std::string_view line);
    metric::Result<const TextTable::Entry *> addSeries(std::string_view line);
    std::optional<TextTable::Entry> sameSeries(const metric::Labels &labels, std::uint64_t hash);
    metric::Result<void> tell(double value, std::optional<metric::Timestamp> time);
    void tellMetadata();
    metric::Result<void> fail(metric::Error error);

    const bool m_strict; // OpenMetrics
    Sink &m_sink;
    std::uint64_t m_line = 1;
    bool m_ended = false; // "# EOF" was there
    std::string m_rest;   // the line that has no newline yet
    std::optional<metric::Error> m_error;
    std::optional<Metadata> m_metadata; // collected, not told yet

    SeriesText m_text;
    SeriesText m_exemplar;
    FamilyRules m_rules;
    const std::uint64_t m_seed;
    TextTable m_known;
    std::unordered_multimap<std::uint64_t, TextTable::Entry> m_byLabels; // hash of the labels -> one way to write them
    std::optional<metric::Labels> m_new;                                 // of the last series, while it is not told yet
    SeriesNumber m_series = 0;                                           // so many are known

    // The series of the last sample, as it stood there: empty where the next line has to be looked up.
    std::string_view m_last;
    SeriesNumber m_number = 0;
};

} // namespace exposition
