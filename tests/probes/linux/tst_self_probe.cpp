#include "probes/linux/self_probe.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_source.h"
#include "tests/support/registry.h"

#include <cmath>
#include <limits>

class TstSelfProbe : public QObject {
    Q_OBJECT

    tests::FakeSource m_source;

    std::map<std::string, double> collect(probes::SelfProbe &probe, bool *success = nullptr)
    {
        metric::Batch batch;
        metric::SeriesInterner interner{metric::Labels{}};
        metric::BatchBuilder builder(batch, interner);
        const auto result = probe.collect(m_source, tests::FakeClock(), builder);
        if (success)
            *success = result.has_value();
        std::map<std::string, double> values;
        for (const auto &sample : batch.samples)
            values[sample.labels->toString()] = sample.value;
        return values;
    }

private Q_SLOTS:
    void init()
    {
        m_source.files.clear();
        const auto put = [this](const char *path, const char *text) { m_source.files.insert_or_assign(path, std::string(text)); };
        put("/proc/self/stat", "42 (vedette) S 1 42 42 0 -1 4194304 11 0 12 0 130 20 0 0 20 0 7 0 5000 8192000 20 18446744073709551615 1 1\n");
        put("/proc/stat", "cpu 1\nbtime 1600000000\n");
        put("/proc/self/limits",
            "Limit    Soft Limit   Hard Limit   Units\nMax open files            1024                 524288               files     \n");
        for (const char *fd : {"/proc/self/fd/0", "/proc/self/fd/1", "/proc/self/fd/7"})
            put(fd, "");
    }

    void it_tells_what_client_libraries_tell()
    {
        probes::SelfProbe probe([](metric::BatchBuilder &) {});
        QCOMPARE(collect(probe), (std::map<std::string, double>{
                                     {"process_cpu_seconds_total", 1.5},
                                     {"process_resident_memory_bytes", 20 * 4096},
                                     {"process_virtual_memory_bytes", 8192000},
                                     {"process_threads", 7},
                                     {"process_start_time_seconds", 1600000050},
                                     {"process_max_fds", 1024},
                                     {"process_open_fds", 3},
                                 }));
        QCOMPARE(probe.job(), std::string_view("vedette"));
    }

    void the_programs_own_figures_come_with_it()
    {
        probes::SelfProbe probe([](metric::BatchBuilder &batch) { batch.add("vedette_queue_length", {{"queue", "history"}}, 3); });
        const auto values = collect(probe);
        QCOMPARE(values.at(R"(vedette_queue_length{queue="history"})"), 3.0);
        QCOMPARE(values.size(), std::size_t(8));
    }

    void what_is_missing_is_absent_and_not_zero()
    {
        m_source.remove("/proc/self/fd");
        m_source.files.erase("/proc/self/limits");
        m_source.files.erase("/proc/stat");
        probes::SelfProbe probe([](metric::BatchBuilder &) {});
        QCOMPARE(collect(probe).size(), std::size_t(4));
        bool success = true;
        m_source.files.insert_or_assign("/proc/self/stat", std::string("garbage"));
        collect(probe, &success);
        QVERIFY(!success);
    }
};

VEDETTE_TEST(TstSelfProbe)
#include "tst_self_probe.moc"
