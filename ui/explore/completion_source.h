#pragma once

#include "models/items/completion_model.h"
#include "models/query/completion.h"
#include "models/series/reader.h"
#include "ui/widgets/background.h"

#include <functional>
#include <stop_token>

namespace ui {

// What may stand at a place of an expression: the language's words at once, the metrics, labels and values that there are read
// beside the gui thread. Gui thread; the reader and the background outlive it.
class CompletionSource {
public:
    CompletionSource(const series::Reader &reader, Background &background) : m_reader(reader), m_inquiry(background) {}

    // Where series are looked for.
    void setRange(series::TimeRange range) { m_range = range; }
    using Answer = std::function<void(std::vector<items::CompletionRow>)>;
    // A newer question leaves the one before unanswered.
    void suggest(const query::CompletionPlace &place, const Answer &answer);

private:
    const series::Reader &m_reader;
    series::TimeRange m_range{};
    Inquiry m_inquiry;
};

// What the reader knows of it, by name; from any thread.
struct KnownName {
    std::string name;
    std::size_t count; // of metrics: series; of labels: values; of values: series
};
std::vector<KnownName> knownNames(const series::Reader &reader, const query::CompletionPlace &place, series::TimeRange range,
                                  const std::stop_token &stop);

} // namespace ui
