#pragma once

#include <QtCore/QObject>
#include <QtGui/QColor>
#include <QtGui/QPalette>

class QDBusVariant;

namespace ui {

// The one table of colours, light and dark, and which of the two holds now: the user's choice, else what the desktop says
// (the portal's color-scheme, followed live), else what its palette looks like. Made once by the app, before any window;
// gui thread.
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };
    enum class Color { Background, Panel, Line, Grid, Text, Dim, Accent, Selection, Ok, Warning, Critical, Emergency, Unknown, Count };
    static constexpr int kSeriesColors = 6;

    explicit Theme(Choice choice = Choice::System, QObject *parent = nullptr);

    // "system", "light" or "dark", as the setting says it.
    static Choice choiceOf(const QString &word);
    void setChoice(Choice choice);
    bool dark() const { return m_dark; }

    QColor color(Color color) const;
    // Colours of series, in order, repeating; distinguishable without red-green vision, never a state's colour.
    QColor series(int index) const;
    QPalette palette() const;
    QString styleSheet() const;

    // Fusion, the palette and the style sheet onto the application, now and at each change. REQUIRES: a QApplication.
    void apply();

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void askPortal();
    void decide();

    Choice m_choice;
    int m_portal = 0; // 0 no preference, 1 dark, 2 light
    bool m_paletteDark = false;
    bool m_dark = false;
    bool m_applied = false;
};

} // namespace ui
