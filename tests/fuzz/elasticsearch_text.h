// What must hold for any bytes a cluster sends: they are refused, or make series that are well formed and no more than there is room for.
// For the fuzzer and for the test that replays what it found.
#pragma once

#include "probes/elasticsearch/cluster_metrics.h"
#include "probes/elasticsearch/index_metrics.h"
#include "probes/elasticsearch/node_metrics.h"
#include "tests/fuzz/told_series.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace tests {

class ElasticsearchText {
public:
    // The first byte says as what the rest is read.
    static std::string fault(std::string_view input)
    {
        if (input.empty())
            return {};
        const auto json = elasticsearch::parseAnswer(input.substr(1));
        if (!json)
            return json.error().message.empty() ? "refused without a reason" : "";
        constexpr std::size_t kRoom = 5'000;
        std::size_t told = 0;
        const auto fault = faultOfSeries(
            [&](metric::BatchBuilder &batch) {
                elasticsearch::SeriesWriter series(batch, kRoom);
                read(static_cast<unsigned char>(input[0]), *json, series, batch);
                told = batch.mark().samples;
            },
            false);
        if (told > kRoom)
            return "more series than there is room for";
        if (!metric::isUtf8(elasticsearch::healthInWords(*json)))
            return "health in words that are none";
        return fault;
    }

private:
    static void read(unsigned as, const elasticsearch::Json &json, elasticsearch::SeriesWriter &series, metric::BatchBuilder &batch)
    {
        using namespace elasticsearch;
        switch (as % 14) {
        case 0: addClusterHealth(json, series); break;
        case 1: addClusterInfo(json, "elasticsearch_version", series); break;
        case 2: addClusterSettings(json, series); break;
        case 3: addHealthReport(json, series); break;
        case 4: addSnapshotLifecycle(json, json, series); break;
        case 5: addIndexLifecycle(json, json, series); break;
        case 6: addDataStreams(json, series); break;
        case 7: addSnapshots(json, "repository", series); break;
        case 8: addIndices(json, "cluster", series); break;
        case 9: addAliases(json, "cluster", series); break;
        case 10: addIndexSettings(json, series); break;
        case 11: addIndexMappings(json, series); break;
        case 12: addShards(json, "cluster", 0, series); break;
        default: addNodes(json, series); break;
        }
        batch.addTable(std::make_shared<const metric::Table>(nodeTable(json, {})));
        batch.addTable(std::make_shared<const metric::Table>(indexTable(json, {})));
    }
};

} // namespace tests
