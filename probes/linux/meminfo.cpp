#include "probes/linux/meminfo.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kMeminfo = "/proc/meminfo";

struct Known {
    std::string_view key;
    std::string_view name;
};

// By key, for the binary search.
constexpr std::array kKnown{
    Known{"Active", "node_memory_Active_bytes"},
    Known{"Active(anon)", "node_memory_Active_anon_bytes"},
    Known{"Active(file)", "node_memory_Active_file_bytes"},
    Known{"AnonHugePages", "node_memory_AnonHugePages_bytes"},
    Known{"AnonPages", "node_memory_AnonPages_bytes"},
    Known{"Bounce", "node_memory_Bounce_bytes"},
    Known{"Buffers", "node_memory_Buffers_bytes"},
    Known{"Cached", "node_memory_Cached_bytes"},
    Known{"CmaFree", "node_memory_CmaFree_bytes"},
    Known{"CmaTotal", "node_memory_CmaTotal_bytes"},
    Known{"CommitLimit", "node_memory_CommitLimit_bytes"},
    Known{"Committed_AS", "node_memory_Committed_AS_bytes"},
    Known{"DirectMap1G", "node_memory_DirectMap1G_bytes"},
    Known{"DirectMap2M", "node_memory_DirectMap2M_bytes"},
    Known{"DirectMap4k", "node_memory_DirectMap4k_bytes"},
    Known{"Dirty", "node_memory_Dirty_bytes"},
    Known{"HardwareCorrupted", "node_memory_HardwareCorrupted_bytes"},
    Known{"HugePages_Free", "node_memory_HugePages_Free"},
    Known{"HugePages_Rsvd", "node_memory_HugePages_Rsvd"},
    Known{"HugePages_Surp", "node_memory_HugePages_Surp"},
    Known{"HugePages_Total", "node_memory_HugePages_Total"},
    Known{"Hugepagesize", "node_memory_Hugepagesize_bytes"},
    Known{"Inactive", "node_memory_Inactive_bytes"},
    Known{"Inactive(anon)", "node_memory_Inactive_anon_bytes"},
    Known{"Inactive(file)", "node_memory_Inactive_file_bytes"},
    Known{"KernelStack", "node_memory_KernelStack_bytes"},
    Known{"Mapped", "node_memory_Mapped_bytes"},
    Known{"MemAvailable", "node_memory_MemAvailable_bytes"},
    Known{"MemFree", "node_memory_MemFree_bytes"},
    Known{"MemTotal", "node_memory_MemTotal_bytes"},
    Known{"Mlocked", "node_memory_Mlocked_bytes"},
    Known{"NFS_Unstable", "node_memory_NFS_Unstable_bytes"},
    Known{"PageTables", "node_memory_PageTables_bytes"},
    Known{"Percpu", "node_memory_Percpu_bytes"},
    Known{"SReclaimable", "node_memory_SReclaimable_bytes"},
    Known{"SUnreclaim", "node_memory_SUnreclaim_bytes"},
    Known{"Shmem", "node_memory_Shmem_bytes"},
    Known{"ShmemHugePages", "node_memory_ShmemHugePages_bytes"},
    Known{"ShmemPmdMapped", "node_memory_ShmemPmdMapped_bytes"},
    Known{"Slab", "node_memory_Slab_bytes"},
    Known{"SwapCached", "node_memory_SwapCached_bytes"},
    Known{"SwapFree", "node_memory_SwapFree_bytes"},
    Known{"SwapTotal", "node_memory_SwapTotal_bytes"},
    Known{"Unevictable", "node_memory_Unevictable_bytes"},
    Known{"VmallocChunk", "node_memory_VmallocChunk_bytes"},
    Known{"VmallocTotal", "node_memory_VmallocTotal_bytes"},
    Known{"VmallocUsed", "node_memory_VmallocUsed_bytes"},
    Known{"Writeback", "node_memory_Writeback_bytes"},
    Known{"WritebackTmp", "node_memory_WritebackTmp_bytes"},
    Known{"Zswap", "node_memory_Zswap_bytes"},
    Known{"Zswapped", "node_memory_Zswapped_bytes"},
};
static_assert(std::ranges::is_sorted(kKnown, {}, &Known::key));

} // namespace

Result<std::vector<MemoryField>> parseMeminfo(std::string_view text)
{
    if (const auto whole = scan::complete(text, kMeminfo); !whole)
        return tl::unexpected(whole.error());
    std::vector<MemoryField> fields;
    fields.reserve(kKnown.size());
    while (!text.empty()) {
        const auto full = scan::line(text);
        auto line = full;
        const auto key = scan::until(line, ':');
        const auto known = std::ranges::lower_bound(kKnown, key, {}, &Known::key);
        if (known == kKnown.end() || known->key != key)
            continue;
        const auto value = scan::number<std::uint64_t>(scan::field(line));
        const auto unit = scan::field(line);
        const bool inBytes = known->name.ends_with("_bytes");
        if (!value || unit != (inBytes ? "kB" : ""))
            return scan::malformed(kMeminfo, full);
        fields.push_back({known->name, double(*value) * (inBytes ? 1024 : 1)}); // its kB are KiB
    }
    if (fields.empty())
        return metric::fail(metric::ErrorCode::Malformed, "/proc/meminfo: holds nothing known");
    return fields;
}

Result<void> MeminfoProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    if (auto read = source.read(kMeminfo, m_text, Source::Keep::Yes); !read)
        return read;
    const auto fields = parseMeminfo(m_text);
    if (!fields)
        return tl::unexpected(fields.error());
    for (const auto &[name, value] : *fields)
        batch.add(name, value);
    return {};
}

} // namespace probes
