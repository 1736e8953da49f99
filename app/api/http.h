#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

// A request as a controller sees it: whole, decoded, allowed.
struct Request {
    struct Parameter {
        std::string name;
        std::string value;
    };

    std::string method = {};                // GET, POST, ...
    std::string path = {};                  // decoded: /api/v1/query
    std::vector<Parameter> parameters = {}; // of the address, then of the form; in their order
    std::string body = {};                  // of application/json, as it came
    std::string host = {};                  // headers, empty where there are none
    std::string origin = {};
    std::string authorization = {};
    std::string accept = {};
    std::string acceptEncoding = {};
    std::stop_token stop = {}; // whoever asked has gone, or the server ends

    // The first of that name, empty where there is none.
    std::string_view parameter(std::string_view name) const;
    std::vector<std::string_view> parametersNamed(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string body = {};
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers = {};
};

inline constexpr char kPlainText[] = "text/plain; charset=utf-8";

// %41 -> A; what is no escape stays as it is. `plusIsSpace`: as in forms.
std::string percentDecoded(std::string_view text, bool plusIsSpace);
// Appends what a=b&c=d says.
void readForm(std::string_view text, std::vector<Request::Parameter> &parameters);
// Whether a header that lists things (Accept, Accept-Encoding) has this one, and not with q=0.
bool listHas(std::string_view list, std::string_view wanted);

} // namespace api
