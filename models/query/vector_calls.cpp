#include "models/query/call.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

// Functions of the values of an instant vector, and of time.
namespace query {

using metric::Result;

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

struct NamedMath {
    std::string_view name;
    double (*function)(double);
};

constexpr double kDegrees = 180 / std::numbers::pi;

const NamedMath kMath[] = {
    {"abs", [](double v) { return std::abs(v); }},     {"acos", [](double v) { return std::acos(v); }},
    {"acosh", [](double v) { return std::acosh(v); }}, {"asin", [](double v) { return std::asin(v); }},
    {"asinh", [](double v) { return std::asinh(v); }}, {"atan", [](double v) { return std::atan(v); }},
    {"atanh", [](double v) { return std::atanh(v); }}, {"ceil", [](double v) { return std::ceil(v); }},
    {"cos", [](double v) { return std::cos(v); }},     {"cosh", [](double v) { return std::cosh(v); }},
    {"deg", [](double v) { return v * kDegrees; }},    {"exp", [](double v) { return std::exp(v); }},
    {"floor", [](double v) { return std::floor(v); }}, {"ln", [](double v) { return std::log(v); }},
    {"log10", [](double v) { return std::log10(v); }}, {"log2", [](double v) { return std::log2(v); }},
    {"rad", [](double v) { return v / kDegrees; }},    {"sgn", [](double v) { return v < 0 ? -1 : v > 0 ? 1 : v; }},
    {"sin", [](double v) { return std::sin(v); }},     {"sinh", [](double v) { return std::sinh(v); }},
    {"sqrt", [](double v) { return std::sqrt(v); }},   {"tan", [](double v) { return std::tan(v); }},
    {"tanh", [](double v) { return std::tanh(v); }},
};

// What a moment in the calendar (UTC) has of each.
struct CalendarDay {
    std::chrono::sys_days day;
    std::chrono::year_month_day date;
    std::chrono::seconds ofDay;
};

struct NamedDate {
    std::string_view name;
    double (*function)(const CalendarDay &day);
};

std::chrono::sys_days firstOfYear(const CalendarDay &day) { return std::chrono::sys_days(day.date.year() / 1 / 1); }

const NamedDate kDates[] = {
    {"day_of_month", [](const CalendarDay &day) { return double(unsigned(day.date.day())); }},
    {"day_of_week", [](const CalendarDay &day) { return double(std::chrono::weekday(day.day).c_encoding()); }},
    {"day_of_year", [](const CalendarDay &day) { return double((day.day - firstOfYear(day)).count() + 1); }},
    {"days_in_month", [](const CalendarDay &day) { return double(unsigned((day.date.year() / day.date.month() / std::chrono::last).day())); }},
    {"hour", [](const CalendarDay &day) { return double(std::chrono::hh_mm_ss(day.ofDay).hours().count()); }},
    {"minute", [](const CalendarDay &day) { return double(std::chrono::hh_mm_ss(day.ofDay).minutes().count()); }},
    {"month", [](const CalendarDay &day) { return double(unsigned(day.date.month())); }},
    {"year", [](const CalendarDay &day) { return double(int(day.date.year())); }},
};

template <class Row, std::size_t n>
const Row &rowOf(const Row (&rows)[n], std::string_view name)
{
    return *std::find_if(std::begin(rows), std::end(rows), [&](const Row &row) { return row.name == name; });
}

// Every value of the first argument through `compute(value, moment)`; the name goes.
template <class Compute>
Result<Evaluated> eachValue(Evaluation &evaluation, const CallSite &site, Compute compute)
{
    auto dense = evaluation.vector(site.argument(0), site.grid);
    if (!dense)
        return tl::unexpected(dense.error());
    for (auto &series : *dense) {
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (!isAbsent(series.values[i]))
                series.values[i] = compute(series.values[i], i);
        }
        evaluation.dropName(series);
    }
    std::erase_if(*dense, [](const DenseSeries &series) { return !hasValues(series); });
    return mergedVector(std::move(*dense));
}

Result<Evaluated> math(Evaluation &evaluation, const CallSite &site)
{
    const auto function = rowOf(kMath, site.call.function->name).function;
    return eachValue(evaluation, site, [function](double value, std::size_t) { return function(value); });
}

double secondsAt(const Grid &grid, std::size_t moment) { return double(grid.at(moment).time_since_epoch().count()) / 1000; }

Result<Evaluated> date(Evaluation &evaluation, const CallSite &site)
{
    const auto function = rowOf(kDates, site.call.function->name).function;
    const auto compute = [function](double value) {
        // Beyond the calendar's years there is no date.
        if (!(std::abs(value) < 9e11))
            return kNothing;
        const std::chrono::sys_seconds at{std::chrono::seconds(std::int64_t(value))};
        const auto day = std::chrono::floor<std::chrono::days>(at);
        return function({day, std::chrono::year_month_day(day), at - day});
    };
    if (site.count() > 0)
        return eachValue(evaluation, site, [&](double value, std::size_t) { return compute(value); });
    DenseSeries series{emptyLabels(), std::vector<double>(site.grid.count), false};
    for (std::size_t i = 0; i < site.grid.count; ++i)
        series.values[i] = compute(secondsAt(site.grid, i));
    Evaluated evaluated;
    evaluated.series.push_back(std::move(series));
    return evaluated;
}

Result<Evaluated> clamp(Evaluation &evaluation, const CallSite &site)
{
    const auto name = site.call.function->name;
    std::vector<double> low(site.grid.count, -std::numeric_limits<double>::infinity());
    std::vector<double> high(site.grid.count, std::numeric_limits<double>::infinity());
    if (name != "clamp_max") {
        auto scalar = evaluation.scalar(site.argument(1), site.grid);
        if (!scalar)
            return tl::unexpected(scalar.error());
        low = std::move(*scalar);
    }
    if (name != "clamp_min") {
        auto scalar = evaluation.scalar(site.argument(site.count() - 1), site.grid);
        if (!scalar)
            return tl::unexpected(scalar.error());
        high = std::move(*scalar);
    }
    return eachValue(evaluation, site, [&](double value, std::size_t i) {
        if (high[i] < low[i])
            return kAbsent;
        if (std::isnan(low[i]) || std::isnan(high[i]))
            return kNothing;
        // A value that is NaN stays so.
        return value < low[i] ? low[i] : value > high[i] ? high[i] : value;
    });
}

Result<Evaluated> roundTo(Evaluation &evaluation, const CallSite &site)
{
    std::vector<double> inverse(site.grid.count, 1);
    if (site.count() > 1) {
        auto nearest = evaluation.scalar(site.argument(1), site.grid);
        if (!nearest)
            return tl::unexpected(nearest.error());
        std::transform(nearest->begin(), nearest->end(), inverse.begin(), [](double to) { return 1 / to; });
    }
    return eachValue(evaluation, site, [&](double value, std::size_t i) { return std::floor(value * inverse[i] + 0.5) / inverse[i]; });
}

Result<Evaluated> timestamp(Evaluation &evaluation, const CallSite &site)
{
    if (const auto *selector = unwrapped(site.argument(0)).as<VectorSelector>()) {
        auto dense = evaluation.select(*selector, site.grid, Evaluation::Tell::Times);
        if (!dense)
            return tl::unexpected(dense.error());
        for (auto &series : *dense)
            evaluation.dropName(series);
        return mergedVector(std::move(*dense));
    }
    return eachValue(evaluation, site, [&](double, std::size_t i) { return secondsAt(site.grid, i); });
}

Result<Evaluated> time(Evaluation &, const CallSite &site)
{
    Evaluated evaluated{ValueType::Scalar, std::vector<double>(site.grid.count), {}, {}};
    for (std::size_t i = 0; i < site.grid.count; ++i)
        evaluated.scalar[i] = secondsAt(site.grid, i);
    return evaluated;
}

Result<Evaluated> pi(Evaluation &, const CallSite &site)
{
    return Evaluated{ValueType::Scalar, std::vector<double>(site.grid.count, std::numbers::pi), {}, {}};
}

Result<Evaluated> scalar(Evaluation &evaluation, const CallSite &site)
{
    const auto dense = evaluation.vector(site.argument(0), site.grid);
    if (!dense)
        return tl::unexpected(dense.error());
    Evaluated evaluated{ValueType::Scalar, std::vector<double>(site.grid.count, kNothing), {}, {}};
    std::vector<std::size_t> found(site.grid.count, 0);
    for (const auto &series : *dense) {
        for (std::size_t i = 0; i < site.grid.count; ++i) {
            if (!isAbsent(series.values[i]))
                evaluated.scalar[i] = ++found[i] == 1 ? series.values[i] : kNothing;
        }
    }
    return evaluated;
}

Result<Evaluated> vector(Evaluation &evaluation, const CallSite &site)
{
    auto values = evaluation.scalar(site.argument(0), site.grid);
    if (!values)
        return tl::unexpected(values.error());
    Evaluated evaluated;
    evaluated.series.push_back({emptyLabels(), std::move(*values), false});
    return evaluated;
}

Result<Evaluated> absent(Evaluation &evaluation, const CallSite &site)
{
    const auto dense = evaluation.vector(site.argument(0), site.grid);
    if (!dense)
        return tl::unexpected(dense.error());
    DenseSeries absent{labelsOfAbsent(site.argument(0)), std::vector<double>(site.grid.count, 1), false};
    for (const auto &series : *dense) {
        for (std::size_t i = 0; i < site.grid.count; ++i) {
            if (!isAbsent(series.values[i]))
                absent.values[i] = kAbsent;
        }
    }
    Evaluated evaluated;
    if (hasValues(absent))
        evaluated.series.push_back(std::move(absent));
    return evaluated;
}

} // namespace

std::span<const NamedCall> vectorCalls()
{
    static const auto kCalls = [] {
        std::vector<NamedCall> calls{{"clamp", clamp}, {"clamp_min", clamp}, {"clamp_max", clamp}, {"round", roundTo}, {"timestamp", timestamp},
                                     {"time", time},   {"pi", pi},           {"scalar", scalar},   {"vector", vector}, {"absent", absent}};
        for (const auto &each : kMath)
            calls.push_back({each.name, math});
        for (const auto &each : kDates)
            calls.push_back({each.name, date});
        return calls;
    }();
    return kCalls;
}

} // namespace query
