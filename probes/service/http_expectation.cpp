#include "probes/service/http_expectation.h"

#include "probes/net/url.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>

namespace probes {

using metric::Reason;

HttpExpectation::~HttpExpectation() = default;
HttpExpectation::HttpExpectation(HttpExpectation &&) noexcept = default;

static std::optional<double> numberOf(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// "404", "200-299".
static std::optional<std::pair<int, int>> statusRange(std::string_view text)
{
    const auto dash = text.find('-');
    const auto from = numberOf(text.substr(0, dash)), to = dash == std::string_view::npos ? from : numberOf(text.substr(dash + 1));
    if (!from || !to || *from < 100 || *to > 999 || *from > *to)
        return std::nullopt;
    return std::pair(int(*from), int(*to));
}

static std::string listOf(const std::vector<std::pair<int, int>> &ranges)
{
    std::string all;
    for (const auto &[from, to] : ranges)
        all += (all.empty() ? "" : ", ") + (from == to ? fmt::format("{}", from) : fmt::format("{}-{}", from, to));
    return all;
}

HttpExpectation::Regex HttpExpectation::regex(OptionReader &options, std::string_view option, const std::string &pattern)
{
    re2::RE2::Options quiet;
    quiet.set_log_errors(false);
    auto made = std::make_unique<re2::RE2>(pattern, quiet);
    if (!made->ok())
        options.fault(option, fmt::format("\"{}\" is no regular expression: {}", pattern, made->error()));
    return made;
}

HttpExpectation::HttpExpectation(OptionReader &options)
{
    for (const auto &line : options.lines("accepted_status")) {
        if (const auto range = statusRange(line))
            m_status.push_back(*range);
        else
            options.fault("accepted_status", fmt::format("expected a status like 404 or a range like 200-299, got \"{}\"", line));
    }
    if (m_status.empty())
        m_status.emplace_back(200, 299);
    for (const auto &line : options.lines("header_matches")) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) {
            options.fault("header_matches", fmt::format("expected a name, a colon and a regular expression, got \"{}\"", line));
            continue;
        }
        const auto start = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
        m_headers.emplace_back(line.substr(0, colon), regex(options, "header_matches", line.substr(start)));
    }
    m_keyword = options.text("keyword");
    m_keywordAbsent = options.text("keyword_absent");
    for (const auto &line : options.lines("body_matches"))
        m_matches.push_back(regex(options, "body_matches", line));
    for (const auto &line : options.lines("body_not_matches"))
        m_notMatches.push_back(regex(options, "body_not_matches", line));
    m_pathText = options.text("json_path");
    m_expected = options.text("json_expected");
    if (!m_pathText.empty())
        m_path = JsonPath::parse(m_pathText);
    if (!m_pathText.empty() && !m_path)
        options.fault("json_path", fmt::format("expected a path like nodes[0].name or /nodes/0/name, got \"{}\"", m_pathText));
    if (m_pathText.empty() && !m_expected.empty())
        options.fault("json_path", "is missing, and there is an expected value");
}

std::optional<HttpExpectation::Miss> HttpExpectation::miss(const net::HttpExchange &exchange) const
{
    if (std::ranges::none_of(m_status, [&](const auto &range) { return exchange.status >= range.first && exchange.status <= range.second; })) {
        const auto reason = exchange.status == 401 || exchange.status == 407 ? Reason::Authentication
                            : exchange.status == 403                         ? Reason::Permission
                                                                             : Reason::Status;
        return Miss{reason, fmt::format("status {}, accepted are {}", exchange.status, listOf(m_status))};
    }
    if (auto missed = missingHeader(exchange))
        return missed;
    if (auto missed = missingContent(exchange.body))
        return missed;
    return missingValue(exchange.body);
}

std::optional<HttpExpectation::Miss> HttpExpectation::missingHeader(const net::HttpExchange &exchange) const
{
    for (const auto &[name, pattern] : m_headers) {
        if (!exchange.header(name))
            return Miss{Reason::Header, fmt::format("there is no header {}", name), true};
        // There may be several of one name; one that matches will do.
        const bool matched = std::ranges::any_of(exchange.headers, [&](const auto &header) {
            net::HttpExchange one;
            one.headers.push_back(header);
            return one.header(name) && re2::RE2::PartialMatch(header.second, *pattern);
        });
        if (!matched)
            return Miss{Reason::Header, fmt::format("the header {} does not match \"{}\"", name, pattern->pattern()), true};
    }
    return std::nullopt;
}

std::optional<HttpExpectation::Miss> HttpExpectation::missingContent(const std::string &body) const
{
    if (!m_keyword.empty() && body.find(m_keyword) == std::string_view::npos)
        return Miss{Reason::Body, fmt::format("the content has no \"{}\"", m_keyword), true};
    if (!m_keywordAbsent.empty() && body.find(m_keywordAbsent) != std::string_view::npos)
        return Miss{Reason::Body, fmt::format("the content has \"{}\"", m_keywordAbsent), true};
    for (const auto &pattern : m_notMatches) {
        if (re2::RE2::PartialMatch(body, *pattern))
            return Miss{Reason::Body, fmt::format("the content matches \"{}\"", pattern->pattern()), true};
    }
    for (const auto &pattern : m_matches) {
        if (!re2::RE2::PartialMatch(body, *pattern))
            return Miss{Reason::Body, fmt::format("the content does not match \"{}\"", pattern->pattern()), true};
    }
    return std::nullopt;
}

std::optional<HttpExpectation::Miss> HttpExpectation::missingValue(const std::string &body) const
{
    if (!m_path)
        return std::nullopt;
    const auto found = m_path->find(body);
    const auto missed = [](std::string message) { return Miss{Reason::Body, std::move(message), false, true}; };
    if (!found.document)
        return missed("the content is not JSON");
    if (!found.there)
        return missed(fmt::format("there is no {} in the content", m_pathText));
    if (m_expected.empty())
        return std::nullopt;
    if (!found.scalar)
        return missed(fmt::format("{} is an object or a list, not \"{}\"", m_pathText, m_expected));
    // 1.0 is 1.
    const auto number = numberOf(found.text);
    if (found.text == m_expected || (number && number == numberOf(m_expected)))
        return std::nullopt;
    return missed(fmt::format("{} is \"{}\", not \"{}\"", m_pathText, net::shown(found.text), m_expected));
}

} // namespace probes
