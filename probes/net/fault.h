#pragma once

#include "models/metric/verdict.h"

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace net {

// Why something asked over a network has no result.
struct Fault {
    metric::Reason reason;
    std::string message; // one line, English, no full stop: "connection refused by 127.0.0.1:80"
};

template <class T>
using Outcome = tl::expected<T, Fault>;

inline tl::unexpected<Fault> fault(metric::Reason reason, std::string message) { return tl::unexpected<Fault>(Fault{reason, std::move(message)}); }

} // namespace net
