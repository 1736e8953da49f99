#include "ui/dialogs/figure_titles.h"

#include "models/query/figure.h"

#include <QtCore/QCoreApplication>

namespace ui {

// Named here once more, because the figures know no Qt and translation looks for its marks in the sources.
[[maybe_unused]] static const char *const kTitles[] = {
    QT_TRANSLATE_NOOP("ui::Figures", "CPU use"),
    QT_TRANSLATE_NOOP("ui::Figures", "CPU use by mode"),
    QT_TRANSLATE_NOOP("ui::Figures", "CPU use by core"),
    QT_TRANSLATE_NOOP("ui::Figures", "Load per core"),
    QT_TRANSLATE_NOOP("ui::Figures", "Pressure"),
    QT_TRANSLATE_NOOP("ui::Figures", "Memory use"),
    QT_TRANSLATE_NOOP("ui::Figures", "Memory used"),
    QT_TRANSLATE_NOOP("ui::Figures", "Memory used as cache"),
    QT_TRANSLATE_NOOP("ui::Figures", "Memory installed"),
    QT_TRANSLATE_NOOP("ui::Figures", "Swap used"),
    QT_TRANSLATE_NOOP("ui::Figures", "Swap use"),
    QT_TRANSLATE_NOOP("ui::Figures", "Disk reads"),
    QT_TRANSLATE_NOOP("ui::Figures", "Disk writes"),
    QT_TRANSLATE_NOOP("ui::Figures", "Disk utilisation"),
    QT_TRANSLATE_NOOP("ui::Figures", "Disk latency"),
    QT_TRANSLATE_NOOP("ui::Figures", "File system use"),
    QT_TRANSLATE_NOOP("ui::Figures", "File system space left"),
    QT_TRANSLATE_NOOP("ui::Figures", "File system full in"),
    QT_TRANSLATE_NOOP("ui::Figures", "File system inodes in use"),
    QT_TRANSLATE_NOOP("ui::Figures", "Network received"),
    QT_TRANSLATE_NOOP("ui::Figures", "Network sent"),
    QT_TRANSLATE_NOOP("ui::Figures", "Network errors and drops"),
    QT_TRANSLATE_NOOP("ui::Figures", "Temperature"),
    QT_TRANSLATE_NOOP("ui::Figures", "CPU use by process group"),
    QT_TRANSLATE_NOOP("ui::Figures", "Samples taken"),
    QT_TRANSLATE_NOOP("ui::Figures", "CPU use of the console"),
};

QString figureTitle(const query::FigureInfo &figure) { return QCoreApplication::translate("ui::Figures", std::string(figure.title).c_str()); }

} // namespace ui
