#pragma once

#include "models/alerts/inhibition.h"
#include "models/alerts/mute_times.h"
#include "models/alerts/notification_groups.h"
#include "models/alerts/rule_folder.h"
#include "models/rules/rule_file.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace alerts {

// How people want to be told, as far as they said: what alerts have in common that are told together, and when; when nobody is told; and what
// is not told of because of what.
struct NotificationConfig {
    NotificationRoute route = {};
    std::vector<TimeInterval> mutedTimes = {};
    std::vector<InhibitRule> inhibitRules = {};
};

// A file in the words of Alertmanager's alertmanager.yml, of which it knows a part: `route` with group_by, group_wait, group_interval,
// repeat_interval and mute_time_intervals, `time_intervals` and `inhibit_rules` (source_matchers, target_matchers, equal). What is written
// nowhere is as in `defaults`. Faults are in the order of the file.
tl::expected<NotificationConfig, std::vector<rules::Fault>> readNotificationConfig(std::string_view text, const NotificationConfig &defaults);

// The file on the disk, read again when it changes. A bad one keeps its last good version; one that is not there says nothing. For one thread.
class NotificationFile {
public:
    NotificationFile(std::filesystem::path file, NotificationConfig defaults)
        : m_file(std::move(file)), m_defaults(defaults), m_config(std::move(defaults))
    {
    }

    // Looks once; whether config() or fault() may be another.
    bool refresh();
    const NotificationConfig &config() const { return m_config; }
    const std::optional<FileFault> &fault() const { return m_fault; }

private:
    std::filesystem::path m_file;
    NotificationConfig m_defaults;
    NotificationConfig m_config;
    std::optional<FileFault> m_fault;
    std::optional<std::pair<std::filesystem::file_time_type, std::uintmax_t>> m_seen; // none: it is not there
};

} // namespace alerts
