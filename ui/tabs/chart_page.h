#pragma once

#include "ui/tabs/chart_card.h"
#include "ui/tabs/page.h"

#include <vector>

namespace ui {

class FlowGrid;

// Cards that flow in a scrolling area, from a table of charts.
class ChartGrid : public QWidget {
    Q_OBJECT

public:
    ChartGrid(const Context &context, const std::vector<ChartSpec> &charts, QWidget *parent = nullptr);

    // Another card in the same flow, at that place.
    void insertCard(int at, QWidget *card);
    void tick(metric::Timestamp now);
    void setAlerts(const alerts::AlertSnapshot &snapshot);
    const std::vector<ChartCard *> &cards() const { return m_cards; }

private:
    FlowGrid *m_flow;
    std::vector<ChartCard *> m_cards;
};

// A tab that is a grid of charts and nothing else.
class ChartPage : public Page {
    Q_OBJECT

public:
    ChartPage(const Context &context, const std::vector<ChartSpec> &charts, QWidget *parent = nullptr);
    void tick(metric::Timestamp now) override { m_grid->tick(now); }
    void setAlerts(const alerts::AlertSnapshotRef &snapshot) override { m_grid->setAlerts(*snapshot); }

private:
    ChartGrid *m_grid;
};

} // namespace ui
