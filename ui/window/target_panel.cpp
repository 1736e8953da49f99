#include "ui/window/target_panel.h"

#include "ui/window/target_list.h"

#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

TargetPanel::TargetPanel(const Theme &theme, items::TargetModel &model, QWidget *parent) : QWidget(parent), m_list(new TargetList(theme, model, this))
{
    setObjectName(QStringLiteral("targetPanel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *add = new QToolButton(this);
    add->setObjectName(QStringLiteral("addTarget"));
    add->setText(tr("Add…"));
    add->setToolTip(tr("Watch another service, host or application (Ctrl+N)"));
    add->setShortcut(QKeySequence::New);
    add->setFocusPolicy(Qt::StrongFocus);
    add->setProperty("outlined", true);
    add->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(add, &QToolButton::clicked, m_list, &TargetList::addRequested);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(10, 8, 10, 10);
    foot->addWidget(add);
    layout->addLayout(foot);
}

} // namespace ui
