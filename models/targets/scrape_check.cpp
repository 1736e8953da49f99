#include "models/targets/check_kind.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static const Field kScrapeFields[] = {
    {"url", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "http://localhost:8080/metrics", false},
    {"job", QT_TRANSLATE_NOOP("items", "Job"), FieldType::Line, "scrape",
     QT_TRANSLATE_NOOP("items", "the label by which rules and dashboards find it"), false},
    {"labels", QT_TRANSLATE_NOOP("items", "Labels"), FieldType::Lines, "", "env=production", true},
    {"params", QT_TRANSLATE_NOOP("items", "Parameters of the address"), FieldType::Lines, "", "module=http_2xx", true},
    {"user", QT_TRANSLATE_NOOP("items", "User"), FieldType::Line, "", "", true},
    {"password", QT_TRANSLATE_NOOP("items", "Password"), FieldType::Secret, "", "", true},
    {"bearer", QT_TRANSLATE_NOOP("items", "Token"), FieldType::Secret, "", QT_TRANSLATE_NOOP("items", "sent as a bearer token"), true},
    kAuthorityField,
    kCertificateField,
    kKeyField,
    kKeyPasswordField,
    kServerNameField,
    kPinField,
    {"proxy", QT_TRANSLATE_NOOP("items", "Proxy"), FieldType::Line, "", "http://proxy.example.org:3128", true},
    {"follow_redirects", QT_TRANSLATE_NOOP("items", "Follow redirects"), FieldType::Flag, "true", "", true},
    {"honor_labels", QT_TRANSLATE_NOOP("items", "Keep the labels that the endpoint tells"), FieldType::Flag, "false",
     QT_TRANSLATE_NOOP("items", "for gateways and federation; otherwise they are called exported_"), true},
    {"relabel", QT_TRANSLATE_NOOP("items", "Relabelling"), FieldType::Lines, "", "- {action: drop, source_labels: [__name__], regex: 'go_.*'}", true},
    {"sample_limit", QT_TRANSLATE_NOOP("items", "Most samples"), FieldType::Number, "0", QT_TRANSLATE_NOOP("items", "0: no limit"), true, 0, 1e7},
    {"label_limit", QT_TRANSLATE_NOOP("items", "Most labels of a series"), FieldType::Number, "0", QT_TRANSLATE_NOOP("items", "0: no limit"), true, 0,
     1e7},
    {"label_name_length_limit", QT_TRANSLATE_NOOP("items", "Longest name of a label"), FieldType::Number, "0",
     QT_TRANSLATE_NOOP("items", "bytes; 0: no limit"), true, 0, 1e7},
    {"label_value_length_limit", QT_TRANSLATE_NOOP("items", "Longest value of a label"), FieldType::Number, "0",
     QT_TRANSLATE_NOOP("items", "bytes; 0: no limit"), true, 0, 1e7},
    {"body_limit", QT_TRANSLATE_NOOP("items", "Largest answer"), FieldType::Number, "0", QT_TRANSLATE_NOOP("items", "bytes; 0: no limit"), true, 0,
     double(1 << 30)},
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kScrapeCheck{"scrape",
                             QT_TRANSLATE_NOOP("items", "Metrics of an application (/metrics)"),
                             QT_TRANSLATE_NOOP("items", "Reads what an application or an exporter tells in the format of Prometheus."),
                             Kind::Application,
                             "url",
                             kScrapeFields,
                             "scrape",
                             2};

} // namespace targets
