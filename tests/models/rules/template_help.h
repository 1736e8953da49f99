// A rule's data and a few series for templates under test.
#pragma once

#include "models/rules/template.h"

#include <QtCore/QString>

#include <string>
#include <string_view>

namespace tests {

inline query::InstantSample sampleOf(std::initializer_list<metric::Label> labels, double value)
{
    return {std::make_shared<const metric::Labels>(labels), value};
}

// Two series for anything, none for "nothing", an error for "broken".
inline metric::Result<query::Vector> someSeries(std::string_view expression)
{
    if (expression == "nothing")
        return query::Vector{};
    if (expression == "broken")
        return metric::fail(metric::ErrorCode::Timeout, "the query takes too long");
    return query::Vector{sampleOf({{"__name__", "up"}, {"instance", "b:2"}, {"__value__", "text"}}, 21), sampleOf({{"instance", "a:1"}}, 11)};
}

inline rules::TemplateData someData()
{
    return {{{"__name__", "up"}, {"instance", "host:9100"}, {"job", "node"}},
            {{"env", "test"}},
            "http://testhost:9090/path/prefix",
            1234567.5,
            metric::Timestamp(std::chrono::milliseconds(1'500))};
}

// What the template says; "1:2: ..." where it is not read, "! 1:2: ..." where it fails on the way.
inline std::string rendered(std::string_view text, const rules::TemplateData &data = someData())
{
    const auto read = rules::Template::parse(text);
    if (!read)
        return std::to_string(read.error().line) + ':' + std::to_string(read.error().column) + ": " + read.error().message;
    const auto said = read->render(data, someSeries);
    return said ? *said : "! " + said.error().message;
}

inline QString qRendered(const QString &text) { return QString::fromStdString(rendered(text.toStdString())); }

} // namespace tests
