#include "probes/source/local_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/statfs.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace probes {

using metric::ErrorCode;
using metric::fail;
using metric::Result;

namespace {

// More than any file a probe reads; a file that grows beyond is not what it claims to be.
constexpr std::size_t kLargestFile = 64u << 20;
constexpr std::size_t kFirstRead = 16u << 10;
// What sysfs holds in one attribute.
constexpr std::size_t kSysfsRead = 4096;
constexpr int kMostLinks = 40; // as the kernel

// statfs of these reads counters in memory; it waits for no server and no daemon (linux/magic.h).
constexpr std::array<std::uint32_t, 9> kKernelsOwn{
    0xEF53,     // ext2, ext3, ext4
    0x58465342, // xfs
    0x9123683E, // btrfs
    0x01021994, // tmpfs
    0x4d44,     // vfat
    0x2011BAB0, // exfat
    0xF2F52010, // f2fs
    0x858458f6, // ramfs
    0x73717368, // squashfs
};

// A driver's way to say that the file is right and the value is missing.
bool hasNoValueNow(int error) { return error == EAGAIN || error == EIO || error == EINVAL || error == EOPNOTSUPP || error == ENODATA; }

ErrorCode codeOf(int error)
{
    if (hasNoValueNow(error))
        return ErrorCode::Unavailable;
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO:
    case EISDIR:
    case ESRCH: return ErrorCode::NotFound;
    case EACCES:
    case EPERM: return ErrorCode::PermissionDenied;
    case EBUSY:
    case ETIMEDOUT: return ErrorCode::Unavailable;
    default: return ErrorCode::Io;
    }
}

tl::unexpected<metric::Error> failWith(int error, std::string_view path)
{
    return fail(codeOf(error), fmt::format("{}: {}", path, std::generic_category().message(error)));
}

bool isSysfs(std::string_view path) { return path.starts_with("/sys/"); }

std::string rootText(const std::filesystem::path &root)
{
    auto text = std::filesystem::absolute(root).lexically_normal().string();
    while (text.ends_with('/'))
        text.pop_back();
    return text;
}

LocalSourceOptions withDefaults(LocalSourceOptions options)
{
    if (!options.statFs)
        options.statFs = [](const char *path, struct ::statfs *out) { return ::statfs(path, out); };
    return options;
}

} // namespace

struct LocalSource::Question {
    struct Answer {
        int error = 0;
        std::uint32_t type = 0;
        FileSystemUse use{};
    };
    static Answer ask(const std::function<int(const char *, struct ::statfs *)> &statFs, const std::string &path)
    {
        struct ::statfs raw = {};
        if (statFs(path.c_str(), &raw) != 0)
            return {errno, 0, {}};
        const auto block = std::uint64_t(raw.f_bsize);
        return {0, std::uint32_t(raw.f_type), {raw.f_blocks * block, raw.f_bfree * block, raw.f_bavail * block, raw.f_files, raw.f_ffree}};
    }

    std::mutex mutex;
    std::condition_variable answered;
    bool done = false;
    Answer answer;
};

LocalSource::LocalSource(std::filesystem::path root, LocalSourceOptions options) : m_root(rootText(root)), m_options(withDefaults(std::move(options)))
{
}

LocalSource::~LocalSource()
{
    for (const auto &[path, kept] : m_kept)
        ::close(kept.descriptor);
    if (m_mountTable >= 0)
        ::close(m_mountTable);
}

Result<int> LocalSource::open(std::string_view path, int flags) const
{
    std::string full;
    if (m_root.empty()) {
        full = path;
    } else {
        auto real = realPath(path);
        if (!real)
            return tl::unexpected(std::move(real.error()));
        full = m_root + *real;
    }
    const int descriptor = ::open(full.c_str(), flags | O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return failWith(errno, path);
    return descriptor;
}

Result<void> LocalSource::read(std::string_view path, std::string &out, Keep keepOpen)
{
    ++m_reads;
    const bool once = isSysfs(path);
    if (const auto found = m_kept.find(path); found != m_kept.end()) {
        found->second.lastUse = m_reads;
        const int error = readAll(found->second.descriptor, once, out);
        if (error == 0)
            return {};
        if (hasNoValueNow(error))
            return failWith(error, path);
        // The file behind the descriptor may be gone and another be there under its name: only a fresh one tells.
        ::close(found->second.descriptor);
        m_kept.erase(found);
    }
    const auto descriptor = open(path, 0);
    if (!descriptor) {
        out.clear();
        return tl::unexpected(descriptor.error());
    }
    const int error = readAll(*descriptor, once, out);
    if (keepOpen == Keep::Yes && (error == 0 || hasNoValueNow(error)))
        keep(path, *descriptor);
    else
        ::close(*descriptor);
    if (error != 0)
        return failWith(error, path);
    return {};
}

// Into a buffer that is never cleared and from there into `out`: making room in a string would write all of it first.
int LocalSource::readAll(int descriptor, bool once, std::string &out)
{
    std::size_t have = 0;
    m_buffer.resize(std::max(m_buffer.size(), kFirstRead));
    for (;;) {
        const auto got = ::pread(descriptor, m_buffer.data() + have, once ? kSysfsRead : m_buffer.size() - have, off_t(have));
        if (got < 0) {
            if (errno == EINTR)
                continue;
            out.clear();
            return errno;
        }
        have += std::size_t(got);
        if (got == 0 || once)
            break;
        if (have == m_buffer.size()) {
            if (have >= kLargestFile) {
                out.clear();
                return EFBIG;
            }
            m_buffer.resize(have * 2);
        }
    }
    out.assign(m_buffer.data(), have);
    return 0;
}

void LocalSource::keep(std::string_view path, int descriptor)
{
    if (m_kept.size() >= m_options.keptDescriptors) {
        if (m_reads < m_fullUntil) {
            ::close(descriptor);
            return;
        }
        const auto oldest = std::ranges::min_element(m_kept, {}, [](const auto &entry) { return entry.second.lastUse; });
        // More files than descriptors, read in turn, would push each other out for ever: only what was long not asked for makes room.
        const auto longAgo = 8 * m_options.keptDescriptors;
        if (oldest == m_kept.end() || m_reads - oldest->second.lastUse < longAgo) {
            m_fullUntil = oldest == m_kept.end() ? m_reads : oldest->second.lastUse + longAgo;
            ::close(descriptor);
            return;
        }
        ::close(oldest->second.descriptor);
        m_kept.erase(oldest);
    }
    m_kept.emplace(path, Kept{descriptor, m_reads});
}

Result<void> LocalSource::list(std::string_view directory, std::vector<std::string> &names)
{
    names.clear();
    const auto descriptor = open(directory, O_DIRECTORY);
    if (!descriptor)
        return tl::unexpected(descriptor.error());
    DIR *stream = ::fdopendir(*descriptor);
    if (!stream) {
        const int error = errno;
        ::close(*descriptor);
        return failWith(error, directory);
    }
    errno = 0;
    while (const auto *entry = ::readdir(stream)) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.emplace_back(name);
    }
    const int error = errno;
    ::closedir(stream);
    if (error != 0) {
        names.clear();
        return failWith(error, directory);
    }
    return {};
}

// Component by component, as the kernel would inside chroot(2): a link's target counts from the root where it is absolute, and ".."
// stops at the root.
Result<std::string> LocalSource::realPath(std::string_view path) const
{
    std::string real;
    std::string left(path);
    int links = 0;
    std::array<char, 4096> target;
    while (!left.empty()) {
        const auto end = std::min(left.find('/'), left.size());
        const std::string name = left.substr(0, end);
        left.erase(0, std::min(end + 1, left.size()));
        if (name.empty() || name == ".")
            continue;
        if (name == "..") {
            real.erase(std::min(real.rfind('/'), real.size()));
            continue;
        }
        const auto next = fmt::format("{}/{}", real, name);
        const auto length = ::readlink((m_root + next).c_str(), target.data(), target.size());
        if (length < 0) {
            if (errno != EINVAL) // EINVAL: not a link
                return failWith(errno, path);
            real = next;
            continue;
        }
        if (++links > kMostLinks || std::size_t(length) == target.size())
            return failWith(ELOOP, path);
        const std::string_view text(target.data(), std::size_t(length));
        if (text.starts_with('/'))
            real.clear();
        left = left.empty() ? std::string(text) : fmt::format("{}/{}", text, left);
    }
    return real.empty() ? "/" : real;
}

Result<std::string> LocalSource::resolve(std::string_view path) { return realPath(path); }

// The kernel marks an open mount table readable-with-error whenever a mount comes or goes (proc(5), /proc/pid/mounts).
bool LocalSource::mountsChanged()
{
    if (m_mountTable < 0) {
        m_mountTable = ::open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
        return true;
    }
    pollfd table{m_mountTable, POLLPRI, 0};
    return ::poll(&table, 1, 0) < 0 || (table.revents & (POLLPRI | POLLERR)) != 0;
}

Result<FileSystemUse> LocalSource::fileSystem(std::string_view mountPoint)
{
    const auto answerOf = [&](const Question::Answer &answer) -> Result<FileSystemUse> {
        if (answer.error != 0)
            return fail(codeOf(answer.error), std::generic_category().message(answer.error));
        return answer.use;
    };

    // Something else may be mounted at the same place now, so every mount point has to prove itself again.
    if (mountsChanged())
        m_answersAtOnce.clear();
    const auto path = m_root + std::string(mountPoint);
    if (m_answersAtOnce.contains(mountPoint))
        return answerOf(Question::ask(m_options.statFs, path));

    const auto timeout = [] { return fail(ErrorCode::Timeout, "mountpoint timeout"); };
    if (const auto old = m_hanging.find(mountPoint); old != m_hanging.end()) {
        const std::lock_guard lock(old->second->mutex);
        if (!old->second->done)
            return timeout();
    }
    if (const auto old = m_hanging.find(mountPoint); old != m_hanging.end())
        m_hanging.erase(old);

    auto question = std::make_shared<Question>();
    try {
        std::thread([question, path, statFs = m_options.statFs] {
            const auto answer = Question::ask(statFs, path);
            {
                const std::lock_guard lock(question->mutex);
                question->answer = answer;
                question->done = true;
            }
            question->answered.notify_one();
        }).detach();
    } catch (const std::system_error &error) {
        return fail(ErrorCode::LimitExceeded, fmt::format("no thread to ask {}: {}", mountPoint, error.what()));
    }
    std::unique_lock lock(question->mutex);
    if (!question->answered.wait_for(lock, m_options.patience, [&] { return question->done; })) {
        lock.unlock();
        m_hanging.emplace(mountPoint, std::move(question));
        return timeout();
    }
    const auto &answer = question->answer;
    if (answer.error == 0 && m_mountTable >= 0 && std::ranges::find(kKernelsOwn, answer.type) != kKernelsOwn.end())
        m_answersAtOnce.emplace(mountPoint);
    return answerOf(answer);
}

std::string LocalSource::machine()
{
    utsname names{};
    return ::uname(&names) == 0 ? names.machine : "";
}

std::uint64_t LocalSource::pageSize() { return std::uint64_t(::sysconf(_SC_PAGESIZE)); }

} // namespace probes
