#include "models/targets/check_kind.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static const char *const kNodes[] = {"all", "local"};
static const char *const kWorstStatus[] = {"yellow", "green"};

static const Field kElasticsearchFields[] = {
    {"url", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "http://search.example.org:9200", false},
    {"user", QT_TRANSLATE_NOOP("items", "User"), FieldType::Line, "", QT_TRANSLATE_NOOP("items", "one with the privilege \"monitor\" is enough"),
     false},
    {"password", QT_TRANSLATE_NOOP("items", "Password"), FieldType::Secret, "", "", false},
    {"api_key", QT_TRANSLATE_NOOP("items", "API key"), FieldType::Secret, "", QT_TRANSLATE_NOOP("items", "instead of a user, in its encoded form"),
     false},
    {"worst_status", QT_TRANSLATE_NOOP("items", "Worst status that is good"), FieldType::Choice, "yellow",
     QT_TRANSLATE_NOOP("items", "yellow: replicas are missing, no data is"), true, 0, 0, kWorstStatus},
    {"nodes", QT_TRANSLATE_NOOP("items", "Nodes"), FieldType::Choice, "all", QT_TRANSLATE_NOOP("items", "local: only the one that answers"), true, 0,
     0, kNodes},
    {"indices", QT_TRANSLATE_NOOP("items", "Indices"), FieldType::Flag, "false",
     QT_TRANSLATE_NOOP("items", "costs much where there are thousands: ask once a minute or less"), true},
    {"index_settings", QT_TRANSLATE_NOOP("items", "Settings of indices"), FieldType::Flag, "false", "", true},
    {"mappings", QT_TRANSLATE_NOOP("items", "Fields of indices"), FieldType::Flag, "false", "", true},
    {"shards", QT_TRANSLATE_NOOP("items", "Shards by node"), FieldType::Flag, "false", "", true},
    {"cluster_settings", QT_TRANSLATE_NOOP("items", "Settings of the cluster"), FieldType::Flag, "false", "", true},
    {"snapshots", QT_TRANSLATE_NOOP("items", "Snapshots"), FieldType::Flag, "false", "", true},
    {"slm", QT_TRANSLATE_NOOP("items", "Snapshots by plan (SLM)"), FieldType::Flag, "false", "", true},
    {"ilm", QT_TRANSLATE_NOOP("items", "Life of indices by plan (ILM)"), FieldType::Flag, "false", "", true},
    {"data_streams", QT_TRANSLATE_NOOP("items", "Data streams"), FieldType::Flag, "false", "", true},
    {"health_report", QT_TRANSLATE_NOOP("items", "Health report"), FieldType::Flag, "false", QT_TRANSLATE_NOOP("items", "since version 8.7"), true},
    kServerNameField,
    kAuthorityField,
    kCertificateField,
    kKeyField,
    kKeyPasswordField,
    kPinField,
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kElasticsearchCheck{"elasticsearch",
                                    QT_TRANSLATE_NOOP("items", "Elasticsearch or OpenSearch"),
                                    QT_TRANSLATE_NOOP("items", "Health of the cluster, nodes, memory and queues."),
                                    Kind::Service,
                                    "url",
                                    kElasticsearchFields,
                                    "elasticsearch",
                                    2};

} // namespace targets
