#include "ui/explore/series_names.h"

#include <map>
#include <set>

namespace ui {

static QString labelText(std::string_view bytes) { return QString::fromUtf8(bytes.data(), qsizetype(bytes.size())); }

std::vector<QString> seriesNames(std::span<const metric::LabelsRef> series)
{
    // A label that a series has not is one more value of it.
    std::map<std::string_view, std::pair<std::set<std::string_view>, std::size_t>> labels;
    for (const auto &each : series) {
        for (const auto label : *each) {
            auto &[values, count] = labels[label.name];
            values.insert(label.value);
            ++count;
        }
    }
    std::vector<std::string_view> differing;
    for (const auto &[name, found] : labels) {
        if (found.first.size() > 1 || found.second < series.size())
            differing.push_back(name);
    }
    std::vector<QString> names;
    for (const auto &each : series) {
        QString name;
        for (const auto label : differing) {
            const auto value = each->get(label);
            if (value.empty())
                continue;
            if (!name.isEmpty())
                name += QStringLiteral(", ");
            name += differing.size() == 1 || label == metric::kMetricName ? labelText(value) : labelText(label) + u'=' + labelText(value);
        }
        if (name.isEmpty() && !each->metricName().empty())
            name = labelText(each->toString());
        names.push_back(std::move(name));
    }
    return names;
}

} // namespace ui
