#pragma once

#include "tests/support/metric_names_page.h"

namespace tests {

// The page of a test beside blackbox_exporter, still without names; both check the same `things`.
inline MetricNamesPage blackboxNames(const char *things)
{
    return MetricNamesPage(
        "blackbox_exporter",
        QString("blackbox_exporter %1 and Vedette, checking the same %2.").arg(MetricNamesPage::versionOf("prometheus-blackbox-exporter"), things),
        {{"probe_timeout_seconds", "what the check may take"}, {"probe_tls_cipher_info", "of newer blackbox_exporters"}});
}

} // namespace tests
