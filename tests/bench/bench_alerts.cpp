// What the Alerts tab costs with very many alerts: opening it, filtering, searching, grouping, a new snapshot of which little changed; and what
// the book's snapshot costs by itself.
//   QT_QPA_PLATFORM=offscreen bench_alerts [ALERTS] [RULES] [TIMES]
#include "models/alerts/alert_book.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "ui/tabs/alert_filter_bar.h"
#include "ui/tabs/alerts_tab.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QTemporaryDir>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>

#include <time.h>

using namespace std::chrono_literals;
using metric::Labels;

namespace {

const metric::Timestamp kStart(1'700'000'000s);

// In milliseconds: what the clock on the wall says, and what this thread worked of it, which is the same where nobody else uses the machine.
struct Taken {
    double wall;
    double cpu;
};

Taken milliseconds(const std::function<void()> &what)
{
    const auto now = [](clockid_t clock) {
        timespec time{};
        clock_gettime(clock, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    const Taken begun{now(CLOCK_MONOTONIC), now(CLOCK_THREAD_CPUTIME_ID)};
    what();
    return {now(CLOCK_MONOTONIC) - begun.wall, now(CLOCK_THREAD_CPUTIME_ID) - begun.cpu};
}

// The median and the worst of some times, and what has to be met.
void tell(const char *what, std::vector<Taken> times, const char *bound = "")
{
    const auto sorted = [&](double Taken::*which) {
        std::ranges::sort(times, {}, which);
        return std::pair(times[times.size() / 2].*which, times.back().*which);
    };
    const auto [wall, worstWall] = sorted(&Taken::wall);
    const auto [cpu, worstCpu] = sorted(&Taken::cpu);
    fmt::print("{:<42} {:7.1f} ms, at worst {:7.1f}; CPU {:7.1f} ms, at worst {:7.1f} {}\n", what, wall, worstWall, cpu, worstCpu, bound);
    std::fflush(stdout);
}

Labels labelsOf(const alerts::AlertRule &rule, int instance)
{
    return Labels{{"alertname", rule.name},
                  {"instance", fmt::format("host-{:05}.example.org:9100", instance)},
                  {"job", "node"},
                  {"datacenter", fmt::format("dc-{}", instance % 7)},
                  {"severity", std::string(alerts::wordOf(rule.severity))},
                  {"team", "infrastructure"}};
}

// As many alerts as wanted, of a book that was told that they fire.
class Outage {
public:
    Outage(int alertCount, int ruleCount)
    {
        for (int i = 0; i < ruleCount; ++i) {
            alerts::AlertRule rule;
            rule.id = i + 1;
            rule.name = fmt::format("Alert {:05}", i);
            rule.expression = fmt::format("metric_{}", i);
            rule.severity = alerts::Severity(i % 4);
            rule.source = "machine";
            rule.group = fmt::format("group {}", i % 20);
            m_rules.push_back(std::make_shared<const alerts::AlertRule>(std::move(rule)));
        }
        m_states.resize(m_rules.size());
        for (int i = 0; i < alertCount; ++i) {
            auto &active = m_states[std::size_t(i % ruleCount)].alerts[labelsOf(*m_rules[std::size_t(i % ruleCount)], i / ruleCount)];
            active.phase = rules::AlertPhase::Firing;
            active.value = i;
            active.activeAt = active.firedAt.emplace(kStart);
            active.annotations = {{"summary", "It is too hot"}, {"runbook_url", "https://example.org/runbook"}};
        }
        (void)m_book.setRules(m_rules, kStart);
        round();
    }

    // The values of so many alerts change.
    void change(int count)
    {
        for (int i = 0; i < count; ++i)
            m_states[std::size_t(i) % m_states.size()].alerts.begin()->second.value += 1;
        round();
    }
    alerts::AlertSnapshotRef snapshot() const { return std::make_shared<const alerts::AlertSnapshot>(m_book.snapshot()); }

private:
    void round()
    {
        std::vector<alerts::RuleOutcome> outcomes;
        for (std::size_t i = 0; i < m_rules.size(); ++i)
            outcomes.push_back({m_rules[i], &m_states[i], std::nullopt});
        (void)m_book.round(std::move(outcomes), m_now += 1s);
    }

    std::vector<alerts::AlertRuleRef> m_rules;
    std::vector<rules::RuleState> m_states;
    alerts::AlertBook m_book;
    metric::Timestamp m_now = kStart;
};

// Whether a widget was painted since it was last asked.
class Painted : public QObject {
public:
    explicit Painted(QWidget &widget) { widget.installEventFilter(this); }
    bool take() { return std::exchange(m_painted, false); }

private:
    bool eventFilter(QObject *, QEvent *event) override
    {
        m_painted |= event->type() == QEvent::Paint;
        return false;
    }
    bool m_painted = false;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const int alertCount = argc > 1 ? std::atoi(argv[1]) : 50'000;
    const int ruleCount = argc > 2 ? std::atoi(argv[2]) : 500;
    const int times = argc > 3 ? std::atoi(argv[3]) : 9;

    QTemporaryDir folder;
    ui::Theme theme{ui::Theme::Choice::Light};
    theme.apply();
    tests::FakeClock clock{kStart + 10min};
    tests::FakeReader reader;
    query::PromqlEngine engine{reader};
    alerts::AlertService service{*alerts::AlertStore::open(folder.filePath("alerts.sqlite").toStdString(), kStart),
                                 alerts::RuleLibrary(folder.filePath("rules").toStdString()),
                                 {.reader = reader, .clock = clock}};
    const auto settings = std::move(*settings::SettingsStore::open(folder.path()));
    ui::ChartFeed feed{engine, 1s};
    ui::CrosshairHub crosshair;
    ui::Background background;
    items::FileSystemModel fileSystems;
    items::HealthModel health;
    items::TargetModel targets;
    ui::Context context{theme, clock, reader, engine, service, *settings, feed, crosshair, background, fileSystems, health, targets, "user"};

    Outage outage(alertCount, ruleCount);
    auto snapshot = outage.snapshot();
    fmt::print("{} alerts of {} rules\n", snapshot->firing.size(), ruleCount);
    const auto repeat = [times](const std::function<Taken()> &once) {
        std::vector<Taken> taken;
        for (int i = 0; i < times; ++i)
            taken.push_back(once());
        return taken;
    };
    tell("book: a snapshot", repeat([&] { return milliseconds([&] { (void)outage.snapshot(); }); }));

    // From showing the tab for the first time to its first frame.
    tell("open", repeat([&] {
             ui::AlertsTab tab(context);
             tab.setAlerts(snapshot);
             tab.resize(1424, 800);
             Painted painted(*tab.table().viewport());
             return milliseconds([&] {
                 tab.show();
                 while (!painted.take())
                     QApplication::processEvents();
             });
         }),
         "(200 wanted)");

    ui::AlertsTab tab(context);
    tab.setAlerts(snapshot);
    tab.resize(1424, 800);
    tab.show();
    QApplication::processEvents();
    Painted painted(*tab.table().viewport());
    // What somebody did, until it is seen.
    const auto seen = [&](const std::function<void()> &what) {
        return milliseconds([&] {
            what();
            do
                QApplication::processEvents();
            while (!painted.take());
        });
    };
    const auto chip = [&](const QString &text) {
        for (auto *each : tab.filterBar().findChildren<QToolButton *>()) {
            if (each->text().startsWith(text) && !each->isHidden())
                return each;
        }
        std::abort();
    };
    const auto toggle = [&](const QString &text) { return repeat([&, text] { return seen([&] { chip(text)->click(); }); }); };
    const auto type = [&](std::initializer_list<const char *> texts) {
        auto *search = tab.filterBar().searchBox();
        std::vector<Taken> taken;
        for (const char *text : texts)
            taken.push_back(seen([&] { search->setText(QString::fromLatin1(text)); }));
        return taken;
    };
    const auto refresh = [&] {
        return repeat([&] {
            outage.change(100);
            snapshot = outage.snapshot();
            return seen([&] { tab.setAlerts(snapshot); });
        });
    };
    tell("a severity off and on", toggle("warning"), "(100 wanted)");
    (void)seen([&] { tab.filterBar().showAll(); });
    tell("all that fires off and on", toggle("firing"), "(100 wanted)");
    (void)seen([&] { tab.filterBar().showAll(); });
    const auto words = {"h", "ho", "host-00042", "host-00042.example.org", "", "dc-3", "", "nowhere", "", "Alert 00017", ""};
    const auto expressions = {"!h", "!host-0+42", "!Alert .*17|dc-3", ""};
    tell("words typed", type(words), "(100 wanted)");
    tell("regular expressions typed", type(expressions), "(100 wanted)");
    tell("a new snapshot, 100 of it changed", refresh());
    tell("all selected", repeat([&] {
             tab.table().clearSelection();
             return milliseconds([&] { tab.table().selectAll(); });
         }));
    tell("a new snapshot, all selected", refresh());
    tab.table().clearSelection();
    tell("sorted by since", {seen([&] { tab.table().sortByColumnId("since", Qt::DescendingOrder); })});
    tell("a new snapshot, sorted by since", refresh());
    tell("sorted by target", {seen([&] { tab.table().sortByColumnId("target", Qt::AscendingOrder); })});
    tell("a new snapshot, sorted by target", refresh());
    tell("a severity off and on, sorted by target", toggle("warning"), "(100 wanted)");
    (void)seen([&] { tab.filterBar().showAll(); });
    tab.table().header()->setSortIndicator(-1, Qt::AscendingOrder);
    tell("grouped by alert and back", toggle("Grouped"), "(100 wanted)");
    tell("a new snapshot, grouped", refresh());
    tell("words typed, grouped", type(words), "(100 wanted)");
}
