#pragma once

#include "models/items/target_model.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QListView>

namespace ui {

// The targets at the left: state as shape and colour, name, a sparkline and the present value; grouped by kind.
class TargetList : public QListView {
    Q_OBJECT

public:
    TargetList(const Theme &theme, items::TargetModel &model, QWidget *parent = nullptr);

    QSize sizeHint() const override { return {220, 300}; }

    // Marks the row whose page is shown, the console's or a machine's, now or as soon as it is listed; this chooses nothing.
    void mark(bool console);

Q_SIGNALS:
    void targetChosen(const QString &targetId);
    // What is wanted of a target that somebody added; whoever hears it does it at once, and offers to undo it.
    void addRequested();
    void editRequested(const QString &targetId);
    void checkRequested(const QString &targetId); // now, out of turn
    void pauseRequested(const QString &targetId, bool paused);
    void duplicateRequested(const QString &targetId);
    void removeRequested(const QString &targetId);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void buildActions();
    void updateActions();
    // Of the current row where somebody added it; null where it is this machine, the console or none.
    const targets::Target *current() const;
    void markRow();

    items::TargetModel &m_targets;
    bool m_console = false; // the console's row is to be marked
    bool m_marking = false;
    QList<QAction *> m_ofTarget;
    QAction *m_pause = nullptr;
    QAction *m_add = nullptr;
};

} // namespace ui
