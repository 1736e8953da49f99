#include "models/alerts/rule_folder.h"

#include "models/rules/rule_file_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace alerts {

using metric::ErrorCode;
using metric::Result;

namespace {

tl::unexpected<metric::Error> failed(const std::filesystem::path &path, std::string_view what, int error)
{
    return metric::fail(ErrorCode::Io, fmt::format("{} cannot be {}: {}", path.string(), what, std::strerror(error)));
}

// A descriptor that is closed.
class File {
public:
    File(const std::filesystem::path &path, int flags) : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;
    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

Result<std::string> readAll(const std::filesystem::path &path)
{
    // Not to wait for a pipe that somebody put there.
    const File file(path, O_RDONLY | O_NONBLOCK);
    if (file.get() < 0)
        return failed(path, "read", errno);
    std::string text;
    char piece[65536];
    while (true) {
        const auto count = ::read(file.get(), piece, sizeof piece);
        if (count < 0)
            return failed(path, "read", errno);
        if (count == 0)
            return text;
        text.append(piece, std::size_t(count));
        if (text.size() > rules::kMaxRuleFileBytes)
            return metric::fail(ErrorCode::LimitExceeded, fmt::format("the file is larger than {} MiB", rules::kMaxRuleFileBytes >> 20));
    }
}

std::int64_t nanoseconds(const timespec &time) { return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

} // namespace

bool RuleFolder::look(const std::filesystem::path &path, Seen &seen)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    seen = {nanoseconds(status.st_mtim), nanoseconds(status.st_ctim), std::uint64_t(status.st_size), std::uint64_t(status.st_ino)};
    return true;
}

bool RuleFolder::refresh()
{
    std::map<std::string, Seen> now;
    std::error_code error;
    for (auto entry = std::filesystem::directory_iterator(m_folder, error); !error && entry != std::filesystem::directory_iterator();
         entry.increment(error))
    {
        const auto extension = entry->path().extension();
        const auto name = entry->path().filename().string();
        Seen seen;
        if ((extension == ".yaml" || extension == ".yml") && name.front() != '.' && look(entry->path(), seen))
            now.emplace(name, seen);
    }
    bool changed = std::erase_if(m_good, [&](const auto &each) { return !now.contains(each.first); }) > 0;
    changed |= std::erase_if(m_faults, [&](const auto &each) { return !now.contains(each.first); }) > 0;
    for (const auto &[name, seen] : now) {
        const auto known = m_seen.find(name);
        if (known != m_seen.end() && known->second == seen)
            continue;
        read(name);
        changed = true;
    }
    m_seen = std::move(now);
    return changed;
}

void RuleFolder::read(const std::string &name)
{
    const auto bytes = readAll(m_folder / name);
    if (!bytes) {
        m_faults[name] = {{{}, bytes.error().message}};
        return;
    }
    auto file = rules::readRuleFile(*bytes);
    if (!file) {
        m_faults[name] = std::move(file.error());
        return;
    }
    m_faults.erase(name);
    m_good[name] = std::move(*file);
}

std::vector<FileFault> RuleFolder::faults() const
{
    std::vector<FileFault> all;
    for (const auto &[name, faults] : m_faults) {
        for (const auto &fault : faults)
            all.push_back({name, fault});
    }
    return all;
}

Result<std::string> RuleFolder::text(const std::string &name) const
{
    std::error_code error;
    if (!std::filesystem::exists(m_folder / name, error))
        return std::string();
    return readAll(m_folder / name);
}

Result<void> RuleFolder::write(const std::string &name, std::string_view text) const
{
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    const auto path = m_folder / name;
    const auto draft = m_folder / ('.' + name + ".new");
    {
        const File file(draft, O_WRONLY | O_CREAT | O_TRUNC);
        if (file.get() < 0)
            return failed(draft, "written", errno);
        for (std::size_t done = 0; done < text.size();) {
            const auto count = ::write(file.get(), text.data() + done, text.size() - done);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return failed(draft, "written", errno);
            done += std::size_t(count);
        }
        if (::fsync(file.get()) != 0)
            return failed(draft, "written", errno);
    }
    std::filesystem::rename(draft, path, error);
    if (error)
        return metric::fail(ErrorCode::Io, fmt::format("{} cannot be written: {}", path.string(), error.message()));
    return {};
}

} // namespace alerts
