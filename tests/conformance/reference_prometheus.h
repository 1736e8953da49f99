// Debian's Prometheus (2.42) over given data, on a free port of the loopback, in a directory of its own.
#pragma once

#include "models/metric/result.h"
#include "models/query/engine.h"

#include <QtCore/QProcess>
#include <QtNetwork/QNetworkAccessManager>

#include <span>
#include <string>
#include <vector>

namespace tests {

struct Asked {
    std::string expression;
    metric::Timestamp start;
    metric::Timestamp end;
    metric::Duration step{0}; // zero: of the moment `start`
};

class ReferencePrometheus {
public:
    static bool isInstalled();

    ~ReferencePrometheus();
    // Makes a database of the OpenMetrics text and serves it. Unavailable, Timeout.
    metric::Result<void> start(const std::string &directory, const std::string &openMetrics);
    // The values alone; an error is Malformed with what Prometheus says of it, Unavailable where it does not answer.
    std::vector<metric::Result<query::Value>> ask(std::span<const Asked> questions);

private:
    QProcess m_process;
    QNetworkAccessManager m_network; // keeps its connections
    int m_port = 0;
};

} // namespace tests
