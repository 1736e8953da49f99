#include "models/query/call.h"
#include "models/query/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

// Functions of classic histograms: series per bucket, told apart by the label le, each counting what is not above it.
namespace query {

using metric::Labels;
using metric::LabelsRef;
using metric::Result;

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Bucket {
    double bound;
    double count;
};

// Several series may have the same bound ("1" and "1.0").
void bringTogether(std::vector<Bucket> &buckets)
{
    std::sort(buckets.begin(), buckets.end(), [](const Bucket &a, const Bucket &b) { return a.bound < b.bound; });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < buckets.size(); ++i) {
        if (buckets[i].bound == buckets[kept].bound)
            buckets[kept].count += buckets[i].count;
        else
            buckets[++kept] = buckets[i];
    }
    buckets.resize(kept + 1);
}

bool nearlyEqual(double a, double b)
{
    constexpr double kTolerance = 1e-12;
    const double difference = std::abs(a - b);
    const double sum = std::abs(a) + std::abs(b);
    if (a == 0 || b == 0 || sum < std::numeric_limits<double>::min())
        return difference < kTolerance * std::numeric_limits<double>::min();
    return difference / std::min(sum, std::numeric_limits<double>::max()) < kTolerance;
}

// Counts must not fall from bucket to bucket. Where they do by more than rounding makes, true.
bool makeMonotonic(std::vector<Bucket> &buckets)
{
    bool wasForced = false;
    double before = buckets.front().count;
    for (auto &bucket : buckets) {
        const bool isNear = nearlyEqual(before, bucket.count);
        if (!isNear && bucket.count >= before) {
            before = bucket.count;
            continue;
        }
        wasForced = wasForced || !(isNear || std::isnan(bucket.count));
        bucket.count = before;
    }
    return wasForced;
}

// REQUIRES: some bucket.
double quantileOfBuckets(double q, std::vector<Bucket> &buckets, bool &wasForced)
{
    if (std::isnan(q))
        return kUndefined;
    if (q < 0)
        return -kInfinity;
    if (q > 1)
        return kInfinity;
    bringTogether(buckets);
    if (buckets.back().bound != kInfinity)
        return kUndefined;
    wasForced = makeMonotonic(buckets) || wasForced;
    if (buckets.size() < 2)
        return kUndefined;
    const double observations = buckets.back().count;
    if (observations == 0 || std::isnan(observations))
        return kUndefined;
    double rank = q * observations;
    const auto found = std::find_if(buckets.begin(), buckets.end() - 1, [&](const Bucket &bucket) { return bucket.count >= rank; });
    const auto at = std::size_t(found - buckets.begin());
    if (at == buckets.size() - 1)
        return buckets[at - 1].bound;
    if (at == 0 && buckets[0].bound <= 0)
        return buckets[0].bound;
    double from = 0;
    double count = buckets[at].count;
    if (at > 0) {
        from = buckets[at - 1].bound;
        count -= buckets[at - 1].count;
        rank -= buckets[at - 1].count;
    }
    return from + (buckets[at].bound - from) * (rank / count);
}

// The share of observations between two values; within a bucket they are taken to lie evenly.
double fractionOfBuckets(double lower, double upper, std::vector<Bucket> &buckets)
{
    bringTogether(buckets);
    if (buckets.back().bound != kInfinity)
        return kUndefined;
    makeMonotonic(buckets);
    const double count = buckets.back().count;
    if (count == 0 || std::isnan(lower) || std::isnan(upper) || std::isnan(count))
        return kUndefined;
    if (lower >= upper)
        return 0;
    const auto rankOf = [&](double value) {
        double below = 0;
        for (std::size_t i = 0; i < buckets.size(); ++i) {
            const double from = i > 0 ? buckets[i - 1].bound : buckets[i].bound > 0 ? 0 : -kInfinity;
            const double to = buckets[i].bound;
            if (value <= from)
                return below;
            if (value < to) {
                if (std::isinf(from))
                    return below;
                return to == kInfinity ? below : below + (buckets[i].count - below) * (value - from) / (to - from);
            }
            below = buckets[i].count;
        }
        return count;
    };
    return (std::min(rankOf(upper), count) - std::min(rankOf(lower), count)) / count;
}

std::optional<double> boundOf(std::string_view text)
{
    if (text == "+Inf" || text == "Inf" || text == "inf" || text == "+inf")
        return kInfinity;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double bound = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), bound);
    return error == std::errc() && rest == text.data() + text.size() ? std::optional(bound) : std::nullopt;
}

// The buckets of one histogram.
struct HistogramSeries {
    LabelsRef labels;
    bool dropName;
    std::vector<std::pair<double, std::size_t>> buckets; // bound, place
};

std::vector<HistogramSeries> histogramsOf(Evaluation &evaluation, const Dense &dense, const Node &about)
{
    static constexpr std::string_view kBound[] = {"le"};
    std::map<Labels, HistogramSeries> histograms;
    for (std::size_t i = 0; i < dense.size(); ++i) {
        const auto &labels = *dense[i].labels;
        const auto bound = boundOf(labels.get("le"));
        if (!bound) {
            const auto metric = labels.metricName();
            evaluation.notes().warn(fmt::format("bucket label \"le\" is missing or has a malformed value of \"{}\"{}", labels.get("le"),
                                                metric.empty() ? std::string() : fmt::format(" for metric name \"{}\"", metric)),
                                    about);
            continue;
        }
        auto key = labels.without(kBound);
        auto &histogram = histograms[key];
        if (!histogram.labels) {
            DenseSeries identity{std::make_shared<const Labels>(std::move(key)), {}, dense[i].dropName};
            evaluation.dropName(identity);
            histogram.labels = identity.labels;
            histogram.dropName = identity.dropName;
        }
        histogram.buckets.emplace_back(*bound, i);
    }
    std::vector<HistogramSeries> found;
    for (auto &[key, histogram] : histograms)
        found.push_back(std::move(histogram));
    return found;
}

// One value per histogram and moment, from its buckets then.
template <class Compute>
Result<Evaluated> eachHistogram(Evaluation &evaluation, const CallSite &site, Compute compute)
{
    const Node &buckets = site.argument(site.count() - 1);
    const auto dense = evaluation.vector(buckets, site.grid);
    if (!dense)
        return tl::unexpected(dense.error());
    Dense results;
    std::vector<Bucket> present;
    for (const auto &histogram : histogramsOf(evaluation, *dense, buckets)) {
        DenseSeries result{histogram.labels, std::vector<double>(site.grid.count, kAbsent), histogram.dropName};
        for (std::size_t i = 0; i < site.grid.count; ++i) {
            present.clear();
            for (const auto &[bound, place] : histogram.buckets) {
                if (!isAbsent((*dense)[place].values[i]))
                    present.push_back({bound, (*dense)[place].values[i]});
            }
            if (!present.empty())
                result.values[i] = compute(present, i, (*dense)[histogram.buckets.front().second]);
        }
        if (hasValues(result))
            results.push_back(std::move(result));
    }
    return mergedVector(std::move(results));
}

Result<Evaluated> histogramQuantile(Evaluation &evaluation, const CallSite &site)
{
    const auto quantiles = evaluation.scalar(site.argument(0), site.grid);
    if (!quantiles)
        return tl::unexpected(quantiles.error());
    for (const double q : *quantiles) {
        if (!(q >= 0 && q <= 1))
            evaluation.notes().warn(fmt::format("quantile value should be between 0 and 1, got {}", numberText(q)), site.argument(0));
    }
    return eachHistogram(evaluation, site, [&](std::vector<Bucket> &buckets, std::size_t moment, const DenseSeries &some) {
        bool wasForced = false;
        const double value = quantileOfBuckets((*quantiles)[moment], buckets, wasForced);
        if (wasForced) {
            const auto metric = some.labels->metricName();
            evaluation.notes().inform(fmt::format("input to histogram_quantile needed to be fixed for monotonicity (see "
                                                  "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile){}",
                                                  metric.empty() ? std::string() : fmt::format(" for metric name \"{}\"", metric)),
                                      site.argument(1));
        }
        return value;
    });
}

Result<Evaluated> histogramFraction(Evaluation &evaluation, const CallSite &site)
{
    const auto lower = evaluation.scalar(site.argument(0), site.grid);
    if (!lower)
        return tl::unexpected(lower.error());
    const auto upper = evaluation.scalar(site.argument(1), site.grid);
    if (!upper)
        return tl::unexpected(upper.error());
    return eachHistogram(evaluation, site, [&](std::vector<Bucket> &buckets, std::size_t moment, const DenseSeries &) {
        return fractionOfBuckets((*lower)[moment], (*upper)[moment], buckets);
    });
}

} // namespace

std::span<const NamedCall> histogramCalls()
{
    static constexpr NamedCall kCalls[] = {{"histogram_quantile", histogramQuantile}, {"histogram_fraction", histogramFraction}};
    return kCalls;
}

} // namespace query
