#include "ui/tabs/chart_grid.h"

#include "ui/widgets/flow_grid.h"

#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace ui {

ChartGrid::ChartGrid(const Context &context, const std::vector<ChartSpec> &charts, const Subject &subject, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inside = new QWidget(scroll);
    m_flow = new FlowGrid(inside);
    for (const auto &spec : charts) {
        auto *card = new ChartCard(context, spec, subject, inside);
        m_flow->addWidget(card);
        m_cards.push_back(card);
    }
    scroll->setWidget(inside);
    layout->addWidget(scroll);
}

void ChartGrid::insertCard(int at, QWidget *card) { m_flow->insertWidget(at, card); }

void ChartGrid::tick(metric::Timestamp now)
{
    for (auto *card : m_cards)
        card->tick(now);
}

void ChartGrid::setAlerts(const alerts::AlertSnapshot &snapshot)
{
    for (auto *card : m_cards) {
        card->setThresholds(*snapshot.rules);
        card->setAlerts(snapshot.firing);
    }
}

} // namespace ui
