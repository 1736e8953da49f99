#include "models/targets/own_network.h"

#include <algorithm>
#include <array>
#include <optional>

namespace targets {

// RFC 6762 (local, and the others of its appendix G), RFC 8375 and what ICANN keeps free.
static constexpr std::array kPrivateDomains{"local", "home.arpa", "internal", "intranet", "private", "corp", "home", "lan", "localdomain"};

static std::optional<quint32> ipv4Of(const QString &host)
{
    const auto parts = host.split(u'.');
    if (parts.size() != 4)
        return {};
    quint32 address = 0;
    for (const auto &part : parts) {
        bool read = false;
        const auto octet = part.toUShort(&read);
        if (!read || octet > 255)
            return {};
        address = address << 8 | octet;
    }
    return address;
}

static bool isWithin(const QString &name, const QString &domain)
{
    return name.compare(domain, Qt::CaseInsensitive) == 0 || name.endsWith(u'.' + domain, Qt::CaseInsensitive);
}

bool OwnNetwork::isBeyond(const QString &host) const
{
    if (gateway.isEmpty() || host == gateway || host.contains(u':'))
        return false;
    if (const auto address = ipv4Of(host))
        return std::ranges::none_of(subnets, [&](const Subnet &subnet) { return (*address & subnet.mask) == (subnet.address & subnet.mask); });
    return host.contains(u'.') && std::ranges::none_of(kPrivateDomains, [&](const char *domain) { return isWithin(host, QLatin1String(domain)); }) &&
           std::ranges::none_of(domains, [&](const QString &domain) { return isWithin(host, domain); });
}

} // namespace targets
