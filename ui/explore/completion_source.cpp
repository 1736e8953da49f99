#include "ui/explore/completion_source.h"

#include "models/query/figure.h"
#include "ui/dialogs/figure_titles.h"

#include <QtCore/QCoreApplication>

#include <map>
#include <set>
#include <unordered_map>

namespace ui {

using query::CompletionKind;

std::vector<KnownName> knownNames(const series::Reader &reader, const query::CompletionPlace &place, series::TimeRange range,
                                  const std::stop_token &stop)
{
    const auto label = place.kind == CompletionKind::LabelValue ? std::string_view(place.label) : metric::kMetricName;
    std::map<std::string, std::size_t, std::less<>> counts;
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> values;
    auto selectors = place.selectors;
    if (selectors.empty())
        selectors.emplace_back();
    for (const auto &selector : selectors) {
        const auto found = stop.stop_requested() ? metric::Result<std::vector<metric::LabelsRef>>() : reader.series(selector, range);
        if (!found)
            continue;
        for (const auto &labels : *found) {
            if (place.kind == CompletionKind::LabelName) {
                for (const auto each : *labels) {
                    if (each.name != metric::kMetricName)
                        values[std::string(each.name)].emplace(each.value);
                }
            } else if (const auto value = labels->get(label); !value.empty()) {
                const auto known = counts.find(value);
                ++(known == counts.end() ? counts[std::string(value)] : known->second);
            }
        }
    }
    std::vector<KnownName> names;
    for (const auto &[name, each] : values)
        names.push_back({name, each.size()});
    for (const auto &[name, count] : counts)
        names.push_back({name, count});
    return names;
}

static std::string counted(CompletionKind kind, std::size_t count)
{
    const auto text = kind == CompletionKind::LabelName ? QCoreApplication::translate("ui::CompletionSource", "%n value(s)", nullptr, int(count))
                                                        : QCoreApplication::translate("ui::CompletionSource", "%n series", nullptr, int(count));
    return text.toStdString();
}

void CompletionSource::suggest(const query::CompletionPlace &place, const Answer &answer)
{
    std::vector<items::CompletionRow> words;
    for (const auto &word : place.words)
        words.push_back({word});
    if (place.kind == CompletionKind::Keyword || place.kind == CompletionKind::Duration || place.kind == CompletionKind::Nothing) {
        m_inquiry.forget();
        answer(std::move(words));
        return;
    }
    m_inquiry.ask([&reader = m_reader, place, range = m_range](const std::stop_token &stop) { return knownNames(reader, place, range, stop); },
                  [kind = place.kind, words = std::move(words), answer](const std::vector<KnownName> &names) {
                      auto rows = words;
                      if (kind == CompletionKind::Expression) {
                          for (const auto &word : query::languageWords())
                              rows.push_back({word.name, word.signature});
                          for (const auto &figure : query::figures())
                              rows.push_back({std::string(figure.name), figureTitle(figure).toStdString()});
                      }
                      for (const auto &[name, count] : names)
                          rows.push_back({name, counted(kind, count)});
                      answer(std::move(rows));
                  });
}

} // namespace ui
