#include "probes/net/tls_certificate.h"

#include "probes/net/resolver.h"

#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace net {

namespace {

// In the order in which Go writes a name, which is not that of the certificate.
constexpr std::array<std::pair<int, std::string_view>, 9> kNameParts{{{NID_serialNumber, "SERIALNUMBER"},
                                                                      {NID_commonName, "CN"},
                                                                      {NID_organizationalUnitName, "OU"},
                                                                      {NID_organizationName, "O"},
                                                                      {NID_postalCode, "POSTALCODE"},
                                                                      {NID_streetAddress, "STREET"},
                                                                      {NID_localityName, "L"},
                                                                      {NID_stateOrProvinceName, "ST"},
                                                                      {NID_countryName, "C"}}};

std::string hex(std::span<const unsigned char> bytes) { return fmt::format("{:02x}", fmt::join(bytes, "")); }

std::string textOf(const ASN1_STRING *string)
{
    unsigned char *bytes = nullptr;
    const int size = ASN1_STRING_to_UTF8(&bytes, string);
    if (size < 0)
        return {};
    std::string text(reinterpret_cast<const char *>(bytes), std::size_t(size));
    OPENSSL_free(bytes);
    return metric::isUtf8(text) ? text : std::string();
}

std::string escaped(const std::string &text)
{
    std::string out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        const char c = text[i];
        const bool edge = c == ' ' && (i == 0 || i + 1 == text.size());
        if (edge || (c == '#' && i == 0) || std::strchr(",+\"\\<>;", c))
            out += '\\';
        out += c;
    }
    return out;
}

bool isPrintable(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr(" '()+,-./:=?", c); });
}

// An attribute that Go has no short name for: its number and its DER form.
std::string unnamed(const X509_NAME_ENTRY *entry)
{
    char number[80] = {};
    OBJ_obj2txt(number, sizeof number, X509_NAME_ENTRY_get_object(entry), 1);
    const auto text = textOf(X509_NAME_ENTRY_get_data(entry));
    std::string der{char(isPrintable(text) ? V_ASN1_PRINTABLESTRING : V_ASN1_UTF8STRING)};
    if (text.size() < 0x80)
        der += char(text.size());
    else if (text.size() < 0x100)
        der += {char(0x81), char(text.size())};
    else
        der += {char(0x82), char(text.size() >> 8), char(text.size() & 0xff)};
    der += text;
    return fmt::format("{}=#{}", number, hex({reinterpret_cast<const unsigned char *>(der.data()), der.size()}));
}

std::string nameText(const X509_NAME *name)
{
    std::string out;
    const auto add = [&](std::string_view between, const std::string &part) {
        if (!out.empty())
            out += between;
        out += part;
    };
    for (const auto &[nid, title] : kNameParts) {
        bool first = true;
        for (int at = -1; (at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0; first = false)
            add(first ? "," : "+", fmt::format("{}={}", title, escaped(textOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))))));
    }
    for (int at = X509_NAME_entry_count(name); at-- > 0;) {
        const auto *entry = X509_NAME_get_entry(name, at);
        const int nid = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry));
        if (std::ranges::find(kNameParts, nid, &std::pair<int, std::string_view>::first) == kNameParts.end())
            add(",", unnamed(entry));
    }
    return out;
}

std::string addressText(const ASN1_STRING *bytes)
{
    Address address;
    const auto size = ASN1_STRING_length(bytes);
    if (size != 4 && size != 16)
        return {};
    address.v6 = size == 16;
    std::memcpy(address.octets.data(), ASN1_STRING_get0_data(bytes), std::size_t(size));
    return address.text();
}

std::vector<std::string> alternativeNames(X509 *certificate)
{
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> all(
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)), &GENERAL_NAMES_free);
    std::vector<std::string> names;
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i) {
        int type = 0;
        const auto *value = static_cast<const ASN1_STRING *>(GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(all.get(), i), &type));
        std::string name;
        if (type == GEN_DNS || type == GEN_EMAIL || type == GEN_URI)
            name = textOf(value);
        else if (type == GEN_IPADD)
            name = addressText(value);
        if (!name.empty())
            names.push_back(std::move(name));
    }
    return names;
}

metric::Timestamp timeOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return metric::Timestamp(std::chrono::seconds(timegm(&parts)));
}

std::string serialOf(const X509 *certificate)
{
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr), &BN_free);
    if (!number)
        return {};
    std::vector<unsigned char> bytes(std::size_t(BN_num_bytes(number.get())));
    BN_bn2bin(number.get(), bytes.data());
    return hex(bytes);
}

} // namespace

Certificate readCertificate(X509 *certificate)
{
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    X509_digest(certificate, EVP_sha256(), digest.data(), &size);
    return {nameText(X509_get_subject_name(certificate)),
            nameText(X509_get_issuer_name(certificate)),
            alternativeNames(certificate),
            serialOf(certificate),
            hex(digest),
            timeOf(X509_get0_notBefore(certificate)),
            notAfterOf(certificate)};
}

metric::Timestamp notAfterOf(const X509 *certificate) { return timeOf(X509_get0_notAfter(certificate)); }

std::optional<std::string> parseSha256(std::string_view text)
{
    std::optional<std::string> digits(std::in_place);
    digits->reserve(64);
    for (const char c : text) {
        if (c >= 'A' && c <= 'F')
            *digits += char(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'f') || (c >= '0' && c <= '9'))
            *digits += c;
        else if (c != ':' && c != ' ')
            return std::nullopt;
    }
    if (digits->size() != 64)
        digits.reset();
    return digits;
}

} // namespace net
