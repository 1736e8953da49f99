#include "probes/service/dns_expectation.h"

#include <fmt/format.h>

#include <algorithm>

namespace probes {

using metric::Reason;

static constexpr std::uint16_t kAny = 255;
static constexpr std::size_t kMostListed = 4;
static constexpr std::size_t kMostTold = 120;

static std::string shortened(std::string text)
{
    if (text.size() > kMostTold)
        text = text.substr(0, kMostTold) + "...";
    return text;
}

DnsExpectation::DnsExpectation(OptionReader &options, const net::DnsQuestion &question) : m_question(question)
{
    for (const auto &word : options.lines("accepted_codes")) {
        if (const auto code = net::dnsCode(word); code && *code < 16)
            m_codes.push_back(*code);
        else
            options.fault("accepted_codes", fmt::format("expected a response code like NOERROR or NXDOMAIN, got \"{}\"", word));
    }
    if (m_codes.empty())
        m_codes.push_back(0);
    m_recordsRequired = options.flag("records_required", true);
    m_authoritative = options.flag("authoritative", false);
    m_validated = options.flag("validated", false);

    const auto match = options.choice("expected_match", {"all", "any", "exactly"}, "all");
    m_match = match == "any" ? Match::Any : match == "exactly" ? Match::Exactly : Match::All;
    for (const auto &line : options.lines("expected")) {
        const auto canonical = question.type == kAny
                                   ? net::fault(Reason::Options, "for the type ANY there are no expected records; use answer_matches")
                                   : net::canonicalDnsData(question.type, line);
        if (canonical)
            m_expected.push_back({line, *canonical});
        else
            options.fault("expected", canonical.error().message);
    }
    m_matches = patterns(options, "answer_matches");
    m_notMatches = patterns(options, "answer_not_matches");
}

DnsExpectation::Patterns DnsExpectation::patterns(OptionReader &options, std::string_view name)
{
    Patterns made;
    for (const auto &line : options.lines(name)) {
        auto pattern = std::make_shared<const RE2>(line, RE2::Quiet);
        if (!pattern->ok())
            options.fault(name, fmt::format("\"{}\" is no regular expression: {}", line, pattern->error()));
        made.push_back(std::move(pattern));
    }
    return made;
}

std::optional<net::Fault> DnsExpectation::fault(const net::DnsMessage &answer) const
{
    if (std::ranges::find(m_codes, answer.code) == m_codes.end()) {
        const auto meaning = net::dnsCodeMeaning(answer.code);
        return net::Fault{Reason::Status,
                          meaning.empty() ? net::dnsCodeWord(answer.code) : fmt::format("{} ({})", meaning, net::dnsCodeWord(answer.code))};
    }
    if (m_authoritative && !answer.authoritative)
        return net::Fault{Reason::Answer, "the server answers without authority"};
    if (m_validated && !answer.validated)
        return net::Fault{Reason::Answer, "the answer is not validated by DNSSEC"};
    if (auto fault = recordsFault(answer))
        return fault;
    return patternsFault(answer);
}

std::optional<net::Fault> DnsExpectation::recordsFault(const net::DnsMessage &answer) const
{
    const auto records = recordsAskedFor(answer, m_question);
    // A code that says that there is nothing and that is accepted is an answer without records.
    if (records.empty() && m_recordsRequired && answer.code == 0)
        return net::Fault{Reason::Answer, fmt::format("the answer has no {} record", net::dnsTypeWord(m_question.type))};
    if (m_expected.empty())
        return std::nullopt;

    const auto isThere = [&](const Expected &expected) {
        return std::ranges::any_of(records, [&](const auto *record) { return record->canonical == expected.canonical; });
    };
    const auto told = records.empty() ? std::string("the answer has none") : fmt::format("the answer is {}", dataList(records));
    if (m_match == Match::Any)
        return std::ranges::any_of(m_expected, isThere)
                   ? std::nullopt
                   : std::optional(net::Fault{Reason::Answer, fmt::format("none of the expected records is there, {}", told)});
    if (const auto missing = std::ranges::find_if_not(m_expected, isThere); missing != m_expected.end())
        return net::Fault{Reason::Answer, fmt::format("{} is missing, {}", shortened(missing->text), told)};
    if (m_match == Match::All)
        return std::nullopt;
    const auto strange = std::ranges::find_if(records, [&](const auto *record) {
        return std::ranges::none_of(m_expected, [&](const Expected &expected) { return expected.canonical == record->canonical; });
    });
    return strange == records.end() ? std::nullopt
                                    : std::optional(net::Fault{Reason::Answer, fmt::format("{} is not expected", shortened((*strange)->data))});
}

std::optional<net::Fault> DnsExpectation::patternsFault(const net::DnsMessage &answer) const
{
    if (m_matches.empty() && m_notMatches.empty())
        return std::nullopt;
    std::vector<std::string> lines;
    for (const auto &record : answer.answer)
        lines.push_back(net::toText(record));
    for (const auto &pattern : m_matches) {
        if (std::ranges::none_of(lines, [&](const std::string &line) { return RE2::PartialMatch(line, *pattern); }))
            return net::Fault{Reason::Answer, fmt::format("no record matches \"{}\"", shortened(pattern->pattern()))};
    }
    for (const auto &pattern : m_notMatches) {
        const auto found = std::ranges::find_if(lines, [&](const std::string &line) { return RE2::PartialMatch(line, *pattern); });
        if (found != lines.end()) {
            std::ranges::replace(*found, '\t', ' ');
            return net::Fault{Reason::Answer, fmt::format("a record matches \"{}\": {}", shortened(pattern->pattern()), shortened(*found))};
        }
    }
    return std::nullopt;
}

std::vector<const net::DnsRecord *> recordsAskedFor(const net::DnsMessage &answer, const net::DnsQuestion &question)
{
    std::vector<const net::DnsRecord *> records;
    for (const auto &record : answer.answer) {
        if (question.type == kAny || record.type == question.type)
            records.push_back(&record);
    }
    return records;
}

std::string dataList(const std::vector<const net::DnsRecord *> &records)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(records.size(), kMostListed); ++i)
        text += (i ? ", " : "") + shortened(records[i]->data);
    return records.size() > kMostListed ? fmt::format("{} and {} more", text, records.size() - kMostListed) : text;
}

} // namespace probes
