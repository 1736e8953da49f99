#pragma once

#include "models/query/definitions.h"
#include "models/rules/rule_file.h"

#include <list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

// What recording rules would have recorded, as definitions for an engine: rules that build on it can be tried on a past in which nobody
// recorded it. Rules of one name are one definition; what is not there while a name is defined is what was recorded before.
class RecordedDefinitions {
public:
    // The rules of these groups; those that are no expressions are left out.
    explicit RecordedDefinitions(std::span<const RuleGroup> groups);
    RecordedDefinitions(const RecordedDefinitions &) = delete;
    RecordedDefinitions &operator=(const RecordedDefinitions &) = delete;

    // Their texts stand in this.
    const std::vector<query::Definition> &definitions() const { return m_definitions; }
    bool holds(std::string_view name) const;
    // Names that are recorded but not defined, so that nothing but the history tells of them: their rules name each other in a circle, or come to
    // an expression too large to be put into others.
    const std::vector<std::string> &leftOut() const { return m_leftOut; }

    static constexpr std::size_t kMaxNodes = 1000; // of a definition with what it builds on
    static constexpr std::size_t kMaxDepth = 128;

private:
    struct Recorded {
        std::string name;
        std::string expression;
    };

    std::list<Recorded> m_recorded; // does not move
    std::vector<query::Definition> m_definitions;
    std::vector<std::string> m_leftOut;
};

// The names that an expression asks for, each once, sorted; none of what is no expression.
std::vector<std::string> namesWithin(std::string_view expression);

} // namespace rules
