#pragma once

#include "models/settings/settings_store.h"

class QSplitter;

namespace ui {

class TableView;

// Splitters and tables are remembered under their object names.
void restoreSplitter(const settings::SettingsStore &settings, QSplitter &splitter);
void saveSplitter(settings::SettingsStore &settings, const QSplitter &splitter);
void restoreTable(const settings::SettingsStore &settings, TableView &table);
void saveTable(settings::SettingsStore &settings, const TableView &table);

} // namespace ui
