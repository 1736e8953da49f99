// A thread with a network of its own that has a loopback and nothing else, and later without the rights of an administrator. Other
// threads see nothing of it.
#pragma once

#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tests {

inline bool dropRights()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2] = {};
    return ::syscall(SYS_capset, &header, none) == 0;
}

// Runs it there, with these groups in net.ipv4.ping_group_range and without any capability unless they are kept, after a shell
// command that still has them. False: this user may not, or the command fails.
inline bool inOwnNetwork(const std::string &pingGroups, const std::function<void()> &run, const char *command = "true", bool keepRights = false)
{
    bool made = false;
    std::thread([&] {
        if (::unshare(CLONE_NEWNET) != 0)
            return;
        const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        ifreq loopback{};
        loopback.ifr_name[0] = 'l';
        loopback.ifr_name[1] = 'o';
        loopback.ifr_flags = IFF_UP | IFF_RUNNING;
        made = ::ioctl(fd, SIOCSIFFLAGS, &loopback) == 0;
        ::close(fd);
        std::ofstream groups("/proc/sys/net/ipv4/ping_group_range");
        groups << pingGroups << std::flush;
        made = made && groups.good() && std::system(command) == 0 && (keepRights || dropRights());
        if (made)
            run();
    }).join();
    return made;
}

} // namespace tests
