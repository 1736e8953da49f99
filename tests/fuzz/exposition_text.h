// What must hold for any bytes given to the text parser: they are read or refused, the same in one piece as in many, and a sink
// hears of every series before its samples. For the fuzzer and for the test that replays what it found.
#pragma once

#include "models/exposition/text_parser.h"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

namespace tests {

class ExpositionText {
public:
    // Names what does not hold; empty where all does. The first byte of the input is the format (odd: OpenMetrics), the second the
    // size of the pieces, the rest is the text.
    static std::string fault(std::string_view input)
    {
        if (input.size() < 2)
            return {};
        const auto format = std::uint8_t(input[0]) % 2 == 1 ? exposition::Format::OpenMetrics : exposition::Format::Prometheus;
        const auto text = input.substr(2);
        Told whole, cut;
        read(format, text, text.size() + 1, whole);
        read(format, text, std::size_t(std::uint8_t(input[1])) + 1, cut);
        whole.expect(cut.m_fault.empty(), cut.m_fault.c_str());
        whole.expect(whole.m_error == cut.m_error, "another error in pieces");
        whole.expect(whole.m_series == cut.m_series, "other series in pieces");
        whole.expect(whole.m_samples == cut.m_samples, "other samples in pieces");
        return whole.m_fault;
    }

private:
    struct Sample {
        exposition::SeriesNumber number;
        std::uint64_t value;
        std::optional<metric::Timestamp> time;
        friend bool operator==(const Sample &, const Sample &) = default;
    };

    struct Told : exposition::Sink {
        void series(exposition::SeriesNumber number, const metric::Labels &labels) override
        {
            expect(number == m_series.size(), "a series out of turn");
            expect(std::ranges::find(m_series, labels) == m_series.end(), "a series told twice");
            m_series.push_back(labels);
        }
        void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp> time) override
        {
            expect(number < m_series.size(), "a sample before its series");
            m_samples.push_back({number, std::bit_cast<std::uint64_t>(value), time});
        }
        void metadata(const exposition::Metadata &metadata) override { expect(!metadata.name.empty(), "metadata of no metric"); }

        void expect(bool holds, const char *what)
        {
            if (!holds && m_fault.empty())
                m_fault = what;
        }

        std::vector<metric::Labels> m_series;
        std::vector<Sample> m_samples;
        std::string m_error;
        std::string m_fault;
    };

    static void read(exposition::Format format, std::string_view text, std::size_t piece, Told &told)
    {
        exposition::TextParser parser(format, told);
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
            return;
        told.m_error = result.error().message;
        told.expect(told.m_error.starts_with("line " + std::to_string(parser.line()) + ": "), "an error without its line");
        told.expect(std::ranges::all_of(told.m_error, [](char c) { return c >= ' ' && c <= '~'; }), "an error that cannot be printed");
    }
};

} // namespace tests
