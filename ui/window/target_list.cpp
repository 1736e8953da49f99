#include "ui/window/target_list.h"

#include "models/metric/format.h"
#include "ui/theme/state_mark.h"

#include <QtGui/QPainter>
#include <QtWidgets/QStyledItemDelegate>

#include <cmath>

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
        const QRect value(rect.right() - 12 - kValueWidth, rect.top(), kValueWidth, rect.height());
        const QRect spark(value.left() - kSparkWidth - 4, rect.center().y() - 7, kSparkWidth, 14);
        const QRect name(rect.left() + 32, rect.top(), spark.left() - rect.left() - 38, rect.height());
        painter->setFont(option.font);
        painter->setPen(m_theme.color(Theme::Color::Text));
        painter->drawText(name, Qt::AlignVCenter | Qt::AlignLeft, option.fontMetrics.elidedText(row->target.name, Qt::ElideRight, name.width()));
        painter->setFont(small);
        painter->setPen(m_theme.color(Theme::Color::Dim));
        painter->drawText(value, Qt::AlignVCenter | Qt::AlignRight, QString::fromStdString(metric::formatValue(double(row->value), row->unit)));
        paintSparkline(*painter, spark, row->sparkline);
        painter->restore();
    }

private:
    bool startsGroup(const QModelIndex &index) const
    {
        const auto *row = m_model.rowAt(index), *before = m_model.rowAt(index.sibling(index.row() - 1, 0));
        return row && (!before || before->target.kind != row->target.kind);
    }

    void paintSparkline(QPainter &painter, const QRect &rect, const std::vector<double> &values) const
    {
        double high = 0;
        for (const double value : values) {
            if (value > high)
                high = value;
        }
        if (values.size() < 2 || high <= 0)
            return;
        QPolygonF line;
        const auto flush = [&] {
            if (line.size() > 1)
                painter.drawPolyline(line);
            line.clear();
        };
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (std::isnan(values[i]))
                flush();
            else
                line << QPointF(rect.left() + rect.width() * double(i) / double(values.size() - 1), rect.bottom() - rect.height() * values[i] / high);
        }
        flush();
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
}

void TargetList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (const auto *row = m_targets.rowAt(current); row && !m_marking)
        Q_EMIT targetChosen(row->target.id);
}

void TargetList::mark(bool console)
{
    m_console = console;
    markRow();
}

void TargetList::markRow()
{
    const auto fits = [this](const QModelIndex &index) {
        const auto *row = m_targets.rowAt(index);
        return row && (row->target.kind == targets::Kind::Application) == m_console;
    };
    for (int row = 0; !fits(currentIndex()) && row < m_targets.rowCount(); ++row) {
        if (const auto index = m_targets.index(row, 0); fits(index)) {
            m_marking = true;
            setCurrentIndex(index);
            m_marking = false;
            return;
        }
    }
}

} // namespace ui
