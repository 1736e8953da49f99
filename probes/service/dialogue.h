#pragma once

#include "probes/net/stream.h"
#include "probes/options.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace probes {

// What is said to a service and what it must say, as blackbox_exporter's query_response. Options: banner (a regular expression, the
// first that is expected), dialogue (lines "expect REGEX" and "send TEXT"). An expectation reads lines until one matches. What is sent
// ends with a newline; \r, \n, \t and \\ in it are that character, and $1, ${1} and ${name} are groups of the last match.
class Dialogue {
public:
    explicit Dialogue(OptionReader &options);
    ~Dialogue();
    Dialogue(Dialogue &&) noexcept;

    struct Course {
        std::optional<net::Fault> fault{};
        bool unmatched = false;                      // the service ended, or said too much, before an expected line
        std::map<std::string, std::string> labels{}; // of named groups
        std::string heard{};                         // lines, bounded
    };
    Course hold(net::Stream &stream, const net::Deadline &deadline) const;
    bool empty() const { return m_turns.empty(); }

private:
    struct Turn {
        std::unique_ptr<re2::RE2> expected{}; // null: something is sent
        std::string sent{};
    };
    void expect(OptionReader &options, std::string_view option, const std::string &pattern);

    std::vector<Turn> m_turns;
};

} // namespace probes
