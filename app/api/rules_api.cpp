#include "app/api/rules_api.h"

#include "app/api/envelope.h"
#include "app/api/parameters.h"
#include "models/alerts/alert_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace api {

using alerts::GroupView;
using alerts::RuleView;
using rules::AlertPhase;
using rules::Rule;

namespace {

constexpr auto kPatience = std::chrono::seconds(10);

double secondsOf(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

// As Go writes a float with the verb e: 1e+00, 2.5e-01, +Inf.
std::string exponentText(double value)
{
    if (!std::isfinite(value))
        return std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    auto text = fmt::format("{:e}", value);
    for (int digits = 0; digits < 17; ++digits) {
        text = fmt::format("{:.{}e}", value, digits);
        if (std::stod(text) == value)
            break;
    }
    return text;
}

void writeTexts(JsonWriter &json, const std::vector<std::pair<std::string, std::string>> &texts)
{
    json.beginObject();
    for (const auto &[name, text] : texts)
        json.key(name).string(text);
    json.endObject();
}

void writeTexts(JsonWriter &json, const std::vector<rules::NamedText> &texts)
{
    json.beginObject();
    for (const auto &each : texts)
        json.key(each.name).string(each.value);
    json.endObject();
}

void writeAlert(JsonWriter &json, const RuleView::Active &alert)
{
    json.beginObject().key("labels").labels(alert.labels).key("annotations");
    writeTexts(json, alert.annotations);
    json.key("state").string(wordOf(alert.phase)).key("activeAt").string(timeText(alert.activeAt));
    if (alert.keepFiringSince)
        json.key("keepFiringSince").string(timeText(*alert.keepFiringSince));
    json.key("value").string(exponentText(alert.value)).endObject();
}

AlertPhase phaseOf(const RuleView &view)
{
    auto phase = AlertPhase::Inactive;
    for (const auto &alert : view.alerts)
        phase = std::max(phase, alert.phase);
    return phase;
}

void writeRule(JsonWriter &json, const GroupView &group, const RuleView &view, bool withAlerts)
{
    const auto &rule = view.rule;
    const bool isAlerting = rule.kind == Rule::Kind::Alerting;
    json.beginObject();
    if (isAlerting)
        json.key("state").string(wordOf(phaseOf(view)));
    json.key("name").string(rule.name).key("query").string(rule.expression);
    if (isAlerting) {
        json.key("duration").number(secondsOf(rule.forDuration)).key("keepFiringFor").number(secondsOf(rule.keepFiringFor));
        json.key("labels");
        writeTexts(json, rule.labels);
        json.key("annotations");
        writeTexts(json, rule.annotations);
        json.key("alerts").beginArray();
        for (const auto &alert : withAlerts ? std::span<const RuleView::Active>(view.alerts) : std::span<const RuleView::Active>())
            writeAlert(json, alert);
        json.endArray();
    } else if (!rule.labels.empty()) {
        json.key("labels");
        writeTexts(json, rule.labels);
    }
    const bool isKnown = group.lastEvaluation != metric::Timestamp();
    json.key("health").string(!isKnown ? "unknown" : view.error.empty() ? "ok" : "err");
    if (!view.error.empty())
        json.key("lastError").string(view.error);
    json.key("lastEvaluation").string(timeText(group.lastEvaluation)).key("type").string(isAlerting ? "alerting" : "recording").endObject();
}

bool isWanted(const std::vector<std::string_view> &names, std::string_view name)
{
    return names.empty() || std::ranges::find(names, name) != names.end();
}

metric::Result<std::vector<GroupView>> groupsOf(alerts::AlertService &service)
{
    auto answer = service.groups();
    if (answer.wait_for(kPatience) != std::future_status::ready)
        return metric::fail(metric::ErrorCode::Timeout, "the rules are being evaluated for too long");
    return answer.get();
}

// A file's name, or a pack's, as one would look for it.
std::string fileOf(const GroupView &group)
{
    return group.origin == alerts::RuleOrigin::Pack ? fmt::format("packs/{}.yaml", group.source) : fmt::format("rules/{}", group.source);
}

} // namespace

Response RulesApi::rules(const Request &request) const
{
    const auto type = request.parameter("type");
    if (!type.empty() && type != "alert" && type != "record")
        return badParameter("type", "must be alert or record");
    const auto names = request.parametersNamed("rule_name[]"), groupNames = request.parametersNamed("rule_group[]"),
               files = request.parametersNamed("file[]");
    const auto exclude = request.parameter("exclude_alerts");
    const bool withAlerts = exclude != "true" && exclude != "1";
    const auto groups = groupsOf(m_sources.alerts);
    if (!groups)
        return failure(groups.error());
    return success([&](JsonWriter &json) {
        json.beginObject().key("groups").beginArray();
        for (const auto &group : *groups) {
            if (!isWanted(groupNames, group.name) || !isWanted(files, fileOf(group)))
                continue;
            std::vector<const RuleView *> wanted;
            for (const auto &view : group.rules) {
                const auto kind = view.rule.kind == Rule::Kind::Alerting ? std::string_view("alert") : std::string_view("record");
                if ((type.empty() || type == kind) && isWanted(names, view.rule.name))
                    wanted.push_back(&view);
            }
            if (wanted.empty())
                continue;
            json.beginObject().key("name").string(group.name).key("file").string(fileOf(group)).key("rules").beginArray();
            for (const auto *view : wanted)
                writeRule(json, group, *view, withAlerts);
            json.endArray().key("interval").number(secondsOf(group.interval)).key("limit").integer(group.limit);
            json.key("evaluationTime").number(secondsOf(group.duration)).key("lastEvaluation").string(timeText(group.lastEvaluation)).endObject();
        }
        json.endArray().endObject();
    });
}

Response RulesApi::alerts(const Request &) const
{
    const auto groups = groupsOf(m_sources.alerts);
    if (!groups)
        return failure(groups.error());
    return success([&](JsonWriter &json) {
        json.beginObject().key("alerts").beginArray();
        for (const auto &group : *groups) {
            for (const auto &view : group.rules) {
                for (const auto &alert : view.alerts)
                    writeAlert(json, alert);
            }
        }
        json.endArray().endObject();
    });
}

} // namespace api
