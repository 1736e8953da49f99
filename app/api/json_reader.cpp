#include "app/api/json_reader.h"

#include "app/api/parameters.h"
#include "models/alerts/matchers.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <utility>

namespace api {

using metric::ErrorCode;
using metric::Result;
using Json = nlohmann::json;

namespace {

// Deeper than anything that is posted; the parser itself has no bound.
constexpr int kDeepest = 16;

tl::unexpected<metric::Error> wrong(std::string message) { return metric::fail(ErrorCode::InvalidArgument, std::move(message)); }

Result<Json> parsed(std::string_view text)
{
    bool tooDeep = false;
    const auto watch = [&](int depth, Json::parse_event_t, Json &) {
        tooDeep |= depth > kDeepest;
        return !tooDeep;
    };
    auto json = Json::parse(text.begin(), text.end(), watch, false);
    if (tooDeep)
        return wrong("the JSON is nested too deeply");
    if (json.is_discarded())
        return wrong("the body is no JSON");
    return json;
}

// Reads an object's fields; what is wrong first is kept, and the rest is then of no account.
class Fields {
public:
    explicit Fields(const Json &object) : m_object(object)
    {
        if (!object.is_object())
            refuse("it must be an object");
    }
    std::optional<metric::Error> error() const { return m_error; }

    std::string text(const char *name)
    {
        const auto *value = find(name);
        if (value && !value->is_string())
            refuse(fmt::format("\"{}\" must be a text", name));
        return value && value->is_string() ? value->get<std::string>() : std::string();
    }
    bool flag(const char *name, bool otherwise)
    {
        const auto *value = find(name);
        if (value && !value->is_boolean())
            refuse(fmt::format("\"{}\" must be true or false", name));
        return value && value->is_boolean() ? value->get<bool>() : otherwise;
    }
    std::optional<metric::Timestamp> time(const char *name)
    {
        const auto written = text(name);
        const auto time = timeOf(written);
        if (!written.empty() && !time)
            refuse(fmt::format("\"{}\" must be a time like 2026-11-21T14:00:00Z", name));
        // Go's zero time stands for none.
        return time && *time > metric::Timestamp() ? time : std::nullopt;
    }
    std::vector<std::pair<std::string, std::string>> texts(const char *name)
    {
        std::vector<std::pair<std::string, std::string>> pairs;
        const auto *value = find(name);
        if (!value)
            return pairs;
        if (!value->is_object()) {
            refuse(fmt::format("\"{}\" must be an object of texts", name));
            return pairs;
        }
        for (const auto &[key, text] : value->items()) {
            if (!text.is_string())
                refuse(fmt::format("\"{}\" of \"{}\" must be a text", key, name));
            else
                pairs.emplace_back(key, text.get<std::string>());
        }
        return pairs;
    }

private:
    // Null where it is not there, or is null.
    const Json *find(const char *name) const
    {
        if (!m_object.is_object())
            return nullptr;
        const auto found = m_object.find(name);
        return found == m_object.end() || found->is_null() ? nullptr : &*found;
    }
    void refuse(std::string message)
    {
        if (!m_error)
            m_error = metric::Error{ErrorCode::InvalidArgument, std::move(message)};
    }

    const Json &m_object;
    std::optional<metric::Error> m_error;
};

Result<alerts::PostedAlert> alertOf(const Json &object)
{
    Fields fields(object);
    const auto labels = fields.texts("labels");
    std::vector<metric::Label> list;
    for (const auto &[name, value] : labels)
        list.push_back({name, value});
    alerts::PostedAlert alert{metric::Labels(list)};
    alert.annotations = fields.texts("annotations");
    alert.startsAt = fields.time("startsAt");
    alert.endsAt = fields.time("endsAt");
    alert.generatorUrl = fields.text("generatorURL");
    if (auto error = fields.error())
        return tl::unexpected(*error);
    return alert;
}

Result<series::Matcher> matcherOf(const Json &object)
{
    using Op = series::Matcher::Op;
    Fields fields(object);
    auto name = fields.text("name");
    auto value = fields.text("value");
    const bool isEqual = fields.flag("isEqual", true);
    const auto op = fields.flag("isRegex", false) ? (isEqual ? Op::Matches : Op::NotMatches) : (isEqual ? Op::Equal : Op::NotEqual);
    if (auto error = fields.error())
        return tl::unexpected(*error);
    return series::Matcher::make(std::move(name), op, std::move(value));
}

} // namespace

Result<std::vector<alerts::PostedAlert>> readPostedAlerts(std::string_view text)
{
    const auto json = parsed(text);
    if (!json)
        return tl::unexpected(json.error());
    if (!json->is_array())
        return wrong("the body must be a list of alerts");
    std::vector<alerts::PostedAlert> alerts;
    for (const auto &each : *json) {
        auto alert = alertOf(each);
        if (!alert)
            return wrong(fmt::format("alert {}: {}", alerts.size() + 1, alert.error().message));
        alerts.push_back(std::move(*alert));
    }
    return alerts;
}

Result<alerts::Silence> readPostedSilence(std::string_view text)
{
    const auto json = parsed(text);
    if (!json)
        return tl::unexpected(json.error());
    Fields fields(*json);
    alerts::Silence silence;
    silence.id = fields.text("id");
    silence.createdBy = fields.text("createdBy");
    silence.comment = fields.text("comment");
    silence.startsAt = fields.time("startsAt").value_or(metric::Timestamp());
    silence.endsAt = fields.time("endsAt").value_or(metric::Timestamp());
    if (auto error = fields.error())
        return tl::unexpected(*error);
    const auto matchers = json->find("matchers");
    if (matchers == json->end() || !matchers->is_array())
        return wrong("\"matchers\" must be a list");
    if (matchers->size() > alerts::kMaxMatchers)
        return wrong(fmt::format("there are more than {} matchers", alerts::kMaxMatchers));
    for (const auto &each : *matchers) {
        auto matcher = matcherOf(each);
        if (!matcher)
            return wrong(fmt::format("matcher {}: {}", silence.matchers.size() + 1, matcher.error().message));
        silence.matchers.push_back(std::move(*matcher));
    }
    if (auto checked = alerts::checkMatchers(silence.matchers); !checked)
        return tl::unexpected(checked.error());
    return silence;
}

} // namespace api
