#include "models/metric/verdict.h"

namespace metric {

std::string_view reasonWord(Reason reason)
{
    switch (reason) {
    case Reason::None: return "none";
    case Reason::Dns: return "dns";
    case Reason::Network: return "network";
    case Reason::Refused: return "refused";
    case Reason::Timeout: return "timeout";
    case Reason::Closed: return "closed";
    case Reason::Tls: return "tls";
    case Reason::Expired: return "expired";
    case Reason::Authentication: return "authentication";
    case Reason::Permission: return "permission";
    case Reason::Status: return "status";
    case Reason::Redirects: return "redirects";
    case Reason::Header: return "header";
    case Reason::Body: return "body";
    case Reason::Size: return "size";
    case Reason::Protocol: return "protocol";
    case Reason::Answer: return "answer";
    case Reason::Options: return "options";
    }
    return "none";
}

} // namespace metric
