#include "probes/net/dns_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>

#include <ldns/ldns.h>
// The header takes these words from whoever includes it.
#undef bool
#undef true
#undef false

namespace net {

using metric::Reason;

namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T *made) const
    {
        Free(made);
    }
};
using Packet = std::unique_ptr<ldns_pkt, Freed<ldns_pkt_free>>;
using Rdf = std::unique_ptr<ldns_rdf, Freed<ldns_rdf_deep_free>>;
using Record = std::unique_ptr<ldns_rr, Freed<ldns_rr_free>>;
using Text = std::unique_ptr<char, Freed<std::free>>;

struct Code {
    std::string_view word;
    std::string_view meaning;
};
constexpr std::array<Code, 11> kCodes{{
    {"NOERROR", "no error"},
    {"FORMERR", "the server does not understand the question"},
    {"SERVFAIL", "the server failed"},
    {"NXDOMAIN", "no such name"},
    {"NOTIMP", "the server cannot answer such questions"},
    {"REFUSED", "the server will not answer"},
    {"YXDOMAIN", ""},
    {"YXRRSET", ""},
    {"NXRRSET", ""},
    {"NOTAUTH", "the server does not know this zone"},
    {"NOTZONE", ""},
}};

std::string upper(std::string_view word)
{
    std::string made(word);
    std::ranges::transform(made, made.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return made;
}

std::optional<std::uint16_t> numbered(std::string_view word, std::string_view prefix)
{
    if (!word.starts_with(prefix))
        return std::nullopt;
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(word.data() + prefix.size(), word.data() + word.size(), number);
    return error == std::errc() && end == word.data() + word.size() ? std::optional(number) : std::nullopt;
}

std::string taken(char *made)
{
    const Text text(made);
    return text ? std::string(text.get()) : std::string();
}

// The types whose data ldns prints well and in bounded time: WKS, for one, looks every bit up in /etc/services.
bool printable(ldns_rr_type type)
{
    static constexpr std::array kTypes{LDNS_RR_TYPE_A,     LDNS_RR_TYPE_NS,    LDNS_RR_TYPE_CNAME,   LDNS_RR_TYPE_SOA,    LDNS_RR_TYPE_PTR,
                                       LDNS_RR_TYPE_HINFO, LDNS_RR_TYPE_MX,    LDNS_RR_TYPE_TXT,     LDNS_RR_TYPE_RP,     LDNS_RR_TYPE_AAAA,
                                       LDNS_RR_TYPE_SRV,   LDNS_RR_TYPE_NAPTR, LDNS_RR_TYPE_DNAME,   LDNS_RR_TYPE_DS,     LDNS_RR_TYPE_SSHFP,
                                       LDNS_RR_TYPE_RRSIG, LDNS_RR_TYPE_NSEC,  LDNS_RR_TYPE_DNSKEY,  LDNS_RR_TYPE_NSEC3,  LDNS_RR_TYPE_NSEC3PARAM,
                                       LDNS_RR_TYPE_TLSA,  LDNS_RR_TYPE_CDS,   LDNS_RR_TYPE_CDNSKEY, LDNS_RR_TYPE_SPF,    LDNS_RR_TYPE_CAA,
                                       LDNS_RR_TYPE_URI,   LDNS_RR_TYPE_SVCB,  LDNS_RR_TYPE_HTTPS,   LDNS_RR_TYPE_SMIMEA, LDNS_RR_TYPE_OPENPGPKEY};
    return std::ranges::find(kTypes, type) != kTypes.end();
}

bool isText(ldns_rr_type type) { return type == LDNS_RR_TYPE_TXT || type == LDNS_RR_TYPE_SPF; }

// As it stands in a message, but without compression.
std::string rawData(const ldns_rr &record)
{
    std::string bytes;
    for (std::size_t i = 0; i < ldns_rr_rd_count(&record); ++i) {
        const auto *field = ldns_rr_rdf(&record, i);
        bytes.append(reinterpret_cast<const char *>(ldns_rdf_data(field)), ldns_rdf_size(field));
    }
    return bytes;
}

// Names in lower case; a text without the seams of its pieces of 255 bytes, which each server sets as it likes.
std::string canonicalData(ldns_rr &record)
{
    std::string bytes;
    for (std::size_t i = 0; i < ldns_rr_rd_count(&record); ++i) {
        auto *field = ldns_rr_rdf(&record, i);
        if (ldns_rdf_get_type(field) == LDNS_RDF_TYPE_DNAME)
            ldns_dname2canonical(field);
        const std::string_view held(reinterpret_cast<const char *>(ldns_rdf_data(field)), ldns_rdf_size(field));
        bytes += isText(ldns_rr_get_type(&record)) && !held.empty() ? held.substr(1) : held;
    }
    return bytes;
}

// Printable whatever the library lets through: what it cannot print is told in hexadecimal digits, RFC 3597.
std::string dataText(const ldns_rr &record)
{
    std::string text;
    const auto type = ldns_rr_get_type(&record);
    // The library reads a record that ends between two of its fields as one that has no more.
    bool known = printable(type) && ldns_rr_rd_count(&record) >= std::max<std::size_t>(1, ldns_rr_descriptor_minimum(ldns_rr_descript(type)));
    for (std::size_t i = 0; known && i < ldns_rr_rd_count(&record); ++i) {
        const auto field = taken(ldns_rdf2str(ldns_rr_rdf(&record, i)));
        known = !field.empty() || ldns_rdf_size(ldns_rr_rdf(&record, i)) == 0;
        if (!field.empty())
            text += (text.empty() ? "" : " ") + field;
    }
    if (known && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }))
        return text;
    const auto bytes = rawData(record);
    text = fmt::format("\\# {}{}", bytes.size(), bytes.empty() ? "" : " ");
    for (const char c : bytes)
        fmt::format_to(std::back_inserter(text), "{:02x}", static_cast<unsigned char>(c));
    return text;
}

std::string nameText(ldns_rdf *name)
{
    ldns_dname2canonical(name);
    return taken(ldns_rdf2str(name));
}

std::vector<DnsRecord> records(const ldns_rr_list *list)
{
    std::vector<DnsRecord> made;
    made.reserve(ldns_rr_list_rr_count(list));
    for (std::size_t i = 0; i < ldns_rr_list_rr_count(list); ++i) {
        auto &rr = *ldns_rr_list_rr(list, i);
        DnsRecord record{
            nameText(ldns_rr_owner(&rr)), std::uint16_t(ldns_rr_get_type(&rr)), std::uint16_t(ldns_rr_get_class(&rr)), ldns_rr_ttl(&rr), {}, {}, {}};
        if (record.type == LDNS_RR_TYPE_SOA && ldns_rr_rd_count(&rr) == 7)
            record.serial = ldns_rdf2native_int32(ldns_rr_rdf(&rr, 2));
        // In this order: people see names as the server writes them.
        record.data = dataText(rr);
        record.canonical = canonicalData(rr);
        made.push_back(std::move(record));
    }
    return made;
}

} // namespace

std::optional<std::uint16_t> dnsType(std::string_view word)
{
    const auto name = upper(word);
    if (const auto number = numbered(name, "TYPE"))
        return number;
    const auto type = ldns_get_rr_type_by_name(name.c_str());
    return type == 0 || name.starts_with("TYPE") ? std::nullopt : std::optional(std::uint16_t(type));
}

std::optional<std::uint16_t> dnsClass(std::string_view word)
{
    const auto name = upper(word);
    if (const auto number = numbered(name, "CLASS"))
        return number;
    const auto klass = ldns_get_rr_class_by_name(name.c_str());
    return klass == 0 || name.starts_with("CLASS") ? std::nullopt : std::optional(std::uint16_t(klass));
}

std::optional<std::uint16_t> dnsCode(std::string_view word)
{
    const auto name = upper(word);
    const auto found = std::ranges::find(kCodes, name, &Code::word);
    return found == kCodes.end() ? numbered(name, "") : std::optional(std::uint16_t(found - kCodes.begin()));
}

std::string dnsTypeWord(std::uint16_t type) { return taken(ldns_rr_type2str(ldns_rr_type(type))); }
std::string dnsClassWord(std::uint16_t klass) { return taken(ldns_rr_class2str(ldns_rr_class(klass))); }
std::string dnsCodeWord(int code)
{
    return code >= 0 && std::size_t(code) < kCodes.size() ? std::string(kCodes[std::size_t(code)].word) : fmt::format("RCODE{}", code);
}
std::string_view dnsCodeMeaning(int code)
{
    return code >= 0 && std::size_t(code) < kCodes.size() ? kCodes[std::size_t(code)].meaning : std::string_view();
}

std::string toText(const DnsQuestion &question)
{
    return fmt::format("{} {} {}", question.name, dnsClassWord(question.klass), dnsTypeWord(question.type));
}

std::string toText(const DnsRecord &record)
{
    return fmt::format("{}\t{}\t{}\t{}\t{}", record.name, record.ttl, dnsClassWord(record.klass), dnsTypeWord(record.type), record.data);
}

Outcome<DnsQuestion> dnsQuestion(std::string_view name, std::uint16_t type, std::uint16_t klass)
{
    const std::string text(name);
    if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; }))
        return fault(Reason::Options, fmt::format("\"{}\" has characters that no name has; write an international name in its xn-- form", text));
    ldns_rdf *made = nullptr;
    if (type == LDNS_RR_TYPE_PTR) {
        ldns_rdf *address = nullptr;
        const auto kind = text.find(':') == std::string_view::npos ? LDNS_RDF_TYPE_A : LDNS_RDF_TYPE_AAAA;
        address = ldns_rdf_new_frm_str(kind, text.c_str());
        const Rdf owned(address);
        if (owned)
            made = ldns_rdf_address_reverse(address);
    }
    if (!made && !text.empty())
        ldns_str2rdf_dname(&made, text.c_str());
    const Rdf parsed(made);
    if (!parsed)
        return fault(Reason::Options, fmt::format("\"{}\" is no name of the DNS", text));
    return DnsQuestion{nameText(made), type, klass};
}

std::string encode(const DnsQuery &query)
{
    ldns_rdf *made = nullptr;
    ldns_str2rdf_dname(&made, query.question.name.c_str());
    const Rdf name(made);
    const unsigned flags = (query.recursion ? 0x0100u : 0u) | (query.validated ? 0x0020u : 0u);
    std::string bytes;
    const auto add = [&bytes](unsigned number) {
        bytes += char(number >> 8);
        bytes += char(number & 0xff);
    };
    add(query.id);
    add(flags);
    for (const unsigned count : {1u, 0u, 0u, 0u})
        add(count);
    if (name)
        bytes.append(reinterpret_cast<const char *>(ldns_rdf_data(made)), ldns_rdf_size(made));
    add(query.question.type);
    add(query.question.klass);
    return bytes;
}

Outcome<std::string> canonicalDnsData(std::uint16_t type, std::string_view text)
{
    if (isText(ldns_rr_type(type)) && !text.starts_with('"') && !text.starts_with("\\#"))
        return std::string(text);
    ldns_rr *made = nullptr;
    const auto status = ldns_rr_new_frm_str(&made, fmt::format(". 0 IN {} {}", dnsTypeWord(type), text).c_str(), 0, nullptr, nullptr);
    const Record record(status == LDNS_STATUS_OK ? made : nullptr);
    if (!record || ldns_rr_get_type(made) != type)
        return fault(Reason::Options, fmt::format("\"{}\" is no data of a {} record", text, dnsTypeWord(type)));
    return canonicalData(*made);
}

Outcome<DnsMessage> decodeDnsMessage(std::string_view bytes)
{
    ldns_pkt *made = nullptr;
    const auto status = bytes.size() > 0xffff ? LDNS_STATUS_PACKET_OVERFLOW
                                              : ldns_wire2pkt(&made, reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
    if (status != LDNS_STATUS_OK)
        return fault(Reason::Protocol, fmt::format("what came is no DNS message: {}", ldns_get_errorstr_by_id(status)));
    const Packet packet(made);

    DnsMessage message;
    message.id = ldns_pkt_id(made);
    message.response = ldns_pkt_qr(made);
    message.authoritative = ldns_pkt_aa(made);
    message.truncated = ldns_pkt_tc(made);
    message.recursionDesired = ldns_pkt_rd(made);
    message.recursionAvailable = ldns_pkt_ra(made);
    message.validated = ldns_pkt_ad(made);
    message.code = ldns_pkt_get_rcode(made);
    if (const auto *asked = ldns_pkt_question(made); ldns_rr_list_rr_count(asked) == 1) {
        const auto *question = ldns_rr_list_rr(asked, 0);
        message.question =
            DnsQuestion{nameText(ldns_rr_owner(question)), std::uint16_t(ldns_rr_get_type(question)), std::uint16_t(ldns_rr_get_class(question))};
    }
    message.answer = records(ldns_pkt_answer(made));
    message.authority = records(ldns_pkt_authority(made));
    message.additional = records(ldns_pkt_additional(made));
    return message;
}

} // namespace net
