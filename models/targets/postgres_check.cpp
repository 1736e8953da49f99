#include "models/targets/check_kind.h"
#include "models/targets/postgres_setup.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static const char *const kEncryption[] = {"automatic", "verify-full", "verify-ca", "require", "prefer", "disable"};

static const Field kPostgresFields[] = {
    {"address", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "db.example.org:5432", false},
    {"database", QT_TRANSLATE_NOOP("items", "Database"), FieldType::Line, "postgres",
     QT_TRANSLATE_NOOP("items", "the one whose tables and indexes are looked at"), false},
    {"user", QT_TRANSLATE_NOOP("items", "User"), FieldType::Line, "vedette", QT_TRANSLATE_NOOP("items", "a role that has pg_monitor is enough"),
     false},
    {"password", QT_TRANSLATE_NOOP("items", "Password"), FieldType::Secret, "", "", false},
    {"sslmode", QT_TRANSLATE_NOOP("items", "Encryption"), FieldType::Choice, "automatic",
     QT_TRANSLATE_NOOP("items", "automatic: verified, except on this machine"), true, 0, 0, kEncryption},
    kAuthorityField,
    kCertificateField,
    kKeyField,
    kPinField,
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

static QString setUp(const QMap<QString, QString> &options)
{
    return QString::fromStdString(postgresSetupSql(options.value(QStringLiteral("user")).toStdString()));
}

const CheckKind kPostgresCheck{"postgres",
                               QT_TRANSLATE_NOOP("items", "PostgreSQL"),
                               QT_TRANSLATE_NOOP("items", "Connections, queries, locks, tables and replication of a server."),
                               Kind::Service,
                               "address",
                               kPostgresFields,
                               "postgres",
                               2,
                               setUp};

} // namespace targets
