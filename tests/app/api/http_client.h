// A client that can be as rude as a test wants: bytes out, bytes in.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {

struct Answer {
    int status = 0;                             // 0: none came, the connection was closed or nothing came in time
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
};

class HttpClient {
public:
    // "http://127.0.0.1:1234"
    explicit HttpClient(std::string_view address)
    {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(std::uint16_t(std::stoi(std::string(address.substr(address.rfind(':') + 1)))));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int yes = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        m_connected = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0;
    }
    ~HttpClient() { ::close(m_socket); }
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(std::size_t(sent));
        }
        return true;
    }

    // `head`: the answer to HEAD, which has no body.
    Answer receive(bool head = false, int milliseconds = 10'000)
    {
        Answer answer;
        std::size_t end = 0;
        while ((end = m_in.find("\r\n\r\n")) == std::string::npos) {
            if (!more(milliseconds))
                return answer;
        }
        for (std::size_t at = m_in.find("\r\n") + 2; at < end;) {
            const auto line = std::string_view(m_in).substr(at, m_in.find("\r\n", at) - at);
            const auto colon = line.find(": ");
            std::string name(line.substr(0, colon));
            for (auto &c : name)
                c = char(std::tolower(c));
            answer.headers[name] = line.substr(colon + 2);
            at += line.size() + 2;
        }
        const int status = std::stoi(m_in.substr(9, 3));
        const auto size = head || !answer.headers.contains("content-length") ? 0 : std::stoul(answer.headers["content-length"]);
        m_in.erase(0, end + 4);
        while (m_in.size() < size) {
            if (!more(milliseconds))
                return answer;
        }
        answer.body = m_in.substr(0, size);
        m_in.erase(0, size);
        answer.status = status;
        return answer;
    }

    Answer get(std::string_view path, std::string_view headers = {}, std::string_view method = "GET")
    {
        send(std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n");
        return receive(method == "HEAD");
    }
    Answer post(std::string_view path, std::string_view body, std::string_view headers = "Content-Type: application/x-www-form-urlencoded\r\n")
    {
        send("POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
             std::string(headers) + "\r\n" + std::string(body));
        return receive();
    }

    bool connected() const { return m_connected; }
    // Whether the other side ends within that time; what it still says is read.
    bool endsWithin(int milliseconds)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
        while (std::chrono::steady_clock::now() < deadline) {
            pollfd waiting{m_socket, POLLIN, 0};
            char bytes[4096];
            if (::poll(&waiting, 1, 20) > 0 && ::recv(m_socket, bytes, sizeof bytes, 0) <= 0)
                return true;
        }
        return false;
    }

private:
    bool more(int milliseconds)
    {
        pollfd waiting{m_socket, POLLIN, 0};
        char bytes[65536];
        if (::poll(&waiting, 1, milliseconds) <= 0)
            return false;
        const auto size = ::recv(m_socket, bytes, sizeof bytes, 0);
        if (size <= 0)
            return false;
        m_in.append(bytes, std::size_t(size));
        return true;
    }

    int m_socket;
    bool m_connected = false;
    std::string m_in;
};

} // namespace tests
