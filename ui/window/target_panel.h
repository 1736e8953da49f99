#pragma once

#include <QtWidgets/QWidget>

namespace items {
class TargetModel;
}

namespace ui {

class TargetList;
class Theme;

// The left of the window: the targets, and below them the button that adds one.
class TargetPanel : public QWidget {
    Q_OBJECT

public:
    TargetPanel(const Theme &theme, items::TargetModel &model, QWidget *parent = nullptr);

    TargetList &list() { return *m_list; }

private:
    TargetList *m_list;
};

} // namespace ui
