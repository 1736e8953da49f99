#include "models/targets/check_kind.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static const Field kRedisFields[] = {
    {"address", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "cache.example.org:6379", false},
    {"user", QT_TRANSLATE_NOOP("items", "User"), FieldType::Line, "", QT_TRANSLATE_NOOP("items", "none: the default user"), false},
    {"password", QT_TRANSLATE_NOOP("items", "Password"), FieldType::Secret, "", "", false},
    {"tls", QT_TRANSLATE_NOOP("items", "Encrypted (TLS)"), FieldType::Flag, "false", "", false},
    kServerNameField,
    kAuthorityField,
    kCertificateField,
    kKeyField,
    kKeyPasswordField,
    kPinField,
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kRedisCheck{"redis",
                            QT_TRANSLATE_NOOP("items", "Redis"),
                            QT_TRANSLATE_NOOP("items", "Memory, hit rate, clients, slow commands and replication of a server."),
                            Kind::Service,
                            "address",
                            kRedisFields,
                            "redis",
                            2};

} // namespace targets
