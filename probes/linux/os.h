#pragma once

#include "probes/probe.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace probes {

// os-release(5): KEY=value in the shell's notation. Valid UTF-8.
using OsRelease = std::map<std::string, std::string, std::less<>>;
metric::Result<OsRelease> parseOsRelease(std::string_view text);

// The number at the start of VERSION_ID: 20.04 of "20.04.2". Nothing where there is none (rolling distributions).
std::optional<double> osVersionNumber(std::string_view versionId);

// node_os_info, node_os_version, node_os_support_end_timestamp_seconds. Every minute: it changes with an upgrade.
class OsProbe final : public Probe {
public:
    std::string_view name() const override { return "os"; }
    metric::Duration interval() const override { return metric::Duration(60000); }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;
};

} // namespace probes
