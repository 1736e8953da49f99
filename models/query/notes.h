#pragma once

#include "models/query/engine.h"
#include "models/query/tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace query {

// The annotations of one answer, each text once, with the place in the expression that it is about.
class Notes {
public:
    explicit Notes(std::string_view expression) : m_expression(expression) {}

    void warn(const std::string &text, const Node &about);
    void inform(const std::string &text, const Node &about);
    std::size_t count() const { return m_notes.size(); }
    std::vector<Annotation> take() { return std::move(m_notes); }

private:
    void add(Annotation::Kind kind, std::string message);

    std::string_view m_expression;
    std::vector<Annotation> m_notes;
};

} // namespace query
