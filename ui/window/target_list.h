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

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void markRow();

    items::TargetModel &m_targets;
    bool m_console = false; // the console's row is to be marked
    bool m_marking = false;
};

} // namespace ui
