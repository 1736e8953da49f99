#pragma once

#include <csignal>
#include <ctime>

#include <pthread.h>

namespace net {

// While it lives, writing to a connection that the peer has closed is an error to this thread and nothing more: OpenSSL and libcurl
// write without MSG_NOSIGNAL, and a library has no business with the handlers of the whole process.
class QuietPipe {
public:
    QuietPipe()
    {
        sigset_t pending;
        sigpending(&pending);
        m_wasPending = sigismember(&pending, SIGPIPE) == 1;
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~QuietPipe()
    {
        const timespec none{};
        if (!m_wasPending)
            sigtimedwait(&m_pipe, nullptr, &none);
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    QuietPipe(const QuietPipe &) = delete;
    QuietPipe &operator=(const QuietPipe &) = delete;

private:
    sigset_t m_pipe;
    sigset_t m_before;
    bool m_wasPending;
};

} // namespace net
