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

struct KnownMemoryField {
    std::string_view key;
    std::string_view name;
};

// By key, for the binary search.
constexpr std::array kKnownMemoryFields{
    KnownMemoryField{"Active", "node_memory_Active_bytes"},
    KnownMemoryField{"Active(anon)", "node_memory_Active_anon_bytes"},
    KnownMemoryField{"Active(file)", "node_memory_Active_file_bytes"},
    KnownMemoryField{"AnonHugePages", "node_memory_AnonHugePages_bytes"},
    KnownMemoryField{"AnonPages", "node_memory_AnonPages_bytes"},
    KnownMemoryField{"Bounce", "node_memory_Bounce_bytes"},
    KnownMemoryField{"Buffers", "node_memory_Buffers_bytes"},
    KnownMemoryField{"Cached", "node_memory_Cached_bytes"},
    KnownMemoryField{"CmaFree", "node_memory_CmaFree_bytes"},
    KnownMemoryField{"CmaTotal", "node_memory_CmaTotal_bytes"},
    KnownMemoryField{"CommitLimit", "node_memory_CommitLimit_bytes"},
    KnownMemoryField{"Committed_AS", "node_memory_Committed_AS_bytes"},
    KnownMemoryField{"DirectMap1G", "node_memory_DirectMap1G_bytes"},
    KnownMemoryField{"DirectMap2M", "node_memory_DirectMap2M_bytes"},
    KnownMemoryField{"DirectMap4k", "node_memory_DirectMap4k_bytes"},
    KnownMemoryField{"Dirty", "node_memory_Dirty_bytes"},
    KnownMemoryField{"HardwareCorrupted", "node_memory_HardwareCorrupted_bytes"},
    KnownMemoryField{"HugePages_Free", "node_memory_HugePages_Free"},
    KnownMemoryField{"HugePages_Rsvd", "node_memory_HugePages_Rsvd"},
    KnownMemoryField{"HugePages_Surp", "node_memory_HugePages_Surp"},
    KnownMemoryField{"HugePages_Total", "node_memory_HugePages_Total"},
    KnownMemoryField{"Hugepagesize", "node_memory_Hugepagesize_bytes"},
    KnownMemoryField{"Inactive", "node_memory_Inactive_bytes"},
    KnownMemoryField{"Inactive(anon)", "node_memory_Inactive_anon_bytes"},
    KnownMemoryField{"Inactive(file)", "node_memory_Inactive_file_bytes"},
    KnownMemoryField{"KernelStack", "node_memory_KernelStack_bytes"},
    KnownMemoryField{"Mapped", "node_memory_Mapped_bytes"},
    KnownMemoryField{"MemAvailable", "node_memory_MemAvailable_bytes"},
    KnownMemoryField{"MemFree", "node_memory_MemFree_bytes"},
    KnownMemoryField{"MemTotal", "node_memory_MemTotal_bytes"},
    KnownMemoryField{"Mlocked", "node_memory_Mlocked_bytes"},
    KnownMemoryField{"NFS_Unstable", "node_memory_NFS_Unstable_bytes"},
    KnownMemoryField{"PageTables", "node_memory_PageTables_bytes"},
    KnownMemoryField{"Percpu", "node_memory_Percpu_bytes"},
    KnownMemoryField{"SReclaimable", "node_memory_SReclaimable_bytes"},
    KnownMemoryField{"SUnreclaim", "node_memory_SUnreclaim_bytes"},
    KnownMemoryField{"Shmem", "node_memory_Shmem_bytes"},
    KnownMemoryField{"ShmemHugePages", "node_memory_ShmemHugePages_bytes"},
    KnownMemoryField{"ShmemPmdMapped", "node_memory_ShmemPmdMapped_bytes"},
    KnownMemoryField{"Slab", "node_memory_Slab_bytes"},
    KnownMemoryField{"SwapCached", "node_memory_SwapCached_bytes"},
    KnownMemoryField{"SwapFree", "node_memory_SwapFree_bytes"},
    KnownMemoryField{"SwapTotal", "node_memory_SwapTotal_bytes"},
    KnownMemoryField{"Unevictable", "node_memory_Unevictable_bytes"},
    KnownMemoryField{"VmallocChunk", "node_memory_VmallocChunk_bytes"},
    KnownMemoryField{"VmallocTotal", "node_memory_VmallocTotal_bytes"},
    KnownMemoryField{"VmallocUsed", "node_memory_VmallocUsed_bytes"},
    KnownMemoryField{"Writeback", "node_memory_Writeback_bytes"},
    KnownMemoryField{"WritebackTmp", "node_memory_WritebackTmp_bytes"},
    KnownMemoryField{"Zswap", "node_memory_Zswap_bytes"},
    KnownMemoryField{"Zswapped", "node_memory_Zswapped_bytes"},
};
static_assert(std::ranges::is_sorted(kKnownMemoryFields, {}, &KnownMemoryField::key));

} // namespace

Result<std::vector<MemoryField>> parseMeminfo(std::string_view text)
{
    if (const auto whole = scan::complete(text, kMeminfo); !whole)
        return tl::unexpected(whole.error());
    std::vector<MemoryField> fields;
    fields.reserve(kKnownMemoryFields.size());
    while (!text.empty()) {
        const auto full = scan::line(text);
        auto line = full;
        const auto key = scan::until(line, ':');
        const auto known = std::ranges::lower_bound(kKnownMemoryFields, key, {}, &KnownMemoryField::key);
        if (known == kKnownMemoryFields.end() || known->key != key)
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
