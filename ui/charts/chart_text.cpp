#include "ui/charts/chart_text.h"

#include <QtCore/QDateTime>

#include <cmath>
#include <map>

namespace ui {

static QString quoted(QString cell)
{
    static const QString kSpecial = QStringLiteral(",\"\r\n");
    // A name that a spreadsheet would take for a formula is a text: it came from outside.
    if (!cell.isEmpty() && QStringLiteral("=+-@").contains(cell.front()))
        cell.prepend(u'\'');
    if (std::none_of(cell.begin(), cell.end(), [](QChar c) { return kSpecial.contains(c); }))
        return cell;
    return u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString chartCsv(const std::vector<ChartSeries> &series, metric::Timestamp from, metric::Timestamp to)
{
    std::map<metric::Timestamp, std::vector<double>> rows;
    for (std::size_t i = 0; i < series.size(); ++i) {
        for (const auto &point : series[i].points) {
            if (point.time < from || point.time > to || std::isnan(point.value))
                continue;
            auto &row = rows[point.time];
            row.resize(series.size(), std::nan(""));
            row[i] = point.value;
        }
    }
    QString csv = QStringLiteral("time");
    for (const auto &line : series)
        csv += u',' + quoted(line.name);
    csv += QStringLiteral("\r\n");
    for (const auto &[time, values] : rows) {
        const auto local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
        csv += local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODateWithMs);
        for (const double value : values)
            csv += std::isnan(value) ? QStringLiteral(",") : u',' + QString::number(value, 'g', 10);
        csv += QStringLiteral("\r\n");
    }
    return csv;
}

} // namespace ui
