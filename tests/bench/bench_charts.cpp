// What charts cost: processor time of one refresh of six charts of 370x140 with three lines of 900 points, through ChartWidget
// and through plain QChartView with QLineSeries, and of one chart with 100,000 points against 1,000. Run it with
// QT_QPA_PLATFORM=offscreen or under an X server; quote the ratios. With a folder as argument it also draws the six charts,
// light and dark, into pictures there.
#include "ui/charts/chart_widget.h"
#include "ui/charts/crosshair_hub.h"

#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>
#include <QtWidgets/QGridLayout>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace std::chrono_literals;

namespace {

constexpr metric::Timestamp kNow{std::chrono::seconds(1'795'265'527)};

double processorMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

// Noise that is the same in every run.
double noise(std::uint64_t seed)
{
    seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebULL;
    return double((seed ^ (seed >> 31)) >> 11) / double(1ULL << 53);
}

std::vector<metric::Point> points(int line, int count, metric::Duration step, metric::Timestamp to)
{
    std::vector<metric::Point> points;
    for (int i = count; i-- > 0;) {
        const auto time = to - step * i;
        const double t = double(time.time_since_epoch() / step);
        const double level = 0.32 / (line + 1) + 0.08 * std::sin(t / 40 + line) + 0.04 * std::sin(t / 9 + line);
        points.push_back({time, std::clamp(level + 0.06 * noise(std::uint64_t(t) * 31 + std::uint64_t(line)), 0.0, 1.0)});
    }
    return points;
}

std::vector<ui::ChartSeries> lines(int count, int perLine, metric::Duration step, metric::Timestamp to, double factor = 1)
{
    static const char *const kNames[] = {"user", "system", "iowait", "steal", "irq", "softirq"};
    std::vector<ui::ChartSeries> series;
    for (int i = 0; i < count; ++i) {
        series.push_back({kNames[i % 6] + std::to_string(i), QString::fromLatin1(kNames[i % 6]), i, i == 0, points(i, perLine, step, to)});
        for (auto &point : series.back().points)
            point.value *= factor;
    }
    return series;
}

// Milliseconds of processor time one refresh takes, the median of several.
double cost(int rounds, const std::function<void(int)> &refresh)
{
    std::vector<double> costs;
    for (int i = 0; i < rounds; ++i) {
        const double before = processorMilliseconds();
        refresh(i);
        QEventLoop loop; // the frame's timer, the paint event
        QTimer::singleShot(60, &loop, &QEventLoop::quit);
        loop.exec();
        costs.push_back(processorMilliseconds() - before);
    }
    std::nth_element(costs.begin(), costs.begin() + rounds / 2, costs.end());
    return costs[std::size_t(rounds / 2)];
}

struct Plain : QChartView {
    explicit Plain(QWidget *parent) : QChartView(new QChart, parent)
    {
        chart()->legend()->hide();
        setRenderHint(QPainter::Antialiasing);
        auto *x = new QValueAxis;
        auto *y = new QValueAxis;
        y->setRange(0, 1);
        chart()->addAxis(x, Qt::AlignBottom);
        chart()->addAxis(y, Qt::AlignLeft);
        for (int i = 0; i < 3; ++i) {
            auto *line = new QLineSeries;
            line->setPen(QPen(Qt::blue, 1));
            chart()->addSeries(line);
            line->attachAxis(x);
            line->attachAxis(y);
            series.push_back(line);
        }
        time = x;
    }
    void show(const std::vector<ui::ChartSeries> &lines, metric::Timestamp from, metric::Timestamp to)
    {
        const auto x = [](metric::Timestamp t) { return std::chrono::duration<double>(t - kNow).count(); };
        time->setRange(x(from), x(to));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            QList<QPointF> list;
            for (const auto &point : lines[i].points)
                list << QPointF(x(point.time), point.value);
            series[i]->replace(list);
        }
    }
    std::vector<QLineSeries *> series;
    QValueAxis *time;
};

template <class Chart>
double sixCharts(int rounds, const std::function<Chart *(QWidget *)> &make, const std::function<void(Chart &, int)> &refresh)
{
    QWidget window;
    auto *grid = new QGridLayout(&window);
    std::vector<Chart *> charts;
    for (int i = 0; i < 6; ++i) {
        charts.push_back(make(&window));
        charts.back()->setFixedSize(370, 140);
        grid->addWidget(charts.back(), i / 3, i % 3);
    }
    window.show();
    cost(3, [&](int) {
        for (auto *chart : charts)
            refresh(*chart, 0);
    });
    return cost(rounds, [&](int round) {
        for (auto *chart : charts)
            refresh(*chart, round);
    });
}

double oneChart(const ui::Theme &theme, int count)
{
    ui::ChartWidget chart(theme);
    chart.resize(370, 140);
    chart.show();
    const metric::Duration span = 1000s;
    const auto frame = lines(1, count, span / count, kNow);
    return cost(20, [&](int) {
        chart.setWindow(kNow - span, kNow);
        chart.setSeries(frame);
    });
}

void draw(ui::Theme &theme, const QString &folder, const char *name, int width)
{
    QWidget window;
    window.setAutoFillBackground(true);
    auto palette = theme.palette();
    palette.setColor(QPalette::Window, theme.color(ui::Theme::Color::Panel));
    window.setPalette(palette);
    auto *grid = new QGridLayout(&window);
    grid->setSpacing(24);
    ui::CrosshairHub hub;
    std::vector<ui::ChartWidget *> charts;
    const metric::Unit units[] = {metric::Unit::Ratio,          metric::Unit::Bytes,   metric::Unit::Ratio,
                                  metric::Unit::BytesPerSecond, metric::Unit::Seconds, metric::Unit::Ratio};
    const double factors[] = {1, 3e10, 0.2, 4e8, 0.4, 1};
    const int counts[] = {3, 3, 3, 2, 6, 0};
    for (int i = 0; i < 6; ++i) {
        auto *chart = new ui::ChartWidget(theme, &window);
        chart->setFixedSize(width, 170);
        chart->setUnit(units[i]);
        chart->setCrosshairHub(&hub);
        chart->setWindow(kNow - 20min, kNow);
        auto series = lines(counts[i], 1200, 1s, kNow, factors[i]);
        if (i == 2) // somebody slept
            std::erase_if(series[0].points, [](const metric::Point &point) { return point.time > kNow - 9min && point.time < kNow - 7min; });
        chart->setSeries(std::move(series));
        if (i == 0) {
            chart->setHigh(1);
            chart->setThresholds(
                {{0.7, items::State::Warning, QStringLiteral("warning 70 %")}, {0.9, items::State::Critical, QStringLiteral("critical 90 %")}});
            chart->setMarks({kNow - 8min});
        }
        if (i == 3)
            chart->setPaused(true);
        chart->setEmptyText(QStringLiteral("This kernel reports no pressure (PSI is off; boot with psi=1)."));
        grid->addWidget(chart, i / 3, i % 3);
        charts.push_back(chart);
    }
    window.show();
    charts[0]->setFocus();
    cost(4, [](int) {});
    QKeyEvent left(QEvent::KeyPress, Qt::Key_Left, Qt::ControlModifier);
    for (int i = 0; i < 12; ++i)
        QApplication::sendEvent(charts[0], &left);
    cost(4, [](int) {});
    window.grab().save(folder + QStringLiteral("/charts-%1-%2.png").arg(QLatin1String(name)).arg(width));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    ui::Theme theme(ui::Theme::Choice::Dark);
    theme.apply();
    if (argc > 1) {
        for (const int width : {370, 300}) {
            theme.setChoice(ui::Theme::Choice::Dark);
            draw(theme, QString::fromLocal8Bit(argv[1]), "dark", width);
            theme.setChoice(ui::Theme::Choice::Light);
            draw(theme, QString::fromLocal8Bit(argv[1]), "light", width);
        }
        return 0;
    }
    constexpr int kRounds = 20;
    for (const int count : {300, 900}) {
        // A live window: at each refresh it moves by a second.
        std::vector<std::vector<ui::ChartSeries>> frames;
        for (int round = 0; round < kRounds; ++round)
            frames.push_back(lines(3, count, 1s, kNow + round * 1s));
        const double ours = sixCharts<ui::ChartWidget>(
            kRounds,
            [&](QWidget *parent) {
                auto *chart = new ui::ChartWidget(theme, parent);
                chart->setUnit(metric::Unit::Ratio);
                chart->setHigh(1);
                return chart;
            },
            [&](ui::ChartWidget &chart, int round) {
                const auto to = kNow + round * 1s;
                chart.setWindow(to - count * 1s, to);
                chart.setSeries(frames[std::size_t(round)]);
            });
        const double plain = sixCharts<Plain>(
            kRounds, [](QWidget *parent) { return new Plain(parent); },
            [&](Plain &chart, int round) {
                const auto to = kNow + round * 1s;
                chart.show(frames[std::size_t(round)], to - count * 1s, to);
            });
        const double waiting = cost(kRounds, [](int) {});
        std::printf("six charts, 3 x %d points: ChartWidget %.2f ms, QChartView + QLineSeries %.2f ms per refresh, ratio %.2f (waiting: %.2f ms, "
                    "taken off)\n",
                    count, ours - waiting, plain - waiting, (ours - waiting) / (plain - waiting), waiting);
    }
    const double few = oneChart(theme, 1000);
    const double many = oneChart(theme, 100'000);
    std::printf("one chart: 1,000 points %.2f ms, 100,000 points %.2f ms, ratio %.2f\n", few, many, many / few);
}
