#include "models/rules/backtest.h"

#include "models/query/parser.h"
#include "models/rules/alert_moves.h"
#include "models/rules/alert_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace rules {

using metric::ErrorCode;
using metric::Labels;
using metric::Result;
using metric::Timestamp;

namespace {

// Of a question. What it reads then mostly stands in the processor's cache: a week of samples a second takes half the time of 11,000 at once.
constexpr std::int64_t kMomentsAtOnce = 2000;
static_assert(kMomentsAtOnce <= kMostBacktestMoments);

// Whether less is worse: what the rule compares with < or <=.
bool isWorseBelow(const query::Node &written)
{
    const auto *binary = query::unwrapped(written).as<query::Binary>();
    if (!binary)
        return false;
    if (binary->op == query::BinaryOp::And || binary->op == query::BinaryOp::Unless)
        return isWorseBelow(*binary->left);
    const bool isLess = binary->op == query::BinaryOp::Less || binary->op == query::BinaryOp::LessOrEqual;
    const bool isMore = binary->op == query::BinaryOp::Greater || binary->op == query::BinaryOp::GreaterOrEqual;
    return binary->left->type == query::ValueType::Scalar ? isMore : isLess;
}

// One rule on its way through the past.
class BacktestRun {
public:
    BacktestRun(const Rule &rule, const query::Engine &engine, const BacktestOptions &options, std::stop_token stop)
        : m_rule(rule),
          m_engine(engine),
          m_options(options),
          m_stop(std::move(stop)),
          m_labels(rule.labels.begin(), rule.labels.end()),
          m_annotations(options.annotated ? std::vector<AlertTemplate>(rule.annotations.begin(), rule.annotations.end())
                                          : std::vector<AlertTemplate>()),
          m_labelsStay(std::all_of(m_labels.begin(), m_labels.end(), [](const AlertTemplate &text) { return text.hangsOnLabelsAlone(); }))
    {
        const auto tree = query::parse(rule.expression);
        m_worseBelow = tree && isWorseBelow(**tree);
        m_data.externalLabels = options.externalLabels;
        m_data.externalUrl = options.externalUrl;
    }

    Result<Backtest> run();

private:
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

    // A label set, while it has an alert and after that.
    struct Life {
        Labels labels;
        std::optional<ActiveAlert> alert;
        double worst = 0;
        std::size_t seenAt = kNone;    // the moment
        std::size_t firing = kNone;    // its place in m_result.firings
        Labels const *found = nullptr; // what the expression answered with at that moment
    };
    struct Seen {
        std::size_t life;
        double value;
        const Labels *found;
    };
    Result<query::Matrix> ask(Timestamp start, Timestamp end) const;
    Result<void> walk(const query::Matrix &matrix, Timestamp start, Timestamp end);
    Result<std::size_t> lifeOf(const Labels &found, double value, Timestamp now);
    void look(Timestamp now);
    void see(const Seen &seen, Timestamp now);
    void beginFiring(Life &life);
    void endFiring(Life &life, std::optional<Timestamp> resolvedAt);
    bool isWorse(double value, double than) const { return std::isnan(than) || (m_worseBelow ? value < than : value > than); }

    const Rule &m_rule;
    const query::Engine &m_engine;
    const BacktestOptions &m_options;
    const std::stop_token m_stop;
    const std::vector<AlertTemplate> m_labels;
    const std::vector<AlertTemplate> m_annotations;
    const bool m_labelsStay;
    bool m_worseBelow = false;
    TemplateData m_data{};

    std::vector<Life> m_lives;
    std::unordered_map<Labels, std::size_t, metric::LabelsHash> m_places;
    std::vector<std::size_t> m_active; // lives with an alert
    std::vector<Seen> m_seen;          // at the present moment
    Backtest m_result;
};

Result<Backtest> BacktestRun::run()
{
    m_result.step = m_options.step > metric::Duration::zero() ? m_options.step : backtestStep(m_options.start, m_options.end);
    const auto step = m_result.step;
    auto moments = kMomentsAtOnce;
    for (auto start = metric::onGrid(m_options.start - metric::Duration(1), step) + step; start <= m_options.end;) {
        const auto end = start + step * std::min<std::int64_t>(moments - 1, (m_options.end - start) / step);
        const auto matrix = ask(start, end);
        if (!matrix && matrix.error().code == ErrorCode::LimitExceeded && end > start) {
            moments = ((end - start) / step + 1) / 2; // many series: less of them at a time
            continue;
        }
        if (!matrix)
            return tl::unexpected(matrix.error());
        if (const auto walked = walk(*matrix, start, end); !walked)
            return tl::unexpected(walked.error());
        start = end + step;
    }
    for (const auto place : m_active) {
        if (m_lives[place].alert->phase == AlertPhase::Firing)
            endFiring(m_lives[place], std::nullopt);
    }
    return std::move(m_result);
}

Result<query::Matrix> BacktestRun::ask(Timestamp start, Timestamp end) const
{
    const auto offset = m_options.queryOffset;
    auto answer = m_engine.answer({.expression = m_rule.expression, .start = start - offset, .end = end - offset, .step = m_result.step}, m_stop);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    auto *matrix = std::get_if<query::Matrix>(&answer->value);
    return matrix ? Result<query::Matrix>(std::move(*matrix)) : metric::fail(ErrorCode::InvalidArgument, "rule result is not a vector or scalar");
}

Result<void> BacktestRun::walk(const query::Matrix &matrix, Timestamp start, Timestamp end)
{
    std::vector<std::size_t> at(matrix.size());
    std::vector<std::size_t> lives(matrix.size(), kNone);
    for (auto now = start; now <= end; now += m_result.step) {
        if (m_stop.stop_requested())
            return metric::fail(ErrorCode::Cancelled, "the back-test was cancelled");
        m_seen.clear();
        for (std::size_t i = 0; i < matrix.size(); ++i) {
            const auto &points = matrix[i].points;
            if (at[i] == points.size() || points[at[i]].time + m_options.queryOffset != now)
                continue;
            const double value = points[at[i]++].value;
            if (lives[i] == kNone || !m_labelsStay) {
                const auto life = lifeOf(*matrix[i].labels, value, now);
                if (!life)
                    return tl::unexpected(life.error());
                lives[i] = *life;
            }
            m_seen.push_back({lives[i], value, matrix[i].labels.get()});
        }
        look(now);
    }
    return {};
}

Result<std::size_t> BacktestRun::lifeOf(const Labels &found, double value, Timestamp now)
{
    m_data.labels = found;
    m_data.value = value;
    m_data.time = now;
    auto labels =
        alertLabels(m_rule.name, m_labels, m_data, [&](std::string_view expression) { return vectorAt(m_engine, expression, now, m_stop); });
    const auto [place, isNew] = m_places.try_emplace(std::move(labels), m_lives.size());
    if (!isNew)
        return place->second;
    if (m_lives.size() >= m_options.maxAlerts)
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("the rule would have had more than {} alerts of different labels: choose a shorter "
                                                                  "time, or an expression that answers with less",
                                                                  m_options.maxAlerts));
    auto &life = m_lives.emplace_back();
    life.labels = place->first;
    return place->second;
}

// What GroupEvaluation does in a round.
void BacktestRun::look(Timestamp now)
{
    const auto moment = m_result.moments++;
    for (const auto &seen : m_seen) {
        if (std::exchange(m_lives[seen.life].seenAt, moment) != moment)
            continue;
        if (m_result.failed++ == 0)
            m_result.error = metric::Error{ErrorCode::Malformed, "vector contains metrics with the same labelset after applying alert labels"};
        return;
    }
    for (const auto &seen : m_seen)
        see(seen, now);
    const EvaluationRound round{.time = now};
    std::size_t active = 0;
    std::size_t firing = 0;
    for (const auto place : m_active) {
        auto &life = m_lives[place];
        const auto before = life.alert->phase;
        const bool stays = moveOn(*life.alert, life.labels, life.seenAt == moment ? Sight::Seen : Sight::Well, round, m_rule);
        const auto after = life.alert->phase;
        if (!stays || after == AlertPhase::Inactive) {
            if (before == AlertPhase::Firing)
                endFiring(life, now);
            life.alert.reset();
            continue;
        }
        m_active[active++] = place;
        firing += after == AlertPhase::Firing;
    }
    m_active.resize(active);
    if (m_options.limit > 0 && active > std::size_t(m_options.limit)) {
        for (const auto place : m_active) {
            if (const auto &alert = m_lives[place].alert; alert->phase == AlertPhase::Firing && alert->firedAt != now)
                endFiring(m_lives[place], now);
            m_lives[place].alert.reset();
        }
        m_active.clear();
        if (m_result.failed++ == 0)
            m_result.error = metric::Error{ErrorCode::LimitExceeded, fmt::format("exceeded limit of {} with {} alerts", m_options.limit, active)};
        return;
    }
    for (const auto place : m_active) {
        if (m_lives[place].alert->phase == AlertPhase::Firing && m_lives[place].alert->firedAt == now)
            beginFiring(m_lives[place]);
    }
    m_result.mostAtOnce = std::max(m_result.mostAtOnce, firing);
    return;
}

void BacktestRun::see(const Seen &seen, Timestamp now)
{
    auto &life = m_lives[seen.life];
    if (!life.alert) {
        life.alert.emplace();
        life.alert->activeAt = now;
        life.worst = seen.value;
        m_active.push_back(seen.life);
    }
    life.alert->value = seen.value;
    life.found = seen.found;
    if (isWorse(seen.value, life.worst))
        life.worst = seen.value;
}

void BacktestRun::beginFiring(Life &life)
{
    life.firing = kNone;
    if (m_result.count++ >= m_options.maxFirings)
        return;
    const auto &alert = *life.alert;
    life.firing = m_result.firings.size();
    auto &firing = m_result.firings.emplace_back(Firing{life.labels, {}, alert.activeAt, *alert.firedAt, std::nullopt, life.worst, alert.value});
    m_data.labels = *life.found;
    m_data.value = alert.value;
    m_data.time = *alert.firedAt;
    const TemplateQuery query = [&](std::string_view expression) { return vectorAt(m_engine, expression, *alert.firedAt, m_stop); };
    for (const auto &annotation : m_annotations)
        firing.annotations.emplace_back(annotation.name(), annotation.render(m_data, query));
}

void BacktestRun::endFiring(Life &life, std::optional<Timestamp> resolvedAt)
{
    const auto lasted = resolvedAt.value_or(m_options.end) - *life.alert->firedAt;
    m_result.total += lasted;
    m_result.longest = std::max(m_result.longest, lasted);
    if (life.firing == kNone)
        return;
    auto &firing = m_result.firings[life.firing];
    firing.resolvedAt = resolvedAt;
    firing.worst = life.worst;
    firing.last = life.alert->value;
}

} // namespace

metric::Duration backtestStep(Timestamp start, Timestamp end)
{
    const auto least = (end - start) / kMostBacktestMoments;
    return std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(least + metric::Duration(1)));
}

Result<Backtest> backtest(const Rule &rule, const query::Engine &engine, const BacktestOptions &options, std::stop_token stop)
{
    return BacktestRun(rule, engine, options, std::move(stop)).run();
}

} // namespace rules
