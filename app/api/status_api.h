#pragma once

#include "app/api/http.h"
#include "app/api/sources.h"

namespace api {

// What programs ask a Prometheus about itself: status/..., and whether it is there.
class StatusApi {
public:
    explicit StatusApi(const Sources &sources) : m_sources(sources), m_started(sources.clock.now()) {}

    Response buildInfo() const;
    Response runtimeInfo() const;
    Response seriesStatistics(const Request &request) const; // status/tsdb
    Response flags() const;
    Response configuration() const;
    static Response healthy() { return {200, "Vedette is Healthy.\n", kPlainText}; }
    static Response ready() { return {200, "Vedette is Ready.\n", kPlainText}; }

private:
    const Sources &m_sources;
    const metric::Timestamp m_started;
};

} // namespace api
