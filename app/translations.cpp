#include "app/translations.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>
#include <QtCore/QTranslator>

namespace app {

void installTranslations(QCoreApplication &application, const QString &language)
{
    if (language != u"system")
        QLocale::setDefault(QLocale(language));
    const auto load = [&](const QString &name, const QString &directory) {
        auto *translator = new QTranslator(&application);
        if (translator->load(QLocale(), name, QStringLiteral("_"), directory))
            QCoreApplication::installTranslator(translator);
        return !translator->isEmpty();
    };
    if (!load(QStringLiteral("vedette"), QStringLiteral(":/i18n"))) {
        auto *english = new QTranslator(&application);
        if (english->load(QStringLiteral(":/i18n/vedette_en.qm")))
            QCoreApplication::installTranslator(english);
    }
    load(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

} // namespace app
