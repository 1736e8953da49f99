#include "models/targets/check_kind.h"

#include <QtCore/QtGlobal>

namespace targets {

static const Field kRedisFields[] = {
    {"address", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "cache.example.org:6379", false},
    {"user", QT_TRANSLATE_NOOP("items", "User"), FieldType::Line, "", QT_TRANSLATE_NOOP("items", "none: the default user"), false},
    {"password", QT_TRANSLATE_NOOP("items", "Password"), FieldType::Secret, "", "", false},
    {"tls", QT_TRANSLATE_NOOP("items", "Encrypted (TLS)"), FieldType::Flag, "false", "", false},
    {"server_name", QT_TRANSLATE_NOOP("items", "Name in the certificate"), FieldType::Line, "",
     QT_TRANSLATE_NOOP("items", "where it is not the host's name"), true},
    {"authority_file", QT_TRANSLATE_NOOP("items", "Certificate authority"), FieldType::File, "",
     QT_TRANSLATE_NOOP("items", "a file in PEM form, instead of the system's authorities"), true},
    {"certificate_file", QT_TRANSLATE_NOOP("items", "Client certificate"), FieldType::File, "", QT_TRANSLATE_NOOP("items", "a file in PEM form"),
     true},
    {"key_file", QT_TRANSLATE_NOOP("items", "Key of the client certificate"), FieldType::File, "", QT_TRANSLATE_NOOP("items", "a file in PEM form"),
     true},
    {"key_password", QT_TRANSLATE_NOOP("items", "Password of the key"), FieldType::Secret, "", "", true},
    {"pinned_sha256", QT_TRANSLATE_NOOP("items", "Accepted certificate"), FieldType::Line, "",
     QT_TRANSLATE_NOOP("items", "SHA-256 of the one certificate that is taken although it cannot be verified"), true},
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
