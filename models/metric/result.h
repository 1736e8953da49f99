#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace metric {

// What kind of failure it was, for programs; the text beside it is for people.
enum class ErrorCode {
    NotFound,         // the thing asked for does not exist
    PermissionDenied, // it exists, we may not
    Unavailable,      // it does not answer now; trying again may help
    Malformed,        // bytes from outside that do not mean what they should
    InvalidArgument,  // the caller's request makes no sense
    Timeout,
    Cancelled,
    LimitExceeded,
    Conflict, // somebody else has it
    Corrupt,  // our own stored data is damaged
    Io,       // the system refused to read or write
};

struct Error {
    ErrorCode code;
    std::string message; // English, one line, no full stop; says what to do where that is known
};

// What can fail for reasons outside the program returns this; exceptions cross no room.
template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string message) { return tl::unexpected<Error>(Error{code, std::move(message)}); }

} // namespace metric
