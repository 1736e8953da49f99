#include "app/api/http_server.h"
#include "app/api/router.h"
#include "tests/app/api/http_client.h"
#include "tests/support/registry.h"

#include <QtCore/QElapsedTimer>

#include <atomic>
#include <thread>

#include <zlib.h>

using namespace api;
using namespace std::chrono_literals;
using tests::HttpClient;

namespace {

// Says what it was asked.
Response echo(const Request &request)
{
    std::string text = request.method + " " + request.path;
    for (const auto &parameter : request.parameters)
        text += " " + parameter.name + "=" + parameter.value;
    return {200, text, kPlainText};
}

std::unique_ptr<HttpServer> started(HttpServer::Handler handler, const ServerLimits &limits = {}, AccessOptions options = {})
{
    options.listen = "127.0.0.1:0";
    auto access = Access::make(options);
    if (!access)
        return nullptr;
    auto server = HttpServer::start(std::move(*access), limits, std::move(handler));
    return server ? std::move(*server) : nullptr;
}

std::string unpacked(const std::string &packed)
{
    std::string text(1 << 20, '\0');
    z_stream stream{};
    inflateInit2(&stream, MAX_WBITS + 16);
    std::string in = packed;
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = uInt(in.size());
    stream.next_out = reinterpret_cast<Bytef *>(text.data());
    stream.avail_out = uInt(text.size());
    const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    text.resize(whole ? stream.total_out : 0);
    inflateEnd(&stream);
    return text;
}

} // namespace

class TstHttpServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parameters_of_address_and_form_arrive_decoded()
    {
        const auto server = started(echo);
        HttpClient client(server->address());
        QCOMPARE(client.get("/a%20b?query=sum+by%20(x)&x=%25&empty&a=1&a=2").body, std::string("GET /a b query=sum by (x) x=% empty= a=1 a=2"));
        // On the same connection.
        QCOMPARE(client.post("/form?a=1", "b=up%7Bx%3D%22y%22%7D&c=%zz").body, std::string("POST /form a=1 b=up{x=\"y\"} c=%zz"));
        QCOMPARE(client.post("/form", "b=1", "Content-Type: application/json\r\n").body, std::string("POST /form"));
        const auto chunked = std::string("POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                                         "Content-Type: application/x-www-form-urlencoded\r\n\r\n3\r\na=1\r\n3\r\n&b=\r\n0\r\n\r\n");
        QVERIFY(client.send(chunked));
        QCOMPARE(client.receive().body, std::string("POST /c a=1 b="));
    }

    void large_answers_are_packed_where_that_is_understood()
    {
        const std::string large(5000, 'x');
        const auto server = started([&](const Request &request) { return Response{200, request.path == "/large" ? large : "small", kPlainText}; });
        HttpClient client(server->address());
        const auto packed = client.get("/large", "Accept-Encoding: br, gzip;q=0.5\r\n");
        QCOMPARE(packed.headers.at("content-encoding"), std::string("gzip"));
        QVERIFY(packed.body.size() < 200);
        QCOMPARE(unpacked(packed.body), large);
        QCOMPARE(client.get("/large", "Accept-Encoding: gzip;q=0\r\n").body, large);
        QCOMPARE(client.get("/large").body, large);
        QVERIFY(!client.get("/small", "Accept-Encoding: gzip\r\n").headers.contains("content-encoding"));
        const auto head = client.get("/large", {}, "HEAD");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.headers.at("content-length"), std::string("5000"));
        QCOMPARE(client.get("/small").body, std::string("small"));
    }

    void what_is_malformed_or_too_large_costs_its_connection_alone()
    {
        std::atomic<int> asked = 0;
        const auto server = started(
            [&](const Request &request) {
                ++asked;
                return echo(request);
            },
            {.bodyBytes = 1000});
        for (const std::string bytes :
             {"\r\n\r\n\r\n", "GET\r\n\r\n", "\0\xff\xfe garbage \r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999999\r\n\r\n"})
        {
            HttpClient client(server->address());
            client.send(bytes + std::string("GET / nonsense\r\n\r\n"));
            const auto answer = client.receive(false, 300);
            QVERIFY2(answer.status == 0 || (answer.status >= 400 && answer.status < 500), bytes.c_str());
        }
        {
            HttpClient client(server->address());
            client.send("GET /" + std::string(500'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            const auto answer = client.receive();
            QVERIFY(answer.status == 0 || (answer.status >= 400 && answer.status < 500));
        }
        QCOMPARE(asked.load(), 0);
        {
            HttpClient client(server->address());
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n");
            const auto answer = client.receive();
            QCOMPARE(answer.status, 413);
            QVERIFY(answer.body.starts_with("{\"status\":\"error\",\"errorType\":\"bad_data\""));
        }
        {
            HttpClient client(server->address());
            std::string body = "3e9\r\n" + std::string(1001, 'b') + "\r\n0\r\n\r\n";
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
            QCOMPARE(client.receive().status, 413);
        }
        QCOMPARE(asked.load(), 0);
        HttpClient client(server->address());
        QCOMPARE(client.post("/", std::string(1000, 'c')).status, 200);
    }

    void a_slow_sender_is_shut_out_however_steadily_it_sends()
    {
        const auto server = started(echo, {.patience = 300ms});
        HttpClient slow(server->address());
        bool ended = false;
        for (int i = 0; i < 60 && !ended; ++i) {
            ended = !slow.send("G") || slow.endsWithin(50);
        }
        QVERIFY(ended);
        HttpClient silent(server->address());
        QVERIFY(silent.endsWithin(5000));
        // Who is in time is served, also later.
        HttpClient other(server->address());
        QCOMPARE(other.get("/x").status, 200);
        QCOMPARE(other.get("/x").status, 200);
    }

    void connections_beyond_the_limit_are_closed_and_the_others_served()
    {
        const auto server = started(echo, {.connections = 4});
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 4; ++i) {
            clients.push_back(std::make_unique<HttpClient>(server->address()));
            QCOMPARE(clients.back()->get("/").status, 200);
        }
        HttpClient fifth(server->address());
        fifth.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QCOMPARE(fifth.receive(false, 500).status, 0);
        QCOMPARE(clients.front()->get("/").status, 200);
        clients.clear();
        // Not QTRY_COMPARE: it asks once more at the end, when the place of the one before may not be free again.
        QVERIFY(QTest::qWaitFor([&] { return HttpClient(server->address()).get("/").status == 200; }));
    }

    void work_for_who_has_gone_is_stopped()
    {
        std::atomic<bool> working = false, stopped = false;
        const auto wait = [&](const Request &request) {
            working = true;
            while (!request.stop.stop_requested())
                std::this_thread::sleep_for(1ms);
            stopped = true;
            return echo(request);
        };
        {
            const auto server = started(wait);
            {
                HttpClient client(server->address());
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                QTRY_VERIFY(working);
                QTest::qWait(300);
                QVERIFY(!stopped);
            }
            QTRY_VERIFY(stopped);
        }
        // The server's end stops it too.
        working = stopped = false;
        auto server = started(wait);
        HttpClient client(server->address());
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_VERIFY(working);
        server.reset();
        QVERIFY(stopped);
    }

    void who_may_not_ask_is_refused_before_its_body_is_read()
    {
        const auto server = started(echo);
        HttpClient rebound(server->address());
        rebound.send("GET / HTTP/1.1\r\nHost: evil.example:80\r\n\r\n");
        QCOMPARE(rebound.receive().status, 403);
        HttpClient page(server->address());
        QCOMPARE(page.get("/", "Origin: http://evil.example\r\n").status, 403);
        HttpClient large(server->address());
        large.send("POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1000000\r\n\r\n");
        QCOMPARE(large.receive().status, 403);

        const auto open = started(echo, {}, {.corsOrigin = "https?://localhost:3000"});
        HttpClient allowed(open->address());
        const auto answer = allowed.get("/", "Origin: http://localhost:3000\r\n");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.at("access-control-allow-origin"), std::string("http://localhost:3000"));
        QVERIFY(!allowed.get("/").headers.contains("access-control-allow-origin"));
        QCOMPARE(HttpClient(open->address()).get("/", "Origin: http://localhost:30001\r\n").status, 403);
    }

    void an_address_that_is_taken_is_named()
    {
        const auto server = started(echo);
        AccessOptions options;
        options.listen = server->address().substr(7);
        auto access = Access::make(options);
        QVERIFY(access);
        const auto second = HttpServer::start(std::move(*access), {}, echo);
        QVERIFY(!second);
        QCOMPARE(second.error().code, metric::ErrorCode::Io);
        QVERIFY(second.error().message.find(server->address()) == 0);
    }

    void routes_say_which_methods_and_how_many_at_a_time()
    {
        std::atomic<int> working = 0, most = 0;
        std::atomic<bool> go = false;
        const auto slow = [&](const Request &request, std::string_view) {
            most = std::max(most.load(), ++working);
            while (!go && !request.stop.stop_requested())
                std::this_thread::sleep_for(1ms);
            --working;
            return echo(request);
        };
        Router router({{"/slow", "POST", true, slow},
                       {"/quick", "", false, [](const Request &request, std::string_view) { return echo(request); }},
                       {"/label/*/values", "POST", false,
                        [](const Request &, std::string_view part) {
                            return Response{200, std::string(part)};
                        }}},
                      {.places = 2, .waiting = 1, .patience = 200ms});
        const auto server = started([&](const Request &request) { return router.answer(request); });
        HttpClient client(server->address());
        QCOMPARE(client.get("/nowhere").status, 404);
        QCOMPARE(client.get("/nowhere").body, std::string("404 page not found\n"));
        QCOMPARE(client.get("/label//values").status, 404);
        QCOMPARE(client.get("/label/job/values").body, std::string("job"));
        QCOMPARE(client.get("/quick", {}, "OPTIONS").status, 204);
        const auto refused = client.post("/quick", "a=1");
        QCOMPARE(refused.status, 405);
        QCOMPARE(refused.headers.at("allow"), std::string("GET, HEAD, OPTIONS"));
        QCOMPARE(client.get("/quick", {}, "DELETE").status, 405);

        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 2; ++i) {
            clients.push_back(std::make_unique<HttpClient>(server->address()));
            clients.back()->send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        QTRY_COMPARE(working.load(), 2);
        // One waits in vain, and what is quick is not in its way.
        HttpClient third(server->address());
        third.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QCOMPARE(client.get("/quick").status, 200);
        const auto full = third.receive();
        QCOMPARE(full.status, 503);
        QVERIFY(full.body.find("\"errorType\":\"timeout\"") != std::string::npos);
        go = true;
        for (auto &one : clients)
            QCOMPARE(one->receive().status, 200);
        QCOMPARE(third.get("/slow").status, 200);
        QCOMPARE(most.load(), 2);
    }
};

VEDETTE_TEST(TstHttpServer)
#include "tst_http_server.moc"
