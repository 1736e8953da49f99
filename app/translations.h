#pragma once

class QCoreApplication;
class QString;

namespace app {

// Loads the program's and Qt's own texts in the given language ("system": the desktop's). English needs a catalogue too, for its plurals.
void installTranslations(QCoreApplication &application, const QString &language);

} // namespace app
