#include "ui/tabs/remembered.h"

#include "models/settings/settings.h"
#include "ui/widgets/table_view.h"

#include <QtWidgets/QSplitter>

namespace ui {

void restoreSplitter(const settings::SettingsStore &settings, QSplitter &splitter)
{
    const auto sizes = settings.value(settings::kSplitterSizes).value(splitter.objectName());
    if (sizes.size() == splitter.count())
        splitter.setSizes(QList<int>(sizes.begin(), sizes.end()));
}

void saveSplitter(settings::SettingsStore &settings, const QSplitter &splitter)
{
    const auto sizes = splitter.sizes();
    // Never shown, and so never laid out: what it says then is not what it would look like.
    if (splitter.testAttribute(Qt::WA_PendingResizeEvent) || std::all_of(sizes.begin(), sizes.end(), [](int size) { return size == 0; }))
        return;
    auto all = settings.value(settings::kSplitterSizes);
    all.insert(splitter.objectName(), QList<qint64>(sizes.begin(), sizes.end()));
    settings.setValue(settings::kSplitterSizes, all);
}

void restoreTable(const settings::SettingsStore &settings, TableView &table)
{
    if (const auto state = settings.value(settings::kTableStates).value(table.objectName()); !state.isEmpty())
        table.restoreState(state);
}

void saveTable(settings::SettingsStore &settings, const TableView &table)
{
    auto all = settings.value(settings::kTableStates);
    all.insert(table.objectName(), table.state());
    settings.setValue(settings::kTableStates, all);
}

} // namespace ui
