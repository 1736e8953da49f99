#include "models/metric/utf8.h"
#include "models/query/call.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <compare>
#include <list>
#include <memory>
#include <mutex>

// Functions that change labels, and those that change nothing but the order.
namespace query {

using metric::ErrorCode;
using metric::Labels;
using metric::Result;

namespace {

Result<std::string> textOf(Evaluation &evaluation, const CallSite &site, std::size_t argument)
{
    auto evaluated = evaluation.evaluate(site.argument(argument), site.grid);
    if (!evaluated)
        return tl::unexpected(evaluated.error());
    return std::move(evaluated->text);
}

bool isLabelName(std::string_view name) { return !name.empty() && metric::isUtf8(name); }

// A label put on a series, or taken from it where the value is empty; the name, once set, stays.
void setLabel(DenseSeries &series, const std::string &name, const std::string &value)
{
    series.labels = std::make_shared<const Labels>(series.labels->with({{name, value}}));
    if (name == metric::kMetricName)
        series.dropName = false;
}

// $1, ${1}, $name, ${name} and $$ in a replacement; what names no group is nothing.
std::string expand(std::string_view replacement, std::span<const re2::StringPiece> groups, const std::map<std::string, int> &names)
{
    const auto isWord = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    std::string expanded;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        if (replacement[i] != '$' || i + 1 == replacement.size()) {
            expanded += replacement[i];
            continue;
        }
        if (replacement[i + 1] == '$') {
            expanded += '$';
            ++i;
            continue;
        }
        const bool isBraced = replacement[i + 1] == '{';
        const auto begin = i + 1 + (isBraced ? 1 : 0);
        auto end = begin;
        while (end < replacement.size() && isWord(replacement[end]))
            ++end;
        if (end == begin || (isBraced && (end == replacement.size() || replacement[end] != '}'))) {
            expanded += '$';
            continue;
        }
        const auto name = replacement.substr(begin, end - begin);
        std::size_t number = groups.size();
        const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (error != std::errc() || rest != name.data() + name.size()) {
            const auto named = names.find(std::string(name));
            number = named == names.end() ? groups.size() : std::size_t(named->second);
        }
        if (number < groups.size())
            expanded.append(groups[number].data(), groups[number].size());
        i = isBraced ? end : end - 1;
    }
    return expanded;
}

// A question comes back every second, and its expressions are dearer to compile than to use.
std::shared_ptr<const re2::RE2> compiled(const std::string &pattern)
{
    static constexpr std::size_t kMostKept = 16;
    static std::mutex mutex;
    static std::list<std::shared_ptr<const re2::RE2>> kept; // last asked first
    const std::lock_guard lock(mutex);
    const auto known = std::find_if(kept.begin(), kept.end(), [&](const auto &each) { return each->pattern() == pattern; });
    if (known != kept.end()) {
        kept.splice(kept.begin(), kept, known);
        return kept.front();
    }
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_dot_nl(true);
    auto made = std::make_shared<const re2::RE2>(pattern, options);
    if (!made->ok())
        return made;
    kept.push_front(made);
    if (kept.size() > kMostKept)
        kept.pop_back();
    return made;
}

Result<Evaluated> labelReplace(Evaluation &evaluation, const CallSite &site)
{
    std::string texts[4]; // destination, replacement, source, expression
    for (std::size_t i = 0; i < 4; ++i) {
        auto text = textOf(evaluation, site, i + 1);
        if (!text)
            return tl::unexpected(text.error());
        texts[i] = std::move(*text);
    }
    const auto &[destination, replacement, source, pattern] = texts;
    const auto compiledPattern = compiled(pattern);
    const re2::RE2 &expression = *compiledPattern;
    if (!expression.ok())
        return metric::fail(ErrorCode::InvalidArgument, "invalid regular expression in label_replace(): " + pattern);
    if (!isLabelName(destination))
        return metric::fail(ErrorCode::InvalidArgument, "invalid destination label name in label_replace(): " + destination);

    auto dense = evaluation.vector(site.argument(0), site.grid);
    if (!dense)
        return tl::unexpected(dense.error());
    std::vector<re2::StringPiece> groups(std::size_t(expression.NumberOfCapturingGroups()) + 1);
    for (auto &series : *dense) {
        const auto value = series.labels->get(source);
        if (expression.Match(re2::StringPiece(value.data(), value.size()), 0, value.size(), re2::RE2::ANCHOR_BOTH, groups.data(), int(groups.size())))
            setLabel(series, destination, expand(replacement, groups, expression.NamedCapturingGroups()));
    }
    if (const auto unique = refuseSame(*dense); !unique)
        return tl::unexpected(unique.error());
    return Evaluated{ValueType::Vector, {}, {}, std::move(*dense)};
}

Result<Evaluated> labelJoin(Evaluation &evaluation, const CallSite &site)
{
    std::vector<std::string> texts; // destination, separator, sources
    for (std::size_t i = 1; i < site.count(); ++i) {
        auto text = textOf(evaluation, site, i);
        if (!text)
            return tl::unexpected(text.error());
        texts.push_back(std::move(*text));
    }
    for (std::size_t i = 2; i < texts.size(); ++i) {
        if (!isLabelName(texts[i]))
            return metric::fail(ErrorCode::InvalidArgument, "invalid source label name in label_join(): " + texts[i]);
    }
    if (!isLabelName(texts[0]))
        return metric::fail(ErrorCode::InvalidArgument, "invalid destination label name in label_join(): " + texts[0]);

    auto dense = evaluation.vector(site.argument(0), site.grid);
    if (!dense)
        return tl::unexpected(dense.error());
    for (auto &series : *dense) {
        std::string joined;
        for (std::size_t i = 2; i < texts.size(); ++i) {
            joined += i > 2 ? texts[1] : std::string();
            joined += series.labels->get(texts[i]);
        }
        setLabel(series, texts[0], joined);
    }
    if (const auto unique = refuseSame(*dense); !unique)
        return tl::unexpected(unique.error());
    return Evaluated{ValueType::Vector, {}, {}, std::move(*dense)};
}

// Only of one moment is there an order to speak of; NaN comes last either way.
Result<Evaluated> sortByValue(Evaluation &evaluation, const CallSite &site)
{
    auto evaluated = evaluation.evaluate(site.argument(0), site.grid);
    if (!evaluated || site.grid.count > 1)
        return evaluated;
    const bool descends = site.call.function->name == "sort_desc";
    std::stable_sort(evaluated->series.begin(), evaluated->series.end(), [descends](const DenseSeries &a, const DenseSeries &b) {
        const double x = a.values.front();
        const double y = b.values.front();
        if (std::isnan(x) || std::isnan(y))
            return !std::isnan(x) && std::isnan(y);
        return descends ? x > y : x < y;
    });
    return evaluated;
}

std::string_view takeChunk(std::string_view &text, bool &isNumber)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    isNumber = isDigit(text.front());
    std::size_t length = 1;
    while (length < text.size() && isDigit(text[length]) == isNumber)
        ++length;
    const auto chunk = text.substr(0, length);
    text.remove_prefix(length);
    return chunk;
}

// As people count: a2 before a10.
std::strong_ordering naturalOrder(std::string_view a, std::string_view b)
{
    while (!a.empty() && !b.empty()) {
        bool aIsNumber = false;
        bool bIsNumber = false;
        auto x = takeChunk(a, aIsNumber);
        auto y = takeChunk(b, bIsNumber);
        if (aIsNumber && bIsNumber) {
            x.remove_prefix(std::min(x.find_first_not_of('0'), x.size()));
            y.remove_prefix(std::min(y.find_first_not_of('0'), y.size()));
            if (x.size() != y.size())
                return x.size() <=> y.size();
        }
        if (const auto order = x.compare(y); order != 0)
            return order <=> 0;
    }
    return a.size() <=> b.size();
}

Result<Evaluated> sortByLabel(Evaluation &evaluation, const CallSite &site)
{
    std::vector<std::string> names;
    for (std::size_t i = 1; i < site.count(); ++i) {
        auto text = textOf(evaluation, site, i);
        if (!text)
            return tl::unexpected(text.error());
        names.push_back(std::move(*text));
    }
    auto evaluated = evaluation.evaluate(site.argument(0), site.grid);
    if (!evaluated || site.grid.count > 1)
        return evaluated;
    const bool descends = site.call.function->name == "sort_by_label_desc";
    std::stable_sort(evaluated->series.begin(), evaluated->series.end(), [&](const DenseSeries &a, const DenseSeries &b) {
        for (const auto &name : names) {
            const auto order = naturalOrder(a.labels->get(name), b.labels->get(name));
            if (std::is_neq(order))
                return descends ? std::is_gt(order) : std::is_lt(order);
        }
        return descends ? *b.labels < *a.labels : *a.labels < *b.labels;
    });
    return evaluated;
}

} // namespace

std::span<const NamedCall> labelCalls()
{
    static constexpr NamedCall kCalls[] = {{"label_replace", labelReplace}, {"label_join", labelJoin},      {"sort", sortByValue},
                                           {"sort_desc", sortByValue},      {"sort_by_label", sortByLabel}, {"sort_by_label_desc", sortByLabel}};
    return kCalls;
}

} // namespace query
