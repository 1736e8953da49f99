#include "ui/charts/chart_widget.h"

#include "ui/charts/chart_cursor.h"
#include "ui/charts/chart_gestures.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/crosshair_hub.h"
#include "ui/charts/reduce.h"
#include "ui/charts/threshold_grip.h"
#include "ui/charts/time_axis.h"

#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QGraphicsLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

static constexpr int kFrameMilliseconds = 16;
static constexpr metric::Duration kLongestStill = std::chrono::seconds(3);
static constexpr double kFontScale = 0.85;
static constexpr double kNarrowestGutter = 30;
static constexpr double kTimeLabelPixels = 78;
// Whatever comes from outside, the axis stays one that can be counted.
static constexpr double kGreatest = 1e100;

struct ChartWidget::Backend {
    QChartView *view;
    QChart *chart;
    QValueAxis *time;
    QValueAxis *values;
    ChartPlot *plot;
    ChartCursor *cursor;
    QRectF area;

    Backend(const Theme &theme, QWidget *parent)
    {
        chart = new QChart;
        chart->legend()->hide();
        chart->setBackgroundVisible(false);
        chart->setMargins({});
        chart->layout()->setContentsMargins(0, 0, 0, 0);
        time = new QValueAxis(chart);
        time->setVisible(false);
        values = new QValueAxis(chart);
        values->setLabelsVisible(false);
        values->setLineVisible(false);
        chart->addAxis(time, Qt::AlignBottom);
        chart->addAxis(values, Qt::AlignLeft);
        // Holds the coordinates; it never has points.
        auto *domain = new QLineSeries(chart);
        chart->addSeries(domain);
        domain->attachAxis(time);
        domain->attachAxis(values);
        plot = new ChartPlot(theme, chart);
        cursor = new ChartCursor(theme, chart);
        view = new QChartView(chart, parent);
        view->setFrameShape(QFrame::NoFrame);
        view->setBackgroundBrush(Qt::NoBrush);
        view->viewport()->setAutoFillBackground(false);
        view->setFocusPolicy(Qt::NoFocus);
        view->setAttribute(Qt::WA_TransparentForMouseEvents);
        view->setRenderHint(QPainter::Antialiasing, false); // the grid is on whole pixels; the plot asks for it where it draws lines
        view->setMinimumSize(0, 0);
    }

    void setPlot(const QRectF &wanted)
    {
        area = wanted;
        chart->setPlotArea(wanted);
        chart->layout()->invalidate(); // else the grid stays where it was
        chart->layout()->activate();
    }
};

ChartWidget::ChartWidget(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_legend(new ChartLegend(theme, this)),
      m_gestures(new ChartGestures(this)),
      m_grip(new ThresholdGrip(this)),
      m_ownHub(new CrosshairHub(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_legend);
    setFocusPolicy(Qt::StrongFocus);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kFrameMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (inView())
            flush();
    });
    connect(&theme, &Theme::changed, this, &ChartWidget::applyTheme);
    connect(m_legend, &ChartLegend::isolateRequested, this, &ChartWidget::isolate);
    connect(m_legend, &ChartLegend::toggleRequested, this, &ChartWidget::toggle);
    connect(m_legend, &ChartLegend::heightChanged, this, [this] {
        m_legend->setFixedHeight(m_legend->heightForWidth(width()));
        markDirty();
    });
    connectGestures();
    connectGrip();
    setCrosshairHub(nullptr);
    applyTheme();
}

ChartWidget::~ChartWidget() = default;

void ChartWidget::setTitle(const QString &title) { setAccessibleName(title); }

void ChartWidget::setUnit(metric::Unit unit)
{
    m_unit = unit;
    markDirty();
}

void ChartWidget::setHigh(double high)
{
    m_high = high;
    markDirty();
}

ChartWidget::Frame &ChartWidget::incoming()
{
    if (!frozen())
        return m_frame;
    if (!m_held)
        m_held = m_frame;
    return *m_held;
}

void ChartWidget::setSeries(std::vector<ChartSeries> series)
{
    incoming().series = std::move(series);
    markMoved();
}

void ChartWidget::setWindow(metric::Timestamp from, metric::Timestamp to)
{
    if (to <= from)
        return;
    auto &frame = incoming();
    frame.from = from;
    frame.to = to;
    markMoved();
}

void ChartWidget::setThresholds(std::vector<ChartThreshold> thresholds)
{
    m_thresholds = std::move(thresholds);
    markDirty();
}

void ChartWidget::setReachesThresholds(bool reaches)
{
    m_reachesThresholds = reaches;
    markDirty();
}

void ChartWidget::setMarks(std::vector<metric::Timestamp> marks)
{
    m_marks = std::move(marks);
    markDirty();
}

void ChartWidget::setEmptyText(const QString &text)
{
    m_emptyText = text;
    markDirty();
}

void ChartWidget::setTooltipNote(std::function<QString(metric::Timestamp)> note) { m_note = std::move(note); }

void ChartWidget::setCrosshairHub(CrosshairHub *hub)
{
    if (m_hub)
        disconnect(m_hub, nullptr, this, nullptr);
    m_hub = hub ? hub : m_ownHub;
    connect(m_hub, &CrosshairHub::moved, this, &ChartWidget::showCursor);
    if (m_hub != m_ownHub)
        connect(m_hub, &QObject::destroyed, this, [this] {
            m_hub = nullptr;
            setCrosshairHub(nullptr);
        });
    markDirty();
}

void ChartWidget::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        thaw();
    markDirty();
}

void ChartWidget::thaw()
{
    if (frozen() || !m_held)
        return;
    m_frame = std::move(*m_held);
    m_held.reset();
    markDirty();
}

void ChartWidget::isolate(const std::string &id)
{
    std::set<std::string> others;
    for (const auto &series : m_frame.series) {
        if (series.id != id)
            others.insert(series.id);
    }
    if (m_hidden == others)
        m_hidden.clear();
    else
        m_hidden = std::move(others);
    markDirty();
}

void ChartWidget::toggle(const std::string &id)
{
    if (m_hidden.erase(id) == 0)
        m_hidden.insert(id);
    markDirty();
}

void ChartWidget::markDirty()
{
    m_changed = true;
    markMoved();
}

void ChartWidget::markMoved()
{
    m_dirty = true;
    if (isVisible() && !m_timer.isActive())
        m_timer.start();
}

// Half of what a live chart costs is saved where a pixel is two seconds; what is new waits for the next picture, its value is in
// the legend.
bool ChartWidget::movesByLessThanAPixel() const
{
    const auto span = m_frame.to - m_frame.from, moved = m_frame.to - m_drawnTo;
    const auto pixel = span / std::max(1, int(m_gestures->plot().width()));
    return moved.count() > 0 && moved < std::min(pixel, kLongestStill) && m_frame.from - m_drawnFrom == moved &&
           std::ranges::equal(m_frame.series, m_drawnIds, {}, &ChartSeries::id);
}

void ChartWidget::flush()
{
    m_timer.stop();
    if (!m_dirty)
        return;
    m_dirty = false;
    if (!std::exchange(m_changed, false) && movesByLessThanAPixel())
        showCursor();
    else
        refresh();
}

// A scene and its axes take a millisecond, which a chart that nobody sees need not cost at the start.
ChartWidget::Backend &ChartWidget::backend()
{
    if (!m_backend) {
        m_backend = std::make_unique<Backend>(m_theme, this);
        auto *box = static_cast<QVBoxLayout *>(layout());
        box->insertWidget(0, m_backend->view, 1);
        m_backend->view->show(); // else only with the next event, and its size with it
        box->activate();
        applyTheme();
    }
    return *m_backend;
}

void ChartWidget::applyTheme()
{
    auto small = font();
    if (small.pointSizeF() > 0)
        small.setPointSizeF(small.pointSizeF() * kFontScale);
    else
        small.setPixelSize(std::max(1, int(std::lround(small.pixelSize() * kFontScale))));
    m_legend->setFont(small);
    m_legend->setFixedHeight(m_legend->heightForWidth(width()));
    if (m_backend) {
        m_backend->plot->setFont(small);
        m_backend->cursor->setFont(small);
        m_backend->values->setGridLinePen(QPen(m_theme.color(Theme::Color::Grid), 1));
    }
    markDirty();
}

double ChartWidget::xAt(metric::Timestamp time) const
{
    const auto &plot = m_gestures->plot();
    return plot.left() + plot.width() * double((time - m_frame.from).count()) / double((m_frame.to - m_frame.from).count());
}

void ChartWidget::refresh()
{
    m_drawnFrom = m_frame.from;
    m_drawnTo = m_frame.to;
    m_drawnIds.clear();
    for (const auto &series : m_frame.series)
        m_drawnIds.push_back(series.id);
    const QFontMetricsF metrics(m_legend->font());
    auto &backend = this->backend();
    // First what takes room of the picture: else it would be made twice.
    showLegend(pointedAt());
    layout()->activate();
    m_dirty = m_changed = false;
    m_timer.stop();
    const QRectF bounds(backend.view->rect());
    const int columns = std::max(1, int(bounds.width() - kNarrowestGutter));
    std::vector<std::pair<const ChartSeries *, Reduced>> lines;
    double low = 0;
    double high = std::isnan(m_high) ? 0 : m_high;
    for (const auto &series : m_frame.series) {
        if (m_hidden.contains(series.id))
            continue;
        auto &line = lines.emplace_back(&series, reduce(series.points, m_frame.from, m_frame.to, columns));
        for (const auto &point : line.second.points) {
            low = std::min(low, std::max(point.value, -kGreatest));
            high = std::max(high, std::min(point.value, kGreatest));
        }
    }
    bool reached = false;
    for (const auto &threshold : m_thresholds) {
        if (!m_reachesThresholds || !std::isfinite(threshold.value))
            continue;
        reached = true;
        low = std::min(low, std::max(threshold.value, -kGreatest));
        high = std::max(high, std::min(threshold.value, kGreatest));
    }
    const bool anything = std::any_of(m_frame.series.begin(), m_frame.series.end(), [](const ChartSeries &series) { return !series.points.empty(); });
    const bool scaled = anything || reached || !std::isnan(m_high); // else the axis would tell of nothing
    const int most = bounds.height() < metrics.height() * 8 ? 3 : 5;
    const auto marks = metric::axisMarks(low, high, m_unit, most);

    ChartPicture picture;
    double gutter = kNarrowestGutter;
    for (const auto &label : marks.labels)
        gutter = std::max(gutter, std::ceil(metrics.horizontalAdvance(QString::fromStdString(label))) + 7);
    picture.plot = bounds.adjusted(gutter, std::ceil(metrics.height() / 2), -2, -std::ceil(metrics.height()) - 5);
    if (picture.plot.width() < 1 || picture.plot.height() < 1)
        return;
    const auto &plot = picture.plot;
    m_gestures->setPlot(plot);
    m_gestures->setWindow(m_frame.from, m_frame.to);

    // Seconds before the window's end, so that a window that slides changes no axis.
    const double seconds = std::chrono::duration<double>(m_frame.to - m_frame.from).count();
    if (backend.time->min() != -seconds)
        backend.time->setRange(-seconds, 0);
    if (backend.values->min() != marks.low || backend.values->max() != marks.high)
        backend.values->setRange(marks.low, marks.high);
    if (backend.values->tickCount() != int(marks.values.size()))
        backend.values->setTickCount(std::max(2, int(marks.values.size())));
    if (backend.area != plot)
        backend.setPlot(plot);

    const auto yAt = [&](double value) { return plot.bottom() - (value - marks.low) / (marks.high - marks.low) * plot.height(); };
    backend.values->setGridLineVisible(scaled);
    for (std::size_t i = 0; scaled && i < marks.values.size(); ++i)
        picture.values.push_back({yAt(marks.values[i]), QString::fromStdString(marks.labels[i])});
    for (const auto &label : timeLabels(m_frame.from, m_frame.to, std::max(2, std::min(5, int(plot.width() / kTimeLabelPixels)))))
        picture.times.push_back({xAt(label.time), label.text});
    for (const auto &[series, reduced] : lines) {
        ChartPicture::Line line{m_theme.series(series->color), series->filled, {}};
        std::size_t at = 0;
        for (const auto end : reduced.ends) {
            QPolygonF run;
            run.reserve(qsizetype(end - at));
            for (; at < end; ++at) {
                const auto &point = reduced.points[at];
                run << QPointF(xAt(point.time), std::clamp(yAt(point.value), plot.top() - 2, plot.bottom() + 2));
            }
            line.runs.push_back(std::move(run));
        }
        picture.lines.push_back(std::move(line));
    }
    std::vector<ThresholdGrip::Line> grips;
    for (const auto &threshold : m_thresholds) {
        const auto &held = m_grip->held();
        if (held && held->ruleId == threshold.ruleId) {
            const auto value = QString::fromStdString(metric::formatValue(held->value, m_unit));
            picture.thresholds.push_back({yAt(held->value), threshold.state, value, true});
            continue;
        }
        // At the very bottom it would only be mistaken for the axis, unless that is there for its sake.
        if (threshold.value <= marks.high && (threshold.value > marks.low || (threshold.value == marks.low && marks.low < 0))) {
            picture.thresholds.push_back({yAt(threshold.value), threshold.state, threshold.name});
            grips.push_back({yAt(threshold.value), threshold.value, threshold.ruleId, threshold.isMovable});
        }
    }
    m_grip->setLines({plot, marks.low, marks.high, marks.step, m_unit}, std::move(grips));
    for (const auto mark : m_marks) {
        if (mark >= m_frame.from && mark <= m_frame.to)
            picture.marks.push_back(xAt(mark));
    }
    if (!anything)
        picture.message = m_emptyText;
    backend.plot->setPicture(std::move(picture), bounds);
    showCursor();
}

metric::Duration ChartWidget::reach(const ChartSeries &series) const
{
    const auto column = (m_frame.to - m_frame.from) / std::max(1, int(m_gestures->plot().width()));
    return std::max(typicalSpacing(series.points) * 3, column * 2);
}

std::optional<metric::Timestamp> ChartWidget::pointedAt() const
{
    const auto time = m_hub->time();
    return time && *time >= m_frame.from && *time <= m_frame.to ? time : std::nullopt;
}

void ChartWidget::showCursor()
{
    if (!isVisible() || !m_backend) {
        m_dirty = true;
        return;
    }
    const auto &plot = m_gestures->plot();
    ChartCursor::State state;
    state.paused = m_paused;
    state.selection = m_gestures->selection();
    const auto time = pointedAt();
    if (time) {
        const bool box = m_gestures->pointing() || m_keyed;
        if (box)
            state.rows.push_back({momentText(*time, m_frame.to - m_frame.from), m_theme.color(Theme::Color::Text)});
        if (!m_frame.series.empty())
            state.x = xAt(*time);
        const auto &axis = *m_backend->values;
        for (const auto &series : m_frame.series) {
            if (m_hidden.contains(series.id))
                continue;
            const double value = valueAt(series.points, *time, reach(series) / 2);
            const auto color = m_theme.series(series.color);
            if (std::isfinite(value))
                state.dots.push_back({plot.bottom() - (value - axis.min()) / (axis.max() - axis.min()) * plot.height(), color});
            if (box)
                state.rows.push_back({series.name + u' ' + QString::fromStdString(metric::formatValue(value, m_unit)), color});
        }
        if (const auto note = box && m_note ? m_note(*time) : QString(); !note.isEmpty())
            state.rows.push_back({note, m_theme.color(Theme::Color::Text)});
    }
    m_backend->cursor->setState(std::move(state), plot);
    showLegend(time);
}

void ChartWidget::showLegend(std::optional<metric::Timestamp> time)
{
    std::vector<ChartLegend::Entry> entries;
    QStringList spoken;
    for (const auto &series : m_frame.series) {
        const auto reached = reach(series);
        const double value = time ? valueAt(series.points, *time, reached / 2) : valueAt(series.points, m_frame.to, reached);
        const auto text = QString::fromStdString(metric::formatValue(value, m_unit));
        entries.push_back({series.id, series.name, text, series.color, m_hidden.contains(series.id)});
        spoken << series.name + u' ' + text;
    }
    if (m_paused)
        spoken.prepend(tr("Paused"));
    setAccessibleDescription(entries.empty() ? m_emptyText : spoken.join(QStringLiteral(", ")));
    m_legend->setAccessibleName(tr("Legend: %1").arg(accessibleDescription()));
    m_legend->setEntries(std::move(entries));
}

} // namespace ui
