// Random expressions of PromQL over the differential test's data, weighted towards what people write.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tests {

// The same seed makes the same expressions (of one compiler). Most are meaningful; some are errors, which both engines must refuse.
//
// What Prometheus 2.42 answers otherwise than 3.5 is not made, each for a reason told where the choice is made.
class PromqlGenerator {
public:
    explicit PromqlGenerator(std::uint64_t seed) : m_random(seed) {}

    struct Expression {
        std::string text;
        bool isOrdered; // sort() or sort_desc() of a moment
    };
    Expression next();

private:
    struct Metric {
        std::string_view name;
        enum class Kind { Counter, Gauge, Histogram } kind;
        std::span<const std::string_view> labels;
        bool isDistinct; // no two of its series agree in a value, so that topk() has one answer
    };
    static std::span<const Metric> metrics();

    std::size_t below(std::size_t count) { return std::size_t(m_random() % count); }
    bool chance(int percent) { return int(below(100)) < percent; }
    template <class T>
    const T &oneOf(std::initializer_list<T> choices)
    {
        return choices.begin()[below(choices.size())];
    }
    std::string_view word(std::initializer_list<std::string_view> choices) { return oneOf(choices); }

    const Metric &metric(Metric::Kind kind);
    const Metric &anyMetric();
    std::string matchers(const Metric &metric);
    std::string shift(bool isRange);
    std::string duration();
    std::string number();
    std::string labelList(const Metric &metric);
    std::string selector(const Metric &metric);
    std::string rangeOf(const Metric &metric);

    std::string rate(const Metric &metric);
    std::string overTime(int depth);
    std::string subquery(int depth);
    std::string aggregation(int depth);
    std::string histogramQuantile();
    std::string function(int depth);
    std::string dateFunction();
    std::string labelFunction(int depth);
    std::string binary(int depth);
    std::string setOperation(int depth);
    std::string joined(int depth);
    std::string vector(int depth);
    std::string scalar(int depth);

    std::mt19937_64 m_random;
};

} // namespace tests
