#include "models/alerts/matchers.h"
#include "models/alerts/silence_book.h"
#include "tests/support/registry.h"

#include <random>

using namespace alerts;
using namespace std::chrono_literals;
using metric::ErrorCode;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kBookStart{1'700'000'000s};

std::string bookId(std::uint64_t number) { return silenceId(0, number); }

Silence bookSilence(std::string_view matchers, metric::Duration from = 0h, metric::Duration until = 1h)
{
    Silence silence;
    silence.matchers = *parseMatchers(matchers);
    silence.startsAt = kBookStart + from;
    silence.endsAt = kBookStart + until;
    silence.createdBy = "ada";
    return silence;
}

} // namespace

class TstSilenceBook : public QObject {
    Q_OBJECT

    std::unique_ptr<SilenceBook> book;
    const Labels down{{"alertname", "Down"}, {"instance", "web-1"}};
    const Labels slow{{"alertname", "Slow"}, {"instance", "db-1"}};
    using Ids = std::vector<std::string>;

    std::string set(Silence silence, std::uint64_t number, Timestamp now = kBookStart)
    {
        const auto change = book->set(std::move(silence), now, bookId(number));
        if (!change)
            qFatal("%s", change.error().message.c_str());
        return change->id;
    }
    ErrorCode refusal(Silence silence, Timestamp now = kBookStart)
    {
        const auto change = book->set(std::move(silence), now, bookId(999));
        if (change)
            qFatal("it was set");
        return change.error().code;
    }

private Q_SLOTS:
    void init() { book = std::make_unique<SilenceBook>(); }

    void it_silences_what_matches_while_it_is_active()
    {
        const auto id = set(bookSilence("alertname=Down", 1h, 2h), 1);
        QCOMPARE(id, bookId(1));
        QCOMPARE(book->silencing(down, kBookStart), Ids{});
        QCOMPARE(book->silencing(down, kBookStart + 1h), Ids{id});
        QCOMPARE(book->silencing(slow, kBookStart + 1h), Ids{});
        QCOMPARE(book->silencing(down, kBookStart + 2h), Ids{});
    }

    void several_are_named_in_the_order_of_their_ids()
    {
        const auto second = set(bookSilence("alertname=Down"), 2);
        const auto first = set(bookSilence("instance=~\"web.*\""), 1);
        const auto third = set(bookSilence("team=\"\",alertname=~\"Slow|Down\""), 3);
        QCOMPARE(book->silencing(down, kBookStart), (Ids{first, second, third}));
        QCOMPARE(book->silencing(slow, kBookStart), Ids{third});
    }

    void an_end_and_a_comment_change_in_place()
    {
        auto silence = bookSilence("alertname=Down");
        silence.id = set(silence, 1);
        silence.startsAt += 300ms; // as a client that knows seconds
        silence.endsAt += 1h;
        silence.comment = "longer";
        const auto change = book->set(silence, kBookStart + 10min, bookId(2));
        QVERIFY(change);
        QCOMPARE(change->id, bookId(1));
        QCOMPARE(change->changed.size(), 1U);
        const auto &now = *book->find(bookId(1));
        QCOMPARE(now, change->changed.front());
        QCOMPARE(now.startsAt, kBookStart);
        QCOMPARE(now.endsAt, kBookStart + 2h);
        QCOMPARE(now.updatedAt, kBookStart + 10min);
        QCOMPARE(now.comment, std::string("longer"));
        QCOMPARE(book->all().size(), 1U);
    }

    void what_would_tell_another_past_ends_the_old_one_and_begins_a_new_one()
    {
        auto silence = bookSilence("alertname=Down");
        silence.id = set(silence, 1);
        silence.matchers = *parseMatchers("alertname=Slow");
        const auto change = book->set(silence, kBookStart + 10min, bookId(2));
        QVERIFY(change);
        QCOMPARE(change->id, bookId(2));
        QCOMPARE(change->changed.size(), 2U);
        QCOMPARE(change->changed[0].id, bookId(1));
        QCOMPARE(change->changed[0].endsAt, kBookStart + 10min);
        QCOMPARE(change->changed[1].startsAt, kBookStart + 10min); // never before now
        QCOMPARE(change->changed[1].endsAt, kBookStart + 1h);
        QCOMPARE(book->silencing(down, kBookStart + 10min), Ids{});
        QCOMPARE(book->silencing(slow, kBookStart + 10min), Ids{bookId(2)});

        silence = *book->find(bookId(2)); // another start of an active one
        silence.startsAt += 5min;
        QCOMPARE(set(silence, 3, kBookStart + 12min), bookId(3));
        QCOMPARE(stateOf(*book->find(bookId(2)), kBookStart + 12min), SilenceState::Expired);
        QCOMPARE(stateOf(*book->find(bookId(3)), kBookStart + 12min), SilenceState::Pending);
    }

    void a_pending_one_may_move_but_not_into_the_past()
    {
        auto silence = bookSilence("alertname=Down", 1h, 2h);
        silence.id = set(silence, 1);
        silence.startsAt = kBookStart + 30min;
        QCOMPARE(set(silence, 2), bookId(1));
        QCOMPARE(book->find(bookId(1))->startsAt, kBookStart + 30min);
        silence.startsAt = kBookStart - 1h;
        QCOMPARE(set(silence, 2), bookId(2));
        QCOMPARE(book->find(bookId(2))->startsAt, kBookStart);
        QCOMPARE(book->find(bookId(1))->endsAt, kBookStart);
        QCOMPARE(stateOf(*book->find(bookId(1)), kBookStart), SilenceState::Expired);
    }

    void an_expired_one_set_again_is_new_and_the_old_one_stays_as_it_was()
    {
        auto silence = bookSilence("alertname=Down");
        silence.id = set(silence, 1);
        const auto old = *book->expire(bookId(1), kBookStart + 5min);
        silence.endsAt = kBookStart + 3h;
        const auto change = book->set(silence, kBookStart + 2h, bookId(2));
        QCOMPARE(change->id, bookId(2));
        QCOMPARE(change->changed.size(), 1U);
        QCOMPARE(*book->find(bookId(1)), old);
    }

    void no_start_is_now()
    {
        auto silence = bookSilence("alertname=Down");
        silence.startsAt = {};
        set(silence, 1, kBookStart + 1min);
        QCOMPARE(book->find(bookId(1))->startsAt, kBookStart + 1min);
    }

    void what_can_not_be_is_refused_and_nothing_changes()
    {
        auto silence = bookSilence("alertname=Down");
        silence.id = bookId(7);
        QCOMPARE(refusal(silence), ErrorCode::NotFound);
        QCOMPARE(refusal(bookSilence("a=\"\"")), ErrorCode::InvalidArgument);
        QCOMPARE(refusal(bookSilence("alertname=Down"), kBookStart + 1h), ErrorCode::InvalidArgument);
        QVERIFY(book->all().empty());
        QCOMPARE(book->expire(bookId(7), kBookStart).error().code, ErrorCode::NotFound);
        QVERIFY(book->expire(std::string(1'000'000, '\xff'), kBookStart).error().message.size() < 300);

        std::vector<Silence> many(kMaxSilences, bookSilence("alertname=Down"));
        for (std::size_t i = 0; i < many.size(); ++i)
            many[i].id = bookId(i);
        book->restore(std::move(many));
        QCOMPARE(refusal(bookSilence("alertname=Down")), ErrorCode::LimitExceeded);
        silence.matchers = *parseMatchers("alertname=Slow"); // would end one and begin one
        QCOMPARE(refusal(silence), ErrorCode::LimitExceeded);
        QCOMPARE(stateOf(*book->find(bookId(7)), kBookStart), SilenceState::Active);
    }

    void it_is_expired_by_hand_once()
    {
        set(bookSilence("alertname=Down"), 1);
        set(bookSilence("alertname=Down", 1h, 2h), 2);
        const auto active = book->expire(bookId(1), kBookStart + 1min);
        QCOMPARE(active->startsAt, kBookStart);
        QCOMPARE(active->endsAt, kBookStart + 1min);
        const auto pending = book->expire(bookId(2), kBookStart + 1min);
        QCOMPARE(pending->startsAt, kBookStart + 1min);
        QCOMPARE(stateOf(*pending, kBookStart + 1min), SilenceState::Expired);
        QCOMPARE(book->expire(bookId(1), kBookStart + 2min).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(book->silencing(down, kBookStart + 1min), Ids{});
        QCOMPARE(book->all().size(), 2U); // and still listed
    }

    void an_expired_one_is_listed_for_the_retention()
    {
        set(bookSilence("alertname=Down"), 1);
        set(bookSilence("instance=~\".*1\"", 0h, 200h), 2);
        QVERIFY(book->forgetOld(kBookStart + 1h + kSilenceRetention - 1ms).empty());
        QCOMPARE(book->forgetOld(kBookStart + 1h + kSilenceRetention), Ids{bookId(1)});
        QVERIFY(!book->find(bookId(1)));
        QCOMPARE(book->all().size(), 1U);
        QCOMPARE(book->silencing(down, kBookStart + 150h), Ids{bookId(2)});
        QCOMPARE(book->expire(bookId(1), kBookStart).error().code, ErrorCode::NotFound);
    }

    void who_asks_again_gets_the_same_answer()
    {
        std::mt19937 random(3);
        const char *matchers[] = {"alertname=Down",           "alertname=~\"Down|Slow\"", "instance=~\"web-.*\"", "instance!=web-1",
                                  "team=\"\",alertname=Slow", "alertname!~\"D.*\"",       "alertname=Other"};
        SilenceMatch known[2];
        const Labels *const labels[] = {&down, &slow};
        auto now = kBookStart;
        std::uint64_t number = 0;
        std::size_t silenced = 0;
        for (int step = 0; step < 1'500; ++step) {
            now += std::chrono::minutes(random() % 30);
            const auto all = book->all();
            switch (random() % 4) {
            case 0:
            case 1: {
                auto silence = bookSilence(matchers[random() % std::size(matchers)]);
                silence.startsAt = now + std::chrono::minutes(random() % 60);
                silence.endsAt = silence.startsAt + std::chrono::minutes(1 + random() % 120);
                if (!all.empty() && random() % 2 == 0)
                    silence.id = all[random() % all.size()].id;
                set(silence, ++number, now);
                break;
            }
            case 2:
                if (!all.empty())
                    (void)book->expire(all[random() % all.size()].id, now); // ended already, often
                break;
            default: book->forgetOld(now); break;
            }
            for (std::size_t i = 0; i < 2; ++i) {
                Ids expected;
                for (const auto &silence : book->all()) {
                    if (stateOf(silence, now) == SilenceState::Active && series::matchesAll(silence.matchers, *labels[i]))
                        expected.push_back(silence.id);
                }
                std::ranges::sort(expected);
                silenced += expected.size();
                QCOMPARE(book->silencing(*labels[i], now), expected);
                if (random() % 3 == 0) // some changes later
                    QCOMPARE(book->silencing(*labels[i], now, known[i]), expected);
            }
        }
        QVERIFY(silenced > 500);
    }

    void one_that_ends_when_unmatched_ends_after_the_grace()
    {
        auto silence = bookSilence("alertname=Down", 0h, 24h);
        silence.endsWhenUnmatched = true;
        set(silence, 1);
        set(bookSilence("alertname=Down", 0h, 24h), 2); // an ordinary one stays
        SilenceMatch match;
        const SilenceMatch *const firing[] = {&match};
        auto now = kBookStart;
        const auto observe = [&](bool isFiring, metric::Duration after) {
            now += after;
            book->silencing(down, now, match);
            return book->observe(isFiring ? std::span(firing) : std::span(firing).first(0), now);
        };
        for (int i = 0; i < 30; ++i) // it has matched nothing yet
            QVERIFY(observe(false, 1min).empty());
        QVERIFY(observe(true, 1min).empty());
        for (int i = 0; i < 9; ++i)
            QVERIFY(observe(false, 1min).empty());
        QVERIFY(observe(true, 1min).empty()); // back in time
        for (int i = 0; i < 9; ++i)
            QVERIFY(observe(false, 1min).empty());
        const auto ended = observe(false, 1min);
        QCOMPARE(ended.size(), 1U);
        QCOMPARE(ended.front().id, bookId(1));
        QCOMPARE(ended.front().endsAt, now);
        QCOMPARE(book->silencing(down, now, match), Ids{bookId(2)});
        QVERIFY(observe(false, 1min).empty()); // told once
    }

    void time_slept_is_not_time_unmatched()
    {
        auto silence = bookSilence("alertname=Down", 0h, 24h);
        silence.endsWhenUnmatched = true;
        set(silence, 1);
        SilenceMatch match;
        book->silencing(down, kBookStart, match);
        const SilenceMatch *const firing[] = {&match};
        QVERIFY(book->observe(firing, kBookStart).empty());
        QVERIFY(book->observe({}, kBookStart + 1min).empty());
        QVERIFY(book->observe({}, kBookStart + 9h).empty());
        QVERIFY(book->observe({}, kBookStart + 8h).empty()); // a clock set back
        QVERIFY(book->observe({}, kBookStart + 8h + 5min).empty());
        QCOMPARE(book->observe({}, kBookStart + 8h + 9min).size(), 1U);
    }

    void the_next_change_is_the_next_start_or_end()
    {
        QCOMPARE(book->nextChange(kBookStart), std::nullopt);
        set(bookSilence("a=b", 2h, 5h), 1);
        set(bookSilence("a=b", 0h, 3h), 2);
        const auto next = [&](metric::Duration after) { return book->nextChange(kBookStart + after).value_or(Timestamp{}) - kBookStart; };
        QCOMPARE(next(0h), metric::Duration(2h));
        QCOMPARE(next(2h), metric::Duration(3h));
        QCOMPARE(next(3h), metric::Duration(5h));
        QCOMPARE(book->nextChange(kBookStart + 5h), std::nullopt);
    }
};

VEDETTE_TEST(TstSilenceBook)
#include "tst_silence_book.moc"
