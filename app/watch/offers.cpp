#include "app/watch/offers.h"

#include "models/targets/check_kind.h"
#include "probes/scrape/local_endpoints.h"
#include "probes/scrape/scrape_targets.h"
#include "probes/source/local_source.h"

#include <QtCore/QFileInfo>

#include <fmt/format.h>

#include <chrono>

namespace app {

using metric::Result;

static constexpr auto kKind = "scrape";

static targets::Target scrapeTarget(const QString &name, const QString &url)
{
    targets::Target target{};
    target.kind = targets::kScrapeCheck.target;
    target.check = QString::fromLatin1(kKind);
    target.name = name;
    target.instance = url;
    target.slowAfter = targets::kScrapeCheck.slowAfter;
    target.options.insert(QString::fromLatin1(targets::kScrapeCheck.address), url);
    return target;
}

static QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

static Offer offerOf(const probes::ScrapeTarget &found, const probes::Options &options)
{
    Offer offer{scrapeTarget({}, text(found.url)), {}, {}};
    for (const auto &[name, value] : options)
        offer.target.options.insert(text(name), text(value));
    for (const auto &field : targets::kScrapeCheck.fields) {
        const auto key = QString::fromLatin1(field.key);
        if (field.type == targets::FieldType::Secret && !offer.target.options.value(key).isEmpty())
            offer.secrets.insert(key, offer.target.options.take(key));
    }
    offer.target.interval = std::max(1.0, std::chrono::duration<double>(found.interval).count());
    const auto instance = text(found.labels.get("instance")), job = text(found.labels.get("job"));
    offer.target.instance = instance;
    offer.target.name = job.isEmpty() ? instance : QStringLiteral("%1 (%2)").arg(instance, job);
    offer.note = job;
    return offer;
}

Result<Offers> offersOfPrometheus(const QString &path)
{
    const auto files = probes::TargetFiles::local();
    const auto yaml = files.read(path.toStdString());
    if (!yaml)
        return tl::unexpected(yaml.error());
    const auto read = probes::readScrapeFile(*yaml);
    if (!read) {
        std::string all;
        for (const auto &fault : read.error())
            all += fmt::format("{}{}:{}: {}", all.empty() ? "" : "\n", QFileInfo(path).fileName().toStdString(), fault.place.line, fault.message);
        return metric::fail(metric::ErrorCode::Malformed, all);
    }
    Offers made;
    for (const auto &note : read->notes)
        made.notes << QStringLiteral("%1:%2: %3").arg(QFileInfo(path).fileName()).arg(note.place.line).arg(text(note.message));
    const auto directory = QFileInfo(path).absolutePath().toStdString();
    for (const auto &config : read->scrapes) {
        const auto found = probes::targetsOf(config, directory, files);
        for (const auto &fault : found.faults)
            made.notes << text(fault);
        for (const auto &target : found.targets) {
            if (const auto options = probes::scrapeOptions(config, target, directory, files))
                made.offers << offerOf(target, *options);
            else
                made.notes << text(target.url + ": " + options.error().message);
        }
    }
    return made;
}

Result<Offers> offersOfThisMachine(const metric::Clock &clock)
{
    probes::LocalSource source("/", {});
    const auto found = probes::findLocalEndpoints(source, clock);
    if (!found)
        return tl::unexpected(found.error());
    Offers made;
    for (const auto &endpoint : *found) {
        Offer offer{scrapeTarget(text(endpoint.name), text(endpoint.url)), {}, {}};
        offer.note = endpoint.runtime.empty() ? QStringLiteral("%1").arg(endpoint.samples)
                                              : QStringLiteral("%1 · %2").arg(text(endpoint.runtime)).arg(endpoint.samples);
        made.offers << offer;
    }
    return made;
}

} // namespace app
