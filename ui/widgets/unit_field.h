#pragma once

#include "models/metric/unit.h"

#include <QtWidgets/QWidget>

#include <span>

class QComboBox;
class QLabel;
class QLineEdit;

namespace ui {

// A number and the unit people think in: per cent, GiB, minutes. Inside it is in the base unit (0..1, bytes, seconds).
// A text that is no number is kept as it stands and read as NaN, so that whoever checks can say so at the field.
class UnitField : public QWidget {
    Q_OBJECT

public:
    explicit UnitField(QWidget *parent = nullptr);

    metric::Unit unit() const { return m_unit; }
    // Keeps the number that stands there: 90 of anything stays 90 of something else.
    void setUnit(metric::Unit unit);
    // As it was given, bit for bit, until somebody edits it.
    double value() const;
    // Picks the unit in which the number is short.
    void setValue(double value);

    void setAccessibleTexts(const QString &name, const QString &description);

Q_SIGNALS:
    void edited();

private:
    struct Scale {
        const char *name; // source text in the context "ui::UnitField"
        double factor;
        bool divides; // base = number / factor: 70 % is exactly 0.7
    };
    static std::span<const Scale> scalesOf(metric::Unit unit);
    const Scale &scale() const;
    QString textOf(double value, const Scale &scale) const;

    metric::Unit m_unit = metric::Unit::None;
    QLineEdit *m_number;
    QComboBox *m_scales;
    QLabel *m_only; // where there is but one scale

    double m_given;
    QString m_givenText;
    int m_givenScale = -1;
};

} // namespace ui
