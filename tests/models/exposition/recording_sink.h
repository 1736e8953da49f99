// What a parser told, as text: one line per call, to compare whole.
#pragma once

#include "models/exposition/text_parser.h"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

namespace tests {

class RecordingSink : public exposition::Sink {
public:
    void series(exposition::SeriesNumber number, const metric::Labels &labels) override
    {
        lines.push_back(fmt::format("series {} {}", number, labels.toString()));
    }
    void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp> time) override
    {
        auto line = fmt::format("sample {} {}", number, std::isnan(value) ? "NaN" : fmt::format("{}", value));
        if (time)
            line += fmt::format(" {}", time->time_since_epoch().count());
        lines.push_back(line);
    }
    void metadata(const exposition::Metadata &metadata) override
    {
        lines.push_back(fmt::format("metadata {} {} [{}] [{}]", metadata.name, int(metadata.type), metadata.help, metadata.unit));
    }

    std::vector<std::string> lines;
};

struct Told {
    std::vector<std::string> lines;
    std::string error; // empty where there was none
    std::uint64_t line = 0;
    friend bool operator==(const Told &, const Told &) = default;
};

// The text in pieces of the given sizes, the last of which is the rest.
inline Told tell(exposition::Format format, std::string_view text, const std::vector<std::size_t> &pieces = {})
{
    RecordingSink sink;
    exposition::TextParser parser(format, sink);
    metric::Result<void> result;
    for (const auto size : pieces) {
        // A copy of its own, so that reading beyond the piece is seen by the sanitizers.
        const std::vector<char> piece(text.begin(), text.begin() + std::ptrdiff_t(std::min(size, text.size())));
        text.remove_prefix(piece.size());
        if (result)
            result = parser.feed({piece.data(), piece.size()});
    }
    const std::vector<char> rest(text.begin(), text.end());
    if (result)
        result = parser.feed({rest.data(), rest.size()});
    if (result)
        result = parser.finish();
    return {sink.lines, result ? "" : result.error().message, parser.line()};
}

} // namespace tests
