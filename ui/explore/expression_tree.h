#pragma once

#include "models/items/expression_model.h"
#include "models/query/engine.h"
#include "ui/widgets/background.h"

#include <QtWidgets/QWidget>

namespace ui {

class TableView;

// The parts of an expression below each other, how many series each answers and how long that takes. A click marks the part.
class ExpressionTree : public QWidget {
    Q_OBJECT

public:
    // The engine, the clock and the background outlive it.
    ExpressionTree(const query::Engine &engine, const metric::Clock &clock, Background &background, QWidget *parent = nullptr);

    // At that moment; what is no expression empties it. While nobody sees it nothing is asked.
    void showExpression(const QString &expression, metric::Timestamp time);
    const items::ExpressionModel &model() const { return m_model; }

Q_SIGNALS:
    // A part of the expression as it was shown.
    void partChosen(const QString &expression, query::Span span);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void fitHeight();

    const query::Engine &m_engine;
    const metric::Clock &m_clock;
    items::ExpressionModel m_model;
    TableView *m_view;
    QString m_expression;
    metric::Timestamp m_time{};
    bool m_due = false;
    Inquiry m_inquiry;
};

} // namespace ui
