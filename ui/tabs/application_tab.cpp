#include "ui/tabs/application_tab.h"

#include "ui/tabs/application_charts.h"
#include "ui/tabs/application_page.h"
#include "ui/widgets/discard.h"

#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace ui {

static std::vector<PageSection> sectionsOf(const targets::Target &target)
{
    if (target.check.isEmpty())
        return {{.id = "console", .needs = "vedette_batches_total", .charts = consoleCharts()}};
    std::vector<PageSection> all;
    for (auto list : {databaseSections(), checkSections(), runtimeSections()})
        all.insert(all.end(), std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
    return all;
}

ApplicationTab::ApplicationTab(const Context &context, QWidget *parent) : Page(parent), m_context(context), m_stack(new QStackedWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    targets::Target console{QStringLiteral("vedette"), targets::Kind::Application, QString::fromStdString(context.instance),
                            QStringLiteral("vedette")};
    showTarget(console);
    connect(&context.targets, &QAbstractItemModel::rowsRemoved, this, &ApplicationTab::forgetGone, Qt::QueuedConnection);
}

void ApplicationTab::showTarget(const targets::Target &target)
{
    auto *&page = m_pages[target.id];
    // Another instance, or checked otherwise: what was found of it does not hold.
    if (page && (page->target().instance != target.instance || page->target().check != target.check))
        discard(std::exchange(page, nullptr));
    if (!page) {
        page = new ApplicationPage(m_context, target, sectionsOf(target), m_stack);
        m_stack->addWidget(page);
        page->setTime(m_live, m_from, m_to);
        if (m_alerts)
            page->setAlerts(m_alerts);
    }
    m_stack->setCurrentWidget(page);
    if (m_now != metric::Timestamp{})
        page->tick(m_now);
}

QString ApplicationTab::shownTarget() const
{
    auto *page = qobject_cast<ApplicationPage *>(m_stack->currentWidget());
    return page ? page->target().id : QString();
}

void ApplicationTab::forgetGone()
{
    for (auto at = m_pages.begin(); at != m_pages.end();) {
        if (at.key() == u"vedette" || m_context.targets.indexOf(items::TargetModel::key(at.key())).isValid()) {
            ++at;
            continue;
        }
        discard(at.value());
        at = m_pages.erase(at);
    }
}

void ApplicationTab::tick(metric::Timestamp now)
{
    m_now = now;
    if (auto *page = qobject_cast<Page *>(m_stack->currentWidget()))
        page->tick(now);
}

void ApplicationTab::setAlerts(const alerts::AlertSnapshotRef &snapshot)
{
    m_alerts = snapshot;
    for (auto *page : m_pages)
        page->setAlerts(snapshot);
}

void ApplicationTab::setTime(bool live, metric::Timestamp from, metric::Timestamp to)
{
    m_live = live;
    m_from = from;
    m_to = to;
    for (auto *page : m_pages)
        page->setTime(live, from, to);
}

void ApplicationTab::save()
{
    for (auto *page : m_pages)
        page->save();
}

} // namespace ui
