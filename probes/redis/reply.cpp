#include "probes/redis/reply.h"

#include <fmt/format.h>

#include <cstdint>

#include <hiredis/read.h>

namespace redis {

using metric::Reason;

std::string command(const std::vector<std::string_view> &words)
{
    auto bytes = fmt::format("*{}\r\n", words.size());
    for (const auto word : words)
        bytes += fmt::format("${}\r\n{}\r\n", word.size(), word);
    return bytes;
}

struct ReplyReader::Private {
    redisReader *reader = nullptr;
    std::size_t bytes = 0;
    std::size_t elements = 0;
    bool tooMany = false;

    // hiredis has an object made for each value it has read, and places none of them itself.
    static Private &of(const redisReadTask *task) { return *static_cast<Private *>(task->privdata); }

    static Reply *place(const redisReadTask *task, Reply::Type type)
    {
        auto *reply = task->parent ? &static_cast<Reply *>(task->parent->obj)->elements[std::size_t(task->idx)] : new Reply;
        reply->type = type;
        return reply;
    }
    static void *makeText(const redisReadTask *task, char *text, std::size_t size)
    {
        auto *reply = place(task, task->type == REDIS_REPLY_ERROR    ? Reply::Type::Error
                                  : task->type == REDIS_REPLY_STATUS ? Reply::Type::Status
                                                                     : Reply::Type::Text);
        reply->text.assign(text, size);
        return reply;
    }
    static void *makeArray(const redisReadTask *task, int count)
    {
        auto &self = of(task);
        self.elements += count > 0 ? std::size_t(count) : 0;
        if (self.elements > kMostElements) {
            self.tooMany = true;
            return nullptr;
        }
        auto *reply = place(task, Reply::Type::Array);
        reply->elements.resize(count > 0 ? std::size_t(count) : 0);
        return reply;
    }
    static void *makeInteger(const redisReadTask *task, long long value)
    {
        auto *reply = place(task, Reply::Type::Integer);
        reply->integer = value;
        return reply;
    }
    static void *makeNil(const redisReadTask *task) { return place(task, Reply::Type::Nil); }
    // Asked for the outermost alone, which owns all others.
    static void release(void *object) { delete static_cast<Reply *>(object); }
};

ReplyReader::ReplyReader() : d(std::make_unique<Private>())
{
    static redisReplyObjectFunctions functions{Private::makeText, Private::makeArray, Private::makeInteger, Private::makeNil, Private::release};
    d->reader = redisReaderCreateWithFunctions(&functions);
    if (d->reader)
        d->reader->privdata = d.get();
}

ReplyReader::~ReplyReader()
{
    if (d->reader)
        redisReaderFree(d->reader);
}

static tl::unexpected<net::Fault> tooMuch()
{
    return net::fault(Reason::Size, fmt::format("the reply is too large: more than {} MiB or {} elements", ReplyReader::kMostBytes >> 20,
                                                ReplyReader::kMostElements));
}

net::Outcome<void> ReplyReader::feed(std::string_view bytes)
{
    d->bytes += bytes.size();
    if (d->bytes > kMostBytes)
        return tooMuch();
    if (!d->reader || redisReaderFeed(d->reader, bytes.data(), bytes.size()) != REDIS_OK)
        return net::fault(Reason::Size, "no memory for the reply");
    return {};
}

net::Outcome<std::optional<Reply>> ReplyReader::next()
{
    void *found = nullptr;
    if (!d->reader || redisReaderGetReply(d->reader, &found) != REDIS_OK) {
        if (d->tooMany)
            return tooMuch();
        return net::fault(Reason::Protocol, "what answers does not speak the Redis protocol");
    }
    if (!found) {
        // It is looked for from the start each time: a line without end would be looked through again with every byte.
        constexpr std::size_t kMostLine = 64 << 10;
        const std::string_view rest(d->reader->buf + d->reader->pos, d->reader->len - d->reader->pos);
        if (rest.size() > kMostLine && rest.substr(0, kMostLine).find("\r\n") == std::string_view::npos)
            return tooMuch();
        return std::nullopt;
    }
    const std::unique_ptr<Reply> owned(static_cast<Reply *>(found));
    return std::move(*owned);
}

} // namespace redis
