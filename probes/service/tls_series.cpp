#include "probes/service/tls_series.h"

#include "probes/net/resolver.h"
#include "probes/net/tls_certificate.h"
#include "probes/net/tls_options.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace probes {

// Go's zero time, which is what the exporter says of a chain that nobody verified.
static constexpr double kNoTime = -62135596800.0;

static double unixSeconds(metric::Timestamp time) { return std::chrono::duration<double>(time.time_since_epoch()).count(); }

// The names of the kind that the exporter tells: neither addresses nor mail addresses nor URLs.
static std::string hostNames(const net::Certificate &certificate)
{
    std::string all;
    for (const auto &name : certificate.names) {
        if (!net::parseAddress(name) && name.find('@') == std::string_view::npos && name.find(':') == std::string_view::npos)
            all += (all.empty() ? "" : ",") + name;
    }
    return all;
}

void addTlsSeries(metric::BatchBuilder &batch, const net::TlsFacts &facts)
{
    if (facts.chain.empty())
        return;
    const auto &leaf = facts.chain.front();
    batch.add("probe_ssl_earliest_cert_expiry", unixSeconds(std::ranges::min(facts.chain, {}, &net::Certificate::notAfter).notAfter));
    if (facts.chainEnds || facts.pinned)
        batch.add("probe_ssl_last_chain_expiry_timestamp_seconds", facts.chainEnds ? unixSeconds(*facts.chainEnds) : kNoTime);
    const auto names = hostNames(leaf);
    batch.add("probe_ssl_last_chain_info",
              {{"fingerprint_sha256", leaf.sha256},
               {"issuer", leaf.issuer},
               {"serialnumber", leaf.serial},
               {"subject", leaf.subject},
               {"subjectalternative", names}},
              1);
    batch.add("probe_tls_version_info", {{"version", facts.version}}, 1);
    batch.add("probe_tls_cipher_info", {{"cipher", facts.cipher}}, 1);
}

std::string tlsEvidence(const net::TlsFacts &facts)
{
    const auto day = [](metric::Timestamp time) {
        return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
    };
    auto text = fmt::format("{}, {}\n", facts.version, facts.cipher);
    if (!facts.distrust.empty())
        text += fmt::format("Not trusted: {}\n", facts.distrust);
    if (facts.pinned)
        text += "Taken because its fingerprint is the one that was allowed\n";
    for (const auto &certificate : facts.chain) {
        text += fmt::format("\n{}\n  issued by {}\n  valid from {} to {}\n", certificate.subject, certificate.issuer, day(certificate.notBefore),
                            day(certificate.notAfter));
        if (!certificate.names.empty())
            text += fmt::format("  for {}\n", fmt::join(certificate.names, ", "));
        text += fmt::format("  serial number {}\n  SHA-256 {}\n", certificate.serial, certificate.sha256);
    }
    return text;
}

net::TlsOptions readTlsOptions(OptionReader &options)
{
    auto tls = net::readTlsOptions([&](std::string_view name) { return options.text(name); });
    if (!tls.keyFile.empty() && tls.certificateFile.empty())
        options.fault("certificate_file", "is missing, and there is a key");
    if (!tls.pinnedSha256.empty() && !net::parseSha256(tls.pinnedSha256))
        options.fault("pinned_sha256", "expected a SHA-256 of 64 hexadecimal digits");
    return tls;
}

} // namespace probes
