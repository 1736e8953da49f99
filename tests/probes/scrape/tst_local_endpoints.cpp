#include "probes/scrape/local_endpoints.h"
#include "tests/support/bad_server.h"
#include "tests/support/fake_source.h"
#include "tests/support/registry.h"
#include "tests/support/system_time.h"

#include <fmt/format.h>

using tests::BadServer;

namespace {

const char *const kTitles = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

std::string lineOf(std::string_view address, unsigned port, std::string_view state, unsigned inode)
{
    return fmt::format("   0: {}:{:04X} 00000000:0000 {} 00000000:00000000 00:00000000 00000000     0        0 {} 1 0000000000000000 100 0 0 10 0\n",
                       address, port, state, inode);
}

std::function<void(const BadServer::Peer &)> answering(std::string body, std::string status = "200 OK")
{
    return [answer = "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send(answer);
    };
}

} // namespace

class TstLocalEndpoints : public QObject {
    Q_OBJECT

    tests::SystemTime m_clock;

private Q_SLOTS:
    void listening_ports_are_read_from_the_kernels_tables()
    {
        const auto tcp = kTitles + lineOf("0100007F", 9100, "0A", 11) + lineOf("00000000", 80, "0A", 12) + lineOf("0100007F", 5000, "01", 13) +
                         lineOf("0A00A8C0", 6000, "0A", 14) + "cut off";
        const auto tcp6 = kTitles + lineOf("00000000000000000000000000000000", 80, "0A", 15) +
                          lineOf("00000000000000000000000001000000", 7000, "0A", 16) + lineOf("0000000000000000FFFF00000100007F", 7001, "0A", 17);
        std::string all;
        for (const auto &[port, ipv6, inode] : probes::parseListeningPorts(tcp, tcp6))
            all += fmt::format("{}{}:{} ", port, ipv6 ? "/6" : "", inode);
        QCOMPARE(all, std::string("80:12 7000/6:16 7001/6:17 9100:11 "));
        QVERIFY(probes::parseListeningPorts("", "garbage\n\n   0: zz:zz : 0A\n").empty());
    }

    void what_answers_with_metrics_is_offered_by_name()
    {
        const BadServer app(answering("# TYPE nodejs_heap_size_used_bytes gauge\nnodejs_heap_size_used_bytes 5\nrequests_total 3\n"));
        const BadServer page(answering("<html>hello</html>\n"));
        const BadServer elsewhere(answering("", "302 Found\r\nLocation: http://127.0.0.1:1/metrics"));
        const BadServer silent([](const BadServer::Peer &peer) { peer.hang(); });
        const BadServer nameless(answering("python_info 1\n"));
        tests::FakeSource source;
        source.files.emplace("/proc/net/tcp", kTitles + lineOf("0100007F", app.port(), "0A", 101) + lineOf("0100007F", page.port(), "0A", 102) +
                                                  lineOf("0100007F", elsewhere.port(), "0A", 103) + lineOf("0100007F", silent.port(), "0A", 104) +
                                                  lineOf("0100007F", nameless.port(), "0A", 105));
        source.files.emplace("/proc/77/comm", "shop\n");
        source.files.emplace("/proc/77/fd/3", "");
        probes::LocalSearch search;
        search.link = [](const std::string &path) { return path == "/proc/77/fd/3" ? std::string("socket:[101]") : std::string(); };
        const auto found = probes::findLocalEndpoints(source, m_clock, search);
        QVERIFY(found);
        QCOMPARE(found->size(), std::size_t(2));
        const bool isFirst = found->front().runtime == "Node.js";
        const auto &shop = (*found)[isFirst ? 0 : 1];
        const auto &other = (*found)[isFirst ? 1 : 0];
        QCOMPARE(shop.url, app.url("/metrics"));
        QCOMPARE(shop.name, std::string("shop"));
        QCOMPARE(shop.runtime, std::string("Node.js"));
        QCOMPARE(shop.samples, std::size_t(2));
        QCOMPARE(other.name, fmt::format("Python, port {}", nameless.port()));
    }

    void a_search_ends_when_it_is_told_to()
    {
        const BadServer app(answering("a 1\n"));
        tests::FakeSource source;
        source.files.emplace("/proc/net/tcp", kTitles + lineOf("0100007F", app.port(), "0A", 101));
        probes::LocalSearch search;
        search.goOn = [] { return false; };
        QVERIFY(probes::findLocalEndpoints(source, m_clock, search)->empty());
        QCOMPARE(app.connections(), 0);
    }

    void programs_are_known_by_their_ports_and_metrics()
    {
        QCOMPARE(probes::exporterOfPort(9100), std::string_view("node_exporter"));
        QVERIFY(probes::exporterOfPort(1).empty());
        QCOMPARE(probes::runtimeOf("a 1\njvm_threads 2\n"), std::string_view("JVM"));
        QVERIFY(probes::runtimeOf("a_jvm_threads 2\n").empty());
    }
};

VEDETTE_TEST(TstLocalEndpoints)
#include "tst_local_endpoints.moc"
