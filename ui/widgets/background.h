#pragma once

#include <QtCore/QObject>
#include <QtCore/QThreadPool>

#include <memory>
#include <stop_token>
#include <utility>

namespace ui {

// The thread beside the gui thread on which the window reads what may take a while: the past, from files. One question after
// the other. What the questions read outlives it; whoever asks may end before.
class Background : public QObject {
    Q_OBJECT

public:
    explicit Background(QObject *parent = nullptr) : QObject(parent) { m_pool.setMaxThreadCount(1); }
    ~Background() override { m_pool.waitForDone(); }

    QThreadPool &pool() { return m_pool; }

private:
    QThreadPool m_pool;
};

// What one asker wants to know: a newer question makes the answers to the ones before it worthless. Gui thread.
class Inquiry {
public:
    explicit Inquiry(Background &background) : m_background(background) {}
    ~Inquiry() { m_stop.request_stop(); }
    Inquiry(const Inquiry &) = delete;
    Inquiry &operator=(const Inquiry &) = delete;

    // Calls question(stop token) on the background's thread and answer(its value) in the gui thread, unless this has been
    // asked anew or destroyed by then. Both are copyable.
    template <typename Question, typename Answer>
    void ask(Question question, Answer answer)
    {
        forget();
        m_background.pool().start([&background = m_background, stop = m_stop.get_token(), question, answer] {
            if (stop.stop_requested())
                return;
            auto value = std::make_shared<decltype(question(stop))>(question(stop));
            // To the background, which is there as long as this thread is; the asker may not be.
            QMetaObject::invokeMethod(
                &background,
                [stop, value, answer] {
                    if (!stop.stop_requested())
                        answer(std::move(*value));
                },
                Qt::QueuedConnection);
        });
    }
    // No answer to what was asked is wanted.
    void forget()
    {
        m_stop.request_stop();
        m_stop = std::stop_source();
    }

private:
    Background &m_background;
    std::stop_source m_stop;
};

} // namespace ui
