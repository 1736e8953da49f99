#include "models/health/evidence_packing.h"
#include "models/health/evidence_store.h"
#include "models/health/health_file.h"
#include "models/metric/utf8.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <random>

using namespace health;
using namespace std::chrono_literals;
using metric::Evidence;
using metric::Reason;
using metric::Timestamp;
using metric::Verdict;

namespace {

const Timestamp kStart{1'700'000'000s};

Verdict verdict(Reason reason, std::string message, std::vector<Evidence::Part> parts = {{"Headers", "a: b"}})
{
    return {reason, std::move(message), 5ms, std::make_shared<const Evidence>(Evidence{kStart, std::move(parts)})};
}

} // namespace

class TstEvidenceStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<HealthFile> m_file;
    std::unique_ptr<EvidenceStore> m_store;
    int m_second = 0;

    void keep(Kept kind, Reason reason, const std::string &message, std::vector<Evidence::Part> parts = {{"Headers", "a: b"}})
    {
        const std::vector<EvidenceToKeep> one{{"shop", kind, kStart + std::chrono::seconds(m_second++), verdict(reason, message, std::move(parts))}};
        const auto kept = m_store->keep(one);
        QVERIFY2(kept, kept ? "" : kept.error().message.c_str());
    }
    QByteArray messages()
    {
        std::string words;
        const auto kept = m_store->of("shop");
        for (const auto &each : kept.value())
            words += (words.empty() ? "" : " ") + each.message;
        return QByteArray::fromStdString(words);
    }

private Q_SLOTS:
    void init()
    {
        m_store.reset();
        m_file.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = HealthFile::open(m_folder->filePath(QStringLiteral("health.sqlite")).toStdString(), kStart);
        QVERIFY(opened);
        m_file.emplace(std::move(*opened));
        m_store = std::make_unique<EvidenceStore>(m_file->database);
        m_second = 0;
    }

    void what_was_seen_comes_back()
    {
        const std::vector<Evidence::Part> parts{{"Headers", "a: b\nc: d"}, {"Body", std::string("\0\x01 ü", 5)}, {"", ""}};
        keep(Kept::Good, Reason::None, "200 OK");
        keep(Kept::First, Reason::Body, "no \"cart\" in the body", parts);
        const auto kept = m_store->of("shop");
        QCOMPARE(kept->size(), std::size_t(2));
        QVERIFY(kept->at(0).reason == Reason::Body && kept->at(0).evidence->parts == parts && kept->at(0).evidence->time == kStart + 1s);
        QVERIFY(kept->at(1).reason == Reason::None && kept->at(1).message == "200 OK"); // behind the failures
        QVERIFY(m_store->of("other")->empty());
        QCOMPARE(m_store->lastGood()->at("shop"), kStart);
    }

    void the_last_ten_failures_are_kept_and_one_good_one()
    {
        for (int i = 0; i < 15; ++i)
            keep(Kept::First, Reason::Timeout, "f" + std::to_string(i));
        keep(Kept::Good, Reason::None, "g1");
        keep(Kept::Good, Reason::None, "g2");
        QCOMPARE(messages(), "f14 f13 f12 f11 f10 f9 f8 f7 f6 f5 g2");
    }

    void changes_of_reason_go_first()
    {
        for (int i = 0; i < 4; ++i) {
            keep(Kept::First, Reason::Timeout, "f" + std::to_string(i));
            keep(Kept::Changed, Reason::Refused, "c" + std::to_string(i));
            keep(Kept::Changed, Reason::Timeout, "d" + std::to_string(i));
        }
        QCOMPARE(messages(), "d3 c3 f3 d2 c2 f2 d1 c1 f1 f0");
        for (int i = 4; i < 12; ++i)
            keep(Kept::First, Reason::Timeout, "f" + std::to_string(i));
        QCOMPARE(messages(), "f11 f10 f9 f8 f7 f6 f5 d3 c3 d2"); // but a few stay
        for (int i = 0; i < 30; ++i)
            keep(Kept::Changed, Reason::Timeout, "e" + std::to_string(i));
        QCOMPARE(messages(), "e29 e28 e27 f11 f10 f9 f8 f7 f6 f5"); // and never drive out how outages began
    }

    void what_is_long_is_cut()
    {
        std::mt19937 random(7);
        std::string noise(300'000, ' ');
        for (auto &c : noise)
            c = char('!' + random() % 90);
        std::string umlauts;
        while (umlauts.size() < 100'000)
            umlauts += "ü";
        std::vector<Evidence::Part> parts{{"Body", umlauts}};
        for (int i = 0; i < 100; ++i)
            parts.push_back({"Body", noise});
        keep(Kept::First, Reason::Body, std::string(5'000, 'm'), parts);
        const auto kept = m_store->of("shop");
        std::size_t bytes = 0;
        for (const auto &part : kept->at(0).evidence->parts) {
            QVERIFY(part.text.size() <= EvidenceStore::kLongestPart && metric::isUtf8(part.text));
            bytes += part.text.size();
        }
        QVERIFY(bytes <= EvidenceStore::kLongestEvidence && bytes > EvidenceStore::kLongestEvidence - 1'000);
        QVERIFY(kept->at(0).evidence->parts.at(0).text.ends_with("ü…"));
        QVERIFY(kept->at(0).message.size() == 1'000);
    }

    void damaged_evidence_comes_without_its_parts()
    {
        keep(Kept::First, Reason::Body, "f");
        QVERIFY(m_file->database.execute("UPDATE evidence SET parts = x'28b52ffd0000'"));
        QVERIFY(m_store->of("shop")->at(0).evidence->parts.empty());
        QCOMPARE(messages(), "f");
    }

    void no_bytes_unpack_to_harm()
    {
        const std::vector<Evidence::Part> parts{{"Headers", "a: b"}, {"Body", std::string(1'000, 'x')}};
        const auto packed = packParts(parts, 1 << 16, 1 << 18);
        std::mt19937 random(5);
        int refused = 0;
        for (int i = 0; i < 20'000; ++i) {
            auto damaged = packed;
            damaged.resize(random() % 4 ? damaged.size() : random() % damaged.size());
            for (unsigned flips = random() % 3 + 1; flips > 0 && !damaged.empty(); --flips)
                damaged[random() % damaged.size()] ^= char(1 << random() % 8);
            const auto unpacked = unpackParts(std::as_bytes(std::span(damaged)));
            refused += !unpacked;
            if (unpacked)
                QVERIFY(*unpacked == parts); // two flips of one bit
        }
        QVERIFY(refused > 19'000);
        // A bomb: more than is ever unpacked.
        const std::vector<Evidence::Part> bomb{{"Body", std::string(8 << 20, 'x')}};
        const auto packedBomb = packParts(bomb, 16 << 20, 16 << 20);
        QVERIFY(packedBomb.size() < 2'000 && !unpackParts(std::as_bytes(std::span(packedBomb))));
    }

    void only_what_says_something_new_is_kept()
    {
        EvidenceChoice choice;
        auto time = kStart;
        const auto choose = [&](Reason reason, metric::Duration later = 10s) {
            time += later;
            return choice.choose(verdict(reason, "m"), time);
        };
        QVERIFY(choose(Reason::None) == Kept::Good);
        QVERIFY(!choose(Reason::None));
        QVERIFY(choose(Reason::Timeout) == Kept::First);
        QVERIFY(!choose(Reason::Timeout));
        QVERIFY(choose(Reason::Refused) == Kept::Changed);
        QVERIFY(choose(Reason::Timeout) == Kept::Changed);
        QVERIFY(choose(Reason::None, 1min) == Kept::Good); // it is back
        QVERIFY(!choose(Reason::None, 59min));
        QVERIFY(choose(Reason::None, 1min) == Kept::Good);
        // However it flaps.
        int kept = 0;
        for (int i = 0; i < 360; ++i)
            kept += choose(i % 2 ? Reason::None : Reason::Closed).has_value();
        QVERIFY2(kept <= 121, std::to_string(kept).c_str()); // an hour
        EvidenceChoice restored;
        restored.restore(time);
        QVERIFY(!restored.choose(verdict(Reason::None, "m"), time + 1min));
    }
};

VEDETTE_TEST(TstEvidenceStore)
#include "tst_evidence_store.moc"
