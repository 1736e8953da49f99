#pragma once

#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

class QPushButton;
class QVBoxLayout;

namespace ui {

class ErrorLabel;
class Theme;

// Spans that come again every week or every day, a row each: the day, from when, until when. 00:00 to 00:00 is the whole day.
class WeeklyWindowsEdit : public QWidget {
    Q_OBJECT

public:
    WeeklyWindowsEdit(const Theme &theme, QWidget *parent);

    // As targets::WeeklyWindow::text(); what is none is left out.
    void setWindows(const QStringList &windows);
    QStringList windows() const;
    bool isGood() const; // none of them is empty

Q_SIGNALS:
    void edited();

private:
    void addRow(const QString &window);
    void check();
    QList<QWidget *> rows() const;

    QVBoxLayout *m_rows;
    ErrorLabel *m_fault;
    QPushButton *m_add;
};

} // namespace ui
