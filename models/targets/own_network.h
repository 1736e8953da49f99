#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace targets {

// The networks that this machine reaches by itself, and the way to everything else. No name is looked up in it.
struct OwnNetwork {
    struct Subnet {
        quint32 address = 0, mask = 0; // IPv4, in the order of the host
        friend bool operator==(const Subnet &, const Subnet &) = default;
    };
    QString gateway{};             // of the default route, "192.168.1.1"; empty: there is none, or it is not known
    std::vector<Subnet> subnets{}; // that have a route of their own
    QStringList domains{};         // in which names are looked for: "office.example.org"

    // Whether the gateway is on the way to the host, an address or a name. Of a name that follows from its domain: one without any, one of
    // ours and one that only homes and offices have ("nas.lan") are not beyond it. Neither is IPv6, whose way is another.
    bool isBeyond(const QString &host) const;

    friend bool operator==(const OwnNetwork &, const OwnNetwork &) = default;
};

} // namespace targets
