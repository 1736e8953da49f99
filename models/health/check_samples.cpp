#include "models/health/check_samples.h"

#include <fmt/format.h>

#include <unordered_set>

namespace health {

using metric::LabelsRef;

namespace {

double secondsOf(metric::Duration time) { return double(time.count()) / 1000; }

} // namespace

metric::Batch CheckSamples::batch(const HealthSnapshot &snapshot, bool withSlo)
{
    metric::Batch batch{std::string(kTarget), snapshot.time, {}, {}, {}};
    batch.samples.reserve(snapshot.checks.size() * (withSlo ? 12 : 3));
    ++m_round;
    std::unordered_set<std::string> taken;
    const auto add = [&](const LabelsRef &labels, double value) { batch.samples.push_back({labels, value}); };
    const auto addWhere = [&](bool there, bool &was, const LabelsRef &labels, double value) {
        if (there || was)
            add(labels, there ? value : metric::staleMarker());
        was = there;
    };
    for (const auto &check : snapshot.checks) {
        const auto &plan = check.plan;
        auto name = plan.name;
        for (int i = 2; !taken.insert(fmt::format("{}\n{}\n{}", plan.instance, plan.job, name)).second; ++i)
            name = fmt::format("{} ({})", plan.name, i);
        auto &series = m_series[plan.target];
        if (!series.state || series.instance != plan.instance || series.job != plan.job || series.name != name) {
            end(series, batch.samples);
            series = {plan.instance, plan.job, name, {}, {}, {}, {}, {}};
            const auto labels = [&](std::string_view metricName, std::string_view window = {}) {
                return std::make_shared<const metric::Labels>(metric::Labels{
                    {metric::kMetricName, metricName}, {"check", name}, {"instance", plan.instance}, {"job", plan.job}, {"window", window}});
            };
            series.state = labels("vedette_check_state");
            series.up = labels("vedette_check_up");
            series.response = labels("vedette_check_response_seconds");
            series.objective = labels("vedette_slo_objective_ratio");
            series.budgetLeft = labels("vedette_slo_budget_left_seconds");
            for (std::size_t i = 0; i < kBurnWindows.size(); ++i)
                series.burn[i] = labels("vedette_slo_burn_rate", kBurnWindows[i]);
        }
        series.round = m_round;
        add(series.state, double(check.state));
        addWhere(isUp(check.state) || check.state == State::Down, series.hasUp, series.up, isUp(check.state) ? 1 : 0);
        addWhere(check.responseTime.has_value(), series.hasResponse, series.response,
                 std::chrono::duration<double>(check.responseTime.value_or(std::chrono::nanoseconds(0))).count());
        if (!withSlo)
            continue;
        series.hasSlo = true;
        add(series.objective, check.slo.objective);
        add(series.budgetLeft, secondsOf(check.slo.budgetLeft));
        for (std::size_t i = 0; i < kBurnWindows.size(); ++i)
            add(series.burn[i], check.slo.burn[i]);
    }
    for (auto it = m_series.begin(); it != m_series.end();) {
        if (it->second.round == m_round) {
            ++it;
            continue;
        }
        end(it->second, batch.samples);
        it = m_series.erase(it);
    }
    return batch;
}

void CheckSamples::end(Series &series, std::vector<metric::Sample> &samples)
{
    const auto mark = [&](const LabelsRef &labels) { samples.push_back({labels, metric::staleMarker()}); };
    if (!series.state)
        return;
    mark(series.state);
    if (series.hasUp)
        mark(series.up);
    if (series.hasResponse)
        mark(series.response);
    if (!series.hasSlo)
        return;
    mark(series.objective);
    mark(series.budgetLeft);
    for (const auto &burn : series.burn)
        mark(burn);
}

} // namespace health
