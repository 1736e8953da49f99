#include "probes/linux/filefd.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

namespace probes {

using metric::Result;

static constexpr std::string_view kFileNr = "/proc/sys/fs/file-nr";

Result<FileDescriptors> parseFileNr(std::string_view text)
{
    if (const auto whole = scan::complete(text, kFileNr); !whole)
        return tl::unexpected(whole.error());
    const auto full = scan::line(text);
    auto line = full;
    const auto allocated = scan::number<std::uint64_t>(scan::field(line));
    scan::field(line); // allocated but not in use: always zero since Linux 2.6
    const auto maximum = scan::number<std::uint64_t>(scan::field(line));
    if (!allocated || !maximum)
        return scan::malformed(kFileNr, full);
    return FileDescriptors{*allocated, *maximum};
}

Result<void> FilefdProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    if (auto read = source.read(kFileNr, m_text, Source::Keep::Yes); !read)
        return read;
    const auto files = parseFileNr(m_text);
    if (!files)
        return tl::unexpected(files.error());
    batch.add("node_filefd_allocated", double(files->allocated));
    batch.add("node_filefd_maximum", double(files->maximum));
    return {};
}

} // namespace probes
