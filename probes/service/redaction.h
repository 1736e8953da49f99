#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace probes {

// Takes secrets out of what is shown: a server that repeats what it was sent must not bring a password into the evidence.
class Redaction {
public:
    // Nothing where it is empty.
    void add(std::string_view secret);
    // As sent by basic authentication too.
    void addBasic(std::string_view user, std::string_view password);

    std::string operator()(std::string text) const;

private:
    std::vector<std::string> m_secrets;
};

// A header whose value says who somebody is: Authorization, Cookie, X-Api-Key ...
bool isSecretHeader(std::string_view name);

} // namespace probes
