// Any bytes are read or refused, the same in one piece as in many, and a sink hears of every series before its samples.
#include "models/exposition/text_parser.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Sample {
    exposition::SeriesNumber number;
    std::uint64_t value;
    std::optional<metric::Timestamp> time;
    friend bool operator==(const Sample &, const Sample &) = default;
};

void check(bool holds)
{
    if (!holds)
        std::abort();
}

class CheckingSink : public exposition::Sink {
public:
    void series(exposition::SeriesNumber number, const metric::Labels &labels) override
    {
        check(number == m_series.size());
        check(std::ranges::find(m_series, labels) == m_series.end());
        m_series.push_back(labels);
    }
    void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp> time) override
    {
        check(number < m_series.size());
        m_samples.push_back({number, std::bit_cast<std::uint64_t>(value), time});
    }
    void metadata(const exposition::Metadata &metadata) override { check(!metadata.name.empty()); }

    std::vector<metric::Labels> m_series;
    std::vector<Sample> m_samples;
};

std::string read(exposition::Format format, std::string_view text, std::size_t piece, CheckingSink &sink)
{
    exposition::TextParser parser(format, sink);
    metric::Result<void> result;
    while (result && !text.empty()) {
        // Exactly as long as it says, so that the sanitizer sees a byte too far.
        const std::vector<char> bytes(text.begin(), text.begin() + std::ptrdiff_t(std::min(piece, text.size())));
        text.remove_prefix(bytes.size());
        result = parser.feed({bytes.data(), bytes.size()});
    }
    if (result)
        result = parser.finish();
    if (result)
        return {};
    check(result.error().message.starts_with("line " + std::to_string(parser.line()) + ": "));
    check(std::ranges::all_of(result.error().message, [](char c) { return c >= ' ' && c <= '~'; }));
    return result.error().message;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto format = data[0] % 2 == 1 ? exposition::Format::OpenMetrics : exposition::Format::Prometheus;
    const std::string text(data + 2, data + size);
    CheckingSink whole;
    CheckingSink cut;
    const auto one = read(format, text, text.size() + 1, whole);
    const auto other = read(format, text, std::size_t(data[1]) + 1, cut);
    check(one == other && whole.m_series == cut.m_series && whole.m_samples == cut.m_samples);
    return 0;
}
