#pragma once

#include "tests/support/bad_server.h"

#include <map>
#include <mutex>
#include <string>

namespace tests {

// Answers by path; what is not there is 404. Keeps what it was asked.
class ClusterServer {
public:
    explicit ClusterServer(std::map<std::string, std::string> answers, int status = 200)
        : m_answers(std::move(answers)), m_status(status), m_server([this](const BadServer::Peer &peer) { serve(peer); })
    {
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.port()); }
    std::string asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

private:
    void serve(const BadServer::Peer &peer)
    {
        const auto request = peer.readUntil("\r\n\r\n");
        {
            const std::lock_guard lock(m_mutex);
            m_asked += request;
        }
        const auto start = request.find(' ') + 1;
        const auto path = request.substr(start, request.find(' ', start) - start);
        const auto found = m_answers.find(path);
        const auto status = found == m_answers.end() ? 404 : m_status;
        const auto body = found == m_answers.end() ? std::string("{\"error\":{\"type\":\"resource_not_found_exception\"}}") : found->second;
        peer.send("HTTP/1.1 " + std::to_string(status) +
                  " X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }

    std::map<std::string, std::string> m_answers;
    int m_status;
    mutable std::mutex m_mutex;
    std::string m_asked;
    BadServer m_server; // the last, so that it ends first
};

} // namespace tests
