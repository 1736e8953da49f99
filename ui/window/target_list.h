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

    // Marks the row of the target whose page is shown, now or as soon as it is listed; this chooses nothing.
    void mark(const QString &targetId);

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
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

private:
    void buildActions();
    void updateActions();
    // Of the current row where somebody added it; null where it is this machine, the console or none.
    const targets::Target *current() const;
    void markRow();

    items::TargetModel &m_targets;
    QString m_marked; // what is to be marked
    bool m_marking = false;
    QList<QAction *> m_ofTarget;
    QAction *m_pause = nullptr;
    QAction *m_add = nullptr;
};

} // namespace ui
