#pragma once

#include "models/metric/unit.h"
#include "ui/widgets/card.h"
#include "ui/window/context.h"

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace ui {

class ChartWidget;

// One expression of a chart. Each series it answers with is a line, named by the label, or by the text where there is none.
struct ChartLine {
    std::string expression;
    std::string label = "";      // "mode": the line is called after that label's value
    const char *text = "";       // a source text in the context "ui::ChartCard"; with a label it goes behind it: "sda read"
    bool onlyWhenMoving = false; // not listed while it is zero
};

// Whose series a page shows: the labels that they have. Empty: everybody's.
struct Subject {
    std::string job{};
    std::string instance{};
    friend bool operator==(const Subject &, const Subject &) = default;
};
// The expression, asked of the subject alone, see query::narrowed(). REQUIRES: an expression.
std::string askedOf(const Subject &subject, const std::string &expression);

// A chart as data: a new chart is one row in a tab's table.
struct ChartSpec {
    const char *id; // stable: object name, and what tests and saved layouts call it
    const char *title;
    const char *subject = "";
    metric::Unit unit;
    std::vector<ChartLine> lines;
    std::string headline = "";                              // the expression whose (greatest) value is the card's figure
    bool summed = false;                                    // the figure is the sum of all that the lines answer instead
    std::string whole = "";                                 // "11.2 of 32 GiB": the expression of the 32, also the axis' top
    double high = std::numeric_limits<double>::quiet_NaN(); // the axis' top where it is known
    const char *empty = "";                                 // what to say where nothing answers
};

// A card with a chart fed from the engine, its present value, and the thresholds that are set on its figures.
class ChartCard : public Card {
    Q_OBJECT

public:
    ChartCard(const Context &context, ChartSpec spec, const Subject &subject, QWidget *parent = nullptr);

    ChartWidget &chart() { return *m_chart; }
    const ChartSpec &spec() const { return m_spec; }
    void setThresholds(std::span<const alerts::AlertRule> rules);
    // Where the alerts on this chart's figures began.
    void setAlerts(std::span<const alerts::Alert> alerts);
    // Asks for the present value; a few microseconds, from memory.
    void tick(metric::Timestamp now);

private:
    bool asks(const std::string &expression) const;

    const Context &m_context;
    ChartSpec m_spec;
    ChartWidget *m_chart;
};

} // namespace ui
