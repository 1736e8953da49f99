#include "models/query/promql_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"
#include "ui/charts/chart_widget.h"
#include "ui/dialogs/threshold_preview.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <memory>

using namespace ui;
using namespace std::chrono_literals;
using alerts::AlertRule;

class TstThresholdPreview : public QObject {
    Q_OBJECT

    tests::FakeReader reader;
    tests::FakeClock clock;
    query::PromqlEngine engine{reader};
    Theme theme{Theme::Choice::Light};
    std::unique_ptr<Background> background;
    std::unique_ptr<ThresholdPreview> preview;

    // Above ten for the last five of each ten minutes.
    static AlertRule rule()
    {
        AlertRule rule;
        rule.name = "Level";
        rule.expression = "level";
        rule.value = 10;
        rule.holdFor = 1min;
        return rule;
    }
    // Once the answer is there.
    QString words()
    {
        auto *label = preview->findChild<QLabel *>(QStringLiteral("trialWords"));
        if (!QTest::qWaitFor([&] { return label->text() != QStringLiteral("Being tried…"); }, 10'000))
            qFatal("no answer");
        return label->text();
    }
    ChartWidget *chart() { return preview->findChild<ChartWidget *>(); }
    void click(const char *name) { preview->findChild<QToolButton *>(QLatin1String(name))->click(); }

private Q_SLOTS:
    void initTestCase()
    {
        const auto now = clock.now();
        for (const auto *instance : {"anvil", "forge"}) {
            for (auto ago = 24 * 60min; ago >= 0min; ago -= 1min) {
                const bool isHigh = instance[0] == 'a' && ago < 24min && ago / 5min % 2 == 0;
                reader.add({{"__name__", "level"}, {"instance", instance}}, now - ago, isHigh ? 20 : 1);
            }
        }
    }
    void init()
    {
        background = std::make_unique<Background>();
        preview = std::make_unique<ThresholdPreview>(theme, clock, engine, *background, nullptr);
    }
    void cleanup()
    {
        preview.reset();
        background.reset();
    }

    void it_says_how_often_and_how_long_it_would_have_fired()
    {
        preview->show(rule());
        QCOMPARE(words(), QStringLiteral("It would have fired 3 time(s) in the last half hour: 10 min in all, the longest 4 min."));
        click("trialDay");
        QVERIFY2(words().startsWith(QStringLiteral("It would have fired 3 time(s) in the last day: ")), qPrintable(words()));
        QCOMPARE(chart()->to() - chart()->from(), metric::Duration(24h));
        click("trialWeek");
        QVERIFY(words().contains(QStringLiteral("in the last week")));
        QCOMPARE(chart()->to() - chart()->from(), metric::Duration(7 * 24h));
    }

    void it_says_when_it_would_not_have_fired()
    {
        auto changed = rule();
        changed.value = 30;
        preview->show(changed);
        QCOMPARE(words(), QStringLiteral("It would not have fired in the last half hour."));
        changed = rule();
        changed.holdFor = 20min;
        preview->show(changed);
        QCOMPARE(words(), QStringLiteral("It would not have fired in the last half hour."));
        changed = rule();
        changed.target = "forge";
        preview->show(changed);
        QCOMPARE(words(), QStringLiteral("It would not have fired in the last half hour."));
    }

    void it_says_when_it_would_have_fired_all_the_time()
    {
        auto changed = rule();
        changed.value = 0;
        preview->show(changed);
        QVERIFY2(words().startsWith(QStringLiteral("It would have fired nearly all the time in the last half hour")), qPrintable(words()));
    }

    void the_newest_of_several_edits_is_answered()
    {
        auto changed = rule();
        for (int value = 30; value > 10; --value) {
            changed.value = value;
            preview->show(changed);
        }
        QVERIFY(words().startsWith(QStringLiteral("It would have fired 3 time(s)")));
    }

    void the_moments_are_marked_in_the_chart()
    {
        preview->show(rule());
        words();
        const auto now = clock.now();
        QCOMPARE(chart()->marks(), (std::vector<metric::Timestamp>{now - 22min, now - 13min, now - 3min}));
        auto changed = rule();
        changed.value = 30;
        preview->show(changed);
        words();
        QVERIFY(chart()->marks().empty());
    }

    void what_is_no_threshold_is_shown_and_tried_whole()
    {
        auto changed = rule();
        changed.isThreshold = false;
        changed.expression = "level{instance=\"anvil\"} > 10";
        changed.target = "ignored";
        preview->show(changed);
        QVERIFY(words().startsWith(QStringLiteral("It would have fired 3 time(s)")));
        // What is compared, so that one sees how near it comes.
        QTRY_COMPARE(chart()->series().size(), std::size_t(1));
        QVERIFY(std::ranges::any_of(chart()->series()[0].points, [](const metric::Point &point) { return point.value == 1; }));
    }

    void what_is_no_expression_is_left_to_its_field()
    {
        auto changed = rule();
        changed.expression = "level +";
        preview->show(changed);
        QCOMPARE(words(), QString());
        QVERIFY(chart()->series().empty());
    }

    void it_may_end_while_it_is_asked()
    {
        preview->show(rule());
        preview.reset();
        background.reset();
    }
};

VEDETTE_TEST(TstThresholdPreview)
#include "tst_threshold_preview.moc"
