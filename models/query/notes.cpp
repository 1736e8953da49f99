#include "models/query/notes.h"

#include "models/query/parser.h"

#include <fmt/format.h>

#include <algorithm>

namespace query {

void Notes::warn(const std::string &text, const Node &about)
{
    add(Annotation::Kind::Warning, fmt::format("PromQL warning: {} ({})", text, positionText(m_expression, about.span.begin)));
}

void Notes::inform(const std::string &text, const Node &about)
{
    add(Annotation::Kind::Info, fmt::format("PromQL info: {} ({})", text, positionText(m_expression, about.span.begin)));
}

void Notes::add(Annotation::Kind kind, std::string message)
{
    if (std::none_of(m_notes.begin(), m_notes.end(), [&](const Annotation &note) { return note.message == message; }))
        m_notes.push_back({kind, std::move(message)});
}

} // namespace query
