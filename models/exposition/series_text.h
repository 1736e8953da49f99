#pragma once

#include "models/exposition/sink.h"
#include "models/metric/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace exposition {

inline constexpr std::size_t kMostLabels = 1000;
inline constexpr std::size_t kLongestValue = 64 * 1024; // bytes of a label's name or value

// The grammar of a series: name{label="value",...}, or {"name",label="value"} where the name is any UTF-8. Keeps what it read last
// in buffers that it reuses.
class SeriesText {
public:
    explicit SeriesText(Format format) : m_format(format) {}

    // Where the series at the start of the line ends, told by quotes and braces alone: for finding a series that is known.
    std::size_t endOf(std::string_view line) const;

    // Reads the series at the start of the line and answers its length.
    metric::Result<std::size_t> read(std::string_view line);
    // Reads the labels of an exemplar, which have no metric's name: {...}.
    metric::Result<std::size_t> readLabelSet(std::string_view text);
    // Reads a metric's name, quoted or not, as it stands in "# TYPE name ...".
    metric::Result<std::size_t> readName(std::string_view text);

    // What was read last.
    metric::Labels labels() const { return metric::Labels(std::span<const metric::Label>(m_labels)); }
    std::string_view name() const { return m_labels.front().value; }
    // Characters, not bytes, of all names and values.
    std::size_t characters() const;

private:
    struct Part { // offsets into m_text, which moves while it grows
        std::size_t name;
        std::size_t value;
        std::size_t end;
    };
    void clear();
    void addName(std::string_view name);
    metric::Result<std::size_t> readBraces(std::string_view line, std::size_t at, bool mayName);
    metric::Result<std::size_t> readQuoted(std::string_view line, std::size_t at);
    metric::Result<void> finish();
    std::size_t skipBlanks(std::string_view line, std::size_t at) const;

    Format m_format;
    bool m_named = false;
    std::string m_text;
    std::vector<Part> m_parts;
    std::vector<metric::Label> m_labels;
};

} // namespace exposition
