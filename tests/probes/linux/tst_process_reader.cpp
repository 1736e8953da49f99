#include "probes/linux/process_reader.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_process.h"
#include "tests/support/registry.h"

using namespace std::chrono_literals;
using probes::Process;
using probes::ProcessFocus;
using probes::ProcessReader;
using tests::FakeProcess;

class TstProcessReader : public QObject {
    Q_OBJECT

    struct Machine {
        tests::FakeSource source;
        tests::FakeClock clock;
        std::shared_ptr<ProcessFocus> focus = std::make_shared<ProcessFocus>();
        ProcessReader reader{focus};

        Machine() { tests::putMachine(source); }
        bool pass(std::chrono::nanoseconds later = 1s)
        {
            clock.advance(later);
            return reader.read(source, clock, clock.now()).has_value();
        }
        const Process *find(int pid) const
        {
            const auto found = reader.processes().find(pid);
            return found == reader.processes().end() ? nullptr : &found->second;
        }
    };

private Q_SLOTS:
    void a_process_is_known_whole_from_its_first_pass()
    {
        Machine machine;
        FakeProcess{}.put(machine.source);
        QVERIFY(machine.pass());
        const auto *process = machine.find(100);
        QVERIFY(process);
        QCOMPARE(process->name, std::string("worker"));
        QCOMPARE(process->user, std::string("anna"));
        QCOMPARE(process->command, std::string("/bin/worker --fast"));
        QCOMPARE(process->unit, std::string("worker.service"));
        QCOMPARE(process->startTime, 1600000050.0);
        QCOMPARE(process->residentBytes, 256.0 * 4096);
        QVERIFY(std::isnan(process->cpuRatio));
        QVERIFY(std::isnan(process->readRate));
        QVERIFY(std::isnan(process->pssBytes));
        QCOMPARE(machine.reader.processes().size(), std::size_t(1)); // meminfo and stat are no processes
    }

    void rates_are_over_the_time_that_passed()
    {
        Machine machine;
        machine.focus->setTableWanted(true);
        FakeProcess process;
        process.put(machine.source);
        machine.pass();
        process.userTicks = 80;
        process.systemTicks = 20;
        process.readBytes = 4000;
        process.writtenBytes = 1000;
        process.put(machine.source);
        machine.pass(2s);
        QCOMPARE(machine.find(100)->cpuRatio, 0.5);
        QCOMPARE(machine.find(100)->readRate, 2000.0);
        QCOMPARE(machine.find(100)->writeRate, 500.0);
        machine.pass(1s);
        QCOMPARE(machine.find(100)->cpuRatio, 0.0);
        QCOMPARE(machine.find(100)->readRate, 0.0);
    }

    void what_does_not_change_is_read_once()
    {
        Machine machine;
        FakeProcess{}.put(machine.source);
        for (int i = 0; i < 12; ++i)
            machine.pass();
        QCOMPARE(machine.source.reads["/proc/100/stat"], 12);
        QCOMPARE(machine.source.reads["/proc/100/cmdline"], 1);
        QCOMPARE(machine.source.reads["/proc/100/cgroup"], 1);
        QCOMPARE(machine.source.reads["/proc/100/smaps_rollup"], 0);
        QVERIFY(machine.source.reads["/proc/100/status"] <= 2);
        QVERIFY(machine.source.reads["/proc/100/io"] <= 4);
        QCOMPARE(machine.source.reads["/etc/passwd"], 1);
        QCOMPARE(machine.source.reads["/proc/stat"], 1);
    }

    void one_round_is_one_pass()
    {
        Machine machine;
        FakeProcess{}.put(machine.source);
        machine.pass();
        QVERIFY(machine.reader.read(machine.source, machine.clock, machine.clock.now()));
        QCOMPARE(machine.source.reads["/proc/100/stat"], 1);
    }

    void io_of_what_runs_is_read_every_pass_while_somebody_looks()
    {
        for (const bool looked : {true, false}) {
            Machine machine;
            machine.focus->setTableWanted(looked);
            FakeProcess process;
            for (int i = 0; i < 12; ++i) {
                ++process.userTicks;
                process.put(machine.source);
                machine.pass();
            }
            QCOMPARE(machine.source.reads["/proc/100/io"], looked ? 12 : 7);
        }
    }

    void a_transfer_that_ends_is_seen_to_end()
    {
        Machine machine;
        machine.focus->setTableWanted(true);
        FakeProcess process;
        process.put(machine.source);
        machine.pass();
        ++process.userTicks;
        process.readBytes = 1000;
        process.put(machine.source);
        machine.pass();
        QCOMPARE(machine.find(100)->readRate, 1000.0);
        machine.pass();
        QCOMPARE(machine.find(100)->readRate, 0.0);
    }

    void what_a_quiet_process_transfers_is_found_in_its_turn()
    {
        Machine machine;
        machine.focus->setTableWanted(true);
        FakeProcess process;
        process.put(machine.source);
        machine.pass();
        machine.pass();
        process.writtenBytes = 8000;
        process.put(machine.source);
        double found = 0;
        for (int i = 0; i < 8; ++i) {
            machine.pass();
            found = std::max(found, machine.find(100)->writeRate);
        }
        QVERIFY(found >= 1000 && found <= 8000);
    }

    void after_exec_it_is_read_again()
    {
        Machine machine;
        FakeProcess process;
        process.put(machine.source);
        machine.pass();
        process.name = "nginx";
        process.command = "nginx";
        process.uid = 33;
        process.put(machine.source);
        machine.pass();
        QCOMPARE(machine.find(100)->name, std::string("nginx"));
        QCOMPARE(machine.find(100)->command, std::string("nginx"));
        QCOMPARE(machine.find(100)->user, std::string("33")); // nobody of that number in passwd
        QVERIFY(!std::isnan(machine.find(100)->cpuRatio));    // the same process still
    }

    void a_number_used_again_is_another_process()
    {
        Machine machine;
        FakeProcess process;
        process.userTicks = 5;
        process.put(machine.source);
        machine.pass();
        process.startTicks = 9000;
        process.command = "other";
        process.userTicks = 500;
        process.put(machine.source);
        machine.pass();
        QCOMPARE(machine.find(100)->command, std::string("other"));
        QCOMPARE(machine.find(100)->startTime, 1600000090.0);
        QVERIFY(std::isnan(machine.find(100)->cpuRatio));
    }

    void a_process_that_vanishes_is_gone_and_one_that_vanishes_while_read_is_not_there()
    {
        Machine machine;
        FakeProcess{}.put(machine.source);
        FakeProcess second;
        second.pid = 200;
        second.put(machine.source);
        machine.pass();
        QVERIFY(machine.find(200));
        machine.source.remove("/proc/200");
        machine.pass();
        QVERIFY(!machine.find(200));
        // Listed, then gone.
        second.put(machine.source);
        machine.source.onRead = [&](std::string_view path) {
            if (path == "/proc/200/stat")
                machine.source.files.erase("/proc/200/stat");
        };
        QVERIFY(machine.pass());
        QVERIFY(!machine.find(200));
        // Gone between its files: what was read stays, the rest is unknown.
        second.put(machine.source);
        machine.source.onRead = [&](std::string_view path) {
            if (path == "/proc/200/status")
                machine.source.remove("/proc/200");
        };
        QVERIFY(machine.pass());
        QVERIFY(machine.find(200));
        QCOMPARE(machine.find(200)->user, std::string());
        QVERIFY(!machine.find(200)->io);
    }

    void what_may_not_be_read_is_unknown_and_not_asked_for_again()
    {
        Machine machine;
        machine.focus->setTableWanted(true);
        FakeProcess{}.put(machine.source);
        machine.source.files.at("/proc/100/io") = metric::fail(metric::ErrorCode::PermissionDenied, "denied");
        for (int i = 0; i < 5; ++i)
            machine.pass();
        QVERIFY(!machine.find(100)->io);
        QVERIFY(std::isnan(machine.find(100)->readRate));
        QCOMPARE(machine.source.reads["/proc/100/io"], 1);
    }

    void pss_is_read_for_those_in_the_focus_alone_and_only_while_they_are_in_it()
    {
        Machine machine;
        FakeProcess{}.put(machine.source);
        FakeProcess second;
        second.pid = 200;
        second.put(machine.source);
        machine.focus->setPssWanted({300, 200});
        machine.pass();
        QVERIFY(std::isnan(machine.find(100)->pssBytes));
        QCOMPARE(machine.find(200)->pssBytes, 512.0 * 1024);
        machine.focus->setPssWanted({});
        machine.pass();
        QVERIFY(std::isnan(machine.find(200)->pssBytes));
    }

    void kernel_threads_have_a_user_and_nothing_that_costs()
    {
        Machine machine;
        FakeProcess kernel;
        kernel.pid = 2;
        kernel.name = "kworker/0:1-events";
        kernel.flags = 0x208040;
        kernel.command.clear();
        kernel.uid = 0;
        kernel.put(machine.source);
        machine.pass();
        QCOMPARE(machine.find(2)->user, std::string("root"));
        kernel.name = "kworker/0:1-mm"; // its work changed
        kernel.put(machine.source);
        for (int i = 0; i < 12; ++i)
            machine.pass();
        QCOMPARE(machine.find(2)->name, std::string("kworker/0:1-mm"));
        QCOMPARE(machine.source.reads["/proc/2/status"], 1);
        QCOMPARE(machine.source.reads["/proc/2/cmdline"], 0);
        QCOMPARE(machine.source.reads["/proc/2/io"], 0);
    }

    void a_machine_without_processes_is_a_failure_with_a_reason()
    {
        Machine machine;
        QVERIFY(!machine.pass());
        FakeProcess{}.put(machine.source);
        machine.source.files.at("/proc/100/stat") = std::string("garbage");
        const auto result = machine.reader.read(machine.source, machine.clock, machine.clock.now());
        QVERIFY(!result);
        QCOMPARE(result.error().message, std::string("/proc: no process could be read"));
    }

    void a_boot_time_that_wobbles_does_not_move_start_times()
    {
        Machine machine;
        FakeProcess{}.put(machine.source);
        machine.pass();
        machine.source.files.at("/proc/stat") = std::string("cpu 1\nbtime 1600000001\n");
        FakeProcess second;
        second.pid = 200;
        second.put(machine.source);
        machine.pass();
        QCOMPARE(machine.find(200)->startTime, machine.find(100)->startTime);
    }
};

VEDETTE_TEST(TstProcessReader)
#include "tst_process_reader.moc"
