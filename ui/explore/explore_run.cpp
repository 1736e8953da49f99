#include "ui/explore/explore_run.h"

#include "models/query/figure.h"
#include "models/query/parser.h"

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;

static constexpr std::int64_t kMostPoints = 10'000;

metric::Duration exploreStep(metric::Duration span, int pixels)
{
    const auto points = std::clamp<std::int64_t>(pixels, 100, kMostPoints);
    return std::max<metric::Duration>(1s, std::chrono::ceil<std::chrono::seconds>(span / points));
}

static void addAnswer(ExploreAnswer &answer, ExploreAnswer::Part &part, query::Answer &got)
{
    answer.samples += got.samples;
    for (auto &annotation : got.annotations) {
        if (std::none_of(part.annotations.begin(), part.annotations.end(), [&](const auto &known) { return known.message == annotation.message; }))
            part.annotations.push_back(std::move(annotation));
    }
}

static ExploreAnswer::Part failedPart(ExploreAnswer::Part part, const metric::Error &error)
{
    part.lines = tl::unexpected(error);
    part.now = tl::unexpected(error);
    return part;
}

static ExploreAnswer::Part askOne(const query::Engine &engine, const ExploreQuestion &question, const ExploreQuery &asked, ExploreAnswer &answer,
                                  const std::stop_token &stop)
{
    ExploreAnswer::Part part;
    part.query = asked;
    part.unit = query::unitOf(asked.expression);
    const auto tree = query::parse(asked.expression);
    if (!tree) {
        return failedPart(std::move(part), query::errorOf(asked.expression, tree.error()));
    }
    if (auto got = engine.answer({.expression = asked.expression, .start = question.to, .end = question.to}, stop)) {
        addAnswer(answer, part, *got);
        part.now = std::move(got->value);
    } else {
        return failedPart(std::move(part), got.error());
    }
    if (auto *points = std::get_if<query::Matrix>(&*part.now)) {
        part.lines = *points;
    } else if (!std::holds_alternative<std::string>(*part.now)) {
        auto got = engine.answer(
            {.expression = asked.expression, .start = metric::onGrid(question.from, question.step), .end = question.to, .step = question.step}, stop);
        if (got) {
            addAnswer(answer, part, *got);
            part.lines = std::get<query::Matrix>(std::move(got->value));
        } else {
            part.lines = tl::unexpected(got.error());
        }
    }
    if (part.lines) {
        part.series = part.lines->size();
        part.lines->resize(std::min(part.series, kMostLines));
    }
    return part;
}

ExploreAnswer explore(const query::Engine &engine, const metric::Clock &clock, const ExploreQuestion &question, const std::stop_token &stop)
{
    ExploreAnswer answer{.parts = {}, .from = question.from, .to = question.to, .step = question.step};
    const auto started = clock.monotonic();
    for (const auto &asked : question.queries)
        answer.parts.push_back(askOne(engine, question, asked, answer, stop));
    answer.took = clock.monotonic() - started;
    return answer;
}

std::vector<items::ExpressionRow> countSeries(const query::Engine &engine, const metric::Clock &clock, std::vector<items::ExpressionRow> rows,
                                              metric::Timestamp time, const std::stop_token &stop)
{
    for (auto &row : rows) {
        if (stop.stop_requested())
            break;
        const auto started = clock.monotonic();
        const auto got = engine.answer({.expression = row.expression, .start = time, .end = time}, stop);
        row.seconds = std::chrono::duration<double>(clock.monotonic() - started).count();
        if (!got)
            row.trouble = got.error().message;
        else if (const auto *vector = std::get_if<query::Vector>(&got->value))
            row.series = double(vector->size());
        else if (const auto *matrix = std::get_if<query::Matrix>(&got->value))
            row.series = double(matrix->size());
        else
            row.series = 1;
    }
    return rows;
}

} // namespace ui
