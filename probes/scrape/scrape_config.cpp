#include "probes/scrape/scrape_config.h"

#include "models/yaml/duration_text.h"
#include "probes/scrape/relabel_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace probes {

using metric::Duration;
using metric::Label;
using metric::Labels;
using yaml::Node;

namespace {

constexpr Duration kDefaultInterval = std::chrono::minutes(1);
constexpr Duration kDefaultTimeout = std::chrono::seconds(10);

// What is in a file of Prometheus and of no concern here.
constexpr std::array<std::string_view, 10> kOtherSections{"rule_files", "alerting", "remote_write", "remote_read", "storage",
                                                          "tracing",    "runtime",  "otlp",         "tsdb",        "scrape_config_files"};
constexpr std::array<std::string_view, 16> kOtherGlobals{"evaluation_interval",
                                                         "query_log_file",
                                                         "external_labels",
                                                         "rule_query_offset",
                                                         "scrape_failure_log_file",
                                                         "scrape_protocols",
                                                         "keep_dropped_targets",
                                                         "metric_name_validation_scheme",
                                                         "metric_name_escaping_scheme",
                                                         "scrape_native_histograms",
                                                         "convert_classic_histograms_to_nhcb",
                                                         "always_scrape_classic_histograms",
                                                         "scrape_classic_histograms",
                                                         "native_histogram_bucket_limit",
                                                         "native_histogram_min_bucket_factor",
                                                         "extra_scrape_metrics"};
// Settings of a scrape that change nothing of what is seen here.
constexpr std::array<std::string_view, 14> kOtherSettings{"enable_http2",
                                                          "enable_compression",
                                                          "scrape_classic_histograms",
                                                          "always_scrape_classic_histograms",
                                                          "convert_classic_histograms_to_nhcb",
                                                          "scrape_native_histograms",
                                                          "native_histogram_bucket_limit",
                                                          "native_histogram_min_bucket_factor",
                                                          "keep_dropped_targets",
                                                          "scrape_protocols",
                                                          "metric_name_validation_scheme",
                                                          "metric_name_escaping_scheme",
                                                          "track_timestamps_staleness",
                                                          "extra_scrape_metrics"};
// Settings that do change something, and that are told of because they are not followed.
constexpr std::array<std::string_view, 6> kMissingSettings{
    "oauth2", "no_proxy", "proxy_from_environment", "proxy_connect_header", "http_headers", "fallback_scrape_protocol"};

bool isOneOf(std::string_view word, std::span<const std::string_view> words) { return std::ranges::find(words, word) != words.end(); }

Labels labelsOf(const std::map<std::string, std::string> &pairs)
{
    std::vector<Label> labels;
    for (const auto &[name, value] : pairs)
        labels.push_back({name, value});
    return Labels(std::span<const Label>(labels));
}

class ScrapeFileReader final : public ScrapeFieldReader {
public:
    ScrapeFile read(const Node &root)
    {
        const Node *scrapes = nullptr;
        for (const auto &[key, value] : fieldsOf(root, "a mapping of the configuration")) {
            if (key->value == "global")
                readGlobal(*value);
            else if (key->value == "scrape_configs")
                scrapes = value;
            else if (!isOneOf(key->value, kOtherSections))
                unknownField(*key, "the configuration");
            else if (key->value == "scrape_config_files")
                note(key->place, "scrape_config_files: other files are not read; import them one by one");
        }
        if (scrapes) {
            for (const auto *item : itemsOf(*scrapes, "scrape_configs")) {
                if (item->kind == Node::Kind::Null)
                    fault(item->place, "empty or null scrape config section");
                else
                    m_file.scrapes.push_back(readScrape(*item));
            }
        }
        return std::move(m_file);
    }

    std::vector<TargetGroup> readGroups(const Node &sequence, bool areTargets)
    {
        std::vector<TargetGroup> groups;
        for (const auto *item : itemsOf(sequence, "target groups")) {
            if (item->kind == Node::Kind::Null)
                fault(item->place, areTargets ? "empty or null section in static_configs" : "nil target group item found");
            else
                groups.push_back(readGroup(*item));
        }
        return groups;
    }

private:
    void note(yaml::Position place, std::string message) { m_file.notes.push_back({place, std::move(message)}); }

    void readGlobal(const Node &node)
    {
        const auto *timeoutNode = &node;
        bool hasTimeout = false;
        for (const auto &[key, value] : fieldsOf(node, "a mapping of global settings")) {
            if (key->value == "scrape_interval")
                m_interval = readPositive(*value).value_or(m_interval);
            else if (key->value == "scrape_timeout") {
                const auto timeout = readPositive(*value);
                hasTimeout = timeout.has_value();
                m_timeout = timeout.value_or(m_timeout);
                timeoutNode = value;
            } else if (readLimit(key->value, *value, m_limits) || isOneOf(key->value, kOtherGlobals))
                continue;
            else
                unknownField(*key, "the global settings");
        }
        if (m_timeout > m_interval && hasTimeout)
            fault(timeoutNode->place, "global scrape timeout greater than scrape interval");
        m_timeout = std::min(m_timeout, m_interval);
    }

    // Zero is what holds without it.
    std::optional<Duration> readPositive(const Node &node)
    {
        const auto duration = readDuration(node);
        return duration && *duration > Duration::zero() ? duration : std::nullopt;
    }

    struct Limits {
        ScrapeLimits samples;
        std::uint64_t targets = 0;
        std::uint64_t body = 0;
    };
    bool readLimit(std::string_view key, const Node &node, Limits &limits)
    {
        if (key == "sample_limit")
            limits.samples.samples = readCount(node);
        else if (key == "label_limit")
            limits.samples.labels = readCount(node);
        else if (key == "label_name_length_limit")
            limits.samples.labelNameLength = readCount(node);
        else if (key == "label_value_length_limit")
            limits.samples.labelValueLength = readCount(node);
        else if (key == "target_limit")
            limits.targets = readCount(node);
        else if (key == "body_size_limit")
            limits.body = readBytes(node);
        else
            return false;
        return true;
    }

    // 10MB, 512KiB: a K is 1024 either way.
    std::uint64_t readBytes(const Node &node)
    {
        const auto text = readText(node);
        if (text.empty() || text == "0")
            return 0;
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const auto unit = std::string_view(end, std::size_t(text.data() + text.size() - end));
        constexpr std::string_view kPrefixes = "KMGTPE";
        const auto power = unit.empty() || unit == "B" ? std::size_t(0) : kPrefixes.find(unit.front()) + 1;
        const bool isUnit = unit == "B" || (power > 0 && (unit.substr(1) == "B" || unit.substr(1) == "iB"));
        const double bytes = number * double(std::uint64_t(1) << (10 * std::min<std::size_t>(power, 6)));
        if (error != std::errc() || !isUnit || !(number >= 0) || bytes > 9e18) {
            fault(node.place, fmt::format("a size like 10MB is expected, not {:?}", text));
            return 0;
        }
        return std::uint64_t(bytes);
    }

    ScrapeConfig readScrape(const Node &node)
    {
        ScrapeConfig config;
        config.place = node.place;
        auto limits = m_limits;
        std::optional<Duration> interval;
        std::optional<Duration> timeout;
        std::set<std::string_view> access;
        for (const auto &[key, value] : fieldsOf(node, "a mapping of a scrape config")) {
            const std::string_view name = key->value;
            const bool isNothing = value->kind == Node::Kind::Null;
            if (name == "job_name")
                config.jobName = readText(*value);
            else if (name == "scrape_interval")
                interval = readPositive(*value);
            else if (name == "scrape_timeout")
                timeout = readPositive(*value);
            else if (name == "metrics_path")
                config.metricsPath = isNothing ? config.metricsPath : readText(*value);
            else if (name == "scheme")
                config.scheme = isNothing ? config.scheme : readText(*value);
            else if (name == "params")
                readParams(*value, config);
            else if (name == "honor_labels")
                config.honorLabels = readFlag(*value);
            else if (name == "honor_timestamps")
                config.honorTimestamps = isNothing || readFlag(*value);
            else if (readLimit(name, *value, limits) || readAccess(*key, *value, config.access, access))
                continue;
            else if (name == "static_configs")
                readStatic(*value, config);
            else if (name == "file_sd_configs")
                readFileDiscovery(*value, config);
            else if (name == "relabel_configs")
                config.relabel = readRelabels(*value, "target");
            else if (name == "metric_relabel_configs")
                config.metricRelabel = readRelabels(*value, "metric");
            else if (name.ends_with("_sd_configs"))
                note(key->place, fmt::format("{}: targets are not found in this way here; static_configs and file_sd_configs are read", name));
            else if (isOneOf(name, kMissingSettings))
                note(key->place, fmt::format("{}: is not followed here", name));
            else if (!isOneOf(name, kOtherSettings))
                unknownField(*key, "a scrape config");
        }
        config.limits = limits.samples;
        config.targetLimit = limits.targets;
        config.bodyLimit = limits.body;
        finish(config, interval, timeout, access);
        return config;
    }

    void finish(ScrapeConfig &config, std::optional<Duration> interval, std::optional<Duration> timeout, const std::set<std::string_view> &access)
    {
        config.interval = interval.value_or(m_interval);
        if (timeout.value_or(Duration::zero()) > config.interval)
            fault(config.place, fmt::format("scrape timeout greater than scrape interval for scrape config with job name {:?}", config.jobName));
        config.timeout = timeout.value_or(std::min(m_timeout, config.interval));
        if (config.jobName.empty())
            fault(config.place, "job_name is empty");
        else if (!m_jobs.insert(config.jobName).second)
            fault(config.place, fmt::format("found multiple scrape configs with job name {:?}", config.jobName));
        std::size_t ways = 0;
        for (const std::string_view way : {"basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file"})
            ways += access.count(way);
        if (ways > 1)
            fault(config.place, "at most one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file must be configured");
        if (!config.relabel.empty())
            return;
        for (const auto &group : config.staticGroups) {
            for (const auto &address : group.addresses) {
                if (address.find('/') != std::string::npos)
                    fault(config.place, fmt::format("{:?} is not a valid hostname", address));
            }
        }
    }

    void readParams(const Node &node, ScrapeConfig &config)
    {
        for (const auto &[key, value] : fieldsOf(node, "a mapping of parameters"))
            config.params[key->value] = readList(*value, "values");
    }

    bool readAccess(const Node &key, const Node &value, HttpAccess &access, std::set<std::string_view> &ways)
    {
        const std::string_view name = key.value;
        if (value.kind != Node::Kind::Null)
            ways.insert(name);
        if (name == "basic_auth")
            readBasic(value, access);
        else if (name == "authorization")
            readAuthorization(value, access);
        else if (name == "bearer_token")
            access.credentials = readText(value);
        else if (name == "bearer_token_file")
            access.credentialsFile = readText(value);
        else if (name == "tls_config")
            readTls(value, access);
        else if (name == "proxy_url")
            access.proxy = readText(value);
        else if (name == "follow_redirects")
            access.followRedirects = value.kind == Node::Kind::Null || readFlag(value);
        else
            return false;
        return true;
    }

    void readBasic(const Node &node, HttpAccess &access)
    {
        for (const auto &[key, value] : fieldsOf(node, "a mapping of basic_auth")) {
            if (key->value == "username")
                access.user = readText(*value);
            else if (key->value == "password")
                access.password = readText(*value);
            else if (key->value == "password_file")
                access.passwordFile = readText(*value);
            else if (key->value == "username_file")
                note(key->place, "username_file: is not followed here");
            else
                unknownField(*key, "basic_auth");
        }
        if (!access.password.empty() && !access.passwordFile.empty())
            fault(node.place, "at most one of basic_auth password & password_file must be configured");
    }

    void readAuthorization(const Node &node, HttpAccess &access)
    {
        for (const auto &[key, value] : fieldsOf(node, "a mapping of authorization")) {
            if (key->value == "type")
                access.authorizationType = readText(*value);
            else if (key->value == "credentials")
                access.credentials = readText(*value);
            else if (key->value == "credentials_file")
                access.credentialsFile = readText(*value);
            else
                unknownField(*key, "authorization");
        }
        if (!access.credentials.empty() && !access.credentialsFile.empty())
            fault(node.place, "at most one of authorization credentials & credentials_file must be configured");
        if (RE2::FullMatch(access.authorizationType, "(?i)\\s*basic\\s*"))
            fault(node.place, "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
    }

    void readTls(const Node &node, HttpAccess &access)
    {
        for (const auto &[key, value] : fieldsOf(node, "a mapping of tls_config")) {
            if (key->value == "ca_file")
                access.authorityFile = readText(*value);
            else if (key->value == "cert_file")
                access.certificateFile = readText(*value);
            else if (key->value == "key_file")
                access.keyFile = readText(*value);
            else if (key->value == "server_name")
                access.serverName = readText(*value);
            else if (key->value == "insecure_skip_verify") {
                if (readFlag(*value))
                    note(key->place,
                         "insecure_skip_verify: certificates are always verified here; one that cannot be is accepted in the form of its target");
            } else if (key->value == "min_version" || key->value == "max_version" || key->value == "ca" || key->value == "cert" ||
                       key->value == "key")
                note(key->place, fmt::format("{}: is not followed here", key->value));
            else
                unknownField(*key, "tls_config");
        }
        if (access.certificateFile.empty() != access.keyFile.empty())
            fault(node.place, "exactly one of cert_file and key_file is given: both or neither must be configured");
    }

    void readStatic(const Node &node, ScrapeConfig &config) { config.staticGroups = readGroups(node, true); }

    TargetGroup readGroup(const Node &node)
    {
        TargetGroup group;
        std::map<std::string, std::string> labels;
        for (const auto &[key, value] : fieldsOf(node, "a mapping of targets and labels")) {
            if (key->value == "targets")
                group.addresses = readList(*value, "targets");
            else if (key->value == "labels") {
                for (const auto &[name, text, place] : readTexts(*value, "a mapping of labels")) {
                    if (!isLabelName(name))
                        fault(place, fmt::format("{:?} is not a valid label name", name));
                    labels[name] = text;
                }
            } else
                unknownField(*key, "a target group");
        }
        group.labels = labelsOf(labels);
        return group;
    }

    void readFileDiscovery(const Node &node, ScrapeConfig &config)
    {
        static const RE2 kPattern("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)", RE2::Quiet);
        for (const auto *item : itemsOf(node, "file_sd_configs")) {
            if (item->kind == Node::Kind::Null) {
                fault(item->place, "empty or null section in file_sd_configs");
                continue;
            }
            std::vector<std::string> patterns;
            for (const auto &[key, value] : fieldsOf(*item, "a mapping of file_sd_configs")) {
                if (key->value == "files")
                    patterns = readList(*value, "files");
                else if (key->value == "refresh_interval")
                    (void)readDuration(*value);
                else
                    unknownField(*key, "file_sd_configs");
            }
            if (patterns.empty())
                fault(item->place, "file service discovery config must contain at least one path name");
            for (auto &pattern : patterns) {
                if (!RE2::FullMatch(pattern, kPattern))
                    fault(item->place, fmt::format("path name {:?} is not valid for file discovery", pattern));
                config.filePatterns.push_back(std::move(pattern));
            }
        }
    }

    ScrapeFile m_file;
    Duration m_interval = kDefaultInterval;
    Duration m_timeout = kDefaultTimeout;
    Limits m_limits;
    std::set<std::string> m_jobs;
};

metric::Result<std::vector<TargetGroup>> readJsonGroups(std::string_view text)
{
    const auto refused = [](std::string message) { return metric::fail(metric::ErrorCode::Malformed, std::move(message)); };
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded())
        return refused("this is no JSON");
    if (!json.is_array())
        return refused("a list of target groups is expected");
    std::vector<TargetGroup> groups;
    for (const auto &item : json) {
        if (!item.is_object())
            return refused("a target group is expected");
        TargetGroup group;
        std::map<std::string, std::string> labels;
        for (const auto &[key, value] : item.items()) {
            if (key == "targets" && value.is_array() && std::ranges::all_of(value, [](const auto &target) { return target.is_string(); }))
                group.addresses = value.template get<std::vector<std::string>>();
            else if (key == "labels" && value.is_object()) {
                for (const auto &[name, label] : value.items()) {
                    if (!label.is_string() || !isLabelName(name))
                        return refused(fmt::format("the label {:?} is none", name));
                    labels[name] = label.template get<std::string>();
                }
            } else if (!value.is_null())
                return refused(fmt::format("field {:?} of a target group is not as expected", key));
        }
        group.labels = labelsOf(labels);
        groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace

tl::expected<ScrapeFile, std::vector<yaml::Fault>> readScrapeFile(std::string_view text)
{
    const auto tree = yaml::treeOf(text);
    if (!tree)
        return tl::unexpected(std::vector{tree.error()});
    if (!tree->root())
        return {};
    ScrapeFileReader reader;
    auto file = reader.read(*tree->root());
    if (auto faults = reader.takeFaults(); !faults.empty())
        return tl::unexpected(std::move(faults));
    return file;
}

metric::Result<std::vector<TargetGroup>> readTargetGroups(std::string_view text, bool isJson)
{
    if (isJson)
        return readJsonGroups(text);
    return readSection<ScrapeFileReader>(text, [](ScrapeFileReader &reader, const yaml::Node &root) { return reader.readGroups(root, false); });
}

} // namespace probes
