#pragma once

#include "app/api/http.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace api {

// Which path is whose. HEAD is answered where GET is, OPTIONS everywhere.
struct Route {
    // Parts between slashes; one "*" stands for any text that is not empty, which the controller is given.
    std::string_view path;
    std::string_view also; // what is answered besides GET: "POST", "DELETE"; mostly empty
    bool costly;           // takes a place: see RouterLimits
    std::function<Response(const Request &, std::string_view part)> answer;
};

struct RouterLimits {
    int places = 4; // requests that may cost something, answered at a time
    int waiting = 64;
    std::chrono::milliseconds patience = std::chrono::seconds(10); // to wait for a place; then 503
};

// Finds the route of a request, sees that not too many work at a time. Any thread.
class Router {
public:
    Router(std::vector<Route> routes, const RouterLimits &limits) : m_routes(std::move(routes)), m_limits(limits), m_free(limits.places) {}

    Response answer(const Request &request);

private:
    bool takePlace(const std::stop_token &stop);
    void givePlace();

    const std::vector<Route> m_routes;
    const RouterLimits m_limits;
    std::mutex m_mutex;
    std::condition_variable_any m_freed;
    int m_free;
    int m_waiting = 0;
};

} // namespace api
