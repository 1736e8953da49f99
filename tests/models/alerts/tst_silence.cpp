#include "models/alerts/matchers.h"
#include "models/alerts/silence.h"
#include "tests/support/registry.h"

using namespace alerts;
using namespace std::chrono_literals;
using metric::ErrorCode;
using metric::Timestamp;

namespace {

const Timestamp kSilenceNow{1'700'000'000s};

Silence silenceOf(const char *matchers)
{
    Silence silence;
    silence.matchers = *parseMatchers(matchers);
    silence.startsAt = kSilenceNow;
    silence.endsAt = kSilenceNow + 1h;
    return silence;
}

QByteArray refusal(const Silence &silence)
{
    const auto valid = validate(silence, kSilenceNow);
    return valid ? QByteArray() : QByteArray::fromStdString(valid.error().message);
}

} // namespace

class TstSilence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void it_is_active_from_its_start_until_before_its_end()
    {
        auto silence = silenceOf("a=b");
        QCOMPARE(stateOf(silence, kSilenceNow - 1ms), SilenceState::Pending);
        QCOMPARE(stateOf(silence, kSilenceNow), SilenceState::Active);
        QCOMPARE(stateOf(silence, kSilenceNow + 1h - 1ms), SilenceState::Active);
        QCOMPARE(stateOf(silence, kSilenceNow + 1h), SilenceState::Expired);
        silence.startsAt = silence.endsAt = kSilenceNow; // as a pending one that was expired
        QCOMPARE(stateOf(silence, kSilenceNow), SilenceState::Expired);
        QCOMPARE(stateOf(silence, kSilenceNow - 1ms), SilenceState::Pending);
    }

    void a_silence_that_would_match_everything_or_nothing_is_refused()
    {
        QCOMPARE(refusal(silenceOf("a=b")), QByteArray());
        QVERIFY(refusal(silenceOf("")).contains("no matcher"));
        for (const auto *all : {"a=\"\"", "a=~\".*\"", "a=~\"x|\",b=\"\""})
            QVERIFY2(refusal(silenceOf(all)).contains("every alert"), all);
        for (const auto *some : {"a=\"\",b=c", "a=~\".+\"", "a!=b", "a!~b"})
            QCOMPARE(refusal(silenceOf(some)), QByteArray());
        auto silence = silenceOf("a=b");
        silence.matchers.push_back(series::Matcher::equal("", "x"));
        QVERIFY(refusal(silence).contains("no label name"));
    }

    void its_times_must_follow_each_other()
    {
        const auto refusalOf = [](Timestamp start, Timestamp end) {
            auto silence = silenceOf("a=b");
            silence.startsAt = start;
            silence.endsAt = end;
            return refusal(silence);
        };
        QCOMPARE(refusalOf(kSilenceNow - 24h, kSilenceNow + 1ms), QByteArray());
        QVERIFY(refusalOf(kSilenceNow - 1h, kSilenceNow).contains("in the past"));
        QVERIFY(refusalOf(kSilenceNow + 1h, kSilenceNow + 1h).contains("before it starts"));
        QVERIFY(refusalOf(kSilenceNow + 2h, kSilenceNow + 1h).contains("before it starts"));
        QVERIFY(refusalOf(kSilenceNow, Timestamp::max()).contains("9999"));
        QVERIFY(refusalOf(Timestamp::min(), kSilenceNow + 1h).contains("1970"));
    }

    void its_texts_are_bounded_utf8()
    {
        auto silence = silenceOf("a=b");
        silence.comment.assign(kMaxSilenceText, 'x');
        QCOMPARE(refusal(silence), QByteArray());
        silence.createdBy = "y";
        QCOMPARE(validate(silence, kSilenceNow).error().code, ErrorCode::LimitExceeded);
        silence.comment = "\xff";
        QVERIFY(refusal(silence).contains("UTF-8"));
    }

    void an_id_is_a_uuid_of_version_4()
    {
        QCOMPARE(QByteArray::fromStdString(silenceId(0, 0)), QByteArray("00000000-0000-4000-8000-000000000000"));
        QCOMPARE(QByteArray::fromStdString(silenceId(~0ULL, ~0ULL)), QByteArray("ffffffff-ffff-4fff-bfff-ffffffffffff"));
        QCOMPARE(QByteArray::fromStdString(silenceId(0x0123456789abcdef, 0xfedcba9876543210)), QByteArray("01234567-89ab-4def-bedc-ba9876543210"));
        QVERIFY(isSilenceId(silenceId(1, 2)));
        for (const auto *wrong :
             {"", "x", "00000000-0000-4000-8000-00000000000", "00000000-0000-4000-8000-0000000000000", "00000000-0000-4000-8000-00000000000G",
              "00000000-0000-4000-8000-00000000000A", "000000000000-4000-8000-000000000000-"})
            QVERIFY2(!isSilenceId(wrong), wrong);
    }
};

VEDETTE_TEST(TstSilence)
#include "tst_silence.moc"
