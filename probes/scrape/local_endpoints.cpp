#include "probes/scrape/local_endpoints.h"

#include "models/exposition/text_parser.h"
#include "probes/net/http_client.h"
#include "probes/scrape/scrape_probe.h"
#include "probes/source/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

namespace probes {

using std::chrono::nanoseconds;

namespace {

constexpr std::uint64_t kLargestPage = 8u << 20; // bytes
constexpr std::size_t kMostProcesses = 20'000;
constexpr std::size_t kMostDescriptors = 200'000; // of all processes together
constexpr std::size_t kMostLines = 100'000;
constexpr std::string_view kListening = "0A";
constexpr std::string_view kSocket = "socket:[";

std::string_view nextWord(std::string_view &text)
{
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return word;
}

template <class Number>
bool readWhole(std::string_view text, Number &number, int base)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() && end == text.data() + text.size();
}

// Addresses that the loopback reaches, as /proc/net/tcp writes them: 32-bit words of the machine.
bool isReachable(std::string_view address)
{
    constexpr std::string_view kMapped = "0000000000000000FFFF0000";
    if (address.size() == 32 && address.starts_with(kMapped))
        address.remove_prefix(kMapped.size());
    if (address.size() == 8)
        return address == "00000000" || address.ends_with("7F");
    return address == "00000000000000000000000000000000" || address == "00000000000000000000000001000000";
}

void addPorts(std::string_view text, bool ipv6, std::map<std::uint16_t, ListeningPort> &ports)
{
    for (std::size_t number = 0; !text.empty() && number < kMostLines; ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (number == 0)
            continue; // titles
        nextWord(line);
        const auto local = nextWord(line);
        nextWord(line);
        const auto state = nextWord(line);
        for (int skipped = 0; skipped < 5; ++skipped) // queues, timer, retransmits, uid, timeout
            nextWord(line);
        const auto colon = local.rfind(':');
        ListeningPort port{0, ipv6, 0};
        if (state != kListening || colon == std::string_view::npos || !isReachable(local.substr(0, colon)) ||
            !readWhole(local.substr(colon + 1), port.port, 16) || !readWhole(nextWord(line), port.inode, 10))
            continue;
        ports.try_emplace(port.port, port);
    }
}

struct RuntimeSign {
    std::string_view prefix;
    std::string_view runtime;
};
constexpr std::array<RuntimeSign, 6> kRuntimes{
    {{"nodejs_", "Node.js"}, {"jvm_", "JVM"}, {"python_", "Python"}, {"dotnet_", ".NET"}, {"go_", "Go"}, {"ruby_", "Ruby"}}};

struct KnownPort {
    std::uint16_t port;
    std::string_view name;
};
constexpr std::array<KnownPort, 14> kKnownPorts{{{2379, "etcd"},
                                                 {8080, "cAdvisor"},
                                                 {9090, "Prometheus"},
                                                 {9091, "Pushgateway"},
                                                 {9093, "Alertmanager"},
                                                 {9100, "node_exporter"},
                                                 {9104, "mysqld_exporter"},
                                                 {9113, "nginx exporter"},
                                                 {9114, "elasticsearch_exporter"},
                                                 {9115, "blackbox_exporter"},
                                                 {9121, "redis_exporter"},
                                                 {9187, "postgres_exporter"},
                                                 {9256, "process-exporter"},
                                                 {9323, "Docker"}}};

// Names of the processes that hold these sockets, where that may be seen.
std::map<std::uint64_t, std::string> namesOf(const std::vector<ListeningPort> &ports, Source &source, const LocalSearch &search)
{
    std::map<std::uint64_t, std::string> names;
    std::set<std::string> wanted;
    for (const auto &port : ports)
        wanted.insert(fmt::format("{}{}]", kSocket, port.inode));
    std::vector<std::string> processes;
    if (!source.list("/proc", processes))
        return names;
    std::size_t looked = 0;
    for (std::size_t i = 0; i < std::min(processes.size(), kMostProcesses) && names.size() < ports.size(); ++i) {
        const auto &process = processes[i];
        std::vector<std::string> descriptors;
        if (process.find_first_not_of("0123456789") != std::string::npos || !source.list(fmt::format("/proc/{}/fd", process), descriptors))
            continue;
        for (const auto &descriptor : descriptors) {
            if (++looked > kMostDescriptors)
                return names;
            const auto link = search.link(fmt::format("/proc/{}/fd/{}", process, descriptor));
            std::uint64_t inode = 0;
            std::string name;
            if (!wanted.contains(link) || !readWhole(std::string_view(link).substr(kSocket.size(), link.size() - kSocket.size() - 1), inode, 10) ||
                !source.read(fmt::format("/proc/{}/comm", process), name))
                continue;
            if (name.ends_with('\n'))
                name.pop_back();
            names.emplace(inode, std::move(name));
        }
    }
    return names;
}

class CountingSink final : public exposition::Sink {
public:
    void series(exposition::SeriesNumber, const metric::Labels &) override {}
    void sample(exposition::SeriesNumber, double, std::optional<metric::Timestamp>) override { ++samples; }
    std::size_t samples = 0;
};

// How many samples it tells; 0: it is no exposition.
std::size_t samplesOf(const net::HttpExchange &exchange)
{
    if (exchange.fault || exchange.status != 200)
        return 0;
    const auto *type = exchange.header("Content-Type");
    CountingSink sink;
    exposition::TextParser parser(expositionFormatOf(type ? *type : std::string_view()), sink);
    return parser.feed(exchange.body) && parser.finish() ? sink.samples : 0;
}

} // namespace

std::vector<ListeningPort> parseListeningPorts(std::string_view tcp, std::string_view tcp6)
{
    std::map<std::uint16_t, ListeningPort> ports;
    addPorts(tcp, false, ports);
    addPorts(tcp6, true, ports);
    std::vector<ListeningPort> all;
    for (const auto &[number, port] : ports)
        all.push_back(port);
    return all;
}

std::string_view runtimeOf(std::string_view exposition)
{
    for (const auto &[prefix, runtime] : kRuntimes) {
        for (auto at = exposition.find(prefix); at != std::string_view::npos; at = exposition.find(prefix, at + 1)) {
            if (at == 0 || exposition[at - 1] == '\n')
                return runtime;
        }
    }
    return {};
}

std::string_view exporterOfPort(std::uint16_t port)
{
    const auto found = std::ranges::find(kKnownPorts, port, &KnownPort::port);
    return found == kKnownPorts.end() ? std::string_view() : found->name;
}

std::string linkOfThisMachine(const std::string &path)
{
    std::error_code error;
    return std::filesystem::read_symlink(path, error).string();
}

metric::Result<std::vector<LocalEndpoint>> findLocalEndpoints(Source &source, const metric::Clock &clock, const LocalSearch &search)
{
    std::string tcp;
    std::string tcp6;
    if (const auto read = source.read("/proc/net/tcp", tcp); !read)
        return tl::unexpected(read.error());
    (void)source.read("/proc/net/tcp6", tcp6); // a kernel without IPv6 has none
    auto ports = parseListeningPorts(tcp, tcp6);
    ports.resize(std::min(ports.size(), search.mostPorts));
    const auto names = namesOf(ports, source, search);

    std::vector<LocalEndpoint> found;
    const net::Deadline whole(clock, search.timeoutOfAll);
    for (const auto &[port, ipv6, inode] : ports) {
        if (whole.over() || (search.goOn && !search.goOn()))
            break;
        net::HttpRequest request;
        request.url = fmt::format("http://{}:{}/metrics", ipv6 ? "[::1]" : "127.0.0.1", port);
        request.headers = {{"Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"}};
        request.maxRedirects = 0; // a redirect may lead elsewhere
        request.maxBody = kLargestPage;
        const auto exchange = net::HttpClient().ask(request, net::Deadline(clock, std::min<nanoseconds>(search.timeoutOfOne, whole.left())));
        const auto samples = samplesOf(exchange);
        if (samples == 0)
            continue;
        const auto runtime = runtimeOf(exchange.body);
        const auto process = names.find(inode);
        auto name = process != names.end() ? process->second : std::string(exporterOfPort(port));
        if (name.empty())
            name = runtime.empty() ? fmt::format("port {}", port) : fmt::format("{}, port {}", runtime, port);
        found.push_back({std::move(request.url), std::move(name), std::string(runtime), samples});
    }
    return found;
}

} // namespace probes
