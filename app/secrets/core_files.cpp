#include "app/secrets/core_files.h"

#include <sys/resource.h>

namespace secrets {

void forbidCoreFiles()
{
    // One byte and not zero, see core(5) and do_coredump(): either is too small for a file, but a core_pattern that is a program
    // (systemd-coredump, apport) is started under zero all the same, and left to honour it; under one the kernel starts none.
    // The hard limit too, so that no library raises it again. Not PR_SET_DUMPABLE: /proc/self would belong to root, and the
    // console reads its own figures there.
    constexpr rlimit kNone{1, 1};
    ::setrlimit(RLIMIT_CORE, &kNone);
}

} // namespace secrets
