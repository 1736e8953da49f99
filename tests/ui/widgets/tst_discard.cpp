#include "tests/support/registry.h"
#include "ui/widgets/discard.h"

#include <QtCore/QPointer>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

using namespace ui;

namespace {

// Says when its own part is gone, as the members of any widget that has some are.
class Frame : public QWidget {
public:
    Frame(bool &isGone, QWidget *parent) : QWidget(parent), m_isGone(isGone) {}
    ~Frame() override { m_isGone = true; }

private:
    bool &m_isGone;
};

// The pointer's events that reach anybody from the moment on that the frame is gone.
class Listener : public QObject {
public:
    explicit Listener(const bool &isGone) : m_isGone(isGone) {}
    int heard = 0;

    bool eventFilter(QObject *, QEvent *event) override
    {
        heard += m_isGone && (event->type() == QEvent::Enter || event->type() == QEvent::Leave || event->type() == QEvent::MouseMove) ? 1 : 0;
        return false;
    }

private:
    const bool &m_isGone;
};

} // namespace

class TstDiscard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobody_hears_of_the_pointer_when_half_of_it_is_gone()
    {
        QWidget window;
        window.setMouseTracking(true);
        bool isGone = false;
        QPointer<QWidget> frame = new Frame(isGone, &window);
        auto *label = new QLabel(QStringLiteral("below the pointer"), frame);
        for (auto *each : {frame.data(), static_cast<QWidget *>(label)}) {
            each->setMouseTracking(true);
            each->resize(200, 100);
        }
        window.resize(200, 100);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTest::mouseMove(&window, {20, 20});
        QTest::mouseMove(&window, {40, 40});
        QTRY_VERIFY(label->underMouse());

        Listener listener(isGone);
        for (auto *each : {&window, frame.data(), static_cast<QWidget *>(label)})
            each->installEventFilter(&listener);
        discard(frame);
        QVERIFY(isGone && !frame);
        QCOMPARE(listener.heard, 0);
        discard(nullptr);
    }
};

VEDETTE_TEST(TstDiscard)
#include "tst_discard.moc"
