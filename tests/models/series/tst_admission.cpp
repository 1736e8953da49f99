#include "models/series/admission.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"

#include <QtCore/QObject>

using namespace std::chrono_literals;
using metric::Labels;
using series::Admission;

namespace {

metric::LabelsRef labelled(std::string_view name, std::string_view path)
{
    return std::make_shared<const Labels>(Labels{{metric::kMetricName, name}, {"instance", "anvil"}, {"path", path}});
}

std::shared_ptr<metric::Batch> batchAt(metric::Timestamp time, std::vector<metric::Sample> samples, std::string target = "local")
{
    auto batch = std::make_shared<metric::Batch>();
    batch->target = std::move(target);
    batch->time = time;
    batch->samples = std::move(samples);
    return batch;
}

// `count` series of one metric, numbered from `first`.
std::vector<metric::Sample> many(std::string_view name, int first, int count)
{
    std::vector<metric::Sample> samples;
    for (int i = first; i < first + count; ++i)
        samples.push_back({labelled(name, "/" + std::to_string(i)), double(i)});
    return samples;
}

} // namespace

class TstAdmission : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_batch_within_the_limits_is_handed_on_itself()
    {
        Admission admission({}, m_clock);
        const auto batch = batchAt(m_clock.now(), many("requests", 0, 100));
        QCOMPARE(admission.admit(batch).get(), batch.get());
        QCOMPARE(admission.admit(batch).get(), batch.get());
        QCOMPARE(admission.seriesCount(), std::size_t(100));
        QVERIFY(admission.excesses().empty());
    }

    void what_is_late_within_the_window_is_taken_and_what_is_older_refused_and_counted()
    {
        Admission admission({}, m_clock);
        const auto up = labelled("up", "/"), other = labelled("other", "/");
        const auto start = m_clock.now();
        m_clock.advance(1h);
        admission.admit(batchAt(start + 1h, {{up, 1}}));
        QCOMPARE(admission.admit(batchAt(start + 50min, {{up, 2}}))->samples.size(), std::size_t(1));
        const auto late = admission.admit(batchAt(start + 50min - 1ms, {{up, 3}, {other, 4}}));
        QCOMPARE(late->samples.size(), std::size_t(1)); // the other one is new, and so cannot be late
        QCOMPARE(late->samples.front().labels, other);
        QCOMPARE(admission.refused().late, std::uint64_t(1));
        QCOMPARE(admission.refused().overLimit, std::uint64_t(0));
    }

    void a_clock_set_back_costs_nothing_and_one_set_right_neither()
    {
        Admission admission({}, m_clock);
        const auto up = labelled("up", "/");
        for (const auto step : {0h, 48h, -48h, -48h, 24h * 365}) {
            m_clock.step(step);
            for (int i = 0; i < 20; ++i) {
                m_clock.advance(1s);
                QCOMPARE(admission.admit(batchAt(m_clock.now(), {{up, 1}}))->samples.size(), std::size_t(1));
            }
        }
        QCOMPARE(admission.refused().late, std::uint64_t(0));
        QCOMPARE(admission.seriesCount(), std::size_t(1));
    }

    void a_target_over_its_limit_keeps_what_it_has_and_is_told_who_is_responsible()
    {
        series::AdmissionLimits limits;
        limits.perTarget = 60;
        Admission admission(limits, m_clock);
        auto samples = many("up", 0, 5);
        const auto flood = many("requests", 0, 100);
        samples.insert(samples.end(), flood.begin(), flood.end());
        for (int round = 0; round < 3; ++round) {
            m_clock.advance(1s);
            const auto taken = admission.admit(batchAt(m_clock.now(), samples));
            QCOMPARE(taken->samples.size(), std::size_t(60));
            for (std::size_t i = 0; i < 60; ++i) // the first, in their order
                QCOMPARE(taken->samples[i].labels, samples[i].labels);
        }
        QCOMPARE(admission.refused().overLimit, std::uint64_t(3 * 45));
        const auto excesses = admission.excesses();
        QCOMPARE(excesses.size(), std::size_t(1));
        QCOMPARE(excesses.front().target, std::string("local"));
        QCOMPARE(excesses.front().metric, std::string("requests"));
        QCOMPARE(excesses.front().label, std::string("path"));
        QCOMPARE(excesses.front().refused, std::uint64_t(45));
        // Another target has a limit of its own.
        QCOMPARE(admission.admit(batchAt(m_clock.now(), many("other", 0, 60), "db"))->samples.size(), std::size_t(60));
        // It is over, and said to be.
        m_clock.advance(1s);
        admission.admit(batchAt(m_clock.now(), many("up", 0, 5)));
        QCOMPARE(admission.excesses().front().refused, std::uint64_t(0));
    }

    void a_metric_of_which_nothing_was_taken_is_explained_too()
    {
        series::AdmissionLimits limits;
        limits.perTarget = 10;
        Admission admission(limits, m_clock);
        admission.admit(batchAt(m_clock.now(), many("up", 0, 10)));
        admission.admit(batchAt(m_clock.now(), many("request", 0, 100)));
        QCOMPARE(admission.excesses().front().metric, std::string("request"));
        QCOMPARE(admission.excesses().front().label, std::string("path"));
    }

    void an_explanation_stays_while_it_lasts_and_is_made_anew_after_an_hour_without_one()
    {
        series::AdmissionLimits limits;
        limits.perTarget = 10;
        Admission admission(limits, m_clock);
        admission.admit(batchAt(m_clock.now(), many("first", 0, 20)));
        for (int i = 0; i < 200; ++i) {
            m_clock.advance(1min);
            admission.admit(batchAt(m_clock.now(), many(i % 2 == 0 ? "second" : "first", 0, 40)));
            QCOMPARE(admission.excesses().front().metric, std::string("first"));
        }
        m_clock.advance(2h);
        admission.admit(batchAt(m_clock.now(), many("up", 0, 1)));
        admission.admit(batchAt(m_clock.now(), many("third", 0, 40)));
        QCOMPARE(admission.excesses().front().metric, std::string("third"));
    }

    void the_consoles_own_figures_are_taken_beyond_the_limits()
    {
        series::AdmissionLimits limits;
        limits.perTarget = 50;
        limits.inAll = 80;
        Admission admission(limits, m_clock);
        admission.admit(batchAt(m_clock.now(), many("request", 0, 100), "db"));
        admission.admit(batchAt(m_clock.now(), many("request", 0, 100)));
        QCOMPARE(admission.admit(batchAt(m_clock.now(), many("vedette_series_refused", 0, 3)))->samples.size(), std::size_t(3));
        QCOMPARE(admission.admit(batchAt(m_clock.now(), many("vedette_flood", 0, 2000)))->samples.size(), std::size_t(997));
    }

    void the_limit_of_all_targets_together_holds()
    {
        series::AdmissionLimits limits;
        limits.inAll = 150;
        Admission admission(limits, m_clock);
        for (const char *target : {"a", "b", "c"})
            admission.admit(batchAt(m_clock.now(), many(target, 0, 60), target));
        QCOMPARE(admission.seriesCount(), std::size_t(150));
        QCOMPARE(admission.excesses().size(), std::size_t(1));
        QCOMPARE(admission.excesses().front().target, std::string("c"));
        QCOMPARE(admission.excesses().front().refused, std::uint64_t(30));
    }

    void series_that_ended_make_room_for_others()
    {
        series::AdmissionLimits limits;
        limits.perTarget = 50;
        Admission admission(limits, m_clock);
        admission.admit(batchAt(m_clock.now(), many("request", 0, 50)));
        const auto stays = many("request", 0, 10);
        for (int i = 0; i < 70; ++i) {
            m_clock.advance(1min);
            admission.admit(batchAt(m_clock.now(), stays));
        }
        QCOMPARE(admission.seriesCount(), std::size_t(10));
        QCOMPARE(admission.admit(batchAt(m_clock.now(), many("request", 50, 45)))->samples.size(), std::size_t(40));
    }

    void series_that_come_with_new_labels_each_round_never_pass_the_limit()
    {
        series::AdmissionLimits limits;
        limits.perTarget = 1000;
        Admission admission(limits, m_clock);
        for (int round = 0; round < 200; ++round) {
            m_clock.advance(1s);
            admission.admit(batchAt(m_clock.now(), many("request", round * 50, 50)));
            QVERIFY(admission.seriesCount() <= 1000);
        }
        QCOMPARE(admission.refused().overLimit, std::uint64_t(200 * 50 - 1000));
    }

private:
    tests::FakeClock m_clock;
};

VEDETTE_TEST(TstAdmission)
#include "tst_admission.moc"
