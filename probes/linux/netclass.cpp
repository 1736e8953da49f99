#include "probes/linux/netclass.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <array>

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kNetclass = "/sys/class/net";
constexpr std::uint64_t kInterfaceUp = 1; // IFF_UP

struct InterfaceFigure {
    std::string_view file;
    std::string_view name;
    double unit = 1;
};
constexpr std::array kInterfaceFigures{
    InterfaceFigure{"addr_assign_type", "node_network_address_assign_type"},
    InterfaceFigure{"carrier", "node_network_carrier"},
    InterfaceFigure{"carrier_changes", "node_network_carrier_changes_total"},
    InterfaceFigure{"carrier_up_count", "node_network_carrier_up_changes_total"},
    InterfaceFigure{"carrier_down_count", "node_network_carrier_down_changes_total"},
    InterfaceFigure{"dev_id", "node_network_device_id"},
    InterfaceFigure{"dormant", "node_network_dormant"},
    InterfaceFigure{"flags", "node_network_flags"},
    InterfaceFigure{"ifindex", "node_network_iface_id"},
    InterfaceFigure{"iflink", "node_network_iface_link"},
    InterfaceFigure{"link_mode", "node_network_iface_link_mode"},
    InterfaceFigure{"mtu", "node_network_mtu_bytes"},
    InterfaceFigure{"name_assign_type", "node_network_name_assign_type"},
    InterfaceFigure{"netdev_group", "node_network_net_dev_group"},
    InterfaceFigure{"speed", "node_network_speed_bytes", 1000.0 * 1000.0 / 8.0}, // from Mbit/s
    InterfaceFigure{"tx_queue_len", "node_network_transmit_queue_length"},
    InterfaceFigure{"type", "node_network_protocol_type"},
};

} // namespace

std::optional<double> parseNetclassNumber(std::string_view text)
{
    if (text.starts_with("0x")) {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
        if (error != std::errc() || end != text.data() + text.size())
            return std::nullopt;
        return double(value);
    }
    const auto value = scan::number<std::int64_t>(text);
    return value ? std::optional(double(*value)) : std::nullopt;
}

Result<void> NetclassProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    std::vector<std::string> interfaces;
    if (auto listed = source.list(kNetclass, interfaces); !listed)
        return listed;
    Attributes attributes(source);
    std::string directory;
    for (const auto &interface : interfaces) {
        directory.assign(kNetclass).append("/").append(interface);
        const auto word = [&](std::string_view file) { return scan::validUtf8(attributes.text(directory, file, Source::Keep::Yes).value_or("")); };
        const auto state = word("operstate");
        if (state.empty()) // bonding_masters is a file; an interface may vanish while it is read
            continue;
        const auto device = scan::validUtf8(interface);
        std::optional<double> flags;
        for (const auto &[file, name, unit] : kInterfaceFigures) {
            // An interface that is down refuses some of them (EINVAL).
            const auto text = attributes.text(directory, file, Source::Keep::Yes);
            if (!text || text->empty())
                continue;
            const auto value = parseNetclassNumber(*text);
            if (!value)
                return scan::malformed(directory + "/" + std::string(file), *text);
            if (file == "flags")
                flags = value;
            if (file == "speed" && *value < 0)
                continue;
            batch.add(name, {{"device", device}}, *value * unit);
        }
        const auto adminState = !flags ? "unknown" : (std::uint64_t(*flags) & kInterfaceUp) != 0 ? "up" : "down";
        const auto address = word("address"), broadcast = word("broadcast"), duplex = word("duplex"), alias = word("ifalias");
        batch.add("node_network_up", {{"device", device}}, state == "up" ? 1 : 0);
        batch.add("node_network_info",
                  {{"device", device},
                   {"address", address},
                   {"broadcast", broadcast},
                   {"duplex", duplex},
                   {"operstate", state},
                   {"adminstate", adminState},
                   {"ifalias", alias}},
                  1);
    }
    return {};
}

} // namespace probes
