#pragma once

#include "ui/window/context.h"

#include <QtWidgets/QWidget>

namespace ui {

class ChartWidget;

// The live preview of a threshold: the last half hour of what is measured, with the line in it.
class ThresholdPreview : public QWidget {
    Q_OBJECT

public:
    ThresholdPreview(const Context &context, QWidget *parent);

public Q_SLOTS:
    void show(const QString &expression, const QString &target, alerts::Comparison comparison, double value);

private:
    const Context &m_context;
    ChartWidget *m_chart;
    Inquiry m_inquiry;
};

} // namespace ui
