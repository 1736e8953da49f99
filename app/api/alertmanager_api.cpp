#include "app/api/alertmanager_api.h"

#include "app/api/json_reader.h"
#include "app/api/json_writer.h"
#include "app/api/parameters.h"
#include "models/alerts/alert_service.h"
#include "models/alerts/matchers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace api {

using alerts::Alert;
using alerts::Silence;
using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr std::string_view kReceiver = "desktop";
// Whoever asks again in time sees it before its end.
constexpr metric::Duration kGoesOn = std::chrono::minutes(4);
// What amtool and others read of a routing tree: one receiver, for everything.
constexpr std::string_view kConfiguration = "route:\n  receiver: desktop\n  group_by: ['...']\nreceivers:\n- name: desktop\n";
constexpr std::string_view kCompatible = "0.27.0";

Response answered(const std::function<void(JsonWriter &)> &data)
{
    JsonWriter json;
    data(json);
    return {200, json.take()};
}

Response refused(int status, std::string_view message)
{
    JsonWriter json;
    json.string(message);
    return {status, json.take()};
}

Response refused(const metric::Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::Malformed:
    case ErrorCode::LimitExceeded: return refused(400, error.message);
    case ErrorCode::NotFound: return refused(404, error.message);
    default: return refused(500, error.message);
    }
}

// Waits for what the rules thread answers.
template <class T>
Result<T> waitFor(std::future<Result<T>> answer)
{
    if (answer.wait_for(kPatience) != std::future_status::ready)
        return metric::fail(ErrorCode::Timeout, "the rules are being evaluated for too long: ask again");
    return answer.get();
}

std::string fingerprintOf(const metric::Labels &labels) { return fmt::format("{:016x}", labels.hash()); }

struct Wanted {
    std::vector<series::Matcher> filter;
    bool active = true, silenced = true, inhibited = true;
    std::optional<series::Matcher> receiver;
};

Result<bool> flag(const Request &request, std::string_view name)
{
    const auto text = request.parameter(name);
    if (text.empty() || text == "true" || text == "1")
        return true;
    if (text == "false" || text == "0")
        return false;
    return metric::fail(ErrorCode::InvalidArgument, fmt::format("{} must be true or false", name));
}

Result<std::vector<series::Matcher>> filterOf(const Request &request)
{
    std::vector<series::Matcher> filter;
    for (const auto text : request.parametersNamed("filter")) {
        auto matchers = alerts::parseMatchers(text);
        if (!matchers)
            return tl::unexpected(matchers.error());
        std::ranges::move(*matchers, std::back_inserter(filter));
    }
    return filter;
}

Result<Wanted> wantedOf(const Request &request)
{
    Wanted wanted;
    auto filter = filterOf(request);
    const auto active = flag(request, "active"), silenced = flag(request, "silenced"), inhibited = flag(request, "inhibited");
    if (!filter || !active || !silenced || !inhibited)
        return tl::unexpected(!filter ? filter.error() : !active ? active.error() : !silenced ? silenced.error() : inhibited.error());
    wanted.filter = std::move(*filter);
    wanted.active = *active;
    wanted.silenced = *silenced;
    wanted.inhibited = *inhibited;
    if (const auto text = request.parameter("receiver"); !text.empty()) {
        auto matcher = series::Matcher::make("receiver", series::Matcher::Op::Matches, std::string(text));
        if (!matcher)
            return tl::unexpected(matcher.error());
        wanted.receiver = std::move(*matcher);
    }
    return wanted;
}

bool isWanted(const Alert &alert, const Wanted &wanted)
{
    const bool isSilenced = !alert.silencedBy.empty(), isInhibited = !alert.inhibitedBy.empty();
    return (wanted.active || isSilenced || isInhibited) && (wanted.silenced || !isSilenced) && (wanted.inhibited || !isInhibited) &&
           (!wanted.receiver || wanted.receiver->matches(kReceiver)) && series::matchesAll(wanted.filter, *alert.labels);
}

void writeAlert(JsonWriter &json, const Alert &alert, Timestamp now)
{
    json.beginObject().key("annotations").beginObject();
    if (alert.annotations) {
        for (const auto &[name, text] : *alert.annotations)
            json.key(name).string(text);
    }
    json.endObject().key("endsAt").string(timeText(now + kGoesOn)).key("fingerprint").string(fingerprintOf(*alert.labels));
    json.key("receivers").beginArray().beginObject().key("name").string(kReceiver).endObject().endArray();
    json.key("startsAt").string(timeText(alert.firingSince)).key("status").beginObject().key("inhibitedBy").beginArray();
    for (const auto &labels : alert.inhibitedBy)
        json.string(fingerprintOf(*labels));
    json.endArray().key("mutedBy").beginArray().endArray().key("silencedBy").beginArray();
    for (const auto &id : alert.silencedBy)
        json.string(id);
    const bool isSuppressed = !alert.silencedBy.empty() || !alert.inhibitedBy.empty();
    json.endArray().key("state").string(isSuppressed ? "suppressed" : "active").endObject();
    json.key("updatedAt").string(timeText(now)).key("generatorURL").string("").key("labels").labels(*alert.labels).endObject();
}

void writeSilence(JsonWriter &json, const Silence &silence, Timestamp now)
{
    static constexpr std::string_view kStates[] = {"pending", "active", "expired"};
    json.beginObject().key("id").string(silence.id).key("status").beginObject().key("state");
    json.string(kStates[std::size_t(stateOf(silence, now))]).endObject().key("updatedAt").string(timeText(silence.updatedAt));
    json.key("comment").string(silence.comment).key("createdBy").string(silence.createdBy).key("endsAt").string(timeText(silence.endsAt));
    json.key("matchers").beginArray();
    for (const auto &matcher : silence.matchers) {
        using Op = series::Matcher::Op;
        json.beginObject().key("isEqual").boolean(!matcher.isNegative());
        json.key("isRegex").boolean(matcher.op() == Op::Matches || matcher.op() == Op::NotMatches);
        json.key("name").string(matcher.name()).key("value").string(matcher.value()).endObject();
    }
    json.endArray().key("startsAt").string(timeText(silence.startsAt)).endObject();
}

// A filter of silences asks what they match on: each of its matchers must be one that the silence's values fulfil.
bool isWanted(const Silence &silence, const std::vector<series::Matcher> &filter)
{
    return std::ranges::all_of(filter, [&](const series::Matcher &wanted) {
        return std::ranges::any_of(silence.matchers,
                                   [&](const series::Matcher &own) { return own.name() == wanted.name() && wanted.matches(own.value()); });
    });
}

} // namespace

Response AlertmanagerApi::status(const Request &) const
{
    return answered([&](JsonWriter &json) {
        json.beginObject().key("cluster").beginObject().key("peers").beginArray().endArray().key("status").string("disabled").endObject();
        json.key("config").beginObject().key("original").string(kConfiguration).endObject().key("uptime").string(timeText(m_started));
        json.key("versionInfo").beginObject().key("branch").string("vedette").key("buildDate").string("").key("buildUser").string("");
        json.key("goVersion").string("").key("revision").string(m_sources.version).key("version").string(kCompatible).endObject().endObject();
    });
}

Response AlertmanagerApi::receivers(const Request &) const
{
    return answered([](JsonWriter &json) { json.beginArray().beginObject().key("name").string(kReceiver).endObject().endArray(); });
}

Response AlertmanagerApi::alerts(const Request &request) const
{
    if (request.method == "POST")
        return postAlerts(request);
    const auto wanted = wantedOf(request);
    if (!wanted)
        return refused(wanted.error());
    const auto snapshot = m_sources.alerts.snapshot();
    const auto now = m_sources.clock.now();
    return answered([&](JsonWriter &json) {
        json.beginArray();
        for (const auto &alert : snapshot->firing) {
            if (isWanted(alert, *wanted))
                writeAlert(json, alert, now);
        }
        json.endArray();
    });
}

Response AlertmanagerApi::groups(const Request &request) const
{
    const auto wanted = wantedOf(request);
    if (!wanted)
        return refused(wanted.error());
    const auto snapshot = m_sources.alerts.snapshot();
    const auto now = m_sources.clock.now();
    std::map<std::string_view, std::vector<const Alert *>> byName;
    for (const auto &alert : snapshot->firing) {
        if (isWanted(alert, *wanted))
            byName[alert.labels->get("alertname")].push_back(&alert);
    }
    return answered([&](JsonWriter &json) {
        json.beginArray();
        for (const auto &[name, alerts] : byName) {
            json.beginObject().key("alerts").beginArray();
            for (const auto *alert : alerts)
                writeAlert(json, *alert, now);
            json.endArray().key("labels").beginObject().key("alertname").string(name).endObject();
            json.key("receiver").beginObject().key("name").string(kReceiver).endObject().endObject();
        }
        json.endArray();
    });
}

Response AlertmanagerApi::postAlerts(const Request &request) const
{
    auto posted = readPostedAlerts(request.body);
    if (!posted)
        return refused(posted.error());
    if (const auto done = waitFor(m_sources.alerts.receive(std::move(*posted))); !done)
        return refused(done.error());
    return {200, {}};
}

Response AlertmanagerApi::silences(const Request &request) const
{
    if (request.method == "POST")
        return postSilence(request);
    const auto filter = filterOf(request);
    if (!filter)
        return refused(filter.error());
    const auto snapshot = m_sources.alerts.snapshot();
    const auto now = m_sources.clock.now();
    return answered([&](JsonWriter &json) {
        json.beginArray();
        for (const auto &silence : *snapshot->silences) {
            if (isWanted(silence, *filter))
                writeSilence(json, silence, now);
        }
        json.endArray();
    });
}

Response AlertmanagerApi::postSilence(const Request &request) const
{
    auto silence = readPostedSilence(request.body);
    if (!silence)
        return refused(silence.error());
    const auto id = waitFor(m_sources.alerts.setSilence(std::move(*silence)));
    if (!id)
        return refused(id.error());
    return answered([&](JsonWriter &json) { json.beginObject().key("silenceID").string(*id).endObject(); });
}

Response AlertmanagerApi::silence(const Request &request, std::string_view id) const
{
    if (request.method == "DELETE") {
        const auto done = waitFor(m_sources.alerts.expireSilence(std::string(id)));
        return done ? Response{200, {}} : refused(done.error());
    }
    const auto snapshot = m_sources.alerts.snapshot();
    const auto found = std::ranges::find(*snapshot->silences, id, &Silence::id);
    if (found == snapshot->silences->end())
        return refused(404, fmt::format("silence {} not found", id));
    return answered([&](JsonWriter &json) { writeSilence(json, *found, m_sources.clock.now()); });
}

} // namespace api
