#include "probes/scrape/scrape_targets.h"

#include "models/metric/utf8.h"
#include "models/yaml/duration_text.h"
#include "probes/scrape/query_text.h"
#include "probes/scrape/relabel_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include <glob.h>

namespace probes {

using metric::Duration;
using metric::ErrorCode;
using metric::Label;
using metric::Labels;
using metric::Result;

namespace {

constexpr std::string_view kAddress = "__address__";
constexpr std::string_view kScheme = "__scheme__";
constexpr std::string_view kPath = "__metrics_path__";
constexpr std::string_view kInterval = "__scrape_interval__";
constexpr std::string_view kTimeout = "__scrape_timeout__";
constexpr std::string_view kParam = "__param_";

using Work = std::map<std::string, std::string, std::less<>>;

Labels labelsOf(const Work &work)
{
    std::vector<Label> labels;
    for (const auto &[name, value] : work)
        labels.push_back({name, value});
    return Labels(std::span<const Label>(labels));
}

// As Prometheus writes a duration: 1h30m, 15s, 500ms.
std::string durationText(Duration duration)
{
    struct Unit {
        std::string_view word;
        std::int64_t milliseconds;
        bool exact; // only where nothing is left
    };
    constexpr Unit kUnits[] = {{"y", 31'536'000'000, true}, {"w", 604'800'000, true}, {"d", 86'400'000, true}, {"h", 3'600'000, false},
                               {"m", 60'000, false},        {"s", 1000, false},       {"ms", 1, false}};
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    std::string text;
    for (const auto &[word, milliseconds, exact] : kUnits) {
        if (left < milliseconds || (exact && left % milliseconds != 0))
            continue;
        text += fmt::format("{}{}", left / milliseconds, word);
        left %= milliseconds;
    }
    return text.empty() ? "0s" : text;
}

// host:port, [::1]:port; what has no port gets that of the scheme. nullopt where the scheme is none.
std::optional<std::string> withPort(std::string address, std::string_view scheme)
{
    const auto colon = address.rfind(':');
    const auto bracket = address.rfind(']');
    const bool hasPort = colon != std::string::npos && (bracket == std::string::npos ? address.find(':') == colon : colon > bracket);
    const bool mayHavePort = address.find(':') == std::string::npos || bracket != std::string::npos;
    if (hasPort || !mayHavePort)
        return address;
    if (scheme != "http" && scheme != "https")
        return std::nullopt;
    return address + (scheme == "http" ? ":80" : ":443");
}

std::string urlOf(const Labels &labels, const ScrapeConfig &config)
{
    auto params = config.params;
    for (const auto &[name, value] : labels) {
        if (!name.starts_with(kParam))
            continue;
        auto &values = params[std::string(name.substr(kParam.size()))];
        if (values.empty())
            values.emplace_back(value);
        else
            values.front() = value;
    }
    std::string query;
    for (const auto &[name, values] : params) {
        for (const auto &value : values)
            query += fmt::format("{}{}={}", query.empty() ? "" : "&", queryEscaped(name), queryEscaped(value));
    }
    auto path = pathEscaped(labels.get(kPath));
    if (!path.starts_with('/') && !path.empty())
        path.insert(0, "/");
    return fmt::format("{}://{}{}{}{}", labels.get(kScheme), labels.get(kAddress), path, query.empty() ? "" : "?", query);
}

// The error is one line.
Result<std::optional<ScrapeTarget>> targetOf(const Labels &discovered, const ScrapeConfig &config, const Relabeling &relabeling)
{
    const auto refused = [](std::string message) { return metric::fail(ErrorCode::InvalidArgument, std::move(message)); };
    auto relabelled = relabeling.apply(discovered);
    if (!relabelled)
        return std::nullopt;
    const auto written = relabelled->get(kAddress);
    if (written.empty())
        return refused("no address");
    const auto address = withPort(std::string(written), relabelled->get(kScheme));
    if (!address)
        return refused(fmt::format("invalid scheme: {:?}", relabelled->get(kScheme)));
    if (address->find('/') != std::string::npos)
        return refused(fmt::format("{:?} is not a valid hostname", *address));
    auto all = relabelled->with({{kAddress, *address}});
    if (!all.has("instance"))
        all = all.with({{"instance", *address}});

    ScrapeTarget target{discovered, {}, {}, {}, {}};
    for (const auto &[label, into] : {std::pair(kInterval, &target.interval), std::pair(kTimeout, &target.timeout)}) {
        const auto duration = yaml::durationOf(all.get(label));
        if (!duration)
            return refused(fmt::format("error parsing {}: {}", label, duration.error().message));
        if (*duration == Duration::zero())
            return refused(fmt::format("{} cannot be 0", label));
        *into = *duration;
    }
    if (target.timeout > target.interval)
        return refused(fmt::format("scrape timeout cannot be greater than scrape interval ({:?} > {:?})", all.get(kTimeout), all.get(kInterval)));
    std::vector<Label> own;
    for (const auto &label : all) {
        if (!label.name.starts_with("__"))
            own.push_back(label);
        if (!metric::isUtf8(label.value))
            return refused(fmt::format("invalid label value for {:?}", label.name));
    }
    target.labels = Labels(std::span<const Label>(own));
    target.url = urlOf(all, config);
    return target;
}

std::string placeOf(const std::string &path, const std::string &directory)
{
    return path.empty() || path.starts_with('/') || directory.empty() ? path : directory + "/" + path;
}

// Those of a file know where they come from.
std::vector<TargetGroup> groupsOf(const ScrapeConfig &config, const std::string &directory, const TargetFiles &files,
                                  std::vector<std::string> &faults)
{
    auto groups = config.staticGroups;
    std::set<std::string> seen;
    for (const auto &pattern : config.filePatterns) {
        for (const auto &path : files.glob(placeOf(pattern, directory))) {
            if (!seen.insert(path).second)
                continue;
            const auto text = files.read(path);
            const auto read = text ? readTargetGroups(*text, path.ends_with(".json") || path.ends_with(".JSON")) : tl::unexpected(text.error());
            if (!read) {
                faults.push_back(fmt::format("{}: {}", path, read.error().message));
                continue;
            }
            for (auto group : *read) {
                group.labels = group.labels.with({{"__meta_filepath", path}});
                groups.push_back(std::move(group));
            }
        }
    }
    return groups;
}

Labels discoveredLabels(const TargetGroup &group, const std::string &address, const ScrapeConfig &config)
{
    Work work;
    for (const auto &[name, value] : group.labels)
        work.emplace(name, value);
    work.insert_or_assign(std::string(kAddress), address);
    work.emplace("job", config.jobName);
    work.emplace(kInterval, durationText(config.interval));
    work.emplace(kTimeout, durationText(config.timeout));
    work.emplace(kPath, config.metricsPath);
    work.emplace(kScheme, config.scheme);
    for (const auto &[name, values] : config.params) {
        if (!values.empty())
            work.insert_or_assign(std::string(kParam) + name, values.front());
    }
    return labelsOf(work);
}

std::string_view trimmedEnd(std::string_view text)
{
    const auto last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

} // namespace

TargetFiles TargetFiles::local()
{
    TargetFiles files;
    files.read = [](const std::string &path) -> Result<std::string> {
        std::error_code error;
        if (!std::filesystem::is_regular_file(path, error))
            return metric::fail(ErrorCode::NotFound, fmt::format("{}: there is no such file", path));
        if (std::filesystem::file_size(path, error) > yaml::kMaxTextBytes)
            return metric::fail(ErrorCode::LimitExceeded, fmt::format("the file is larger than {} MiB", yaml::kMaxTextBytes >> 20));
        std::ifstream stream(path, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        if (!stream)
            return metric::fail(ErrorCode::Io, fmt::format("{}: cannot be read", path));
        return text;
    };
    files.glob = [](const std::string &pattern) {
        std::vector<std::string> paths;
        glob_t found{};
        if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
            paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
        ::globfree(&found);
        return paths;
    };
    return files;
}

ScrapeTargets targetsOf(const ScrapeConfig &config, const std::string &directory, const TargetFiles &files)
{
    ScrapeTargets result;
    const auto relabeling = Relabeling::make(config.relabel);
    if (!relabeling) {
        result.faults.push_back(relabeling.error().message);
        return result;
    }
    // A target that is there twice is one, discovered as it was the last time.
    std::map<std::pair<std::string, std::string>, std::size_t> known;
    for (const auto &group : groupsOf(config, directory, files, result.faults)) {
        for (const auto &address : group.addresses) {
            const auto discovered = discoveredLabels(group, address, config);
            auto target = targetOf(discovered, config, *relabeling);
            if (!target)
                result.faults.push_back(fmt::format("job {:?}, target {:?}: {}", config.jobName, address, target.error().message));
            else if (!*target)
                result.dropped.push_back(discovered);
            else if (const auto [at, isNew] = known.try_emplace({(*target)->url, (*target)->labels.toString()}, result.targets.size()); isNew)
                result.targets.push_back(std::move(**target));
            else
                result.targets[at->second].discovered = discovered;
        }
    }
    if (config.targetLimit > 0 && result.targets.size() > config.targetLimit) {
        result.faults.push_back(fmt::format("target_limit exceeded (number of targets: {}, limit: {})", result.targets.size(), config.targetLimit));
        result.targets.clear();
    }
    return result;
}

Result<Options> scrapeOptions(const ScrapeConfig &config, const ScrapeTarget &target, const std::string &directory, const TargetFiles &files)
{
    const auto &access = config.access;
    Options options{{"url", target.url}};
    const auto set = [&](const char *name, std::string value) {
        if (!value.empty())
            options[name] = std::move(value);
    };
    std::string lines;
    for (const auto &[name, value] : target.labels) {
        if (name == "job")
            set("job", std::string(value));
        else if (value.find('\n') == std::string_view::npos)
            lines += fmt::format("{}={}\n", name, value);
    }
    set("labels", std::move(lines));
    const auto type = std::string(trimmedEnd(access.authorizationType));
    if (!type.empty() && type != "Bearer" && type != "bearer")
        return metric::fail(ErrorCode::InvalidArgument, fmt::format("authorization of the type {:?} is not supported", type));
    set("user", access.user);
    for (const auto &[option, text, file] :
         {std::tuple("password", &access.password, &access.passwordFile), std::tuple("bearer", &access.credentials, &access.credentialsFile)})
    {
        set(option, *text);
        if (file->empty())
            continue;
        const auto content = files.read(placeOf(*file, directory));
        if (!content)
            return tl::unexpected(content.error());
        set(option, std::string(trimmedEnd(*content)));
    }
    set("authority_file", placeOf(access.authorityFile, directory));
    set("certificate_file", placeOf(access.certificateFile, directory));
    set("key_file", placeOf(access.keyFile, directory));
    set("server_name", access.serverName);
    set("proxy", access.proxy);
    set("follow_redirects", access.followRedirects ? "" : "false");
    set("honor_labels", config.honorLabels ? "true" : "");
    const auto &limits = config.limits;
    for (const auto &[option, limit] : {std::pair("sample_limit", limits.samples), std::pair("label_limit", limits.labels),
                                        std::pair("label_name_length_limit", limits.labelNameLength),
                                        std::pair("label_value_length_limit", limits.labelValueLength), std::pair("body_limit", config.bodyLimit)})
    {
        set(option, limit > 0 ? std::to_string(limit) : "");
    }
    set("relabel", relabelText(config.metricRelabel));
    set("timeout", fmt::format("{}", std::chrono::duration<double>(target.timeout).count()));
    return options;
}

} // namespace probes
