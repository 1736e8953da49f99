// What must hold for any bytes given as a DNS message: they are refused with a reason, or every name and record is a line of printable
// text that is read back as what it was. For the fuzzer and for the test that replays what it found.
#pragma once

#include "probes/net/dns_message.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

class DnsText {
public:
    // Names what does not hold; empty where all does.
    static std::string fault(std::string_view input)
    {
        const auto message = net::decodeDnsMessage(input);
        if (!message)
            return message.error().reason == metric::Reason::Protocol && !message.error().message.empty() ? "" : "refused without a reason";
        if (input.size() < 12)
            return "read from less than a header";
        if (message->question) {
            if (auto why = ofQuestion(*message->question); !why.empty())
                return why;
        }
        for (const auto *section : {&message->answer, &message->authority, &message->additional}) {
            // A record has 11 bytes at least.
            if (section->size() > input.size() / 11)
                return "more records than bytes";
            for (const auto &record : *section) {
                if (auto why = ofRecord(record); !why.empty())
                    return why + ": " + net::toText(record);
            }
        }
        return {};
    }

private:
    static bool printable(std::string_view text)
    {
        return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    }
    static bool isName(std::string_view name) { return printable(name) && name.ends_with('.') && name.size() <= 4 * 255; }

    static std::string ofQuestion(const net::DnsQuestion &question)
    {
        if (!isName(question.name))
            return "asks for no name: " + question.name;
        const auto again = net::decodeDnsMessage(net::encode({question, 1}));
        return again && again->question == question && again->id == 1 ? "" : "asks for something else: " + net::toText(question);
    }

    static std::string ofRecord(const net::DnsRecord &record)
    {
        static constexpr std::array<std::uint16_t, 8> kReadBack{1, 2, 5, 12, 15, 16, 28, 33};
        if (!isName(record.name))
            return "the owner is no name";
        if (!printable(record.data))
            return "the data is not printable";
        if (record.serial && record.type != 6)
            return "a serial of something else";
        // Names of characters that zone files give a meaning to are nothing that somebody expects.
        static constexpr std::string_view kOdd = "@#;$()\\\"";
        if (std::ranges::find(kReadBack, record.type) == kReadBack.end() ||
            (record.type != 16 && record.data.find_first_of(kOdd) != std::string::npos) || record.data.starts_with("\\#"))
            return {};
        const auto again = net::canonicalDnsData(record.type, record.data);
        return again && *again == record.canonical ? "" : "the data is read back as something else";
    }
};

} // namespace tests
