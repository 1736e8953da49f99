#include "probes/redis/redis_session.h"

#include <array>

namespace redis {

using metric::Reason;

const Reply *Exchange::reply(std::string_view name) const
{
    const auto found = replies.find(name);
    return found == replies.end() ? nullptr : &found->second;
}

static net::Outcome<net::Stream> open(const Server &server, const net::Deadline &deadline, Exchange &exchange)
{
    if (!server.endpoint) {
        exchange.address = server.path;
        return net::Stream::connectUnix(server.path, deadline);
    }
    auto connected = net::Stream::connect(*server.endpoint, net::IpFamily::Any, deadline);
    if (!connected)
        return tl::unexpected(connected.error());
    exchange.address = connected->address;
    if (server.tls) {
        exchange.tls.emplace();
        if (auto started = connected->stream.startTls(server.endpoint->host, *server.tls, deadline, *exchange.tls); !started)
            return tl::unexpected(started.error());
    }
    return std::move(connected->stream);
}

static net::Outcome<void> converse(net::Stream &stream, const std::vector<Question> &questions, const net::Deadline &deadline, Exchange &exchange)
{
    std::string bytes;
    for (const auto &question : questions)
        bytes += command(question.words);
    auto written = stream.write(bytes, deadline);
    // A server that wants no more clients says why, closes, and has read nothing: what it said is there all the same.
    if (!written && written.error().reason != Reason::Closed)
        return written;

    ReplyReader reader;
    std::vector<char> buffer(64 << 10);
    for (const auto &question : questions) {
        while (true) {
            auto reply = reader.next();
            if (!reply)
                return tl::unexpected(reply.error());
            if (*reply) {
                exchange.replies.emplace(question.name, std::move(**reply));
                break;
            }
            // A server that sends without end, and always soon enough, is not waited for longer.
            if (deadline.over())
                return net::fault(Reason::Timeout, "no whole answer in time");
            const auto size = stream.read(buffer, deadline);
            if (!size)
                return tl::unexpected(size.error());
            if (*size == 0)
                return net::fault(Reason::Closed, "the server closed the connection before it had answered");
            if (auto fed = reader.feed({buffer.data(), *size}); !fed)
                return fed;
        }
    }
    return {};
}

Exchange ask(const Server &server, const std::vector<Question> &questions, const net::Deadline &deadline)
{
    Exchange exchange;
    auto stream = open(server, deadline, exchange);
    exchange.connect = deadline.elapsed();
    if (!stream)
        exchange.fault = stream.error();
    else if (auto done = converse(*stream, questions, deadline, exchange); !done)
        exchange.fault = done.error();
    exchange.took = deadline.elapsed();
    return exchange;
}

} // namespace redis
