#pragma once

#include "probes/net/dns_message.h"
#include "probes/net/fault.h"
#include "probes/options.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <re2/re2.h>

namespace probes {

// What an answer must be to be good.
class DnsExpectation {
public:
    // Options: accepted_codes (names or numbers, one a line; NOERROR), records_required (true: there is at least one record of the type),
    // expected (data, one a line), expected_match (all: each of them is there; any: one of them; exactly: each, and no other),
    // answer_matches and answer_not_matches (RE2, one a line: each matches some record, none matches any; a record is the line of a zone
    // file, its columns separated by tabs), authoritative, validated. Faults are told to the reader.
    DnsExpectation(OptionReader &options, const net::DnsQuestion &question);

    bool validated() const { return m_validated; }

    // Status or Answer; empty: the answer is as it should be.
    std::optional<net::Fault> fault(const net::DnsMessage &answer) const;

private:
    enum class Match { All, Any, Exactly };
    struct Expected {
        std::string text;      // as people wrote it
        std::string canonical; // DnsRecord::canonical
    };
    using Patterns = std::vector<std::shared_ptr<const RE2>>;

    static Patterns patterns(OptionReader &options, std::string_view name);
    std::optional<net::Fault> recordsFault(const net::DnsMessage &answer) const;
    std::optional<net::Fault> patternsFault(const net::DnsMessage &answer) const;

    net::DnsQuestion m_question;
    std::vector<std::uint16_t> m_codes;
    bool m_recordsRequired = true;
    bool m_authoritative = false;
    bool m_validated = false;
    Match m_match = Match::All;
    std::vector<Expected> m_expected;
    Patterns m_matches, m_notMatches;
};

// The records that the question is about: of its type, those of all types for ANY, aliases on the way left out.
std::vector<const net::DnsRecord *> recordsAskedFor(const net::DnsMessage &answer, const net::DnsQuestion &question);

// Their data in one line, the first few: "192.0.2.1, 192.0.2.2 and 3 more".
std::string dataList(const std::vector<const net::DnsRecord *> &records);

} // namespace probes
