#pragma once

#include "ui/tabs/chart_grid.h"
#include "ui/tabs/page.h"

class QSplitter;

namespace ui {

class FileSystemCard;
class ProcessPanel;

// This machine: charts above, processes below.
class SystemTab : public Page {
    Q_OBJECT

public:
    explicit SystemTab(const Context &context, QWidget *parent = nullptr);

    void tick(metric::Timestamp now) override;
    void setAlerts(const alerts::AlertSnapshotRef &snapshot) override;
    void setTime(bool live, metric::Timestamp from, metric::Timestamp to) override;
    void save() override;
    ProcessPanel &processes() { return *m_processes; }

private:
    const Context &m_context;
    QSplitter *m_splitter;
    ChartGrid *m_grid;
    FileSystemCard *m_fileSystems;
    ProcessPanel *m_processes;
    Inquiry m_pastProcesses;
};

} // namespace ui
