#include "models/query/function.h"

#include <algorithm>
#include <array>

namespace query {

namespace {

constexpr int kAnyMore = Function::kAnyNumber;

constexpr std::array kTakesMatrix{ValueType::Matrix};
constexpr std::array kTakesMatrixScalar{ValueType::Matrix, ValueType::Scalar};
constexpr std::array kTakesMatrixScalarScalar{ValueType::Matrix, ValueType::Scalar, ValueType::Scalar};
constexpr std::array kTakesScalar{ValueType::Scalar};
constexpr std::array kTakesScalarMatrix{ValueType::Scalar, ValueType::Matrix};
constexpr std::array kTakesScalarScalarVector{ValueType::Scalar, ValueType::Scalar, ValueType::Vector};
constexpr std::array kTakesScalarVector{ValueType::Scalar, ValueType::Vector};
constexpr std::array kTakesVector{ValueType::Vector};
constexpr std::array kTakesVectorScalar{ValueType::Vector, ValueType::Scalar};
constexpr std::array kTakesVectorScalarScalar{ValueType::Vector, ValueType::Scalar, ValueType::Scalar};
constexpr std::array kTakesVectorString{ValueType::Vector, ValueType::String};
constexpr std::array kTakesVectorStringStringString{ValueType::Vector, ValueType::String, ValueType::String, ValueType::String};
constexpr std::array kTakesVectorStringStringStringString{ValueType::Vector, ValueType::String, ValueType::String, ValueType::String,
                                                          ValueType::String};
constexpr std::array kTakesVectorVector{ValueType::Vector, ValueType::Vector};

// promql/parser/functions.go of Prometheus 3.5.
constexpr Function kFunctions[] = {
    {"abs", kTakesVector, 0, ValueType::Vector},
    {"absent", kTakesVector, 0, ValueType::Vector},
    {"absent_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"acos", kTakesVector, 0, ValueType::Vector},
    {"acosh", kTakesVector, 0, ValueType::Vector},
    {"asin", kTakesVector, 0, ValueType::Vector},
    {"asinh", kTakesVector, 0, ValueType::Vector},
    {"atan", kTakesVector, 0, ValueType::Vector},
    {"atanh", kTakesVector, 0, ValueType::Vector},
    {"avg_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"ceil", kTakesVector, 0, ValueType::Vector},
    {"changes", kTakesMatrix, 0, ValueType::Vector},
    {"clamp", kTakesVectorScalarScalar, 0, ValueType::Vector},
    {"clamp_max", kTakesVectorScalar, 0, ValueType::Vector},
    {"clamp_min", kTakesVectorScalar, 0, ValueType::Vector},
    {"cos", kTakesVector, 0, ValueType::Vector},
    {"cosh", kTakesVector, 0, ValueType::Vector},
    {"count_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"day_of_month", kTakesVector, 1, ValueType::Vector},
    {"day_of_week", kTakesVector, 1, ValueType::Vector},
    {"day_of_year", kTakesVector, 1, ValueType::Vector},
    {"days_in_month", kTakesVector, 1, ValueType::Vector},
    {"deg", kTakesVector, 0, ValueType::Vector},
    {"delta", kTakesMatrix, 0, ValueType::Vector},
    {"deriv", kTakesMatrix, 0, ValueType::Vector},
    {"double_exponential_smoothing", kTakesMatrixScalarScalar, 0, ValueType::Vector, true},
    {"exp", kTakesVector, 0, ValueType::Vector},
    {"floor", kTakesVector, 0, ValueType::Vector},
    {"histogram_avg", kTakesVector, 0, ValueType::Vector, false, true},
    {"histogram_count", kTakesVector, 0, ValueType::Vector, false, true},
    {"histogram_fraction", kTakesScalarScalarVector, 0, ValueType::Vector},
    {"histogram_quantile", kTakesScalarVector, 0, ValueType::Vector},
    {"histogram_stddev", kTakesVector, 0, ValueType::Vector, false, true},
    {"histogram_stdvar", kTakesVector, 0, ValueType::Vector, false, true},
    {"histogram_sum", kTakesVector, 0, ValueType::Vector, false, true},
    {"hour", kTakesVector, 1, ValueType::Vector},
    {"idelta", kTakesMatrix, 0, ValueType::Vector},
    {"increase", kTakesMatrix, 0, ValueType::Vector},
    {"info", kTakesVectorVector, 1, ValueType::Vector, true},
    {"irate", kTakesMatrix, 0, ValueType::Vector},
    {"label_join", kTakesVectorStringStringString, kAnyMore, ValueType::Vector},
    {"label_replace", kTakesVectorStringStringStringString, 0, ValueType::Vector},
    {"last_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"ln", kTakesVector, 0, ValueType::Vector},
    {"log10", kTakesVector, 0, ValueType::Vector},
    {"log2", kTakesVector, 0, ValueType::Vector},
    {"mad_over_time", kTakesMatrix, 0, ValueType::Vector, true},
    {"max_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"min_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"minute", kTakesVector, 1, ValueType::Vector},
    {"month", kTakesVector, 1, ValueType::Vector},
    {"pi", {}, 0, ValueType::Scalar},
    {"predict_linear", kTakesMatrixScalar, 0, ValueType::Vector},
    {"present_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"quantile_over_time", kTakesScalarMatrix, 0, ValueType::Vector},
    {"rad", kTakesVector, 0, ValueType::Vector},
    {"rate", kTakesMatrix, 0, ValueType::Vector},
    {"resets", kTakesMatrix, 0, ValueType::Vector},
    {"round", kTakesVectorScalar, 1, ValueType::Vector},
    {"scalar", kTakesVector, 0, ValueType::Scalar},
    {"sgn", kTakesVector, 0, ValueType::Vector},
    {"sin", kTakesVector, 0, ValueType::Vector},
    {"sinh", kTakesVector, 0, ValueType::Vector},
    {"sort", kTakesVector, 0, ValueType::Vector},
    {"sort_by_label", kTakesVectorString, kAnyMore, ValueType::Vector, true},
    {"sort_by_label_desc", kTakesVectorString, kAnyMore, ValueType::Vector, true},
    {"sort_desc", kTakesVector, 0, ValueType::Vector},
    {"sqrt", kTakesVector, 0, ValueType::Vector},
    {"stddev_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"stdvar_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"sum_over_time", kTakesMatrix, 0, ValueType::Vector},
    {"tan", kTakesVector, 0, ValueType::Vector},
    {"tanh", kTakesVector, 0, ValueType::Vector},
    {"time", {}, 0, ValueType::Scalar},
    {"timestamp", kTakesVector, 0, ValueType::Vector},
    {"ts_of_last_over_time", kTakesMatrix, 0, ValueType::Vector, true},
    {"ts_of_max_over_time", kTakesMatrix, 0, ValueType::Vector, true},
    {"ts_of_min_over_time", kTakesMatrix, 0, ValueType::Vector, true},
    {"vector", kTakesScalar, 0, ValueType::Vector},
    {"year", kTakesVector, 1, ValueType::Vector},
};

static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

} // namespace

std::span<const Function> functions() { return kFunctions; }

const Function *findFunction(std::string_view name)
{
    const auto *found = std::ranges::lower_bound(kFunctions, name, {}, &Function::name);
    return found != std::end(kFunctions) && found->name == name ? found : nullptr;
}

} // namespace query
