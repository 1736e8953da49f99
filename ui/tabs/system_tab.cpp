#include "ui/tabs/system_tab.h"

#include "models/settings/settings.h"
#include "ui/tabs/file_system_card.h"
#include "ui/tabs/process_panel.h"
#include "ui/tabs/remembered.h"
#include "ui/tabs/system_charts.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"

#include <QtWidgets/QSplitter>
#include <QtWidgets/QVBoxLayout>

namespace ui {

// Behind processor, memory, pressure, disk and network: the six that a window of 1440 shows without scrolling.
static constexpr int kFileSystemsAt = 5;
// The table of processes is kept every ten seconds.
static constexpr metric::Duration kTableAge = std::chrono::seconds(30);

SystemTab::SystemTab(const Context &context, QWidget *parent) : Page(parent), m_context(context), m_pastProcesses(context.background)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("system"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_grid = new ChartGrid(context, systemCharts(), {.instance = context.instance}, m_splitter);
    m_fileSystems = new FileSystemCard(context);
    m_grid->insertCard(kFileSystemsAt, m_fileSystems);
    m_splitter->addWidget(m_grid);
    auto *frame = new Card(context.theme, m_splitter);
    m_processes = new ProcessPanel(frame);
    m_processes->view().setObjectName(QStringLiteral("processes"));
    frame->setBare(m_processes);
    m_splitter->addWidget(frame);
    m_splitter->setStretchFactor(0, 11);
    m_splitter->setStretchFactor(1, 9);
    layout->addWidget(m_splitter);
    restoreSplitter(context.settings, *m_splitter);
    restoreTable(context.settings, m_processes->view());
}

void SystemTab::tick(metric::Timestamp now) { m_grid->tick(now); }

void SystemTab::setAlerts(const alerts::AlertSnapshotRef &snapshot) { m_grid->setAlerts(*snapshot); }

void SystemTab::setTime(bool live, metric::Timestamp, metric::Timestamp to)
{
    if (live) {
        m_pastProcesses.forget(); // the newest table comes with the batches
        return;
    }
    m_pastProcesses.ask([&reader = m_context.reader, to](std::stop_token) { return reader.table({}, "processes", to, kTableAge); },
                        [this](const auto &table) { m_processes->setTable(table ? *table : nullptr); });
}

void SystemTab::save()
{
    saveSplitter(m_context.settings, *m_splitter);
    saveTable(m_context.settings, m_processes->view());
    m_fileSystems->save();
}

} // namespace ui
