#include "models/targets/check_kind.h"

#include <QtCore/QtGlobal>

namespace targets {

static constexpr const char *kTlsStarttls[] = {"none", "smtp", "imap", "pop3", "ftp", "postgres"};
static constexpr const char *kTlsFamilies[] = {"any", "ipv4", "ipv6", "prefer_ipv4", "prefer_ipv6"};

static const Field kTlsFields[] = {
    {"address", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "shop.example.org:443"},
    {"least_days", QT_TRANSLATE_NOOP("items", "Days it must still be good"), FieldType::Number, "0", QT_TRANSLATE_NOOP("items", "days"), false, 0,
     3650},
    {"starttls", QT_TRANSLATE_NOOP("items", "Encryption is agreed on by (STARTTLS)"), FieldType::Choice, "none", "", false, 0, 0, kTlsStarttls},
    {"server_name", QT_TRANSLATE_NOOP("items", "Name in the certificate"), FieldType::Line, "", "shop.example.org", true},
    {"authority_file", QT_TRANSLATE_NOOP("items", "Trusted authorities (PEM file)"), FieldType::File, "", "", true},
    {"certificate_file", QT_TRANSLATE_NOOP("items", "Own certificate (PEM file)"), FieldType::File, "", "", true},
    {"key_file", QT_TRANSLATE_NOOP("items", "Own key (PEM file)"), FieldType::File, "", "", true},
    {"key_password", QT_TRANSLATE_NOOP("items", "Password of the key"), FieldType::Secret, "", "", true},
    {"pinned_sha256", QT_TRANSLATE_NOOP("items", "Allowed fingerprint (SHA-256)"), FieldType::Line, "",
     QT_TRANSLATE_NOOP("items", "an exception for a certificate that is not trusted"), true},
    {"ip_family", QT_TRANSLATE_NOOP("items", "IP version"), FieldType::Choice, "any", "", true, 0, 0, kTlsFamilies},
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kTlsCheck{"tls",
                          QT_TRANSLATE_NOOP("items", "TLS certificate"),
                          QT_TRANSLATE_NOOP("items", "Looks at the certificate that a server shows, and how long it is good."),
                          Kind::Service,
                          "address",
                          kTlsFields,
                          "blackbox",
                          2};

} // namespace targets
