#include "probes/linux/filesystem.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <algorithm>
#include <array>
#include <set>

namespace probes {

using metric::Result;

namespace {

constexpr std::array<std::string_view, 25> kLeftOutFileSystems{
    "autofs", "binfmt_misc", "bpf",        "cgroup",    "cgroup2",  "configfs", "debugfs", "devpts", "devtmpfs",
    "erofs",  "fusectl",     "hugetlbfs",  "iso9660",   "mqueue",   "nsfs",     "overlay", "proc",   "procfs",
    "pstore", "rpc_pipefs",  "securityfs", "selinuxfs", "squashfs", "sysfs",    "tracefs"};
static_assert(std::ranges::is_sorted(kLeftOutFileSystems));

// The kernel writes blank, tab, newline and backslash in octal (show_mountinfo, mangle).
std::string unescapedPath(std::string_view text)
{
    struct Escape {
        std::string_view octal;
        char c;
    };
    constexpr std::array kEscapes{Escape{"\\040", ' '}, Escape{"\\011", '\t'}, Escape{"\\012", '\n'}, Escape{"\\134", '\\'}};
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        const auto escape = std::ranges::find_if(kEscapes, [&](const Escape &e) { return text.starts_with(e.octal); });
        plain += escape == kEscapes.end() ? text.front() : escape->c;
        text.remove_prefix(escape == kEscapes.end() ? 1 : escape->octal.size());
    }
    return plain;
}

bool hasOption(std::string_view options, std::string_view wanted)
{
    while (!options.empty()) {
        if (scan::until(options, ',') == wanted)
            return true;
    }
    return false;
}

bool isAtOrBelow(std::string_view path, std::string_view directory)
{
    return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

bool isInside(std::string_view path, std::string_view directoryWithSlash)
{
    return path.starts_with(directoryWithSlash) && path.size() > directoryWithSlash.size();
}

} // namespace

bool isLeftOutMountPoint(std::string_view mountPoint)
{
    return isAtOrBelow(mountPoint, "/dev") || isAtOrBelow(mountPoint, "/proc") || isAtOrBelow(mountPoint, "/sys") ||
           isInside(mountPoint, "/run/credentials/") || isInside(mountPoint, "/var/lib/docker/") ||
           isInside(mountPoint, "/var/lib/containers/storage/");
}

bool isLeftOutFileSystem(std::string_view type) { return std::ranges::binary_search(kLeftOutFileSystems, type); }

Result<std::vector<Mount>> parseMountinfo(std::string_view text)
{
    constexpr std::string_view kWhat = "/proc/1/mountinfo";
    if (const auto whole = scan::complete(text, kWhat); !whole)
        return tl::unexpected(whole.error());
    std::vector<Mount> mounts;
    while (!text.empty()) {
        // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 ... - ext3 /dev/root rw,errors=continue
        const auto full = scan::line(text);
        auto line = full;
        scan::field(line);
        scan::field(line);
        auto number = scan::field(line);
        scan::field(line);
        const auto point = scan::field(line);
        const auto options = scan::field(line);
        auto word = scan::field(line);
        while (!word.empty() && word != "-")
            word = scan::field(line);
        const auto type = scan::field(line);
        const auto device = scan::field(line);
        const auto superOptions = scan::field(line);
        const auto major = scan::until(number, ':');
        if (!scan::number<unsigned>(major) || !scan::number<unsigned>(number) || !point.starts_with('/') || device.empty() || superOptions.empty())
            return scan::malformed(kWhat, full);
        auto path = unescapedPath(point);
        auto shown = scan::validUtf8(path);
        const bool readOnly = hasOption(options, "ro") || hasOption(superOptions, "ro") || hasOption(superOptions, "emergency_ro");
        mounts.push_back(
            {scan::validUtf8(device), std::move(shown), scan::validUtf8(type), std::string(major), std::string(number), std::move(path), readOnly});
    }
    return mounts;
}

Result<void> FilesystemProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    // The first process sees what the machine mounts; where it is hidden (hidepid) our own view has to do.
    if (!source.read("/proc/1/mountinfo", m_text, Source::Keep::Yes)) {
        if (auto read = source.read("/proc/self/mountinfo", m_text, Source::Keep::Yes); !read)
            return read;
    }
    const auto mounts = parseMountinfo(m_text);
    if (!mounts)
        return tl::unexpected(mounts.error());

    std::set<std::string> told; // a file system mounted twice at one place has one set of series
    for (const auto &mount : *mounts) {
        if (isLeftOutMountPoint(mount.mountPoint) || isLeftOutFileSystem(mount.type))
            continue;
        if (!told.insert(mount.device + '\0' + mount.mountPoint + '\0' + mount.type).second)
            continue;
        const auto use = source.fileSystem(mount.path);
        const std::string_view error = use ? std::string_view() : std::string_view(use.error().message);
        const std::array<metric::Label, 4> labels{
            {{"device", mount.device}, {"mountpoint", mount.mountPoint}, {"fstype", mount.type}, {"device_error", error}}};
        batch.add("node_filesystem_device_error", labels, use ? 0 : 1);
        batch.add("node_filesystem_readonly", labels, mount.readOnly ? 1 : 0);
        if (!use)
            continue;
        batch.add("node_filesystem_size_bytes", labels, double(use->size));
        batch.add("node_filesystem_free_bytes", labels, double(use->free));
        batch.add("node_filesystem_avail_bytes", labels, double(use->available));
        batch.add("node_filesystem_files", labels, double(use->files));
        batch.add("node_filesystem_files_free", labels, double(use->filesFree));
        batch.add("node_filesystem_mount_info",
                  {{"device", mount.device}, {"major", mount.major}, {"minor", mount.minor}, {"mountpoint", mount.mountPoint}}, 1);
    }
    return {};
}

} // namespace probes
