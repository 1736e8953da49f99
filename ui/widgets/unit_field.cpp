#include "ui/widgets/unit_field.h"

#include <QtCore/QLocale>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

#include <cmath>
#include <limits>

namespace ui {

using metric::Unit;

std::span<const UnitField::Scale> UnitField::scalesOf(Unit unit)
{
    static constexpr Scale kPlain[] = {{"", 1, false}};
    static constexpr Scale kRatio[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "%"), 100, true}};
    static constexpr Scale kBytes[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "bytes"), 1, false},
                                       {QT_TRANSLATE_NOOP("ui::UnitField", "KiB"), 1024.0, false},
                                       {QT_TRANSLATE_NOOP("ui::UnitField", "MiB"), 1024.0 * 1024, false},
                                       {QT_TRANSLATE_NOOP("ui::UnitField", "GiB"), 1024.0 * 1024 * 1024, false},
                                       {QT_TRANSLATE_NOOP("ui::UnitField", "TiB"), 1024.0 * 1024 * 1024 * 1024, false}};
    static constexpr Scale kByteRate[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "bytes/s"), 1, false},
                                          {QT_TRANSLATE_NOOP("ui::UnitField", "KiB/s"), 1024.0, false},
                                          {QT_TRANSLATE_NOOP("ui::UnitField", "MiB/s"), 1024.0 * 1024, false},
                                          {QT_TRANSLATE_NOOP("ui::UnitField", "GiB/s"), 1024.0 * 1024 * 1024, false}};
    static constexpr Scale kBitRate[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "bit/s"), 1, false},
                                         {QT_TRANSLATE_NOOP("ui::UnitField", "Mbit/s"), 1e6, false},
                                         {QT_TRANSLATE_NOOP("ui::UnitField", "Gbit/s"), 1e9, false}};
    static constexpr Scale kTime[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "ms"), 1000, true},
                                      {QT_TRANSLATE_NOOP("ui::UnitField", "s"), 1, false},
                                      {QT_TRANSLATE_NOOP("ui::UnitField", "min"), 60, false},
                                      {QT_TRANSLATE_NOOP("ui::UnitField", "h"), 3600, false},
                                      {QT_TRANSLATE_NOOP("ui::UnitField", "days"), 86400, false}};
    static constexpr Scale kPerSecond[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "per second"), 1, false}};
    static constexpr Scale kCelsius[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "°C"), 1, false}};
    static constexpr Scale kHertz[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "Hz"), 1, false},
                                       {QT_TRANSLATE_NOOP("ui::UnitField", "MHz"), 1e6, false},
                                       {QT_TRANSLATE_NOOP("ui::UnitField", "GHz"), 1e9, false}};
    static constexpr Scale kVolts[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "V"), 1, false}};
    static constexpr Scale kWatts[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "W"), 1, false}};
    static constexpr Scale kRevolutions[] = {{QT_TRANSLATE_NOOP("ui::UnitField", "rpm"), 1, false}};
    switch (unit) {
    case Unit::None:
    case Unit::UnixTime: return kPlain;
    case Unit::Ratio: return kRatio;
    case Unit::Bytes: return kBytes;
    case Unit::BytesPerSecond: return kByteRate;
    case Unit::BitsPerSecond: return kBitRate;
    case Unit::Seconds: return kTime;
    case Unit::PerSecond: return kPerSecond;
    case Unit::Celsius: return kCelsius;
    case Unit::Hertz: return kHertz;
    case Unit::Volts: return kVolts;
    case Unit::Watts: return kWatts;
    case Unit::RevolutionsPerMinute: return kRevolutions;
    }
    return kPlain;
}

UnitField::UnitField(QWidget *parent)
    : QWidget(parent),
      m_number(new QLineEdit(this)),
      m_scales(new QComboBox(this)),
      m_only(new QLabel(this)),
      m_given(std::numeric_limits<double>::quiet_NaN())
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_number->setMaximumWidth(fontMetrics().averageCharWidth() * 18);
    m_number->setAlignment(Qt::AlignRight);
    layout->addWidget(m_number);
    layout->addWidget(m_scales);
    layout->addWidget(m_only);
    layout->addStretch();
    setFocusProxy(m_number);
    connect(m_number, &QLineEdit::textEdited, this, &UnitField::edited);
    connect(m_scales, &QComboBox::activated, this, &UnitField::edited);
    m_scales->hide();
}

void UnitField::setUnit(Unit unit)
{
    if (unit == m_unit)
        return;
    m_unit = unit;
    m_givenScale = -1;
    const auto scales = scalesOf(unit);
    m_scales->clear();
    for (const auto &each : scales)
        m_scales->addItem(tr(each.name));
    // Not milliseconds, where a time is asked for.
    m_scales->setCurrentIndex(unit == Unit::Seconds ? 1 : 0);
    m_scales->setVisible(scales.size() > 1);
    m_only->setVisible(scales.size() == 1);
    m_only->setText(scales.size() == 1 && *scales[0].name ? tr(scales[0].name) : QString());
}

const UnitField::Scale &UnitField::scale() const
{
    const auto scales = scalesOf(m_unit);
    return scales[std::size_t(qBound(0, m_scales->currentIndex(), int(scales.size()) - 1))];
}

double UnitField::value() const
{
    if (m_givenScale == m_scales->currentIndex() && m_givenText == m_number->text())
        return m_given;
    bool read = false;
    auto text = m_number->text().trimmed();
    double number = locale().toDouble(text, &read);
    if (!read) // a point is understood everywhere
        number = QLocale::c().toDouble(text, &read);
    if (!read)
        return std::numeric_limits<double>::quiet_NaN();
    return scale().divides ? number / scale().factor : number * scale().factor;
}

QString UnitField::textOf(double value, const Scale &scale) const
{
    const double number = scale.divides ? value * scale.factor : value / scale.factor;
    auto plain = locale();
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    return std::isnan(number) ? QString() : plain.toString(number, 'g', 12);
}

void UnitField::setValue(double value)
{
    // The largest unit in which the number is short, "24 h" rather than "1440 min" but not "0.0166667 h".
    const auto scales = scalesOf(m_unit);
    int best = m_unit == Unit::Seconds ? 1 : 0;
    for (int i = 0; i < int(scales.size()); ++i) {
        const auto &each = scales[std::size_t(i)];
        const double number = each.divides ? value * each.factor : value / each.factor;
        const bool isShort = std::abs(number * 100 - std::round(number * 100)) < 1e-9 && std::abs(number) >= 1;
        if (isShort)
            best = i;
    }
    m_scales->setCurrentIndex(best);
    m_number->setText(textOf(value, scales[std::size_t(best)]));
    m_given = value;
    m_givenText = m_number->text();
    m_givenScale = m_scales->currentIndex();
}

void UnitField::setAccessibleTexts(const QString &name, const QString &description)
{
    m_number->setAccessibleName(name);
    m_number->setAccessibleDescription(description);
    m_scales->setAccessibleName(tr("Unit of: %1").arg(name));
}

} // namespace ui
