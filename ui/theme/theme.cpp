#include "ui/theme/theme.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusVariant>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyleFactory>

#include <array>

namespace ui {

static constexpr std::size_t kColors = std::size_t(Theme::Color::Count);
// In the order of Theme::Color.
static constexpr std::array<QRgb, kColors> kLight{0xf6f7f9, 0xffffff, 0xe2e5ea, 0xedf0f3, 0x1b2430, 0x647080, 0x2f6fd6,
                                                  0xe6effc, 0x1f8a5b, 0xb7791f, 0xc8372d, 0x8b1e6b, 0x7a8594};
static constexpr std::array<QRgb, kColors> kDark{0x15191f, 0x1c2129, 0x2a313b, 0x252c35, 0xdfe5ec, 0x8b97a6, 0x6ea3f5,
                                                 0x22324a, 0x4cc38a, 0xe0a63c, 0xf0665c, 0xd67bc0, 0x8b97a6};
static constexpr std::array<QRgb, Theme::kSeriesColors> kLightSeries{0x2f6fd6, 0xd9722a, 0x16907a, 0x8a4fc2, 0xa8850f, 0xc2406a};
static constexpr std::array<QRgb, Theme::kSeriesColors> kDarkSeries{0x6ea3f5, 0xf0a35c, 0x5fc9b0, 0xc792ea, 0xe2c14d, 0xef7f9a};

static const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
static const QString kPortalPath = QStringLiteral("/org/freedesktop/portal/desktop");
static const QString kSettings = QStringLiteral("org.freedesktop.portal.Settings");
static const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
static const QString kColorScheme = QStringLiteral("color-scheme");

Theme::Theme(Choice choice, QObject *parent) : QObject(parent), m_choice(choice)
{
    // Asked before we set a palette of our own.
    if (qobject_cast<QGuiApplication *>(QCoreApplication::instance()))
        m_paletteDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    QDBusConnection::sessionBus().connect(kPortal, kPortalPath, kSettings, QStringLiteral("SettingChanged"), this,
                                          SLOT(onPortalSetting(QString, QString, QDBusVariant)));
    decide();
    askPortal();
}

Theme::Choice Theme::choiceOf(const QString &word) { return word == u"light" ? Choice::Light : word == u"dark" ? Choice::Dark : Choice::System; }

void Theme::setChoice(Choice choice)
{
    m_choice = choice;
    decide();
}

QColor Theme::color(Color color) const { return QColor::fromRgb((m_dark ? kDark : kLight)[std::size_t(color)]); }

QColor Theme::series(int index) const { return QColor::fromRgb((m_dark ? kDarkSeries : kLightSeries)[std::size_t(index % kSeriesColors)]); }

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, color(Color::Background));
    palette.setColor(QPalette::WindowText, color(Color::Text));
    palette.setColor(QPalette::Base, color(Color::Panel));
    palette.setColor(QPalette::AlternateBase, color(Color::Background));
    palette.setColor(QPalette::Text, color(Color::Text));
    palette.setColor(QPalette::PlaceholderText, color(Color::Dim));
    palette.setColor(QPalette::Button, color(Color::Panel));
    palette.setColor(QPalette::ButtonText, color(Color::Text));
    palette.setColor(QPalette::BrightText, color(Color::Critical));
    palette.setColor(QPalette::ToolTipBase, color(Color::Panel));
    palette.setColor(QPalette::ToolTipText, color(Color::Text));
    palette.setColor(QPalette::Highlight, color(Color::Selection));
    palette.setColor(QPalette::HighlightedText, color(Color::Text));
    palette.setColor(QPalette::Link, color(Color::Accent));
    palette.setColor(QPalette::Light, color(Color::Panel));
    palette.setColor(QPalette::Midlight, color(Color::Grid));
    palette.setColor(QPalette::Mid, color(Color::Line));
    palette.setColor(QPalette::Dark, color(Color::Line));
    palette.setColor(QPalette::Shadow, color(Color::Line));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Color::Dim));
    return palette;
}

QString Theme::styleSheet() const
{
    // Only what a palette cannot say: flat outlines, tabs as pills, dim labels.
    static const auto kSheet = QStringLiteral(R"(
#topBar, #timeBar { background: @panel; }
#topBar { border-bottom: 1px solid @line; }
#timeBar { border-top: 1px solid @line; }
#noticeBar { background: @selection; border-bottom: 1px solid @line; }
#targetPanel { background: @panel; }
#targetList { background: @panel; border: none; }
QSplitter::handle { background: transparent; }
QLabel[dim="true"] { color: @dim; }
QToolButton[outlined="true"], QPushButton { background: @panel; color: @text; border: 1px solid @line; border-radius: 6px; padding: 4px 9px; }
QToolButton[outlined="true"] { color: @dim; }
QToolButton[outlined="true"]:checked { color: @accent; border-color: @accent; }
QToolButton[outlined="true"]:hover, QPushButton:hover { border-color: @dim; }
QToolButton[outlined="true"]:focus, QPushButton:focus, QLineEdit:focus { border-color: @accent; }
QPushButton:default { color: @accent; border-color: @accent; }
QTabBar::tab { background: transparent; color: @dim; border: 1px solid @line; border-radius: 6px; padding: 4px 10px; margin-right: 6px; }
QTabBar::tab:selected { color: @accent; border-color: @accent; }
QTabBar::tab:hover { border-color: @dim; }
QPushButton:disabled, QToolButton[outlined="true"]:disabled { color: @dim; }
QPushButton[reason="true"] { border: none; padding: 1px 0; text-align: left; }
QPushButton[reason="true"]:hover, QPushButton[reason="true"]:focus { color: @accent; text-decoration: underline; }
QToolButton[tab="true"] { border: none; border-radius: 6px; padding: 6px 14px; color: @dim; background: transparent; }
QToolButton[tab="true"]:checked { background: @selection; color: @text; font-weight: 600; }
QToolButton[tab="true"]:hover { color: @text; }
QToolButton[tab="true"]:focus { border: 1px solid @accent; padding: 5px 13px; }
QPlainTextEdit { background: @panel; border: 1px solid @line; border-radius: 6px; padding: 1px 5px; }
QPlainTextEdit:focus { border-color: @accent; }
#completions, #queryHistory { background: @panel; border: 1px solid @line; }
QLineEdit { background: @panel; border: 1px solid @line; border-radius: 6px; padding: 4px 8px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @line; border-radius: 4px; min-height: 24px; margin: 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @line; border-radius: 4px; min-width: 24px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
QMenu { background: @panel; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @dim; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
)");
    auto sheet = kSheet;
    const std::pair<const char *, Color> names[] = {
        {"@panel", Color::Panel}, {"@line", Color::Line},     {"@selection", Color::Selection},  {"@dim", Color::Dim},
        {"@text", Color::Text},   {"@accent", Color::Accent}, {"@background", Color::Background}};
    for (const auto &[name, which] : names)
        sheet.replace(QLatin1String(name), color(which).name());
    return sheet;
}

void Theme::apply()
{
    auto *application = qobject_cast<QApplication *>(QCoreApplication::instance());
    Q_ASSERT(application);
    if (!m_applied)
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    m_applied = true;
    QApplication::setPalette(palette());
    application->setStyleSheet(styleSheet());
}

void Theme::askPortal()
{
    const auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    auto call = QDBusMessage::createMethodCall(kPortal, kPortalPath, kSettings, QStringLiteral("Read"));
    call << kAppearance << kColorScheme;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        const QDBusPendingReply<QDBusVariant> reply = *finished;
        finished->deleteLater();
        if (!reply.isError())
            onPortalSetting(kAppearance, kColorScheme, reply.value());
    });
}

void Theme::onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group != kAppearance || key != kColorScheme)
        return;
    // Read() wraps the value in a variant of its own.
    auto inner = value.variant();
    while (inner.canConvert<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    m_portal = inner.toInt();
    decide();
}

void Theme::decide()
{
    const bool system = m_portal == 1 || (m_portal != 2 && m_paletteDark);
    const bool dark = m_choice == Choice::Dark || (m_choice == Choice::System && system);
    if (dark == m_dark)
        return;
    m_dark = dark;
    if (m_applied)
        apply();
    Q_EMIT changed();
}

} // namespace ui
