#include "probes/elasticsearch/index_metrics.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace elasticsearch {

using metric::Label;
using metric::Unit;

static constexpr Field kIndexFields[] = {
    {"elasticsearch_indices_docs_primary", "primaries.docs.count"},
    {"elasticsearch_indices_docs_total", "total.docs.count"},
    {"elasticsearch_indices_deleted_docs_primary", "primaries.docs.deleted"},
    {"elasticsearch_indices_deleted_docs_total", "total.docs.deleted"},
    {"elasticsearch_indices_store_size_bytes_primary", "primaries.store.size_in_bytes"},
    {"elasticsearch_indices_store_size_bytes_total", "total.store.size_in_bytes"},
    {"elasticsearch_indices_completion_bytes_primary", "primaries.completion.size_in_bytes"},
    {"elasticsearch_indices_completion_bytes_total", "total.completion.size_in_bytes"},
    {"elasticsearch_indices_segment_count_primary", "primaries.segments.count"},
    {"elasticsearch_indices_segment_count_total", "total.segments.count"},
    {"elasticsearch_indices_segment_memory_bytes_primary", "primaries.segments.memory_in_bytes"},
    {"elasticsearch_indices_segment_memory_bytes_total", "total.segments.memory_in_bytes"},
    {"elasticsearch_indices_segment_terms_memory_primary", "primaries.segments.terms_memory_in_bytes"},
    {"elasticsearch_indices_segment_terms_memory_total", "total.segments.terms_memory_in_bytes"},
    {"elasticsearch_indices_segment_fields_memory_bytes_primary", "primaries.segments.stored_fields_memory_in_bytes"},
    {"elasticsearch_indices_segment_fields_memory_bytes_total", "total.segments.stored_fields_memory_in_bytes"},
    {"elasticsearch_indices_segment_term_vectors_memory_primary_bytes", "primaries.segments.term_vectors_memory_in_bytes"},
    {"elasticsearch_indices_segment_term_vectors_memory_total_bytes", "total.segments.term_vectors_memory_in_bytes"},
    {"elasticsearch_indices_segment_norms_memory_bytes_primary", "primaries.segments.norms_memory_in_bytes"},
    {"elasticsearch_indices_segment_norms_memory_bytes_total", "total.segments.norms_memory_in_bytes"},
    {"elasticsearch_indices_segment_points_memory_bytes_primary", "primaries.segments.points_memory_in_bytes"},
    {"elasticsearch_indices_segment_points_memory_bytes_total", "total.segments.points_memory_in_bytes"},
    {"elasticsearch_indices_segment_doc_values_memory_bytes_primary", "primaries.segments.doc_values_memory_in_bytes"},
    {"elasticsearch_indices_segment_doc_values_memory_bytes_total", "total.segments.doc_values_memory_in_bytes"},
    {"elasticsearch_indices_segment_index_writer_memory_bytes_primary", "primaries.segments.index_writer_memory_in_bytes"},
    {"elasticsearch_indices_segment_index_writer_memory_bytes_total", "total.segments.index_writer_memory_in_bytes"},
    {"elasticsearch_indices_segment_version_map_memory_bytes_primary", "primaries.segments.version_map_memory_in_bytes"},
    {"elasticsearch_indices_segment_version_map_memory_bytes_total", "total.segments.version_map_memory_in_bytes"},
    {"elasticsearch_indices_segment_fixed_bit_set_memory_bytes_primary", "primaries.segments.fixed_bit_set_memory_in_bytes"},
    {"elasticsearch_indices_segment_fixed_bit_set_memory_bytes_total", "total.segments.fixed_bit_set_memory_in_bytes"},
    {"elasticsearch_search_active_queries", "total.search.query_current"},
    {"elasticsearch_index_stats_search_query_time_seconds_total", "total.search.query_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_search_query_total", "total.search.query_total"},
    {"elasticsearch_index_stats_search_fetch_time_seconds_total", "total.search.fetch_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_search_fetch_total", "total.search.fetch_total"},
    {"elasticsearch_index_stats_search_scroll_time_seconds_total", "total.search.scroll_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_search_scroll_current", "total.search.scroll_current"},
    {"elasticsearch_index_stats_search_scroll_total", "total.search.scroll_total"},
    {"elasticsearch_index_stats_search_suggest_time_seconds_total", "total.search.suggest_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_search_suggest_total", "total.search.suggest_total"},
    {"elasticsearch_index_stats_indexing_index_time_seconds_total", "total.indexing.index_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_index_current", "total.indexing.index_current"},
    {"elasticsearch_index_stats_indexing_index_total", "total.indexing.index_total"},
    {"elasticsearch_index_stats_indexing_index_failed_total", "total.indexing.index_failed", 1, false},
    {"elasticsearch_index_stats_indexing_delete_time_seconds_total", "total.indexing.delete_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_indexing_delete_total", "total.indexing.delete_total"},
    {"elasticsearch_index_stats_indexing_delete_current", "total.indexing.delete_current"},
    {"elasticsearch_index_stats_indexing_noop_update_total", "total.indexing.noop_update_total"},
    {"elasticsearch_index_stats_indexing_is_throttled", "total.indexing.is_throttled"},
    {"elasticsearch_index_stats_indexing_throttle_time_seconds_total", "total.indexing.throttle_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_get_time_seconds_total", "total.get.time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_get_total", "total.get.total"},
    {"elasticsearch_index_stats_merge_time_seconds_total", "total.merges.total_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_merge_total", "total.merges.total"},
    {"elasticsearch_index_stats_merge_throttle_time_seconds_total", "total.merges.total_throttled_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_merge_stopped_time_seconds_total", "total.merges.total_stopped_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_merge_auto_throttle_bytes_total", "total.merges.total_auto_throttle_in_bytes"},
    {"elasticsearch_index_stats_refresh_time_seconds_total", "total.refresh.total_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_refresh_total", "total.refresh.total"},
    {"elasticsearch_index_stats_refresh_external_time_seconds_total", "total.refresh.external_total_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_refresh_external_total", "total.refresh.external_total"},
    {"elasticsearch_index_stats_flush_time_seconds_total", "total.flush.total_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_flush_total", "total.flush.total"},
    {"elasticsearch_index_stats_warmer_time_seconds_total", "total.warmer.total_time_in_millis", kMilliseconds},
    {"elasticsearch_index_stats_warmer_total", "total.warmer.total"},
    {"elasticsearch_index_stats_query_cache_memory_bytes_total", "total.query_cache.memory_size_in_bytes"},
    {"elasticsearch_index_stats_query_cache_size", "total.query_cache.cache_size"},
    {"elasticsearch_index_stats_query_cache_hits_total", "total.query_cache.hit_count"},
    {"elasticsearch_index_stats_query_cache_misses_total", "total.query_cache.miss_count"},
    {"elasticsearch_index_stats_query_cache_caches_total", "total.query_cache.cache_count"},
    {"elasticsearch_index_stats_query_cache_evictions_total", "total.query_cache.evictions"},
    {"elasticsearch_index_stats_request_cache_memory_bytes_total", "total.request_cache.memory_size_in_bytes"},
    {"elasticsearch_index_stats_request_cache_hits_total", "total.request_cache.hit_count"},
    {"elasticsearch_index_stats_request_cache_misses_total", "total.request_cache.miss_count"},
    {"elasticsearch_index_stats_request_cache_evictions_total", "total.request_cache.evictions"},
    {"elasticsearch_index_stats_fielddata_memory_bytes_total", "total.fielddata.memory_size_in_bytes"},
    {"elasticsearch_index_stats_fielddata_evictions_total", "total.fielddata.evictions"},
};

// The members of an object, or of one of its members; none where it is none.
template <class Use>
static void forEach(const Json &answer, std::string_view path, SeriesWriter &series, Use &&use)
{
    const auto *members = find(answer, path);
    if (!members || !members->is_object())
        return;
    for (const auto &[name, member] : members->items()) {
        if (series.full())
            return;
        use(std::string_view(name), member);
    }
}

void addIndices(const Json &answer, std::string_view cluster, SeriesWriter &series)
{
    forEach(answer, "indices", series, [&](std::string_view index, const Json &stats) {
        const Label labels[]{{"cluster", cluster}, {"index", index}};
        addFields(stats, kIndexFields, labels, series);
    });
}

void addAliases(const Json &answer, std::string_view cluster, SeriesWriter &series)
{
    forEach(answer, {}, series, [&](std::string_view index, const Json &about) {
        forEach(about, "aliases", series, [&](std::string_view alias, const Json &) {
            series.add("elasticsearch_indices_aliases", {{"alias", alias}, {"cluster", cluster}, {"index", index}}, 1);
        });
    });
}

void addIndexSettings(const Json &answer, SeriesWriter &series)
{
    constexpr double kFieldsByDefault = 1000;
    double readOnly = 0;
    forEach(answer, {}, series, [&](std::string_view index, const Json &about) {
        if (text(about, "settings.index.blocks.read_only_allow_delete") == "true" || text(about, "settings.index.blocks.read_only") == "true")
            ++readOnly;
        const Label labels[]{{"index", index}};
        const bool limited = find(about, "settings.index.mapping.total_fields.limit");
        series.add("elasticsearch_indices_settings_total_fields", labels,
                   limited ? number(about, "settings.index.mapping.total_fields.limit") : kFieldsByDefault);
        constexpr Field kFields[] = {
            {"elasticsearch_indices_settings_replicas", "settings.index.number_of_replicas"},
            {"elasticsearch_indices_settings_shards", "settings.index.number_of_shards"},
            {"elasticsearch_indices_settings_creation_timestamp_seconds", "settings.index.creation_date", kMilliseconds},
        };
        addFields(about, kFields, labels, series);
    });
    series.add("elasticsearch_indices_settings_stats_read_only_indices", readOnly);
}

// A field may have others in it (an object's properties) or beside it (the same text indexed in another way); an object is a field too.
// The nesting is bounded by what parseAnswer() takes.
static double countFields(const Json &mapping)
{
    double count = 0;
    const auto *properties = find(mapping, "properties");
    if (!properties || !properties->is_object())
        return 0;
    for (const auto &property : *properties) {
        count += find(property, "type") || find(property, "properties") ? 1 : 0;
        if (const auto *fields = find(property, "fields"); fields && fields->is_object())
            count += double(std::ranges::count_if(*fields, [](const Json &field) { return find(field, "type") != nullptr; }));
        count += countFields(property);
    }
    return count;
}

void addIndexMappings(const Json &answer, SeriesWriter &series)
{
    forEach(answer, {}, series, [&](std::string_view index, const Json &about) {
        const auto *mapping = find(about, "mappings");
        series.add("elasticsearch_indices_mappings_stats_fields", {{"index", index}}, mapping ? countFields(*mapping) : 0);
    });
}

void addShards(const Json &answer, std::string_view cluster, double parseFailures, SeriesWriter &series)
{
    std::map<std::string_view, double> started;
    if (answer.is_array()) {
        for (const auto &shard : answer) {
            if (text(shard, "state") == "STARTED")
                ++started[text(shard, "node")];
        }
    }
    for (const auto &[node, shards] : started)
        series.add("elasticsearch_node_shards_total", {{"cluster", cluster}, {"node", node}}, shards);
    series.add("elasticsearch_node_shards_json_parse_failures", parseFailures);
}

metric::Table indexTable(const Json &answer, metric::Timestamp time)
{
    constexpr std::size_t kMostRows = 200;
    struct Column {
        const char *name;
        Unit unit;
        Field field;
    };
    constexpr Column kColumns[] = {
        {"docs", Unit::None, {{}, "primaries.docs.count"}},
        {"deleted_docs", Unit::None, {{}, "primaries.docs.deleted"}},
        {"store_bytes", Unit::Bytes, {{}, "total.store.size_in_bytes"}},
        {"primary_store_bytes", Unit::Bytes, {{}, "primaries.store.size_in_bytes"}},
        {"segments", Unit::None, {{}, "total.segments.count"}},
        {"queries", Unit::None, {{}, "total.search.query_total"}},
        {"query_seconds", Unit::Seconds, {{}, "total.search.query_time_in_millis", kMilliseconds}},
        {"indexed", Unit::None, {{}, "total.indexing.index_total"}},
        {"index_seconds", Unit::Seconds, {{}, "total.indexing.index_time_in_millis", kMilliseconds}},
    };
    std::vector<std::pair<std::string_view, const Json *>> rows;
    if (const auto *indices = find(answer, "indices"); indices && indices->is_object()) {
        for (const auto &[name, stats] : indices->items())
            rows.emplace_back(name, &stats);
    }
    std::ranges::stable_sort(rows, std::greater(), [](const auto &row) { return number(*row.second, "total.store.size_in_bytes"); });
    rows.resize(std::min(rows.size(), kMostRows));

    metric::Table table{"elasticsearch_indices", time, {}};
    std::vector<std::string> names;
    for (const auto &[name, stats] : rows)
        names.emplace_back(name.substr(0, SeriesWriter::kMostLabelBytes));
    table.columns.push_back({"index", Unit::None, std::move(names)});
    for (const auto &column : kColumns) {
        std::vector<double> cells;
        for (const auto &[name, stats] : rows)
            cells.push_back(number(*stats, column.field.path) / column.field.divisor);
        table.columns.push_back({column.name, column.unit, std::move(cells)});
    }
    return table;
}

} // namespace elasticsearch
