#include "tests/conformance/promql_case.h"

#include "models/metric/batch.h"
#include "tests/conformance/promql_rewrite.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace tests {

using metric::Labels;
using metric::Timestamp;
using query::Annotation;
using query::Answer;
using query::Value;

namespace {

constexpr double kEpsilon = 1e-6;

// As the scripts were written to be compared.
bool isAlmost(double a, double b)
{
    if (metric::isStale(a) || metric::isStale(b))
        return metric::isStale(a) && metric::isStale(b);
    if ((std::isnan(a) && std::isnan(b)) || a == b)
        return true;
    const double sum = std::abs(a) + std::abs(b);
    const double difference = std::abs(a - b);
    if (a == 0 || b == 0 || sum < std::numeric_limits<double>::min())
        return difference < kEpsilon * std::numeric_limits<double>::min();
    return difference / std::min(sum, std::numeric_limits<double>::max()) < kEpsilon;
}

std::string nameOf(const Labels &labels) { return labels.empty() ? "{}" : labels.toString(); }

std::string wordOf(const Value &value)
{
    constexpr const char *kWords[] = {"a scalar", "a string", "a vector", "a matrix"};
    return kWords[value.index()];
}

std::string textOf(const query::Vector &vector)
{
    std::string text;
    for (const auto &sample : vector)
        text += fmt::format("{} {}; ", nameOf(*sample.labels), sample.value);
    return text.empty() ? "nothing" : text;
}

std::string textOf(const std::vector<metric::Point> &points)
{
    std::string text;
    for (const auto &point : points)
        text += fmt::format("{}@{} ", point.value, point.time.time_since_epoch().count());
    return text.empty() ? "no points" : text;
}

// Without where it is: "... (1:6)".
std::string withoutPosition(const std::string &message)
{
    static const re2::RE2 kPosition(R"( \(\d+:\d+\)$)");
    std::string text = message;
    re2::RE2::Replace(&text, kPosition, "");
    return text;
}

std::string missing(const EvalCommand &eval, const std::set<Labels> &seen)
{
    for (const auto &[labels, expected] : eval.series) {
        if (!seen.contains(labels))
            return fmt::format("expected {}, which is not there", nameOf(labels));
    }
    return {};
}

std::string compare(const EvalCommand &eval, const query::Vector &vector)
{
    if (eval.scalar)
        return "expected a scalar, got a vector: " + textOf(vector);
    std::set<Labels> seen;
    for (std::size_t at = 0; at < vector.size(); ++at) {
        const auto &[labels, value] = vector[at];
        const auto found = eval.series.find(*labels);
        if (found == eval.series.end())
            return fmt::format("got {} {}, which is not expected; all: {}", nameOf(*labels), value, textOf(vector));
        if (!seen.insert(*labels).second)
            return fmt::format("got {} twice", nameOf(*labels));
        const auto &expected = found->second;
        if (eval.ordered && expected.position != at + 1)
            return fmt::format("expected {} at position {}, got it at {}", nameOf(*labels), expected.position, at + 1);
        // A series without a value stands for zero.
        const double wanted = expected.values.empty() ? 0 : expected.values.front().value_or(0);
        if (!isAlmost(wanted, value))
            return fmt::format("expected {} {}, got {}", nameOf(*labels), wanted, value);
    }
    return missing(eval, seen);
}

std::string compare(const EvalCommand &eval, const query::RangeSeries &series, const ExpectedSeries &expected)
{
    const auto refuse = [&](const std::string &what) {
        return fmt::format("{}: expected {}, got {}", nameOf(*series.labels), what, textOf(series.points));
    };
    std::vector<metric::Point> wanted;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        const auto time = eval.start + eval.step * std::int64_t(i);
        if (time > eval.end)
            return refuse("more points than the range has");
        if (expected.values[i])
            wanted.push_back({time, *expected.values[i]});
    }
    const bool same = std::ranges::equal(
        wanted, series.points, [](const metric::Point &a, const metric::Point &b) { return a.time == b.time && isAlmost(a.value, b.value); });
    return same ? std::string() : refuse(textOf(wanted));
}

std::string compare(const EvalCommand &eval, const query::Matrix &matrix)
{
    if (eval.scalar || eval.ordered)
        return fmt::format("expected {}, got a matrix of {} series", eval.scalar ? "a scalar" : "an order", matrix.size());
    const auto sorted = std::ranges::is_sorted(matrix, [](const auto &a, const auto &b) { return *a.labels < *b.labels; });
    if (!sorted)
        return "the series are not sorted by labels";
    std::set<Labels> seen;
    for (const auto &series : matrix) {
        const auto found = eval.series.find(*series.labels);
        if (found == eval.series.end())
            return fmt::format("got {} {}, which is not expected", nameOf(*series.labels), textOf(series.points));
        if (!seen.insert(*series.labels).second)
            return fmt::format("got {} twice", nameOf(*series.labels));
        if (auto wrong = compare(eval, series, found->second); !wrong.empty())
            return wrong;
    }
    return missing(eval, seen);
}

std::string compare(const EvalCommand &eval, const Value &value)
{
    if (const auto *vector = std::get_if<query::Vector>(&value))
        return compare(eval, *vector);
    if (const auto *matrix = std::get_if<query::Matrix>(&value))
        return compare(eval, *matrix);
    if (const auto *text = std::get_if<std::string>(&value))
        return eval.text == *text ? std::string() : fmt::format("expected the string \"{}\", got \"{}\"", eval.text.value_or("none"), *text);
    const double scalar = std::get<double>(value);
    if (!eval.scalar)
        return fmt::format("expected no scalar, got {}", scalar);
    return isAlmost(*eval.scalar, scalar) ? std::string() : fmt::format("expected the scalar {}, got {}", *eval.scalar, scalar);
}

std::string compare(const std::vector<ExpectedText> &expected, const std::vector<std::string> &told, std::string_view kind)
{
    if (expected.empty())
        return {};
    const auto all = told.empty() ? std::string("none") : fmt::format("\"{}\"", fmt::join(told, "\", \""));
    for (const auto &text : expected) {
        if (std::ranges::none_of(told, [&](const std::string &message) { return text.accepts(message); }))
            return fmt::format("expected the {} \"{}\", got {}", kind, text.message.value_or(text.pattern ? text.pattern->pattern() : "any"), all);
    }
    for (const auto &message : told) {
        if (std::ranges::none_of(expected, [&](const ExpectedText &text) { return text.accepts(message); }))
            return fmt::format("got the {} \"{}\", which is not expected", kind, message);
    }
    return {};
}

std::string compareAnnotations(const EvalCommand &eval, const std::vector<Annotation> &annotations)
{
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
    for (const auto &annotation : annotations)
        (annotation.kind == Annotation::Kind::Warning ? warnings : infos).push_back(withoutPosition(annotation.message));
    if (eval.noWarning && !warnings.empty())
        return fmt::format("expected no warning, got \"{}\"", warnings.front());
    if (eval.noInfo && !infos.empty())
        return fmt::format("expected no info, got \"{}\"", infos.front());
    if ((eval.hasWarning && warnings.empty()) || (eval.hasInfo && infos.empty()))
        return "expected an annotation, got none";
    if (auto wrong = compare(eval.warnings, warnings, "warning"); !wrong.empty())
        return wrong;
    return compare(eval.infos, infos, "info");
}

std::string compareFailure(const EvalCommand &eval, const metric::Error &error)
{
    if (!eval.fails)
        return "failed: " + error.message;
    return compare(eval.failure, {error.message}, "failure");
}

// The values of the moment in the middle; a scalar where the expression is one.
Value middleOf(const query::Matrix &matrix, Timestamp time, bool isScalar)
{
    query::Vector vector;
    for (const auto &series : matrix) {
        const auto point = std::ranges::find(series.points, time, &metric::Point::time);
        if (point != series.points.end())
            vector.push_back({series.labels, point->value});
    }
    if (isScalar && vector.size() == 1)
        return vector.front().value;
    return vector;
}

std::string askedAsRange(const EvalCommand &eval, const std::string &expression, Timestamp time, bool isScalar, const query::Engine &engine)
{
    constexpr auto kStep = std::chrono::minutes(1);
    const auto answer = engine.answer({expression, time - kStep, time + kStep, kStep});
    if (!answer)
        return "failed: " + answer.error().message;
    const auto *matrix = std::get_if<query::Matrix>(&answer->value);
    if (!matrix)
        return "expected a matrix, got " + wordOf(answer->value);
    if (eval.ordered)
        return {}; // a range is ordered by labels
    if (!std::ranges::is_sorted(*matrix, [](const auto &a, const auto &b) { return *a.labels < *b.labels; }))
        return "the series are not sorted by labels";
    return compare(eval, middleOf(*matrix, time, isScalar));
}

std::string askedAt(const EvalCommand &eval, const std::string &expression, Timestamp time, const query::Engine &engine)
{
    const auto answer = engine.answer({expression, time, time});
    if (!answer)
        return compareFailure(eval, answer.error());
    if (eval.fails)
        return "expected a failure, got " + wordOf(answer->value);
    if (auto wrong = compareAnnotations(eval, answer->annotations); !wrong.empty())
        return wrong;
    if (auto wrong = compare(eval, answer->value); !wrong.empty())
        return wrong;
    // These are something else in a range.
    static const re2::RE2 kOfTheQuestion(R"((start|end|range|step)\(\))");
    if (eval.isMatrix || eval.text || re2::RE2::PartialMatch(expression, kOfTheQuestion))
        return {};
    const auto wrong = askedAsRange(eval, expression, time, std::holds_alternative<double>(answer->value), engine);
    return wrong.empty() ? std::string() : "as a range: " + wrong;
}

std::string asked(const EvalCommand &eval, const query::Engine &engine)
{
    const auto answer = engine.answer({eval.expression, eval.start, eval.end, eval.step});
    if (!answer)
        return compareFailure(eval, answer.error());
    if (eval.fails)
        return "expected a failure, got " + wordOf(answer->value);
    auto wrong = compareAnnotations(eval, answer->annotations);
    return wrong.empty() ? compare(eval, answer->value) : wrong;
}

std::string secondsOf(Timestamp time) { return fmt::format("{}", double(time.time_since_epoch().count()) / 1000); }

} // namespace

std::string failureOf(const EvalCommand &eval, const query::Engine &engine)
{
    if (eval.isRange)
        return asked(eval, engine);
    if (auto wrong = askedAt(eval, eval.expression, eval.end, engine); !wrong.empty())
        return wrong;
    const auto pinned = pinnedTo(eval.end, eval.expression);
    if (!pinned)
        return {};
    const auto at = eval.end.time_since_epoch().count();
    const auto moments = at == 0 ? std::vector<std::int64_t>{-1000, 0, 1000} : std::vector<std::int64_t>{-10 * at, 0, at / 5, at, 10 * at};
    for (const auto moment : moments) {
        const Timestamp time{metric::Duration(moment)};
        if (const auto wrong = askedAt(eval, *pinned, time, engine); !wrong.empty())
            return fmt::format("as {} at {}: {}", *pinned, secondsOf(time), wrong);
    }
    return {};
}

} // namespace tests
