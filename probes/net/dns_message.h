#pragma once

#include "probes/net/fault.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace net {

// By name ("AAAA", "CH", "NXDOMAIN") in any case or by number ("TYPE65", "CLASS4", RFC 3597; "23" for a code). Empty: there is none
// of that name.
std::optional<std::uint16_t> dnsType(std::string_view word);
std::optional<std::uint16_t> dnsClass(std::string_view word);
std::optional<std::uint16_t> dnsCode(std::string_view word); // a response code, RFC 6895
std::string dnsTypeWord(std::uint16_t type);                 // "AAAA", "TYPE65280"
std::string dnsClassWord(std::uint16_t klass);
std::string dnsCodeWord(int code);         // "NXDOMAIN", "RCODE23"
std::string_view dnsCodeMeaning(int code); // "no such name"; empty where nobody knows

struct DnsQuestion {
    std::string name; // absolute, in the form of zone files: "www.example.org.", in lower case
    std::uint16_t type = 1;
    std::uint16_t klass = 1;
    friend bool operator==(const DnsQuestion &, const DnsQuestion &) = default;
};
std::string toText(const DnsQuestion &question); // "www.example.org. IN A"

// A name as people write it, with or without the last dot. For PTR an address is asked for by its name in the reverse tree.
// Options: it is no name.
Outcome<DnsQuestion> dnsQuestion(std::string_view name, std::uint16_t type, std::uint16_t klass);

struct DnsQuery {
    DnsQuestion question;
    std::uint16_t id;
    bool recursion = true;  // RD: the server is to ask others where it does not know
    bool validated = false; // AD: it is to say whether the answer is proven by DNSSEC
};
std::string encode(const DnsQuery &query); // as over UDP, without the length that TCP has before it

// A resource record.
struct DnsRecord {
    std::string name; // of its owner, as DnsQuestion::name
    std::uint16_t type;
    std::uint16_t klass;
    std::uint32_t ttl;                     // seconds
    std::string data;                      // in the form of zone files, printable ASCII: "10 mail.example.org."
    std::string canonical;                 // the same for all ways to write the same data; bytes
    std::optional<std::uint32_t> serial{}; // of a SOA
};
std::string toText(const DnsRecord &record); // "www.example.org.\t300\tIN\tA\t192.0.2.1"

// DnsRecord::canonical of data in the form of zone files; names need no last dot, a text no quotes. Options: it is no data of that type.
Outcome<std::string> canonicalDnsData(std::uint16_t type, std::string_view text);

struct DnsMessage {
    std::uint16_t id = 0;
    bool response = false;           // QR
    bool authoritative = false;      // AA
    bool truncated = false;          // TC: ask again over TCP
    bool recursionDesired = false;   // RD
    bool recursionAvailable = false; // RA
    bool validated = false;          // AD
    int code = 0;                    // RCODE
    std::optional<DnsQuestion> question{};
    std::vector<DnsRecord> answer{}, authority{}, additional{};
};

// Reads a message, RFC 1035, as it comes from whoever answers: 64 KiB at most, compression that runs in a circle is refused, what
// records hold is told as text for the types that people ask for, as hexadecimal digits for all others. Protocol: it is no message.
Outcome<DnsMessage> decodeDnsMessage(std::string_view bytes);

} // namespace net
