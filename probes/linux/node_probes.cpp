#include "probes/linux/node_probes.h"

#include "probes/linux/cpu.h"
#include "probes/linux/cpufreq.h"
#include "probes/linux/diskstats.h"
#include "probes/linux/filefd.h"
#include "probes/linux/filesystem.h"
#include "probes/linux/hwmon.h"
#include "probes/linux/loadavg.h"
#include "probes/linux/meminfo.h"
#include "probes/linux/netclass.h"
#include "probes/linux/netdev.h"
#include "probes/linux/netstat.h"
#include "probes/linux/os.h"
#include "probes/linux/pressure.h"
#include "probes/linux/sockstat.h"
#include "probes/linux/stat.h"
#include "probes/linux/thermal_zone.h"
#include "probes/linux/time.h"
#include "probes/linux/uname.h"
#include "probes/linux/vmstat.h"

namespace probes {

std::vector<std::unique_ptr<Probe>> nodeProbes()
{
    const auto stat = std::make_shared<StatFile>();
    std::vector<std::unique_ptr<Probe>> probes;
    probes.push_back(std::make_unique<CpuProbe>(stat));
    probes.push_back(std::make_unique<StatProbe>(stat));
    probes.push_back(std::make_unique<MeminfoProbe>());
    probes.push_back(std::make_unique<LoadavgProbe>());
    probes.push_back(std::make_unique<PressureProbe>());
    probes.push_back(std::make_unique<DiskstatsProbe>());
    probes.push_back(std::make_unique<NetdevProbe>());
    probes.push_back(std::make_unique<VmstatProbe>());
    probes.push_back(std::make_unique<NetstatProbe>());
    probes.push_back(std::make_unique<SockstatProbe>());
    probes.push_back(std::make_unique<FilefdProbe>());
    probes.push_back(std::make_unique<TimeProbe>());
    probes.push_back(std::make_unique<UnameProbe>());
    probes.push_back(std::make_unique<OsProbe>());
    // Those that may be slow come last.
    probes.push_back(std::make_unique<CpufreqProbe>());
    probes.push_back(std::make_unique<NetclassProbe>());
    probes.push_back(std::make_unique<ThermalZoneProbe>());
    probes.push_back(std::make_unique<HwmonProbe>());
    probes.push_back(std::make_unique<FilesystemProbe>());
    return probes;
}

} // namespace probes
