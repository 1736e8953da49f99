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

Q_SIGNALS:
    void targetChosen(const QString &targetId);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    items::TargetModel &m_targets;
};

} // namespace ui
