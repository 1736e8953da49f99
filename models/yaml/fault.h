#pragma once

#include <cstddef>
#include <string>

namespace yaml {

inline constexpr std::size_t kMaxTextBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kMaxFaults = 1000; // told of one file

// In a text, counted from 1; columns in bytes.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;
    friend auto operator<=>(const Position &, const Position &) = default;
};

// What is wrong, and where. The message is without the place.
struct Fault {
    Position place;
    std::string message;
    friend bool operator==(const Fault &, const Fault &) = default;
};

// A name and its text as a file has them: a label, say.
struct NamedText {
    std::string name;
    std::string value;
    Position place; // of the value
};

} // namespace yaml
