#include "ui/tabs/health_tab.h"

#include "ui/tabs/remembered.h"
#include "ui/widgets/card.h"
#include "ui/widgets/state_delegate.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QSortFilterProxyModel>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>

namespace ui {

HealthTab::HealthTab(const Context &context, QWidget *parent) : Page(parent), m_context(context)
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);

    auto *scoreCard = new Card(context.theme, this);
    scoreCard->setTitle(tr("Health"));
    auto *inside = new QWidget(scoreCard);
    auto *scoreLayout = new QHBoxLayout(inside);
    scoreLayout->setContentsMargins(0, 0, 0, 0);
    scoreLayout->setSpacing(24);
    m_score = new QLabel(QStringLiteral("–"), inside);
    auto font = m_score->font();
    font.setPointSizeF(font.pointSizeF() * 3.2);
    font.setWeight(QFont::DemiBold);
    m_score->setFont(font);
    m_score->setAccessibleName(tr("Health score, 0 to 100"));
    m_reasons = new QLabel(inside);
    m_reasons->setProperty("dim", true);
    m_reasons->setWordWrap(true);
    m_reasons->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    scoreLayout->addWidget(m_score);
    scoreLayout->addWidget(m_reasons, 1);
    scoreCard->setContent(inside);
    layout->addWidget(scoreCard, 0, 0);

    m_checksCard = new Card(context.theme, this);
    m_checksCard->setTitle(tr("Checks"));
    m_checks = new TableView(m_checksCard);
    m_checks->setObjectName(QStringLiteral("checks"));
    m_checks->setAccessibleName(tr("Checks"));
    m_checks->setModel(&context.health);
    const auto moment = QStringLiteral("30 Nov 00:00:00");
    m_checks->setStretchColumns({QStringLiteral("reason")});
    m_checks->setSamples({{QStringLiteral("check"), QStringLiteral("certificate of shop")},
                          {QStringLiteral("last_run"), moment},
                          {QStringLiteral("last_change"), moment},
                          {QStringLiteral("target"), QStringLiteral("localhost")},
                          {QStringLiteral("reason"), QStringLiteral("permission denied: /proc/1/io")}});
    m_checks->setEmptyText(tr("Nothing has been checked yet; the first round comes in a moment."));
    m_checks->setItemDelegate(new StateDelegate(context.theme, m_checks));
    m_checksCard->setContent(m_checks);
    layout->addWidget(m_checksCard, 1, 0);
    layout->setRowStretch(1, 1);
    restoreTable(context.settings, *m_checks);

    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&context.health, signal, this, &HealthTab::countStates);
    connect(&context.health, &QAbstractItemModel::dataChanged, this, &HealthTab::countStates);
    countStates();
}

void HealthTab::countStates()
{
    if (!isVisible() && m_context.health.rowCount() == 0)
        return;
    std::array<int, 5> counts{};
    for (int row = 0; row < m_context.health.rowCount(); ++row) {
        if (const auto *check = m_context.health.rowAt(m_context.health.index(row, 0)))
            ++counts[std::size_t(check->state)];
    }
    QStringList parts{tr("%n check(s)", nullptr, m_context.health.rowCount())};
    for (const auto state : {items::Health::Down, items::Health::Degraded, items::Health::Unknown, items::Health::Paused}) {
        if (const int count = counts[std::size_t(state)])
            parts << QStringLiteral("%1 %2").arg(count).arg(items::healthText(state).toLower());
    }
    m_checksCard->setSubject(parts.join(QStringLiteral(" · ")));
}

void HealthTab::setScore(int score, const QStringList &reasons)
{
    m_score->setText(QString::number(score));
    m_reasons->setText(reasons.isEmpty() ? tr("Everything that is checked is well.") : reasons.join(u'\n'));
}

void HealthTab::save() { saveTable(m_context.settings, *m_checks); }

} // namespace ui
