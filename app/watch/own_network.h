#pragma once

#include "models/metric/clock.h"
#include "models/targets/own_network.h"
#include "probes/net/resolver.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

// The gateway of the default route as /proc/net/route has it; empty: there is no default route over IPv4.
std::optional<net::Address> defaultGateway(std::string_view routes);
// The gateway, what has another route than the default one (a wire of this machine, a tunnel), and the domains of /etc/resolv.conf.
targets::OwnNetwork ownNetworkOf(std::string_view routes, std::string_view resolvConf);
// As it is now. Reads two small files.
targets::OwnNetwork ownNetwork();
// Whether the kernel has the address in its table of neighbours (/proc/net/arp) as one that answered.
bool isNeighbour(std::string_view arp, const net::Address &address);

// Whether this machine's own network is there: the gateway answers an echo or at least on its own wire; where it does neither, an anchor
// ("host:port") takes a connection. Without a default route the anchors alone decide; without those, it is not there. Takes up to a few
// seconds; asks nobody but the gateway and the anchors.
bool ownNetworkIsThere(const std::vector<std::string> &anchors, const metric::Clock &clock);

} // namespace app
