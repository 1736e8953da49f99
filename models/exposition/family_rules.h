#pragma once

#include "models/exposition/sink.h"
#include "models/metric/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exposition {

// The word of a "# TYPE" line; nullopt where there is no such type.
std::optional<MetricType> metricTypeOf(std::string_view word, Format format);
// What stands behind a family's name in the names of its samples; empty is one of them where nothing need.
std::vector<std::string_view> sampleSuffixesOf(MetricType type);

// What OpenMetrics 1.0 demands of lines beyond their grammar: a metric family is one block of lines, its metadata before its
// samples and each once; sample names, labels and values suit its type; the samples of one metric stand together; buckets rise.
// Not judged: the order of times within a series. Allowed: a counter with the name of a gauge or untyped metric before it, as
// every Go program exposes go_memstats_alloc_bytes. A fault is told without the number of the line.
class FamilyRules {
public:
    friend std::vector<std::string_view> sampleSuffixesOf(MetricType type);

    // A "# HELP", "# TYPE" or "# UNIT" line.
    enum class Keyword { Help, Type, Unit };
    struct Header {
        Keyword keyword;
        std::string_view name;
        MetricType type;       // of Keyword::Type
        std::string_view unit; // of Keyword::Unit
    };
    metric::Result<void> header(const Header &header);

    // Another exposition: nothing is known of its families, and every series is seen for the first time again.
    void restart() { *this = FamilyRules(); }

    // A series seen for the first time.
    metric::Result<void> add(SeriesNumber number, const metric::Labels &labels);
    bool has(SeriesNumber number) const { return number < m_members.size() && m_members[number].family != 0; }
    // The samples that follow are of this series, the first of them told by sample(). REQUIRES: it was added.
    metric::Result<void> select(SeriesNumber number);

    // A sample of the selected series. passes() is the quick answer for most; where it says no, sample() decides and explains.
    bool passes(double value, bool timed) const { return timed == m_timed && (m_role == Role::Any || (m_role == Role::Total && value >= 0)); }
    metric::Result<void> sample(double value, std::optional<metric::Timestamp> time);
    // Whether a sample of the selected series may have an exemplar.
    bool mayHaveExemplar() const { return m_role == Role::Total || m_role == Role::Bucket; }

    // The end of the exposition.
    metric::Result<void> close();

private:
    // What a sample is within its family, which decides what values it may have.
    enum class Role : std::uint8_t { Any, Total, Sum, Count, Quantile, Info, State, Bucket, HistogramSum, HistogramCount, GaugeSum, Created };
    enum class Name : std::uint8_t { Taken, Plain }; // Plain: of a family without suffixes, which a counter may share
    struct Suffix {
        std::string_view text;
        Role role;
    };
    struct Member {
        std::uint32_t family = 0; // from 1
        std::uint32_t group = 0;
        double bound = 0; // of a bucket
        Role role = Role::Any;
    };
    // One point of a histogram while its lines pass.
    struct HistogramPoint {
        std::uint32_t group;
        std::optional<metric::Timestamp> time;
        std::optional<double> bound = std::nullopt;
        std::optional<double> count = std::nullopt;
        double value = 0;
        bool negativeBuckets = false, sum = false, gaugeSum = false, negativeSum = false;
    };

    static std::span<const Suffix> suffixesOf(MetricType type);
    metric::Result<void> open(std::string_view name, bool byHeader);
    metric::Result<void> claim(std::string_view name);
    metric::Result<void> afterSamples() const;
    metric::Result<void> checkUnit() const;
    metric::Result<void> checkValue(double value) const;
    metric::Result<void> takeHistogramSample(double value, std::optional<metric::Timestamp> time);
    metric::Result<void> finishPoint();
    const Suffix *suffixOf(std::string_view sampleName) const;
    metric::Result<Member> memberOf(const metric::Labels &labels, Role role);

    // The family at hand.
    bool m_open = false;
    std::uint32_t m_family = 0;
    std::string m_name;
    std::optional<MetricType> m_type;
    std::optional<std::string> m_unit;
    bool m_help = false;
    bool m_samples = false;
    bool m_again = false;                             // its name was that of a plain family: only the type counter makes it another
    std::map<metric::Labels, std::uint32_t> m_groups; // a metric's labels -> its number, from 0
    std::vector<bool> m_left;                         // by group: others came after it
    std::optional<std::uint32_t> m_group;             // the last sample's
    std::optional<HistogramPoint> m_point;

    // The selected series.
    Role m_role = Role::Any;
    double m_bound = 0;
    bool m_timed = false; // of the group's samples so far
    bool m_first = false; // its group has no sample yet since it was selected

    std::vector<Member> m_members;                    // by series
    std::map<std::string, Name, std::less<>> m_names; // of families and, where their type has suffixes, of samples
};

} // namespace exposition
