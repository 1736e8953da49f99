#include "models/targets/check_kind.h"
#include "models/targets/tls_fields.h"

#include <QtCore/QtGlobal>

namespace targets {

static const char *const kDnsTransports[] = {"udp", "tcp", "tls"};
static const char *const kDnsMatches[] = {"all", "any", "exactly"};
static const char *const kDnsClasses[] = {"IN", "CH", "HS"};
static const char *const kDnsFamilies[] = {"any", "ipv4", "ipv6", "prefer_ipv4", "prefer_ipv6"};

static const Field kDnsFields[] = {
    {"name", QT_TRANSLATE_NOOP("items", "Name"), FieldType::Line, "", "example.org, example.org MX @192.0.2.53"},
    {"type", QT_TRANSLATE_NOOP("items", "Record type"), FieldType::Line, "", "A, AAAA, MX, NS, SOA, TXT, PTR, SRV, CAA, TYPE65"},
    {"server", QT_TRANSLATE_NOOP("items", "Name server"), FieldType::Line, "", QT_TRANSLATE_NOOP("items", "the first one of this machine")},
    {"expected", QT_TRANSLATE_NOOP("items", "Expected records"), FieldType::Lines, "",
     QT_TRANSLATE_NOOP("items", "one a line: 192.0.2.1, or 10 mail.example.org")},
    {"expected_match", QT_TRANSLATE_NOOP("items", "Which of them must be there"), FieldType::Choice, "all", "", false, 0, 0, kDnsMatches},
    {"transport", QT_TRANSLATE_NOOP("items", "Transport"), FieldType::Choice, "udp", "", true, 0, 0, kDnsTransports},
    {"accepted_codes", QT_TRANSLATE_NOOP("items", "Accepted response codes"), FieldType::Lines, "NOERROR", "NXDOMAIN", true},
    {"records_required", QT_TRANSLATE_NOOP("items", "At least one record"), FieldType::Flag, "true", "", true},
    {"answer_matches", QT_TRANSLATE_NOOP("items", "Some record matches"), FieldType::Lines, "",
     QT_TRANSLATE_NOOP("items", "regular expressions, one a line"), true},
    {"answer_not_matches", QT_TRANSLATE_NOOP("items", "No record matches"), FieldType::Lines, "",
     QT_TRANSLATE_NOOP("items", "regular expressions, one a line"), true},
    {"authoritative", QT_TRANSLATE_NOOP("items", "The server must answer with authority"), FieldType::Flag, "false", "", true},
    {"validated", QT_TRANSLATE_NOOP("items", "The answer must be validated by DNSSEC"), FieldType::Flag, "false", "", true},
    {"recursion", QT_TRANSLATE_NOOP("items", "The server may ask others"), FieldType::Flag, "true", "", true},
    {"class", QT_TRANSLATE_NOOP("items", "Record class"), FieldType::Choice, "IN", "", true, 0, 0, kDnsClasses},
    {"ip_family", QT_TRANSLATE_NOOP("items", "Address family"), FieldType::Choice, "any", "", true, 0, 0, kDnsFamilies},
    kServerNameField,
    kAuthorityField,
    kPinField,
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kDnsCheck{"dns",
                          QT_TRANSLATE_NOOP("items", "DNS"),
                          QT_TRANSLATE_NOOP("items", "Asks a name server for a name."),
                          Kind::Service,
                          "name",
                          kDnsFields,
                          "blackbox",
                          2};

} // namespace targets
