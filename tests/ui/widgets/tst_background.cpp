#include "tests/support/registry.h"
#include "ui/widgets/background.h"

#include <QtCore/QSemaphore>
#include <QtCore/QThread>

#include <memory>

using namespace ui;

class TstBackground : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksBesideAndAnswersInTheGuiThread()
    {
        Background background;
        Inquiry inquiry(background);
        QThread *asked = nullptr, *answered = nullptr;
        int got = 0;
        inquiry.ask(
            [&](std::stop_token) {
                asked = QThread::currentThread();
                return 42;
            },
            [&](int value) {
                answered = QThread::currentThread();
                got = value;
            });
        QTRY_COMPARE(got, 42);
        QVERIFY(asked && asked != QThread::currentThread());
        QCOMPARE(answered, QThread::currentThread());
    }
    void aNewerQuestionMakesTheOldAnswerWorthless()
    {
        Background background;
        Inquiry inquiry(background);
        QSemaphore started, goOn;
        QStringList answers;
        bool stopped = false;
        inquiry.ask(
            [&](std::stop_token stop) {
                started.release();
                goOn.acquire();
                stopped = stop.stop_requested();
                return QStringLiteral("old");
            },
            [&](const QString &answer) { answers << answer; });
        started.acquire();
        inquiry.ask([](std::stop_token) { return QStringLiteral("new"); }, [&](const QString &answer) { answers << answer; });
        goOn.release();
        QTRY_COMPARE(answers, QStringList{"new"});
        QVERIFY(stopped);
    }
    void whoEndsIsNotAnswered()
    {
        Background background;
        QSemaphore started, goOn;
        bool answered = false;
        auto inquiry = std::make_unique<Inquiry>(background);
        inquiry->ask(
            [&](std::stop_token) {
                started.release();
                goOn.acquire();
                return 1;
            },
            [&](int) { answered = true; });
        started.acquire();
        inquiry.reset();
        goOn.release();
        QVERIFY(background.pool().waitForDone(5000));
        QCoreApplication::processEvents();
        QVERIFY(!answered);
    }
};

VEDETTE_TEST(TstBackground)
#include "tst_background.moc"
