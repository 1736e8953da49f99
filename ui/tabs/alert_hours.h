#pragma once

#include "models/alerts/alert_analytics.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

namespace ui {

// When alerts begin: a field for each weekday and hour, the darker the more, with the number in it where there is room.
class AlertHours : public QWidget {
    Q_OBJECT

public:
    explicit AlertHours(const Theme &theme, QWidget *parent = nullptr);

    void setHours(const alerts::HourGrid &hours);
    QSize sizeHint() const override { return {480, 170}; }
    QSize minimumSizeHint() const override { return {240, 120}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRectF fieldOf(int row, int hour) const;
    static int weekdayOf(int row); // 0 to 6, Sunday is 0; the locale's first day of the week stands first
    QString hintOf(int row, int hour) const;

    const Theme &m_theme;
    alerts::HourGrid m_hours{};
};

} // namespace ui
