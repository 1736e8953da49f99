#include "app/watch/check_factory.h"

#include "probes/elasticsearch/elasticsearch_probe.h"
#include "probes/postgres/postgres_probe.h"
#include "probes/redis/redis_probe.h"
#include "probes/scrape/scrape_probe.h"
#include "probes/service/dns_probe.h"
#include "probes/service/http_probe.h"
#include "probes/service/icmp_probe.h"
#include "probes/service/tcp_probe.h"
#include "probes/service/tls_probe.h"

#include <QtCore/QString>

#include <algorithm>
#include <array>

namespace app {

using Made = metric::Result<std::unique_ptr<probes::Probe>>;

struct Factory {
    const char *kind; // targets::CheckKind::id
    Made (*make)(const probes::Options &options);
};
static constexpr Factory kFactories[] = {
    {"http", probes::makeHttpProbe},   {"tcp", probes::makeTcpProbe},       {"tls", probes::makeTlsProbe},
    {"dns", probes::makeDnsProbe},     {"icmp", probes::makeIcmpProbe},     {"postgres", postgres::makePostgresProbe},
    {"redis", probes::makeRedisProbe}, {"scrape", probes::makeScrapeProbe}, {"elasticsearch", probes::makeElasticsearchProbe},
};

Made makeProbe(QStringView kind, const probes::Options &options)
{
    const auto found = std::ranges::find_if(kFactories, [&](const Factory &factory) { return kind == QLatin1String(factory.kind); });
    if (found == std::end(kFactories))
        return metric::fail(metric::ErrorCode::InvalidArgument, "there is no check of the kind \"" + kind.toUtf8().toStdString() + '"');
    return found->make(options);
}

} // namespace app
