#include "probes/linux/netdev.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kNetdev = "/proc/net/dev";
constexpr std::array<std::string_view, 16> kNetdevFigures{
    "node_network_receive_bytes_total",      "node_network_receive_packets_total",   "node_network_receive_errs_total",
    "node_network_receive_drop_total",       "node_network_receive_fifo_total",      "node_network_receive_frame_total",
    "node_network_receive_compressed_total", "node_network_receive_multicast_total", "node_network_transmit_bytes_total",
    "node_network_transmit_packets_total",   "node_network_transmit_errs_total",     "node_network_transmit_drop_total",
    "node_network_transmit_fifo_total",      "node_network_transmit_colls_total",    "node_network_transmit_carrier_total",
    "node_network_transmit_compressed_total"};

} // namespace

Result<std::vector<NetDevice>> parseNetdev(std::string_view text)
{
    if (const auto whole = scan::complete(text, kNetdev); !whole)
        return tl::unexpected(whole.error());
    // Two lines of headings; the second names the columns.
    scan::line(text);
    const auto headings = scan::line(text);
    if (headings.find("|bytes") == std::string_view::npos)
        return scan::malformed(kNetdev, headings);
    std::vector<NetDevice> devices;
    while (!text.empty()) {
        const auto full = scan::line(text);
        // Figures may follow the colon at once, and old alias names hold colons themselves.
        const auto colon = full.rfind(':');
        if (colon == std::string_view::npos)
            return scan::malformed(kNetdev, full);
        NetDevice device{scan::trimmed(full.substr(0, colon)), {}};
        auto rest = full.substr(colon + 1);
        if (device.name.empty())
            return scan::malformed(kNetdev, full);
        for (auto &figure : device.figures) {
            const auto value = scan::number<std::uint64_t>(scan::field(rest));
            if (!value)
                return scan::malformed(kNetdev, full);
            figure = *value;
        }
        devices.push_back(device);
    }
    return devices;
}

Result<void> NetdevProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    if (auto read = source.read(kNetdev, m_text, Source::Keep::Yes); !read)
        return read;
    const auto devices = parseNetdev(m_text);
    if (!devices)
        return tl::unexpected(devices.error());
    Attributes attributes(source);
    for (const auto &device : *devices) {
        const metric::Label labels[] = {{"device", scan::validUtf8(device.name, m_label)}};
        for (std::size_t i = 0; i < kNetdevFigures.size(); ++i)
            batch.add(kNetdevFigures[i], labels, double(device.figures[i]));
        m_directory.assign("/sys/class/net/").append(device.name).append("/statistics");
        const auto nohandler = attributes.number<std::uint64_t>(m_directory, "rx_nohandler", Source::Keep::Yes);
        if (!nohandler)
            return tl::unexpected(nohandler.error());
        if (*nohandler)
            batch.add("node_network_receive_nohandler_total", labels, double(**nohandler));
    }
    return {};
}

} // namespace probes
