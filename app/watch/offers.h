#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "models/targets/target.h"

#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QStringList>

namespace app {

// A target that could be watched, and how it came to be known. Its secrets are apart, by field key, as Watcher::put() takes them.
struct Offer {
    targets::Target target; // without an id
    QMap<QString, QString> secrets{};
    QString note{};
};

struct Offers {
    QList<Offer> offers{};
    QStringList notes{}; // what was left out and why, one line each
};

// What a prometheus.yml has scraped: static_configs and file_sd_configs, relabelled. Malformed: the faults with their lines.
metric::Result<Offers> offersOfPrometheus(const QString &path);

// The /metrics endpoints of this machine. Takes up to some seconds: beside the gui thread, and only where the user asked for it.
metric::Result<Offers> offersOfThisMachine(const metric::Clock &clock);

} // namespace app
