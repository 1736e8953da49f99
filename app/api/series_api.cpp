#include "app/api/series_api.h"

#include "app/api/envelope.h"
#include "app/api/parameters.h"
#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>

namespace api {

using metric::LabelsRef;

namespace {

struct SameLabels {
    std::size_t operator()(const LabelsRef &labels) const { return std::size_t(labels->hash()); }
    bool operator()(const LabelsRef &a, const LabelsRef &b) const { return a == b || *a == *b; }
};

// The list, cut to the limit, as `write` says each of them.
template <class List, class Write>
Response listed(const List &list, std::size_t limit, Write write)
{
    std::vector<query::Annotation> annotations;
    if (list.size() > limit)
        annotations.push_back(truncatedWarning());
    return success(
        [&](JsonWriter &json) {
            json.beginArray();
            std::size_t count = 0;
            for (const auto &one : list) {
                if (++count > limit)
                    break;
                write(json, one);
            }
            json.endArray();
        },
        annotations);
}

void appendUtf8(std::string &out, std::uint32_t code)
{
    if (code < 0x80) {
        out += char(code);
    } else if (code < 0x800) {
        out += char(0xc0 | code >> 6);
        out += char(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        out += char(0xe0 | code >> 12);
        out += char(0x80 | (code >> 6 & 0x3f));
        out += char(0x80 | (code & 0x3f));
    } else {
        out += char(0xf0 | code >> 18);
        out += char(0x80 | (code >> 12 & 0x3f));
        out += char(0x80 | (code >> 6 & 0x3f));
        out += char(0x80 | (code & 0x3f));
    }
}

} // namespace

// "_" and a code in hexadecimal and "_" for a character, "__" for "_" itself; where it is written otherwise it is no escaped name.
std::string unescapedName(std::string_view name)
{
    constexpr std::string_view kPrefix = "U__";
    if (!name.starts_with(kPrefix))
        return std::string(name);
    std::string out;
    for (std::size_t i = kPrefix.size(); i < name.size(); ++i) {
        if (name[i] != '_') {
            out += name[i];
            continue;
        }
        const auto end = name.find('_', ++i);
        std::uint32_t code = 0;
        if (end == std::string_view::npos || end - i > 6)
            return std::string(name);
        if (end == i) {
            out += '_';
            continue;
        }
        const auto [read, wrong] = std::from_chars(name.data() + i, name.data() + end, code, 16);
        if (wrong != std::errc() || read != name.data() + end || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
            return std::string(name);
        appendUtf8(out, code);
        i = end;
    }
    return out;
}

// The series of any match[]; all where there is none.
metric::Result<std::vector<LabelsRef>> SeriesApi::matching(const Request &request) const
{
    const auto range = rangeParameters(request);
    if (!range)
        return tl::unexpected(range.error());
    const auto sets = matchParameters(request);
    if (!sets)
        return tl::unexpected(sets.error());
    if (sets->empty())
        return m_sources.reader.series({}, *range);
    std::vector<LabelsRef> all;
    for (const auto &matchers : *sets) {
        auto found = m_sources.reader.series(matchers, *range);
        if (!found || sets->size() == 1)
            return found;
        all.insert(all.end(), found->begin(), found->end());
    }
    const std::unordered_set<LabelsRef, SameLabels, SameLabels> once(all.begin(), all.end());
    return std::vector<LabelsRef>(once.begin(), once.end());
}

Response SeriesApi::series(const Request &request) const
{
    if (request.parametersNamed("match[]").empty())
        return badData("no match[] parameter provided");
    const auto limit = limitParameter(request);
    if (!limit)
        return failure(limit.error());
    auto found = matching(request);
    if (!found)
        return failure(found.error());
    std::ranges::sort(*found, [](const LabelsRef &a, const LabelsRef &b) { return *a < *b; });
    return listed(*found, *limit, [](JsonWriter &json, const LabelsRef &labels) { json.labels(*labels); });
}

Response SeriesApi::labelNames(const Request &request) const
{
    const auto limit = limitParameter(request);
    if (!limit)
        return failure(limit.error());
    const auto found = matching(request);
    if (!found)
        return failure(found.error());
    std::set<std::string_view> names;
    for (const auto &labels : *found) {
        for (const auto label : *labels)
            names.insert(label.name);
    }
    return listed(names, *limit, [](JsonWriter &json, std::string_view name) { json.string(name); });
}

Response SeriesApi::labelValues(const Request &request, std::string_view escaped) const
{
    const auto name = unescapedName(escaped);
    if (name.empty() || !metric::isUtf8(name))
        return badData(fmt::format("invalid label name: \"{}\"", name));
    const auto limit = limitParameter(request);
    if (!limit)
        return failure(limit.error());
    const auto found = matching(request);
    if (!found)
        return failure(found.error());
    std::unordered_set<std::string_view> values;
    for (const auto &labels : *found) {
        if (const auto value = labels->get(name); !value.empty())
            values.insert(value);
    }
    std::vector<std::string_view> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    return listed(sorted, *limit, [](JsonWriter &json, std::string_view value) { json.string(value); });
}

Response SeriesApi::metadata(const Request &request) const
{
    const auto limit = limitParameter(request);
    if (!limit)
        return failure(limit.error());
    const auto perMetric = limitParameter(request, "limit_per_metric");
    if (!perMetric)
        return failure(perMetric.error());
    const auto told = m_sources.metadata(request.parameter("metric"));
    if (!told)
        return failure(told.error());
    std::map<std::string_view, std::vector<const metric::Metadata *>> byName;
    for (const auto &one : *told)
        byName[one.name].push_back(&one);
    return success([&](JsonWriter &json) {
        json.beginObject();
        std::size_t count = 0;
        for (const auto &[name, all] : byName) {
            if (++count > *limit)
                break;
            json.key(name).beginArray();
            for (const auto *one : std::span(all).first(std::min(all.size(), *perMetric))) {
                json.beginObject().key("type").string(metric::wordOf(one->type)).key("help").string(one->help).key("unit").string(one->unit);
                json.endObject();
            }
            json.endArray();
        }
        json.endObject();
    });
}

} // namespace api
