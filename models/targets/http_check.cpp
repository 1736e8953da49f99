#include "models/targets/check_kind.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static constexpr const char *kHttpMethods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
static constexpr const char *kHttpFamilies[] = {"any", "ipv4", "ipv6", "prefer_ipv4", "prefer_ipv6"};

static const Field kHttpFields[] = {
    {"url", QT_TRANSLATE_NOOP("items", "Address"), FieldType::Line, "", "https://shop.example.org/"},
    {"keyword", QT_TRANSLATE_NOOP("items", "Text that must be there"), FieldType::Line},
    {"keyword_absent", QT_TRANSLATE_NOOP("items", "Text that must not be there"), FieldType::Line},
    {"accepted_status", QT_TRANSLATE_NOOP("items", "Accepted status"), FieldType::Lines, "200-299", "200-299"},
    {"user", QT_TRANSLATE_NOOP("items", "User"), FieldType::Line},
    {"password", QT_TRANSLATE_NOOP("items", "Password"), FieldType::Secret},
    {"bearer", QT_TRANSLATE_NOOP("items", "Bearer token"), FieldType::Secret, "", "", true},
    {"method", QT_TRANSLATE_NOOP("items", "Method"), FieldType::Choice, "GET", "", true, 0, 0, kHttpMethods},
    {"headers", QT_TRANSLATE_NOOP("items", "Headers"), FieldType::Lines, "", "Accept: text/html", true},
    {"secret_header", QT_TRANSLATE_NOOP("items", "Secret header"), FieldType::Secret, "", "X-Api-Key: ...", true},
    {"body", QT_TRANSLATE_NOOP("items", "Content to send"), FieldType::Lines, "", "", true},
    {"header_matches", QT_TRANSLATE_NOOP("items", "Headers that must match"), FieldType::Lines, "", "Content-Type: ^text/html", true},
    {"body_matches", QT_TRANSLATE_NOOP("items", "Content must match"), FieldType::Lines, "",
     QT_TRANSLATE_NOOP("items", "a regular expression a line"), true},
    {"body_not_matches", QT_TRANSLATE_NOOP("items", "Content must not match"), FieldType::Lines, "",
     QT_TRANSLATE_NOOP("items", "a regular expression a line"), true},
    {"json_path", QT_TRANSLATE_NOOP("items", "JSON value"), FieldType::Line, "", "nodes[0].status", true},
    {"json_expected", QT_TRANSLATE_NOOP("items", "Expected JSON value"), FieldType::Line, "", "", true},
    {"max_redirects", QT_TRANSLATE_NOOP("items", "Redirects to follow"), FieldType::Number, "10", "", true, 0, 100},
    {"max_body", QT_TRANSLATE_NOOP("items", "Largest content"), FieldType::Number, "16777216", QT_TRANSLATE_NOOP("items", "bytes"), true, 1, 1 << 30},
    {"compressed", QT_TRANSLATE_NOOP("items", "Ask for compressed content"), FieldType::Flag, "false", "", true},
    kServerNameField,
    kAuthorityField,
    kCertificateField,
    kKeyField,
    kKeyPasswordField,
    kPinField,
    {"proxy", QT_TRANSLATE_NOOP("items", "Proxy"), FieldType::Line, "", "http://proxy.example.org:3128", true},
    {"proxy_user", QT_TRANSLATE_NOOP("items", "User at the proxy"), FieldType::Line, "", "", true},
    {"proxy_password", QT_TRANSLATE_NOOP("items", "Password at the proxy"), FieldType::Secret, "", "", true},
    {"ip_family", QT_TRANSLATE_NOOP("items", "IP version"), FieldType::Choice, "any", "", true, 0, 0, kHttpFamilies},
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kHttpCheck{"http",
                           QT_TRANSLATE_NOOP("items", "HTTP or HTTPS"),
                           QT_TRANSLATE_NOOP("items", "Asks for a page or an interface, and judges the answer."),
                           Kind::Service,
                           "url",
                           kHttpFields,
                           "blackbox",
                           2};

} // namespace targets
