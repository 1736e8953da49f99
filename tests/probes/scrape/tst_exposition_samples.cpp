#include "models/metric/series_interner.h"
#include "probes/scrape/exposition_samples.h"
#include "probes/scrape/relabel_reader.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using exposition::Format;
using probes::ExpositionSamples;
using probes::SampleRules;

namespace {

// One round, as a lane has it.
struct Round {
    metric::SeriesInterner interner{metric::Labels{}};
    metric::Batch batch{};
    metric::Result<ExpositionSamples::Told> told;
    std::optional<std::size_t> scraped{};

    Round(ExpositionSamples &samples, std::string_view text, Format format = Format::Prometheus)
    {
        metric::BatchBuilder builder(batch, interner);
        told = samples.read(format, text, builder);
        scraped = builder.scraped();
    }
    QString printed() const
    {
        if (!told)
            return QString::fromStdString(told.error().message);
        QStringList lines;
        for (const auto &sample : batch.samples)
            lines << QString::fromStdString(fmt::format("{} {}", sample.labels->toString(), sample.value));
        return lines.join(u'\n');
    }
};

SampleRules rulesOf(std::string_view relabel = {})
{
    SampleRules rules;
    rules.target = metric::Labels{{"job", "app"}, {"instance", "host:80"}};
    if (auto configs = probes::readRelabelConfigs(relabel))
        rules.relabeling = *probes::Relabeling::make(*configs);
    return rules;
}

QString once(SampleRules rules, std::string_view text)
{
    ExpositionSamples samples(std::move(rules));
    return Round(samples, text).printed();
}

} // namespace

class TstExpositionSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void series_get_the_labels_of_their_target()
    {
        QCOMPARE(once(rulesOf(), "a{b=\"c\"} 1\nd 2\n"),
                 QString("a{b=\"c\",instance=\"host:80\",job=\"app\"} 1\nd{instance=\"host:80\",job=\"app\"} 2"));
    }

    void what_the_endpoint_calls_the_same_is_exported()
    {
        const char *text = "a{job=\"own\"} 1\na{job=\"x\",exported_job=\"y\"} 2\n";
        QCOMPARE(once(rulesOf(), text), QString("a{exported_job=\"own\",instance=\"host:80\",job=\"app\"} 1\n"
                                                "a{exported_exported_job=\"x\",exported_job=\"y\",instance=\"host:80\",job=\"app\"} 2"));
    }

    void or_wins_where_it_is_honoured()
    {
        auto rules = rulesOf();
        rules.honorLabels = true;
        QCOMPARE(once(std::move(rules), "a{job=\"own\"} 1\n"), QString("a{instance=\"host:80\",job=\"own\"} 1"));
    }

    void relabelling_sees_the_labels_of_the_target_and_the_name()
    {
        const auto rules = rulesOf("- {source_labels: [__name__], regex: 'go_.*', action: drop}\n"
                                   "- {source_labels: [__name__], regex: 'a_(.*)', target_label: __name__}\n"
                                   "- {regex: instance, action: labeldrop}\n");
        ExpositionSamples samples(rules);
        const Round round(samples, "go_threads 7\na_b 1\n");
        QCOMPARE(round.printed(), QString("b{job=\"app\"} 1"));
        QCOMPARE(round.scraped, std::optional<std::size_t>(2));
    }

    void the_same_series_is_the_same_object_round_after_round()
    {
        ExpositionSamples samples(rulesOf());
        const Round first(samples, "a 1\nb 2\n");
        const Round second(samples, "b 3\nc 4\n");
        QCOMPARE(second.printed(), QString("b{instance=\"host:80\",job=\"app\"} 3\nc{instance=\"host:80\",job=\"app\"} 4"));
        QCOMPARE(second.batch.samples[0].labels.get(), first.batch.samples[1].labels.get());
    }

    void it_stays_the_same_where_series_come_and_go()
    {
        ExpositionSamples samples(rulesOf());
        std::string many = "stays 1\n";
        for (int i = 0; i < 5000; ++i)
            many += fmt::format("goes{{n=\"{}\"}} 1\n", i);
        const Round first(samples, many);
        const auto *stays = first.batch.samples[0].labels.get();
        for (int i = 0; i < 3; ++i) {
            const Round next(samples, "stays 2\n");
            QCOMPARE(next.batch.samples.size(), std::size_t(1));
            QCOMPARE(next.batch.samples[0].labels.get(), stays);
        }
    }

    void a_series_told_twice_counts_once()
    {
        ExpositionSamples samples(rulesOf());
        const Round round(samples, "a 1\nb 2\na 3\n");
        QCOMPARE(round.printed(), QString("a{instance=\"host:80\",job=\"app\"} 1\nb{instance=\"host:80\",job=\"app\"} 2"));
        QCOMPARE(round.told->duplicates, std::size_t(1));
        QCOMPARE(Round(samples, "a 4\n").told->duplicates, std::size_t(0));
    }

    void two_series_that_relabelling_makes_one_are_one()
    {
        const auto printed = once(rulesOf("- {regex: 'b', action: labeldrop}"), "a{b=\"1\"} 1\na{b=\"2\"} 2\n");
        QCOMPARE(printed, QString("a{instance=\"host:80\",job=\"app\"} 1"));
    }

    void more_than_a_limit_is_a_fault_data()
    {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("labels");
        QTest::addColumn<int>("name");
        QTest::addColumn<int>("value");
        QTest::addColumn<QString>("message");
        QTest::newRow("within all") << 2 << 4 << 8 << 7 << QString();
        QTest::newRow("samples") << 1 << 0 << 0 << 0 << "sample limit exceeded: 2 samples, limit: 1";
        QTest::newRow("labels") << 0 << 3 << 0 << 0 << "label_limit exceeded (metric: a, number of labels: 4, limit: 3)";
        QTest::newRow("name") << 0 << 0 << 7 << 0 << "label_name_length_limit exceeded (metric: a, label name: __name__, length: 8, limit: 7)";
        QTest::newRow("value") << 0 << 0 << 0 << 6
                               << "label_value_length_limit exceeded (metric: a, label name: instance, value: \"host:80\", length: 7, limit: 6)";
    }
    void more_than_a_limit_is_a_fault()
    {
        QFETCH(int, samples);
        QFETCH(int, labels);
        QFETCH(int, name);
        QFETCH(int, value);
        QFETCH(QString, message);
        auto rules = rulesOf();
        rules.limits = {std::uint64_t(samples), std::uint64_t(labels), std::uint64_t(name), std::uint64_t(value)};
        ExpositionSamples reader(rules);
        for (int i = 0; i < 2; ++i) { // a series that is known by then fails as well
            const Round round(reader, "a{b=\"c\"} 1\nd 2\n");
            QCOMPARE(bool(round.told), message.isEmpty());
            if (!round.told) {
                QCOMPARE(round.printed(), message);
                QVERIFY(round.told.error().code == metric::ErrorCode::LimitExceeded);
            }
        }
    }

    void a_text_that_is_none_is_malformed_and_the_next_one_is_read()
    {
        ExpositionSamples samples(rulesOf());
        const Round page(samples, "<html>\n");
        QVERIFY(!page.told);
        QVERIFY2(page.printed().startsWith("line 1: "), qPrintable(page.printed()));
        QVERIFY(page.told.error().code == metric::ErrorCode::Malformed);
        QVERIFY(!Round(samples, "a 1\n", Format::OpenMetrics).told); // without "# EOF"
        QVERIFY(Round(samples, "a 1\n# EOF\n", Format::OpenMetrics).told);
    }

    void a_name_that_relabelling_makes_invalid_is_a_fault()
    {
        QCOMPARE(once(rulesOf("- {target_label: __name__, replacement: 'a-b'}"), "a 1\n"),
                 QString("invalid metric name or label names: a-b{instance=\"host:80\",job=\"app\"}"));
    }

    void what_is_told_of_metrics_is_handed_on_once()
    {
        ExpositionSamples samples(rulesOf());
        const char *text = "# HELP a What it is.\n# TYPE a counter\na 1\n# TYPE b gauge\nb 2\n";
        const Round first(samples, text);
        QVERIFY(first.batch.metadata);
        QCOMPARE(first.batch.metadata->size(), std::size_t(2));
        QCOMPARE(first.batch.metadata->front().help, std::string("What it is."));
        QVERIFY(!Round(samples, text).batch.metadata);
        const Round changed(samples, "# TYPE a gauge\na 1\n# TYPE b gauge\nb 2\n");
        QCOMPARE(changed.batch.metadata->size(), std::size_t(1));
        QVERIFY(changed.batch.metadata->front().type == metric::MetricType::Gauge);
    }
};

VEDETTE_TEST(TstExpositionSamples)
#include "tst_exposition_samples.moc"
