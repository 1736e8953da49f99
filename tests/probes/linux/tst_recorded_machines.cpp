// Whole machines through all node probes, compared with golden output; and the same machines damaged.
// With VEDETTE_WRITE_GOLDEN set the golden files are written instead of compared: read the difference before you keep it.
#include "probes/linux/node_probes.h"
#include "tests/support/exposition.h"
#include "tests/support/fake_source.h"
#include "tests/support/recorded_source.h"
#include "tests/support/registry.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>

using namespace probes;
namespace fs = std::filesystem;

namespace {

std::string fileText(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// Series, then the reason of each probe that failed. Time is not the machine's and is left out.
std::string printedMachine(Source &source)
{
    const tests::FakeClock clock;
    tests::Exposition told;
    std::string reasons;
    for (const auto &probe : nodeProbes()) {
        if (const auto result = tests::collectInto(*probe, source, clock, told); !result)
            reasons += fmt::format("# {} failed: {}\n", probe->name(), result.error().message);
    }
    std::erase_if(told, [](const auto &entry) { return entry.first == "node_time_seconds" || entry.first.starts_with("node_time_zone_"); });
    return tests::printed(told) + reasons;
}

// The tree as a map, links followed.
tests::FakeSource inMemory(const fs::path &root)
{
    tests::FakeSource source;
    for (const auto &entry : fs::recursive_directory_iterator(root)) {
        if (entry.is_regular_file())
            source.files.insert_or_assign("/" + fs::relative(entry.path(), root).string(), fileText(entry.path()));
    }
    return source;
}

} // namespace

class TstRecordedMachines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixtures = fs::path(qgetenv("VEDETTE_SOURCE").toStdString()) / "tests" / "fixtures" / "proc";
        for (const auto *name : {"arm-board", "cloud-vm", "old-server"}) {
            QVERIFY2(fs::is_directory(m_fixtures / name), name);
            m_machines.push_back(name);
        }
    }

    void each_machine_tells_what_its_golden_file_says()
    {
        for (const auto &machine : m_machines) {
            tests::RecordedSource source(m_fixtures / machine);
            const auto told = printedMachine(source);
            const auto golden = m_fixtures / (machine + ".golden");
            if (qEnvironmentVariableIsSet("VEDETTE_WRITE_GOLDEN"))
                std::ofstream(golden) << told;
            QCOMPARE(QString::fromStdString(told), QString::fromStdString(fileText(golden)));
        }
    }

    void an_old_kernel_has_no_series_for_what_it_does_not_know()
    {
        tests::RecordedSource source(m_fixtures / "old-server");
        const auto told = printedMachine(source);
        for (const auto *absent : {"MemAvailable", "node_pressure", "node_disk_discard", "oom_kill", "Ip6", "failed"})
            QVERIFY2(told.find(absent) == std::string::npos, absent);
    }

    void a_missing_or_unreadable_file_fails_its_probe_and_no_other()
    {
        const auto whole = inMemory(m_fixtures / "cloud-vm");
        for (const auto *path :
             {"/proc/stat", "/proc/meminfo", "/proc/vmstat", "/proc/loadavg", "/proc/diskstats", "/proc/1/mountinfo", "/proc/net/dev",
              "/proc/net/netstat", "/proc/net/snmp", "/proc/net/sockstat", "/proc/sys/fs/file-nr", "/proc/sys/kernel/hostname", "/etc/os-release"})
        {
            for (const bool missing : {true, false}) {
                auto damaged = whole;
                if (missing)
                    damaged.files.erase(path);
                else
                    damaged.files.insert_or_assign(path,
                                                   metric::fail(metric::ErrorCode::PermissionDenied, std::string(path) + ": permission denied"));
                const auto told = printedMachine(damaged);
                std::size_t failures = 0;
                for (auto place = told.find(" failed: "); place != std::string::npos; place = told.find(" failed: ", place + 1))
                    ++failures;
                QVERIFY2(failures == (std::string_view(path) == "/proc/stat" ? 2u : 1u), (path + std::string("\n") + told).c_str());
            }
        }
    }

    void a_pressure_file_that_refuses_is_no_data_and_no_failure()
    {
        auto machine = inMemory(m_fixtures / "arm-board");
        for (const auto *path : {"/proc/pressure/cpu", "/proc/pressure/io", "/proc/pressure/memory"})
            machine.files.insert_or_assign(path, metric::fail(metric::ErrorCode::Unavailable, "operation not supported"));
        const auto told = printedMachine(machine);
        QVERIFY(told.find("node_pressure") == std::string::npos);
        QVERIFY(told.find("pressure failed") == std::string::npos);
    }

    // Every file, cut anywhere: what is still told is what the whole file tells; nothing crashes. Files of /sys hold one value without an
    // end mark, as do os-release and (in one recorded tree) pressure: a shorter number can not be told from a whole one there.
    void a_file_cut_anywhere_tells_the_truth_or_nothing()
    {
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        std::size_t cuts = 0;
        for (const auto &machine : m_machines) {
            const auto whole = inMemory(m_fixtures / machine);
            const tests::FakeClock clock;
            for (std::size_t at = 0; at < nodeProbes().size(); ++at) {
                auto source = whole;
                tests::Exposition full;
                const auto probe = std::move(nodeProbes()[at]);
                (void)tests::collectInto(*probe, source, clock, full);
                for (const auto &[path, reads] : source.reads) {
                    const auto content = whole.files.find(path);
                    if (content == whole.files.end() || !content->second)
                        continue;
                    const bool hasEnd = path.starts_with("/proc/") && !path.starts_with("/proc/pressure/");
                    const auto size = content->second->size();
                    std::vector<std::size_t> places(size);
                    std::iota(places.begin(), places.end(), std::size_t(0));
                    std::ranges::shuffle(places, random);
                    places.resize(std::min<std::size_t>(size, path.starts_with("/sys/") ? 8 : 300));
                    for (const auto place : places) {
                        auto cut = whole;
                        cut.files.insert_or_assign(path, content->second->substr(0, place));
                        tests::Exposition told;
                        const auto fresh = std::move(nodeProbes()[at]);
                        const auto result = tests::collectInto(*fresh, cut, clock, told);
                        ++cuts;
                        if (!hasEnd)
                            continue;
                        if (!result)
                            continue;
                        for (const auto &[series, value] : told) {
                            const auto expected = full.find(series);
                            QVERIFY2(series.starts_with("node_time_") || (expected != full.end() && expected->second == value),
                                     fmt::format("{} {} cut at {}: {} {}", machine, path, place, series, value).c_str());
                        }
                    }
                }
            }
        }
        qInfo("%zu cuts", cuts);
        QVERIFY(cuts > 1000);
    }

    // Bytes changed at random: no crash, no endless loop, whatever comes out.
    void a_machine_of_garbage_is_survived()
    {
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (const auto &machine : m_machines) {
            const auto whole = inMemory(m_fixtures / machine);
            for (int round = 0; round < 60; ++round) {
                auto damaged = whole;
                for (auto &[path, content] : damaged.files) {
                    for (std::size_t i = 0; i < 1 + content->size() / 100; ++i) {
                        if (!content->empty())
                            (*content)[random() % content->size()] = char(random() % 256);
                    }
                }
                QVERIFY(!printedMachine(damaged).empty());
            }
        }
    }

private:
    fs::path m_fixtures;
    std::vector<std::string> m_machines;
};

VEDETTE_TEST(TstRecordedMachines)
#include "tst_recorded_machines.moc"
