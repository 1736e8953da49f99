#include "app/unix_signals.h"

#include <QtCore/QSocketNotifier>

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace app {

// A handler may touch nothing but this; write() is async-signal-safe.
static volatile int signalPipe = -1;

extern "C" {
static void onSignal(int signal)
{
    const char byte = char(signal);
    if (::write(signalPipe, &byte, 1) < 0)
        ::_exit(128 + signal);
    std::signal(signal, SIG_DFL);
}
}

UnixSignals::UnixSignals(QObject *parent) : QObject(parent)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_readEnd = ends[0];
    signalPipe = ends[1];
    auto *notifier = new QSocketNotifier(m_readEnd, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(m_readEnd, &byte, 1) == 1)
            Q_EMIT quitRequested(byte);
    });
    struct sigaction action {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}

UnixSignals::~UnixSignals()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    if (m_readEnd >= 0) {
        ::close(m_readEnd);
        ::close(signalPipe);
        signalPipe = -1;
    }
}

} // namespace app
