#include "models/targets/check_kind.h"

#include <QtCore/QtGlobal>

namespace targets {

static const char *const kIcmpFamilies[] = {"any", "ipv4", "ipv6", "prefer_ipv4", "prefer_ipv6"};

static const Field kIcmpFields[] = {
    {"address", QT_TRANSLATE_NOOP("items", "Host"), FieldType::Line, "", "gw.example.org", false},
    {"ip_family", QT_TRANSLATE_NOOP("items", "Address family"), FieldType::Choice, "any", "", true, 0, 0, kIcmpFamilies},
    {"payload_size", QT_TRANSLATE_NOOP("items", "Payload"), FieldType::Number, "56", QT_TRANSLATE_NOOP("items", "bytes"), true, 0, 65507},
    {"ttl", QT_TRANSLATE_NOOP("items", "Hop limit"), FieldType::Number, "64", "", true, 1, 255},
    {"dont_fragment", QT_TRANSLATE_NOOP("items", "Must not be cut into pieces on the way"), FieldType::Flag, "false", "", true},
    {"timeout", QT_TRANSLATE_NOOP("items", "Timeout"), FieldType::Number, "10", QT_TRANSLATE_NOOP("items", "seconds"), true, 0.1, 120},
};

const CheckKind kIcmpCheck{"icmp",
                           QT_TRANSLATE_NOOP("items", "Ping (ICMP)"),
                           QT_TRANSLATE_NOOP("items", "Sends an echo request to a host."),
                           Kind::Host,
                           "address",
                           kIcmpFields,
                           "blackbox",
                           2};

} // namespace targets
