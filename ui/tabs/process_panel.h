#pragma once

#include "models/items/process_model.h"
#include "models/items/row_filter.h"

#include <QtWidgets/QWidget>

#include <memory>

class QLabel;
class QLineEdit;
class QToolButton;

namespace ui {

class SteadyLabel;
class TableView;

// The processes of one moment: search, sort, tree, and asking to end some. It asks only: whoever owns the panel acts on
// the signals. While it is hidden a new table costs nothing; the newest is taken when it is shown again.
class ProcessPanel : public QWidget {
    Q_OBJECT

public:
    explicit ProcessPanel(QWidget *parent = nullptr);

    // Null: nobody knows the processes of this moment.
    void setTable(std::shared_ptr<const metric::Table> table);
    void setTree(bool tree);

    TableView &view() const { return *m_view; }
    const items::ProcessModel &model() const { return m_model; }

public Q_SLOTS:
    // Asks for confirmation of what is selected; the answer comes as a signal for each process.
    void terminateSelected() { confirm(false); }
    void killSelected() { confirm(true); }

Q_SIGNALS:
    // With the start time, because the pid may belong to another process by the time this is read.
    void terminateRequested(qint64 pid, double startTime, const QString &name);
    void killRequested(qint64 pid, double startTime, const QString &name);
    // The selected processes, of which the dearer figures (own memory) are wanted.
    void focusChanged(const QList<qint64> &pids);

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void apply();
    void search(const QString &text);
    void styleTexts();
    void confirm(bool kill);
    std::vector<items::ProcessRow> selectedProcesses() const;

    items::ProcessModel m_model;
    items::ProcessFilter m_filter;
    std::shared_ptr<const metric::Table> m_newest;
    bool m_stale = false; // m_newest is not shown yet
    QLabel *m_title;
    SteadyLabel *m_subtitle;
    QLineEdit *m_search;
    QToolButton *m_tree;
    TableView *m_view;
};

} // namespace ui
