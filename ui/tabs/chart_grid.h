#pragma once

#include "models/alerts/alert_snapshot.h"
#include "ui/tabs/chart_card.h"

#include <vector>

namespace ui {

class FlowGrid;

// Cards that flow in a scrolling area, from a table of charts.
class ChartGrid : public QWidget {
    Q_OBJECT

public:
    ChartGrid(const Context &context, const std::vector<ChartSpec> &charts, const Subject &subject, QWidget *parent = nullptr);

    // Another card in the same flow, at that place.
    void insertCard(int at, QWidget *card);
    void tick(metric::Timestamp now);
    void setAlerts(const alerts::AlertSnapshot &snapshot);
    const std::vector<ChartCard *> &cards() const { return m_cards; }

private:
    FlowGrid *m_flow;
    std::vector<ChartCard *> m_cards;
};

} // namespace ui
