// nginx as the checks meet it: pages over HTTP, and TLS by several certificates.
#pragma once

#include "tests/support/certificates.h"
#include "tests/support/server_process.h"

#include <QtCore/QByteArray>

#include <string>

namespace tests {

class WebServer {
public:
    // Empty where it runs, else why not.
    QString start()
    {
        for (const char *program : {"nginx", "openssl"}) {
            if (ServerProcess::find(program).isEmpty())
                return QString("%1 is not installed").arg(program);
        }
        certificates.issue("good", "DNS:shop.example.org,DNS:localhost,IP:127.0.0.1");
        certificates.issue("other", "DNS:bank.example.org");
        certificates.issue("old", "DNS:localhost,IP:127.0.0.1", "20200101000000Z", "20210101000000Z");
        certificates.issueSelfSigned("lone", "DNS:localhost,IP:127.0.0.1");
        certificates.issueSelfSigned(
            "rich", "DNS:localhost,IP:127.0.0.1,email:a@b.example,URI:https://a.example/",
            "/CN=127.0.0.1/O=o1/OU=u1/OU=u2/L=l/ST= st+#/street=street/postalCode=pc/serialNumber=sn/C=DE/emailAddress=a@b/DC=dc/title=t/"
            "O=caf\u00e9");
        certificates.issue("client", "email:ann@example.org");
        if (!certificates.ready())
            return "openssl does not make certificates";
        QByteArray text = "daemon off;\nworker_processes 1;\npid nginx.pid;\nerror_log stderr;\n";
        if (::geteuid() == 0)
            text += "user root;\n";
        text += "events { worker_connections 200; }\nhttp {\naccess_log off;\ndefault_type text/plain;\n";
        for (const char *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            text += QByteArray(kind) + "_temp_path " + kind + ";\n";
        text += "server { listen 127.0.0.1:" + number(plain) + ";\n" + kPages + "}\n";
        text += tls(good, "good", "ssl_protocols TLSv1.3 TLSv1.2;") + tls(other, "other") + tls(old, "old") + tls(lone, "lone") + tls(rich, "rich");
        text += tls(guarded, "good", "ssl_client_certificate " + certificates.path("ca.pem").toUtf8() + "; ssl_verify_client on;");
        text += "}\n";
        m_server.write("nginx.conf", text);
        m_server.write("index.html", "<html>The shop is open</html>\n");
        m_server.write("state.json", R"({"status":"green","nodes":[{"name":"a","up":true},{"name":"b","up":false}],"count":3.0})");
        m_server.write("page.txt.gz", {});
        const bool started = m_server.start("nginx", {"-p", m_server.path("."), "-c", m_server.path("nginx.conf")},
                                            [this] { return listens(plain) && listens(good) && listens(guarded); });
        return started ? QString() : QString("nginx does not start: ") + QString::fromUtf8(m_server.log());
    }

    static std::string http(std::uint16_t port, const std::string &path = "/") { return "http://127.0.0.1:" + std::to_string(port) + path; }
    static std::string https(std::uint16_t port, const std::string &path = "/") { return "https://127.0.0.1:" + std::to_string(port) + path; }
    std::string authority() const { return certificates.path("ca.pem").toStdString(); }
    QString path(const QString &name) const { return m_server.path(name); }

    Certificates certificates;
    std::uint16_t plain = freePort();
    std::uint16_t good = freePort(), other = freePort(), old = freePort(), lone = freePort(), rich = freePort(), guarded = freePort();

private:
    static QByteArray number(std::uint16_t value) { return QByteArray::number(value); }
    QByteArray tls(std::uint16_t port, const QString &name, const QByteArray &more = {}) const
    {
        return "server { listen 127.0.0.1:" + number(port) + " ssl http2;\nssl_certificate " + certificates.path(name + ".pem").toUtf8() +
               ";\nssl_certificate_key " + certificates.path(name + ".key").toUtf8() + ";\n" + more + "\n" + kPages + "}\n";
    }

    static constexpr const char *kPages = "root .;\nserver_tokens off;\nlocation = /moved { return 302 /index.html; }\n"
                                          "location = /circle { return 302 /circle; }\nlocation = /broken { return 503 'down for repairs'; }\n"
                                          "location = /private { auth_basic shop; auth_basic_user_file users; }\n"
                                          "location = /echo { return 200 '$http_authorization $http_x_api_key'; }\n"
                                          "location = /nothing { return 204; }\n"
                                          "location = /named { add_header X-Shop open; add_header Set-Cookie 'id=c00kie'; return 200 'here\\n'; }\n";
    ServerProcess m_server;
};

} // namespace tests
