#include "tests/conformance/promql_generator.h"

#include <fmt/format.h>

#include <vector>

namespace tests {

namespace {

constexpr std::string_view kHost[] = {"h"};
constexpr std::string_view kCpu[] = {"h", "cpu", "mode"};
constexpr std::string_view kCollector[] = {"h", "collector"};
constexpr std::string_view kRequests[] = {"h", "code"};
constexpr std::string_view kSensor[] = {"h", "sensor"};
constexpr std::string_view kBucket[] = {"h", "le"};

} // namespace

std::span<const PromqlGenerator::Metric> PromqlGenerator::metrics()
{
    using enum Metric::Kind;
    static constexpr Metric kMetrics[] = {
        {"node_cpu_seconds_total", Counter, kCpu, false},
        {"node_context_switches_total", Counter, kHost, true},
        {"node_intr_total", Counter, kHost, true},
        {"demo_requests_total", Counter, kRequests, false},
        {"go_memstats_heap_alloc_bytes", Gauge, kHost, true},
        {"go_memstats_heap_objects", Gauge, kHost, true},
        {"node_scrape_collector_duration_seconds", Gauge, kCollector, true},
        {"demo_temperature_celsius", Gauge, kSensor, true},
        {"demo_connections", Gauge, kHost, false},
        {"demo_latency_seconds_bucket", Histogram, kBucket, false},
    };
    return kMetrics;
}

const PromqlGenerator::Metric &PromqlGenerator::metric(Metric::Kind kind)
{
    for (;;) {
        const auto &found = anyMetric();
        if (found.kind == kind)
            return found;
    }
}

const PromqlGenerator::Metric &PromqlGenerator::anyMetric() { return metrics()[below(metrics().size())]; }

std::string PromqlGenerator::matchers(const Metric &metric)
{
    std::vector<std::string> found;
    if (chance(40))
        found.push_back(std::string(word({R"(h="0")", R"(h=~"0|1")", R"(h!="1")", R"(h!~"0.*")", R"(h=~".+")", R"(absent="")", R"(h="none")"})));
    if (metric.labels.size() > 2 && chance(60))
        found.push_back(std::string(word({R"(mode="user")", R"(mode!="idle")", R"(mode=~"user|system")", R"(mode!~"idle|iowait|nice|irq|steal")"})));
    if (metric.labels.back() == "collector" && chance(50))
        found.push_back(
            std::string(word({R"(collector=~"cpu.*")", R"(collector="meminfo")", R"(collector=~"net.+|nfs")", R"(collector!~"[a-m].*")"})));
    return found.empty() ? std::string() : fmt::format("{{{}}}", fmt::join(found, ","));
}

std::string PromqlGenerator::duration() { return std::string(word({"30s", "1m", "1m30s", "2m", "5m", "5m", "5m", "7m", "10m", "613s"})); }

// 2.42 moves a range vector with @ along with the steps under predict_linear() (mended in 2.51): only instant selectors have it here. Not
// together with offset, which timestamp() forgets then.
std::string PromqlGenerator::shift(bool isRange)
{
    if (!isRange && chance(5))
        return std::string(word({" @ 1700008800", " @ 1700009000.5", " @ start()", " @ end()"}));
    return chance(10) ? std::string(word({" offset 1m", " offset 5m", " offset -2m", " offset 90s"})) : std::string();
}

std::string PromqlGenerator::number() { return std::string(word({"0", "1", "2", "0.5", "-1", "10", "1e3", "100", "3.7", "0x1f", "60"})); }

std::string PromqlGenerator::labelList(const Metric &metric)
{
    std::string text;
    for (const auto label : metric.labels) {
        if (chance(50))
            text += (text.empty() ? "" : ",") + std::string(label);
    }
    return fmt::format("({})", text);
}

std::string PromqlGenerator::selector(const Metric &metric) { return std::string(metric.name) + matchers(metric) + shift(false); }

std::string PromqlGenerator::rangeOf(const Metric &metric)
{
    return fmt::format("{}{}[{}]{}", metric.name, matchers(metric), duration(), shift(true));
}

std::string PromqlGenerator::rate(const Metric &metric)
{
    return fmt::format("{}({})", word({"rate", "rate", "rate", "rate", "increase", "increase", "irate"}), rangeOf(metric));
}

std::string PromqlGenerator::overTime(int depth)
{
    const auto &gauge = metric(Metric::Kind::Gauge);
    const auto of = depth > 0 && chance(35) ? subquery(depth - 1) : rangeOf(chance(80) ? gauge : metric(Metric::Kind::Counter));
    switch (below(8)) {
    case 0: return fmt::format("{}({})", word({"delta", "idelta", "deriv"}), of);
    case 1: return fmt::format("predict_linear({}, {})", of, word({"60", "3600", "-300"}));
    // Of computed values rounding counts, and sums are rounded otherwise since 2.54.
    case 2: return fmt::format("{}({})", word({"changes", "resets"}), rangeOf(anyMetric()));
    case 3: return fmt::format("quantile_over_time({}, {})", word({"0.5", "0.95", "0", "1", "0.123", "1.5", "-1"}), of);
    case 4: return fmt::format("double_exponential_smoothing({}, {}, {})", of, word({"0.3", "0.5"}), word({"0.1", "0.6"}));
    case 5: return fmt::format("{}({})", word({"count_over_time", "present_over_time", "last_over_time", "absent_over_time"}), of);
    default:
        return fmt::format("{}({})",
                           word({"avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "stddev_over_time", "stdvar_over_time"}), of);
    }
}

std::string PromqlGenerator::subquery(int depth)
{
    const auto step = word({"", "", "15s", "30s", "1m", "47s"});
    std::string inner = chance(60) ? rate(metric(Metric::Kind::Counter)) : vector(depth);
    if (!inner.ends_with(')'))
        inner = fmt::format("({})", inner);
    return fmt::format("{}[{}:{}]{}", inner, word({"2m", "5m", "10m"}), step, shift(true));
}

std::string PromqlGenerator::aggregation(int depth)
{
    const auto &of = anyMetric();
    const auto inner = of.kind == Metric::Kind::Counter && chance(70) ? rate(of) : chance(60) ? selector(of) : vector(depth - 1);
    std::string grouping;
    if (chance(60))
        grouping = fmt::format(" {} {} ", chance(80) ? "by" : "without", labelList(of));
    switch (below(12)) {
    case 0: {
        // Of series with the same value either may be chosen.
        const auto &distinct = metric(chance(50) ? Metric::Kind::Gauge : Metric::Kind::Counter);
        return fmt::format("{}({}, {})", word({"topk", "topk", "bottomk"}), word({"1", "2", "3", "5"}),
                           selector(distinct.isDistinct ? distinct : metrics()[6]));
    }
    case 1: return fmt::format("quantile{}({}, {})", grouping, word({"0.5", "0.9", "0", "1", "2"}), inner);
    case 2: return fmt::format("count_values{}(\"value\", {})", grouping, selector(metrics()[8]));
    case 3: return fmt::format("{}{}({})", word({"stddev", "stdvar"}), grouping, selector(metric(Metric::Kind::Gauge)));
    case 4: return fmt::format("{}({}){}", word({"min", "max", "group"}), inner, grouping);
    case 5: return fmt::format("count{}({})", grouping, inner);
    case 6:
    case 7: return fmt::format("{}{}({})", word({"avg", "min", "max"}), grouping, inner);
    default: return fmt::format("sum{}({})", grouping, inner);
    }
}

std::string PromqlGenerator::histogramQuantile()
{
    const auto &buckets = metric(Metric::Kind::Histogram);
    const auto quantile = word({"0.5", "0.9", "0.95", "0.99", "0", "1", "1.5"});
    if (chance(50))
        return fmt::format("histogram_quantile({}, sum by (le{}) ({}))", quantile, chance(40) ? ", h" : "", rate(buckets));
    return fmt::format("histogram_quantile({}, {})", quantile, chance(70) ? rate(buckets) : selector(buckets));
}

// Not of what may be infinite: the processor decides what whole number that is for Prometheus.
std::string PromqlGenerator::dateFunction()
{
    const auto name = word({"minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year"});
    return chance(40) ? fmt::format("{}()", name)
                      : fmt::format("{}({})", name, chance(50) ? fmt::format("vector(time() - {} * 1e4)", number()) : selector(anyMetric()));
}

std::string PromqlGenerator::labelFunction(int depth)
{
    const auto inner = vector(depth - 1);
    if (chance(30))
        return fmt::format(R"(label_join({}, "joined", "{}", "h", "cpu", "collector"))", inner, word({"-", ""}));
    const auto arguments = word({R"x("host", "host-$1", "h", "(.*)")x", R"x("kind", "$1", "collector", "(...).*")x", R"x("h", "", "h", "1")x",
                                 R"x("copy", "${1}x$2", "mode", "(u)(ser|x)")x", R"x("none", "x", "nothing", "")x"});
    return fmt::format("label_replace({}, {})", inner, arguments);
}

std::string PromqlGenerator::function(int depth)
{
    // At a step of round() and its kin the last digit decides, and averages differ in it since 2.55.
    const auto exact = chance(50) ? selector(anyMetric()) : rate(metric(Metric::Kind::Counter));
    switch (below(9)) {
    case 0: return fmt::format("{}({}, {})", word({"clamp_min", "clamp_max"}), vector(depth - 1), scalar(depth - 1));
    case 1: return fmt::format("clamp({}, {}, {})", vector(depth - 1), number(), number());
    case 2: return fmt::format("round({}{})", exact, word({"", ", 0.1", ", 5", ", 0.003"}));
    case 3: return fmt::format("{}({})", word({"absent", "timestamp"}), chance(50) ? selector(anyMetric()) : vector(depth - 1));
    case 4: return labelFunction(depth);
    case 5: return dateFunction();
    case 6: return fmt::format("vector({})", scalar(depth - 1));
    case 7:
        return fmt::format("{}({})", word({"ln", "log2", "log10", "exp", "sqrt", "sgn", "deg", "rad", "atan", "tanh", "asinh"}), vector(depth - 1));
    default: return fmt::format("{}({})", word({"abs", "ceil", "floor"}), exact);
    }
}

std::string PromqlGenerator::joined(int depth)
{
    const auto &of = metric(Metric::Kind::Counter);
    const auto many = of.labels.size() > 1 ? rate(of) : rate(metrics().front());
    const auto one = fmt::format("sum by (h) ({})", chance(60) ? rate(of) : vector(depth - 1));
    const auto side = word({"group_left", "group_left()", "group_left(nothing)"});
    if (chance(20))
        return fmt::format("{} {} on (h) group_right {}", one, word({"/", "*", "<"}), many);
    return fmt::format("{} {} {} {} {}", many, word({"/", "*", ">", "+"}), chance(70) ? "on (h)" : "ignoring (cpu, mode, code)", side, one);
}

// atan2 keeps the metric's name in 2.42 (until 2.47): here it has none. Where both sides are near each other their difference is rounding alone,
// which summing in another order changes: what is subtracted is another metric or a number.
std::string PromqlGenerator::binary(int depth)
{
    if (chance(25))
        return joined(depth);
    const auto comparison = word({">", "<", ">=", "<=", "==", "!="});
    const auto left = vector(depth - 1);
    if (chance(30))
        return fmt::format("{} {} {}{}", left, comparison, chance(40) ? "bool " : "", chance(60) ? number() : scalar(depth - 1));
    const auto arithmetic = word({"+", "-", "*", "*", "/", "/", "^"});
    if (chance(50))
        return chance(70) ? fmt::format("{} {} {}", left, arithmetic, number()) : fmt::format("{} {} {}", scalar(depth - 1), arithmetic, left);
    if (chance(10)) // a remainder enlarges the rounding of what it divides
        return fmt::format("{} % {}", selector(anyMetric()), number());
    const auto match = word({"", "", "on (h) ", "on () ", "ignoring (collector, mode, cpu, code, sensor, le) "});
    return fmt::format("sum by (h) ({}) {} {}{}", left, word({"/", "*", "+", ">", "<=", "atan2"}), match, aggregation(depth - 1));
}

std::string PromqlGenerator::setOperation(int depth)
{
    return fmt::format("{} {} {}{}", vector(depth - 1), word({"and", "or", "or", "unless"}), word({"", "", "on (h) ", "ignoring (h) "}),
                       vector(depth - 1));
}

std::string PromqlGenerator::scalar(int depth)
{
    if (depth <= 0 || chance(60))
        return number();
    switch (below(4)) {
    case 0: return "time()";
    case 1: return fmt::format("scalar({})", vector(depth - 1));
    case 2: return fmt::format("({} {} {})", scalar(depth - 1), word({"+", "-", "*", "/", "^"}), scalar(depth - 1));
    default: return fmt::format("({} {} bool {})", scalar(depth - 1), word({"==", ">", "<="}), number());
    }
}

std::string PromqlGenerator::vector(int depth)
{
    if (depth <= 0)
        return chance(50) ? rate(metric(Metric::Kind::Counter)) : selector(anyMetric());
    switch (below(12)) {
    case 0: return selector(anyMetric());
    case 1: return rate(metric(Metric::Kind::Counter));
    case 2: return overTime(depth);
    case 3:
    case 4:
    case 5: return aggregation(depth);
    case 6: return histogramQuantile();
    case 7: return function(depth);
    case 8: return chance(70) ? fmt::format("({})", vector(depth - 1)) : fmt::format("{}({})", word({"-", "+"}), vector(depth - 1));
    case 9: return fmt::format("({})", setOperation(depth));
    default: return fmt::format("({})", binary(depth));
    }
}

PromqlGenerator::Expression PromqlGenerator::next()
{
    const int depth = 1 + int(below(3));
    if (chance(4))
        return {fmt::format("{}({})", word({"sort", "sort_desc"}), selector(metrics()[below(2) == 0 ? 6 : 4])), true};
    if (chance(4))
        return {scalar(depth), false};
    return {vector(depth), false};
}

} // namespace tests
