#include "ui/explore/history_popup.h"

#include "models/settings/settings.h"
#include "ui/widgets/table_view.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

HistoryPopup::HistoryPopup(settings::SettingsStore &settings, QWidget *parent)
    : QFrame(parent, Qt::Popup),
      m_settings(settings),
      m_filter({QStringLiteral("expression")}),
      m_search(new QLineEdit(this)),
      m_view(new TableView(this))
{
    setObjectName(QStringLiteral("queryHistory"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("History of queries"));
    m_search->setPlaceholderText(tr("Search what was asked"));
    m_search->setAccessibleName(tr("Search the history"));
    m_search->setClearButtonEnabled(true);
    m_filter.setSourceModel(&m_model);
    m_view->setAccessibleName(tr("History of queries"));
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setModel(&m_filter);
    m_view->setSortingEnabled(false);
    m_view->setStretchColumns({QStringLiteral("expression")});
    m_view->setSamples({{QStringLiteral("star"), QStringLiteral("kept ★")}, {QStringLiteral("asked"), QStringLiteral("30 Nov 00:00:00")}});
    m_view->setEmptyText(tr("Nothing was asked yet. What you run is kept here, the last hundred of it."));
    m_view->setSearchBox(m_search);
    m_view->installEventFilter(this);
    m_search->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_search);
    layout->addWidget(m_view, 1);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &search) {
        m_filter.setSearch(search);
        m_view->setCurrentIndex(m_filter.index(0, 0));
    });
    connect(m_view, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == 0)
            toggleStar();
        else
            choose();
    });
}

void HistoryPopup::open(const QWidget &below)
{
    read();
    m_search->clear();
    m_view->setCurrentIndex(m_filter.index(0, 0));
    const auto *window = below.window();
    const int width = std::min(720, window->width() - 24), height = std::min(420, window->height() / 2);
    const auto left = std::min(below.mapToGlobal(QPoint(0, 0)).x(), window->mapToGlobal(QPoint(window->width() - width - 12, 0)).x());
    setGeometry(left, below.mapToGlobal(QPoint(0, below.height() + 4)).y(), width, height);
    show();
    m_search->setFocus();
}

void HistoryPopup::read() { m_model.setHistory(m_settings.value(settings::kQueryHistory)); }

QString HistoryPopup::current() const
{
    const auto *row = m_model.rowAt(m_filter.mapToSource(m_view->currentIndex()));
    return row ? QString::fromStdString(row->expression) : QString();
}

void HistoryPopup::choose()
{
    const auto expression = current();
    if (expression.isEmpty())
        return;
    hide();
    Q_EMIT chosen(expression);
}

void HistoryPopup::toggleStar()
{
    const auto *row = m_model.rowAt(m_filter.mapToSource(m_view->currentIndex()));
    if (!row)
        return;
    m_settings.setValue(settings::kQueryHistory, settings::starred(m_settings.value(settings::kQueryHistory), current(), !row->starred));
    read();
}

void HistoryPopup::forget()
{
    const auto expression = current();
    const int at = m_view->currentIndex().row();
    m_settings.setValue(settings::kQueryHistory, settings::forgotten(m_settings.value(settings::kQueryHistory), expression));
    read();
    m_view->setCurrentIndex(m_filter.index(std::min(at, m_filter.rowCount() - 1), 0));
}

bool HistoryPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto &key = *static_cast<QKeyEvent *>(event);
    switch (key.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(); return true;
    case Qt::Key_D:
        if (key.modifiers() != Qt::ControlModifier)
            break;
        toggleStar();
        return true;
    case Qt::Key_Delete:
        if (watched == m_search && !m_search->text().isEmpty())
            break;
        forget();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (watched == m_search) {
            const int row = m_view->currentIndex().row() + (key.key() == Qt::Key_Down ? 1 : -1);
            m_view->setCurrentIndex(m_filter.index(std::clamp(row, 0, std::max(0, m_filter.rowCount() - 1)), 0));
            return true;
        }
        break;
    default: break;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace ui
