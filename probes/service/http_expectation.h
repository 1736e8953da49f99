#pragma once

#include "models/metric/verdict.h"
#include "probes/net/http_client.h"
#include "probes/options.h"
#include "probes/service/json_path.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace re2 {
class RE2;
}

namespace probes {

// What an answer must be like. Options: accepted_status (lines "200-299", "404"; 200 to 299 where there is none), header_matches (lines
// "Name: regular expression"), keyword, keyword_absent, body_matches, body_not_matches (regular expressions, one a line), json_path and
// json_expected (see JsonPath; without an expected value there must be one).
class HttpExpectation {
public:
    explicit HttpExpectation(OptionReader &options);
    ~HttpExpectation();
    HttpExpectation(HttpExpectation &&) noexcept;

    struct Miss {
        metric::Reason reason;
        std::string message;
        bool rule = false; // about headers or content: probe_failed_due_to_regex
        bool json = false; // probe_failed_due_to_cel
    };
    // The first that is not as it must be; empty: all is.
    std::optional<Miss> miss(const net::HttpExchange &exchange) const;
    bool looksAtJson() const { return m_path.has_value(); }

private:
    using Regex = std::unique_ptr<re2::RE2>;
    static Regex regex(OptionReader &options, std::string_view option, const std::string &pattern);
    std::optional<Miss> missingHeader(const net::HttpExchange &exchange) const;
    std::optional<Miss> missingContent(const std::string &body) const;
    std::optional<Miss> missingValue(const std::string &body) const;

    std::vector<std::pair<int, int>> m_status; // from, to
    std::vector<std::pair<std::string, Regex>> m_headers;
    std::string m_keyword, m_keywordAbsent;
    std::vector<Regex> m_matches, m_notMatches;
    std::optional<JsonPath> m_path;
    std::string m_pathText, m_expected;
};

} // namespace probes
