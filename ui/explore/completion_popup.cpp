#include "ui/explore/completion_popup.h"

#include "ui/widgets/table_view.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

static constexpr int kRowsShown = 9;
static constexpr int kPopupWidth = 660;

CompletionPopup::CompletionPopup(QWidget *editor) : QFrame(editor), m_editor(editor), m_view(new TableView(this))
{
    setObjectName(QStringLiteral("completions"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_view);
    m_view->setAccessibleName(tr("Completions"));
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setSortingEnabled(false);
    m_view->setModel(&m_model);
    m_view->setSamples({{QStringLiteral("name"), QStringLiteral("instance_resource:node_pressure:ratio_of_all")}});
    m_view->setStretchColumns({QStringLiteral("detail")});
    m_view->header()->hide();
    connect(m_view, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        m_view->setCurrentIndex(index);
        Q_EMIT chosen();
    });
    hide();
}

void CompletionPopup::showRows(const std::vector<items::CompletionRow> &rows, const QRect &cursor)
{
    if (rows.empty()) {
        hide();
        return;
    }
    if (parentWidget() != m_editor->window())
        setParent(m_editor->window());
    m_model.setRows(rows);
    m_view->clearSelection();
    m_view->selectionModel()->clearCurrentIndex();
    m_view->scrollToTop();
    const auto *frame = parentWidget();
    const auto at = m_editor->mapTo(frame, cursor.bottomLeft());
    const int rowHeight = std::max(m_view->sizeHintForRow(0), 1);
    const int height = rowHeight * std::min(kRowsShown, int(rows.size())) + 2;
    const int width = std::min(kPopupWidth, frame->width() - 16);
    const bool above = at.y() + 7 + height > frame->height();
    setGeometry(std::clamp(at.x() - 8, 8, std::max(8, frame->width() - width - 8)),
                above ? m_editor->mapTo(frame, cursor.topLeft()).y() - 7 - height : at.y() + 7, width, height);
    show();
    raise();
}

bool CompletionPopup::hasChoice() const { return isVisible() && m_view->selectionModel()->hasSelection(); }

void CompletionPopup::moveBy(int rows)
{
    const int last = m_model.rowCount() - 1;
    const int from = hasChoice() ? m_view->currentIndex().row() : rows > 0 ? -1 : last + 1;
    m_view->setCurrentIndex(m_model.index(std::clamp(from + rows, 0, last), 0));
}

std::optional<items::CompletionRow> CompletionPopup::choice() const
{
    const auto *row = m_model.rowAt(hasChoice() ? m_view->currentIndex() : m_model.index(0, 0));
    return row ? std::optional(*row) : std::nullopt;
}

} // namespace ui
