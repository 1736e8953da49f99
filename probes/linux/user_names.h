#pragma once

#include "probes/source/source.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace probes {

// Names of a machine's users, from its /etc/passwd. Never from the name service: a directory server that does not answer would hold
// the lane up, and a remote machine's users are not ours. An unknown user is shown by number.
class UserNames {
public:
    // `now`: the monotonic clock. An unknown number makes the file be read again, at most once a minute.
    std::string name(Source &source, std::uint32_t uid, std::chrono::nanoseconds now);

private:
    void readPasswd(Source &source);

    std::unordered_map<std::uint32_t, std::string> m_names;
    std::chrono::nanoseconds m_nextRead{0};
};

} // namespace probes
