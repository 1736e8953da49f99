#include "ui/explore/query_row.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

namespace ui {

QueryRow::QueryRow(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_letter(new QToolButton(this)),
      m_editor(new ExpressionEditor(theme, this)),
      m_trouble(new QLabel(this)),
      m_remove(new QToolButton(this))
{
    m_letter->setCheckable(true);
    m_letter->setChecked(true);
    m_letter->setFixedWidth(fontMetrics().horizontalAdvance(u'W') + 24);
    m_letter->setFocusPolicy(Qt::StrongFocus);
    m_letter->setToolTip(tr("Switch this query on or off"));
    m_letter->setProperty("outlined", true);
    m_editor->setPlaceholderText(tr("An expression, for example rate(node_cpu_seconds_total[5m])"));
    m_trouble->setWordWrap(true);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto small = m_trouble->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    m_trouble->setFont(small);
    m_trouble->hide();
    m_remove->setText(QStringLiteral("✕"));
    m_remove->setToolTip(tr("Remove this query"));
    m_remove->setFocusPolicy(Qt::StrongFocus);
    m_remove->setProperty("outlined", true);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_letter, 0, 0, Qt::AlignTop);
    grid->addWidget(m_editor, 0, 1);
    grid->addWidget(m_remove, 0, 2, Qt::AlignTop);
    grid->addWidget(m_trouble, 1, 1);
    grid->setColumnStretch(1, 1);
    connect(m_letter, &QToolButton::toggled, this, &QueryRow::switched);
    connect(m_remove, &QToolButton::clicked, this, &QueryRow::removeRequested);
    connect(m_editor, &ExpressionEditor::troubleChanged, this, [this](const QString &trouble) {
        m_trouble->setText(QStringLiteral("⚠ ") + trouble);
        m_trouble->setVisible(!trouble.isEmpty());
    });
}

void QueryRow::setLetter(const QString &letter)
{
    m_letter->setText(letter);
    m_letter->setAccessibleName(tr("Query %1").arg(letter));
    m_editor->setAccessibleName(tr("Expression %1").arg(letter));
    m_remove->setAccessibleName(tr("Remove query %1").arg(letter));
}

void QueryRow::reset(const QString &expression)
{
    const QSignalBlocker quiet(m_letter);
    m_letter->setChecked(true);
    m_editor->setExpression(expression);
}

void QueryRow::follow(const QueryRow &previous)
{
    setTabOrder(previous.m_remove, m_letter);
    setTabOrder(m_letter, m_editor);
    setTabOrder(m_editor, m_remove);
}

QString QueryRow::letter() const { return m_letter->text(); }

bool QueryRow::on() const { return m_letter->isChecked(); }

void QueryRow::setRemovable(bool removable) { m_remove->setVisible(removable); }

} // namespace ui
