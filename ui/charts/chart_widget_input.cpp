// What the user does to a chart: mouse, keys, menu, saving. What it shows is in chart_widget.cpp.
#include "ui/charts/chart_gestures.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_text.h"
#include "ui/charts/chart_widget.h"
#include "ui/charts/crosshair_hub.h"
#include "ui/charts/reduce.h"
#include "ui/charts/threshold_grip.h"

#include <QtCore/QSaveFile>
#include <QtCore/QStandardPaths>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>

#include <algorithm>

namespace ui {

void ChartWidget::connectGestures()
{
    connect(m_gestures, &ChartGestures::pointed, this, [this](std::optional<metric::Timestamp> time) {
        m_keyed = false;
        if (m_hub->time() == time && m_gestures->selection())
            showCursor();
        m_hub->setTime(time);
    });
    connect(m_gestures, &ChartGestures::panned, this, [this](metric::Timestamp from, metric::Timestamp to) {
        m_dragged = true; // from here on what comes is kept back
        m_frame.from = from;
        m_frame.to = to;
        markDirty();
    });
    connect(m_gestures, &ChartGestures::windowChosen, this, [this](metric::Timestamp from, metric::Timestamp to) {
        // What is there is shown in the new window at once; the owner brings the rest.
        m_paused = m_dragged = false;
        if (m_held)
            m_frame.series = std::move(m_held->series);
        m_held.reset();
        setWindow(from, to);
        m_gestures->setWindow(from, to);
        Q_EMIT windowRequested(from, to);
    });
    connect(m_gestures, &ChartGestures::dragEnded, this, [this] {
        m_dragged = false;
        thaw();
        markDirty();
    });
    connect(m_gestures, &ChartGestures::doubleClicked, this, [this] {
        m_dragged = false;
        setPaused(false);
        Q_EMIT liveRequested();
    });
}

void ChartWidget::connectGrip()
{
    connect(m_grip, &ThresholdGrip::dragged, this, [this] {
        m_dragged = true; // the axis stands still under the line
        m_hub->setTime(std::nullopt);
        markDirty();
    });
    connect(m_grip, &ThresholdGrip::moved, this, [this](qint64 ruleId, double value) {
        // It stays where it was let go until the owner says where it is.
        for (auto &threshold : m_thresholds) {
            if (threshold.ruleId == ruleId)
                threshold.value = value;
        }
        Q_EMIT thresholdMoved(ruleId, value);
    });
    connect(m_grip, &ThresholdGrip::ended, this, [this] {
        m_dragged = false;
        thaw();
        markDirty();
    });
}

// The one that is pointed at, otherwise each: with the keyboard nothing is pointed at.
void ChartWidget::offerThresholds(QMenu &menu, std::optional<qint64> pointedAt)
{
    std::vector<const ChartThreshold *> offered;
    for (const auto &threshold : m_thresholds) {
        if (threshold.ruleId != 0 && (!pointedAt || threshold.ruleId == *pointedAt))
            offered.push_back(&threshold);
    }
    for (const auto *threshold : offered) {
        const auto text = offered.size() == 1 ? tr("Change the threshold…") : tr("Change the threshold \"%1\"…").arg(threshold->name);
        menu.addAction(text, this, [this, ruleId = threshold->ruleId] { Q_EMIT thresholdWanted(ruleId); });
    }
}

void ChartWidget::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_legend->setFixedHeight(m_legend->heightForWidth(width()));
    markDirty();
    Q_EMIT shown();
}

void ChartWidget::paintEvent(QPaintEvent *)
{
    // Scrolled into view: what was put off is due.
    if (m_dirty && !m_timer.isActive()) {
        m_timer.start();
        Q_EMIT shown();
    }
    if (m_ringed && hasFocus()) {
        QPainter painter(this);
        painter.setPen(m_theme.color(Theme::Color::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ChartWidget::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    m_ringed = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void ChartWidget::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    markDirty();
}

void ChartWidget::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        applyTheme();
    QWidget::changeEvent(event);
}

void ChartWidget::moveCrosshair(int steps)
{
    metric::Duration step = (m_frame.to - m_frame.from) / std::max(1, int(m_gestures->plot().width()));
    for (const auto &series : m_frame.series) {
        if (!m_hidden.contains(series.id)) {
            step = std::max(step, typicalSpacing(series.points));
            break;
        }
    }
    m_keyed = true;
    const auto now = m_hub->time();
    const auto time = now ? *now + step * steps : m_frame.to;
    m_hub->setTime(std::clamp(time, m_frame.from, m_frame.to));
}

void ChartWidget::keyPressEvent(QKeyEvent *event)
{
    const int steps = event->modifiers() & Qt::ControlModifier ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Space: setPaused(!m_paused); break;
    case Qt::Key_Left: moveCrosshair(-steps); break;
    case Qt::Key_Right: moveCrosshair(steps); break;
    case Qt::Key_Escape:
        if (!m_hub->time())
            return QWidget::keyPressEvent(event);
        m_keyed = false;
        m_hub->setTime(std::nullopt);
        break;
    default: QWidget::keyPressEvent(event);
    }
}

void ChartWidget::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
    if (std::exchange(m_keyed, false))
        m_hub->setTime(std::nullopt);
}

QString ChartWidget::csv() const { return chartCsv(m_frame.series, m_frame.from, m_frame.to); }

QImage ChartWidget::image()
{
    flush();
    const double ratio = devicePixelRatioF();
    QImage image((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(m_theme.color(Theme::Color::Panel));
    render(&image, {}, {}, DrawChildren);
    return image;
}

void ChartWidget::ask(const QString &suffix, const QString &filter, std::function<bool(const QString &)> write)
{
    auto *dialog = new QFileDialog(this, tr("Save chart"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    auto name = accessibleName().isEmpty() ? tr("chart") : accessibleName();
    dialog->selectFile(name.replace(u'/', u'-') + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, write = std::move(write)](const QString &path) {
        if (write(path))
            return;
        auto *box = new QMessageBox(QMessageBox::Warning, tr("Save chart"), tr("The file %1 could not be written.").arg(path), QMessageBox::Ok, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    dialog->open();
}

void ChartWidget::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_paused ? tr("Resume") : tr("Pause"), this, [this] { setPaused(!m_paused); });
    menu->addAction(tr("Back to live"), this, [this] {
        setPaused(false);
        Q_EMIT liveRequested();
    });
    if (!m_expressions.isEmpty())
        menu->addAction(tr("Explore this"), this, &ChartWidget::exploreRequested);
    offerThresholds(*menu, event->reason() == QContextMenuEvent::Mouse ? m_grip->ruleAt(event->pos()) : std::nullopt);
    menu->addSeparator();
    menu->addAction(tr("Copy image"), this, [this] { QGuiApplication::clipboard()->setImage(image()); });
    menu->addAction(tr("Save as PNG…"), this, [this] {
        // What was shown when it was asked for, not when a name was found.
        ask(QStringLiteral("png"), tr("PNG pictures (*.png)"), [picture = image()](const QString &path) {
            QSaveFile file(path);
            return file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG") && file.commit();
        });
    });
    menu->addAction(tr("Copy data (CSV)"), this, [this] { QGuiApplication::clipboard()->setText(csv()); });
    menu->addAction(tr("Save data as CSV…"), this, [this] {
        ask(QStringLiteral("csv"), tr("Comma-separated values (*.csv)"), [bytes = csv().toUtf8()](const QString &path) {
            QSaveFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
        });
    });
    menu->popup(event->globalPos());
}

} // namespace ui
