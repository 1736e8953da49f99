#include "app/api/router.h"

#include "app/api/envelope.h"

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace api {

// What stands for the star, an empty text where there is none; nothing where the path is another one.
static std::optional<std::string_view> matched(std::string_view pattern, std::string_view path)
{
    const auto star = pattern.find('*');
    if (star == std::string_view::npos)
        return path == pattern ? std::optional<std::string_view>("") : std::nullopt;
    const auto behind = pattern.substr(star + 1);
    if (path.size() <= star + behind.size() || !path.starts_with(pattern.substr(0, star)) || !path.ends_with(behind))
        return std::nullopt;
    return path.substr(star, path.size() - star - behind.size());
}

bool Router::takePlace(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (m_free == 0) {
        if (m_waiting >= m_limits.waiting)
            return false;
        ++m_waiting;
        m_freed.wait_for(lock, stop, m_limits.patience, [this] { return m_free > 0; });
        --m_waiting;
        if (m_free == 0 || stop.stop_requested())
            return false;
    }
    --m_free;
    return true;
}

void Router::givePlace()
{
    const std::lock_guard lock(m_mutex);
    ++m_free;
    m_freed.notify_one();
}

Response Router::answer(const Request &request)
{
    for (const auto &route : m_routes) {
        const auto part = matched(route.path, request.path);
        if (!part)
            continue;
        if (request.method == "OPTIONS")
            return {204, {}, {}};
        if (request.method != "GET" && request.method != "HEAD" && request.method != route.also)
            return {405,
                    "Method Not Allowed\n",
                    kPlainText,
                    {{"Allow", route.also.empty() ? "GET, HEAD, OPTIONS" : fmt::format("GET, HEAD, OPTIONS, {}", route.also)}}};
        if (!route.costly)
            return route.answer(request, *part);
        if (!takePlace(request.stop))
            return failure({metric::ErrorCode::Timeout, "query timed out in query queue"});
        // However it ends.
        const std::unique_ptr<Router, void (*)(Router *)> place(this, [](Router *router) { router->givePlace(); });
        return route.answer(request, *part);
    }
    return {404, "404 page not found\n", kPlainText};
}

} // namespace api
