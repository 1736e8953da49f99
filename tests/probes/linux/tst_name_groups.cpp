#include "probes/linux/name_groups.h"
#include "tests/support/registry.h"

#include <optional>

using probes::NameGroups;
using probes::Process;

class TstNameGroups : public QObject {
    Q_OBJECT

    NameGroups m_groups;
    std::map<int, Process> m_processes;

    Process &process(int pid, const char *name)
    {
        auto &made = m_processes[pid];
        made.pid = pid;
        made.name = made.command = name;
        made.stat.state = 'S';
        made.stat.threads = 2;
        made.stat.startTicks = 1;
        made.residentBytes = 1000;
        made.startTime = 50;
        made.status.swappedBytes = 10;
        return made;
    }

    std::map<std::string, double> pass()
    {
        m_groups.count(m_processes);
        metric::Batch batch;
        metric::SeriesInterner interner{metric::Labels{}};
        metric::BatchBuilder builder(batch, interner);
        m_groups.write(builder);
        std::map<std::string, double> values;
        for (const auto &sample : batch.samples) {
            auto text = sample.labels->toString();
            values[text.substr(std::string("namedprocess_namegroup_").size())] = sample.value;
        }
        return values;
    }

private Q_SLOTS:
    void init()
    {
        m_groups = {};
        m_processes.clear();
    }

    void counters_begin_at_zero_and_grow_by_what_the_members_did()
    {
        auto &first = process(1, "sh");
        auto &second = process(2, "sh");
        first.stat.userTicks = 1000;
        second.stat.userTicks = 2000;
        auto values = pass();
        QCOMPARE(values.at(R"(cpu_seconds_total{groupname="sh",mode="user"})"), 0.0);
        QCOMPARE(values.at(R"(num_procs{groupname="sh"})"), 2.0);
        QCOMPARE(values.at(R"(num_threads{groupname="sh"})"), 4.0);
        QCOMPARE(values.at(R"(memory_bytes{groupname="sh",memtype="resident"})"), 2000.0);
        QCOMPARE(values.at(R"(memory_bytes{groupname="sh",memtype="swapped"})"), 20.0);
        QCOMPARE(values.at(R"(states{groupname="sh",state="Sleeping"})"), 2.0);
        QCOMPARE(values.at(R"(states{groupname="sh",state="Waiting"})"), 0.0);
        QCOMPARE(values.at(R"(oldest_start_time_seconds{groupname="sh"})"), 50.0);
        first.stat.userTicks += 100;
        second.stat.userTicks += 50;
        first.stat.state = 'D';
        values = pass();
        QCOMPARE(values.at(R"(cpu_seconds_total{groupname="sh",mode="user"})"), 1.5);
        QCOMPARE(values.at(R"(states{groupname="sh",state="Waiting"})"), 1.0);
    }

    void counters_never_fall_when_a_member_exits_and_the_empty_group_stays()
    {
        auto &only = process(1, "sh");
        pass();
        only.stat.userTicks = 100;
        pass();
        m_processes.clear();
        const auto values = pass();
        QCOMPARE(values.at(R"(cpu_seconds_total{groupname="sh",mode="user"})"), 1.0);
        QCOMPARE(values.at(R"(num_procs{groupname="sh"})"), 0.0);
        QCOMPARE(values.at(R"(memory_bytes{groupname="sh",memtype="resident"})"), 0.0);
        QCOMPARE(values.at(R"(states{groupname="sh",state="Sleeping"})"), 0.0);
        QVERIFY(!values.contains(R"(oldest_start_time_seconds{groupname="sh"})"));
    }

    void a_number_used_again_brings_no_jump()
    {
        process(1, "sh").stat.userTicks = 10;
        pass();
        auto &other = process(1, "sh");
        other.stat.startTicks = 2;
        other.stat.userTicks = 5000;
        QCOMPARE(pass().at(R"(cpu_seconds_total{groupname="sh",mode="user"})"), 0.0);
    }

    void what_a_process_does_after_exec_belongs_to_its_new_group()
    {
        auto &only = process(1, "sh");
        pass();
        only.name = "make";
        only.stat.userTicks = 100;
        const auto values = pass();
        QCOMPARE(values.at(R"(num_procs{groupname="sh"})"), 0.0);
        QCOMPARE(values.at(R"(cpu_seconds_total{groupname="sh",mode="user"})"), 0.0);
        QCOMPARE(values.at(R"(cpu_seconds_total{groupname="make",mode="user"})"), 1.0);
    }

    void what_nobody_could_read_is_left_out()
    {
        auto &only = process(1, "sh");
        only.status = {};
        auto values = pass();
        for (const char *absent :
             {R"(read_bytes_total{groupname="sh"})", R"(write_bytes_total{groupname="sh"})", R"(memory_bytes{groupname="sh",memtype="swapped"})",
              R"(context_switches_total{ctxswitchtype="voluntary",groupname="sh"})", R"(open_filedesc{groupname="sh"})"})
            QVERIFY2(!values.contains(absent), absent);
        process(2, "sh").io = probes::ProcessIo{500, 0};
        pass();
        m_processes.at(2).io = probes::ProcessIo{700, 0};
        QCOMPARE(pass().at(R"(read_bytes_total{groupname="sh"})"), 200.0);
    }

    void kernel_threads_are_in_no_group()
    {
        process(2, "kthreadd").command.clear();
        QVERIFY(pass().empty());
    }

    void names_without_end_fill_no_memory()
    {
        for (int i = 0; i < 3000; ++i)
            process(i, ("n" + std::to_string(i)).c_str());
        QCOMPARE(pass().at("num_procs{groupname=\"(other)\"}"), 3000.0 - double(NameGroups::kMostGroups));
        for (int round = 0; round < 20; ++round) {
            m_processes.clear();
            for (int i = 0; i < 100; ++i)
                process(i, ("r" + std::to_string(round) + "n" + std::to_string(i)).c_str());
            const auto values = pass();
            QVERIFY(values.size() < (NameGroups::kMostGroups + 2) * 20);
        }
    }
};

VEDETTE_TEST(TstNameGroups)
#include "tst_name_groups.moc"
