#pragma once

#include "models/metric/clock.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace metric {

// Why a check fails: a fixed list, so that failures can be counted, compared and told in every language. The words are
// reasonWord()'s; the message beside it has the particulars.
enum class Reason {
    None,           // it is as it should be
    Dns,            // the name has no address, or no resolver said one
    Network,        // no way there: no route, no permission of the system
    Refused,        // nothing listens there, or somebody closed at once
    Timeout,        // no answer in the time allowed
    Closed,         // the connection broke off in the middle
    Tls,            // no encryption that both can agree on, or not the host that was asked for, or not trusted
    Expired,        // the certificate is not valid any more, or not yet
    Authentication, // who we are is not believed
    Permission,     // we are known, and may not
    Status,         // an answer that says of itself that it is none of the accepted ones
    Redirects,      // more than allowed, or in a circle
    Header,         // a header is not as expected
    Body,           // the content is not as expected
    Size,           // more than is read
    Protocol,       // what came is not in the language that was asked for
    Answer,         // a well-formed answer that is not the expected one
    Options,        // the check itself is set up wrongly
};
std::string_view reasonWord(Reason reason); // "dns", "timeout"; "none" for Reason::None

// What was seen at the moment of a verdict, part by part, for people: phases, address, certificate, headers, body. UTF-8, bounded,
// and without secrets.
struct Evidence {
    struct Part {
        std::string title; // English source text: "Phases", "Headers", "Body"
        std::string text;  // lines
        friend bool operator==(const Part &, const Part &) = default;
    };
    Timestamp time;
    std::vector<Part> parts;
};

// What a check found out about a service that it is there to judge.
struct Verdict {
    Reason reason = Reason::None;
    std::string message{};                      // one line, English: "certificate expired 2 h ago"; what was seen where it is good
    std::chrono::nanoseconds responseTime{0};   // zero: there was no response
    std::shared_ptr<const Evidence> evidence{}; // null where there is nothing to show

    bool good() const { return reason == Reason::None; }
};

} // namespace metric
