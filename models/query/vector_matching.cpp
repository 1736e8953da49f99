#include "models/query/operation.h"

#include <fmt/format.h>

#include <algorithm>

// Operators between two vectors: which series of the one meets which of the other ("Vector matching" in Prometheus's documentation).
namespace query {

using metric::ErrorCode;
using metric::Label;
using metric::Labels;
using metric::Result;

namespace {

const Matching &matchingOf(const Binary &binary)
{
    static const Matching kDefault;
    return binary.matching ? *binary.matching : kDefault;
}

// The labels that have to be equal for two series to meet.
class Signature {
public:
    explicit Signature(const Matching &matching) : m_on(matching.on), m_names(matching.labels.begin(), matching.labels.end())
    {
        if (!m_on)
            m_names.push_back(metric::kMetricName);
    }
    Labels operator()(const Labels &labels) const { return m_on ? labels.only(m_names) : labels.without(m_names); }

private:
    bool m_on;
    std::vector<std::string_view> m_names;
};

// The series of one signature, by their place.
struct MatchGroup {
    Labels signature;
    std::vector<std::size_t> places;
};

class MatchGroups {
public:
    MatchGroups(const Dense &dense, const Signature &signature) : m_signature(signature)
    {
        for (std::size_t i = 0; i < dense.size(); ++i) {
            auto labels = signature(*dense[i].labels);
            const auto at = placeOf(m_table, labels, m_groups.size(), [this](auto each) -> const Labels & { return m_groups[each].signature; });
            if (at == m_groups.size())
                m_groups.push_back({std::move(labels), {}});
            m_groups[at].places.push_back(i);
        }
    }

    static constexpr std::size_t kNone = series::HashTable::kNone;
    // The number of the group that a series meets.
    std::size_t of(const DenseSeries &series) const
    {
        const auto labels = m_signature(*series.labels);
        return m_table.find(labels.hash(), [&](auto each) { return m_groups[each].signature == labels; });
    }
    const MatchGroup &operator[](std::size_t number) const { return m_groups[number]; }
    std::size_t size() const { return m_groups.size(); }

private:
    const Signature &m_signature;
    series::HashTable m_table;
    std::vector<MatchGroup> m_groups;
};

std::vector<bool> momentsOf(const Dense &dense, std::span<const std::size_t> places, std::size_t count)
{
    std::vector<bool> moments(count, false);
    for (const auto place : places) {
        for (std::size_t i = 0; i < count; ++i) {
            if (!isAbsent(dense[place].values[i]))
                moments[i] = true;
        }
    }
    return moments;
}

std::size_t momentsIn(const Dense &dense) { return dense.empty() ? 0 : dense.front().values.size(); }

// On the side of the one there may be one alone, at each moment at which the other side has anything at all.
Result<void> refuseMany(const Dense &one, const Dense &many, const MatchGroups &groups, const Matching &matching)
{
    for (std::size_t number = 0; number < groups.size(); ++number) {
        const auto &[signature, places] = groups[number];
        if (places.size() < 2)
            continue;
        for (std::size_t i = 0; i < momentsIn(one); ++i) {
            const DenseSeries *found = nullptr;
            for (const auto place : places) {
                if (isAbsent(one[place].values[i]))
                    continue;
                if (!found) {
                    found = &one[place];
                    continue;
                }
                if (std::all_of(many.begin(), many.end(), [&](const DenseSeries &series) { return isAbsent(series.values[i]); }))
                    break;
                return metric::fail(
                    ErrorCode::Malformed,
                    fmt::format("found duplicate series for the match group {} on the {} hand-side of the operation: [{}, {}];many-to-many matching "
                                "not allowed: matching labels must be unique on one side",
                                signature.empty() ? "{}" : signature.toString(), matching.card == Matching::Card::OneToMany ? "left" : "right",
                                one[place].labels->toString(), found->labels->toString()));
            }
        }
    }
    return {};
}

Labels resultLabels(const Binary &binary, const Matching &matching, const Labels &many, const Labels &one)
{
    std::vector<Label> labels;
    const bool changes = !isComparison(binary.op);
    const auto contains = [](const std::vector<std::string> &names, std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto label : many) {
        if (changes && (label.name == metric::kMetricName || label.name == "__type__" || label.name == "__unit__"))
            continue;
        if (matching.card == Matching::Card::OneToOne && contains(matching.labels, label.name) != matching.on)
            continue;
        if (!contains(matching.include, label.name))
            labels.push_back(label);
    }
    for (const auto &name : matching.include)
        labels.push_back({name, one.get(name)});
    return Labels(labels);
}

} // namespace

Result<Dense> matchVectors(Evaluation &evaluation, const Binary &binary, Dense left, Dense right)
{
    if (left.empty() || right.empty())
        return Dense{};
    const auto &matching = matchingOf(binary);
    const bool oneIsLeft = matching.card == Matching::Card::OneToMany;
    const Dense &many = oneIsLeft ? right : left;
    const Dense &one = oneIsLeft ? left : right;
    const Signature signature(matching);
    const MatchGroups ones(one, signature);
    if (const auto fine = refuseMany(one, many, ones, matching); !fine)
        return tl::unexpected(fine.error());

    const bool filters = isComparison(binary.op) && !binary.returnBool;
    std::vector<Dense> met(ones.size());
    for (const auto &series : many) {
        const auto number = ones.of(series);
        if (number == MatchGroups::kNone)
            continue;
        for (const auto place : ones[number].places) {
            DenseSeries result{nullptr, std::vector<double>(series.values.size(), kAbsent), false};
            bool any = false;
            for (std::size_t i = 0; i < series.values.size(); ++i) {
                const double a = oneIsLeft ? one[place].values[i] : series.values[i];
                const double b = oneIsLeft ? series.values[i] : one[place].values[i];
                if (isAbsent(a) || isAbsent(b))
                    continue;
                // A comparison that filters tells the left side's value.
                if (!filters)
                    result.values[i] = operate(binary.op, a, b);
                else if (compare(binary.op, a, b))
                    result.values[i] = a;
                any = any || !isAbsent(result.values[i]);
            }
            if (!any)
                continue;
            result.labels = std::make_shared<const Labels>(resultLabels(binary, matching, *series.labels, *one[place].labels));
            if (binary.returnBool)
                evaluation.dropName(result);
            met[number].push_back(std::move(result));
            if (const auto fine = evaluation.budget().hold(series.values.size()); !fine)
                return tl::unexpected(fine.error());
        }
    }

    Dense results;
    for (auto &group : met) {
        if (matching.card == Matching::Card::OneToOne && group.size() > 1) {
            std::vector<bool> taken(momentsIn(group), false);
            for (const auto &series : group) {
                for (std::size_t i = 0; i < taken.size(); ++i) {
                    if (isAbsent(series.values[i]))
                        continue;
                    if (taken[i])
                        return metric::fail(ErrorCode::Malformed,
                                            "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
                    taken[i] = true;
                }
            }
        }
        if (const auto fine = mergeSame(group, "multiple matches for labels: grouping labels must ensure unique matches"); !fine)
            return tl::unexpected(fine.error());
        std::move(group.begin(), group.end(), std::back_inserter(results));
    }
    if (const auto fine = mergeSame(results); !fine)
        return tl::unexpected(fine.error());
    sortByLabels(results);
    return results;
}

Result<Dense> setOperation(const Binary &binary, Dense left, Dense right)
{
    const Signature signature(matchingOf(binary));
    const auto count = std::max(momentsIn(left), momentsIn(right));
    // The moments at which a series of `asking` has a brother in `asked`.
    const auto mask = [&](Dense &asking, const Dense &asked, bool keepsMatched) {
        const MatchGroups groups(asked, signature);
        std::vector<std::vector<bool>> moments(groups.size());
        std::erase_if(asking, [&](DenseSeries &series) {
            const auto number = groups.of(series);
            if (number == MatchGroups::kNone)
                return keepsMatched;
            auto &matched = moments[number];
            if (matched.empty())
                matched = momentsOf(asked, groups[number].places, count);
            for (std::size_t i = 0; i < count; ++i) {
                if (matched[i] != keepsMatched)
                    series.values[i] = kAbsent;
            }
            return !hasValues(series);
        });
    };
    switch (binary.op) {
    case BinaryOp::And: mask(left, right, true); return left;
    case BinaryOp::Unless: mask(left, right, false); return left;
    default: break;
    }
    mask(right, left, false);
    std::move(right.begin(), right.end(), std::back_inserter(left));
    if (const auto fine = mergeSame(left); !fine)
        return tl::unexpected(fine.error());
    return left;
}

} // namespace query
