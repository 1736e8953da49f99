#pragma once

#include "models/items/row_filter.h"
#include "models/items/vector_model.h"
#include "ui/explore/explore_run.h"
#include "ui/window/context.h"

#include <QtWidgets/QWidget>

#include <map>

class QLabel;
class QLineEdit;
class QSplitter;

namespace ui {

class Card;
class ChartWidget;
class TableView;

// What was answered: lines over the window, values at its end, what there is to note, and what it cost.
class ExploreResult : public QWidget {
    Q_OBJECT

public:
    explicit ExploreResult(const Context &context, QWidget *parent = nullptr);

    void setAnswer(const ExploreAnswer &answer);
    // Something was asked and no answer came yet, or nobody waits for one any more; empty: neither.
    void setWaiting(const QString &text);
    ChartWidget &chart() { return *m_chart; }
    TableView &table() { return *m_table; }
    void save();

private:
    void showChart(const ExploreAnswer &answer);
    void showTable(const ExploreAnswer &answer);
    void showNotes(const ExploreAnswer &answer);

    const Context &m_context;
    QSplitter *m_splitter;
    Card *m_chartCard;
    ChartWidget *m_chart;
    QLabel *m_notes;
    QLabel *m_moment;
    QLineEdit *m_search;
    TableView *m_table;
    items::VectorModel m_values;
    items::RowFilter m_filter;
    std::map<std::string, int> m_colors; // never forgotten, so that a line that comes back looks as before
    QString m_cost;
    QString m_waiting;
};

} // namespace ui
