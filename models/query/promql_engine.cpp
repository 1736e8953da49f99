#include "models/query/promql_engine.h"

#include "models/query/evaluation.h"
#include "models/query/parser.h"
#include "models/query/shared_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>

namespace query {

using metric::ErrorCode;
using metric::Result;

// Expressions are asked again and again (by charts each second), so the trees of the last ones are kept.
class PromqlEngine::Plans {
public:
    Plans(std::vector<Definition> definitions, std::size_t most) : m_definitions(std::move(definitions)), m_most(most) {}

    Result<std::shared_ptr<const Node>> of(std::string_view expression)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (const auto found = m_places.find(expression); found != m_places.end()) {
                m_plans.splice(m_plans.begin(), m_plans, found->second);
                return found->second->tree;
            }
        }
        auto parsed = parse(expression);
        if (!parsed)
            return tl::unexpected(errorOf(expression, parsed.error()));
        std::shared_ptr<const Node> tree = std::move(*parsed);
        if (!m_definitions.empty()) {
            auto whole = expanded(*tree, m_definitions);
            if (!whole)
                return tl::unexpected(whole.error());
            tree = std::move(*whole);
        }
        const std::lock_guard lock(m_mutex);
        if (m_places.contains(expression))
            return tree; // somebody else was asked the same meanwhile
        m_plans.push_front({std::string(expression), tree});
        m_places.emplace(m_plans.front().expression, m_plans.begin());
        if (m_plans.size() > m_most) {
            m_places.erase(m_plans.back().expression);
            m_plans.pop_back();
        }
        return tree;
    }

private:
    struct Plan {
        std::string expression;
        std::shared_ptr<const Node> tree;
    };
    const std::vector<Definition> m_definitions;
    const std::size_t m_most;
    std::mutex m_mutex;
    std::list<Plan> m_plans; // last asked first
    std::unordered_map<std::string_view, std::list<Plan>::iterator> m_places;
};

namespace {

Vector vectorOf(Dense dense)
{
    Vector vector;
    vector.reserve(dense.size());
    for (auto &series : dense) {
        if (!isAbsent(series.values.front()))
            vector.push_back({std::move(series.labels), series.values.front()});
    }
    return vector;
}

Matrix matrixOf(Dense dense, const Grid &grid)
{
    sortByLabels(dense);
    Matrix matrix;
    matrix.reserve(dense.size());
    for (auto &series : dense) {
        const auto absent = std::count_if(series.values.begin(), series.values.end(), isAbsent);
        if (std::size_t(absent) == grid.count)
            continue;
        RangeSeries told{std::move(series.labels), {}};
        told.points.reserve(grid.count - std::size_t(absent));
        for (std::size_t i = 0; i < grid.count; ++i) {
            if (!isAbsent(series.values[i]))
                told.points.push_back({grid.at(i), series.values[i]});
        }
        matrix.push_back(std::move(told));
    }
    return matrix;
}

} // namespace

PromqlEngine::PromqlEngine(const series::Reader &reader, const EngineOptions &options, std::vector<Definition> definitions)
    : m_reader(reader),
      m_options(options),
      m_plans(std::make_unique<Plans>(std::move(definitions), options.keptExpressions)),
      m_shared(std::make_unique<SharedResults>())
{
}

PromqlEngine::~PromqlEngine() = default;

Result<Answer> PromqlEngine::answer(const Question &question, std::stop_token stop) const
{
    const bool isRange = question.step > metric::Duration::zero();
    if (question.step < metric::Duration::zero() || question.end < question.start)
        return metric::fail(ErrorCode::InvalidArgument, "the range ends before it starts, or its step is not above zero");
    if (isRange && (question.end - question.start) / question.step > m_options.maxPoints)
        return metric::fail(ErrorCode::LimitExceeded,
                            "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution "
                            "(?step=XX)");
    const auto tree = m_plans->of(question.expression);
    if (!tree)
        return tl::unexpected(tree.error());
    const Node &node = **tree;
    if (isRange && node.type != ValueType::Scalar && node.type != ValueType::Vector)
        return metric::fail(ErrorCode::InvalidArgument,
                            fmt::format("invalid expression type \"{}\" for range query, must be Scalar or instant Vector", wordOf(node.type)));

    const Grid grid =
        isRange ? Grid{question.start, question.step, std::size_t((question.end - question.start) / question.step) + 1} : Grid{question.start};
    Budget budget(m_options, std::min(question.timeout.value_or(m_options.timeout), m_options.timeout), std::move(stop));
    Evaluation evaluation({m_reader, m_options, question.lookback.value_or(m_options.lookback), question.expression, question.end, question.showsGaps,
                           m_shared.get(), m_reader.generation()},
                          grid, budget);
    Answer answer;
    if (node.type == ValueType::Matrix) {
        auto matrix = evaluation.runMatrix(node);
        if (!matrix)
            return tl::unexpected(matrix.error());
        std::sort(matrix->begin(), matrix->end(), [](const RangeSeries &a, const RangeSeries &b) { return *a.labels < *b.labels; });
        answer.value = std::move(*matrix);
    } else {
        auto evaluated = evaluation.run(node);
        if (!evaluated)
            return tl::unexpected(evaluated.error());
        if (const auto dropped = evaluation.dropLateNames(evaluated->series); !dropped)
            return tl::unexpected(dropped.error());
        if (evaluated->type == ValueType::Scalar && isRange)
            evaluated->series.push_back({emptyLabels(), std::move(evaluated->scalar), false});
        if (isRange)
            answer.value = matrixOf(std::move(evaluated->series), grid);
        else if (evaluated->type == ValueType::Scalar)
            answer.value = evaluated->scalar.front();
        else if (evaluated->type == ValueType::String)
            answer.value = std::move(evaluated->text);
        else
            answer.value = vectorOf(std::move(evaluated->series));
    }
    answer.annotations = evaluation.takeNotes();
    answer.samples = budget.seen();
    return answer;
}

} // namespace query
