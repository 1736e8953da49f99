#include "ui/tabs/application_page.h"

#include "models/series/matcher.h"
#include "ui/tabs/chart_grid.h"
#include "ui/tabs/operations_feed.h"
#include "ui/tabs/remembered.h"
#include "ui/tabs/table_panel.h"
#include "ui/widgets/card.h"
#include "ui/widgets/discard.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace ui {

static constexpr metric::Duration kLookEvery = std::chrono::seconds(30);
static constexpr metric::Duration kReadEvery = std::chrono::seconds(5);
// What was told so long before the window's end still says what the target is.
static constexpr metric::Duration kReach = std::chrono::minutes(10);

ApplicationPage::ApplicationPage(const Context &context, targets::Target target, std::vector<PageSection> sections, QWidget *parent)
    : Page(parent),
      m_context(context),
      m_target(std::move(target)),
      m_subject{.instance = m_target.instance.toStdString()},
      m_sections(std::move(sections)),
      m_looking(context.background)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    m_empty = new QLabel(tr("%1 has told nothing yet. Its pages come with its first answer.").arg(m_target.name), this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setProperty("dim", true);
    layout->addWidget(m_empty, 1);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("application"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->hide();
    auto *frame = new Card(context.theme, m_splitter);
    m_tables = new TablePanel(context, m_subject, frame);
    frame->setBare(m_tables);
    layout->addWidget(m_splitter, 1);
}

void ApplicationPage::look(metric::Timestamp now)
{
    m_lookedAt = now;
    std::vector<std::string> needs;
    for (const auto &section : m_sections)
        needs.push_back(section.needs);
    const auto to = m_live ? now : std::min(m_to, now);
    const auto from = m_live ? to - kReach : std::min(m_from, to - kReach);
    m_looking.ask(
        [&reader = m_context.reader, instance = m_subject.instance, needs, from, to](const std::stop_token &) {
            Found found;
            const series::Matcher matchers[] = {series::Matcher::equal("instance", instance)};
            const auto series = reader.series(matchers, {from, to});
            if (!series)
                return found;
            std::set<std::string_view> names;
            for (const auto &labels : *series)
                names.insert(labels->metricName());
            for (std::size_t i = 0; i < needs.size(); ++i) {
                if (needs[i].empty() || names.contains(needs[i]))
                    found.sections.push_back(i);
            }
            found.families = items::operationFamilies(*series);
            return found;
        },
        [this](const Found &found) {
            // Of a time in which nothing was told, empty charts say more than none.
            if (found != m_found && !(m_grid && found == Found{}))
                show(found);
        });
}

void ApplicationPage::show(const Found &found)
{
    m_found = found;
    const auto window = windowOf(metric::Duration(std::llround(m_target.interval * 1000)));
    auto charts = operationCharts(found.families, window);
    std::vector<TableSpec> tables;
    for (const auto at : found.sections) {
        const auto &section = m_sections[at];
        std::ranges::move(chartsOver(window, section.charts), std::back_inserter(charts));
        tables.insert(tables.end(), section.tables.begin(), section.tables.end());
    }
    discard(m_grid);
    m_grid = new ChartGrid(m_context, charts, m_subject);
    m_splitter->insertWidget(0, m_grid);
    m_tables->setTables(tables);
    m_tables->setFamilies(found.families);
    m_splitter->widget(1)->setVisible(!m_tables->isEmpty());
    m_splitter->setStretchFactor(0, 11);
    m_splitter->setStretchFactor(1, 9);
    restoreSplitter(m_context.settings, *m_splitter);
    m_empty->setVisible(charts.empty());
    m_splitter->setVisible(!charts.empty());
    if (m_alerts)
        m_grid->setAlerts(*m_alerts);
    m_readAt = {};
}

void ApplicationPage::tick(metric::Timestamp now)
{
    if (now - m_lookedAt >= kLookEvery)
        look(now);
    if (!m_grid)
        return;
    m_grid->tick(now);
    if (now - m_readAt < kReadEvery)
        return;
    m_readAt = now;
    m_tables->read(m_live ? now - (m_to - m_from) : m_from, m_live ? now : m_to);
}

void ApplicationPage::setAlerts(const alerts::AlertSnapshotRef &snapshot)
{
    m_alerts = snapshot;
    if (m_grid)
        m_grid->setAlerts(*snapshot);
}

void ApplicationPage::setTime(bool live, metric::Timestamp from, metric::Timestamp to)
{
    m_live = live;
    m_from = from;
    m_to = to;
    m_readAt = {};
    m_lookedAt = {};
}

void ApplicationPage::save()
{
    if (m_grid)
        saveSplitter(m_context.settings, *m_splitter);
    m_tables->save();
}

} // namespace ui
