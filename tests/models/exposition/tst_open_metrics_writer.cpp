#include "models/exposition/open_metrics_writer.h"

#include "tests/models/exposition/recording_sink.h"
#include "tests/support/registry.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

using exposition::MetricFamilies;
using metric::Labels;
using metric::Metadata;
using metric::MetricType;
using metric::Point;

namespace {

struct Given {
    metric::LabelsRef labels;
    std::vector<Point> points;
};

Point at(double second, double value) { return {metric::Timestamp(metric::Duration(std::llround(second * 1000))), value}; }

Given given(std::initializer_list<metric::Label> labels, std::vector<Point> points)
{
    return {std::make_shared<const Labels>(labels), std::move(points)};
}

// In the order that the families ask for, as whoever has the series must bring them.
void passTo(exposition::FamilyStream &stream, MetricFamilies &families, std::vector<Given> all)
{
    std::ranges::stable_sort(all, {}, [&](const Given &one) {
        const auto &family = families.familyOf(one.labels->metricName());
        return std::pair(family.name + ' ' + std::string(metric::wordOf(family.type)), MetricFamilies::metricOf(family, *one.labels));
    });
    for (const auto &one : all)
        stream.add(one.labels, one.points);
    stream.finish();
}

std::string written(const std::vector<Metadata> &told, const std::vector<Given> &all)
{
    MetricFamilies families(told);
    exposition::FamilyCheck check(families);
    passTo(check, families, all);
    std::string text;
    exposition::OpenMetricsWriter writer(families, [&](std::string_view lines) { text += lines; });
    passTo(writer, families, all);
    return text;
}

// What is read back, of each series the points.
class Points final : public exposition::Sink {
public:
    void series(exposition::SeriesNumber, const Labels &labels) override { m_labels.push_back(labels); }
    void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp> time) override
    {
        points[m_labels[number].toString()].push_back(fmt::format("{} {}", time->time_since_epoch().count(), std::isnan(value) ? NAN : value));
    }
    std::map<std::string, std::vector<std::string>> points;

private:
    std::vector<Labels> m_labels;
};

std::string errorOf(std::string_view text) { return tests::tell(exposition::Format::OpenMetrics, text).error; }

} // namespace

class TstOpenMetricsWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_family_is_written_with_what_is_known_of_it()
    {
        const std::vector<Metadata> told{{"requests_total", MetricType::Counter, "All of\n\"them\" \\", ""},
                                         {"size_bytes", MetricType::Gauge, "", "bytes"},
                                         {"no_suffix", MetricType::Gauge, "", "bytes"},
                                         {"took_seconds", MetricType::Histogram, "Time.", "seconds"},
                                         {"rest", MetricType::Summary, "", ""}};
        const auto text =
            written(told, {given({{"__name__", "requests_total"}, {"a", "x\"\\\n"}}, {at(1, 5), at(2.25, 6)}),
                           given({{"__name__", "size_bytes"}}, {at(1, -0.5)}),
                           given({{"__name__", "no_suffix"}}, {at(1, NAN), at(2, metric::staleMarker()), at(3, INFINITY)}),
                           given({{"__name__", "took_seconds_sum"}, {"h", "a"}}, {at(1, 3.5), at(2, 4)}),
                           given({{"__name__", "took_seconds_count"}, {"h", "a"}}, {at(1, 2), at(2, 3)}),
                           given({{"__name__", "took_seconds_bucket"}, {"h", "a"}, {"le", "+Inf"}}, {at(1, 2), at(2, 3)}),
                           given({{"__name__", "took_seconds_bucket"}, {"h", "a"}, {"le", "0.5"}}, {at(1, 1), at(2, 1)}),
                           given({{"__name__", "took_seconds_bucket"}, {"h", "b"}, {"le", "+Inf"}}, {at(1, 7)}),
                           given({{"__name__", "rest_count"}}, {at(1, 1)}), given({{"__name__", "rest"}, {"quantile", "0.5"}}, {at(1, 2)}),
                           given({{"__name__", "new"}}, {at(-1, 1)}), given({{"__name__", "with.dot"}, {"a-b", "c"}}, {at(1, 1)})});
        QCOMPARE(QString::fromStdString(text), QStringLiteral("new 1 -1\n"
                                                              "# TYPE no_suffix gauge\n"
                                                              "no_suffix NaN 1\n"
                                                              "no_suffix +Inf 3\n"
                                                              "# TYPE requests counter\n"
                                                              "# HELP requests All of\\n\\\"them\\\" \\\\\n"
                                                              "requests_total{a=\"x\\\"\\\\\\n\"} 5 1\n"
                                                              "requests_total{a=\"x\\\"\\\\\\n\"} 6 2.250\n"
                                                              "# TYPE rest summary\n"
                                                              "rest_count 1 1\n"
                                                              "rest{quantile=\"0.5\"} 2 1\n"
                                                              "# TYPE size_bytes gauge\n"
                                                              "# UNIT size_bytes bytes\n"
                                                              "size_bytes -0.5 1\n"
                                                              "# TYPE took_seconds histogram\n"
                                                              "# UNIT took_seconds seconds\n"
                                                              "# HELP took_seconds Time.\n"
                                                              "took_seconds_bucket{h=\"a\",le=\"0.5\"} 1 1\n"
                                                              "took_seconds_bucket{h=\"a\",le=\"+Inf\"} 2 1\n"
                                                              "took_seconds_count{h=\"a\"} 2 1\n"
                                                              "took_seconds_sum{h=\"a\"} 3.5 1\n"
                                                              "took_seconds_bucket{h=\"a\",le=\"0.5\"} 1 2\n"
                                                              "took_seconds_bucket{h=\"a\",le=\"+Inf\"} 3 2\n"
                                                              "took_seconds_count{h=\"a\"} 3 2\n"
                                                              "took_seconds_sum{h=\"a\"} 4 2\n"
                                                              "took_seconds_bucket{h=\"b\",le=\"+Inf\"} 7 1\n"
                                                              "{\"with.dot\",\"a-b\"=\"c\"} 1 1\n"
                                                              "# EOF\n"));
        QCOMPARE(errorOf(text), std::string());
    }

    void what_is_not_what_it_was_told_to_be_is_unknown_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("type");
        const auto row = [](const char *name, MetricType type) { QTest::newRow(name) << name << int(type); };
        row("lacks_the_suffix", MetricType::Counter);
        row("falls_below_zero_total", MetricType::Counter);
        row("no_bound_bucket", MetricType::Histogram);
        row("no_quantile", MetricType::Summary);
        row("half_a_count", MetricType::Summary);
        row("no_state", MetricType::StateSet);
        row("not_one_info", MetricType::Info);
        row("no_end_count", MetricType::Histogram);
    }
    void what_is_not_what_it_was_told_to_be_is_unknown()
    {
        QFETCH(QString, name);
        QFETCH(int, type);
        const auto sample = name.toStdString();
        auto family = sample;
        for (const std::string_view suffix : {"_bucket", "_info", "_count"}) {
            if (family.ends_with(suffix))
                family.resize(family.size() - suffix.size());
        }
        const auto text = written({{family, MetricType(type), "", ""}}, {given({{"__name__", sample}}, {at(1, 0.5), at(2, -1)})});
        QCOMPARE(text, fmt::format("{0} 0.5 1\n{0} -1 2\n# EOF\n", sample));
        QCOMPARE(errorOf(text), std::string());
    }

    void families_that_claim_one_name_do_not_meet()
    {
        // As every Go program has it.
        const std::vector<Metadata> told{{"alloc_bytes", MetricType::Gauge, "Now.", ""},
                                         {"alloc_bytes_total", MetricType::Counter, "Ever.", ""},
                                         {"a", MetricType::Histogram, "", ""},
                                         {"a_count", MetricType::Counter, "", ""}};
        const auto text =
            written(told, {given({{"__name__", "alloc_bytes"}}, {at(1, 1)}), given({{"__name__", "alloc_bytes_total"}}, {at(1, 2)}),
                           given({{"__name__", "a_bucket"}, {"le", "+Inf"}}, {at(1, 1)}), given({{"__name__", "a_count_total"}}, {at(1, 1)})});
        QCOMPARE(errorOf(text), std::string());
        QVERIFY2(text.find("# TYPE alloc_bytes gauge\n# HELP alloc_bytes Now.\n") != std::string::npos, text.c_str());
        QVERIFY2(text.find("alloc_bytes 1 1\n# HELP alloc_bytes_total Ever.\n") != std::string::npos, text.c_str());
    }

    // Whatever was told of whatever there is.
    void every_text_is_valid_and_holds_every_point()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937 random(seed);
        const auto any = [&](int below) { return int(random() % std::uint32_t(below)); };
        constexpr const char *kNames[] = {"a",      "a_total",  "a_bucket", "a_count",       "a_sum", "a_created",
                                          "a_info", "a_gcount", "a_gsum",   "a_count_total", "b",     "b_total"};
        int typed = 0;
        for (int round = 0; round < 5'000; ++round) {
            std::vector<Metadata> told;
            for (const auto *name : kNames) {
                if (any(3) == 0)
                    told.push_back({name, MetricType(any(8)), any(2) ? "h" : "", any(2) ? "total" : "count"});
            }
            std::map<std::string, Given> all;
            for (int i = any(10); i >= 0; --i) {
                std::vector<metric::Label> labels{{"__name__", kNames[any(12)]}};
                if (any(3) == 0)
                    labels.push_back({"a", any(2) ? "x" : "y"});
                if (any(2) == 0)
                    labels.push_back({"le", any(3) ? "+Inf" : any(2) ? "1" : "no"});
                if (any(4) == 0)
                    labels.push_back({"quantile", "0.5"});
                std::vector<Point> points;
                for (int time = 0; time < 4; ++time) {
                    if (any(8) > 0)
                        points.push_back(at(time, any(8) > 0 ? 1 : any(2) ? -1 : any(2) ? NAN : 0.5));
                }
                std::ranges::sort(labels, {}, &metric::Label::name);
                const auto set = std::make_shared<const Labels>(std::span<const metric::Label>(labels));
                if (!points.empty())
                    all[set->toString()] = {set, points};
            }
            std::vector<Given> list;
            Points expected;
            for (const auto &[text, one] : all) {
                list.push_back(one);
                expected.series(exposition::SeriesNumber(list.size() - 1), *one.labels);
                for (const auto &point : one.points)
                    expected.sample(exposition::SeriesNumber(list.size() - 1), point.value, point.time);
            }
            std::ranges::shuffle(list, random);
            const auto text = written(told, list);
            Points read;
            exposition::TextParser parser(exposition::Format::OpenMetrics, read);
            auto result = parser.feed(text);
            if (result)
                result = parser.finish();
            QVERIFY2(result, (result ? std::string() : result.error().message + "\n" + text).c_str());
            QVERIFY2(read.points == expected.points, text.c_str());
            for (const auto *word : {" counter\n", " histogram\n", " summary\n", " info\n", " stateset\n"})
                typed += text.find(word) != std::string::npos ? 1 : 0;
        }
        std::printf("%d families of a type\n", typed);
        QVERIFY(typed > 200);
    }
};

VEDETTE_TEST(TstOpenMetricsWriter)
#include "tst_open_metrics_writer.moc"
