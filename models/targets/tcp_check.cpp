#include "models/targets/check_kind.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static constexpr const char *kTcpStarttls[] = {"none", "smtp", "imap", "pop3", "ftp", "postgres"};
static constexpr const char *kTcpFamilies[] = {"any", "ipv4", "ipv6", "prefer_ipv4", "prefer_ipv6"};

static const Field kTcpFields[] = {
    {"address", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "mail.example.org:25"},
    {"banner", QT_TRANSLATE_NOOP("items", "Expected greeting"), FieldType::Line, "", QT_TRANSLATE_NOOP("items", "a regular expression")},
    {"tls", QT_TRANSLATE_NOOP("items", "Encrypted (TLS)"), FieldType::Flag, "false"},
    {"starttls", QT_TRANSLATE_NOOP("items", "Encryption is agreed on by (STARTTLS)"), FieldType::Choice, "none", "", true, 0, 0, kTcpStarttls},
    {"dialogue", QT_TRANSLATE_NOOP("items", "Dialogue"), FieldType::Lines, "", "expect ^220 / send QUIT", true},
    kServerNameField,
    kAuthorityField,
    kCertificateField,
    kKeyField,
    kKeyPasswordField,
    kPinField,
    {"ip_family", QT_TRANSLATE_NOOP("items", "IP version"), FieldType::Choice, "any", "", true, 0, 0, kTcpFamilies},
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kTcpCheck{"tcp",
                          QT_TRANSLATE_NOOP("items", "TCP port"),
                          QT_TRANSLATE_NOOP("items", "Connects to a port, and may talk to what listens there."),
                          Kind::Service,
                          "address",
                          kTcpFields,
                          "blackbox",
                          2};

} // namespace targets
