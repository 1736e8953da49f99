#include "models/items/check_rows.h"
#include "tests/support/health_snapshots.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace items;
using namespace std::chrono_literals;
using tests::checkNamed;
using tests::kCheckedAt;
using HealthState = health::State;

namespace {

CheckList listOf(const health::HealthSnapshotRef &snapshot, const CheckFilter &filter = {}, std::span<const targets::Target> targets = {})
{
    return checkRows({.snapshot = snapshot, .targets = targets, .now = kCheckedAt}, filter);
}

QString columns(const ItemModel &model, std::initializer_list<QStringView> ids)
{
    QList<int> shown;
    for (const auto id : ids)
        shown << model.columnOf(id);
    return tests::printed(model, shown);
}

health::CheckStatus expired()
{
    auto check = checkNamed("shop", HealthState::Down);
    check.reason = metric::Reason::Tls;
    check.message = "certificate expired 2 h ago";
    check.since = kCheckedAt - 2h;
    tests::endBars(check, 4, HealthState::Down);
    return check;
}

health::CheckStatus behind()
{
    auto check = checkNamed("edge-paris", HealthState::Unknown);
    check.blockedBy = "id-gw-paris";
    check.since = kCheckedAt - 5min;
    return check;
}

} // namespace

class TstCheckModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void each_check_says_what_it_is_how_it_is_and_why()
    {
        auto resolver = checkNamed("resolver");
        resolver.message = "192.0.2.7";
        const std::vector<targets::Target> targets{
            {.id = "id-shop", .kind = targets::Kind::Service, .instance = "x", .name = "shop", .check = QStringLiteral("http")}};
        CheckModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(listOf(tests::snapshotOf({behind(), checkNamed("gw-paris", HealthState::Down), resolver, expired()}), {}, targets).rows);
        QCOMPARE(columns(model, {u"name", u"kind", u"state", u"response", u"availability", u"why"}),
                 QStringLiteral("gw-paris |  | Down | – | 100 % | for 6 d\n"
                                "shop | HTTP or HTTPS | Down | – | 91.66 % | tls: certificate expired 2 h ago · for 2 h 00 min\n"
                                "edge-paris |  | Unknown | – | 100 % | behind gw-paris, which does not answer · for 5 min\n"
                                "resolver |  | OK | 84 ms | 100 % | for 6 d · 192.0.2.7\n"));
        QCOMPARE(model.index(0, model.columnOf(u"state")).data(StateRole).toInt(), int(State::Critical));
        QCOMPARE(model.index(1, model.columnOf(u"bar")).data().toString(), QStringLiteral("91.66 % in 24 h, down for 2 h 00 min"));
    }

    void a_failure_that_is_not_confirmed_yet_is_told_beside_the_state()
    {
        auto check = checkNamed("shop");
        check.failures = 1;
        check.reason = metric::Reason::Timeout;
        check.message = "no answer in 10 s";
        QCOMPARE(whyText(check, {}, kCheckedAt), QStringLiteral("for 6 d · asked again (1 of 3) · timeout: no answer in 10 s"));
        health::CheckStatus fresh;
        QCOMPARE(whyText(fresh, {}, kCheckedAt), QStringLiteral("not asked yet"));
        fresh.blockedBy = "nobody knows";
        QCOMPARE(whyText(fresh, {}, kCheckedAt), QStringLiteral("behind nobody knows, which does not answer"));
    }

    void a_refresh_tells_of_what_changed_only()
    {
        std::vector<health::CheckStatus> checks;
        for (int i = 0; i < 1000; ++i)
            checks.push_back(checkNamed(QStringLiteral("check %1").arg(i, 4, 10, QLatin1Char('0')).toStdString()));
        CheckModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(listOf(tests::snapshotOf(checks)).rows);
        QCOMPARE(model.rowCount(), 1000);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged), laidOut(&model, &QAbstractItemModel::layoutChanged);
        model.setRows(listOf(tests::snapshotOf(checks)).rows);
        QCOMPARE(changed.size(), 0);
        std::vector<health::BarPiece> pieces = checks[7].bars[0];
        pieces.back().spent.in[0] -= 1s;
        checks[7].bars[0] = std::move(pieces);
        model.setRows(listOf(tests::snapshotOf(checks)).rows);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 7);
        const QPersistentModelIndex kept = model.indexOf(CheckModel::key("id-check 0500"));
        checks[500].state = HealthState::Down;
        checks.erase(checks.begin());
        model.setRows(listOf(tests::snapshotOf(checks)).rows);
        QCOMPARE(kept.row(), 0); // the worst first
        QCOMPARE(model.rowCount(), 999);
        QCOMPARE(laidOut.size(), 1);
    }

    void rows_are_found_by_words_and_by_state_and_all_are_counted()
    {
        const auto snapshot = tests::snapshotOf({checkNamed("api"), behind(), expired(), checkNamed("wiki", HealthState::Paused)});
        const auto names = [&](const CheckFilter &filter) {
            QStringList found;
            for (const auto &row : listOf(snapshot, filter).rows)
                found << QString::fromStdString(row.status->plan.name);
            return found;
        };
        QCOMPARE(names({.hidden = {}, .search = AlertSearch(QStringLiteral("CERTIFICATE"))}), QStringList{QStringLiteral("shop")});
        QCOMPARE(names({.hidden = {}, .search = AlertSearch(QStringLiteral("!^wi|paris"))}),
                 (QStringList{QStringLiteral("edge-paris"), QStringLiteral("wiki")}));
        CheckFilter quiet;
        quiet.hidden.set(std::size_t(HealthState::Ok));
        quiet.hidden.set(std::size_t(HealthState::Paused));
        QCOMPARE(names(quiet), (QStringList{QStringLiteral("shop"), QStringLiteral("edge-paris")}));
        QCOMPARE(listOf(snapshot, quiet).counts, (std::array{1, 0, 1, 1, 1, 0}));
    }

    void objectives_stand_with_the_least_budget_first()
    {
        auto shop = expired();
        shop.slo = {.objective = 0.999, .achieved = 0.99812, .budget = 43min, .budgetLeft = 0min, .burn = {14.44, 9, 8.04, 4, 3, 2, 1.5}};
        shop.mttr = 11min;
        shop.mtbf = 5 * 24h;
        shop.outages = 2;
        auto fresh = checkNamed("fresh");
        fresh.slo = {.objective = 0.99999};
        auto none = checkNamed("none");
        none.slo.objective = 0;
        SloModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(sloRows(tests::snapshotOf({checkNamed("api"), fresh, none, shop})));
        QCOMPARE(tests::printed(model), QStringLiteral("shop | 99.9 % | 99.81 % | 0 min | 0 % | 8.0× | 1.5× | 11 min | 5 d | 2\n"
                                                       "api | 99.9 % | 99.97 % | 31 min | 72.09 % | 0.3× | 0.7× | – | – | 0\n"
                                                       "fresh | 99.999 % | – | – | – | – | – | – | – | 0\n"));
        QCOMPARE(model.index(0, model.columnOf(u"budget")).data(StateRole).toInt(), int(State::Critical));
    }

    void what_failed_once_is_never_100_percent()
    {
        QCOMPARE(availabilityText(1.0), QStringLiteral("100 %"));
        QCOMPARE(availabilityText(0.9999999), QStringLiteral("99.999 %"));
        QCOMPARE(availabilityText(0.99999), QStringLiteral("99.999 %"));
        QCOMPARE(availabilityText(0.999), QStringLiteral("99.9 %"));
        QCOMPARE(availabilityText(0.5), QStringLiteral("50 %"));
        QCOMPARE(availabilityText(std::nullopt), QStringLiteral("–"));
    }

    void a_piece_tells_from_when_to_when_and_what_of_it_nobody_saw()
    {
        const health::BarPiece seen{kCheckedAt - 30min, {.in = {27min, 0min, 1min, 0min, 0min, 0min}}};
        QCOMPARE(pieceText(seen, kCheckedAt),
                 QStringLiteral("21 Nov 12:22 to 21 Nov 12:52\n96.42 % available\ndown for 1 min\nnot observed for 2 min"));
        QCOMPARE(pieceText({kCheckedAt - 30min, {}}, kCheckedAt), QStringLiteral("21 Nov 12:22 to 21 Nov 12:52\nnot observed"));
        const std::vector bar{seen, health::BarPiece{kCheckedAt, {}}};
        QCOMPARE(endOf(bar, 0, kCheckedAt + 1h), kCheckedAt);
        QCOMPARE(endOf(bar, 1, kCheckedAt + 1h), kCheckedAt + 1h);
    }

    void every_reason_has_a_text()
    {
        for (int reason = 1; reason <= int(metric::Reason::Options); ++reason) {
            const auto word = metric::reasonWord(metric::Reason(reason));
            QCOMPARE(reasonText(metric::Reason(reason)), QString::fromUtf8(word.data(), qsizetype(word.size())));
        }
        QCOMPARE(causeText(metric::Reason::Dns, ""), QStringLiteral("dns"));
        QCOMPARE(causeText(metric::Reason::None, "200 OK"), QStringLiteral("200 OK"));
    }
};

VEDETTE_TEST(TstCheckModel)
#include "tst_check_model.moc"
