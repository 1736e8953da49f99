#include "probes/net/resolver.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/socket.h>

namespace net {

using metric::Reason;

static constexpr int kMostLookups = 32;

std::string Address::text() const
{
    char buffer[INET6_ADDRSTRLEN] = {};
    inet_ntop(v6 ? AF_INET6 : AF_INET, octets.data(), buffer, sizeof buffer);
    return buffer;
}

std::optional<Address> parseAddress(std::string_view text)
{
    const auto percent = std::min(text.find('%'), text.size());
    const std::string plain(text.substr(0, percent));
    Address address;
    if (percent == text.size() && inet_pton(AF_INET, plain.c_str(), address.octets.data()) == 1)
        return address;
    address.v6 = true;
    if (inet_pton(AF_INET6, plain.c_str(), address.octets.data()) != 1)
        return std::nullopt;
    if (percent != text.size())
        address.scope = if_nametoindex(std::string(text.substr(percent + 1)).c_str());
    return address;
}

namespace {

// What a lookup and who waits for it share; the last of them drops it.
struct Lookup {
    std::mutex mutex;
    std::condition_variable done;
    bool finished = false;
    int error = 0;
    std::vector<Address> addresses;
};

// How many lookups there are. Never destroyed: one may outlive main().
struct Slots {
    std::mutex mutex;
    std::condition_variable freed;
    int used = 0;
};

Slots &slots()
{
    static auto *const all = new Slots;
    return *all;
}

std::vector<Address> addressesOf(const addrinfo *list)
{
    std::vector<Address> addresses;
    for (const auto *entry = list; entry; entry = entry->ai_next) {
        Address address;
        if (entry->ai_family == AF_INET) {
            const auto *peer = reinterpret_cast<const sockaddr_in *>(entry->ai_addr);
            std::memcpy(address.octets.data(), &peer->sin_addr, 4);
        } else if (entry->ai_family == AF_INET6) {
            const auto *peer = reinterpret_cast<const sockaddr_in6 *>(entry->ai_addr);
            std::memcpy(address.octets.data(), &peer->sin6_addr, 16);
            address.v6 = true;
            address.scope = peer->sin6_scope_id;
        } else {
            continue;
        }
        if (std::ranges::find(addresses, address) == addresses.end())
            addresses.push_back(address);
    }
    return addresses;
}

void look(const std::string &host, const std::shared_ptr<Lookup> &lookup)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    const int error = getaddrinfo(host.c_str(), nullptr, &hints, &list);
    {
        const std::lock_guard lock(lookup->mutex);
        lookup->error = error;
        if (error == 0)
            lookup->addresses = addressesOf(list);
        lookup->finished = true;
    }
    lookup->done.notify_one();
    if (list)
        freeaddrinfo(list);
    {
        const std::lock_guard lock(slots().mutex);
        --slots().used;
    }
    slots().freed.notify_one();
}

tl::unexpected<Fault> unanswered(const std::string &host, const Deadline &deadline)
{
    return fault(Reason::Dns,
                 fmt::format("no answer from the resolver for {} in {:.3g} s", host, std::chrono::duration<double>(deadline.timeout()).count()));
}

tl::unexpected<Fault> lookupFault(const std::string &host, int error)
{
    if (error == EAI_NONAME || error == EAI_NODATA)
        return fault(Reason::Dns, fmt::format("there is no host {}", host));
    if (error == EAI_AGAIN)
        return fault(Reason::Dns, fmt::format("the resolver cannot say now where {} is", host));
    return fault(Reason::Dns, fmt::format("the resolver failed on {}: {}", host, gai_strerror(error)));
}

Outcome<std::vector<Address>> lookUp(const std::string &host, const Deadline &deadline)
{
    {
        std::unique_lock lock(slots().mutex);
        if (!slots().freed.wait_for(lock, deadline.left(), [] { return slots().used < kMostLookups; }))
            return fault(Reason::Dns, fmt::format("{} lookups hang in the system's resolver already", kMostLookups));
        ++slots().used;
    }
    auto lookup = std::make_shared<Lookup>();
    try {
        std::thread([host, lookup] { look(host, lookup); }).detach();
    } catch (const std::system_error &error) {
        const std::lock_guard lock(slots().mutex);
        --slots().used;
        return fault(Reason::Dns, fmt::format("no thread for the resolver: {}", error.what()));
    }
    std::unique_lock lock(lookup->mutex);
    if (!lookup->done.wait_for(lock, deadline.left(), [&] { return lookup->finished; }))
        return unanswered(host, deadline);
    if (lookup->error != 0)
        return lookupFault(host, lookup->error);
    return std::move(lookup->addresses);
}

Outcome<std::vector<Address>> chosen(std::vector<Address> addresses, IpFamily family, const std::string &host)
{
    if (addresses.empty())
        return fault(Reason::Dns, fmt::format("{} has no address", host));
    if (family == IpFamily::Any)
        return addresses;
    const bool v6 = family == IpFamily::V6 || family == IpFamily::PreferV6;
    const bool strict = family == IpFamily::V4 || family == IpFamily::V6;
    const auto found = std::ranges::find(addresses, v6, &Address::v6);
    if (found == addresses.end() && strict)
        return fault(Reason::Dns, fmt::format("{} has no IPv{} address", host, v6 ? 6 : 4));
    return std::vector{found == addresses.end() ? addresses.front() : *found};
}

} // namespace

Outcome<std::vector<Address>> resolve(const std::string &host, IpFamily family, const Deadline &deadline)
{
    if (const auto literal = parseAddress(host))
        return chosen({*literal}, family, host);
    auto found = lookUp(host, deadline);
    if (!found)
        return found;
    return chosen(std::move(*found), family, host);
}

} // namespace net
