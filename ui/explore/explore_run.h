#pragma once

#include "models/items/expression_model.h"
#include "models/metric/unit.h"
#include "models/query/engine.h"

#include <stop_token>
#include <string>
#include <vector>

namespace ui {

struct ExploreQuery {
    std::string name; // "A"
    std::string expression;
};

// What is asked at once: every query over the window, and at its end.
struct ExploreQuestion {
    std::vector<ExploreQuery> queries;
    metric::Timestamp from;
    metric::Timestamp to;
    metric::Duration step{1000};
};

struct ExploreAnswer {
    struct Part {
        ExploreQuery query;
        metric::Unit unit = metric::Unit::None;
        metric::Result<query::Matrix> lines = {};        // over the window, at most kMostLines
        metric::Result<query::Value> now;                // at its end
        std::size_t series = 0;                          // that there are, drawn or not
        std::vector<query::Annotation> annotations = {}; // each once
    };
    std::vector<Part> parts;
    metric::Timestamp from;
    metric::Timestamp to;
    metric::Duration step;
    std::uint64_t samples = 0; // looked at
    std::chrono::nanoseconds took{0};
};

// So many lines of one query are drawn.
inline constexpr std::size_t kMostLines = 100;

// The step of a window drawn so wide: a point for each pixel, whole seconds, one at least, and no more points than an engine gives.
metric::Duration exploreStep(metric::Duration span, int pixels);

// Asks as Prometheus would answer. A range vector is drawn by its own points, a string by nothing.
ExploreAnswer explore(const query::Engine &engine, const metric::Clock &clock, const ExploreQuestion &question, const std::stop_token &stop);

// Asks for each part of an expression how many series it has at that time.
std::vector<items::ExpressionRow> countSeries(const query::Engine &engine, const metric::Clock &clock, std::vector<items::ExpressionRow> rows,
                                              metric::Timestamp time, const std::stop_token &stop);

} // namespace ui
