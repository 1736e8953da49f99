#include "ui/tabs/page_section.h"

namespace ui {

// What every target tells of being asked, and what a check from outside tells by the names of blackbox_exporter.
std::vector<PageSection> checkSections()
{
    using metric::Unit;
    return {
        {.id = "http",
         .needs = "probe_http_status_code",
         .charts =
             {
                 {.id = "http-phases",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Response"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "by phase"),
                  .unit = Unit::Seconds,
                  .lines = {{"probe_http_duration_seconds", "phase"}},
                  .headline = "sum(probe_http_duration_seconds)"},
                 {.id = "http-status",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Status"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "of the answer"),
                  .unit = Unit::None,
                  .lines = {{"probe_http_status_code", "", QT_TRANSLATE_NOOP("ui::ChartCard", "status")}},
                  .headline = "probe_http_status_code"},
                 {.id = "http-size",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Size"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "of the answer"),
                  .unit = Unit::Bytes,
                  .lines = {{"probe_http_uncompressed_body_length", "", QT_TRANSLATE_NOOP("ui::ChartCard", "body")}},
                  .headline = "probe_http_uncompressed_body_length"},
             }},
        {.id = "dns",
         .needs = "probe_dns_query_succeeded",
         .charts =
             {
                 {.id = "dns-phases",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Answer"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "by phase"),
                  .unit = Unit::Seconds,
                  .lines = {{"probe_dns_duration_seconds", "phase"}},
                  .headline = "sum(probe_dns_duration_seconds)"},
                 {.id = "dns-records",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Records"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "in the answer"),
                  .unit = Unit::None,
                  .lines = {{"probe_dns_answer_rrs", "", QT_TRANSLATE_NOOP("ui::ChartCard", "answer")},
                            {"probe_dns_authority_rrs", "", QT_TRANSLATE_NOOP("ui::ChartCard", "authority")},
                            {"probe_dns_additional_rrs", "", QT_TRANSLATE_NOOP("ui::ChartCard", "additional")}},
                  .headline = "probe_dns_answer_rrs"},
             }},
        {.id = "icmp",
         .needs = "probe_icmp_duration_seconds",
         .charts =
             {
                 {.id = "icmp-phases",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Echo"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "by phase"),
                  .unit = Unit::Seconds,
                  .lines = {{"probe_icmp_duration_seconds", "phase"}},
                  .headline = "probe_icmp_duration_seconds{phase=\"rtt\"}"},
             }},
        {.id = "certificate",
         .needs = "probe_ssl_earliest_cert_expiry",
         .charts =
             {
                 {.id = "certificate-left",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Certificate"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "time left"),
                  .unit = Unit::Seconds,
                  .lines = {{"probe_ssl_earliest_cert_expiry - time()", "", QT_TRANSLATE_NOOP("ui::ChartCard", "left")}},
                  .headline = "probe_ssl_earliest_cert_expiry - time()"},
             }},
        {.id = "check",
         .needs = "probe_success",
         .charts =
             {
                 {.id = "check-duration",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Check"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "how long it took"),
                  .unit = Unit::Seconds,
                  .lines = {{"probe_duration_seconds", "", QT_TRANSLATE_NOOP("ui::ChartCard", "duration")}},
                  .headline = "probe_duration_seconds"},
             }},
        {.id = "scrape",
         .needs = "scrape_duration_seconds",
         .charts =
             {
                 {.id = "scrape-duration",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Asking"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "how long it took"),
                  .unit = Unit::Seconds,
                  .lines = {{"scrape_duration_seconds", "", QT_TRANSLATE_NOOP("ui::ChartCard", "duration")}},
                  .headline = "scrape_duration_seconds"},
                 {.id = "scrape-samples",
                  .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Samples"),
                  .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "per round"),
                  .unit = Unit::None,
                  .lines = {{"scrape_samples_scraped", "", QT_TRANSLATE_NOOP("ui::ChartCard", "told")},
                            {"scrape_samples_post_metric_relabeling", "", QT_TRANSLATE_NOOP("ui::ChartCard", "kept")}},
                  .headline = "scrape_samples_post_metric_relabeling"},
             }},
    };
}

} // namespace ui
