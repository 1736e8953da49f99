#include "ui/explore/explore_result.h"

#include "ui/charts/chart_widget.h"
#include "ui/explore/series_names.h"
#include "ui/tabs/remembered.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QLocale>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>

namespace ui {

ExploreResult::ExploreResult(const Context &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("explore"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    layout->addWidget(m_splitter);

    m_chartCard = new Card(context.theme, m_splitter);
    m_chartCard->setTitle(tr("Chart"));
    auto *drawn = new QWidget(m_chartCard);
    auto *drawnRows = new QVBoxLayout(drawn);
    drawnRows->setContentsMargins(0, 0, 0, 0);
    drawnRows->setSpacing(4);
    m_notes = new QLabel(drawn);
    m_notes->setObjectName(QStringLiteral("exploreNotes"));
    m_notes->setProperty("dim", true);
    m_notes->setWordWrap(true);
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_notes->hide();
    m_chart = new ChartWidget(context.theme, drawn);
    m_chart->setObjectName(QStringLiteral("exploreChart"));
    m_chart->setTitle(tr("Explore"));
    m_chart->setCrosshairHub(&context.crosshair);
    drawnRows->addWidget(m_notes);
    drawnRows->addWidget(m_chart, 1);
    m_chartCard->setContent(drawn);
    m_splitter->addWidget(m_chartCard);

    auto *tableCard = new Card(context.theme, m_splitter);
    auto *inside = new QWidget(tableCard);
    auto *rows = new QVBoxLayout(inside);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    auto *title = new QLabel(tr("Values"), inside);
    auto bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    m_moment = new QLabel(inside);
    auto small = m_moment->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    m_moment->setFont(small);
    m_moment->setProperty("dim", true);
    m_moment->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_search = new QLineEdit(inside);
    m_search->setPlaceholderText(tr("Filter: text or !regex"));
    m_search->setAccessibleName(tr("Filter values"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(fontMetrics().averageCharWidth() * 34);
    auto *copy = new QPushButton(tr("Copy as CSV"), inside);
    head->addWidget(title);
    head->addWidget(m_moment, 1);
    head->addWidget(m_search);
    head->addWidget(copy);
    rows->addLayout(head);
    m_table = new TableView(inside);
    m_table->setObjectName(QStringLiteral("exploreValues"));
    m_table->setAccessibleName(tr("Values"));
    m_filter.setSourceModel(&m_values);
    m_table->setModel(&m_filter);
    m_table->setSearchBox(m_search);
    m_table->setEmptyText(tr("No values at this moment."));
    rows->addWidget(m_table, 1);
    tableCard->setBare(inside);
    tableCard->setAccessibleName(tr("Values"));
    m_splitter->addWidget(tableCard);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({380, 260});
    restoreSplitter(context.settings, *m_splitter);

    const auto copyCsv = [this] { QGuiApplication::clipboard()->setText(items::asCsv(m_filter)); };
    connect(copy, &QPushButton::clicked, this, copyCsv);
    connect(m_table, &TableView::menuRequested, this, [copyCsv, this](QMenu *menu) { menu->addAction(tr("Copy as CSV"), this, copyCsv); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &search) { m_filter.setSearch(search); });
    // Columns come with the labels.
    connect(&m_values, &QAbstractItemModel::modelReset, m_table, [this] {
        m_table->setModel(&m_filter);
        // A label's name or the metric's is the longest.
        const int first = m_values.columnOf(u"query") + 1;
        m_table->setStretchColumns({m_values.headerData(first, Qt::Horizontal, items::ColumnIdRole).toString()});
    });
}

void ExploreResult::setAnswer(const ExploreAnswer &answer)
{
    setWaiting({});
    showChart(answer);
    showTable(answer);
    showNotes(answer);
}

void ExploreResult::setWaiting(const QString &text)
{
    m_waiting = text;
    m_chartCard->setSubject(text.isEmpty() ? m_cost : text);
}

void ExploreResult::showChart(const ExploreAnswer &answer)
{
    // What tells a line apart it tells apart from those of the other queries too.
    std::vector<metric::LabelsRef> labels;
    for (const auto &part : answer.parts) {
        for (std::size_t i = 0; part.lines && i < part.lines->size(); ++i)
            labels.push_back((*part.lines)[i].labels);
    }
    const auto names = seriesNames(labels);
    std::vector<ChartSeries> series;
    std::optional<metric::Unit> unit;
    for (const auto &part : answer.parts) {
        if (!part.lines)
            continue;
        const auto letter = answer.parts.size() > 1 ? QString::fromStdString(part.query.name) + u' ' : QString();
        for (const auto &line : *part.lines) {
            const auto id = part.query.name + '\n' + line.labels->toString();
            const int color = m_colors.try_emplace(id, int(m_colors.size())).first->second;
            const auto &name = names[series.size()];
            const auto called = name.isEmpty() ? QString::fromStdString(part.query.expression).simplified() : name;
            series.push_back({id, letter + called, color, series.empty(), line.points});
        }
        // Of two units none is right for one axis.
        unit = unit.value_or(part.unit) == part.unit ? part.unit : metric::Unit::None;
    }
    QString trouble = tr("No values in this time.");
    for (const auto &part : answer.parts) {
        if (!part.lines && series.empty())
            trouble = QString::fromStdString(part.lines.error().message);
    }
    m_chart->setEmptyText(trouble);
    m_chart->setUnit(unit.value_or(metric::Unit::None));
    m_chart->setWindow(answer.from, answer.to);
    m_chart->setSeries(std::move(series));
}

void ExploreResult::showTable(const ExploreAnswer &answer)
{
    std::vector<items::VectorRow> rows;
    const auto none = std::make_shared<const metric::Labels>();
    for (const auto &part : answer.parts) {
        if (!part.now)
            continue;
        const auto row = [&](const metric::LabelsRef &labels, double value, const std::string &text = {}) {
            rows.push_back({part.query.name, labels, value, text, part.unit});
        };
        if (const auto *vector = std::get_if<query::Vector>(&*part.now)) {
            for (const auto &sample : *vector)
                row(sample.labels, sample.value);
        } else if (const auto *matrix = std::get_if<query::Matrix>(&*part.now)) {
            for (const auto &series : *matrix)
                row(series.labels, series.points.empty() ? std::nan("") : series.points.back().value);
        } else if (const auto *text = std::get_if<std::string>(&*part.now)) {
            row(none, 0, *text);
        } else {
            row(none, std::get<double>(*part.now));
        }
    }
    const auto count = int(rows.size());
    m_values.setRows(std::move(rows));
    m_moment->setText(tr("%n value(s) at %1", nullptr, count).arg(items::timeText(answer.to)));
}

void ExploreResult::showNotes(const ExploreAnswer &answer)
{
    QStringList notes;
    std::size_t series = 0;
    for (const auto &part : answer.parts) {
        const auto letter = answer.parts.size() > 1 ? QString::fromStdString(part.query.name) + QStringLiteral(": ") : QString();
        // Alone it stands in the middle of the chart.
        if (!part.lines && answer.parts.size() > 1)
            notes << QStringLiteral("⚠ ") + letter + QString::fromStdString(part.lines.error().message);
        if (part.lines && part.series > part.lines->size())
            notes << letter + tr("%1 of %2 series are drawn; narrow it down, or put topk() around it.").arg(part.lines->size()).arg(part.series);
        for (const auto &annotation : part.annotations)
            notes << letter + QString::fromStdString(annotation.message);
        series += part.series;
    }
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    const QLocale locale;
    m_cost = QStringList{tr("%n series", nullptr, int(series)), tr("%1 samples read").arg(locale.toString(qulonglong(answer.samples))),
                         QString::fromStdString(metric::formatValue(std::chrono::duration<double>(answer.took).count(), metric::Unit::Seconds)),
                         tr("step %1").arg(QString::fromStdString(metric::formatDuration(answer.step)))}
                 .join(QStringLiteral(" · "));
    setWaiting(m_waiting);
}

void ExploreResult::save() { saveSplitter(m_context.settings, *m_splitter); }

} // namespace ui
