// What must hold for any bytes a Redis server sends: the same replies however they come in pieces, and series that are well formed. For
// the fuzzer and for the test that replays what it found.
#pragma once

#include "probes/redis/redis_metrics.h"
#include "probes/redis/redis_tables.h"
#include "probes/redis/redis_verdict.h"
#include "tests/fuzz/told_series.h"

#include <string>
#include <string_view>
#include <vector>

namespace tests {

class RespBytes {
public:
    // The first byte: odd, the text of INFO; even, replies, of which the second byte is the size of the pieces.
    static std::string fault(std::string_view input)
    {
        if (input.size() < 2)
            return {};
        const auto rest = input.substr(2);
        if (input[0] & 1)
            return faultOfInfo(rest);
        const auto piece = std::size_t(static_cast<unsigned char>(input[1])) + 1;
        bool brokenInPieces = false, broken = false;
        const auto some = replies(rest, piece, brokenInPieces);
        const auto all = replies(rest, rest.size() + 1, broken);
        if (broken != brokenInPieces || printed(some) != printed(all))
            return "other replies in pieces";
        return faultOfReplies(all);
    }

private:
    static std::vector<redis::Reply> replies(std::string_view bytes, std::size_t piece, bool &broken)
    {
        redis::ReplyReader reader;
        std::vector<redis::Reply> all;
        while (!bytes.empty()) {
            const auto size = std::min(piece, bytes.size());
            if (!reader.feed(bytes.substr(0, size))) {
                broken = true;
                return all;
            }
            bytes.remove_prefix(size);
            while (true) {
                auto next = reader.next();
                if (!next) {
                    broken = true;
                    return all;
                }
                if (!*next)
                    break;
                all.push_back(std::move(**next));
            }
        }
        return all;
    }
    static std::string printed(const std::vector<redis::Reply> &replies)
    {
        std::string text;
        for (const auto &reply : replies)
            text += std::to_string(int(reply.type)) + ":" + std::to_string(reply.integer) + ":" + reply.text + "[" + printed(reply.elements) + "]";
        return text;
    }

    static std::string faultOfInfo(std::string_view text)
    {
        const redis::Info info(text);
        const auto fault = faultOfSeries(
            [&](metric::BatchBuilder &batch) {
                redis::addInfo(info, 16, batch);
                batch.addTable(std::make_shared<const metric::Table>(redis::keyspaceTable(info, {})));
                batch.addTable(std::make_shared<const metric::Table>(redis::commandTable(info, {})));
            },
            true);
        if (!fault.empty())
            return fault;
        const auto verdict = redis::judgeServer(info, info, redis::Counters{});
        return verdict.message.empty() || !metric::isUtf8(verdict.message) ? "a verdict without words" : "";
    }
    static std::string faultOfReplies(const std::vector<redis::Reply> &replies)
    {
        const redis::Info info("cmdstat_get:calls=1,usec=2\n");
        for (const auto &reply : replies) {
            const auto fault = faultOfSeries(
                [&](metric::BatchBuilder &batch) {
                    redis::addConfig(reply, batch);
                    redis::addSlowlog(&reply, &reply, batch);
                    redis::addLatency(reply, batch);
                    redis::addHistograms(reply, info, batch);
                    batch.addTable(std::make_shared<const metric::Table>(redis::slowlogTable(reply, {})));
                    batch.addTable(std::make_shared<const metric::Table>(redis::latencyTable(reply, {})));
                },
                true);
            if (!fault.empty())
                return fault;
            if (!metric::isUtf8(redis::faultOf(reply.text, "secret").message) ||
                redis::faultOf(reply.text, "secret").message.find("secret") != std::string::npos)
                return "a fault in words that are none, or too many";
        }
        return {};
    }
};

} // namespace tests
