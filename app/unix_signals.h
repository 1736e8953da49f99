#pragma once

#include <QtCore/QObject>

namespace app {

// Turns SIGTERM and SIGINT into a Qt signal, once; a second one ends the process the hard way, so that a hung shutdown
// can still be interrupted. At most one object of this class.
class UnixSignals : public QObject {
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void quitRequested(int signal);

private:
    int m_readEnd = -1;
};

} // namespace app
