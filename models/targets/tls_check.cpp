#include "models/targets/check_kind.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static constexpr const char *kTlsStarttls[] = {"none", "smtp", "imap", "pop3", "ftp", "postgres"};
static constexpr const char *kTlsFamilies[] = {"any", "ipv4", "ipv6", "prefer_ipv4", "prefer_ipv6"};

static const Field kTlsFields[] = {
    {"address", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "shop.example.org:443"},
    {"least_days", QT_TRANSLATE_NOOP("items", "Days it must still be good"), FieldType::Number, "0", QT_TRANSLATE_NOOP("items", "days"), false, 0,
     3650},
    {"starttls", QT_TRANSLATE_NOOP("items", "Encryption is agreed on by (STARTTLS)"), FieldType::Choice, "none", "", false, 0, 0, kTlsStarttls},
    kServerNameField,
    kAuthorityField,
    kCertificateField,
    kKeyField,
    kKeyPasswordField,
    kPinField,
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
