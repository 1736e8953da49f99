#include "ui/window/target_list.h"

#include "models/metric/format.h"
#include "ui/theme/state_mark.h"
#include "ui/widgets/sparkline.h"

#include <QtGui/QAction>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStyledItemDelegate>

#include <utility>

namespace ui {

namespace {

constexpr int kRowHeight = 30;
constexpr int kHeadingHeight = 28;
constexpr int kSparkWidth = 46;
constexpr int kValueWidth = 56;

// A row, with the heading of its group above the first of it.
class TargetDelegate : public QStyledItemDelegate {
public:
    TargetDelegate(const Theme &theme, const items::TargetModel &model, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme), m_model(model)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {180, kRowHeight + (startsGroup(index) ? kHeadingHeight : 0)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *row = m_model.rowAt(index);
        if (!row)
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        auto rect = option.rect;
        auto small = option.font;
        small.setPointSizeF(small.pointSizeF() * 0.85);
        if (startsGroup(index)) {
            painter->setFont(small);
            painter->setPen(m_theme.color(Theme::Color::Dim));
            painter->drawText(rect.adjusted(12, 8, -12, 0), Qt::AlignLeft | Qt::AlignTop, items::targetKindText(row->target.kind).toUpper());
            rect.setTop(rect.top() + kHeadingHeight);
        }
        if (option.state & QStyle::State_Selected)
            painter->fillRect(rect, m_theme.color(Theme::Color::Selection));
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(m_theme.color(Theme::Color::Accent));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(QRectF(rect).adjusted(0.5, 0.5, -1.5, -0.5));
        }
        paintState(*painter, QRectF(rect.left() + 12, rect.center().y() - 5.5, 12, 12), row->state, m_theme);
        const auto text = QString::fromStdString(metric::formatValue(double(row->value), row->unit));
        const int valueWidth = QFontMetrics(small).horizontalAdvance(text);
        const QRect value(rect.right() - 12 - valueWidth, rect.top(), valueWidth, rect.height());
        const QRect spark(rect.right() - 12 - kValueWidth - kSparkWidth - 4, rect.center().y() - 7, kSparkWidth, 14);
        // What it is called is told before how it was.
        const int nameLeft = rect.left() + 32, nameWidth = option.fontMetrics.horizontalAdvance(row->target.name);
        const bool hasSpark = valueWidth <= kValueWidth && nameLeft + nameWidth + 6 <= spark.left();
        const QRect name(nameLeft, rect.top(), (hasSpark ? spark.left() : value.left()) - nameLeft - 6, rect.height());
        painter->setFont(option.font);
        painter->setPen(m_theme.color(Theme::Color::Text));
        painter->drawText(name, Qt::AlignVCenter | Qt::AlignLeft, option.fontMetrics.elidedText(row->target.name, Qt::ElideRight, name.width()));
        painter->setFont(small);
        painter->setPen(m_theme.color(Theme::Color::Dim));
        painter->drawText(value, Qt::AlignVCenter | Qt::AlignRight, text);
        if (hasSpark)
            paintSparkline(*painter, spark, row->sparkline);
        painter->restore();
    }

private:
    bool startsGroup(const QModelIndex &index) const
    {
        const auto *row = m_model.rowAt(index), *before = m_model.rowAt(index.sibling(index.row() - 1, 0));
        return row && (!before || before->target.kind != row->target.kind);
    }

    const Theme &m_theme;
    const items::TargetModel &m_model;
};

} // namespace

TargetList::TargetList(const Theme &theme, items::TargetModel &model, QWidget *parent) : QListView(parent), m_targets(model)
{
    setObjectName(QStringLiteral("targetList"));
    setAccessibleName(tr("Targets"));
    setModel(&model);
    setItemDelegate(new TargetDelegate(theme, model, this));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setMinimumWidth(150);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &TargetList::markRow);
    // The marked row, too: another page may be shown.
    connect(this, &QListView::clicked, this, [this](const QModelIndex &index) {
        if (const auto *row = m_targets.rowAt(index))
            Q_EMIT targetChosen(row->target.id);
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    buildActions();
}

// The keys hold while the list has the focus.
void TargetList::buildActions()
{
    const auto action = [this](const QString &text, const QKeySequence &key, auto act) {
        auto *made = new QAction(text, this);
        made->setShortcut(key);
        made->setShortcutContext(Qt::WidgetShortcut);
        connect(made, &QAction::triggered, this, [this, act] {
            if (const auto *target = current())
                act(*target);
        });
        addAction(made);
        m_ofTarget << made;
        return made;
    };
    using targets::Target;
    action(tr("&Edit…"), Qt::Key_F2, [this](const Target &target) { Q_EMIT editRequested(target.id); });
    action(tr("&Check now"), Qt::Key_F5, [this](const Target &target) { Q_EMIT checkRequested(target.id); });
    m_pause = action(tr("&Pause"), Qt::CTRL | Qt::Key_P, [this](const Target &target) { Q_EMIT pauseRequested(target.id, !target.paused); });
    action(tr("&Duplicate…"), Qt::CTRL | Qt::Key_D, [this](const Target &target) { Q_EMIT duplicateRequested(target.id); });
    action(tr("&Remove"), QKeySequence::Delete, [this](const Target &target) { Q_EMIT removeRequested(target.id); });
    m_add = new QAction(tr("&Add…"), this);
    connect(m_add, &QAction::triggered, this, &TargetList::addRequested);
}

const targets::Target *TargetList::current() const
{
    const auto *row = m_targets.rowAt(currentIndex());
    return row && !row->target.check.isEmpty() ? &row->target : nullptr;
}

void TargetList::updateActions()
{
    const auto *target = current();
    m_pause->setText(target && target->paused ? tr("&Resume") : tr("&Pause"));
    for (auto *action : std::as_const(m_ofTarget))
        action->setVisible(target);
}

void TargetList::contextMenuEvent(QContextMenuEvent *event)
{
    updateActions();
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("targetMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_ofTarget);
    menu->addSeparator();
    menu->addAction(m_add);
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()) : event->globalPos());
}

void TargetList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (const auto *row = m_targets.rowAt(current); row && !m_marking)
        Q_EMIT targetChosen(row->target.id);
}

// Who removes the current row here sees the next one; who removes it elsewhere stays where he is.
void TargetList::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    m_marking = !hasFocus();
    QListView::rowsAboutToBeRemoved(parent, start, end);
    m_marking = false;
}

void TargetList::mark(const QString &targetId)
{
    m_marked = targetId;
    markRow();
}

void TargetList::markRow()
{
    const auto index = m_targets.indexOf(items::TargetModel::key(m_marked));
    if (!index.isValid() || index == currentIndex())
        return;
    m_marking = true;
    setCurrentIndex(index);
    m_marking = false;
}

} // namespace ui
