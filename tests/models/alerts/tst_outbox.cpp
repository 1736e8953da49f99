#include "models/alerts/outbox.h"
#include "models/alerts/row_text.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;
using Ids = std::vector<std::int64_t>;

namespace {

const Timestamp kOutboxStart{1'700'000'000s};

GroupNotification telling(const char *name, Ids firing, Ids fresh, Ids resolved = {})
{
    const Labels labels{{"alertname", name}};
    return {textOfLabels(labels), labels, std::move(firing), fresh, resolved, fresh.empty() && resolved.empty()};
}

constexpr const char *kStateWords[] = {"queued", "delivered", "refused", "given up", "superseded"};

std::string written(const Delivery &delivery)
{
    const auto &what = delivery.what;
    return fmt::format("{} to {}: fires [{}] fresh [{}] resolved [{}]{}", what.labels.get("alertname"), delivery.receiver,
                       fmt::join(what.firing, " "), fmt::join(what.fresh, " "), fmt::join(what.resolved, " "), what.isRepeat ? " repeat" : "");
}

} // namespace

class TstOutbox : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::optional<sqlite::Database> database;
    std::optional<Outbox> outbox;
    Timestamp now;

    template <class T>
    static T known(metric::Result<T> result)
    {
        if (!result)
            qFatal("%s", result.error().message.c_str());
        if constexpr (!std::is_void_v<T>)
            return std::move(*result);
    }
    void open()
    {
        database = known(sqlite::Database::open(folder->filePath(QStringLiteral("a.sqlite")).toStdString(), sqlite::Database::Mode::ReadWrite));
        known(createOutboxTable(*database));
        outbox.emplace([] { return 0.0; });
    }
    void enqueue(const GroupNotification &notification, std::vector<std::string> receivers = {"mail"})
    {
        known(outbox->enqueue(*database, notification, receivers, now));
    }
    std::vector<Delivery> ready(std::size_t limit = 1'000) { return known(outbox->ready(*database, now, limit)); }
    std::string readyText()
    {
        std::string text;
        for (const auto &each : ready())
            text += (text.empty() ? "" : "; ") + written(each);
        return text;
    }
    Delivery done(std::int64_t id, const DeliveryResult &result) { return known(outbox->done(*database, id, result, now)); }
    std::string states()
    {
        std::string text;
        for (auto id = 1; id < 100; ++id) {
            if (const auto delivery = findDelivery(*database, id))
                text += fmt::format("{}{} {}", text.empty() ? "" : ", ", id, kStateWords[int(delivery->state)]);
        }
        return text;
    }

private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        now = kOutboxStart;
        open();
    }
    void cleanup() { database.reset(); }

    void every_receiver_has_a_delivery_of_its_own_and_is_given_it_once()
    {
        enqueue(telling("it's \"A\"", {1, 2}, {2}, {7}), {"mail", "desktop"});
        const auto deliveries = ready();
        QCOMPARE(deliveries.size(), std::size_t(2));
        QCOMPARE(written(deliveries[0]), "it's \"A\" to mail: fires [1 2] fresh [2] resolved [7]");
        QVERIFY(deliveries[1].receiver == "desktop" && deliveries[1].what == telling("it's \"A\"", {1, 2}, {2}, {7}));
        QVERIFY(deliveries[0].created == now && deliveries[0].attempts == 0);
        QCOMPARE(readyText(), ""); // under way
        QVERIFY(done(2, DeliveryResult::delivered()).state == DeliveryState::Delivered);
        const auto refused = done(1, DeliveryResult::refused("550\nno such user\x01 here"));
        QCOMPARE(refused.result, "550 no such user  here");
        QCOMPARE(states(), "1 refused, 2 delivered");
        now += 1h;
        QCOMPARE(readyText(), "");
        const auto finished = known(latestDeliveries(*database, 10));
        QVERIFY(finished.size() == 2 && finished[0].id == 2 && finished[1].result == refused.result && finished[0].attempts == 1);
        QVERIFY(finished[0].finishedAt == kOutboxStart);
        QVERIFY(!known(outbox->nextReady(*database)));
    }

    void what_fails_is_tried_again_ever_later_and_given_up_after_a_day()
    {
        enqueue(telling("A", {1}, {1}));
        std::string delays;
        int attempts = 0;
        Delivery after;
        do {
            const auto deliveries = ready();
            QCOMPARE(deliveries.size(), std::size_t(1));
            QCOMPARE(deliveries[0].attempts, attempts++);
            after = done(deliveries[0].id, DeliveryResult::retry("connection refused"));
            QVERIFY(attempts < 400);
            if (after.state != DeliveryState::Queued)
                break;
            const auto delay = after.nextAttempt - now;
            if (attempts <= 11)
                delays += fmt::format("{} ", delay / 1s);
            QVERIFY(known(outbox->nextReady(*database)) == after.nextAttempt);
            now = after.nextAttempt - 1ms;
            QCOMPARE(readyText(), "");
            now += 1ms;
        } while (true);
        QCOMPARE(delays, "1 2 4 8 16 32 64 128 256 300 300 ");
        QVERIFY(after.state == DeliveryState::GivenUp && after.result == "connection refused" && after.finishedAt == now);
        QVERIFY(now - kOutboxStart >= 24h && now - kOutboxStart < 24h + 5min);
        now += 24h;
        QCOMPARE(readyText(), "");
        QCOMPARE(states(), "1 given up");
    }

    void a_machine_that_slept_a_night_is_given_its_chance()
    {
        enqueue(telling("A", {1}, {1}));
        QVERIFY(done(ready()[0].id, DeliveryResult::retry("no network")).state == DeliveryState::Queued);
        now += 48h;
        for (int attempt = 2; attempt < kMinAttempts; ++attempt) {
            const auto after = done(ready()[0].id, DeliveryResult::retry("no network"));
            QVERIFY(after.state == DeliveryState::Queued);
            now = after.nextAttempt;
        }
        QVERIFY(done(ready()[0].id, DeliveryResult::retry("no network")).state == DeliveryState::GivenUp);
    }

    void jitter_halves_the_waiting_at_most()
    {
        outbox.emplace([] { return 1.0; });
        enqueue(telling("A", {1}, {1}));
        QVERIFY(done(ready()[0].id, DeliveryResult::retry("")).nextAttempt == now + 500ms);
    }

    void a_later_one_supersedes_what_was_not_delivered_and_carries_it()
    {
        enqueue(telling("A", {1, 2, 3}, {1, 2, 3}, {9}));
        enqueue(telling("B", {8}, {8}));
        QCOMPARE(readyText(), "A to mail: fires [1 2 3] fresh [1 2 3] resolved [9]; B to mail: fires [8] fresh [8] resolved []");
        done(1, DeliveryResult::retry("busy"));
        enqueue(telling("A", {2, 3, 4}, {4}, {1})); // does not wait for the back-off
        QCOMPARE(readyText(), "A to mail: fires [2 3 4] fresh [2 3 4] resolved [1 9]");
        QCOMPARE(states(), "1 superseded, 2 queued, 3 queued");
        done(3, DeliveryResult::retry("busy"));
        enqueue(telling("A", {4}, {})); // 2 and 3 were muted meanwhile; a repeat, but not for who heard nothing
        QCOMPARE(readyText(), "A to mail: fires [4] fresh [4] resolved [1 9]");
        done(4, DeliveryResult::delivered());
        enqueue(telling("A", {4}, {}));
        QCOMPARE(readyText(), "A to mail: fires [4] fresh [] resolved [] repeat");
        QCOMPARE(known(findDelivery(*database, 4)).what, telling("A", {4}, {4}, {1, 9})); // as it was told
    }

    void one_under_way_is_waited_for_so_that_the_newest_is_heard_last()
    {
        enqueue(telling("A", {1}, {1}));
        QVERIFY(ready().size() == 1);
        enqueue(telling("A", {1, 2}, {2}));
        enqueue(telling("A", {2}, {}, {1}));
        QCOMPARE(readyText(), "");
        QVERIFY(known(outbox->nextReady(*database)) == now + kAnswerTimeout);
        done(1, DeliveryResult::delivered());
        QCOMPARE(readyText(), "A to mail: fires [2] fresh [2] resolved [1]");
        QCOMPARE(states(), "1 delivered, 2 superseded, 3 queued");
        enqueue(telling("A", {2, 5}, {5}));
        done(3, DeliveryResult::retry("busy")); // nor is it tried again itself: the later one tells more
        QCOMPARE(readyText(), "A to mail: fires [2 5] fresh [2 5] resolved [1]");
    }

    void a_receiver_that_does_not_answer_is_asked_again()
    {
        enqueue(telling("A", {1}, {1}));
        QVERIFY(ready().size() == 1);
        now += kAnswerTimeout - 1ms;
        QCOMPARE(readyText(), "");
        now += 1ms;
        QCOMPARE(readyText(), "");
        QCOMPARE(known(findDelivery(*database, 1)).result, "no answer within 5 minutes");
        QVERIFY(done(1, DeliveryResult::retry("too late")).attempts == 1); // counted already
        now += 1s;
        QVERIFY(ready().size() == 1);
        QVERIFY(done(1, DeliveryResult::delivered()).state == DeliveryState::Delivered);
        QVERIFY(done(1, DeliveryResult::refused("a second answer")).state == DeliveryState::Delivered);
        QVERIFY(outbox->done(*database, 77, DeliveryResult::delivered(), now).error().code == metric::ErrorCode::NotFound);
        QCOMPARE(outbox->underWay(), std::size_t(0));
    }

    void a_restart_delivers_what_was_under_way_with_what_came_after()
    {
        enqueue(telling("A", {1}, {1}));
        enqueue(telling("B", {2}, {2}));
        QVERIFY(ready().size() == 2);
        done(2, DeliveryResult::delivered());
        enqueue(telling("A", {1, 3}, {3}));
        open();
        QCOMPARE(readyText(), "A to mail: fires [1 3] fresh [1 3] resolved []");
        QCOMPARE(states(), "1 superseded, 2 delivered, 3 queued");
    }

    void what_the_caller_rolls_back_was_never_there()
    {
        {
            auto transaction = sqlite::Transaction::begin(*database);
            enqueue(telling("A", {1}, {1}));
        }
        QCOMPARE(readyText(), "");
    }

    void a_limit_is_kept_and_the_rest_comes_next()
    {
        for (const char *name : {"A", "B", "C"})
            enqueue(telling(name, {1}, {1}));
        QCOMPARE(ready(2).size(), std::size_t(2));
        QCOMPARE(readyText(), "C to mail: fires [1] fresh [1] resolved []");
    }

    void a_clock_that_is_set_back_holds_nothing_up()
    {
        enqueue(telling("A", {1}, {1}));
        enqueue(telling("B", {2}, {2}));
        QVERIFY(ready(1).size() == 1);
        now -= 24h;
        QCOMPARE(readyText(), "B to mail: fires [2] fresh [2] resolved []");
        now += kAnswerTimeout;
        QCOMPARE(readyText(), "");
        now += 1s;
        QVERIFY(ready().size() == 2);
    }

    void a_damaged_row_is_refused_and_holds_nothing_up_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("ids") << QStringLiteral("firing='1 x'");
        QTest::newRow("labels") << QStringLiteral("group_labels='{oops'");
        QTest::newRow("type") << QStringLiteral("attempts='many'");
        QTest::newRow("bytes") << QStringLiteral("resolved=x'00ff'");
    }
    void a_damaged_row_is_refused_and_holds_nothing_up()
    {
        QFETCH(QString, damage);
        enqueue(telling("A", {1}, {1}));
        enqueue(telling("A", {1, 2}, {2}));
        enqueue(telling("B", {3}, {3}));
        QVERIFY(database->execute("UPDATE deliveries SET " + damage.toStdString() + " WHERE id=2"));
        QCOMPARE(readyText(), "A to mail: fires [1] fresh [1] resolved []; B to mail: fires [3] fresh [3] resolved []");
        auto row = known(database->prepare("SELECT state, result FROM deliveries WHERE id=2"));
        QVERIFY(known(row.step()) && row.integer(0) == int(DeliveryState::Refused) && row.text(1).starts_with("it is damaged: "));
    }

    void what_is_finished_is_forgotten_by_age_and_number()
    {
        for (int i = 0; i < 4; ++i) {
            enqueue(telling("A", {1}, {1}));
            done(ready()[0].id, DeliveryResult::delivered());
            now += 1h;
        }
        enqueue(telling("A", {1}, {1}));
        now = kOutboxStart + kDeliveryRetention + 1h + 1ms;
        known(Outbox::forgetOld(*database, now));
        QCOMPARE(states(), "3 delivered, 4 delivered, 5 queued");
        known(forgetDeliveries(*database, {}, 1));
        QCOMPARE(states(), "4 delivered, 5 queued");
        known(forgetDeliveries(*database, {}, 0));
        QCOMPARE(states(), "5 queued"); // whatever its age
    }

    void a_long_answer_is_cut_within_no_character()
    {
        std::string reason(499, 'x');
        for (int i = 0; i < 100; ++i)
            reason += "é";
        enqueue(telling("A", {1}, {1}));
        QCOMPARE(done(ready()[0].id, DeliveryResult::refused(reason)).result, std::string(499, 'x'));
        enqueue(telling("A", {1}, {1}));
        QCOMPARE(done(ready()[0].id, DeliveryResult::refused("a\xff"
                                                             "b"))
                     .result,
                 "a?b");
    }
};

VEDETTE_TEST(TstOutbox)
#include "tst_outbox.moc"
