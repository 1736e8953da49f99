#include "models/health/dependencies.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace health {

namespace {

// What stands behind what, by place.
class Graph {
public:
    explicit Graph(std::span<const CheckPlan> plans) : m_behind(plans.size())
    {
        std::unordered_map<std::string_view, std::size_t> places;
        for (std::size_t i = 0; i < plans.size(); ++i)
            places.emplace(plans[i].target, i);
        for (std::size_t i = 0; i < plans.size(); ++i) {
            for (const auto &target : plans[i].behind) {
                if (const auto found = places.find(target); found != places.end())
                    m_behind[i].push_back(found->second);
            }
        }
    }

    // Visits each place after all that it is behind. An edge back to a place that is being visited makes a circle: then `circle` gets the places of
    // it, and the edge is left out.
    void visit(const std::function<void(std::size_t)> &done, const std::function<void(std::span<const std::size_t>)> &circle) const
    {
        enum class Mark : std::uint8_t { New, Open, Done };
        std::vector<Mark> marks(m_behind.size());
        std::vector<std::size_t> path;
        std::vector<std::size_t> next; // of each on the path, the edge to follow
        for (std::size_t start = 0; start < m_behind.size(); ++start) {
            if (marks[start] != Mark::New)
                continue;
            path.push_back(start);
            next.push_back(0);
            marks[start] = Mark::Open;
            while (!path.empty()) {
                const auto at = path.back();
                if (next.back() == m_behind[at].size()) {
                    marks[at] = Mark::Done;
                    done(at);
                    path.pop_back();
                    next.pop_back();
                    continue;
                }
                const auto to = m_behind[at][next.back()++];
                if (marks[to] == Mark::Open)
                    circle(std::span(path).subspan(std::size_t(std::ranges::find(path, to) - path.begin())));
                if (marks[to] != Mark::New)
                    continue;
                marks[to] = Mark::Open;
                path.push_back(to);
                next.push_back(0);
            }
        }
    }

private:
    std::vector<std::vector<std::size_t>> m_behind;
};

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return result;
}

} // namespace

std::string hostOf(std::string_view instance)
{
    if (const auto scheme = instance.find("://"); scheme != std::string_view::npos)
        instance.remove_prefix(scheme + 3);
    instance = instance.substr(0, instance.find_first_of("/?#"));
    if (const auto user = instance.rfind('@'); user != std::string_view::npos)
        instance.remove_prefix(user + 1);
    if (instance.starts_with('['))
        return lowered(instance.substr(1, instance.find(']') - 1));
    // More than one colon without brackets: an IPv6 address alone.
    if (std::ranges::count(instance, ':') > 1)
        return lowered(instance);
    return lowered(instance.substr(0, instance.find(':')));
}

bool isThisMachine(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "::1" || host == "0:0:0:0:0:0:0:1";
}

std::string dependencyFault(std::span<const CheckPlan> plans)
{
    std::string fault;
    Graph(plans).visit([](std::size_t) {},
                       [&](std::span<const std::size_t> circle) {
                           if (!fault.empty())
                               return;
                           const auto name = [&](std::size_t at) { return plans[circle[at % circle.size()]].name; };
                           fault = name(0) + " is behind itself: " + name(0) + " is behind " + name(1);
                           for (std::size_t i = 2; i <= circle.size() && circle.size() > 1; ++i)
                               fault += ", which is behind " + name(i);
                       });
    return fault;
}

std::vector<std::size_t> dependencyOrder(std::span<const CheckPlan> plans)
{
    std::vector<std::size_t> order;
    order.reserve(plans.size());
    Graph(plans).visit([&](std::size_t place) { order.push_back(place); }, [](std::span<const std::size_t>) {});
    return order;
}

} // namespace health
