#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One place in a JSON document: an RFC 6901 pointer ("/nodes/0/name") or names joined by dots with places in brackets
// ("nodes[0].name", "$.nodes[0].name"). "" and "$" are the whole.
class JsonPath {
public:
    // Empty: it is neither.
    static std::optional<JsonPath> parse(std::string_view text);

    struct Found {
        bool document = false; // the text is JSON
        bool there = false;
        bool scalar = false; // neither object nor list
        std::string text{};  // of a scalar: a string as it is, "true", "null", a number as it was written
    };
    // Reads a document once and keeps nothing of it but what is looked for, so that it takes no more memory than the document.
    Found find(std::string_view document) const;

private:
    struct Step {
        std::string name;
        std::optional<std::size_t> place{}; // in a list
        bool onlyPlace = false;
    };
    struct Reader;

    std::vector<Step> m_steps;
};

} // namespace probes
