// What a pass over the processes costs: CPU of this program per pass, with the machine's own processes and with 500 more that sleep.
// bench_processes [processes] [passes]
#include "probes/linux/process_probes.h"
#include "probes/linux/process_reader.h"
#include "probes/source/local_source.h"
#include "tests/support/fake_clock.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

double cpuMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

std::vector<pid_t> forkSleepers(int count)
{
    std::vector<pid_t> sleepers;
    for (int i = 0; i < count; ++i) {
        const auto pid = fork();
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            prctl(PR_SET_NAME, ("sleeper-" + std::to_string(i % 40)).c_str());
            for (;;)
                pause();
        }
        if (pid > 0)
            sleepers.push_back(pid);
    }
    return sleepers;
}

// The median CPU of `passes` rounds, after a first one that is told apart.
struct Cost {
    double first;
    double median;
    std::size_t rows;
    std::size_t samples;
};
enum class Which { Table = 1, Groups = 2, Both = 3 };
Cost measure(Which which, bool looked, int passes)
{
    const auto focus = std::make_shared<probes::ProcessFocus>();
    focus->setTableWanted(looked);
    const auto all = probes::processProbes(focus);
    probes::LocalSourceOptions options;
    options.keptDescriptors = 4096; // as the console has
    probes::LocalSource source("/", options);
    tests::FakeClock clock;
    metric::SeriesInterner interner{metric::Labels{{"job", "process"}, {"instance", "bench"}}};
    Cost cost{};
    std::vector<double> taken;
    for (int i = 0; i <= passes; ++i) {
        clock.advance(1s);
        metric::Batch batch;
        batch.time = clock.now();
        metric::BatchBuilder builder(batch, interner);
        const auto before = cpuMilliseconds();
        for (std::size_t at = 0; at < all.size(); ++at) {
            if ((int(which) >> at & 1) && !all[at]->collect(source, clock, builder))
                std::exit(1);
        }
        taken.push_back(cpuMilliseconds() - before);
        if (!batch.tables.empty())
            cost.rows = batch.tables.front()->rows();
        cost.samples = batch.samples.size();
    }
    cost.first = taken.front();
    taken.erase(taken.begin());
    std::ranges::nth_element(taken, taken.begin() + passes / 2);
    cost.median = taken[std::size_t(passes / 2)];
    return cost;
}

void printAll(const char *title, int passes)
{
    struct {
        const char *name;
        Which which;
        bool looked;
    } const cases[] = {
        {"table, looked at", Which::Table, true},
        {"table and groups, looked at", Which::Both, true},
        {"groups, nobody looks", Which::Groups, false},
        {"table and groups, nobody looks", Which::Both, false},
    };
    for (const auto &[name, which, looked] : cases) {
        const auto cost = measure(which, looked, passes);
        std::printf("%-16s %-32s %7.2f ms a pass (first %.2f), %zu rows, %zu samples\n", title, name, cost.median, cost.first, cost.rows,
                    cost.samples);
    }
}

} // namespace

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 500;
    const int passes = argc > 2 ? std::atoi(argv[2]) : 40;
    printAll("as it is", passes);
    const auto sleepers = forkSleepers(count);
    printAll(("with " + std::to_string(count) + " more").c_str(), passes);
    for (const auto pid : sleepers)
        kill(pid, SIGKILL);
    for (const auto pid : sleepers)
        waitpid(pid, nullptr, 0);
}
