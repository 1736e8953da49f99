#include "app/app.h"

#include "app/command_line.h"
#include "app/core.h"
#include "app/directories.h"
#include "app/face.h"
#include "app/instance_lock.h"
#include "app/log.h"
#include "app/secrets/core_files.h"
#include "app/translations.h"
#include "app/unix_signals.h"
#include "models/settings/settings.h"

#include <QtWidgets/QApplication>

#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstring>

namespace app {

int refuse(const std::string &message)
{
    std::fprintf(stderr, "vedette: %s\n", message.c_str());
    return 2;
}

int run(int argc, char **argv)
{
    secrets::forbidCoreFiles();
    const auto line = parseCommandLine(argc, argv);
    if (!line) {
        std::fputs(line.error().text.c_str(), line.error().code == 0 ? stdout : stderr);
        return line.error().code;
    }
    if (line->command)
        return line->command({line->dataDir, line->configDir});
    if (auto ready = ensureWritableDirectory(line->dataDir, "--data-dir"); !ready)
        return refuse(ready.error().message);
    if (auto ready = ensureWritableDirectory(line->configDir, "--config-dir"); !ready)
        return refuse(ready.error().message);

    // Qt would abort with a page of text.
    if (!line->headless && qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        return refuse("there is no display here; start it with --headless, or from a desktop session");

    QCoreApplication::setApplicationName(QStringLiteral("vedette"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VEDETTE_VERSION));
    const std::unique_ptr<QCoreApplication> application(line->headless ? new QCoreApplication(argc, argv) : new QApplication(argc, argv));

    auto lock = InstanceLock::acquire(line->dataDir);
    if (!lock && lock.error().code == metric::ErrorCode::Conflict && !line->headless) {
        if (const auto raised = InstanceLock::raiseOther(line->dataDir); raised)
            return 0;
        else
            return refuse(lock.error().message + ", and its window cannot be shown: " + raised.error().message);
    }
    if (!lock)
        return refuse(lock.error().message +
                      (lock.error().code == metric::ErrorCode::Conflict ? "; end it first, or choose another --data-dir" : ""));

    const auto log = Log::open(line->dataDir, line->logLevel);
    if (!log)
        return refuse(log.error().message);
    auto core = Core::open(*line, **log);
    if (!core)
        return refuse(core.error().message);

    installTranslations(*application, (*core)->settings().value(settings::kLanguage));
    UnixSignals signals;
    QObject::connect(&signals, &UnixSignals::quitRequested, application.get(), [&](int number) {
        (*log)->room("app")->info("ending on signal {}", number);
        QCoreApplication::exit(0); // quit() would ask the window, which may refuse
    });

    std::unique_ptr<Face> face;
    if (!line->headless) {
        face = std::make_unique<Face>(**core, **log, line->tab);
        QObject::connect(lock->get(), &InstanceLock::raiseRequested, face.get(), &Face::raise);
    }
    (*lock)->listen(face != nullptr);
    (*core)->start();
    const int code = application->exec();
    if (face)
        face->save();
    (*core)->stop();
    return code;
}

} // namespace app
