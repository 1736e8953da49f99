#include "ui/tabs/check_filter_bar.h"

#include "ui/theme/state_mark.h"
#include "ui/widgets/wrap_row.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

namespace ui {

namespace {

QToolButton *newSwitch(QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setFocusPolicy(Qt::StrongFocus);
    made->setProperty("outlined", true);
    made->setCheckable(true);
    return made;
}

} // namespace

CheckFilterBar::CheckFilterBar(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme), m_search(new QLineEdit(this))
{
    auto *row = new WrapRow;
    // In the order in which the rows stand.
    for (int rank = 0; rank < int(m_chips.size()); ++rank) {
        for (std::size_t state = 0; state < m_chips.size(); ++state) {
            if (items::checkStateRank(health::State(state)) != rank)
                continue;
            auto *chip = m_chips[state] = newSwitch(this);
            chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
            chip->setIconSize({12, 12});
            chip->setToolTip(tr("Show checks in this state; with Ctrl no others"));
            connect(chip, &QToolButton::clicked, this, [this, state](bool shown) { setShown(state, shown); });
            row->addWidget(chip);
        }
    }
    row->startRight();
    auto *choices = new QButtonGroup(this);
    for (std::size_t span = 0; span < m_spans.size(); ++span) {
        auto *choice = m_spans[span] = newSwitch(this);
        choice->setText(items::spanText(health::Span(span)));
        choice->setToolTip(tr("Availability of the last %1").arg(choice->text()));
        choice->setAccessibleName(choice->toolTip());
        choices->addButton(choice);
        connect(choice, &QToolButton::clicked, this, [this, span] {
            m_span = health::Span(span);
            Q_EMIT changed();
        });
        row->addWidget(choice);
    }
    m_search->setObjectName(QStringLiteral("checkSearch"));
    m_search->setPlaceholderText(tr("Filter: name, kind, reason, !regex"));
    m_search->setAccessibleName(tr("Filter checks"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(fontMetrics().averageCharWidth() * 30);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.search = items::AlertSearch(text);
        const auto &error = m_filter.search.error();
        m_search->setToolTip(error.empty() ? QString() : tr("Not a regular expression yet: %1").arg(QString::fromStdString(error)).toHtmlEscaped());
        Q_EMIT changed();
    });
    row->addWidget(m_search);
    setLayout(row);
    auto *escape = new QShortcut(Qt::Key_Escape, m_search);
    escape->setContext(Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, m_search, &QLineEdit::clear);
    connect(&theme, &Theme::changed, this, &CheckFilterBar::showIcons);
    showIcons();
    setSpan(m_span);
    setCounts({});
}

void CheckFilterBar::showIcons()
{
    for (std::size_t state = 0; state < m_chips.size(); ++state)
        m_chips[state]->setIcon(stateIcon(items::markOf(health::State(state)), m_theme));
}

void CheckFilterBar::setCounts(const std::array<int, items::kCheckStateCount> &counts)
{
    m_counts = counts;
    for (std::size_t state = 0; state < m_chips.size(); ++state) {
        m_chips[state]->setText(QStringLiteral("%1 %2").arg(items::checkStateText(health::State(state))).arg(counts[state]));
        m_chips[state]->setChecked(!m_filter.hidden[state]);
        m_chips[state]->setVisible(counts[state] > 0 || m_filter.hidden[state]);
    }
}

void CheckFilterBar::setSpan(health::Span span)
{
    m_span = span;
    m_spans[std::size_t(span)]->setChecked(true);
}

void CheckFilterBar::setShown(std::size_t state, bool shown)
{
    if (QGuiApplication::keyboardModifiers() & Qt::ControlModifier) {
        m_filter.hidden.set();
        shown = true;
    }
    m_filter.hidden.set(state, !shown);
    setCounts(m_counts);
    Q_EMIT changed();
}

void CheckFilterBar::showAll()
{
    m_filter = {};
    {
        const QSignalBlocker once(m_search);
        m_search->clear();
    }
    m_search->setToolTip({});
    setCounts(m_counts);
    Q_EMIT changed();
}

} // namespace ui
